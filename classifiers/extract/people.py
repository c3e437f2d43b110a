"""User names and registered addresses."""

import re
from collections.abc import Iterator
from functools import lru_cache

from classifiers.extract.found import Found
from classifiers.extract.masks import MAIL
from classifiers.extract.spans import Spans
from classifiers.extract.words import Traits, Words, traits
from classifiers.lexicon import word_lists, written_lists
from classifiers.text.folding import fold
from models.vocabulary import Field

UNNAMED = "looks like a user name"
"""What is said of a made-up name where no word says that it is the account's."""

_LISTS = {name: frozenset(listed) for name, listed in word_lists("names").items()}
_PLATFORMS = frozenset(name for listed in word_lists("platforms").values() for name in listed)
_ELSEWHERE = _PLATFORMS | _LISTS["elsewhere"]
_ENGLISH = frozenset(word_lists("english")["en"])
_FOREIGN = _ELSEWHERE | _LISTS["technical"] | _LISTS["following"]
_LINKS = sorted({*_LISTS["linking"], *written_lists("names")["linking"]}, key=len, reverse=True)
_LINKING = re.compile(
    rf"(?:(?:{'|'.join(map(re.escape, _LINKS))})"
    rf"(?![^\W_])[\s:=：\"'«“]{{1,3}}){{0,3}}",
    re.IGNORECASE,
)
_GAP = re.compile(r"[\s:=：,.?!\"'«“„「(<*–-]{0,5}")
_STATED = re.compile(r"[:=：\"'«“„「(<]")
_QUOTED = re.compile(r"[\"'«“„「]$")
_ENDED = re.compile(r"[.?!,]\s|\n")
_SHORTEST, _SHORTEST_PLAIN, _FEW = 3, 4, 2
_ENGLISH_KEYWORDS = frozenset(("account", "acct", "acc", "user", "username", "login", "profile"))
_ENGLISH_ENDINGS = ("ing", "ed", "tion", "ment", "ly")
_LONG_NAME = 14
_PRONOUNS = frozenset("iua")
_NO_NAMES = frozenset(("asking", "subject", "common", "outcome", "action", "month", "negation"))
_ROLES = frozenset(("support", "noreply", "no-reply", "donotreply", "mailer-daemon", "helpdesk"))
# Letters that go on with a name; writing without spaces, and endings of Korean, do not.
_LATIN = r"[A-Za-z0-9_\u00c0-\u052f]"
# Names as people make them up for themselves; not a domain, a file, an amount or a version.
_NAME = re.compile(rf"[A-Za-z0-9][A-Za-z0-9_.-]{{1,39}}(?!{_LATIN}|@|['’][A-Za-z])")
_BEFORE = rf"(?<!{_LATIN})(?<![@./:+#$&?=-])"
_AFTER = rf"(?!{_LATIN}|[@/'’]|[.-]\w)"
_DOTTED = re.compile(rf"{_BEFORE}[a-z][a-z0-9]+(?:[._][a-z0-9]+)+_?{_AFTER}")
_LOW_LINED = re.compile(rf"{_BEFORE}[A-Za-z0-9]*[A-Za-z](?:_[A-Za-z0-9]+)+_?{_AFTER}")
_NUMBERED = re.compile(rf"{_BEFORE}[A-Za-z][a-z]{{2,20}}\d{{2,4}}{_AFTER}")
_LATIN_NAME = re.compile(rf"{_BEFORE}(?<![A-Za-z] )[a-z][a-z0-9]{{3,29}}{_AFTER}(?! [A-Za-z])")
_LATIN_LETTER = re.compile(r"[A-Za-z]")
_DOMAIN = re.compile(
    r".*\.(?:com|net|org|io|ru|me|co|gg|png|jpe?g|gif|pdf|html?|php|js|json|csv|txt|mp4)\d?"
)
_ARABIZI = re.compile(r"[a-z]+[235679][a-z]*")
_INNER_DOT = re.compile(r"\.(?<=[a-z0-9]\.)[a-z]")
_PART = re.compile(r"[A-Za-z]+")


def people(words: Words, own: str, blocked: Spans) -> Iterator[Found]:
    """Yield user names and e-mail addresses.

    Args:
        words: All of the message, quoted mail included.
        own: The text with quotes and signature blanked: an address counts only here, since one
            in a quoted header or a signature is not stated.
        blocked: Spans that are something else, such as links, ids, amounts and ways to pay.
    """
    if "@" in own:
        for found in MAIL.finditer(own):
            address = found.group().lower().rstrip(".")
            if address.partition("@")[0] not in _ROLES:
                yield _found(address, *found.span(), "an e-mail address")
    known: set[str] = set()
    for place, each in enumerate(words.traits):
        named = _after(words, place) if each.kind in {"username", "account"} else None
        name = named.group().rstrip(".-") if named else ""
        if named and name not in known and not blocked.hold(named.start()):
            known.add(name)
            if not _is_elsewhere(words, place):
                yield _found(name, named.start(), named.start() + len(name), "named as the account")
    for start, name in _made_up(own, has_digit=words.has_digit):
        if name not in known and not blocked.hold(start):
            known.add(name)
            yield _found(name, start, start + len(name), UNNAMED)


