"""Pairs for the duplicate classifier: hand-written ones and made ones."""

import json
from pathlib import Path

import pytest
from rapidfuzz import fuzz, process

import tests.golden
from classifiers.model_file import ModelFile
from classifiers.pairs import FEATURES
from classifiers.suite import SHIPPED_MODEL
from classifiers.text.folding import fold
from classifiers.trained import Trained
from triage.learning.corpus import CorpusError, Example
from triage.learning.pairs import (
    CHASES_FILE,
    CLOSINGS_FILE,
    PAIRS_FILE,
    fit_combiner,
    made_pairs,
    read_pairs,
    read_turns,
)


def test_hand_written_pairs_share_the_values_of_their_slots(corpus_folder: Path) -> None:
    pairs = read_pairs(corpus_folder / PAIRS_FILE)
    assert len(pairs) >= 100
    assert {pair.is_duplicate for pair in pairs} == {True, False}
    assert all("{" not in pair.first + pair.second for pair in pairs)


def test_hand_written_pairs_are_not_those_that_are_measured(corpus_folder: Path) -> None:
    golden = Path(*tests.golden.__path__) / "duplicates.jsonl"
    cases = map(json.loads, golden.read_text("utf-8").splitlines())
    measured = [
        fold(message["body"]) for case in cases for message in (*case["history"], case["new"])
    ]
    pairs = read_pairs(corpus_folder / PAIRS_FILE)
    written = [text for pair in pairs for text in (pair.first, pair.second)]
    # Two people do write "order not started" in the same words.
    longer = [fold(text) for text in written if len(text) >= 20]
    alike = [
        text
        for text in longer
        if process.extractOne(text, measured, scorer=fuzz.ratio, score_cutoff=88.0)
    ]
    assert alike == []


def test_a_missing_or_broken_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match=r"none\.jsonl"):
        read_pairs(tmp_path / "none.jsonl")
    broken = tmp_path / "broken.jsonl"
    broken.write_text('{"first": "a"}', encoding="utf-8")
    with pytest.raises(CorpusError, match=r"broken\.jsonl"):
        read_pairs(broken)


def test_turns_are_messages_of_their_own(corpus_folder: Path, tmp_path: Path) -> None:
    chases = read_turns(corpus_folder / CHASES_FILE)
    closings = read_turns(corpus_folder / CLOSINGS_FILE)
    assert min(len(chases), len(closings)) >= 150
    assert len({*chases, *closings}) == len(chases) + len(closings)
    with pytest.raises(CorpusError, match=r"none\.jsonl"):
        read_turns(tmp_path / "none.jsonl")


def test_made_pairs_are_the_same_every_time(examples: list[Example]) -> None:
    assert made_pairs(examples[:50]) == made_pairs(examples[:50])


def test_the_combiner_tells_the_pairs_apart(corpus_folder: Path, examples: list[Example]) -> None:
    trained = Trained.of(ModelFile.read(SHIPPED_MODEL))
    pairs = [*read_pairs(corpus_folder / PAIRS_FILE), *made_pairs(examples[:100])]
    weights, _, threshold = fit_combiner(trained, pairs)
    assert len(weights) == len(FEATURES)
    assert 0.2 < threshold < 1.0
    by_name = dict(zip(FEATURES, weights, strict=True))
    assert by_name["common_id"] > 0 > by_name["methods_differ"]
