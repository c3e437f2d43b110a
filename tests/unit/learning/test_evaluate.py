"""The evaluation report: measures per slice, confusion, comparison, and errors by name."""

import json
from pathlib import Path

import pytest

from classifiers.suite import Suite
from models.vocabulary import Field
from triage.learning.evaluate import evaluate
from triage.learning.labelled import LabelledError, read_labelled
from triage.learning.report_text import as_text
from triage.learning.values import same_values

GOOD = {
    "id": "1",
    "channel": "ticket",
    "subject": "",
    "body": "my deposit of $20 by paypal was not credited",
    "attachments": [],
    "form": {"category": None, "username": None},
    "slices": ["short"],
    "expect": {
        "category": "topup",
        "abusive": False,
        "language": "en",
        "missing": ["transaction_id"],
        "present": {"amount": ["20 usd"], "payment_method": ["PayPal"]},
    },
}
POLISH = {
    **GOOD,
    "id": "2",
    "channel": "email",
    "body": "zamówienie 1234567 stoi w miejscu od wczoraj",
    "slices": [],
    "expect": {
        "category": "order",
        "abusive": True,
        "language": "pl",
        "missing": [],
        "present": {"order_id": ["1234567"]},
    },
}


@pytest.fixture(scope="module")
def suite() -> Suite:
    return Suite.load()


def write(path: Path, *records: object) -> Path:
    path.write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
    return path


def test_every_slice_is_measured(tmp_path: Path, suite: Suite) -> None:
    report = evaluate(write(tmp_path / "t.jsonl", GOOD, POLISH), suite)
    assert set(report.slices) == {"all", "short", "ticket", "email", "english", "other_languages"}
    everything = report.slices["all"]
    assert everything["category accuracy"].value == 1.0
    assert everything["abusive recall"].value == 0.0
    assert everything["language right"].value == 1.0
    assert everything["missing exactly right"].value == 1.0
    assert everything["amount found"].count == 1
    assert report.slices["short"]["category accuracy"].count == 1
    assert report.confusion["topup"]["topup"] == 1


def test_the_report_is_json_and_text(tmp_path: Path, suite: Suite) -> None:
    report = evaluate(write(tmp_path / "t.jsonl", GOOD, POLISH), suite, suite)
    line = json.loads(json.dumps(report.to_json()))
    assert line["slices"]["all"]["category accuracy"]["value"] == 1.0
    assert line["versus"]["category"] == {"only_first": 0, "only_second": 0, "p": 1.0}
    text = as_text(report)
    assert "category accuracy" in text
    assert "McNemar" in text
    assert max(map(len, text.splitlines())) <= 110


@pytest.mark.parametrize(
    "wrong", [{}, {**GOOD, "expect": {}}, {**GOOD, "channel": "fax"}, {**GOOD, "expect": 3}]
)
def test_a_broken_line_is_named(tmp_path: Path, wrong: object) -> None:
    with pytest.raises(LabelledError, match=r"t\.jsonl:1"):
        read_labelled(write(tmp_path / "t.jsonl", wrong))


@pytest.mark.parametrize(
    ("field", "truth", "found", "is_same"),
    [
        (Field.AMOUNT, ["$25.00"], ["25 USD", "3 EUR"], True),
        (Field.AMOUNT, ["1.500,50 zł"], ["1500.5 PLN"], True),
        (Field.AMOUNT, ["$25"], ["24 USD"], False),
        (Field.PAYMENT_METHOD, ["Visa"], ["card"], True),
        (Field.PAYMENT_METHOD, ["PayPal"], ["card"], False),
        (Field.ORDER_ID, ["#123 456"], ["123456"], True),
        (Field.ORDER_ID, ["1", "2"], ["1"], False),
    ],
)
def test_values_are_compared_as_facts(
    field: Field,
    truth: list[str],
    found: list[str],
    is_same: bool,  # noqa: FBT001 - a table
) -> None:
    assert same_values(field, truth, found) is is_same
