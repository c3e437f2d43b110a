"""The embedded default: one command, and there is a desk with its queue filled."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from email import message_from_bytes, policy
from pathlib import Path

import click
import httpx
import pytest
from sqlmodel import select

from models.outbox import Outbox
from models.ticket import Ticket
from models.vocabulary import Category
from tests.servers.installation import wait_until
from triage.cli import triage
from triage.db import Database
from triage.demo.stage import SAMPLES

MAIL = b"""\
From: Jo <jo@example.net>
To: support@panel.example
Subject: balance
Message-ID: <dropped@example.net>

I paid 20 EUR by card, transaction 4451200981, and my balance is still zero.
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo") / "desk"
    command = [sys.executable, "-m", "triage", "demo", "--dir", str(folder), "--once"]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return folder


@pytest.fixture
def running(folder: Path, tmp_path: Path) -> Iterator[Path]:
    output = tmp_path / "output"
    command = [sys.executable, "-m", "triage", "demo", "--dir", str(folder), "--port", "0"]
    with output.open("wb") as file:
        process = subprocess.Popen(command, stdout=file, stderr=file)
    try:
        assert wait_until(lambda: "The pages are on" in output.read_text(), 60), output.read_text()
        yield output
    finally:
        process.terminate()
        assert process.wait(30) == 0


def test_every_sample_becomes_a_ticket(folder: Path) -> None:
    with Database(f"sqlite:///{folder}/triage.db").read() as session:
        categories = session.exec(select(Ticket.category).where(Ticket.source == "inbox")).all()
    assert len(categories) == len(list(SAMPLES.glob("*.eml"))) >= 60
    assert set(categories) == set(Category)


def test_every_acknowledgement_lies_in_the_outbox(folder: Path) -> None:
    with Database(f"sqlite:///{folder}/triage.db").read() as session:
        wanted = set(session.exec(select(Outbox.message_id)))
    files = list((folder / "outbox/new").iterdir())
    found = {
        message_from_bytes(file.read_bytes(), policy=policy.default)["Message-ID"] for file in files
    }
    assert len(files) == len(found)
    assert found >= wanted


def test_a_second_start_adds_nothing(folder: Path) -> None:
    before = len(list((folder / "outbox/new").iterdir()))
    command = [sys.executable, "-m", "triage", "demo", "--dir", str(folder), "--once"]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    assert len(list((folder / "outbox/new").iterdir())) == before


def test_a_dropped_mail_is_acknowledged_while_it_runs(folder: Path, running: Path) -> None:
    outbox = folder / "outbox/new"
    before = set(outbox.iterdir())
    (folder / "inbox/tmp/dropped").write_bytes(MAIL)
    (folder / "inbox/tmp/dropped").rename(folder / "inbox/new/dropped")
    assert wait_until(lambda: len(set(outbox.iterdir()) - before) == 1, 10), running.read_text()
    (new,) = set(outbox.iterdir()) - before
    ack = message_from_bytes(new.read_bytes(), policy=policy.default)
    assert ack["To"] == "jo@example.net"
    assert re.fullmatch(r"\[#\d+\] balance", ack["Subject"])


def test_the_printed_log_ins_open_the_pages(running: Path) -> None:
    output = running.read_text()
    address = re.search(r"http://\S+?/", output)
    login = re.search(r"log in as (\S+) +password (\S+)", output)
    assert address
    assert login
    with httpx.Client(base_url=address[0], follow_redirects=True) as client:
        page = client.get("/login")
        token = re.search(r'name="csrf_token" value="([^"]+)"', page.text)
        form = {"login": login[1], "password": login[2]}
        if token:
            form["csrf_token"] = token[1]
        queue = client.post("/login", data=form)
    assert queue.status_code == 200
    assert "Order 48291077 still not started" in queue.text or "Top-up" in queue.text


def test_json_lines_keep_their_order_and_say_what_is_wrong() -> None:
    lines = [
        {"id": "a", "channel": "email", "subject": "", "body": "order 123456 stuck"},
        {"id": "b", "channel": "fax", "subject": "", "body": "hello"},
        {"id": "c", "channel": "ticket", "subject": "topup", "body": "paid, balance empty"},
    ]
    text = "\n".join([json.dumps(lines[0]), "{", json.dumps(lines[1]), json.dumps(lines[2])])
    command = [sys.executable, "-m", "triage", "classify"]
    done = subprocess.run(command, input=text.encode(), capture_output=True, check=False)
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 1
    assert [answer["id"] for answer in answers] == ["a", None, "b", "c"]
    assert answers[0]["category"] == "order"
    assert answers[0]["present"]["order_id"] == ["123456"]
    assert "line 2" in answers[1]["error"]
    assert "fax" in answers[2]["error"]
    assert answers[3]["category"] == "topup"


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (["clock", "--policy", "none"], 2, "there are smmpanelus"),
        (["credits", "--policy", "instant-smm-panels"], 2, "promises no credits"),
        (["run", "--config", "absent.toml"], 2, "absent.toml: no such file"),
        (["nonsense"], 2, "No such command"),
        (["classify", "absent.jsonl"], 2, "absent.jsonl"),
    ],
)
def test_wrong_usage_is_named(arguments: list[str], code: int, sentence: str) -> None:
    command = [sys.executable, "-m", "triage", *arguments]
    done = subprocess.run(command, capture_output=True, check=False, input=b"")
    assert done.returncode == code
    assert sentence in done.stderr.decode()


def test_every_command_has_an_example() -> None:
    context = click.Context(triage)
    pending = [triage.get_command(context, name) for name in triage.list_commands(context)]
    seen = 0
    while pending:
        command = pending.pop()
        assert command is not None
        if isinstance(command, click.Group):
            pending += [
                command.get_command(context, name) for name in command.list_commands(context)
            ]
            continue
        seen += 1
        assert "Example:" in command.get_help(click.Context(command)), command.name
    assert seen >= 16
