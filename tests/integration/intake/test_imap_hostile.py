"""A server that answers wrongly, late or never costs no mail and ends no thread."""

import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from threading import Event, Thread
from time import monotonic, sleep

import pytest

from models.vocabulary import Category, InboxState
from tests.integration.intake.mailboxes import copies, cursor, finish, inbox, mail, now
from tests.servers.scripted_imap import (
    Connection,
    Script,
    ScriptedImap,
    answering,
    cutting,
    running_script,
)
from triage.config.schema import Mailbox
from triage.db import Database
from triage.intake.errors import IntakeError
from triage.intake.imap import ImapPoller
from triage.intake.waits import Waits

THREE = {11: mail(11), 12: mail(12), 14: mail(14)}

Start = Callable[..., ScriptedImap]


@pytest.fixture
def start() -> Iterator[Start]:
    with ExitStack() as stack:

        def run(**manners: object) -> ScriptedImap:
            server = ScriptedImap(**({"mails": THREE} | manners))  # type: ignore[arg-type]  # a test's words
            return stack.enter_context(running_script(server))

        yield run


def poller(database: Database, server: ScriptedImap, **changes: object) -> ImapPoller:
    values: dict[str, object] = {
        "host": "127.0.0.1",
        "port": server.port,
        "security": "none",
        "username": "support",
        "password": "p",
        "addresses": "support@example.com",
        "policy": "p",
        "timeout_seconds": 2,
        "go_live_at": datetime(2026, 1, 1, tzinfo=UTC),
    }
    settings = Mailbox.model_validate(values | changes)
    return ImapPoller(
        "support", settings, database, lambda: None, Event(), now, waits=Waits(0.0, 0.0)
    )


def read(database: Database, server: ScriptedImap, tries: int = 1, **changes: object) -> list[int]:
    """Let a poller look so many times, and return the UIDs that are kept and can be worked on."""
    mailbox = poller(database, server, **changes)
    for _ in range(tries):
        try:
            mailbox.run_once()
        except IntakeError:
            continue
    mailbox.close()
    return [row.uid or 0 for row in inbox(database) if row.state is InboxState.PENDING]


def error_of(database: Database, server: ScriptedImap, **changes: object) -> str:
    mailbox = poller(database, server, **changes)
    with pytest.raises(IntakeError) as caught:
        mailbox.run_once()
    mailbox.close()
    assert cursor(database).error
    assert inbox(database) == []
    return str(caught.value)


# Greeting, log-in, selection


@pytest.mark.parametrize(
    "greeting", [None, b"* BYE too busy", b"220 mail.example.com ESMTP", b"", b"* OK" + b"x" * 9000]
)
def test_a_greeting_that_is_none_is_an_error_and_no_more(
    database: Database, start: Start, greeting: bytes | None
) -> None:
    server = start(greeting=greeting)
    if greeting is not None and greeting.startswith(b"* OK"):
        assert read(database, server) == [11, 12, 14]
    else:
        error_of(database, server)


def test_preauth_where_starttls_is_required_means_no_command_at_all(
    database: Database, start: Start
) -> None:
    server = start(greeting=b"* PREAUTH welcome", capabilities="IMAP4rev1 STARTTLS")
    assert "STARTTLS" in error_of(database, server, security="starttls")
    assert server.count("SELECT") == server.count("LOGIN") == 0


def test_starttls_that_was_stripped_means_no_password_is_sent(
    database: Database, start: Start
) -> None:
    server = start()
    assert "STARTTLS" in error_of(database, server, security="starttls")
    assert server.count("LOGIN") == 0


def test_a_log_in_that_the_server_disables_is_not_tried(database: Database, start: Start) -> None:
    server = start(capabilities="IMAP4rev1 LOGINDISABLED")
    assert "allows no log-in" in error_of(database, server)
    assert server.count("LOGIN") == 0


@pytest.mark.parametrize(
    ("script", "is_lasting"),
    [
        (answering(status="NO [AUTHENTICATIONFAILED] no"), True),
        (answering(status="NO go away"), True),
        (answering(status="NO [INUSE] mailbox in use"), False),
        (answering(status="NO [UNAVAILABLE] try later"), False),
        (answering("* BYE restarting"), False),
        (cutting, False),
    ],
)
def test_a_refused_log_in_is_not_hammered_and_a_passing_fault_is_tried_soon(
    database: Database,
    start: Start,
    script: Script,
    is_lasting: bool,  # noqa: FBT001 - a case
) -> None:
    server = start(scripts={"LOGIN": script})
    mailbox = poller(database, server)
    thread = Thread(target=mailbox.run)
    thread.start()
    sleep(0.6)
    mailbox._stop.set()
    thread.join(5)
    assert not thread.is_alive()
    assert (server.count("LOGIN") == 1) == is_lasting
    assert cursor(database).error


