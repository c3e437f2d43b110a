"""A real server with the sample desk, and headless Chromium in front of it."""

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, sync_playwright

from tests.servers.ports import free_port
from tests.unit.web.conftest import Desk
from tests.unit.web.sample import add_reviewed, fill
from tests.unit.web.seed import Installation
from triage.db import Database
from triage.web.app import create_app

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
_STARTS_WITHIN_SECONDS = 20


@pytest.fixture
def desk(database: Database) -> Desk:
    with database.write() as session:
        numbers = fill(session)
        add_reviewed(session)
    return Desk(Installation(database), numbers)


@pytest.fixture
def address(desk: Desk) -> Iterator[str]:
    """The address of a server that serves the desk on a port of its own."""
    port = free_port()
    config = uvicorn.Config(
        create_app(desk.installation), port=port, log_level="warning", lifespan="off"
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    until = time.monotonic() + _STARTS_WITHIN_SECONDS
    while not server.started and time.monotonic() < until:
        time.sleep(0.02)
    assert server.started
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(10)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium; Playwright brings none of its own.

    Not for the session: while Playwright runs, its event loop stays the thread's running one, and
    whatever the worker tests afterwards could not start another.
    """
    assert Path(CHROMIUM).exists(), "install Debian's package chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        yield browser
        browser.close()
