"""The laboratory itself can be ended, by a signal or by Ctrl-C, and leaves no process behind."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.servers.dovecot import Dovecot

pytestmark = pytest.mark.servers

_ROOT = Path(__file__).parents[2]
_MOMENT = 5.0
_COMMAND = [sys.executable, "-m", "tests.laboratory.crash", "--engine", "sqlite"]


def _of_session(session: int) -> Iterator[int]:
    """Yield the processes of a session that are not merely waiting to be buried."""
    for entry in Path("/proc").iterdir():
        try:
            fields = (entry / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if entry.name.isdigit() and int(fields[3]) == session and fields[0] != "Z":
            yield int(entry.name)


def _wait_until_none(session: int, seconds: float) -> list[int]:
    deadline = time.monotonic() + seconds
    while (left := list(_of_session(session))) and time.monotonic() < deadline:
        time.sleep(0.1)
    return left


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_an_end_by_signal_leaves_no_server_and_no_child(number: signal.Signals) -> None:
    with subprocess.Popen(
        _COMMAND, cwd=_ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
    ) as laboratory:
        try:
            assert laboratory.stderr is not None
            assert laboratory.stderr.read(1) in {b".", b"-"}  # the first kill is over
            assert len(list(_of_session(laboratory.pid))) > 2
            # A terminal sends Ctrl-C to everybody.
            send = os.killpg if number is signal.SIGINT else os.kill
            send(laboratory.pid, number)
            assert laboratory.wait(30) == 128 + number
            assert _wait_until_none(laboratory.pid, 10) == []
        finally:
            for left in _of_session(laboratory.pid):
                os.kill(left, signal.SIGKILL)


def test_a_mail_client_is_closed_at_once_in_the_middle_of_an_append(dovecot: Dovecot) -> None:
    began = time.monotonic()
    with pytest.raises(SystemExit), dovecot.client(dovecot.new_user()) as client:
        sys.exit(client._imap.send(b"A1 APPEND INBOX {1000}\r\nhalf a mail"))
    assert time.monotonic() - began < _MOMENT


LOST = """
import signal, weakref
from tests.laboratory.crash.ending import ending

class Thing: pass

thing = Thing()
kept = weakref.ref(thing, lambda _: signal.raise_signal(signal.SIGTERM))
ending.listen()
del thing
print("goes on", flush=True)
ending.take()
print("too far")
"""
HELD = """
import signal
from tests.laboratory.crash.ending import ending

ending.listen()
with ending.held():
    signal.raise_signal(signal.SIGTERM)
    print("goes on", flush=True)
print("too far")
"""


@pytest.mark.parametrize("script", [LOST, HELD], ids=["lost", "held"])
def test_an_end_that_meets_what_cannot_raise_comes_next(script: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=_ROOT, capture_output=True, check=False, timeout=30
    )
    assert (done.returncode, done.stdout) == (128 + signal.SIGTERM, b"goes on\n")
