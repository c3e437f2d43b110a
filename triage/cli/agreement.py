"""The commands that count: JSON Lines in and out, offline, nothing stored, no classifier loaded."""

import os
from collections.abc import Sequence
from pathlib import Path

import click

from triage.cli.base import example, exit_with
from triage.cli.lazy import WrongUsage
from triage.cli.lines import answer_lines, each
from triage.config.load import load, policies_of, shipped_config
from triage.sla.commands import clock_line, credits_line
from triage.sla.policy import Policy

_FILES = click.argument("files", nargs=-1, type=click.Path(exists=True, dir_okay=False))
_POLICY = click.option("--policy", "name", required=True, help="The agreement, by its name.")


@click.command()
@_POLICY
@_FILES
@example("triage clock --policy smmpanelus histories.jsonl")
def clock(name: str, files: Sequence[str]) -> None:
    """Compute first-response clocks from their events.

    Reads FILES of JSON Lines, or standard input.
    """
    policy = _policy(name)
    exit_with(answer_lines(files, each(lambda line: clock_line(line, policy))))


@click.command("credits")
@_POLICY
@_FILES
@example("triage credits --policy smmpanelus months.jsonl")
def credits_(name: str, files: Sequence[str]) -> None:
    """Compute availability, service credits and claims for customers' months.

    Reads FILES of JSON Lines, or standard input.
    """
    policy = _policy(name)
    if policy.versions[-1].credits is None:
        raise WrongUsage(f"--policy {name}: this agreement promises no credits")
    exit_with(answer_lines(files, each(lambda line: credits_line(line, policy))))


def _policy(name: str) -> Policy:
    """Return an agreement of the configuration that TRIAGE_CONFIG names, else the shipped one."""
    chosen = os.environ.get("TRIAGE_CONFIG")
    policies = policies_of(load(Path(chosen) if chosen else shipped_config()))
    if name not in policies:
        raise WrongUsage(f"--policy {name}: there is none; there are {', '.join(policies)}")
    return policies[name]
