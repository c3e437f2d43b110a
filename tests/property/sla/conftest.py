"""The shipped agreements, read once."""

import tomllib
from pathlib import Path

import pytest

from triage.sla.policy import Policy


@pytest.fixture(scope="session")
def policies() -> dict[str, Policy]:
    """Both agreements as `config.toml` ships them."""
    text = Path("config.toml").read_text("utf-8")
    tables = tomllib.loads(text)["policies"]
    return {name: Policy.from_mapping(name, table) for name, table in tables.items()}
