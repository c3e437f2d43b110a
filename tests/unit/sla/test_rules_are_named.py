"""Every rule of both agreements is named by a test: S1 to S15 and P1 to P10."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

RULES = (*(f"s{number}" for number in range(1, 16)), *(f"p{number}" for number in range(1, 11)))
TESTS = Path(__file__).parents[2]
_RULE = re.compile(r"(?<![a-z0-9])([sp]\d{1,2})(?![a-z0-9])")


@cache
def named() -> dict[str, list[str]]:
    """Return the names of the tests that name each rule."""
    found: dict[str, list[str]] = {}
    for name in _names():
        for rule in _RULE.findall(name):
            found.setdefault(rule, []).append(name)
    return found


def _names() -> Iterator[str]:
    """Yield the name of every test function."""
    for path in sorted(TESTS.rglob("test_*.py")):
        for node in ast.walk(ast.parse(path.read_bytes())):
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                yield node.name


@pytest.mark.parametrize("rule", RULES)
def test_a_test_names_the_rule(rule: str) -> None:
    assert named().get(rule), f"no test has {rule} in its name"


def test_no_test_names_a_rule_that_is_none() -> None:
    assert set(named()) <= set(RULES)
