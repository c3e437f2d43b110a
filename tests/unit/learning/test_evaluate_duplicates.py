"""The report on duplicates: right tickets, bands, comparison, and bad lines by name."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from classifiers.suite import Suite
from triage.cli.model import evaluate
from triage.learning.evaluate_duplicates import evaluate_duplicates, holds_duplicates
from triage.learning.labelled import LabelledError
from triage.learning.report_text import as_text

FIRST = {
    "ticket": "11",
    "customer": "ann@example.com",
    "channel": "email",
    "subject": "",
    "body": "Order 5512345 has not started, please check it",
    "age_hours": 2,
    "status": "open",
}
NEW = {"customer": "ann@example.com", "channel": "ticket", "subject": ""}
AGAIN = {
    "id": "a",
    "history": [FIRST],
    "new": {**NEW, "body": "hello, order 5512345 has not started, please check it!!"},
    "expect": {"duplicate_of": "11", "kind": "edited"},
}
OTHER = {
    "id": "b",
    "history": [FIRST],
    "new": {**NEW, "body": "Order 5599999 has not started, please check it"},
    "expect": {"duplicate_of": None, "kind": "other_id"},
}
WRONG = {**OTHER, "id": "c", "expect": {"duplicate_of": "11", "kind": "edited"}}


@pytest.fixture(scope="module")
def suite() -> Suite:
    return Suite.load()


def write(path: Path, *records: object) -> Path:
    path.write_text("\n".join(map(json.dumps, records)) + "\n\n", encoding="utf-8")
    return path


def test_precision_recall_and_bands_are_told(tmp_path: Path, suite: Suite) -> None:
    report = evaluate_duplicates(write(tmp_path / "d.jsonl", AGAIN, OTHER, WRONG), suite)
    shown = {name: (measure.value, measure.count) for name, measure in report.measures.items()}
    assert shown["duplicates precision"] == (1.0, 1)
    assert shown["duplicates recall"] == (0.5, 2)
    assert shown["joined precision"] == (1.0, 1)
    assert shown["joined recall"] == (0.5, 2)
    assert shown["score calibration error"][1] == 3
    assert report.bands["edited"] == {"join": 1, "suggest": 0, "none": 1}
    assert report.kinds["other_id"].value == 1.0


def test_the_report_is_json_and_text(tmp_path: Path, suite: Suite) -> None:
    report = evaluate_duplicates(write(tmp_path / "d.jsonl", AGAIN, OTHER), suite, suite)
    line = json.loads(json.dumps(report.to_json()))
    assert line["kinds"]["edited"]["count"] == 1
    assert line["versus"]["duplicate"] == {"only_first": 0, "only_second": 0, "p": 1.0}
    text = as_text(report)
    assert "2 histories" in text
    assert "McNemar" in text
    assert max(map(len, text.splitlines())) <= 110


def test_files_of_both_kinds_are_told_apart(tmp_path: Path) -> None:
    duplicates = write(tmp_path / "d.jsonl", AGAIN, OTHER)
    message = {**NEW, "body": "deposit missing", "attachments": [], "form": {}, "slices": []}
    expect = {"category": "topup", "abusive": False, "language": "en", "missing": []}
    messages = write(tmp_path / "m.jsonl", {**message, "expect": expect})
    assert holds_duplicates(duplicates)
    assert not holds_duplicates(messages)
    assert not holds_duplicates(write(tmp_path / "empty.jsonl"))
    done = CliRunner().invoke(evaluate, [str(messages), str(duplicates), "--json"])
    assert [sorted(json.loads(line)) for line in done.output.splitlines()] == [
        ["confusion", "count", "model", "slices", "versus"],
        ["bands", "count", "kinds", "measures", "model", "versus"],
    ]


@pytest.mark.parametrize(
    "record",
    [
        {"history": [], "new": {}},
        {"history": 3, "new": {}, "expect": {"duplicate_of": None}},
        {"history": [{}], "new": {}, "expect": {"duplicate_of": None}},
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, suite: Suite, record: object) -> None:
    with pytest.raises(LabelledError, match=r"d\.jsonl:2: .*mend or remove"):
        evaluate_duplicates(write(tmp_path / "d.jsonl", AGAIN, record), suite)
