"""What a mail's way costs on this machine, with no server but the disk."""

import email
import email.policy
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from triage.bench_classifiers import Figure, measure_classifiers
from triage.demo.setting import demo_settings
from triage.demo.stage import SAMPLES
from triage.mail.parser import parse
from triage.runtime import Job, Runtime


def measure(messages: int) -> Iterator[Figure]:
    """Yield one record per step: messages a second, and the ratio to its baseline."""
    yield from measure_classifiers(messages)
    mails = list(_mails(messages))
    baseline = _rate(lambda: [_read_with_the_standard_library(raw) for raw in mails], messages)
    parsing = _rate(lambda: [parse(raw) for raw in mails], messages)
    yield _figure("parse", parsing, "email.policy.default", baseline)
    with TemporaryDirectory() as folder:
        runtime = Runtime(demo_settings(Path(folder), "127.0.0.1", 0))
        runtime.prepare()
        yield from _whole_way(runtime, Path(folder), mails)


def _whole_way(runtime: Runtime, folder: Path, mails: list[bytes]) -> Iterator[Figure]:
    """Measure Maildir to Maildir, beside only storing the mails."""
    new = folder / "inbox" / "new"
    for name in ("cur", "new", "tmp"):
        (folder / "inbox" / name).mkdir(parents=True, exist_ok=True)
    for number, raw in enumerate(mails):
        (new / f"{number:06d}.bench").write_bytes(raw)
    stored = _rate(lambda: runtime.run_once({Job.POLL}), len(mails))
    worked = _rate(lambda: runtime.run_once({Job.WORK}), len(mails))
    sent = _rate(lambda: runtime.run_once({Job.SEND}), len(mails))
    whole = 1 / (1 / stored + 1 / worked + 1 / sent)
    yield _figure("desk: parse, classify, file", worked, "intake from a Maildir", stored)
    yield _figure("send into a Maildir", sent, "intake from a Maildir", stored)
    yield _figure("whole way, steps one after the other", whole, "intake from a Maildir", stored)
    runtime.stop()


def _mails(count: int) -> Iterator[bytes]:
    """Yield the sample mails over and over, each from another customer."""
    samples = [path.read_bytes() for path in sorted(SAMPLES.glob("*.eml"))]
    for number in range(count):
        raw = samples[number % len(samples)]
        stamp = f"X-Bench: {number}\nFrom: customer{number}@c{number % 50}.example.net\n".encode()
        head, _, rest = raw.replace(b"\r\n", b"\n").partition(b"\n\n")
        kept = _without_from(head)
        yield stamp + kept + b"\n\n" + rest


def _without_from(head: bytes) -> bytes:
    """Return a header without From, Message-ID and what only the first copy may have."""
    dropped = (b"from:", b"message-id:", b"reply-to:", b"in-reply-to:", b"references:")
    lines: list[bytes] = []
    keep = True
    for line in head.split(b"\n"):
        if not line.startswith((b" ", b"\t")):
            keep = not line.lower().startswith(dropped)
        if keep:
            lines.append(line)
    return b"\n".join(lines)


def _read_with_the_standard_library(raw: bytes) -> object:
    try:
        body = email.message_from_bytes(raw, policy=email.policy.default).get_body()
        return body.get_content() if body else None
    except (LookupError, ValueError, KeyError):
        return None


def _rate(work: Callable[[], object], count: int) -> float:
    """Return messages a second."""
    begin = time.perf_counter()
    work()
    return count / (time.perf_counter() - begin)


def _figure(what: str, rate: float, baseline: str, baseline_rate: float) -> Figure:
    return {
        "what": what,
        "per_second": round(rate, 1),
        "baseline": baseline,
        "baseline_per_second": round(baseline_rate, 1),
        "ratio": round(rate / baseline_rate, 3),
    }
