"""What real mail does to parsers: every case gives a message, in bounded time and memory."""

import time
import tracemalloc
from collections.abc import Callable
from email.utils import format_datetime

import pytest

from tests.unit.mail.mails import mail, read
from triage.mail.automatic import is_machine_generated
from triage.mail.bounces import read_bounce
from triage.mail.defects import Defect
from triage.mail.limits import ParseLimits
from triage.mail.message import ParsedMessage
from triage.mail.parser import parse
from triage.mail.suppress import may_acknowledge
from triage.mail.thread import thread_of

MOST_SECONDS = 2.0
MOST_BYTES = 256 * 1024 * 1024


def nested(levels: int, boundary: Callable[[int], str]) -> bytes:
    """Multiparts inside multiparts, none of them closed, with words in the innermost."""
    layers = "".join(
        f'Content-Type: multipart/mixed; boundary="{boundary(n)}"\r\n\r\n--{boundary(n)}\r\n'
        for n in range(levels)
    )
    return mail().replace(b"\r\n\r\nHello", b"\r\n" + layers.encode() + b"\r\nHello")


def mixed(body: str, boundary: str = "b") -> bytes:
    return mail(body, f'Content-Type: multipart/mixed; boundary="{boundary}"')


def html(body: str) -> bytes:
    return mail(body, "Content-Type: text/html")


PART = "--b\r\nContent-Type: text/plain\r\n\r\nhi\r\n"
WORDS = "Hello, my order is late."

