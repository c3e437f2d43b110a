"""How right the classifiers are on labelled messages, per slice, with 95 % intervals."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from classifiers.classification import Classification
from classifiers.suite import Suite
from models.vocabulary import Category, Field
from triage.learning.labelled import Labelled, read_labelled
from triage.learning.measures import (
    NOTHING,
    Measure,
    Resampled,
    calibration_error,
    macro_f1,
    mcnemar,
    share,
)
from triage.learning.values import same_values

_BATCH = 256
_ENGLISH = frozenset(("en", "und"))
_SHORT = 3


@dataclass(frozen=True, slots=True)
class Judged:
    """A labelled message with the answers a suite gave."""

    truth: Labelled
    answer: Classification


@dataclass(frozen=True, slots=True)
class Report:
    """What `triage evaluate` tells.

    Attributes:
        model: Version of the model.
        count: How many messages.
        slices: Measures by slice, then by name; `all` is everything.
        confusion: Count by true category, then by answered category.
        versus: Comparison with a second model, if one was given.
    """

    model: str
    count: int
    slices: Mapping[str, Mapping[str, Measure]]
    confusion: Mapping[str, Mapping[str, int]]
    versus: Mapping[str, object] | None = None

    def to_json(self) -> dict[str, object]:
        """Return the report for `triage evaluate --json`."""
        return {
            "model": self.model,
            "count": self.count,
            "slices": {
                name: {measure: value.to_json() for measure, value in measures.items()}
                for name, measures in self.slices.items()
            },
            "confusion": self.confusion,
            "versus": self.versus,
        }


def evaluate(path: Path, suite: Suite, other: Suite | None = None) -> Report:
    """Measure a suite on the labelled messages in `path`, against another one if given.

    Raises:
        LabelledError: A line of the file is no labelled message.
    """
    truths = read_labelled(path)
    judged = judge(truths, suite)
    names = sorted({name for truth in truths for name in truth.slices})
    parts = {name: [case for case in judged if name in case.truth.slices] for name in names}
    return Report(
        model=suite.version,
        count=len(judged),
        slices={name: measure(cases) for name, cases in {"all": judged, **parts}.items()},
        confusion=_confusion(judged),
        versus=_versus(judged, judge(truths, other), other.version) if other else None,
    )


def judge(truths: Sequence[Labelled], suite: Suite) -> list[Judged]:
    """Return every labelled message with the suite's answers."""
    answers: list[Classification] = []
    for start in range(0, len(truths), _BATCH):
        answers += suite.classify([truth.document for truth in truths[start : start + _BATCH]])
    return [Judged(truth, answer) for truth, answer in zip(truths, answers, strict=True)]


def measure(cases: Sequence[Judged]) -> dict[str, Measure]:
    """Return every measure of some judged messages."""
    return {name: figure(cases) for name, figure in _MEASURES.items()}


def _macro_f1(cases: Sequence[Judged]) -> Measure:
    pairs = [(str(case.truth.category), str(case.answer.category)) for case in cases]
    return Resampled(macro_f1).of(pairs)


def _precision(
    has: Callable[[Judged], bool], is_named: Callable[[Judged], bool]
) -> Callable[[Sequence[Judged]], Measure]:
    def figure(cases: Sequence[Judged]) -> Measure:
        named = [case for case in cases if is_named(case)]
        return share(sum(map(has, named)), len(named))

    return figure


def _is_topup(case: Judged) -> bool:
    return case.truth.category is Category.TOPUP


def _called_topup(case: Judged) -> bool:
    return case.answer.category is Category.TOPUP


def _is_abusive(case: Judged) -> bool:
    return case.truth.abusive


def _called_abusive(case: Judged) -> bool:
    return case.answer.abusive


def _is_angry(case: Judged) -> bool:
    return "angry" in case.truth.slices and not case.truth.abusive


def _is_english(case: Judged) -> bool:
    return case.truth.language in _ENGLISH


def _is_foreign(case: Judged) -> bool:
    return not _is_english(case)


def _called_foreign(case: Judged) -> bool:
    return not case.answer.english


def _called_english(case: Judged) -> bool:
    return case.answer.english


def _is_short_english(case: Judged) -> bool:
    return case.truth.language == "en" and len(case.truth.document.text.split()) <= _SHORT


def _always(_case: Judged) -> bool:
    return True


