"""Which parts of a mail a reader sees, as one text, and which are attached to it."""

import re
from dataclasses import dataclass, field
from typing import Final

from triage.mail.attachments import describe
from triage.mail.charsets import decode
from triage.mail.defects import Defect
from triage.mail.flowed import is_flowed, joined_lines
from triage.mail.htmltext import html_to_text
from triage.mail.limits import ParseLimits
from triage.mail.message import Attachment
from triage.mail.structure import Part, read_structure
from triage.mail.tnef import TnefContents, read_tnef
from triage.mail.transfer import decode_transfer, inline_files

_TEXT: Final = frozenset({"text/plain", "text", "text/enriched", "text/richtext", "text/markdown"})
_MARKUP: Final = re.compile(r"\s*<(?:!doctype html|html|head|body|div|p|table)\b", re.IGNORECASE)
# A plain part that only says that there is an HTML one.
_STUB: Final = re.compile(
    r"(?:view|support|display|read|enabl|capab|format|version|see).{0,60}\bhtml\b|"
    r"\bhtml\b.{0,60}(?:view|support|display|read|enabl|capab|format|version|client)",
    re.IGNORECASE | re.DOTALL,
)
_LONGEST_STUB: Final = 300
_TNEF: Final = frozenset({"application/ms-tnef", "application/vnd.ms-tnef"})
_NOTED: Final = {
    "message/partial": Defect.PARTIAL,
    "message/external-body": Defect.EXTERNAL_BODY,
    "multipart/encrypted": Defect.ENCRYPTED,
    "application/pkcs7-mime": Defect.ENCRYPTED,
    "application/x-pkcs7-mime": Defect.ENCRYPTED,
}


@dataclass(slots=True)
class Body:
    """What the parts add up to."""

    text: str = ""
    html: str | None = None
    answered_at: int | None = None
    attachments: list[Attachment] = field(default_factory=list)
    defects: list[str] = field(default_factory=list)


def read_body(raw: bytes, root: Part, limits: ParseLimits) -> Body:
    """Choose the best visible text and describe the rest.

    Args:
        raw: The mail that the parts are offsets into.
        root: Its tree.
        limits: Bounds on the text and on sniffing.

    Returns:
        Plain text where there is any, else HTML made into text.
    """
    return _Reader(raw, limits).read(root)


@dataclass(frozen=True, slots=True)
class _Shown:
    """One stretch of the mail that is shown: plain, HTML or both as alternatives."""

    plain: str = ""
    html: str | None = None


