"""What the bench measures is honest: no text twice, and every figure that is promised."""

import pytest

from triage.bench_classifiers import _documents, measure_classifiers


def test_no_message_comes_twice() -> None:
    texts = [document.text for document in _documents(4000)]
    assert len(set(texts)) == len(texts) == 4000


def test_more_messages_than_there_are_is_an_error() -> None:
    with pytest.raises(ValueError, match="gives no more"):
        _documents(1_000_000)


def test_every_promised_figure_is_measured() -> None:
    load, cold, warm, alone, twin, duplicates = measure_classifiers(200)
    assert load["seconds"]
    assert load["peak_memory_mb"]
    assert cold["messages"] == warm["messages"] == 100
    assert alone["median_ms_of_cpu"]
    assert alone["p99_ms_of_cpu"]
    assert isinstance(twin["largest_difference"], float)
    assert twin["largest_difference"] <= 1e-9
    assert duplicates["per_second"]
