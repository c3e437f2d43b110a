"""The best visible text of a mail, and what is attached to it."""

import base64
import binascii
import hashlib

import pytest

from tests.unit.mail.mails import mail, multipart, read
from triage.mail.attachments import safe_name
from triage.mail.charsets import codec_named, decode
from triage.mail.limits import ParseLimits
from triage.mail.parser import parse

PLAIN = "Content-Type: text/plain; charset=utf-8\r\n\r\n"
HTML = "Content-Type: text/html; charset=utf-8\r\n\r\n"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"


def test_plain_text_is_preferred_to_html() -> None:
    message = parse(
        multipart(f"{PLAIN}in words", f"{HTML}<p>in <b>markup</b></p>", subtype="alternative")
    )
    assert message.text == "in words"
    assert message.html == "<p>in <b>markup</b></p>"
    assert message.attachments == ()
    assert message.content_type == "multipart/alternative"


def test_an_empty_text_part_gives_way_to_the_html_one() -> None:
    message = parse(multipart(f"{PLAIN} \r\n", f"{HTML}<p>in markup</p>", subtype="alternative"))
    assert message.text == "in markup"


def test_a_text_part_that_only_points_to_the_html_gives_way() -> None:
    stub = f"{PLAIN}Please use a mail client that can display HTML."
    message = parse(multipart(stub, f"{HTML}<p>in markup</p>", subtype="alternative"))
    assert message.text == "in markup"


def test_html_labelled_as_plain_is_read_as_html() -> None:
    message = parse(multipart(f"{PLAIN}<html><body><p>in markup</p></body></html>"))
    assert message.text == "in markup"


def test_several_text_parts_are_one_text() -> None:
    picture = 'Content-Type: image/png; name="a.png"\r\n\r\nx'
    message = parse(multipart(f"{PLAIN}above", picture, f"{PLAIN}below"))
    assert message.text == "above\n\nbelow"
    assert [one.name for one in message.attachments] == ["a.png"]


def test_related_pictures_are_attached() -> None:
    inner = (
        'Content-Type: multipart/related; boundary="in"\r\n\r\n'
        f"--in\r\n{HTML}<p>see<img src=cid:1 alt='the error'></p>\r\n"
        "--in\r\nContent-Type: image/png\r\nContent-ID: <1>\r\n\r\nx\r\n--in--"
    )
    message = parse(multipart(f"{PLAIN}see", inner, subtype="alternative"))
    assert message.text == "see"
    assert [one.content_type for one in message.attachments] == ["image/png"]


def test_an_attachment_is_described_by_us() -> None:
    encoded = base64.encodebytes(PNG).decode()
    message = parse(
        multipart(
            f"{PLAIN}see",
            'Content-Type: text/plain\r\nContent-Disposition: attachment; filename="/pa\u202esswd"'
            f"\r\nContent-Transfer-Encoding: base64\r\n\r\n{encoded}",
        )
    )
    (one,) = message.attachments
    assert one.name == "passwd"
    assert (one.content_type, one.sniffed_type) == ("text/plain", "image/png")
    assert one.content == PNG
    assert one.size == len(PNG)
    assert one.sha256 == hashlib.sha256(PNG).hexdigest()
    assert "PNG" not in repr(one)


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ('Content-Disposition: attachment; filename="a b.pdf"', "a b.pdf"),
        ("Content-Disposition: attachment; filename*=UTF-8''%C5%BC%C3%B3w.pdf", "żów.pdf"),
        (
            "Content-Disposition: attachment; filename*1=lw.pdf; filename*0*=utf-8''%C5%BC%C3%B3",
            "żólw.pdf",
        ),
        ('Content-Disposition: attachment; filename="=?utf-8?q?=C5=BC.pdf?="', "ż.pdf"),
        ("Content-Disposition: attachment; filename=C:\\temp\\a.pdf", "a.pdf"),
        ("Content-Disposition: attachment", "attachment.pdf"),
        ('Content-Disposition: attachment; filename="con.pdf"', "_con.pdf"),
    ],
)
def test_file_names(header: str, name: str) -> None:
    part = f"Content-Type: application/pdf\r\n{header}\r\n\r\n%PDF-1.4"
    assert [one.name for one in parse(multipart(f"{PLAIN}see", part)).attachments] == [name]


def test_a_long_name_keeps_its_ending() -> None:
    name = safe_name("a" * 6_000 + ".pdf", "application/pdf")
    assert len(name) == 120
    assert name.endswith("a.pdf")