class _Reader:
    def __init__(self, raw: bytes, limits: ParseLimits) -> None:
        self._raw = raw
        self._limits = limits
        self._body = Body()
        self._package: TnefContents | None = None

    def read(self, root: Part) -> Body:
        body = self._body
        shown = self._walk(root)
        text = self._joined(shown)
        if not text and (inside := self._inside()):
            shown, text = inside, self._joined(inside)
        for name, content in inline_files(text, self._limits.max_sniffed):
            self._attach(name, "application/octet-stream", content)
        if len(text) > self._limits.max_text_chars:
            body.defects.append(Defect.CUT_TEXT)
            text = text[: self._limits.max_text_chars]
        body.text = text.strip("\n")
        body.html = "\n".join(one.html for one in shown if one.html) or None
        return body

    def _joined(self, shown: list[_Shown]) -> str:
        pieces: list[str] = []
        for one in shown:
            text, answered_at = self._text_of(one)
            if not text.strip():
                continue
            if not pieces:
                self._body.answered_at = answered_at
            pieces.append(text.strip("\n"))
        return "\n\n".join(pieces)

    def _walk(self, part: Part) -> list[_Shown]:
        """Return what is shown of a part; the depth of the tree is bounded where it is made."""
        if noted := _NOTED.get(part.content_type):
            self._body.defects.append(noted)
        if not part.is_multipart:
            return self._leaf(part)
        if part.content_type == "multipart/alternative":
            return self._alternative(part)
        shown = [one for child in part.children for one in self._walk(child)]
        if part.content_type == "multipart/related" and len(shown) > 1:
            return shown[:1]
        return shown

    def _alternative(self, part: Part) -> list[_Shown]:
        """Join the alternatives of one stretch (RFC 2046 section 5.1.4: the last is richest)."""
        found = [self._walk(child) for child in part.children]
        plain = next((one for one in found if any(s.plain.strip() for s in one)), [])
        rich = next((one for one in reversed(found) if any(s.html for s in one)), [])
        text = "\n\n".join(s.plain.strip("\n") for s in plain if s.plain)
        html = "\n".join(s.html for s in rich if s.html)
        return [_Shown(text, html or None)] if text or html else []

    def _leaf(self, part: Part) -> list[_Shown]:
        is_html = part.content_type in {"text/html", "application/xhtml+xml"}
        visible = (is_html or part.content_type in _TEXT) and part.disposition != "attachment"
        if not visible or (part.filename and part.disposition != "inline"):
            content = self._content(part)
            if content or part.filename:
                self._attach(part.filename, part.content_type, content)
            if part.content_type in _TNEF or part.filename.lower() == "winmail.dat":
                self._unpack(content)
            return []
        limits = self._limits
        text = self._decoded(part, limits.max_html_bytes if is_html else limits.max_text_bytes)
        if is_html and "<" in text:
            return [_Shown(html=text)]
        if _MARKUP.match(text):
            return [_Shown(html=text)]
        return [_Shown(plain=text)] if text else []

    def _content(self, part: Part, most: int | None = None) -> bytes:
        end = part.end if most is None else min(part.end, part.start + most)
        content, defect = decode_transfer(self._raw[part.start : end], part.encoding)
        if end < part.end:
            defect = Defect.CUT_TEXT
        if defect:
            self._body.defects.append(defect)
        return content

    def _decoded(self, part: Part, most: int) -> str:
        content = self._content(part, most)
        text, defect = decode(content, part.parameters.get("charset", ""))
        if defect:
            self._body.defects.append(defect)
        text = _lines(text)
        if is_flowed(part.content_type, part.parameters):
            return joined_lines(text, part.parameters)
        return text

    def _text_of(self, shown: _Shown) -> tuple[str, int | None]:
        plain = shown.plain
        is_stub = len(plain) <= _LONGEST_STUB and bool(_STUB.search(plain))
        if shown.html is None or (plain.strip() and not is_stub):
            return plain, None
        made = html_to_text(shown.html, self._limits.max_text_chars)
        if made is None:
            self._body.defects.append(Defect.HTML_BROKEN)
        elif made.is_cut:
            self._body.defects.append(Defect.CUT_TEXT)
        if made is None or not made.text:
            return plain, None
        return made.text, made.answered_at

    def _attach(self, name: str, content_type: str, content: bytes) -> None:
        body = self._body
        sniff = len(body.attachments) < self._limits.max_sniffed
        body.attachments.append(describe(name, content_type, content, sniff=sniff))

    def _unpack(self, content: bytes) -> None:
        """Attach the files of a `winmail.dat` too, and remember the text in it."""
        package = read_tnef(content, self._limits)
        if package.is_broken:
            self._body.defects.append(Defect.TNEF_BROKEN)
        room = max(0, self._limits.max_parts - len(self._body.attachments))
        for one in package.files[:room]:
            self._attach(one.name, one.content_type, one.content)
        self._package = self._package or package

    def _inside(self) -> list[_Shown]:
        """Show what a `winmail.dat` or a forwarded mail says where nothing else is shown.

        A forwarded mail is looked into one level deep, and without its files.
        """
        package = self._package
        if package and (package.text.strip() or package.html):
            return [_Shown(_lines(package.text), package.html)]
        for attached in self._body.attachments:
            if attached.content_type == "message/rfc822":
                inner = read_structure(attached.content, self._limits)
                return _Reader(attached.content, self._limits)._walk(inner.root)  # noqa: SLF001 - its own kind
        return []


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
