"""Nothing stands twice in the corpus, and nothing of the evaluation set stands in it."""

from itertools import chain
from pathlib import Path

from triage.learning.near_duplicates import (
    Text,
    corpus_texts,
    labelled_texts,
    main,
    near_duplicates,
)

GOLDEN = Path(__file__).parents[2] / "golden"
TICKETS = GOLDEN / "tickets.jsonl"


def test_a_message_said_twice_is_found() -> None:
    texts = [
        Text("a", "my deposit from yesterday was not credited to the wallet"),
        Text("b", "something else entirely about an order that is late"),
        Text("c", "My deposit from yesterday, was not credited to the walet!"),
    ]
    (found,) = near_duplicates(texts)
    assert (found.first.source, found.second.source) == ("a", "c")
    assert "a | c" in str(found)


def test_short_messages_may_be_the_same_by_chance() -> None:
    assert not list(
        near_duplicates([Text("a", "order not started"), Text("b", "order not started")])
    )


def test_the_corpus_has_no_near_duplicates_and_none_with_the_evaluation_set(
    corpus_folder: Path,
) -> None:
    sets = sorted(GOLDEN.glob("tickets*.jsonl"))
    texts = [*corpus_texts(corpus_folder), *chain.from_iterable(map(labelled_texts, sets))]
    assert [str(each) for each in near_duplicates(texts)] == []


def test_the_script_fails_where_there_are_some(corpus_folder: Path, tmp_path: Path) -> None:
    twice = tmp_path / "t.jsonl"
    line = TICKETS.read_text(encoding="utf-8").splitlines()[1]
    twice.write_text(f"{line}\n{line}\n", encoding="utf-8")
    assert main([str(corpus_folder), str(twice)]) == 1
