"""What is fuzzed: any bytes give a message that is safe to store, and verdicts, in time."""

import time

from tests.property.mail.test_parse_total import check
from triage.mail.parser import parse

LONGEST_SECONDS = 1.0
"""Of processor time, for the few kilobytes that are tried; they take some milliseconds."""


class SlowError(AssertionError):
    """The work grew faster than the mail."""


def one(data: bytes) -> None:
    """Read and judge one mail.

    Raises:
        SlowError: It took too long.
    """
    began = time.process_time()
    check(parse(data))
    took = time.process_time() - began
    if took > LONGEST_SECONDS:
        raise SlowError(f"{took:.1f} s for {len(data)} bytes")
