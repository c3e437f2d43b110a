"""Our own monitor against real servers: what it calls unreachable, and that it tells once."""

import socket
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event

import pytest
from pydantic import SecretStr
from sqlmodel import col, select

from models.availability import MonitorObservation
from models.vocabulary import Watched
from tests.servers.ports import free_port
from tests.unit.web.seed import Installation
from triage.config.schema import MonitorSource
from triage.db import Database
from triage.intake.prober import Prober, ToDatabase, ToWebhook
from triage.sla.witnesses import Change

KEY = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
START = datetime(2026, 3, 2, 10, tzinfo=UTC)


class Site(ThreadingHTTPServer):
    """A site that answers with whatever status is wanted."""

    status = 200


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        assert isinstance(self.server, Site)
        self.send_response(self.server.status)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- the library's name
        del format, args


@pytest.fixture
def site() -> Iterator[Site]:
    with Site(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


class Clock:
    """A clock that moves a minute whenever it is looked at."""

    def __init__(self) -> None:
        self.time = START

    def __call__(self) -> datetime:
        self.time += timedelta(minutes=1)
        return self.time


class Ears:
    """Hears changes, unless it is deaf."""

    def __init__(self) -> None:
        self.heard: list[bool] = []
        self.is_deaf = False

    def tell(self, changes: Sequence[Change], now: datetime) -> None:
        del now
        if self.is_deaf:
            raise OSError("deaf")
        self.heard += [change.is_up for change in changes]


def address(site: Site) -> str:
    return f"http://127.0.0.1:{site.server_address[1]}/"


def closed() -> str:
    return f"http://127.0.0.1:{free_port()}/"


def prober(ears: Ears, *addresses: str, server_errors: bool = True) -> Prober:
    return Prober("Oslo", addresses, ears, Clock(), timeout=2.0, server_errors=server_errors)


def test_s10_only_changes_are_told(site: Site) -> None:
    ears = Ears()
    probe = prober(ears, address(site))
    for status in (200, 404, 503, 500, 302, 200):
        site.status = status
        probe.look_once()
    assert ears.heard == [True, False, True]


def test_s10_the_site_is_down_when_home_page_and_panel_are(site: Site) -> None:
    assert prober(Ears(), closed(), address(site)).look_once()
    assert prober(Ears(), address(site), closed()).look_once()
    assert not prober(Ears(), closed(), closed()).look_once()


def test_s10_answers_of_500_may_count_as_reached(site: Site) -> None:
    site.status = 502
    assert not prober(Ears(), address(site)).look_once()
    assert prober(Ears(), address(site), server_errors=False).look_once()


def test_s10_a_page_that_comes_in_drips_is_not_reached() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        stop = Event()
        thread = threading.Thread(target=drip, args=(server, stop))
        thread.start()
        slow = f"http://127.0.0.1:{server.getsockname()[1]}/"
        began = time.monotonic()
        assert not Prober("Oslo", (slow,), Ears(), Clock(), timeout=0.6).look_once()
        assert time.monotonic() - began < 5
        stop.set()
        thread.join()


def drip(server: socket.socket, stop: Event) -> None:
    """Answer a byte at a time, so that no single wait is long."""
    connection, _ = server.accept()
    with connection, suppress(OSError):
        connection.sendall(b"HTTP/1.1 200 OK\r\nX: ")
        while not stop.wait(0.1):
            connection.sendall(b"x")


def test_s10_what_could_not_be_told_is_told_later(site: Site) -> None:
    ears = Ears()
    probe = prober(ears, address(site))
    ears.is_deaf = True
    probe.look_once()
    site.status = 503
    probe.look_once()
    assert ears.heard == []
    ears.is_deaf = False
    probe.look_once()
    assert ears.heard == [True, False]


def test_s10_changes_are_written_to_either_database(site: Site, either_database: Database) -> None:
    probe = Prober("Oslo", (address(site),), ToDatabase(either_database, "smmpanelus"), Clock())
    probe.look_once()
    site.status = 503
    probe.look_once()
    with either_database.read() as session:
        rows = session.exec(select(MonitorObservation).order_by(col(MonitorObservation.at))).all()
    assert [(row.location, row.is_up) for row in rows] == [("Oslo", True), ("Oslo", False)]


def test_s10_changes_are_posted_to_the_door_signed(site: Site, database: Database) -> None:
    import uvicorn  # noqa: PLC0415 -- the other tests need no web server

    from triage.web.app import create_app  # noqa: PLC0415 -- likewise

    source = MonitorSource(policy="smmpanelus", secret=SecretStr(KEY))
    installation = Installation(database)
    installation.settings = installation.settings.model_copy(update={"monitors": {"oslo": source}})
    installation.time = datetime.now(UTC)
    port = free_port()
    config = uvicorn.Config(create_app(installation), port=port, log_level="error", lifespan="off")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        door = f"http://127.0.0.1:{port}/webhooks/monitors/oslo"
        probe = Prober(
            "Oslo", (address(site),), ToWebhook(door, KEY), lambda: datetime.now(UTC), timeout=2.0
        )
        stop = Event()
        loop = threading.Thread(target=probe.run, args=(stop, 0.05))
        loop.start()
        for _ in range(200):
            if server.started and not probe.untold and probe.was_up is not None:
                break
            stop.wait(0.05)
        stop.set()
        loop.join()
    finally:
        server.should_exit = True
        thread.join(10)
    with database.read() as session:
        rows = session.exec(select(MonitorObservation)).all()
    assert [(row.monitor, row.location, row.source) for row in rows] == [("probe", "Oslo", "oslo")]


def test_a_door_that_refuses_is_an_error_to_be_tried_again(site: Site) -> None:
    site.status = 405
    change = Change("probe", "Oslo", Watched.BOTH, START, is_up=True)
    with pytest.raises(OSError, match=r"501|405"):
        ToWebhook(address(site), KEY).tell([change], START)
    with pytest.raises(OSError, match="ConnectError"):
        ToWebhook(closed(), KEY).tell([change], START)
