"""Training: the same bytes from the same corpus, and serving equal to scikit-learn to 1e-9."""

import os
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from classifiers.linear import softmax
from classifiers.model_file import ModelFile
from classifiers.suite import SHIPPED_MODEL, Suite
from classifiers.trained import CATEGORIES, Trained
from triage.learning.corpus import Example, digest
from triage.learning.train import Fitted, Material, Turns, fit, material, to_file, train

STRANGE = ["", "?!", "12345", "ß", "слово", "充值", "a b c d e f g", "deposit " * 50]


@pytest.fixture(scope="module")
def data(examples: list[Example]) -> Material:
    turns = Turns(["any news?", "did you look into it"], ["still waiting"], ["it works, thanks"])
    return replace(material(examples), turns=turns)


@pytest.fixture(scope="module")
def fitted(data: Material) -> Fitted:
    return fit(data)


@pytest.fixture(scope="module")
def trained(fitted: Fitted, examples: list[Example]) -> Trained:
    return Trained.of(to_file(fitted, examples, "test"))


def test_serving_gives_scikit_learns_probabilities(
    fitted: Fitted, trained: Trained, data: Material
) -> None:
    texts = [*data.texts[:400], *STRANGE]
    expected = fitted.category.predict_proba(fitted.vectorizer.transform(texts))
    decisions = trained.linear.scores(texts)[:, : len(CATEGORIES)]
    np.testing.assert_allclose(
        softmax(decisions * trained.temperature), expected, atol=1e-9, rtol=0
    )


def test_serving_gives_scikit_learns_other_decisions(
    fitted: Fitted, trained: Trained, data: Material
) -> None:
    texts = [*data.texts[:400], *STRANGE]
    rows = fitted.vectorizer.transform(texts)
    decisions = trained.linear.scores(texts)[:, len(CATEGORIES) :]
    for place, model in enumerate((fitted.abuse, fitted.asking, fitted.closing)):
        expected = model.decision_function(rows)
        np.testing.assert_allclose(decisions[:, place], expected, atol=1e-9, rtol=0)


def test_who_asks_and_who_closes_are_told_apart(trained: Trained) -> None:
    asking, closing = trained.linear.scores(["any news?", "it works, thanks"])[:, -2:].T
    assert asking[0] > asking[1]
    assert closing[1] > closing[0]


def test_a_file_without_the_latest_models_tells_nothing_by_them(
    fitted: Fitted, examples: list[Example]
) -> None:
    file = to_file(fitted, examples, "test")
    first = len(CATEGORIES) + 1
    arrays = {name: array for name, array in file.arrays.items() if not name.startswith("topic")}
    arrays |= {name: arrays[name][..., :first] for name in ("weights", "intercepts")}
    older = Trained.of(replace(file, arrays=arrays))
    assert older.linear.scores(["any news?"])[0, first:].tolist() == [-9.0, -9.0]
    assert older.topics.of({0: 1.0}) == ()


def test_the_same_examples_give_the_same_bytes(
    fitted: Fitted, examples: list[Example], data: Material
) -> None:
    again = fit(data)
    assert (
        to_file(again, examples, "test").to_bytes() == to_file(fitted, examples, "test").to_bytes()
    )


def test_another_order_of_sets_gives_the_same_bytes(corpus_folder: Path, tmp_path: Path) -> None:
    """Python orders sets of words anew in every process, which must not reach the model."""
    part = tmp_path / "corpus"
    shutil.copytree(corpus_folder / "pairs", part / "pairs")
    for path in sorted(corpus_folder.glob("*.jsonl")):
        step = 1 if path.stem in {"th", "zh", "ja"} else 12
        lines = path.read_text(encoding="utf-8").splitlines()[::step]
        (part / path.name).write_text("\n".join(lines), encoding="utf-8")
    made = []
    for seed in ("1", "2"):
        out = tmp_path / f"{seed}.model"
        command = [
            sys.executable,
            "-m",
            "triage",
            "train",
            "--corpus",
            str(part),
            "--out",
            str(out),
        ]
        subprocess.run(command, check=True, env={**os.environ, "PYTHONHASHSEED": seed})
        made.append(out.read_bytes())
    assert made[0] == made[1]


def test_a_variant_never_stands_on_both_sides(data: Material) -> None:
    assert len(data.texts) == len(data.groups) == len(data.categories)
    assert int(data.is_clean.sum()) * 3 == len(data.texts)


def test_the_shipped_model_is_what_the_corpus_gives(corpus_folder: Path, tmp_path: Path) -> None:
    """Bytes on a machine like the one it was trained on; on any other, all but the last digits."""
    out = tmp_path / "triage.model"
    version = train(corpus_folder, out)
    made, shipped = ModelFile.read(out), ModelFile.read(SHIPPED_MODEL)
    assert shipped.facts["corpus"] == digest(corpus_folder)
    assert made.words == shipped.words
    for name, array in shipped.arrays.items():
        np.testing.assert_allclose(made.arrays[name], array, rtol=2e-3, atol=2e-3, err_msg=name)
    if out.read_bytes() != SHIPPED_MODEL.read_bytes():
        assert version != shipped.facts["version"]
    assert Suite.load(out).version == version
