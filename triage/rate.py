"""A share of counted cases with its uncertainty: the one place that knows the formula."""

from dataclasses import dataclass
from math import sqrt
from typing import Final

Z95: Final = 1.959963984540054
"""The 97.5th percentile of the standard normal distribution."""


@dataclass(frozen=True, slots=True)
class Rate:
    """A share with its uncertainty.

    Attributes:
        hits: How many were right.
        of: Out of how many; with none there is no share.
    """

    hits: int
    of: int

    @property
    def value(self) -> float | None:
        """The share in [0, 1]."""
        return self.hits / self.of if self.of else None

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's 95 % interval (Wilson 1927), which holds for few cases and for 100 % too."""
        if not self.of:
            return 0.0, 1.0
        n, share = self.of, self.hits / self.of
        middle = share + Z95**2 / (2 * n)
        spread = Z95 * sqrt(share * (1 - share) / n + Z95**2 / (4 * n**2))
        scale = 1 + Z95**2 / n
        return max((middle - spread) / scale, 0.0), min((middle + spread) / scale, 1.0)
