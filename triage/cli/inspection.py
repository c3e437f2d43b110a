"""`triage inspect`: what a parsed mail looks like, and whether it may be acknowledged."""

from collections.abc import Callable, Sequence
from pathlib import Path

import click

from classifiers.document import Document
from classifiers.suite import Suite
from models.vocabulary import Channel
from triage.cli.base import example, exit_with
from triage.cli.lazy import WrongUsage
from triage.cli.lines import DONE, SOME_FAILED, Answer, written
from triage.config.load import load
from triage.intake.files import iter_messages
from triage.mail.inspect import inspect as judge_mail


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--mailbox", help="Judge as if the mails came to this mailbox or Maildir now.")
@click.option(
    "--config",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The configuration that has the mailbox; default: TRIAGE_CONFIG, else ./config.toml.",
)
@example("triage inspect letter.eml old-mail/ archive.mbox > judged.jsonl")
def inspect(paths: Sequence[Path], mailbox: str | None, config: Path | None) -> None:
    """Print one JSON line per mail in PATHS: .eml files, folders of them, mbox files, Maildirs."""
    suite = Suite.load()
    decide = _decider(mailbox, config) if mailbox else None
    failures: dict[str, OSError] = {}
    code = DONE
    for path, raw in iter_messages(paths, failures.__setitem__):
        line = judge_mail(path, raw, lambda text: _language(suite, text))
        if decide is not None:
            line["acknowledge"] = decide(raw)
        if path in failures:
            line["error"] = f"it cannot be read: {failures.pop(path).strerror}"
            code = SOME_FAILED
        click.echo(written(line))
    for folder, error in failures.items():
        click.echo(f"{folder}: it cannot be read: {error.strerror}", err=True)
    exit_with(SOME_FAILED if failures else code)


def _language(suite: Suite, text: str) -> str:
    return suite.classify([Document(Channel.EMAIL, "", text)])[0].language


def _decider(mailbox: str, config: Path | None) -> Callable[[bytes], Answer]:
    """Return what decides with our addresses and history, as the pipeline would."""
    from triage.runtime import Runtime  # noqa: PLC0415 - the other commands do not pay for it

    runtime = Runtime(load(config))
    if mailbox not in {**runtime.settings.mailboxes, **runtime.settings.maildirs}:
        raise WrongUsage(f"--mailbox {mailbox}: the configuration has none of this name")
    runtime.prepare()

    def decide(raw: bytes) -> Answer:
        decision = runtime.pipeline.preview(mailbox, raw)
        reason = decision.code.value if decision.code else None
        evidence = decision.evidence or None
        return {"allowed": decision.is_allowed, "reason": reason, "evidence": evidence}

    return decide