def test_a_folder_that_is_missing_is_named(database: Database, start: Start) -> None:
    server = start(scripts={"SELECT": answering(status="NO no such mailbox")})
    assert "'INBOX' cannot be opened" in error_of(database, server)


def test_a_read_only_folder_is_read_and_nothing_is_filed(database: Database, start: Start) -> None:
    def select(connection: Connection, tag: str, _arguments: str) -> None:
        connection.send("* 3 EXISTS", "* OK [UIDVALIDITY 7] x", f"{tag} OK [READ-ONLY] done")

    server = start(scripts={"SELECT": select, "EXAMINE": select})
    assert read(database, server) == [11, 12, 14]
    finish(database, {11: Category.ORDER})
    read(database, server)
    assert server.count("UID STORE") == 0


# UIDVALIDITY and listing


def test_without_uid_validity_every_connection_reads_anew_and_adds_nothing(
    database: Database, start: Start
) -> None:
    server = start(uid_validity=None)
    assert read(database, server) == [11, 12, 14]
    assert read(database, server) == [11, 12, 14]


def test_the_highest_uid_validity_and_uid_are_kept(database: Database, start: Start) -> None:
    highest = 4_294_967_295
    server = start(uid_validity=highest, mails={highest: mail(1)})
    assert read(database, server, tries=2) == [highest]
    assert cursor(database).uid_validity == highest


@pytest.mark.parametrize(
    "lines",
    [
        ["* SEARCH 14 11 12"],
        ["* SEARCH 11 11 12 14 12"],
        ["* SEARCH 11", "* SEARCH 12 14"],
        ["* SEARCH", "* SEARCH 14", "* SEARCH 12 11"],
        ["* SEARCH 11 12 14 (MODSEQ 917162500)"],
        ["* SEARCH 0 11 12 14 99999999999"],
    ],
)
def test_a_list_in_any_order_number_of_lines_and_with_junk_is_understood(
    database: Database, start: Start, lines: list[str]
) -> None:
    server = start(scripts={"UID SEARCH": answering(*lines)})
    mailbox = poller(database, server)
    mailbox.run_once()
    mailbox.close()
    assert [row.uid for row in inbox(database)] == [11, 12, 14]


def test_the_last_mail_that_a_server_always_lists_is_not_read_again(
    database: Database, start: Start
) -> None:
    server = start(scripts={"UID SEARCH": answering("* SEARCH 14")}, mails={14: mail(14)})
    assert read(database, server) == [14]
    assert read(database, server) == [14]
    assert server.count("UID FETCH 14 (BODY") == 1


def test_a_list_of_2_7_megabytes_in_one_line_is_read_in_bounded_memory(
    database: Database, start: Start
) -> None:
    uids = range(1_000_001, 1_340_000)

    class Many(dict[int, bytes]):
        def __contains__(self, uid: object) -> bool:
            return uid in uids

        def __getitem__(self, uid: int) -> bytes:
            return mail(uid)

    listed = "* SEARCH " + " ".join(map(str, uids))
    assert len(listed) > 2_700_000
    server = start(mails=Many(), scripts={"UID SEARCH": answering(listed)})
    mailbox = poller(database, server)
    sets = iter(range(2))
    mailbox._taker._wake = lambda: mailbox._stop.set() if next(sets, None) is None else None
    tracemalloc.start()
    try:
        mailbox.run_once()
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    mailbox.close()
    assert [row.uid for row in inbox(database)][:2] == [1_000_001, 1_000_002]
    assert len(inbox(database)) == 300
    assert peak < 100_000_000


# Fetching


def body_of_12(answer: Callable[[ScriptedImap, Connection, str], None]) -> Callable[..., Script]:
    """Make a script that answers as it should, but for the body of 12."""

    def make(server: ScriptedImap) -> Script:
        def script(connection: Connection, tag: str, arguments: str) -> bool | None:
            _, _, uids, items = arguments.split(" ", 3)
            if "BODY" not in items or "12" not in uids.split(","):
                return False
            for uid in map(int, uids.split(",")):
                if uid == 12:
                    answer(server, connection, tag)
                else:
                    connection.send_raw(server.fetched(uid, items))
            connection.send(f"{tag} OK done")
            return None

        return script

    return make


def _sends(raw: bytes) -> Callable[..., Script]:
    return body_of_12(lambda _server, connection, _tag: connection.send_raw(raw))


def _cut_short(_server: ScriptedImap, connection: Connection, _tag: str) -> None:
    connection.send_raw(b"* 2 FETCH (UID 12 BODY[] {500}\r\nFrom: ")
    connection.cut()


