"""A model file keeps what it was given, and a damaged or foreign one is refused by name."""

from pathlib import Path

import numpy as np
import pytest

from classifiers.model_file import ModelFile, ModelFileError
from classifiers.suite import SHIPPED_MODEL, Suite
from classifiers.trained import Trained


@pytest.fixture
def model() -> ModelFile:
    return ModelFile(
        facts={"version": "abc", "categories": []},
        words={"vocabulary": ("płatność", "=deposit"), "empty": ()},
        arrays={
            "weights": np.arange(6, dtype=np.float16).reshape(2, 3),
            "idf": np.array([1.5, 2.5], dtype=np.float32),
            "nothing": np.zeros(0, dtype=np.float64),
        },
    )


def test_what_is_written_is_read(model: ModelFile) -> None:
    again = ModelFile.from_bytes(model.to_bytes())
    assert again.facts == model.facts
    assert again.words == model.words
    for name, array in model.arrays.items():
        np.testing.assert_array_equal(again.arrays[name], array)


def test_the_same_model_gives_the_same_bytes(model: ModelFile) -> None:
    turned = ModelFile(
        dict(reversed(list(model.facts.items()))),
        dict(reversed(list(model.words.items()))),
        dict(reversed(list(model.arrays.items()))),
    )
    assert turned.to_bytes() == model.to_bytes()


@pytest.mark.parametrize("place", [20, 60, 100, -1])
def test_one_changed_byte_is_noticed(model: ModelFile, place: int) -> None:
    content = bytearray(model.to_bytes())
    content[place] ^= 1
    with pytest.raises(ModelFileError, match="damaged"):
        ModelFile.from_bytes(bytes(content))


@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04 a zip", b"triage-model 0\nx\n{}", b"\x80\x04"]
)
def test_a_foreign_file_is_refused(content: bytes) -> None:
    with pytest.raises(ModelFileError, match="run `triage train`"):
        ModelFile.from_bytes(content)


def test_a_cut_file_is_refused(model: ModelFile) -> None:
    content = model.to_bytes()
    with pytest.raises(ModelFileError, match="damaged"):
        ModelFile.from_bytes(content[: len(content) // 2])


def test_a_missing_file_is_an_error_that_names_it(tmp_path: Path) -> None:
    with pytest.raises(ModelFileError, match=r"none\.model"):
        Suite.load(tmp_path / "none.model")


def test_a_model_for_other_categories_is_refused(model: ModelFile) -> None:
    with pytest.raises(ModelFileError, match="other categories"):
        Trained.of(model)


def test_a_model_that_lacks_a_part_is_refused() -> None:
    whole = ModelFile.read(SHIPPED_MODEL)
    arrays = {name: array for name, array in whole.arrays.items() if name != "temperature"}
    with pytest.raises(ModelFileError, match="temperature"):
        Trained.of(ModelFile(whole.facts, whole.words, arrays))