def _is_elsewhere(words: Words, place: int) -> bool:
    """Tell an account on a platform, for which things are ordered."""
    beside = (*words.traits[max(0, place - 1) : place], *words.traits[place + 1 : place + 2])
    return any(each.form in _ELSEWHERE for each in beside)


def _after(words: Words, place: int) -> re.Match[str] | None:
    """Return the name that follows the word at `place`, with or without "is" between."""
    keyword, end = words.traits[place], words.spans[place][1]
    gap = _GAP.match(words.text, end)
    linking = _LINKING.match(words.text, gap.end()) if gap else None
    for start in {linking.end(): None, gap.end(): None} if gap and linking else ():
        named = _NAME.match(words.text, start)
        between = words.text[end:start]
        if named and (between or not keyword.form.isascii()):
            name = named.group().rstrip(".-")
            if _may_be_a_name(name) and _is_username(name, keyword, between):
                return named
    return None


def _may_be_a_name(name: str) -> bool:
    """Tell a word that may be a name from those that the lists know as something else."""
    if len(name) < _SHORTEST or not _LATIN_LETTER.search(name) or _DOMAIN.fullmatch(name):
        return False
    about = traits(name)
    is_known = about.telling or about.kind or about.unit or fold(name) in _FOREIGN
    return not is_known and about.lists.isdisjoint(_NO_NAMES)


def _is_username(name: str, keyword: Traits, gap: str) -> bool:
    """Tell a name from the next word of a sentence by how it is written and introduced."""
    is_user = keyword.kind == "username"
    if any(map(str.isdigit, name)) or any(mark in name for mark in "_."):
        return is_user or not (_ARABIZI.fullmatch(name) or _is_made_of_words(name))
    if "-" in name:
        return name.islower() and not _is_made_of_words(name)
    if _ENDED.search(gap) and not _QUOTED.search(gap):
        return False
    is_stated = _STATED.search(gap) is not None
    if is_stated and is_user:
        return True
    is_linked = is_user and len(gap.split()) > 0
    is_likely = is_stated or is_linked or _is_plain_name(name, keyword)
    return is_likely and not _is_word(name)


def _is_plain_name(name: str, keyword: Traits) -> bool:
    """Tell `my account neonpanels` from the next word of a sentence.

    In other languages than English only by its length, since their words are not all listed.
    """
    if keyword.form in _ENGLISH_KEYWORDS:
        return name.islower() and not name.endswith(_ENGLISH_ENDINGS)
    return name.islower() and len(name) >= _LONG_NAME


def _made_up(own: str, *, has_digit: bool) -> Iterator[tuple[int, str]]:
    """Yield where a made-up name begins, and the name."""
    patterns = [_NUMBERED] if has_digit else []
    if "_" in own or _INNER_DOT.search(own):
        patterns += (_DOTTED, _LOW_LINED)
    for pattern in patterns:
        for found in pattern.finditer(own):
            name = found.group()
            if not (_DOMAIN.fullmatch(name) or _is_made_of_words(name)):
                yield found.start(), name
    if not own.isascii() and _is_elsewhere_written(own):
        for found in _LATIN_NAME.finditer(own):
            if not _is_word(found.group()):
                yield found.start(), found.group()


def _is_elsewhere_written(own: str) -> bool:
    """Tell a text in another script than the Latin, in which a Latin word is a name or a brand."""
    latin = len(_LATIN_LETTER.findall(own))
    return sum(map(str.isalpha, own)) > _FEW * latin


@lru_cache(maxsize=16_384)
def _is_word(name: str) -> bool:
    """Tell a word that the lists know from one that somebody made up."""
    form = fold(name)
    about = traits(name)
    is_listed = bool(about.lists or about.concepts or about.kind or about.unit)
    return is_listed or form in _ENGLISH or form in _FOREIGN


@lru_cache(maxsize=16_384)
def _is_made_of_words(name: str) -> bool:
    """Tell `not working.please`, `order_id` and `iphone14` from names."""
    parts = [part.lower() for part in _PART.findall(name)]
    if len(parts) > 1 and len(parts[-1]) == 1 and parts[-1] not in _PRONOUNS:
        return len(max(parts, key=len)) == 1
    parts = [part for part in parts if len(part) > 1]
    if (
        not parts
        or name.isupper()
        or parts[0] in _LISTS["technical"]
        or all(part in _ENGLISH or part in _FOREIGN for part in parts)
    ):
        return True
    return "." in name and any("asking" in traits(part).lists for part in (parts[0], parts[-1]))


def _found(value: str, start: int, end: int, note: str) -> Found:
    return Found(Field.USERNAME, value, start, end, note)