BROKEN_BODIES = {
    "nothing": body_of_12(lambda *_: None),
    "NIL": _sends(b"* 2 FETCH (UID 12 BODY[] NIL)\r\n"),
    "another UID": _sends(b"* 2 FETCH (UID 99 BODY[] {3}\r\nabc)\r\n"),
    "cut inside the literal": body_of_12(_cut_short),
    "a literal of 1.5 GB": _sends(b"* 2 FETCH (UID 12 BODY[] {1500000000}\r\nFrom: "),
    "a literal that is too small": _sends(
        b"* 2 FETCH (UID 12 BODY[] {4}\r\n" + mail(12) + b")\r\n"
    ),
    "a literal of negative length": _sends(b"* 2 FETCH (UID 12 BODY[] {-5}\r\nabc)\r\n"),
    "NO": body_of_12(lambda _server, connection, tag: connection.send(f"{tag} NO not this one")),
    "BYE": body_of_12(lambda _server, connection, _tag: connection.send("* BYE")),
    "one byte a second": body_of_12(
        lambda _server, connection, _tag: connection.drip(b"* 2 FE", 1)
    ),
    "no end of the line": _sends(b"* 2 FETCH (UID 12 BODY[] " + b"(" * 20_000 + b"\r\n"),
}


@pytest.mark.parametrize("name", BROKEN_BODIES)
def test_a_mail_that_is_not_given_is_set_aside_and_its_neighbours_are_kept(
    database: Database, start: Start, name: str
) -> None:
    server = start()
    server.scripts["UID FETCH"] = BROKEN_BODIES[name](server)
    assert read(database, server, tries=8, timeout_seconds=0.5) == [11, 14]
    (aside,) = (row for row in inbox(database) if row.state is InboxState.SET_ASIDE)
    assert aside.uid == 12
    assert "UID 12 of 7" in (aside.error or "")
    assert cursor(database).last_uid == 14


def test_a_mail_that_comes_at_the_second_try_is_kept(database: Database, start: Start) -> None:
    failures = iter([True, True])
    server = start()
    broken = BROKEN_BODIES["cut inside the literal"](server)
    server.scripts["UID FETCH"] = lambda connection, tag, arguments: (
        broken(connection, tag, arguments)
        if "BODY" in arguments and "12" in arguments and next(failures, False)
        else False
    )
    assert read(database, server, tries=4) == [11, 12, 14]


def test_the_same_uid_twice_and_news_in_between_do_no_harm(
    database: Database, start: Start
) -> None:
    def script(server: ScriptedImap) -> Script:
        def fetch(connection: Connection, tag: str, arguments: str) -> None:
            _, _, uids, items = arguments.split(" ", 3)
            for uid in map(int, uids.split(",")):
                connection.send(f"* {uid} FETCH (FLAGS (\\Seen))", "* 4 EXISTS")
                connection.send_raw(server.fetched(uid, items) * 2)
                connection.send(f"* {uid} FETCH (UID {uid} FLAGS (\\Answered))")
            connection.send("* 1 EXPUNGE", f"{tag} OK done")

        return fetch

    server = start()
    server.scripts["UID FETCH"] = script(server)
    assert read(database, server) == [11, 12, 14]
    assert [row.raw for row in inbox(database)] == [mail(11), mail(12), mail(14)]


def test_sizes_that_are_lies_bound_what_is_read_and_lose_nothing(
    database: Database, start: Start
) -> None:
    def fetch(connection: Connection, tag: str, arguments: str) -> bool | None:
        if "RFC822.SIZE" not in arguments:
            return False
        for uid in THREE:
            connection.send(f'* {uid} FETCH (UID {uid} RFC822.SIZE 1 INTERNALDATE "junk")')
        connection.send(f"{tag} OK done")
        return None

    server = start(scripts={"UID FETCH": fetch})
    assert read(database, server) == [11, 12, 14]
    assert not any(row.may_answer for row in inbox(database)), "nobody knows how old they are"


def test_an_answer_without_end_is_cut_at_its_time(database: Database, start: Start) -> None:
    server = start(
        scripts={"SELECT": lambda connection, _tag, _rest: connection.drip(b"* OK " * 99, 0.1)}
    )
    began = monotonic()
    assert "longer than 0.5 s" in error_of(database, server, timeout_seconds=0.5)
    assert monotonic() - began < 3


# Filing and waiting


@pytest.mark.parametrize("script", [answering(status="NO read only"), cutting])
def test_a_mark_that_is_refused_or_cut_is_put_later_and_adds_no_message(
    database: Database, start: Start, script: Script
) -> None:
    server = start()
    read(database, server)
    finish(database, {11: Category.ORDER, 12: Category.ORDER})
    server.scripts["UID STORE"] = script
    read(database, server)
    assert not any(copy.filed_at for copy in copies(database))
    del server.scripts["UID STORE"]
    read(database, server)
    assert [bool(copy.filed_at) for copy in copies(database)] == [True, True, False]


