"""Mailbox lists, and what an address says of who is behind it."""

import pytest

from tests.unit.mail.mails import read
from triage.mail.addresses import parse_addresses
from triage.mail.mailboxes import (
    bare_address,
    is_machine,
    is_robot,
    is_sendable,
    organisational_domain,
)
from triage.mail.message import Address


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("a@b.example", [("", "a@b.example")]),
        ("Ann <a@b.example>, bob@c.example", [("Ann", "a@b.example"), ("", "bob@c.example")]),
        ('"Example, Ann" <a@b.example>', [("Example, Ann", "a@b.example")]),
        ("a@b.example (Ann)", [("Ann", "a@b.example")]),
        ("Ann(a wonderful \\) chap) <a(her account)@b.example>", [("Ann", "a@b.example")]),
        ("Friends: a@b.example, Bob <b@c.example>;", [("", "a@b.example"), ("Bob", "b@c.example")]),
        ("undisclosed-recipients:;", []),
        ("Nobody:;, a@b.example", [("", "a@b.example")]),
        ("<@relay.example:a@b.example>", [("", "a@b.example")]),
        ("<mailto:a@b.example>", [("", "a@b.example")]),
        ("a @ b . example", [("", "a@b.example")]),
        ("Ann Example a@b.example", [("Ann Example", "a@b.example")]),
        ('"a b"@c.example', [("", '"a b"@c.example')]),
        ("'Ann' <a@b.example>", [("Ann", "a@b.example")]),
        ("Ann <a@b.example", [("Ann", "a@b.example")]),
        ("MAILER-DAEMON (Mail System)", [("Mail System", "MAILER-DAEMON")]),
        ("Ann Example", []),
        ("żółw@żółw.example", [("", "żółw@żółw.example")]),
        ("🐢@b.example", [("", "🐢@b.example")]),
        (
            "=?utf-8?q?boss=40desk=2Eexample=3E=2C?= <a@b.example>",
            [("boss@desk.example>,", "a@b.example")],
        ),
        ("=?utf-8?b?xbzDs8WCdw==?= <a@b.example>", [("żółw", "a@b.example")]),
        ("", []),
    ],
)
def test_mailbox_lists(value: str, expected: list[tuple[str, str]]) -> None:
    found = parse_addresses(value, 100)
    assert [(one.name, one.address) for one in found] == expected


def test_no_more_are_read_than_wanted() -> None:
    assert len(parse_addresses(", ".join(["a@b.example"] * 50), 10)) == 10


def test_unbalanced_comments_do_not_hide_the_address() -> None:
    assert parse_addresses("(" * 2_000 + "a@b.example", 5) == (Address("", "a@b.example"),)


def test_two_from_fields_give_both_authors() -> None:
    message = read("hi", "From: bob@customer.example")
    assert [one.address for one in message.authors] == [
        "ann@customer.example",
        "bob@customer.example",
    ]
    assert "from-repeated" in message.defects


def test_a_display_name_cannot_pose_as_the_author() -> None:
    message = read(from_='"help@desk.example" <a@b.example>')
    assert message.author == Address("help@desk.example", "a@b.example")


@pytest.mark.parametrize(
    "address",
    [
        "a@b.example",
        "a.b+c@b.co.example",
        "żółw@żółw.example",
        '"a b"@c.example',
        "a@[192.0.2.1]",
        "o'brien@b.example",
    ],
)
def test_sendable(address: str) -> None:
    assert is_sendable(address)


@pytest.mark.parametrize(
    "address",
    [
        "a",
        "a@",
        "@b.example",
        "a@localhost",
        "a@b",
        "a@b.invalid",
        "a b@c.example",
        "a@b..example",
        "a@-b.example",
        "a@b.example\r\nBcc: c@d.example",
        "x" * 65 + "@b.example",
        "a@" + "b" * 250 + ".example",
        "a@b.example, c@d.example",
    ],
)
def test_not_sendable(address: str) -> None:
    assert not is_sendable(address)


@pytest.mark.parametrize(
    "local",
    [
        *("mailer-daemon", "MAILER-DAEMON", "postmaster", "listserv", "majordomo", "owner-list"),
        *("list-owner", "list-request", "list-bounces", "bounce+1.abc", "bounces-7+x", "no-reply"),
        *("noreply", "do-not-reply", "donotreply", "no-reply+tag", "billing-noreply", "nobody"),
        *("notifications", "newsletter", "mdaemon", "auto-response", "no_reply", "nao-responda"),
        *("ne-pas-repondre", "nicht.antworten", "shop-noresponder"),
        "microsoftexchange329e71ec88ae4615bbc36ab6ce41109e",
        *("root", "daemon", "www-data", "abuse", "hostmaster", "webmaster", "noc", "security"),
    ],
)
def test_robots(local: str) -> None:
    assert is_robot(f"{local}@b.example")


@pytest.mark.parametrize(
    "local",
    *[
        (
            "support",
            "info",
            "help",
            "ann",
            "roots",
            "daemon.smith",
            "bouncer",
            "nora.ply",
            "requests",
        )
    ],
)
def test_people_and_desks_are_no_robots(local: str) -> None:
    assert not is_robot(f"{local}@b.example")


def test_behind_a_role_there_may_be_a_person() -> None:
    assert is_robot("security@b.example")
    assert not is_machine("security@b.example")


@pytest.mark.parametrize(
    "rewritten",
    [
        "help@desk.example",
        "HELP@Desk.Example.",
        "help+t1.abc@desk.example",
        "prvs=0123456789=help@desk.example",
        "SRS0=HHHH=TT=desk.example=help@relay.example",
        "SRS1=hash=first.example==HHHH=TT=desk.example=help@relay.example",
        "<help@desk.example>",
    ],
)
def test_rewriting_is_undone(rewritten: str) -> None:
    assert bare_address(rewritten) == "help@desk.example"


def test_the_organisational_domain_is_what_somebody_registered() -> None:
    assert organisational_domain("mail.shop.example.co.uk") == "example.co.uk"
    assert organisational_domain("a.b.example.com") == "example.com"
    assert organisational_domain("localhost") == "localhost"
