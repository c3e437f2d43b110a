"""The short form: one installation that is killed again and again before it comes to rest.

Each start finishes what the one before left, is killed itself, and only the last is let live. And
two installations made careless on purpose, which the laboratory has to find out.
"""

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from tests.laboratory.crash.__main__ import laboratory
from tests.laboratory.crash.findings import Findings
from tests.laboratory.crash.laboratory import Case, Laboratory
from tests.laboratory.crash.letters import Letter
from tests.laboratory.crash.probe import Target
from tests.laboratory.crash.scenarios import BACKLOG
from tests.laboratory.crash.stand import End
from triage.intake import cursor
from triage.intake.imap.folder import Folder
from triage.intake.imap.taking import Taker
from triage.intake.store import RawMessage
from triage.runtime import Runtime

_LEAVES_NOTHING = (
    " · before",
    *("CAPABILITY", "AUTHENTICATE", "literal", "SELECT", "SEARCH", "FETCH"),
    *("greeting", "EHLO", "QUIT"),
)
"""What a start would find there is the same as after the point before."""
_AFTER_THE_ANSWER = "ack.smtp_dialogue.offer > _transmit · SMTP message · answered"
_AFTER_THE_CURSOR = "intake.imap.taking.Taker.take_all > _take · COMMIT · done"


@dataclass(frozen=True, slots=True)
class Chain:
    """What came of an installation that was killed many times.

    Attributes:
        ends: How each of the killed starts ended, by point.
        findings: What went wrong with all mails together.
    """

    ends: dict[str, End]
    findings: Findings


def chain(laboratory: Laboratory, every: int) -> Chain:
    """Kill at every nth of the points that leave something, without a rest in between."""
    with laboratory.site(BACKLOG) as site:
        laboratory.calm(site, BACKLOG, None)
        calm = laboratory.calm(site, BACKLOG, None)
        work = BACKLOG.work(site)
        letters: list[Letter] = []
        ends: dict[str, End] = {}
        for target in [one for one in calm.targets(1) if _leaves_something(one.point)][::every]:
            letters += laboratory.deliver(site, BACKLOG, None)[1]
            ends[target.point] = site.stand.live(work, target).end
        last = site.settle(work)
        findings = laboratory.look(site, letters, calm.fates, 0)
        findings.failed = sum(end is not End.DONE for end in last)
    return Chain(ends, findings)


def _leaves_something(point: str) -> bool:
    return not any(word in point for word in _LEAVES_NOTHING)


def resending(laboratory: Laboratory) -> Case:
    """Kill an installation that resends what is in doubt: the second mail has to be found."""
    with laboratory.site(BACKLOG, {"TRIAGE_OUTBOX__IN_DOUBT": "resend"}) as site:
        calm = laboratory.calm(site, BACKLOG, None)
        _, letters = laboratory.deliver(site, BACKLOG, None)
        target = Target(_AFTER_THE_ANSWER, 1)
        return laboratory.kill(site, BACKLOG, letters, target, calm.fates)


def forgetting(laboratory: Laboratory) -> Case:
    """Kill an installation that notes what it read before it keeps it: the loss has to be found."""
    with laboratory.site(BACKLOG) as site:
        calm = laboratory.calm(site, BACKLOG, None)
        _, letters = laboratory.deliver(site, BACKLOG, None)
        target = Target(_AFTER_THE_CURSOR, 1)
        return laboratory.kill(site, BACKLOG, letters, target, calm.fates, _note_first)


def _note_first(runtime: Runtime) -> None:
    keep = Taker._keep

    def careless(self: Taker, folder: Folder, messages: Sequence[RawMessage], last_uid: int) -> int:
        with self._database.write() as session:
            cursor.advance(session, self._name, folder.uid_validity, last_uid)
        return keep(self, folder, messages, last_uid)

    Taker._keep = careless  # type: ignore[method-assign]
    runtime.prepare()
    runtime.run_once()


def main(engine: str, every: int) -> None:
    """Run it, and print what came of it as JSON."""
    with laboratory(engine) as found:
        said = {"chain": asdict(chain(found, every))}
        if every == 1:
            said |= {"resending": asdict(resending(found)), "forgetting": asdict(forgetting(found))}
    sys.stdout.write(json.dumps(said))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
