"""The corpus is read whole, and a broken line is named."""

import json
from collections import Counter
from pathlib import Path

import pytest

from models.vocabulary import Category
from triage.learning.corpus import CorpusError, digest, read_corpus

LINE = {
    "subject": "Hi",
    "body": "text",
    "category": "order",
    "abusive": False,
    "language": "en",
    "variety": None,
    "author": "a",
}


def write(folder: Path, *records: object) -> Path:
    lines = [each if isinstance(each, str) else json.dumps(each) for each in records]
    (folder / "a.jsonl").write_text("\n".join(lines), encoding="utf-8")
    return folder


def test_a_line_becomes_an_example(tmp_path: Path) -> None:
    (example,) = read_corpus(write(tmp_path, LINE, ""))
    assert example.text == "Hi\ntext"
    assert example.category is Category.ORDER


@pytest.mark.parametrize(
    "wrong",
    [
        "{",
        {**LINE, "category": "money"},
        {**LINE, "abusive": "no"},
        {**LINE, "variety": "funny"},
        {key: value for key, value in LINE.items() if key != "body"},
    ],
)
def test_a_broken_line_is_named(tmp_path: Path, wrong: object) -> None:
    with pytest.raises(CorpusError, match=r"a\.jsonl:2"):
        read_corpus(write(tmp_path, LINE, wrong))


def test_an_empty_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="jsonl"):
        read_corpus(tmp_path)


def test_the_fingerprint_changes_with_a_letter(tmp_path: Path) -> None:
    before = digest(write(tmp_path, LINE))
    assert before == digest(tmp_path)
    assert before != digest(write(tmp_path, {**LINE, "body": "texts"}))


def test_the_shipped_corpus_covers_what_it_promises(corpus_folder: Path) -> None:
    examples = read_corpus(corpus_folder)
    assert len(examples) >= 4000
    assert min(Counter(each.category for each in examples).values()) >= 200
    languages = {each.language for each in examples} - {"und"}
    assert len(languages) >= 24
    assert {each.variety for each in examples} >= {"romanised", "no_diacritics", "mixed", "pidgin"}
    assert sum(each.abusive for each in examples) >= 200


def test_the_readme_counts_the_corpus(corpus_folder: Path) -> None:
    """Whoever adds messages copies the rows that are missing from what this test shows."""
    examples = read_corpus(corpus_folder)
    every = Counter(each.language for each in examples)
    varied = Counter((each.language, each.variety) for each in examples if each.variety)
    rows = [f"| all | {len(examples):,} | |"]
    for language, count in every.most_common():
        ways = sorted((way, n) for (name, way), n in varied.items() if name == language)
        rows.append(f"| `{language}` | {count:,} | {', '.join(f'{way} {n}' for way, n in ways)} |")
    readme = (corpus_folder / "README.md").read_text(encoding="utf-8")
    assert "\n".join(rows) in readme
