"""The commands that judge: JSON Lines in and out, offline, nothing stored."""

from collections.abc import Sequence

import click
from classifiers.suite import Suite

from classifiers.document import Document
from classifiers.duplicate_types import Candidate, Earlier
from triage.cli.base import WrongUsage, example, exit_with, offline_settings
from triage.cli.lines import Answer, Line, answer_lines, each
from triage.config.load import policies_of
from triage.sla.commands import clock_line, credits_line
from triage.sla.policy import Policy

_FILES = click.argument("files", nargs=-1, type=click.Path(exists=True, dir_okay=False))
_POLICY = click.option("--policy", "name", required=True, help="The agreement, by its name.")


@click.command()
@_FILES
@example("""
echo '{"id": 1, "subject": "paid, no funds", "body": "sent 20 usd by card"}' | triage classify
""")
def classify(files: Sequence[str]) -> None:
    """Answer the questions of category, abuse, language and missing facts, a message a line.

    Reads FILES of JSON Lines, or standard input.
    """
    suite = Suite.load()

    def work(lines: Sequence[Line]) -> list[Answer | ValueError]:
        documents = [_document(line) for line in lines]
        answers = iter(suite.classify([one for one in documents if isinstance(one, Document)]))
        return [
            one
            if isinstance(one, ValueError)
            else {**next(answers).to_json(), "id": line.get("id")}
            for line, one in zip(lines, documents, strict=True)
        ]

    exit_with(answer_lines(files, work))


def _document(line: Line) -> Document | ValueError:
    try:
        return Document.from_json(line)
    except ValueError as error:
        return error


@click.command()
@_FILES
@example("triage duplicates pairs.jsonl > answers.jsonl")
def duplicates(files: Sequence[str]) -> None:
    """Say which earlier ticket a message repeats.

    Reads FILES of JSON Lines, or standard input.
    """
    suite = Suite.load()

    def work(line: Line) -> Answer:
        history = line.get("history") or []
        if not isinstance(history, list):
            raise ValueError(f"history is {type(history).__name__}: give a list of tickets")  # noqa: TRY004 - the line is wrong, not the call
        earlier = [Earlier.from_json(entry) for entry in history]
        verdict = suite.duplicate(Candidate.from_json(line.get("new")), earlier)
        return {"id": line.get("id"), **verdict.to_json()}

    exit_with(answer_lines(files, each(work)))


@click.command()
@_POLICY
@_FILES
@example("triage clock --policy smmpanelus histories.jsonl")
def clock(name: str, files: Sequence[str]) -> None:
    """Compute first-response clocks from their events.

    Reads FILES of JSON Lines, or standard input.
    """
    policy = _policy(name)
    exit_with(answer_lines(files, each(lambda line: clock_line(line, policy))))


@click.command("credits")
@_POLICY
@_FILES
@example("triage credits --policy smmpanelus months.jsonl")
def credits_(name: str, files: Sequence[str]) -> None:
    """Compute availability, service credits and claims for customers' months.

    Reads FILES of JSON Lines, or standard input.
    """
    policy = _policy(name)
    if policy.versions[-1].credits is None:
        raise WrongUsage(f"--policy {name}: this agreement promises no credits")
    exit_with(answer_lines(files, each(lambda line: credits_line(line, policy))))


def _policy(name: str) -> Policy:
    policies = policies_of(offline_settings())
    if name not in policies:
        raise WrongUsage(f"--policy {name}: there is none; there are {', '.join(policies)}")
    return policies[name]
