"""The tables of the model card, written from what the shipped model measures.

Run as `python -m triage.learning.card CARD GOLDEN`, after every training; a test fails where the
card says something else than the shipped model does.
"""

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from classifiers.model_file import ModelFile
from classifiers.suite import SHIPPED_MODEL, Suite
from triage.learning.evaluate import Report, evaluate
from triage.learning.evaluate_duplicates import DuplicateReport, evaluate_duplicates
from triage.learning.measures import Measure

BEGIN = "<!-- written by `make card` -->"
END = "<!-- end of what `make card` writes -->"

SETS = {
    "held out": "tickets_held_out.jsonl",
    "fifth": "tickets_fifth.jsonl",
    "fourth": "tickets_fourth.jsonl",
    "third": "tickets_third.jsonl",
    "second": "tickets_second.jsonl",
    "first": "tickets.jsonl",
}
"""Sets of messages by their names on the card."""
HISTORIES = {
    "held out": "duplicates_held_out.jsonl",
    "fourth": "duplicates_fourth.jsonl",
    "third": "duplicates_third.jsonl",
    "second": "duplicates_second.jsonl",
    "first": "duplicates.jsonl",
}
"""Sets of histories by theirs."""

_SHOWN = (
    ("category, macro-F1", "all", "category macro-F1"),
    ("the same, English", "english", "category macro-F1"),
    ("the same, other languages", "other_languages", "category macro-F1"),
    ("`topup` precision", "all", "topup precision"),
    ("`topup` recall", "all", "topup recall"),
    ("category, calibration error", "all", "category calibration error"),
    ("categories that are sure", "all", "category sure"),
    ("category right where sure", "all", "category accuracy where sure"),
    ("category right in angry messages", "angry", "category accuracy"),
    ("`abusive` precision", "all", "abusive precision"),
    ("`abusive` recall", "all", "abusive recall"),
    ("angry, called abusive", "all", "angry called abusive"),
    ("language right", "all", "language right"),
    ("English called foreign", "all", "English called foreign"),
    ("foreign called English", "all", "foreign called English"),
    ("missing facts exactly right", "all", "missing exactly right"),
    ("missing facts, F1", "all", "missing field F1"),
    ("order ids found", "all", "order_id found"),
    ("transaction ids found", "all", "transaction_id found"),
    ("user names found", "all", "username found"),
)
"""Name on the card, slice and measure of the report."""


def card_with(card: str, tables: str) -> str:
    """Return `card` with `tables` between its marks.

    Raises:
        ValueError: The card has no marks.
    """
    before, begin, rest = card.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        raise ValueError(f"the card has no place for tables: put {BEGIN!r} and {END!r} into it")
    return f"{before}{BEGIN}\n\n{tables}\n{END}{after}"


def tables_of(
    messages: Mapping[str, Report], histories: Mapping[str, DuplicateReport], examples: int
) -> str:
    """Return the tables in Markdown.

    Args:
        messages: A report per evaluation set, by the set's name on the card.
        histories: A report per set of histories, likewise.
        examples: How many messages were trained on.
    """
    return "\n".join((*_lines(messages, histories, examples), ""))


def measured(golden: Path) -> str:
    """Return the tables of the shipped model on the evaluation sets in the folder `golden`.

    Raises:
        LabelledError: A line of a set cannot be measured against.
        ModelFileError: The shipped model cannot be used.
    """
    suite = Suite.load()
    examples = ModelFile.read(SHIPPED_MODEL).facts["examples"]
    return tables_of(
        {name: evaluate(golden / file, suite) for name, file in SETS.items()},
        {name: evaluate_duplicates(golden / file, suite) for name, file in HISTORIES.items()},
        int(str(examples)),
    )


def main(arguments: Sequence[str]) -> int:
    """Write the card anew; return 0."""
    card, golden = map(Path, arguments)
    written = card_with(card.read_text(encoding="utf-8"), measured(golden))
    card.write_text(written, encoding="utf-8")
    return 0


def _lines(
    messages: Mapping[str, Report], histories: Mapping[str, DuplicateReport], examples: int
) -> Iterator[str]:
    reports = list(messages.values())
    yield f"Model {reports[0].model}, trained on {examples:,} messages, intervals at 95 %:"
    yield ""
    yield from _head(messages)
    for name, part, measure in _SHOWN:
        yield _row(name, [_shown(report.slices[part][measure]) for report in reports])
    yield ""
    yield from _head(histories)
    for name in next(iter(histories.values())).measures:
        cells = [_shown(report.measures[name]) for report in histories.values()]
        yield _row(name if "duplicates" in name else f"duplicates, {name}", cells)


def _head(reports: Mapping[str, Report] | Mapping[str, DuplicateReport]) -> Iterator[str]:
    yield _row("measure", [f"{name} ({report.count})" for name, report in reports.items()])
    yield _row("---", ["---:"] * len(reports))


def _shown(value: Measure) -> str:
    return f"{value.value:.3f} ({value.low:.3f}–{value.high:.3f})"


def _row(name: str, cells: Iterable[str]) -> str:
    return f"| {name} | {' | '.join(cells)} |"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
