"""Files a batch of submissions in one transaction: ticket, verdicts, clock events, outbox row."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

from sqlmodel import Session

from classifiers.duplicate_types import Band, Candidate, DuplicateVerdict
from classifiers.suite import Suite
from models.outbox import BouncedAddress
from models.ticket import Ticket
from models.verdict import Reclassification
from models.vocabulary import AckKind, Actor, Category, Field, Question, TicketState
from triage.desk import clocks, decide
from triage.desk.answering import Answer, Answering, Decision
from triage.desk.book import Book
from triage.desk.bounced import bounce_events, bounced_address, returned_id
from triage.desk.drafting import Promise
from triage.desk.entries import Entry, message_of, write_entries
from triage.desk.events import as_ticked, filed_events, follow_up_events
from triage.desk.joining import MACHINE, Joining, joining_of
from triage.desk.known import Known, customers_of, facts_of
from triage.desk.submission import Submission
from triage.desk.unread import flags_after, is_hidden, is_unread, kind_for_unread
from triage.desk.verdicts import verdicts_of
from triage.mail.bounces import Bounce
from triage.sla.claims import decide_by
from triage.sla.events import ClockEvent
from triage.sla.policy import Policy
from triage.sla.terms import PolicyVersion

_LONGEST_ADDRESS = 320
_LONGEST_NAME = 255


@dataclass(slots=True)
class Filing:
    """One batch on its way into the database.

    Attributes:
        policies: The agreements by name.
        policy_of: The agreement that a source's tickets fall under.
        suite: The classifiers.
        answering: Decides on acknowledgements and writes them.
        reopen: A reply to a ticket closed for no longer re-opens it.
        known: What the desk knows; it grows with the batch.
        history: The clock events of the tickets that the batch may continue.
        take_number: Gives the next ticket number.
        remember_bounces: How long an address that bounced for good is not written to.
    """

    policies: Mapping[str, Policy]
    policy_of: Mapping[str, str]
    suite: Suite
    answering: Answering
    reopen: timedelta
    known: Known
    history: dict[int, list[ClockEvent]]
    take_number: Callable[[], int]
    remember_bounces: timedelta
    _tickets: Book = field(default_factory=Book)
    _rows: Book = field(default_factory=Book)
    _entries: list[Entry] = field(default_factory=list)
    _bounced: dict[str, BouncedAddress] = field(default_factory=dict)
    _added: dict[int, list[ClockEvent]] = field(default_factory=dict)

    def file(self, submission: Submission) -> int:
        """File one message and return its ticket's number."""
        joining = joining_of(submission, self.known, self.reopen)
        if joining.ticket is None:
            return self._open(submission, joining)
        return self._continue(submission, joining.ticket)

    @property
    def decisions(self) -> list[Decision]:
        """What was decided on acknowledgements, in the order of filing."""
        return [entry.decision for entry in self._entries]

    def write(self, session: Session) -> None:
        """Insert everything that was filed, parents first."""
        for number, events in self._added.items():
            start = len(self.history[number]) - len(events)
            for row in clocks.rows_of(number, events, start, self.known.now):
                self._rows.add_values("clock_event", row)
        self._tickets.write(session)
        write_entries(session, self._entries, self._rows)
        self._rows.write(session)
        for gone in self._bounced.values():
            session.merge(gone)
        if self.answering.breaker is not None:
            session.merge(self.answering.breaker)

    def _open(self, submission: Submission, joining: Joining) -> int:
        terms = self._terms(submission)
        is_judged = submission.machine is None and not is_unread(submission)
        duplicate = self._duplicate(submission) if is_judged else None
        ticket = self._ticket(submission, terms, duplicate)
        ticket.links_to = joining.links_to
        if submission.machine is None:
            self._append(ticket, filed_events(submission, ticket))
        promise = self._promise(ticket, terms)
        if is_unread(submission):
            kind = kind_for_unread(submission, ())
        else:
            kind = decide.kind_for_new(
                submission.classification,
                ticket.missing,
                is_duplicate=ticket.duplicate_of is not None,
                terms=terms,
            )
        answer = self.answering.answer(submission, ticket, kind, promise)
        ticket.suppression = answer.decision.code
        self._tickets.add(ticket)
        self._enter(submission, ticket, answer, duplicate)
        self._note_override(ticket, submission, terms)
        facts = set(facts_of(submission))
        for name, value in facts:
            values = {"ticket_number": ticket.number, "field": name, "value": value}
            self._rows.add_values("ticket_fact", values)
        self.known.add(ticket, submission.mail.subject, submission.mail.text, facts)
        return ticket.number

    def _continue(self, submission: Submission, ticket: Ticket) -> int:
        had = tuple(ticket.missing)
        terms = self.policies[ticket.policy].version_at(ticket.received_at)
        kind = None
        if submission.bounce is not None:
            self._take_back(submission, submission.bounce, ticket)
        if submission.machine is None:
            has = submission.classification.has
            ticket.missing = [name for name in had if name not in has]
            self._append(ticket, follow_up_events(submission, ticket, had))
            self._move_on(ticket, submission)
            ticket.needs_person = ticket.needs_person or _needs_person(submission)
            if submission.is_from_customer:
                ticket.flags = flags_after(ticket.flags, submission)
                kind = self._kind_for_follow_up(submission, ticket, had)
        promise = self._promise(ticket, terms)
        answer = self.answering.answer(submission, ticket, kind, promise)
        self._enter(submission, ticket, answer, None)
        ticket.updated_at = self.known.now
        return ticket.number

    def _kind_for_follow_up(
        self, submission: Submission, ticket: Ticket, had: Sequence[str]
    ) -> AckKind | None:
        sent = self.known.sent[ticket.number]
        if is_unread(submission):
            return kind_for_unread(submission, sent)
        return decide.kind_for_follow_up(had, ticket.missing, sent)

    def _promise(self, ticket: Ticket, terms: PolicyVersion) -> Promise:
        """Project the clock, and return what it lets us promise; of a claim, the decision (S13)."""
        events = self.history.get(ticket.number, [])
        clock = clocks.project(ticket, self.policies, events, self.known.now)
        promise = clocks.promise(clock, events, self.policies[ticket.policy], terms)
        if ticket.category is not Category.CLAIM or terms.claims is None:
            return promise
        reading = terms.readings.before_opening
        due = decide_by(ticket.received_at, terms.claims, terms.calendar, reading)
        return replace(promise, decide_by=due)

    def _take_back(self, submission: Submission, bounce: Bounce, ticket: Ticket) -> None:
        answerer = self.answering.answerer
        domain = answerer.settings.service.domain
        back = returned_id(submission, ticket, answerer.secret, domain)
        self._append(ticket, bounce_events(bounce, ticket, submission.raw.received_at, back))
        if gone := bounced_address(bounce, ticket, self.known.now, self.remember_bounces):
            self._bounced[gone.address] = gone
            self.known.bounced[gone.address] = gone.status

    def _terms(self, submission: Submission) -> PolicyVersion:
        policy = self.policies[self.policy_of[submission.raw.source]]
        return policy.version_at(submission.raw.received_at)

    def _duplicate(self, submission: Submission) -> DuplicateVerdict | None:
        customers = customers_of(submission)
        policy = self.policy_of[submission.raw.source]
        earlier = self.known.earlier(customers, facts_of(submission), policy)
        if not earlier:
            return None
        candidate = Candidate(
            customer=next(iter(customers), ""),
            channel=submission.raw.channel,
            subject=submission.mail.subject,
            body=submission.mail.text,
            category=submission.classification.category,
        )
        return self.suite.duplicate(candidate, earlier)

    def _ticket(
        self, submission: Submission, terms: PolicyVersion, duplicate: DuplicateVerdict | None
    ) -> Ticket:
        raw, answers = submission.raw, submission.classification
        band = duplicate.band if duplicate else Band.NONE
        earlier = int(duplicate.duplicate_of) if duplicate and duplicate.duplicate_of else None
        missing = decide.missing_fields(answers.category, answers.has, terms)
        if earlier is not None and band is Band.SUGGEST:
            earlier = self._first_of(earlier)
            missing = self._still_unknown(missing, earlier, submission)
        state = decide.state_for_new(
            answers,
            is_duplicate=band is Band.JOIN,
            is_machine=submission.machine is not None,
            terms=terms,
        )
        if is_unread(submission):
            state = TicketState.OPEN
        requester = submission.requester or submission.mail.author
        is_foreign = not answers.english and not answers.language_unsure
        return Ticket(
            number=raw.ticket_number or self.take_number(),
            source=raw.source,
            channel=raw.channel,
            policy=self.policy_of[raw.source],
            external_id=raw.external_id,
            requester_address=requester.address.lower()[:_LONGEST_ADDRESS] if requester else "",
            requester_name=requester.name[:_LONGEST_NAME] if requester else "",
            customer=submission.customer,
            subject=submission.mail.subject,
            category=answers.category,
            category_score=answers.scores.category.get(answers.category, 0.0),
            is_unsure=answers.unsure,
            customer_category=submission.panel.category if submission.panel else None,
            priority=answers.priority,
            language=answers.language,
            is_abusive=answers.abusive,
            missing=list(missing),
            duplicate_of=earlier if band is Band.JOIN else None,
            duplicate_suggestion=earlier if band is Band.SUGGEST else None,
            state=state,
            needs_translation=is_foreign and submission.machine is None,
            needs_person=_needs_person(submission),
            flags=[MACHINE] if submission.machine else flags_after((), submission),
            received_at=raw.received_at,
            created_at=self.known.now,
            updated_at=self.known.now,
            closed_at=self.known.now if state is TicketState.CLOSED else None,
        )

    def _first_of(self, number: int) -> int:
        """Return the ticket at which a row of chases began."""
        tickets = self.known.tickets
        # A suggestion is made once, when a ticket is filed, so that it always leads back in time.
        while (before := tickets[number].duplicate_suggestion) is not None and before in tickets:
            number = before
        return number

    def _still_unknown(
        self, missing: Sequence[Field], earlier: int, submission: Submission
    ) -> tuple[Field, ...]:
        """Leave out what the customer gave on the ticket that this one seems to be about.

        Who asks "any news?" is not asked for a transaction id that lies on the desk.
        """
        own = {n for name in customers_of(submission) for n in self.known.by_customer[name]}
        if earlier not in own:
            return tuple(missing)
        lacking = self.known.tickets[earlier].missing
        return tuple(name for name in missing if name in lacking)

    def _append(self, ticket: Ticket, events: Sequence[ClockEvent]) -> None:
        """Add to the ticket's clock; for a program's mail none is kept."""
        if MACHINE in ticket.flags:
            return
        self.history.setdefault(ticket.number, []).extend(events)
        if events:
            self._added.setdefault(ticket.number, []).extend(events)

    def _move_on(self, ticket: Ticket, submission: Submission) -> None:
        """A customer who writes again has an open ticket; a panel may close it."""
        panel = submission.panel
        if panel is not None and panel.closes:
            ticket.state, ticket.closed_at = TicketState.CLOSED, self.known.now
        elif panel is not None and panel.agent_reply is not None:
            ticket.state = TicketState.WAITING
        elif ticket.state is not TicketState.MERGED:
            ticket.state, ticket.closed_at = TicketState.OPEN, None

    def _enter(
        self,
        submission: Submission,
        ticket: Ticket,
        answer: Answer,
        duplicate: DuplicateVerdict | None,
    ) -> None:
        """Enter the message, what was said about it and what answers it."""
        message = message_of(submission, ticket.number)
        verdicts = verdicts_of(
            ticket.number, submission.classification, ticket.missing, duplicate, self.known.now
        )
        self._entries.append(Entry(message, answer.decision, verdicts))
        for row in answer.rows:
            self._rows.add_values("outbox", row)
            self.known.sent[ticket.number].add(row["kind"])

    def _note_override(self, ticket: Ticket, submission: Submission, terms: PolicyVersion) -> None:
        """Record that the bot overrides what the customer ticked, with both deadlines (S8)."""
        ticked = ticket.customer_category
        if ticked is None or ticked is ticket.category:
            return
        has = submission.classification.has
        believed = as_ticked(self.history[ticket.number], decide.missing_fields(ticked, has, terms))
        policy = self.policies[ticket.policy]
        self._rows.add(
            Reclassification(
                ticket_number=ticket.number,
                actor=Actor.BOT,
                question=Question.CATEGORY,
                from_label=ticked.value,
                to_label=ticket.category.value,
                due_before=clocks.deadline(believed, policy, self.known.now),
                due_after=ticket.due_at,
                at=self.known.now,
                reason=f"score {ticket.category_score:.2f}; the customer ticked {ticked.value}",
            )
        )


def _needs_person(submission: Submission) -> bool:
    """Tell whether a person should look before it is the ticket's turn."""
    is_to_be_read = submission.machine is None and is_hidden(submission.mail)
    return submission.classification.abusive or is_unread(submission) or is_to_be_read
