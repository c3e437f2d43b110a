"""Measures of how right the classifiers are, each with a 95 % interval."""

import math
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np

from triage.rate import Rate

Case = TypeVar("Case")

_RESAMPLES = 400
_SEED = 7


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure with its 95 % interval.

    Attributes:
        value: In [0, 1]; NaN where there was nothing to measure.
        low: Lower end of the interval.
        high: Upper end.
        count: How many cases it rests on.
    """

    value: float
    low: float
    high: float
    count: int

    def to_json(self) -> dict[str, float | int | None]:
        """Return the figure for the JSON report, null where there is none."""
        figures = {"value": self.value, "low": self.low, "high": self.high}
        shown = {name: None if math.isnan(x) else round(x, 4) for name, x in figures.items()}
        return {**shown, "count": self.count}

    def __str__(self) -> str:
        if math.isnan(self.value):
            return "–"
        return f"{self.value:.3f} [{self.low:.3f}, {self.high:.3f}] n={self.count}"


NOTHING = Measure(math.nan, math.nan, math.nan, 0)


def share(hits: int, count: int) -> Measure:
    """Return a proportion with Wilson's score interval."""
    if count == 0:
        return NOTHING
    low, high = Rate(hits, count).interval
    return Measure(hits / count, low, high, count)


@dataclass(frozen=True, slots=True)
class Resampled(Generic[Case]):
    """A figure without a formula for its interval: the interval comes from resampling cases.

    Attributes:
        figure: The figure of a sequence of cases.
    """

    figure: Callable[[Sequence[Case]], float]

    def of(self, cases: Sequence[Case]) -> Measure:
        """Return the figure of `cases` with the percentile interval of 400 resamples."""
        if not cases:
            return NOTHING
        dice = np.random.default_rng(_SEED)
        figures = []
        for _ in range(_RESAMPLES):
            places = dice.integers(len(cases), size=len(cases)).tolist()
            figures.append(self.figure([cases[place] for place in places]))
        low, high = np.nanpercentile(figures, [2.5, 97.5])
        return Measure(self.figure(cases), float(low), float(high), len(cases))


def f1(pairs: Sequence[tuple[str, str]]) -> dict[str, float]:
    """Return the harmonic mean of precision and recall of each label that occurs in truth.

    Args:
        pairs: Truth and answer.
    """
    counts = Counter(pairs)
    named: Counter[str] = Counter()
    for pair, count in counts.items():
        for label in pair:
            named[label] += count
    labels = sorted({truth for truth, _ in counts})
    return {label: 2 * counts[label, label] / named[label] for label in labels}


def macro_f1(pairs: Sequence[tuple[str, str]]) -> float:
    """Return the mean F1 over the labels that occur in truth; pairs are truth and answer."""
    figures = f1(pairs)
    return sum(figures.values()) / len(figures)


def calibration_error(pairs: Sequence[tuple[float, bool]], bins: int = 10) -> float:
    """Return the expected calibration error over equally wide bins.

    Args:
        pairs: Stated probability of the answer, in [0, 1], and whether it was right.
        bins: How many; each but the first is open below and closed above.
    """
    ends = [(number + 1) / bins for number in range(bins)]
    filled: list[list[tuple[float, bool]]] = [[] for _ in ends]
    for pair in pairs:
        filled[bisect_left(ends, pair[0])].append(pair)
    total = 0.0
    for inside in filter(None, filled):
        stated = sum(p for p, _ in inside) / len(inside)
        right = sum(is_right for _, is_right in inside) / len(inside)
        total += len(inside) * abs(stated - right)
    return total / len(pairs) if pairs else math.nan


def mcnemar(only_first: int, only_second: int) -> float:
    """Return the two-sided exact probability of a split at least this uneven by chance.

    Args:
        only_first: Cases that the first model alone got right.
        only_second: Cases that the second model alone got right.
    """
    count = only_first + only_second
    if count == 0:
        return 1.0
    fewer = min(only_first, only_second)
    tail = sum(math.comb(count, k) for k in range(fewer + 1))
    return float(min(1.0, 2 * tail / 2**count))