def _is_sure(case: Judged) -> bool:
    return not case.answer.unsure


def _category_right(case: Judged) -> bool:
    return case.truth.category is case.answer.category


def _language_right(case: Judged) -> bool:
    return case.truth.language == case.answer.language


def _missing_right(case: Judged) -> bool:
    return case.truth.missing == frozenset(case.answer.missing)


def _field_f1(cases: Sequence[Judged]) -> Measure:
    def figure(some: Sequence[tuple[int, int]]) -> float:
        hits, named = (sum(counts) for counts in zip(*some, strict=True))
        return 2 * hits / named if named else 1.0

    asked = [(case.truth.missing, case.answer.missing) for case in cases]
    counted = [(len(truth & set(answer)), len(truth) + len(answer)) for truth, answer in asked]
    return Resampled(figure).of(counted)


def _found(field: Field) -> Callable[[Sequence[Judged]], Measure]:
    """Return the share of messages with a value of `field` in which all were found."""

    def figure(cases: Sequence[Judged]) -> Measure:
        having = [case for case in cases if case.truth.present.get(field)]
        right = sum(_has_values(case, field) for case in having)
        return share(right, len(having))

    return figure


def _invented(field: Field) -> Callable[[Sequence[Judged]], Measure]:
    """Return the share of messages without a value of `field` in which one was found."""

    def figure(cases: Sequence[Judged]) -> Measure:
        without = [case for case in cases if not case.truth.present.get(field)]
        return share(sum(field in case.answer.present for case in without), len(without))

    return figure


def _has_values(case: Judged, field: Field) -> bool:
    return same_values(field, case.truth.present[field], case.answer.present.get(field, ()))


def _calibration(cases: Sequence[Judged]) -> Measure:
    pairs = [
        (case.answer.scores.category[case.answer.category], _category_right(case)) for case in cases
    ]
    return Resampled(calibration_error).of(pairs) if pairs else NOTHING


_MEASURES: Mapping[str, Callable[[Sequence[Judged]], Measure]] = {
    "category macro-F1": _macro_f1,
    "category accuracy": _precision(_category_right, _always),
    "category accuracy where sure": _precision(_category_right, _is_sure),
    "category sure": _precision(_is_sure, _always),
    "category calibration error": _calibration,
    "topup precision": _precision(_is_topup, _called_topup),
    "topup recall": _precision(_called_topup, _is_topup),
    "abusive precision": _precision(_is_abusive, _called_abusive),
    "abusive recall": _precision(_called_abusive, _is_abusive),
    "angry called abusive": _precision(_called_abusive, _is_angry),
    "language right": _precision(_language_right, _always),
    "English called foreign": _precision(_called_foreign, _is_english),
    "foreign called English": _precision(_called_english, _is_foreign),
    "short English called foreign": _precision(_called_foreign, _is_short_english),
    "missing exactly right": _precision(_missing_right, _always),
    "missing field F1": _field_f1,
    **{f"{field} found": _found(field) for field in (Field.ORDER_ID, Field.TRANSACTION_ID)},
    **{f"{field} invented": _invented(field) for field in (Field.ORDER_ID, Field.TRANSACTION_ID)},
    **{
        f"{field} found": _found(field)
        for field in (Field.AMOUNT, Field.PAYMENT_METHOD, Field.USERNAME)
    },
}


def _confusion(cases: Sequence[Judged]) -> dict[str, dict[str, int]]:
    counts = Counter((case.truth.category, case.answer.category) for case in cases)
    return {
        str(truth): {str(answer): counts[truth, answer] for answer in Category}
        for truth in Category
    }


def _versus(first: Sequence[Judged], second: Sequence[Judged], version: str) -> dict[str, object]:
    questions: dict[str, Callable[[Judged], bool]] = {
        "category": _category_right,
        "abusive": lambda case: case.truth.abusive is case.answer.abusive,
        "language": _language_right,
        "missing": _missing_right,
    }
    result: dict[str, object] = {"model": version}
    for name, is_right in questions.items():
        pairs = [(is_right(a), is_right(b)) for a, b in zip(first, second, strict=True)]
        only_first = sum(a and not b for a, b in pairs)
        only_second = sum(b and not a for a, b in pairs)
        result[name] = {
            "only_first": only_first,
            "only_second": only_second,
            "p": round(mcnemar(only_first, only_second), 6),
        }
    return result
