"""All the facts of one message."""

from collections.abc import Iterator, Sequence

from classifiers.extract.found import Found
from classifiers.extract.masks import Masked, masked
from classifiers.extract.methods import methods
from classifiers.extract.money import amounts, plain_amounts, spelled_amounts
from classifiers.extract.people import people
from classifiers.extract.periods import periods
from classifiers.extract.pictures import pictures
from classifiers.extract.references import hashes, references
from classifiers.extract.spans import Spans
from classifiers.extract.story import story
from classifiers.extract.words import Words
from classifiers.text.folding import western_digits
from models.vocabulary import Field


def facts(text: str, own: str, attachments: Sequence[str]) -> list[Found]:
    """Return every fact in a message.

    Args:
        text: Subject and body, quoted mail included: what was quoted is known too.
        own: The same length, with quoted mail and signature blanked.
        attachments: File names.
    """
    words = Words(western_digits(text))
    masks = list(masked(words.text))
    elsewhere = Spans(mask[1:] for mask in masks)
    links = Spans(mask[1:] for mask in masks if mask.kind in {"link", "mail"})
    money = [amount for amount in amounts(words) if not elsewhere.hold(amount.start)]
    ways = [way for way in methods(words) if not elsewhere.hold(way.start)]
    taken = Spans((*(mask[1:] for mask in masks), *_spans(money)))
    ids = [*references(words, taken), *_linked(words.text, masks)]
    taken = Spans((*(mask[1:] for mask in masks), *_spans(money), *_spans(ids)))
    unnamed = (mask[1:] for mask in masks if mask.kind != "mail")
    others = Spans((*unnamed, *_spans(money), *_spans(ids), *_spans(ways)))
    return [
        *ids,
        *money,
        *spelled_amounts(words),
        *plain_amounts(words, ways, taken),
        *ways,
        *people(words, own, others),
        *pictures(text, attachments),
        *periods(words, masks),
        *story(words if own == text else Words(western_digits(own)), links),
    ]


def _linked(text: str, masks: Sequence[Masked]) -> list[Found]:
    """Return the transactions that links to a blockchain's explorer lead to."""
    links = ((mask.start, mask.end) for mask in masks if mask.kind == "link")
    return [
        Found(Field.TRANSACTION_ID, code, start, end, "transaction hash in a link")
        for start, end in links
        for code in hashes(text[start:end])
    ]


def _spans(found: Sequence[Found]) -> Iterator[tuple[int, int]]:
    return ((each.start, each.end) for each in found)
