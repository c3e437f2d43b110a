"""User names and registered addresses."""

import re
from collections.abc import Iterator, Sequence
from itertools import chain

from classifiers.extract.found import Found
from classifiers.extract.masks import MAIL, Masked
from classifiers.extract.names import (
    ELSEWHERE,
    NAME,
    is_english,
    is_made_of_words,
    is_word,
    made_up,
    may_be_a_name,
)
from classifiers.extract.passing import in_passing
from classifiers.extract.spans import Spans
from classifiers.extract.words import Traits, Words, traits
from classifiers.lexicon import word_lists, written_lists
from classifiers.text.folding import fold
from models.vocabulary import Field

UNNAMED = "looks like one"
"""What is said of a made-up name where no word says that it is the account's."""
_NAMED = "named as one"

_LINKS = {*word_lists("names")["linking"], *written_lists("names")["linking"]}
_LINKING = re.compile(
    rf"(?:(?:{'|'.join(sorted(map(re.escape, _LINKS), key=len, reverse=True))})"
    rf"(?![^\W_])[\s:=：\"'«“–-]{{1,3}}){{0,5}}",
    re.IGNORECASE,
)
_GAP = re.compile(r"[\s:=：,.?!\"'«“„「(<*–-]{0,5}")
_STATED = re.compile(r"[:=：\"'«“„「(<]")
_QUOTED = re.compile(r"[\"'«“„「]$")
_ENDED = re.compile(r"[.?!,]\s|\n")
_MARKED = re.compile(r"[:,.)!?]|$")
_SIGNED_IN = re.compile(
    r"\b(?:(?:log(?:ged|ging)?|sign(?:ed|ing)?)[ -]?(?:in|up)|registered) (?:as|under) "
    r"(?:user(?:name)? )?(?P<name>[\w.-]{3,40})(?![\w@.-])"
    r"|\b(?:(?:panel|profile|screen|site|store|shop) name|owner of|behind)(?: is|:)? "
    r"(?P<owned>[a-z][\w.-]{3,39})(?![\w@.-])",
    re.IGNORECASE,
)
_INTRODUCTIONS = (" as ", " under ", " name", "owner of", "behind ")
_KEYWORDS = frozenset(("username", "account"))
_ENGLISH_KEYWORDS = frozenset(("account", "acct", "acc", "user", "username", "login", "profile"))
_ENGLISH_ENDINGS = ("ing", "ed", "tion", "ment", "ly")
_LONG_NAME, _LONGEST_WORDS = 11, 40
# How adjectives, participles and verbs end that follow "account" in other languages.
_FOREIGN_ENDINGS = re.compile(
    r".*(?:[aiu]d[aoe]s?|[au]t[oaei]s?|n?elle?s?|nels?|[ai]les?|als?|[aá]ri[oae]s?|aires?|ic[oa]s?|iv[oaei]s?"
    r"|[aei]bles?|[ae]nt[ei]?s?|mente?|ung|e[lr]?n|e?te?|iert|[dl][ae]r|yor|ilir|tirme|mek|mak|ow[aey]|[ao]n[aey])"
)
# Between "account" and its name: "my account is called".
_CALLED = frozenset(("called", "named", "name", "nombre", "llama", "nome", "chama", "nazwa", "adi"))
_ROLES = frozenset(("support", "noreply", "no-reply", "donotreply", "mailer-daemon", "helpdesk"))
_ARABIZI = re.compile(r"[a-z]+[235679][a-z]*")


def people(words: Words, own: str, blocked: Spans, mails: Sequence[Masked]) -> Iterator[Found]:
    """Yield user names and e-mail addresses.

    Args:
        words: All of the message, quoted mail included.
        own: The text with quotes and signature blanked: an address counts only here or where it
            is called the account's, since one in a quoted header or a signature is not stated.
        blocked: Spans that are something else, such as links, ids, amounts and ways to pay.
        mails: Where addresses stand in all of the message.
    """
    if "@" in own:
        yield from _addresses(own)
    if mails and own != words.text:
        yield from _quoted_addresses(words.text, own, mails)
    known: set[str] = set()
    for start, name, is_here in _named(words, own):
        if name not in known and not blocked.hold(start):
            known.add(name)
            if is_here:
                yield _found(name, start, start + len(name), _NAMED)
    for start, name in chain(made_up(own, has_digit=words.has_digit), in_passing(own, words)):
        if name not in known and not blocked.hold(start):
            known.add(name)
            yield _found(name, start, start + len(name), UNNAMED)


