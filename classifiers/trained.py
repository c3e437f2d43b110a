"""The numbers that training found, ready to be used."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from classifiers.linear import Floats, LinearModel, LinearParts
from classifiers.model_file import ModelFile, ModelFileError
from classifiers.topics import Topics
from models.vocabulary import Category

CATEGORIES: tuple[Category, ...] = tuple(Category)
"""The order of the linear models in the file; after them one each tells abuse,
asking after an earlier message, and saying that a matter is done with."""
# Those of models that were trained before the file named them.
_FIRST_FEATURES = (
    *("words", "letters", "meaning", "shape", "part", "category", "common_id", "chase"),
    *("amounts_differ", "methods_differ", "both_bare", "age"),
)


@dataclass(frozen=True, slots=True)
class Trained:
    """A model file, opened.

    Attributes:
        version: Short fingerprint of what it was trained on and how.
        linear: One model per category, then those for abuse, asking and closing.
        topics: What texts speak of, for comparing them.
        temperature: What the category's decision values are multiplied by to be calibrated.
        thresholds: Least probability at which each category is not unsure.
        abuse_weights: Weight of the linear decision and of each sign of abuse.
        abuse_intercept: Intercept of the same.
        duplicate_weights: Weight of each of `classifiers.pairs.FEATURES` by its name.
        duplicate_intercept: Intercept of the same.
        duplicate_threshold: Least score at which a duplicate is suggested.
        telling: Telling words per way of writing, with their weights.
        profiles: Letter profiles of the ways of writing that langdetect does not know.
    """

    version: str
    linear: LinearModel
    topics: Topics
    temperature: float
    thresholds: Mapping[Category, float]
    abuse_weights: Floats
    abuse_intercept: float
    duplicate_weights: Mapping[str, float]
    duplicate_intercept: float
    duplicate_threshold: float
    telling: Mapping[str, Mapping[str, float]]
    profiles: Mapping[str, Mapping[str, float]]

    @classmethod
    def of(cls, file: ModelFile) -> "Trained":
        """Open a model file.

        Raises:
            ModelFileError: It lacks something or was trained for other categories.
        """
        try:
            return cls._of(file)
        except (KeyError, TypeError, ValueError) as error:
            raise ModelFileError(
                f"the model does not fit this program ({error!r}): run `triage train`"
            ) from None

    @classmethod
    def _of(cls, file: ModelFile) -> "Trained":
        if file.facts["categories"] != [str(category) for category in CATEGORIES]:
            raise ValueError("other categories")
        arrays = {name: array.astype(np.float64) for name, array in file.arrays.items()}
        parts = LinearParts(
            vocabulary=file.words["vocabulary"],
            idf=arrays["idf"],
            weights=_with_latest(arrays["weights"]),
            intercepts=_with_latest(arrays["intercepts"]),
            block_ends=arrays["block_ends"].astype(np.intp).tolist(),
            block_weights=arrays["block_weights"].tolist(),
            length_power=length_power_of(arrays),
        )
        return cls(
            version=str(file.facts["version"]),
            linear=LinearModel(parts),
            topics=_topics(arrays),
            temperature=float(arrays["temperature"][0]),
            thresholds=dict(zip(CATEGORIES, arrays["thresholds"].tolist(), strict=True)),
            abuse_weights=arrays["abuse_weights"],
            abuse_intercept=float(arrays["abuse_intercept"][0]),
            duplicate_weights=dict(
                zip(
                    file.words.get("duplicate_features", _FIRST_FEATURES),
                    arrays["duplicate_weights"].tolist(),
                    strict=True,
                )
            ),
            duplicate_intercept=float(arrays["duplicate_intercept"][0]),
            duplicate_threshold=float(arrays["duplicate_threshold"][0]),
            telling=_nested(file.words["telling"], arrays["telling"]),
            profiles=_nested(file.words["profiles"], arrays["profiles"]),
        )


def length_power_of(arrays: Mapping[str, Floats]) -> float:
    """Return the power of a block's length by which it is divided.

    Models that were trained before it could be chosen bring every block to unit length.
    """
    return float(arrays["length_power"][0]) if "length_power" in arrays else 1.0


def _with_latest(numbers: Floats) -> Floats:
    """Return numbers with models that tell nothing in place of those that the file is without.

    Files that were trained before there was a model of asking or of closing end with that of abuse.
    """
    missing = len(CATEGORIES) + 3 - numbers.shape[-1]
    # A text of which nothing is known is far from asking after a message or closing a matter.
    value = 0.0 if numbers.ndim > 1 else -9.0
    beside = [(0, 0)] * (numbers.ndim - 1)
    return np.pad(numbers, [*beside, (0, max(missing, 0))], constant_values=value)


def _topics(arrays: Mapping[str, Floats]) -> Topics:
    """Return the topics, none of a model that was trained before there were any."""
    columns = arrays.get("topic_columns", np.zeros(0)).astype(np.intp)
    return Topics(columns.tolist(), arrays.get("topics", np.zeros((0, 0))))


def _nested(lines: Sequence[str], figures: Floats) -> dict[str, dict[str, float]]:
    """Return lines `name<tab>entry` and their figures as tables by name."""
    tables: dict[str, dict[str, float]] = {}
    for line, figure in zip(lines, figures.tolist(), strict=True):
        name, _, entry = line.partition("\t")
        tables.setdefault(name, {})[entry] = figure
    return tables
