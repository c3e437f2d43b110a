"""The shipped agreements, read once."""

import tomllib
from pathlib import Path

import pytest

from triage.sla.policy import Policy


@pytest.fixture(scope="session")
def smmpanelus() -> Policy:
    """The agreement of rules S1 to S15, as shipped."""
    return shipped("smmpanelus")


@pytest.fixture(scope="session")
def instant() -> Policy:
    """The agreement of rules P1 to P10, as shipped."""
    return shipped("instant-smm-panels")


def shipped(name: str) -> Policy:
    tables = tomllib.loads(Path("config.toml").read_text("utf-8"))["policies"]
    return Policy.from_mapping(name, tables[name])