def _addresses(own: str) -> Iterator[Found]:
    for found in MAIL.finditer(own):
        address = found.group().lower().rstrip(".")
        if address.partition("@")[0] not in _ROLES:
            yield _found(address, *found.span(), "an e-mail address")


def _quoted_addresses(text: str, own: str, mails: Sequence[Masked]) -> Iterator[Found]:
    """Yield addresses that quoted mail says to be the account's: `your account ann@...`."""
    for mail in mails:
        if own[mail.start] != text[mail.start] and text[mail.start - 1] != "<":
            before = text[max(0, mail.start - _LONGEST_WORDS) : mail.start].split()[-2:]
            if any(_is_ours(traits(word.rstrip(":"))) for word in before):
                address = text[mail.start : mail.end].lower().rstrip(".")
                yield _found(address, mail.start, mail.end, _NAMED)


def _is_ours(keyword: Traits) -> bool:
    """Tell a word for the account from the panel, which is called something too."""
    return keyword.kind in _KEYWORDS and keyword.form != "panel"


def _named(words: Words, own: str) -> Iterator[tuple[int, str, bool]]:
    """Yield where a name begins that a word says to be one, the name, and whether it is ours."""
    for place, each in enumerate(words.traits):
        named = _after(words, place) if each.kind in _KEYWORDS else None
        if named:
            yield named.start(), named.group().rstrip(".-"), not _is_elsewhere(words, place)
    is_signed = any(map(own.__contains__, _INTRODUCTIONS))
    for found in _SIGNED_IN.finditer(own) if is_signed else ():
        name = (found["name"] or found["owned"]).rstrip(".-")
        if may_be_a_name(name) and not is_word(name):
            yield found.start(found.lastgroup or 0), name, True


def _is_elsewhere(words: Words, place: int) -> bool:
    """Tell an account on a platform, for which things are ordered."""
    beside = (*words.traits[max(0, place - 1) : place], *words.traits[place + 1 : place + 2])
    return any(each.form in ELSEWHERE for each in beside)


def _after(words: Words, place: int) -> re.Match[str] | None:
    """Return the name that follows the word at `place`, with or without "is" between."""
    keyword, end = words.traits[place], words.spans[place][1]
    gap = _GAP.match(words.text, end)
    linking = _LINKING.match(words.text, gap.end()) if gap else None
    for start in dict.fromkeys((linking.end(), gap.end())) if gap and linking else ():
        named = NAME.match(words.text, start)
        between = words.text[end:start]
        if named and (between or not keyword.form.isascii()):
            name = named.group().rstrip(".-")
            if may_be_a_name(name) and (
                _is_username(name, keyword, between)
                or (between == " " and _is_plain_name(words, named, keyword))
            ):
                return named
    return None


def _is_username(name: str, keyword: Traits, gap: str) -> bool:
    """Tell a name from the next word of a sentence by how it is written and introduced."""
    is_user = keyword.kind == "username"
    if any(map(str.isdigit, name)) or any(mark in name for mark in "_."):
        return is_user or not (_ARABIZI.fullmatch(name) or is_made_of_words(name))
    if "-" in name:
        return name.islower() and not is_made_of_words(name)
    if _ENDED.search(gap) and not _QUOTED.search(gap):
        return False
    is_stated = _STATED.search(gap) is not None
    if is_stated and is_user:
        return True
    linking = gap.split()
    is_called = _is_ours(keyword) and not _CALLED.isdisjoint(map(fold, linking))
    is_linked = bool(linking) and (is_user or is_called)
    return (is_stated or is_linked) and not is_word(name)


def _is_plain_name(words: Words, named: re.Match[str], keyword: Traits) -> bool:
    """Tell `my account neonpanels` from the next word of a sentence.

    In other languages than English only by its length or by a mark right after it, since their
    words are not all listed.
    """
    name = named.group().rstrip(".-")
    if not (name.isalpha() and name.islower()) or is_word(name):
        return False
    if keyword.form in _ENGLISH_KEYWORDS and is_english(words):
        return not name.endswith(_ENGLISH_ENDINGS)
    is_marked = keyword.kind == "username" and _MARKED.match(words.text, named.end()) is not None
    is_long = len(name) >= _LONG_NAME and not _FOREIGN_ENDINGS.fullmatch(name)
    return is_marked or is_long


def _found(value: str, start: int, end: int, note: str) -> Found:
    return Found(Field.USERNAME, value, start, end, note)