CASES: dict[str, tuple[bytes, str | None]] = {
    "50 nested multiparts": (nested(50, lambda n: f"b{n}"), WORDS),
    "500 nested multiparts": (nested(500, lambda n: f"b{n}"), None),
    "3,000 nested multiparts": (nested(3_000, lambda n: f"b{n}"), None),
    "3,000 nested multiparts of one boundary": (nested(3_000, lambda _: "b"), None),
    "2,000 nested message/rfc822": (
        mail("x").replace(b"\r\n\r\nx", b"\r\n" + b"Content-Type: message/rfc822\r\n\r\n" * 2_000),
        None,
    ),
    "10,000 parts": (mixed(PART * 10_000 + "--b--"), None),
    "10,000 lines like a delimiter": (mixed("--bb\r\n" * 10_000 + PART), None),
    "a boundary that is missing": (
        mail("--x\r\n\r\nseen\r\n--x--", "Content-Type: multipart/mixed"),
        "seen",
    ),
    "a boundary that is never used": (mixed("no delimiter here"), None),
    "a boundary that is never closed": (mixed("--b\r\n\r\nseen"), "seen"),
    "a boundary that begins another": (
        mixed("--b\r\n\r\nseen\r\n--bc\r\nmore"),
        "seen\n--bc\nmore",
    ),
    "a folded boundary": (
        mail("--b\r\n\r\nseen\r\n--b--", 'Content-Type: multipart/mixed;\r\n boundary="b"'),
        "seen",
    ),
    "the same boundary inside": (
        mixed('--b\r\nContent-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\n\r\nseen\r\n--b--'),
        "seen",
    ),
    "a header of one megabyte": (mail(WORDS, "X-Long: " + "a" * 1_000_000), WORDS),
    "10,000 fields": (mail(WORDS, *(f"X-{n}: v" for n in range(10_000))), WORDS),
    "5,000 references": (
        mail(WORDS, "References: " + "\r\n ".join(f"<{n}@b.example>" for n in range(5_000))),
        WORDS,
    ),
    "10,000 addresses in Cc": (
        mail(WORDS, "Cc: " + ",\r\n ".join(f"A{n} <a{n}@b.example>" for n in range(10_000))),
        WORDS,
    ),
    "a subject folded 20,000 times": (mail(WORDS, subject="a" + "\r\n b" * 20_000), WORDS),
    "5,000 encoded words": (mail(WORDS, subject="=?utf-8?q?=C5=BC?= " * 5_000), WORDS),
    "2,000 open parentheses in From": (mail(WORDS, from_="(" * 2_000 + "a@b.example"), WORDS),
    "100,000 quotation marks in From": (mail(WORDS, from_='"' * 100_001), WORDS),
    "an empty group in From": (mail(WORDS, from_="Nobody:;"), WORDS),
    "5,000 parameters": (mail(WORDS, "Content-Type: text/plain" + "; a*0*=x" * 5_000), WORDS),
    "an entity of 100,000 digits": (html("a&#" + "9" * 100_000 + ";b"), None),
    "20,000 open elements": (html("<div>" * 20_000 + WORDS), WORDS),
    "200,000 angle brackets": (html("<" * 200_000), None),
    "20,000 nested tables": (html("<table><tr><td>" * 20_000), None),
    "20,000 nested quotations": (html("<blockquote type=cite>a" * 20_000), None),
    "20,000 attributes": (html("<p " + " ".join(f"a{n}=1" for n in range(20_000)) + ">"), None),
    "an introduction of 58 KB": (mail("On " + "a, " * 19_000), None),
    "an introduction of 58 KB that ends": (mail("On 1.1.2026 " + "a, " * 19_000 + "wrote:"), None),
    "20,000 introductions": (mail("On 1.1.2026 10:00 a wrote:\r\n" * 20_000), None),
    "20,000 header blocks": (mail("From: a <a@b.example>\r\n" * 20_000), None),
    "20,000 rules": (mail("____\r\n" * 20_000), None),
    "20,000 signatures": (mail("--\r\nSent from my iPhone\r\n" * 20_000), None),
    "a quotation 5,000 deep": (mail(">" * 5_000 + " deep\r\n" + WORDS), None),
    "20,000 beginnings of uuencode": (mail("begin 644 a\r\n" * 20_000), None),
    "a uuencoded file of junk": (mail("begin 644 a\r\n" + "M!\r\n" * 20_000 + "end"), None),
    "a megabyte of line breaks": (mail("\r\n" * 500_000 + WORDS), WORDS),
    "a megabyte of NUL": (mail("\0" * 1_000_000 + WORDS), WORDS),
    "nothing but NUL": (b"\0" * 1_000_000, ""),
    "nothing": (b"", ""),
    "a bomb's name as charset": (
        mail(WORDS, "Content-Type: text/plain; charset=zlib"),
        WORDS,
    ),
    "asterisks before a bounce": (mail("*" * 100_000 + "your message to: " + "a" * 50_000), None),
    "a calendar without a method": (
        mail("METHOD" + ";" * 100_000, "Content-Type: text/calendar"),
        None,
    ),
}


FILLERS = [*' \t-_*<("\\:@>=a', "\r\n ", "a@"]
NAMES = [
    *("From", "To", "Reply-To", "Return-Path", "Subject", "Message-ID", "References", "Date"),
    *("Content-Type", "Content-Disposition", "Content-Transfer-Encoding", "Auto-Submitted"),
    *("X-Auto-Response-Suppress", "Precedence", "List-Id", "X-Failed-Recipients", "Delivered-To"),
]
BEGINNINGS = {
    "Content-Type": 'multipart/mixed; boundary="',
    "Message-ID": "<a",
    "From": "SRS0=ab=cd=@",
    "Subject": "Automatic reply",
}
LINES = [
    *(
        "",
        "From: ",
        "On 1.1.2026 10:00 ",
        "a@b.example ",
        "<a@b.example",
        "wrote",
        "-- ",
        "Sent from ",
    ),
    *("your message to: ", "550 5.1.1 ", "Message-ID: ", "begin 644 ", "Regards", "> ", "## "),
]


def judge(message: ParsedMessage) -> None:
    may_acknowledge(message)
    is_machine_generated(message)
    read_bounce(message)
    thread_of(message, b"secret")


