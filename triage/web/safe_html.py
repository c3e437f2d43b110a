"""What a stranger wrote, made fit to be shown: no remote content, no styles, no tricks."""

import re
from html import escape

import nh3
from markupsafe import Markup

_TAG_NAMES = """a abbr b blockquote br caption center code dd del div dl dt em h1 h2 h3 h4 h5 h6
    hr i ins li ol p pre q s small span strike strong sub sup table tbody td tfoot th thead tr u
    ul"""
_TAGS = frozenset(_TAG_NAMES.split())
# Of these not even the words stay; of every other unknown tag they do.
_DROPPED_NAMES = """applet audio canvas embed head iframe math noembed noframes noscript object
    script style svg template title video"""
_DROPPED = frozenset(_DROPPED_NAMES.split())
_ATTRIBUTES = {
    "a": {"href"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
    "*": {"dir", "lang"},
}
_SCHEMES = {"http", "https", "mailto"}
_MOST_CHARACTERS = 500_000
_MOST_SPAN = 100
# Cleaning takes quadratic time on unclosed tags: half a second for as many as this.
_MOST_TAGS = 10_000

# Overrides turn text around, controls do worse: each is shown as a sign that something was there
# (Unicode TR 36). Embeddings and isolates merely spill over, so they go without a sign.
_OVERRIDES = re.compile("[\u202d\u202e\ufff9-\ufffb\x00-\x08\x0b-\x1f\x7f]")
_SPILLING = re.compile("[\u202a-\u202c\u2066-\u2069]")
_LINK = re.compile(r'<a href="([^"]*)"([^>]*)>(.*?)</a>', re.DOTALL)
_MARKS = re.compile(r"<[^>]*>")


def plain(text: str) -> str:
    """Return one line of a stranger's text without characters that reorder or hide others."""
    return _unmasked(text.replace("\n", " "))


def safe_text(text: str) -> Markup:
    """Return a stranger's text as HTML, its lines kept; nothing in it is a link."""
    return Markup(escape(_unmasked(text.replace("\r", ""))))  # noqa: S704 -- escaped right here


def safe_html(html: str) -> Markup | None:
    """Return a stranger's HTML with its structure and links alone; None where it is a burden.

    Images, styles, scripts, forms and every address that a browser would load are gone. A link
    opens without a referrer, and shows where it leads whatever its words say.
    """
    if len(html) > _MOST_CHARACTERS or html.count("<") > _MOST_TAGS:
        return None
    cleaned = nh3.clean(
        html,
        tags=set(_TAGS),
        clean_content_tags=set(_DROPPED),
        attributes=_ATTRIBUTES,
        attribute_filter=_attribute,
        url_schemes=_SCHEMES,
        url_relative="deny",
        link_rel="noopener noreferrer nofollow",
        strip_comments=True,
    )
    return Markup(_LINK.sub(_with_target, _unmasked(cleaned)))  # noqa: S704 -- nh3 made it safe, and what is added is escaped


def _unmasked(text: str) -> str:
    return _SPILLING.sub("", _OVERRIDES.sub("\N{REPLACEMENT CHARACTER}", text))


def _attribute(tag: str, name: str, value: str) -> str | None:
    del tag
    if name in {"colspan", "rowspan"}:
        is_small = value.isascii() and value.isdigit() and int(value[:4]) <= _MOST_SPAN
        return value if is_small else None
    if name == "dir":
        return value if value in {"ltr", "rtl", "auto"} else None
    return value


def _with_target(found: re.Match[str]) -> str:
    """Write the address behind a link whose words are not the address itself."""
    address, rest, words = found.groups()
    link = f'<a href="{address}"{rest}>{words}</a>'
    bare = re.sub(r"^(?:https?://|mailto:)", "", address).rstrip("/")
    said = _MARKS.sub("", words).strip()
    if re.sub(r"^(?:https?://|mailto:)", "", said).rstrip("/") == bare:
        return link
    return f'{link} <span class="link-target">&lt;{address}&gt;</span>'
