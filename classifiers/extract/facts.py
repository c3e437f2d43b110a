"""All the facts of one message."""

from collections.abc import Sequence

from classifiers.extract.files import named_by_files
from classifiers.extract.found import Found
from classifiers.extract.masks import Masked, masked
from classifiers.extract.methods import methods
from classifiers.extract.money import amounts, plain_amounts
from classifiers.extract.people import people
from classifiers.extract.periods import periods
from classifiers.extract.pictures import pictures
from classifiers.extract.references import hashes, references
from classifiers.extract.spans import spans
from classifiers.extract.spelled import spelled_amounts
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
    own_words = words if own == text else Words(western_digits(own))
    links = [mask for mask in masks if mask.kind in {"link", "mail"}]
    elsewhere = spans(masks)
    money = [amount for amount in amounts(words) if not elsewhere.hold(amount.start)]
    ways = [way for way in methods(words) if not elsewhere.hold(way.start)]
    ids = [*references(words, spans(masks, money)), *_linked(words.text, links)]
    unnamed = [mask for mask in masks if mask.kind != "mail"]
    mails = [mask for mask in masks if mask.kind == "mail"]
    return [
        *ids,
        *money,
        *spelled_amounts(words),
        *plain_amounts(words, ways, spans(masks, money, ids)),
        *ways,
        *people(words, own_words.text, spans(unnamed, money, ids, ways), mails),
        *pictures(text, attachments),
        *named_by_files(attachments, is_paid=bool(ways)),
        *periods(words, masks),
        *story(own_words, spans(links)),
    ]


def _linked(text: str, links: Sequence[Masked]) -> list[Found]:
    """Return the transactions that links to a blockchain's explorer lead to."""
    return [
        Found(Field.TRANSACTION_ID, code, link.start, link.end, "in a link")
        for link in links
        if link.kind == "link"
        for code in hashes(text[link.start : link.end])
    ]
