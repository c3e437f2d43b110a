"""From bytes and what a mail says of their charset to text: a cascade that always ends.

Declared names are looked up in a closed table. Python's own registry is never asked with a
sender's word: it holds codecs that are no charsets (`zlib`, `rot13`, `idna`, `unicode_escape`).
"""

import re
from collections.abc import Iterator
from typing import Final

# Names in use, squeezed to letters and digits -> Python's codec. As in the WHATWG Encoding
# standard a name stands for the superset that mail clients really write (gb2312 -> gb18030).
_SAME: Final = (
    *(f"cp{number}" for number in (437, 720, 737, 775, 850, 852, 855, 857, 858, 860, 861, 862)),
    *(f"cp{number}" for number in (863, 864, 865, 866, 869, 874, 932, 949, 950, 1006, 1125)),
    *(f"cp{number}" for number in range(1250, 1259)),
    "gb18030",
    "johab",
    "ptcp154",
    "kz1048",
)
CODECS: Final[dict[str, str]] = {
    **{name: name for name in _SAME},
    **{f"windows{number}": f"cp{number}" for number in range(1250, 1259)},
    **{f"win{number}": f"cp{number}" for number in range(1250, 1259)},
    **{f"xcp{number}": f"cp{number}" for number in range(1250, 1259)},
    **{f"ibm{number}": f"cp{number}" for number in (437, 850, 852, 855, 857, 862, 864, 866)},
    **{f"iso8859{part}": f"iso8859-{part}" for part in (*range(2, 12), 13, 14, 15, 16)},
    **{f"latin{n}": f"iso8859-{part}" for n, part in zip(range(2, 6), (2, 3, 4, 9), strict=True)},
    "latin6": "iso8859-10",
    "latin9": "iso8859-15",
    "iso88591": "cp1252",
    "iso88591windows1252": "cp1252",
    "latin1": "cp1252",
    "l1": "cp1252",
    "ansi": "cp1252",
    "iso88599": "cp1254",
    "iso88598i": "iso8859-8",
    "iso88598e": "iso8859-8",
    "iso88596i": "iso8859-6",
    "iso885911": "cp874",
    "tis620": "cp874",
    "windows874": "cp874",
    "windows31j": "cp932",
    "mskanji": "cp932",
    "shiftjis": "cp932",
    "sjis": "cp932",
    "xsjis": "cp932",
    "eucjp": "euc_jp",
    "xeucjp": "euc_jp",
    "ujis": "euc_jp",
    "cp51932": "euc_jp",
    "iso2022jp": "iso2022_jp_ext",
    "iso2022jp1": "iso2022_jp_1",
    "iso2022jp2": "iso2022_jp_2",
    "iso2022jp3": "iso2022_jp_3",
    "cp50220": "iso2022_jp_ext",
    "cp50221": "iso2022_jp_ext",
    "iso2022kr": "iso2022_kr",
    "euckr": "cp949",
    "ksc56011987": "cp949",
    "ksc5601": "cp949",
    "windows949": "cp949",
    "uhc": "cp949",
    "gb2312": "gb18030",
    "gb231280": "gb18030",
    "gbk": "gb18030",
    "cp936": "gb18030",
    "euccn": "gb18030",
    "xgbk": "gb18030",
    "hzgb2312": "hz",
    "big5": "cp950",
    "xbig5": "cp950",
    "big5hkscs": "big5hkscs",
    "koi8r": "koi8_r",
    "koi8": "koi8_r",
    "koi8u": "koi8_u",
    "koi8ru": "koi8_u",
    "koi8t": "koi8_t",
    "macintosh": "mac_roman",
    "macroman": "mac_roman",
    "xmacroman": "mac_roman",
    "xmaccyrillic": "mac_cyrillic",
    "utf8": "utf-8",
    "utf8mb4": "utf-8",
    "unicode11utf8": "utf-8",
    "utf7": "utf-7",
    "unicode11utf7": "utf-7",
    "utf16": "utf-16",
    "utf16le": "utf-16-le",
    "utf16be": "utf-16-be",
    "ucs2": "utf-16",
    "utf32": "utf-32",
    "utf32le": "utf-32-le",
    "utf32be": "utf-32-be",
}
# Declared, these say no more than "some bytes": what is valid UTF-8 is taken as UTF-8.
_SAYS_LITTLE: Final = frozenset({"cp1252", ""})
_ASCII: Final = frozenset({"usascii", "ascii", "ansix341968", "iso646us", "us", "646"})
_MARKS: Final = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_SIXTEEN_BITS: Final = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")
# In these a control character is one byte wherever it stands, and taking it out is cheap.
_BYTEWISE: Final = frozenset({None, "", "utf-8", "cp1252"})
_CONTROLS: Final = bytes({*range(32), 127} - {9, 10, 13})
# ESC sequences of ISO-2022-JP; nothing else in a mail begins a line of text with them.
_ISO_2022_JP: Final = re.compile(rb"\x1b\$[@B]")
_UNSAFE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_SQUEEZE: Final = re.compile(r"[^a-z0-9]")


def codec_named(charset: str) -> str | None:
    """Return Python's codec for a declared charset; `""` for ASCII or none, None if unknown."""
    name = _SQUEEZE.sub("", charset[:60].lower())
    if not name or name in _ASCII:
        return ""
    return CODECS.get(name) or CODECS.get(name.removeprefix("cs")) or CODECS.get("cp" + name)


def decode(content: bytes, charset: str) -> tuple[str, str | None]:
    """Decode text by what is declared, else by what it is.

    Args:
        content: The bytes after transfer decoding.
        charset: The declared name, `""` where there is none.

    Returns:
        The text, without NUL, other control characters and lone surrogates, and a defect
        (`charset-unknown`, `charset-wrong`) or None.
    """
    codec = codec_named(charset)
    if codec in _BYTEWISE:
        # An escape character may still be an undeclared ISO-2022-JP.
        if b"\x1b" in content and content.isascii() and _ISO_2022_JP.search(content):
            return clean(content.decode("iso2022_jp_ext", "replace")), None
        if not content.startswith(_SIXTEEN_BITS):
            content = content.translate(None, _CONTROLS)
        if content.isascii():
            return content.decode("ascii"), None if codec is not None else "charset-unknown"
    text, honest = _cascade(content, codec)
    if codec is None:
        return clean(text), "charset-unknown"
    return clean(text), None if honest else "charset-wrong"


def _cascade(content: bytes, codec: str | None) -> tuple[str, bool]:
    """Return the text, and whether the declaration told the truth."""
    for mark, by_mark in _MARKS:
        if content.startswith(mark):
            return content.decode(by_mark, "replace"), True
    for candidate in _candidates(content, codec):
        try:
            return content.decode(candidate), candidate == codec or not codec
        except UnicodeError:
            continue
    # The Far East's codecs keep their place after a bad byte; the rest is as good as cp1252.
    last = codec if codec and codec not in {"utf-8", "utf-7", "cp1252"} else "cp1252"
    return content.decode(last, "replace"), False


def _candidates(content: bytes, codec: str | None) -> Iterator[str]:
    """Yield the codecs to try, the likeliest first."""
    if codec is None or codec in _SAYS_LITTLE:
        yield "utf-8"
    if codec:
        yield codec
    # Bytes of seven bits are UTF-8 too, but what declares an escape code means it.
    if not content.isascii():
        yield "utf-8"


def clean(text: str) -> str:
    r"""Drop what no text has: NUL (PostgreSQL refuses it), controls but `\t\r\n`, surrogates."""
    return _UNSAFE.sub("", text) if not text.isprintable() else text
