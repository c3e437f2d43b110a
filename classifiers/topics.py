"""What a text speaks of, as a few numbers: texts without a word in common may be alike in them.

Latent semantic analysis (Deerwester et al. 1990): features that stand in the same messages of the
corpus lie close to each other. Training finds the directions; here texts are only laid out in them.
"""

from collections.abc import Mapping, Sequence

import numpy as np

from classifiers.linear import Floats

_TINY = 1e-12


class Topics:
    """Directions in which the features of a linear model are laid out.

    Args:
        columns: Those of the linear model's columns that are laid out.
        directions: One row per such column, one column per direction.
    """

    def __init__(self, columns: Sequence[int], directions: Floats) -> None:
        self._row_of = {column: row for row, column in enumerate(columns)}
        self._directions = directions

    def of(self, vector: Mapping[int, float]) -> tuple[float, ...]:
        """Return a text, given by its values per column, in these directions, of unit length."""
        known = [
            (row, value)
            for column, value in vector.items()
            if (row := self._row_of.get(column)) is not None
        ]
        if not known:
            return ()
        rows, values = zip(*known, strict=True)
        laid_out = np.asarray(values) @ self._directions[list(rows)]
        laid_out /= np.sqrt(max(float(laid_out @ laid_out), _TINY))
        return tuple(laid_out.tolist())