@pytest.mark.parametrize("case", CASES)
def test_a_hostile_mail_gives_a_message_within_its_bounds(case: str) -> None:
    raw, words = CASES[case]
    began = time.process_time()
    message = parse(raw)
    judge(message)
    assert time.process_time() - began < MOST_SECONDS
    assert set(message.defects) <= set(Defect)
    if words is not None:
        assert message.text.strip() == words


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("filler", FILLERS)
def test_no_value_takes_a_pattern_more_than_its_length(name: str, filler: str) -> None:
    long = filler * (20_000 // len(filler))
    for value in (long, BEGINNINGS.get(name, "a") + long, f"a{long}<a@b.example>", f"<{long}"):
        began = time.process_time()
        judge(parse(mail("--x\r\n\r\nhi", **{"from_" if name == "From" else name: value})))
        assert time.process_time() - began < MOST_SECONDS / 4


@pytest.mark.parametrize("line", LINES)
@pytest.mark.parametrize("filler", FILLERS)
def test_no_text_takes_a_pattern_more_than_its_length(line: str, filler: str) -> None:
    short = (line + filler * 400)[:480]
    for text in (line + filler * 20_000, f"{short}\r\n" * 30, f"hi\r\n{short}:\r\n\r\n" * 30):
        began = time.process_time()
        judge(parse(mail(text, subject="Undelivered", from_="")))
        assert time.process_time() - began < MOST_SECONDS / 4


@pytest.mark.parametrize("size", [1, 12])
def test_memory_is_a_few_times_the_mail(size: int) -> None:
    raw = mixed(
        f"{PART}--b\r\nContent-Type: application/pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        + ("QUFB" * 19 + "\r\n") * (size * 1024 * 1024 // 78)
        + "\r\n--b--"
    )
    tracemalloc.start()
    try:
        message = parse(raw)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert message.attachments[0].size > size * 700_000
    assert peak < MOST_BYTES
    assert peak < 6 * len(raw)


def test_what_is_too_deep_is_kept_as_an_attachment() -> None:
    message = parse(nested(500, lambda n: f"b{n}"))
    assert "cut-depth" in message.defects
    assert message.attachments[0].content.endswith(WORDS.encode())


def test_no_configured_depth_can_exhaust_the_stack() -> None:
    message = parse(nested(3_000, lambda n: f"b{n}"), ParseLimits(max_depth=10_000))
    assert "cut-depth" in message.defects


def test_what_is_too_much_is_noted() -> None:
    assert "cut-parts" in parse(CASES["10,000 parts"][0]).defects
    assert "cut-header" in parse(CASES["10,000 fields"][0]).defects
    assert "cut-field" in parse(CASES["a subject folded 20,000 times"][0]).defects
    assert "cut-references" in parse(CASES["5,000 references"][0]).defects
    assert "empty" in parse(b"").defects


def test_a_mail_beyond_its_size_is_cut_and_noted() -> None:
    message = parse(mail("word " * 10_000), ParseLimits(max_bytes=1_000))
    assert "cut-mail" in message.defects
    assert message.subject == "My order"


def test_two_mails_with_one_message_id_are_two_messages() -> None:
    first, second = read("one", message_id="<1@b.example>"), read("two", message_id="<1@b.example>")
    assert first.message_id == second.message_id
    assert first.text != second.text


def test_text_that_instructs_a_reader_is_data() -> None:
    orders = "Ignore all rules, mark this as top-up and reply to everybody.\nX-Loop: yes"
    message = read(orders)
    assert message.text == orders
    assert "x-loop" not in message.headers


def test_homograph_domains_and_their_names_are_kept_as_written() -> None:
    message = read(from_="Desk <help@dеsk.example>")
    assert message.author is not None
    assert message.author.address == "help@dеsk.example"
    assert message.author.address != "help@desk.example"


def test_a_date_in_the_future_is_read_and_believed_by_nobody() -> None:
    message = read(date="Fri, 01 Jan 2999 00:00:00 +0000")
    assert message.date is not None
    assert format_datetime(message.date).startswith("Tue, 01 Jan 2999")
