"""The first sync of an old mailbox answers nobody.

`LABORATORY_MAILS=20000` sets how many mails there are; `make loops` does.
"""

import os
import resource
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

from models.vocabulary import Suppression
from tests.laboratory.loops.others import letter
from tests.laboratory.loops.ours import OurDesk

OURS = "support@desk.example.com"
MAILS = int(os.environ.get("LABORATORY_MAILS", "2000"))


def old_desk(folder: Path, now: datetime, mails: int, **extra: str) -> OurDesk:
    """Return a new desk over a mailbox that is full, a mail every hour until a minute ago."""
    desk = OurDesk(folder, OURS, extra)
    for number in range(mails):
        sender = f"customer{number}@c{number % 97}.example.net"
        words = f"My order {200000 + number} is stuck since yesterday, please have a look."
        mail = letter(sender, OURS, f"Order {200000 + number}", words)
        desk.deliver(mail, now - timedelta(minutes=1) - timedelta(hours=mails - number - 1))
    return desk


def test_a_first_sync_of_old_mail_answers_nobody(tmp_path: Path) -> None:
    now = datetime.now(UTC).replace(microsecond=0) - timedelta(days=1)
    desk = old_desk(tmp_path, now, MAILS, TRIAGE_MAILDIRS__DROP__GO_LIVE_AT="")
    began = time.monotonic()
    desk.work(now)
    seconds = time.monotonic() - began
    assert desk.picked_up() == []
    assert Counter(desk.codes()) == {Suppression.BACKFILL: MAILS}
    assert len(desk.tickets()) == MAILS
    new = letter("ann@customer.example.net", OURS, "Order 123456", "My order 123456 is stuck.")
    desk.deliver(new, now + timedelta(seconds=5))
    desk.work(now + timedelta(seconds=6))
    assert len(desk.picked_up()) == 1
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{MAILS} old mails: {seconds:.0f} s, {MAILS / seconds:.0f} a second, peak {peak} MB")  # noqa: T201 - `make loops` shows it


def test_mail_from_before_a_go_live_in_the_future_is_never_answered(tmp_path: Path) -> None:
    """The mark of the configuration counts, wherever the first contact was."""
    now = datetime.now(UTC).replace(microsecond=0) - timedelta(days=10)
    mark = (now + timedelta(days=2)).isoformat()
    desk = OurDesk(tmp_path, OURS, {"TRIAGE_MAILDIRS__DROP__GO_LIVE_AT": mark})
    desk.work(now)
    for days in (1, 3):
        at = now + timedelta(days=days)
        words = f"My order {123456 + days} is stuck, please have a look."
        desk.deliver(letter(f"ann{days}@example.net", OURS, "Order", words), at)
        desk.work(at + timedelta(minutes=1))
    assert desk.codes() == [Suppression.BACKFILL, None]
    assert len(desk.picked_up()) == 1


def test_mail_that_waited_for_a_week_is_not_answered(tmp_path: Path) -> None:
    now = datetime.now(UTC).replace(microsecond=0) - timedelta(days=10)
    desk = OurDesk(tmp_path, OURS)
    desk.work(now)
    desk.deliver(letter("ann@example.net", OURS, "Order", "Order 123456 is stuck."), now)
    desk.work(now + timedelta(days=7))
    assert desk.codes() == [Suppression.BACKFILL]
    assert desk.picked_up() == []
