"""Fuzz for a while: guided by coverage where atheris is there, else by Hypothesis.

What is found lies in FOLDER/found; put it into `tests/unit/mail/test_hostile.py`.
"""

import argparse
import importlib.util
import resource
import sys
import time
from pathlib import Path

from hypothesis import HealthCheck, Phase, Verbosity, given, settings
from hypothesis import strategies as st

_MOST_BYTES = 512 * 1024 * 1024


def guided(options: argparse.Namespace) -> None:
    """Run libFuzzer on instrumented code; it ends the process, with 77 where it found something."""
    import atheris  # noqa: PLC0415 - there are no wheels of it for every machine

    with atheris.instrument_imports(include=["triage.mail"]):
        from tests.fuzz.target import one  # noqa: PLC0415 - imported once it is instrumented
    from tests.fuzz.seeds import LONGEST, lay_out  # noqa: PLC0415 - it imports the same

    corpus, found = options.folder / "corpus", options.folder / "found"
    lay_out(corpus)
    found.mkdir(parents=True, exist_ok=True)
    limits = [
        f"-max_total_time={options.seconds}",
        f"-runs={options.runs}",
        f"-seed={options.seed}",
    ]
    # libFuzzer's own limit looks at the highest figure ever, which Linux hands down from the
    # process that started this one; memory that cannot be had fails the mail that asked for it.
    resource.setrlimit(resource.RLIMIT_DATA, (_MOST_BYTES, _MOST_BYTES))
    bounds = [f"-max_len={LONGEST}", "-timeout=10", "-rss_limit_mb=0"]
    atheris.Setup([sys.argv[0], str(corpus), f"-artifact_prefix={found}/", *limits, *bounds], one)
    atheris.Fuzz()


def unguided(options: argparse.Namespace) -> None:
    """Let Hypothesis make mails until the time is over or the runs are done."""
    from tests.fuzz.target import one  # noqa: PLC0415 - not before atheris could instrument it
    from tests.property.mail.test_parse_total import mails  # noqa: PLC0415 - it imports the same

    ends = time.monotonic() + options.seconds
    runs = 0

    @settings(
        max_examples=1_000,
        deadline=None,
        database=None,
        phases=[Phase.generate, Phase.shrink],
        verbosity=Verbosity.quiet,
        suppress_health_check=list(HealthCheck),
    )
    @given(mails() | st.binary(max_size=2_000))
    def batch(raw: bytes) -> None:
        one(raw)

    while time.monotonic() < ends and (options.runs < 0 or runs < options.runs):
        batch()
        runs += 1_000
    sys.stderr.write(f"no atheris here: {runs} mails by Hypothesis, none of them at fault\n")


def main() -> None:
    """Read the command line and fuzz."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--seconds", type=int, default=3600)
    parser.add_argument("--runs", type=int, default=-1, help="mails to try; default: no limit")
    parser.add_argument("--seed", type=int, default=0, help="the same run again; default: any")
    parser.add_argument("--folder", type=Path, default=Path("var/fuzz"))
    options = parser.parse_args()
    if importlib.util.find_spec("atheris"):
        guided(options)
    else:
        unguided(options)


if __name__ == "__main__":
    main()