def test_without_move_mails_are_copied_and_only_they_are_expunged(
    database: Database, start: Start
) -> None:
    server = start(capabilities="IMAP4rev1 UIDPLUS")
    read(database, server, after="move")
    finish(database, {11: None, 12: None})
    read(database, server, after="move")
    assert server.count("UID COPY 11,12") == server.count("UID EXPUNGE 11,12") == 1


def test_with_neither_move_nor_uidplus_mails_stay(database: Database, start: Start) -> None:
    server = start(capabilities="IMAP4rev1")
    read(database, server, after="move")
    finish(database, {11: None})
    read(database, server, after="move")
    assert server.count("UID COPY") == server.count("EXPUNGE") == 0
    assert not any(copy.filed_at for copy in copies(database))


@pytest.mark.parametrize(
    "told",
    [
        "7 11,12",
        "seven 11,12 1,2",
        "7 11,12 1",
        "7 11,12 1,1",
        "7 11,x 1,2",
        "7 1:4294967295 1:4294967295",
        "7 1:4294967295,1:4294967295 1,2",
    ],
)
def test_what_cannot_be_true_of_a_move_is_not_followed(
    database: Database, start: Start, told: str
) -> None:
    server = start()
    read(database, server, after="move")
    finish(database, {11: Category.ORDER, 12: Category.ORDER})
    server.scripts["UID MOVE"] = answering(f"* OK [COPYUID {told}] moved")
    read(database, server, after="move")
    assert [copy.uid for copy in copies(database)] == [14]


def run_for(mailbox: ImapPoller, seconds: float) -> None:
    thread = Thread(target=mailbox.run)
    thread.start()
    sleep(seconds)
    mailbox._stop.set()
    thread.join(5)
    assert not thread.is_alive()


@pytest.mark.parametrize(
    ("idle", "least_noops"),
    [
        (answering(status="NO not now"), 3),
        (answering("* 4 EXISTS", status="BAD what"), 3),
    ],
)
def test_idle_that_is_refused_is_not_asked_for_again(
    database: Database, start: Start, idle: Script, least_noops: int
) -> None:
    server = start(scripts={"IDLE": idle})
    run_for(poller(database, server, noop_seconds=0, poll_seconds=0.1), 1)
    assert server.count("IDLE") == 1
    assert server.count("NOOP") >= least_noops


def test_without_idle_it_polls(database: Database, start: Start) -> None:
    server = start(capabilities="IMAP4rev1")
    run_for(poller(database, server, noop_seconds=0, poll_seconds=0.1), 1)
    assert server.count("IDLE") == 0
    assert server.count("NOOP") >= 3


@pytest.mark.parametrize("end", ["BYE", "cut", "news before the plus"])
def test_after_a_bye_in_idle_it_comes_back_and_looks_at_once(
    database: Database, start: Start, end: str
) -> None:
    arrived = dict(THREE)

    def idle(connection: Connection, tag: str, _arguments: str) -> bool | None:
        if len(arrived) > 3:
            return False
        arrived[15] = mail(15)
        if end == "news before the plus":
            connection.send("* 4 EXISTS", "+ idling", "* 4 RECENT")
            connection.read_line()
            connection.send(f"{tag} OK done")
            return None
        connection.send("+ idling", *(["* BYE"] if end == "BYE" else []))
        connection.cut()
        return None

    server = start(mails=arrived, scripts={"IDLE": idle})
    run_for(poller(database, server, noop_seconds=0), 1.5)
    assert [row.uid for row in inbox(database)] == [11, 12, 14, 15]


def test_a_peer_that_died_in_idle_is_noticed_when_idle_is_renewed(
    database: Database, start: Start
) -> None:
    silent = iter([True])

    def idle(connection: Connection, _tag: str, _arguments: str) -> bool | None:
        if not next(silent, False):
            return False
        connection.send("+ idling")
        sleep(3)
        return None

    server = start(scripts={"IDLE": idle})
    mailbox = poller(database, server, noop_seconds=0, idle_renew_seconds=0.3, timeout_seconds=0.5)
    run_for(mailbox, 2.5)
    assert server.connections == 2


def test_news_that_is_told_during_a_fetch_is_not_missed(database: Database, start: Start) -> None:
    arrived = dict(THREE)

    def fetch(connection: Connection, _tag: str, arguments: str) -> bool:
        if "BODY" in arguments and 15 not in arrived:
            arrived[15] = mail(15)
            connection.send("* 4 EXISTS")
        return False

    server = start(mails=arrived, scripts={"UID FETCH": fetch})
    assert read(database, server) == [11, 12, 14, 15]
