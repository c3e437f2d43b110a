"""A message made ready to be compared with others, once however many they are."""

from classifiers.codes import codes_of, number
from classifiers.document import Document
from classifiers.duplicate_types import Candidate, Earlier
from classifiers.extract.found import Found
from classifiers.features import concepts_in
from classifiers.pairs import (
    Side,
    another_in,
    asked,
    asks,
    bounded,
    chase_in,
    only_asking,
    without_codes,
)
from classifiers.reading import Reading
from classifiers.resent import gist_of, is_marked, named_in, unmarked
from classifiers.text.folding import fold, western_digits
from classifiers.trained import CATEGORIES, Trained
from models.vocabulary import Field

_IDS = (Field.ORDER_ID, Field.TRANSACTION_ID)


def document_of(message: Candidate | Earlier) -> Document:
    """Return a message as the other classifiers read it."""
    return Document(message.channel, message.subject, message.body)


def side_of(message: Candidate | Earlier, reading: Reading, trained: Trained) -> Side:
    """Return a message as one side of a pair."""
    own, quoted = (western_digits(bounded(part)) for part in _parts(reading))
    codes = codes_of(own)
    every = codes.every | codes_of(quoted).every if quoted else codes.every
    bare, text = without_codes(own), " ".join(own.split())
    likeliest = max(range(len(CATEGORIES)), key=reading.probabilities.__getitem__)
    gist = gist_of(bare)
    vector = trained.linear.vector(trained.linear.columns.of(reading.tokens))
    asking = asks(reading.asking)
    return Side(
        customer=message.customer.strip().casefold(),
        bare=" ".join(bare.split()),
        gist=gist,
        body=gist_of(bare[len(fold(message.subject)) :]) if message.subject else gist,
        quoted=gist_of(without_codes(unmarked(quoted))).text if quoted else "",
        ids=_ids(reading.facts, reading.own),
        codes=codes if codes.telling or not quoted else codes_of(quoted),
        has_own_codes=bool(codes.telling),
        every_code=every,
        names=named_in(bare),
        facts=_values(reading.facts),
        category=message.category or CATEGORIES[likeliest],
        probabilities=tuple(reading.probabilities),
        vector=vector,
        topics=trained.topics.of(vector),
        rarities={word: trained.linear.rarity(word) for word in gist.weighty},
        concepts=concepts_in(reading.tokens),
        chase=chase_in(text)
        or ("" if codes.telling else only_asking(text, gist))
        or asked(text, asking),
        asking=asking,
        another=another_in(text),
        closing=reading.closing,
    )


def _parts(reading: Reading) -> tuple[str, str]:
    """Return the customer's own words and what is quoted."""
    own, lines = reading.own, reading.text.split("\n")
    if own == reading.text:
        marked = [place for place, line in enumerate(lines) if is_marked(line)]
        # Beside a quote stand no words, only signs such as "???": the line before introduces it.
        return (own, "") if not marked else ("", "\n".join(lines[marked[0] :]))
    pairs = zip(lines, own.split("\n"), strict=True)
    return own, "\n".join(line for line, kept in pairs if line.strip() and not kept.strip())


def _ids(found: list[Found], own: str) -> dict[str, Field]:
    """Return the ids in the customer's own words, or else those in what is quoted."""
    ids = [each for each in found if each.field in _IDS]
    mine = [each for each in ids if own[each.start : each.end].strip()]
    return {number(fold(each.value)): each.field for each in mine or ids}


def _values(found: list[Found]) -> dict[Field, frozenset[str]]:
    values: dict[Field, set[str]] = {}
    for each in found:
        values.setdefault(each.field, set()).add(fold(each.value))
    return {field: frozenset(each) for field, each in values.items()}
