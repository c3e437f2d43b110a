"""`triage agent`: who may log in."""

import click

from models.vocabulary import Role
from triage.cli.base import example
from triage.cli.installed import with_runtime
from triage.cli.lazy import WrongUsage
from triage.desk.agents import AgentError, create_agent, find_agent, set_password
from triage.runtime import Runtime


@click.group()
def agent() -> None:
    """Add the people who log in, and change their passwords."""


@agent.command()
@with_runtime
@click.argument("login")
@click.option("--name", default="", help="The name that colleagues read; default: the log-in.")
@click.option("--role", type=click.Choice([role.value for role in Role]), default=Role.AGENT.value)
@click.password_option(help="Asked for where it is not given.")
@example("triage agent add maria --role manager")
def add(runtime: Runtime, login: str, name: str, role: str, password: str) -> None:
    """Add a person who may log in as LOGIN."""
    runtime.database.upgrade()
    try:
        with runtime.database.write() as session:
            create_agent(
                session,
                login=login,
                name=name,
                role=Role(role),
                password=password,
                now=runtime.now(),
            )
    except AgentError as error:
        raise WrongUsage(str(error)) from error
    click.echo(f"{login} may log in as {role}", err=True)


@agent.command()
@with_runtime
@click.argument("login")
@click.password_option(help="Asked for where it is not given.")
@example("triage agent password maria")
def password(runtime: Runtime, login: str, password: str) -> None:
    """Give the person who logs in as LOGIN a new password."""
    try:
        with runtime.database.write() as session:
            found = find_agent(session, login)
            if found is None:
                raise WrongUsage(f"nobody logs in as {login}; add them with `triage agent add`")
            set_password(session, found, password)
    except AgentError as error:
        raise WrongUsage(str(error)) from error
    click.echo(f"{login} has a new password", err=True)
