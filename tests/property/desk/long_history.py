"""A desk to which anything may happen: filings, answers, bounces, corrections, days, sweeps."""

from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack, suppress
from typing import ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, rule

from models.vocabulary import Category, Field, OutboxState, Question
from tests.integration.desk.timed import GMT, INDIA, ORDER, TOPUP, TimedDesk, timed_desk
from triage.desk import actions, corrections
from triage.desk.acting import Acting, ActionError
from triage.desk.projection import columns_of
from triage.desk.rebuild import Rebuilt
from triage.sla.checkpoints import signals_of
from triage.sla.clock import evaluate

OpenDatabase = Callable[[], AbstractContextManager[str]]

TEXTS = (
    ORDER,
    TOPUP,
    "My order has not started, please help me.",
    "I paid by card and my balance is still empty. Where is my money?",
    "You thieves are idiots and I will find you, you bastards.",
    "How do I grow my own page? Teach me everything about growth.",
    "not working pls help",
)
ANSWERS = (
    "The order number is 4412345.",
    "It was 25 USD by PayPal, transaction 9XK22311AB445566K.",
    "Any news?",
    "I clicked pay, then it showed error 500. Screenshot: https://example.org/screen.png",
)
fields = st.frozensets(st.sampled_from(Field), min_size=1, max_size=3)
minutes = st.sampled_from((0, 1, 30, 240, 420, 1440, 4320, 14400)) | st.integers(0, 20000)


class LongHistory(RuleBasedStateMachine):
    """Whatever happens, every ticket's row shows what its events give.

    Attributes:
        open_database: Gives the URL of a migrated database for one run.
    """

    open_database: ClassVar[OpenDatabase]
    tickets: Bundle[int] = Bundle("tickets")

    def __init__(self) -> None:
        super().__init__()
        self._stack = ExitStack()
        url = self._stack.enter_context(type(self).open_database())
        self.desk: TimedDesk = timed_desk(url)
        self._stack.callback(self.desk.database.dispose)

    def teardown(self) -> None:
        try:
            self.look()
            noted = self.desk.notices()
            assert self.desk.rebuild() == Rebuilt(len(self.desk.projections()))
            assert self.desk.notices() == noted
        finally:
            self._stack.close()

    @rule(target=tickets, text=st.sampled_from(TEXTS), source=st.sampled_from((GMT, INDIA)))
    def file(self, text: str, source: str) -> int:
        return self.desk.receive(text, source, From=f"c{self.desk.written % 3}@example.org")

    @rule(number=tickets, text=st.sampled_from(ANSWERS))
    def answer(self, number: int, text: str) -> None:
        self.desk.answer(number, text)

    @rule()
    def settle(self) -> None:
        self.desk.settle()

    @rule(number=tickets, is_quoted=st.booleans())
    def bounce(self, number: int, *, is_quoted: bool) -> None:
        sent = [row for row in self.desk.outbox(number) if row.state is OutboxState.SENT]
        if sent:
            self.desk.bounce(number, quoting=sent[-1].message_id if is_quoted else "")

    @rule(amount=minutes)
    def pass_time(self, amount: int) -> None:
        self.desk.pass_time(minutes=amount, microseconds=amount)

    @rule()
    def look(self) -> None:
        """Once what is due was looked at, the rows show what the events give, without a rebuild."""
        self.desk.sweep()
        for number, row in self.desk.projections().items():
            events = self.desk.events(number)
            policy = self.desk.runtime.policies[self.desk.ticket(number).policy]
            clock = evaluate(events, policy, self.desk.now) if events else None
            assert row == columns_of(clock, events, policy, is_noted=True) | {"number": number}
            noted = {(kind, due_at, at) for _, kind, due_at, at in self.desk.notices(number)}
            signals = signals_of(clock) if clock else ()
            assert {(one.kind.value, one.due_at, one.at) for one in signals} <= noted

    @rule(number=tickets, category=st.sampled_from(Category))
    def reclassify(self, number: int, category: Category) -> None:
        self._act(lambda acting: corrections.reclassify(acting, number, category, ""))

    @rule(number=tickets, question=st.sampled_from(Question))
    def confirm(self, number: int, question: Question) -> None:
        self._act(lambda acting: corrections.confirm(acting, number, question))

    @rule(number=tickets, is_abusive=st.booleans())
    def mark(self, number: int, *, is_abusive: bool) -> None:
        self._act(
            lambda acting: corrections.set_abusive(acting, number, is_abusive=is_abusive, reason="")
        )

    @rule(number=tickets, asked=fields)
    def ask(self, number: int, asked: frozenset[Field]) -> None:
        self._act(lambda acting: corrections.ask_for(acting, number, asked, ""))

    @rule(number=tickets, given=fields)
    def supply(self, number: int, given: frozenset[Field]) -> None:
        self._act(
            lambda acting: corrections.mark_supplied(acting, number, given, self.desk.now, "")
        )

    @rule(number=tickets)
    def reply(self, number: int) -> None:
        self._act(lambda acting: actions.record_reply(acting, number, "Done.", self.desk.now))

    @rule(number=tickets, into=tickets)
    def merge(self, number: int, into: int) -> None:
        self._act(lambda acting: corrections.merge(acting, number, into, ""))

    @rule(number=tickets)
    def unmerge(self, number: int) -> None:
        self._act(lambda acting: corrections.unmerge(acting, number, ""))

    @rule(number=consumes(tickets))
    def close(self, number: int) -> None:
        self._act(lambda acting: actions.close(acting, number))

    def _act(self, action: Callable[[Acting], None]) -> None:
        """Do what a person does; what the desk refuses changes nothing."""
        with suppress(ActionError), self.desk.acting() as acting:
            action(acting)
