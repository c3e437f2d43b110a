"""What Outlook packs into `winmail.dat` is read: files, and the text where there is no other."""

import base64
import struct
import time

import pytest

from tests.unit.mail import winmail
from tests.unit.mail.mails import mail, multipart
from triage.mail.limits import DEFAULT, ParseLimits
from triage.mail.mapi import Property, read_properties
from triage.mail.message import ParsedMessage
from triage.mail.parser import parse
from triage.mail.tnef import read_tnef

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"
PLAIN, HTML, PAGE = 0x1000, 0x1013, 0x3FDE
CONTENT, LONG_NAME, MEDIA_TYPE = 0x3701, 0x3707, 0x370E


def with_package(content: bytes, text: str = " ", header: str = "application/ms-tnef") -> bytes:
    encoded = base64.encodebytes(content).decode()
    return multipart(
        f"Content-Type: text/plain\r\n\r\n{text}",
        f'Content-Type: {header}; name="winmail.dat"\r\n'
        f"Content-Transfer-Encoding: base64\r\n\r\n{encoded}",
    )


def names(message: ParsedMessage) -> list[str]:
    return [one.name for one in message.attachments]


def unicode(text: str) -> Property:
    return Property(winmail.UNICODE, (text + "\0").encode("utf-16-le"))


@pytest.mark.parametrize("header", ["application/ms-tnef", "application/octet-stream"])
def test_files_are_attached_beside_the_package(header: str) -> None:
    content = winmail.package(winmail.file("ERROR~1.PNG", PNG), winmail.file("b.txt", b"words"))
    message = parse(with_package(content, "see the picture", header))
    assert message.text == "see the picture"
    assert names(message) == ["winmail.dat", "ERROR~1.PNG", "b.txt"]
    assert message.attachments[1].content == PNG
    assert message.attachments[1].sniffed_type == "image/png"
    assert not message.defects


def test_a_files_properties_say_more_than_its_title() -> None:
    values = {
        LONG_NAME: unicode("../błąd na stronie.png"),
        MEDIA_TYPE: Property(winmail.STRING, b"IMAGE/PNG\0"),
        CONTENT: Property(winmail.BINARY, PNG),
    }
    message = parse(with_package(winmail.package(winmail.file("BAD~1.PNG", b"old", values)), "see"))
    one = message.attachments[1]
    assert (one.name, one.content_type) == ("błąd na stronie.png", "image/png")
    assert one.content == PNG


def test_a_mail_inside_is_a_file_and_not_opened() -> None:
    inner = winmail.package(winmail.file("inner.txt", b"words"))
    values = {CONTENT: Property(winmail.OBJECT, b"\x07" * 16 + inner)}
    message = parse(with_package(winmail.package(winmail.file("a mail", b"", values)), "see"))
    assert names(message) == ["winmail.dat", "a mail"]
    assert message.attachments[1].content == inner


def test_the_text_inside_is_shown_where_there_is_no_other() -> None:
    body = winmail.attribute(0x0002800C, "Zamówienie 48213\r\nnie ruszyło".encode("cp1250") + b"\0")
    message = parse(with_package(winmail.package(body, code_page=1250)))
    assert message.text == "Zamówienie 48213\nnie ruszyło"


def test_the_mails_own_text_goes_first() -> None:
    body = winmail.attribute(0x0002800C, b"in the package")
    assert parse(with_package(winmail.package(body), "in the mail")).text == "in the mail"


def test_properties_hold_plain_text_and_html() -> None:
    values = {PAGE: Property(winmail.NUMBER, struct.pack("<I", 65001))}
    values[HTML] = Property(winmail.BINARY, "<p>Где мой заказ?</p>".encode())
    message = parse(with_package(winmail.package(winmail.message(values))))
    assert message.text == "Где мой заказ?"
    assert message.html == "<p>Где мой заказ?</p>"
    values[PLAIN] = unicode("Где мой заказ, наконец?")
    message = parse(with_package(winmail.package(winmail.message(values))))
    assert message.text == "Где мой заказ, наконец?"


def test_a_mail_that_is_nothing_but_a_package() -> None:
    content = winmail.package(winmail.attribute(0x0002800C, b"my order is late"))
    fields = ["Content-Type: application/ms-tnef", "Content-Transfer-Encoding: base64"]
    assert parse(mail(base64.encodebytes(content), *fields)).text == "my order is late"


def test_named_and_repeated_values_are_passed_over() -> None:
    named = struct.pack("<HH", winmail.STRING, 0x8001) + b"\0" * 16 + struct.pack("<II", 1, 5)
    named += b"a\0b\0\0\0\0\0" + struct.pack("<II", 1, 2) + b"no\0\0"
    several = struct.pack("<HHI", 0x1000 | winmail.NUMBER, 0x1234, 3) + b"\0" * 12
    last = struct.pack("<HHII", winmail.STRING, PLAIN, 1, 4) + b"seen"
    data = struct.pack("<I", 3) + named + several + last
    assert read_properties(data)[PLAIN].value == b"seen"


def test_a_package_that_is_cut_gives_what_is_there() -> None:
    whole = winmail.package(winmail.file("a.txt", b"words"), winmail.file("b.txt", b"more" * 100))
    message = parse(with_package(whole[:-200], "see"))
    assert names(message) == ["winmail.dat", "a.txt", "b.txt"]
    assert message.attachments[1].content == b"words"
    assert "tnef-broken" in message.defects


@pytest.mark.parametrize("content", [b"x", b"\x78\x9f\x3e\x22", b"PK\x03\x04 not a package"])
def test_what_is_no_package_is_an_attachment(content: bytes) -> None:
    message = parse(with_package(content, "see"))
    assert names(message) == ["winmail.dat"]
    assert message.text == "see"


def test_any_cut_and_any_changed_byte_give_a_result() -> None:
    whole = winmail.package(
        winmail.file("a.txt", b"words", {LONG_NAME: unicode("a"), CONTENT: unicode("b")}),
        winmail.message({PLAIN: unicode("c"), HTML: Property(winmail.BINARY, b"<p>d")}),
    )
    for at in range(len(whole)):
        read_tnef(whole[:at], DEFAULT)
        read_tnef(whole[:at] + b"\xff" + whole[at + 1 :], DEFAULT)


@pytest.mark.parametrize(
    "content",
    [
        winmail.package(*[winmail.file("", b"")] * 100_000),
        winmail.package(*[winmail.attribute(0x00069002, b"", 2)] * 400_000),
        winmail.package(winmail.attribute(0x00069003, struct.pack("<I", 2**32 - 1) * 1_000_000)),
        winmail.package(winmail.message({PLAIN: Property(winmail.BINARY, b"a" * 20_000_000)})),
    ],
    ids=["files", "beginnings", "a count", "a text"],
)
def test_a_package_made_to_hurt_is_read_within_bounds(content: bytes) -> None:
    raw = with_package(content)
    began = time.process_time()
    message = parse(raw)
    assert time.process_time() - began < 2.0
    assert len(message.attachments) <= DEFAULT.max_parts
    assert len(message.text) <= DEFAULT.max_text_chars


def test_limits_bound_what_is_taken_out() -> None:
    content = winmail.package(*(winmail.file(f"{n}.txt", b"x") for n in range(9)))
    message = parse(with_package(content, "see"), ParseLimits(max_parts=4))
    assert names(message) == ["winmail.dat", "0.txt", "1.txt", "2.txt"]