@pytest.mark.parametrize("bad", ["..", "/", "", " . ", "\u202e", "a/.."])
def test_a_name_of_nothing_is_made_up(bad: str) -> None:
    assert safe_name(bad, "text/calendar") == "attachment.ics"


def test_an_encrypted_mail_is_a_mail_without_text() -> None:
    message = parse(
        multipart(
            "Content-Type: application/pgp-encrypted\r\n\r\nVersion: 1",
            "Content-Type: application/octet-stream\r\n\r\n-----BEGIN PGP MESSAGE-----",
            subtype="encrypted",
        )
    )
    assert message.text == ""
    assert "encrypted" in message.defects
    assert len(message.attachments) == 2


def test_an_smime_envelope_is_attached() -> None:
    message = read("AAAA", "Content-Type: application/pkcs7-mime; smime-type=enveloped-data")
    assert "encrypted" in message.defects
    assert [one.name for one in message.attachments] == ["attachment.p7m"]


def test_a_signed_mail_shows_its_text() -> None:
    signature = "Content-Type: application/pgp-signature\r\n\r\n-----BEGIN PGP SIGNATURE-----"
    message = parse(multipart(f"{PLAIN}signed words", signature, subtype="signed"))
    assert message.text == "signed words"
    assert [one.name for one in message.attachments] == ["attachment.asc"]


def test_winmail_dat_and_invitations_are_attached() -> None:
    tnef = "Content-Type: application/ms-tnef; name=winmail.dat\r\n\r\nx"
    invitation = "Content-Type: text/calendar; method=REQUEST\r\n\r\nBEGIN:VCALENDAR"
    message = parse(multipart(f"{PLAIN}see you", tnef, invitation))
    assert [one.name for one in message.attachments] == ["winmail.dat", "attachment.ics"]


def test_an_external_body_is_never_fetched() -> None:
    part = 'Content-Type: message/external-body; access-type=URL; URL="http://e.example/"\r\n\r\nx'
    message = parse(multipart(f"{PLAIN}see", part))
    assert "external-body" in message.defects
    assert message.text == "see"


def test_a_piece_of_a_mail_is_noted() -> None:
    message = read("half a mail", 'Content-Type: message/partial; id="1"; number=1; total=2')
    assert "partial" in message.defects
    assert message.attachments[0].content == b"half a mail"


def test_a_mail_that_only_forwards_another_as_a_file_shows_it() -> None:
    forwarded = "Content-Type: message/rfc822\r\n\r\n" + mail("the receipt").decode()
    message = parse(multipart(forwarded))
    assert message.text == "the receipt"
    assert message.subject == "My order"
    assert [one.name for one in message.attachments] == ["attachment.eml"]


def test_a_forwarded_file_beside_words_stays_a_file() -> None:
    forwarded = "Content-Type: message/rfc822\r\n\r\n" + mail("the receipt").decode()
    assert parse(multipart(f"{PLAIN}see below", forwarded)).text == "see below"


@pytest.mark.parametrize(
    ("encoding", "body", "text", "defect"),
    [
        ("base64", "aGVsbG8gd29ybGQ=", "hello world", None),
        ("BASE64", "aGVsbG8gd29ybGQ", "hello world", "base64-broken"),
        ("base64", "aGVsbG8gd29ybGQ=\r\n-- \r\na list's footer", "hello world", "base64-broken"),
        ("base64", "aGVsbG8gd29yb", "hello wor", "base64-broken"),
        ("base64", "aGVs*bG8_gd29ybGQ=", "hello world", "base64-broken"),
        ("quoted-printable", "caf=C3=A9 =\r\nau lait", "café au lait", None),
        ("quoted-printable", "100=ZZ = 5=", "100=ZZ = 5", None),
        ("x-unheard-of", "as it is", "as it is", "encoding-unknown"),
        ("7bit", "as it is", "as it is", None),
        ("x-uuencode", "begin 644 a.txt\r\n%:&5L;&\\\r\n`\r\nend", "hello", None),
    ],
)
def test_transfer_encodings(encoding: str, body: str, text: str, defect: str | None) -> None:
    message = read(
        body, "Content-Type: text/plain; charset=utf-8", f"Content-Transfer-Encoding: {encoding}"
    )
    assert message.text == text
    assert message.defects == ((defect,) if defect else ())


