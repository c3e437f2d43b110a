"""A real PostgreSQL cluster on a free loopback port, for as long as a block lasts."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.servers.ports import LOOPBACK, free_port, wait_open
from tests.servers.process import (
    ServerError,
    as_server_user,
    find_binary,
    server_folder,
    start,
    stop,
)

_PACKAGE = "postgresql"
_NEW = ("-U", "triage", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync")


def _folders() -> list[Path]:
    return sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)


@contextmanager
def running_postgres() -> Iterator[str]:
    """Yield the SQLAlchemy URL of an empty database; the cluster is gone afterwards.

    Raises:
        ServerError: PostgreSQL is not installed or does not start; its log is in the sentence.
    """
    initdb = find_binary("initdb", _PACKAGE, _folders())
    postgres = find_binary("postgres", _PACKAGE, _folders())
    with server_folder("pg") as folder:
        data, log = folder / "data", folder / "log"
        subprocess.run(  # type: ignore[call-overload]  # built keywords
            [initdb, "-D", data, *_NEW],
            check=True,
            stdout=subprocess.DEVNULL,
            cwd=folder,
            **as_server_user(),
        )
        port = free_port()
        settings = {
            "listen_addresses": LOOPBACK,
            "port": port,
            "unix_socket_directories": folder,
            # No test pulls the plug on the server itself, and the cluster is thrown away.
            "fsync": "off",
        }
        options = [part for key, value in settings.items() for part in ("-c", f"{key}={value}")]
        process = start([postgres, "-D", str(data), *options], log)
        try:
            if not wait_open(port) or process.poll() is not None:
                raise ServerError(f"PostgreSQL does not start:\n{log.read_text()}")
            yield f"postgresql+psycopg://triage@{LOOPBACK}:{port}/postgres"
        finally:
            # SIGINT is PostgreSQL's fast shutdown; SIGTERM would wait for every client.
            process.send_signal(2)
            stop(process)


@contextmanager
def fresh_database(cluster_url: str, name: str, template: str = "template1") -> Iterator[str]:
    """Yield the URL of a new database in a running cluster, dropped afterwards.

    `template` is copied; nobody may be connected to it.
    """
    from sqlalchemy import create_engine, make_url, text  # noqa: PLC0415 - only where it is used

    engine = create_engine(cluster_url, isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            connection.execute(text(f'CREATE DATABASE "{name}" TEMPLATE "{template}"'))
        yield make_url(cluster_url).set(database=name).render_as_string(hide_password=False)
        with engine.connect() as connection:
            connection.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))
    finally:
        engine.dispose()
