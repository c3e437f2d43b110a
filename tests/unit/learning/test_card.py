"""The model card says what the shipped model measures."""

from pathlib import Path

import pytest

from triage.learning.card import BEGIN, END, card_with, measured

ROOT = Path(__file__).parents[3]


def test_the_card_says_what_the_shipped_model_measures() -> None:
    """Mended by `make card`."""
    card = (ROOT / "docs" / "model-card.md").read_text(encoding="utf-8")
    assert card_with(card, measured(ROOT / "tests" / "golden")) == card


def test_tables_go_between_the_marks_and_nothing_else_changes() -> None:
    card = f"# Card\n{BEGIN}\nold\n{END}\nafter\n"
    assert card_with(card, "new\n") == f"# Card\n{BEGIN}\n\nnew\n\n{END}\nafter\n"


def test_a_card_without_marks_is_refused() -> None:
    with pytest.raises(ValueError, match="no place for tables"):
        card_with("# Card", "new")
