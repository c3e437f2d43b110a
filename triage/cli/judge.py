"""The commands that classify: JSON Lines in and out, offline, nothing stored.

They start in a moment, since neither the configuration nor the parser of mail is needed.
"""

from collections.abc import Sequence

import click

from classifiers.document import Document
from classifiers.duplicate_types import Candidate, Earlier
from classifiers.suite import Suite
from triage.cli.base import example, exit_with
from triage.cli.lines import Answer, Line, answer_lines, each

_FILES = click.argument("files", nargs=-1, type=click.Path(exists=True, dir_okay=False))


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