def test_an_inline_uuencoded_file_is_attached_and_no_words_of_the_author() -> None:
    lines = [
        b"begin 644 note.txt",
        *(binascii.b2a_uu(b"x" * 40).rstrip() for _ in range(3)),
        b"`",
        b"end",
    ]
    message = read(b"Here it is:\r\n" + b"\r\n".join(lines) + b"\r\nThanks for your help")
    assert [(one.name, one.size) for one in message.attachments] == [("note.txt", 120)]
    assert message.reply_text == "Here it is:\n\nThanks for your help"


SAMPLES = {
    "utf-8": "żółw",
    "utf-16": "żółw",
    "utf-7": "żółw",
    "iso-8859-1": "café",
    "iso-8859-2": "żółw",
    "iso-8859-5": "привет",
    "iso-8859-6": "مرحبا",
    "iso-8859-7": "καλημέρα",
    "iso-8859-8": "שלום",
    "iso-8859-9": "şğı",
    "iso-8859-13": "ąčęž",
    "iso-8859-15": "5 €",
    "windows-1250": "żółw",
    "windows-1251": "привет",
    "windows-1252": "“café”",
    "windows-1253": "καλημέρα",
    "windows-1254": "şğı",
    "windows-1255": "שלום",
    "windows-1256": "مرحبا",
    "windows-1257": "ąčęž",
    "windows-1258": "đơn",
    "koi8-r": "привет",
    "koi8-u": "привіт",
    "iso-2022-jp": "こんにちは",
    "iso-2022-kr": "안녕",
    "shift_jis": "こんにちは",
    "euc-jp": "こんにちは",
    "euc-kr": "안녕",
    "gb2312": "你好",
    "gbk": "你好",
    "gb18030": "你好",
    "big5": "你好",
    "tis-620": "สวัสดี",
}


@pytest.mark.parametrize("charset", SAMPLES)
def test_charsets(charset: str) -> None:
    text = SAMPLES[charset]
    message = read(text.encode(charset), f"Content-Type: text/plain; charset={charset}")
    assert message.text == text
    assert message.defects == ()


@pytest.mark.parametrize("charset", ["UTF8", "utf_8", '"utf-8"', "UNICODE-1-1-UTF-8", "cp65001"])
def test_names_for_utf_8(charset: str) -> None:
    assert read("żółw", f"Content-Type: text/plain; charset={charset}").text == "żółw"


def test_a_lie_is_seen_through() -> None:
    assert decode("café".encode("latin-1"), "utf-8") == ("café", "charset-wrong")
    assert decode("café".encode(), "iso-8859-1") == ("café", "charset-wrong")
    assert decode("café".encode("latin-1"), "us-ascii")[0] == "café"
    assert decode("café".encode(), "") == ("café", None)


@pytest.mark.parametrize(
    "name", ["rot13", "zlib", "idna", "unicode_escape", "hex", "bz2", "punycode"]
)
def test_codecs_that_are_no_charsets_are_never_applied(name: str) -> None:
    assert codec_named(name) is None
    assert decode(b"uryyb \\u0041", name) == ("uryyb \\u0041", "charset-unknown")


def test_an_unknown_name_still_gives_text() -> None:
    assert decode("żółw".encode(), "x-martian") == ("żółw", "charset-unknown")


def test_an_unfinished_iso_2022_sequence_is_read_as_far_as_it_goes() -> None:
    text, _ = decode("こんに".encode("iso-2022-jp")[:-4], "iso-2022-jp")
    assert text.startswith("こん")


def test_undeclared_iso_2022_jp_is_known_by_its_escapes() -> None:
    assert decode("こんにちは".encode("iso-2022-jp"), "")[0] == "こんにちは"


@pytest.mark.parametrize("charset", ["utf-8", "utf-7", "utf-16", "us-ascii", "koi8-r"])
def test_no_nul_no_control_and_no_surrogate_gets_through(charset: str) -> None:
    for raw in (b"a\x00b\x07c", b"+2AA-x", b"\xed\xa0\x80", b"\xff\xfea\x00\x00\x00\x00\xd8"):
        text, _ = decode(raw, charset)
        assert not {"\x00", "\x07"} & set(text)
        text.encode("utf-8")


def test_text_beyond_the_limit_is_cut_and_noted() -> None:
    limits = ParseLimits(max_text_bytes=1_000, max_text_chars=100)
    message = parse(mail("word " * 1_000), limits)
    assert len(message.text) <= 100
    assert message.defects == ("cut-text",)
