"""How right the duplicate classifier is on labelled cases, with 95 % intervals."""

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from classifiers.document import as_object
from classifiers.duplicate_types import Band, Candidate, DuplicateVerdict, Earlier
from classifiers.suite import Suite
from triage.learning.labelled import LabelledError
from triage.learning.measures import NOTHING, Measure, Resampled, calibration_error, mcnemar, share


@dataclass(frozen=True, slots=True)
class Case:
    """A history and a new message with the answer that a person gave.

    Attributes:
        new: The new message.
        history: The customer's earlier tickets, and others'.
        truth: The ticket that it repeats, or None.
        kind: What it is a case of, such as `reworded` or `other_id`.
    """

    new: Candidate
    history: tuple[Earlier, ...]
    truth: str | None
    kind: str


@dataclass(frozen=True, slots=True)
class JudgedCase:
    """A case with the verdict that a suite gave."""

    case: Case
    verdict: DuplicateVerdict

    @property
    def is_right(self) -> bool:
        """Whether the right ticket is named, or rightly none."""
        return self.verdict.duplicate_of == self.case.truth


@dataclass(frozen=True, slots=True)
class DuplicateReport:
    """What `triage evaluate` tells of a file of duplicates.

    Attributes:
        model: Version of the model.
        count: How many cases.
        measures: By name.
        kinds: The share of right answers by the kind of case.
        bands: How many cases of each kind came into each band.
        versus: Comparison with a second model, if one was given.
    """

    model: str
    count: int
    measures: Mapping[str, Measure]
    kinds: Mapping[str, Measure]
    bands: Mapping[str, Mapping[str, int]]
    versus: Mapping[str, object] | None = None

    def to_json(self) -> dict[str, object]:
        """Return the report for `triage evaluate --json`."""
        return {
            "model": self.model,
            "count": self.count,
            "measures": {name: value.to_json() for name, value in self.measures.items()},
            "kinds": {name: value.to_json() for name, value in self.kinds.items()},
            "bands": self.bands,
            "versus": self.versus,
        }


def holds_duplicates(path: Path) -> bool:
    """Tell a file of histories with a new message each from one of single messages."""
    with path.open(encoding="utf-8") as lines:
        first = next((line for line in lines if line.strip()), "")
    try:
        return "history" in as_object(json.loads(first), "the line")
    except ValueError:
        return False


def read_cases(path: Path) -> list[Case]:
    """Return the labelled cases in a file of JSON lines.

    Raises:
        LabelledError: A line is no labelled case.
    """
    cases = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            cases.append(_case(as_object(json.loads(line), "the line")))
        except (ValueError, KeyError, TypeError) as error:
            raise LabelledError(f"{path.name}:{number}: {error}: mend or remove the line") from None
    return cases


def evaluate_duplicates(path: Path, suite: Suite, other: Suite | None = None) -> DuplicateReport:
    """Measure a suite on the labelled cases in `path`, against another one if given.

    Raises:
        LabelledError: A line of the file is no labelled case.
    """
    cases = read_cases(path)
    judged = _judge(cases, suite)
    kinds = sorted({case.kind for case in cases})
    parts = {kind: [each for each in judged if each.case.kind == kind] for kind in kinds}
    return DuplicateReport(
        model=suite.version,
        count=len(judged),
        measures={name: figure(judged) for name, figure in _MEASURES.items()},
        kinds={kind: _share(some, lambda each: each.is_right) for kind, some in parts.items()},
        bands={kind: _bands(some) for kind, some in parts.items()},
        versus=_versus(judged, _judge(cases, other), other.version) if other else None,
    )


def _case(record: Mapping[str, object]) -> Case:
    expect = as_object(record["expect"], "expect")
    history, truth = record["history"], expect["duplicate_of"]
    if not isinstance(history, list):
        raise TypeError("history is no list")
    return Case(
        new=Candidate.from_json(record["new"]),
        history=tuple(map(Earlier.from_json, history)),
        truth=None if truth is None else str(truth),
        kind=str(expect.get("kind", "unnamed")),
    )


def _judge(cases: Sequence[Case], suite: Suite) -> list[JudgedCase]:
    return [JudgedCase(case, suite.duplicate(case.new, case.history)) for case in cases]


def _share(cases: Sequence[JudgedCase], is_hit: Callable[[JudgedCase], bool]) -> Measure:
    return share(sum(map(is_hit, cases)), len(cases))


def _precision(cases: Sequence[JudgedCase]) -> Measure:
    named = [each for each in cases if each.verdict.duplicate_of is not None]
    return _share(named, lambda each: each.is_right)


def _recall(cases: Sequence[JudgedCase]) -> Measure:
    return _share(_repeated(cases), lambda each: each.is_right)


def _joined_precision(cases: Sequence[JudgedCase]) -> Measure:
    return _share([each for each in cases if _is_joined(each)], lambda each: each.is_right)


def _joined_recall(cases: Sequence[JudgedCase]) -> Measure:
    return _share(_repeated(cases), lambda each: _is_joined(each) and each.is_right)


def _calibration(cases: Sequence[JudgedCase]) -> Measure:
    """Return the calibration error of the score as the probability of a duplicate."""
    pairs = [(each.verdict.score, each.case.truth is not None) for each in cases]
    return Resampled(calibration_error).of(pairs) if pairs else NOTHING


def _repeated(cases: Sequence[JudgedCase]) -> list[JudgedCase]:
    return [each for each in cases if each.case.truth is not None]


def _is_joined(each: JudgedCase) -> bool:
    return each.verdict.band is Band.JOIN


_MEASURES: Mapping[str, Callable[[Sequence[JudgedCase]], Measure]] = {
    "duplicates precision": _precision,
    "duplicates recall": _recall,
    "joined precision": _joined_precision,
    "joined recall": _joined_recall,
    "score calibration error": _calibration,
}


def _bands(cases: Sequence[JudgedCase]) -> dict[str, int]:
    counts = Counter(each.verdict.band for each in cases)
    return {str(band): counts[band] for band in Band}


def _versus(
    first: Sequence[JudgedCase], second: Sequence[JudgedCase], version: str
) -> dict[str, object]:
    pairs = [(a.is_right, b.is_right) for a, b in zip(first, second, strict=True)]
    only_first, only_second = (
        sum(a and not b for a, b in pairs),
        sum(b and not a for a, b in pairs),
    )
    counts = {
        "only_first": only_first,
        "only_second": only_second,
        "p": round(mcnemar(only_first, only_second), 6),
    }
    return {"model": version, "duplicate": counts}
