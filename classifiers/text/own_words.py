"""The customer's own words: without quoted mail and signatures, every span kept in place."""

import re
from collections.abc import Iterator

# The line with which a mail client introduces what it quotes, in the languages of its users.
_INTRODUCTION = re.compile(
    r"(?=.{0,300}[\d@]).{0,300}?(?:wrote|writes|escribi[oó]|escreveu|a [eé]crit|schrieb|ha scritto|"
    r"schreef|skrev|napisa[lł]\S*|pisze|yazd[iı]|a scris|написа[вл]\S*|пиш[еу]т?|menulis|đã viết)"
    r"(?:\s.{0,120})?\s?:\s*",
    re.IGNORECASE,
)
_DIVIDER = re.compile(
    r"[-_]{2,}\s*(?:original|forwarded|urspr|mensaje|mensagem|message|messaggio|wiadomo|"
    r"oorspronkelijk|пересыл|исходн|пересил|iletilen|orijinal|doorgestuurd).*",
    re.IGNORECASE,
)
_SENDER = re.compile(r"\*?(?:from|von|de|da|od|van|от|від|kimden)\s?:.*", re.IGNORECASE)
_TITLE = re.compile(
    r"\*?(?:subject|betreff|asunto|assunto|objet|oggetto|temat|onderwerp|тема|konu)\s?:.*",
    re.IGNORECASE,
)
_CLIENT_LINE = re.compile(
    r"(?:(?:sent|gesendet|enviado|envoy[eé]|inviato|wys[lł]ano|verzonden|отправлено|надіслано|"
    r"trimis) (?:from|von meinem|desde|de mon|do meu|da |z |vanaf|с |з |din ).{0,60}|"
    r"get outlook for.{0,60}|.{0,30} (?:uygulamasından|dan|den) gönderildi.{0,20})",
    re.IGNORECASE,
)
_CLIENT_WORDS = frozenset(
    (
        *("sent", "get", "gesendet", "enviado", "envoyé", "envoye", "inviato"),
        *("wysłano", "wyslano", "verzonden", "отправлено", "надіслано", "trimis"),
    )
)
_QUOTE_MARKS = (">", "&gt;")
_HEADER_LINES = 5


def own_words(text: str) -> str:
    """Return `text` with quoted mail and signature blanked out, of the same length.

    Answers between quoted lines survive. A text that would be left without a word (a bare
    forward) comes back whole, since then the forwarded words are the message.
    """
    if "\n" not in text:
        return text
    lines = text.split("\n")
    kept = [line if keep else " " * len(line) for line, keep in _judged(lines)]
    own = "\n".join(kept)
    return own if any(map(str.isalnum, own)) else text


def _judged(lines: list[str]) -> Iterator[tuple[str, bool]]:
    """Yield every line with whether it is the customer's own."""
    is_cut = False
    for number, line in enumerate(lines):
        bare = line.strip()
        if not is_cut and bare and _ends_own_words(bare, line, lines, number):
            is_cut = True
        is_own = not is_cut and not bare.startswith(_QUOTE_MARKS)
        if is_own and bare.endswith(":") and _INTRODUCTION.fullmatch(bare):
            is_own = False
        yield line, is_own


def _ends_own_words(bare: str, line: str, lines: list[str], number: int) -> bool:
    if bare[0] in "-_":
        return line in {"--", "-- "} or bool(_DIVIDER.fullmatch(bare))
    if bare.endswith(":"):
        return _introduces_a_block(bare, lines, number)
    if bare.split(" ", 1)[0].lower() in _CLIENT_WORDS or bare.endswith("nderildi"):
        return bool(_CLIENT_LINE.fullmatch(bare))
    return ":" in bare and bool(_SENDER.fullmatch(bare)) and _has_title(lines, number)


def _introduces_a_block(bare: str, lines: list[str], number: int) -> bool:
    """Tell a client that quotes without marks, so that all that follows is quoted."""
    if not _INTRODUCTION.fullmatch(bare):
        return False
    following = next((line.strip() for line in lines[number + 1 :] if line.strip()), "")
    return not following.startswith(_QUOTE_MARKS)


def _has_title(lines: list[str], number: int) -> bool:
    following = lines[number + 1 : number + _HEADER_LINES]
    return any(_TITLE.fullmatch(line.strip()) for line in following)
