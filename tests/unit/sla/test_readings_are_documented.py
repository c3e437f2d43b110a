"""Every key of an agreement that decides something is explained in docs/sla.md (rule S15)."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
SHIPPED = tomllib.loads((ROOT / "config.toml").read_text("utf-8"))["policies"]
NAMED = {
    word
    for span in re.findall(r"`([^`]+)`", (ROOT / "docs/sla.md").read_text("utf-8"))
    for word in re.findall(r"\w+", span)
}
NAMED_BY_OPERATORS = {"hours", "added", "worked", "special_hours", "tiers", "titles", "targets"}
"""Tables whose keys are days, steps, languages or combinations, explained as tables."""


def keys(table: Mapping[str, object]) -> Iterator[str]:
    """Yield the names of keys and tables, down to those that operators name."""
    for key, value in table.items():
        yield key
        if isinstance(value, Mapping) and key not in {*NAMED_BY_OPERATORS, "required", "asked_for"}:
            yield from keys(value)


@pytest.mark.parametrize("policy", sorted(SHIPPED))
def test_every_key_of_an_agreement_is_explained(policy: str) -> None:
    version = SHIPPED[policy]["versions"]["v1"]
    assert [key for key in keys(version) if key not in NAMED] == []
