"""HTML into the text that a reader sees, on lxml's events.

No tree is built: events come in one pass in constant depth, so that 20,000 open elements cost no
recursion and lose no text. What the mail client marked as quoted is prefixed with `> `, as in plain
text, and the container in which Outlook and its kin put the mail answered to is told apart.
"""

import re
from dataclasses import dataclass
from typing import Final

from lxml import etree

from triage.mail.charsets import clean

_HIDDEN: Final = frozenset({"style", "script", "title", "template", "noscript", "svg", "object"})
_LINE: Final = (
    *("div", "tr", "li", "dt", "dd", "table", "ul", "ol", "dl", "section", "article", "header"),
    *("footer", "form", "fieldset", "address", "center", "hr", "body", "tbody", "thead", "figure"),
)
_PARAGRAPH: Final = ("p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre")
_VOID: Final = ("br", "img", "input", "meta", "link", "area", "base", "col", "wbr")
_LAYOUT: Final = {
    **dict.fromkeys(_LINE, _LINE),
    **dict.fromkeys(_PARAGRAPH, _PARAGRAPH),
    **dict.fromkeys(_VOID, _VOID),
}
_CELLS: Final = frozenset({"td", "th"})
# Markup is fed in pieces until it is read or enough of it was: elements, ends and runs of text.
_CHUNK: Final = 16_384
_MOST_EVENTS: Final = 30_000
_DEEPEST_QUOTE: Final = 6
# Zero-width characters, with which senders hide words from filters.
_UNSEEN: Final = {ord(mark): None for mark in "\u200b\u200c\u00ad\ufeff"}
_EMPTY_LINES: Final = re.compile(r"\n{3,}")
_NO_DISPLAY: Final = re.compile(r"display\s*:\s*none", re.IGNORECASE)
# Where Outlook (new, on the web, for Mac), Yahoo and Exchange put the mail that is answered.
_ANSWERED: Final = re.compile(
    r"(?:^|\s)(?:x_)?(?:divRplyFwdMsg|appendonsend|OLK_SRC_BODY_SECTION|yahoo_quoted|"
    r"mail-editor-reference-message-container|ms-outlook-mobile-reference-message)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class HtmlText:
    """The text of an HTML part.

    Attributes:
        text: What a reader sees.
        answered_at: The offset from which it is the mail answered, where the markup says so.
        is_cut: There was more than was read.
    """

    text: str
    answered_at: int | None
    is_cut: bool


def html_to_text(html: str, most: int) -> HtmlText | None:
    """Make HTML into text.

    Args:
        html: The markup; broken markup is read as a browser would.
        most: How many characters of text are made at most.

    Returns:
        The text, or None where the parser gives up on it.
    """
    if not html.strip():
        return HtmlText("", None, is_cut=False)
    target = _Text(most)
    parser: etree.HTMLParser[HtmlText] = etree.HTMLParser(target=target, huge_tree=True)
    try:
        for at in range(0, len(html), _CHUNK):
            parser.feed(html[at : at + _CHUNK])
            if target.is_full:
                break
        made = parser.close()
    except (etree.LxmlError, AssertionError, ValueError):
        return None
    return made if isinstance(made, HtmlText) else None


class _Text:
    """lxml's parser target: gathers lines."""

    def __init__(self, most: int) -> None:
        self._lines: list[str] = []
        self._line: list[str] = []
        self._has_words = False
        self._chars_left = most
        self._events_left = _MOST_EVENTS
        self._open: list[tuple[str, bool, bool]] = []
        self._hidden = 0
        self._quotes = 0
        self._verbatim = 0
        self._answered: int | None = None

    @property
    def is_full(self) -> bool:
        """Whether enough has been read."""
        return self._chars_left <= 0 or self._events_left <= 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._events_left -= 1
        layout = _LAYOUT.get(tag)
        if layout is _VOID:
            if tag == "br":
                self._break()
            elif tag == "img":
                self._say(attributes.get("alt", ""))
            return
        if layout is not None:
            self._end_line(blank=layout is _PARAGRAPH)
        hides = tag in _HIDDEN
        quotes = False
        if attributes:
            hides = hides or _NO_DISPLAY.search(attributes.get("style", "")) is not None
            quotes = tag == "blockquote" and _is_cited(attributes)
            if self._answered is None and _is_answered(attributes):
                self._answered = len(self._lines)
        self._hidden += hides
        self._quotes += quotes
        self._verbatim += tag == "pre"
        self._open.append((tag, hides, quotes))
        if tag == "li":
            self._say("- ")

    def end(self, tag: str) -> None:
        self._events_left -= 1
        layout = _LAYOUT.get(tag)
        if self._open and self._open[-1][0] == tag:
            _, hides, quotes = self._open.pop()
            if layout is not None:
                self._end_line(blank=layout is _PARAGRAPH)
            self._hidden -= hides
            self._quotes -= quotes
            self._verbatim -= tag == "pre"
        if tag in _CELLS and self._line:
            self._line.append(" ")

    def data(self, data: str) -> None:
        self._events_left -= 1
        if self._hidden:
            return
        if self._verbatim:
            data, *others = data.split("\n")
            self._say(data)
            for line in others:
                self._break()
                self._say(line)
        elif not data.isspace():
            self._say(data)
        elif self._line:
            self._line.append(" ")

    def comment(self, text: str) -> None:
        """Pass over comments, conditional ones for Outlook included."""

    def pi(self, target: str, data: str | None = None) -> None:
        """Pass over processing instructions."""

    def close(self) -> HtmlText:
        self._end_line(blank=False)
        while self._lines and not self._lines[-1].strip("> "):
            self._lines.pop()
        at = self._answered
        before = "\n".join(self._lines[:at]) if at is not None else ""
        before = _EMPTY_LINES.sub("\n\n", before)
        text = _EMPTY_LINES.sub("\n\n", "\n".join(self._lines))
        shift = len(text) - len(text.lstrip("\n"))
        answered_at = max(0, len(before) - shift) if at is not None else None
        return HtmlText(text.strip("\n"), answered_at, self.is_full)

    def _say(self, words: str) -> None:
        if words and not self._hidden:
            self._line.append(words)
            self._has_words = True

    def _break(self) -> None:
        """End the line where it stands, though it be empty."""
        words = "".join(self._line)
        self._line.clear()
        self._has_words = False
        if self._hidden or self._chars_left <= 0:
            return
        if not words.isprintable():
            words = clean(words.translate(_UNSEEN))
        words = words.rstrip() if self._verbatim else " ".join(words.split())
        if self._quotes:
            words = "> " * min(self._quotes, _DEEPEST_QUOTE) + words
        words = words[: self._chars_left].rstrip()
        self._chars_left -= len(words) + 1
        self._lines.append(words)

    def _end_line(self, *, blank: bool) -> None:
        """End a line that has words; leave one line blank after a paragraph."""
        if self._has_words:
            self._break()
        else:
            self._line.clear()
        if blank and self._lines and self._lines[-1].strip("> "):
            self._break()


def _is_cited(attributes: dict[str, str]) -> bool:
    """Tell a quotation from an indented paragraph, which clients also write as blockquote."""
    if attributes.get("type", "").lower() == "cite" or attributes.get("cite"):
        return True
    looks = (attributes.get("class", "") + attributes.get("style", "")).lower()
    return "quote" in looks or "border-left" in looks


def _is_answered(attributes: dict[str, str]) -> bool:
    return bool(
        _ANSWERED.search(attributes.get("id", "")) or _ANSWERED.search(attributes.get("class", ""))
    )
