"""Order numbers and payment references: what a number or code is, by shape and neighbours."""

import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import NamedTuple

from classifiers.extract.found import Found
from classifiers.extract.naming import LONGEST_COUNT, NAMING, Naming, naming_of
from classifiers.extract.shapes import HASH, HEX_GROUP, SHORTENED, Shape, shape_of
from classifiers.extract.slashed import slashed
from classifiers.extract.spans import Spans
from classifiers.extract.words import Words
from models.vocabulary import Field

UNNAMED = "a number that nothing names"
"""What is said of a number that could be an order's, where no word says so."""
NAMED, LONG = "named as one", "as long as those are"
"""What is said of a number by the word that names it, and by its length."""
_LISTED = "in a list of them"
_MAY_BE_GROUPED = frozenset((NAMED, _LISTED, LONG))

_SHORTEST_ORDER, _LONGEST_ORDER, _SHORTEST_TYPED = 4, 9, 2
_SHORTEST_GROUP, _SHORTEST_MIXED, _LONGEST_ROUND = 3, 5, 6
_LONGEST_NAMED, _LONGEST_CODE, _LONGEST_MIXED = 10, 7, 12
_SHORTEST_GROUPED_HASH, _ALIKE = 16, 1
_LONGEST_AREA, _NEAR = 5, 3
_SLASHES = "through slashes, as banks write them"
_OTHER_CODES = frozenset(("promo", "ticket"))
# A mixed code right after a payment's word; a national number of a mobile telephone; the word
# "order" written onto its number.
_MIXED = re.compile(r"(?=(?:.*\d){2})(?=.*[A-Z])[A-Z\d]{6,12}")
_MOBILE = re.compile(r"0[1-9]\d{8,10}")
_GLUED = re.compile(r"^(?:orders?|ord|od)(?=\d)", re.IGNORECASE)
_YEAR = re.compile(r"20[0-4]\d")
_DECIMAL_BEFORE = re.compile(r"(?<!\d)\d{1,3}\.$|(?<!\d)\d{1,2},$")
_DECIMAL_AFTER = re.compile(r"\.\d|,\d(?!\d)")


class _Verdict(NamedTuple):
    """What a code is; `field` is None where it is known to be something else."""

    field: Field | None
    note: str


_ELSE = _Verdict(None, "")
_TELEPHONE = _Verdict(None, "a telephone's")


def references(words: Words, blocked: Spans) -> list[Found]:
    """Return order numbers and payment references.

    Args:
        words: The message.
        blocked: Spans that hold neither, such as links, dates and amounts.
    """
    return _alike(list(_references(words, blocked))) if words.has_digit else []


def hashes(link: str) -> list[str]:
    """Return the blockchain transactions in a link to an explorer."""
    return [found.lower() for found in HASH.findall(link)]


def _references(words: Words, blocked: Spans) -> Iterator[Found]:
    listed: tuple[_Verdict, int] | None = None
    end = 0
    for place, each in enumerate(words.traits):
        if not each.has_digit:
            if each.kind in NAMING or not ("joiner" in each.lists or each.form in "#№"):
                listed = None
            continue
        start = words.spans[place][0]
        if start < end or blocked.hold(start):
            continue
        together = _together(words, place)
        if together:
            end = together[-1].end
            yield from together
            continue
        verdict = _judge(words, place, listed)
        listed = (verdict, len(words.pieces[place])) if verdict else None
        if verdict and verdict.field:
            code, end = _whole(words, place, verdict)
            yield Found(verdict.field, code, start, end, verdict.note)
        elif verdict is _TELEPHONE and len(words.pieces[place]) <= _LONGEST_AREA:
            end = words.spans[_last_group(words, place, str.isdecimal)][1]


def _together(words: Words, place: int) -> list[Found]:
    """Return what is written with marks between: a range of orders, a reference with slashes."""
    start, end = words.spans[place]
    naming = naming_of(words, place) if words.text[max(0, start - 1)] == "/" else Naming(None)
    through = slashed(words.text, start, is_named=naming.kind == "transaction")
    if through and not _is_of_another(words, place, naming):
        return [Found(Field.TRANSACTION_ID, through.group(), *through.span(), _SLASHES)]
    return [Found(Field.ORDER_ID, each, start, end, _LISTED) for each in _bounds(words, place)]


def _bounds(words: Words, place: int) -> tuple[str, ...]:
    """Return the first and the last of a range of orders, such as `8110023-8110027`."""
    first, dash, last = words.pieces[place].partition("-")
    is_range = dash and len(first) == len(last) and first.isdecimal() and last.isdecimal()
    if not is_range or first >= last or naming_of(words, place).kind != "order":
        return ()
    return first, last


def _alike(found: list[Found]) -> list[Found]:
    """Drop numbers without a name that are shorter than the orders beside them.

    The numbers of one shop are about as long as each other; what is shorter counts something.
    """
    sizes = [len(each.value) for each in found if each.field is Field.ORDER_ID]
    longest = max(sizes, default=0)
    heads = {before for before, after in pairwise(found) if after.note == _LISTED}
    return [
        each
        for each in found
        if each.note != UNNAMED or len(each.value) >= longest - _ALIKE or each in heads
    ]


def _judge(words: Words, place: int, listed: tuple[_Verdict, int] | None) -> _Verdict | None:
    """Return what the code at `place` is, or None if nothing tells."""
    if _is_part_of_a_name(words, place):
        return None
    code, naming = words.pieces[place], naming_of(words, place)
    verdict = _TELEPHONE if naming.kind == "contact" else _by_shape(code, naming)
    if verdict and verdict.note == Shape.REFERENCE.value and _is_of_another(words, place, naming):
        return _ELSE
    if verdict is not None or (not naming.is_labelled and _is_quantity(words, place)):
        return verdict
    if naming.kind is not None:
        return _typed(words, place, naming)
    verdict = _in_a_list(code, listed)
    return verdict or (None if _is_decimal(words, place) else _bare(words, place))


def _is_of_another(words: Words, place: int, naming: Naming) -> bool:
    """Tell a coupon's code and a complaint's number by the words right before."""
    return naming.kind != "transaction" and any(
        each.form not in "#№" and not each.lists.isdisjoint(_OTHER_CODES)
        for each in words.traits[max(0, place - _NEAR) : place]
    )


def _is_part_of_a_name(words: Words, place: int) -> bool:
    """Tell digits of `@user_1234567` or of a path from numbers of their own."""
    (start, end), text = words.spans[place], words.text
    before = text[max(0, start - 2) : start]
    is_path = before[-1:] == "/" and not before[:1].isdigit()
    return is_path or before[-1:] in {"@", "_"} or text[end : end + 1] in {"@", "_"}


def _in_a_list(code: str, listed: tuple[_Verdict, int] | None) -> _Verdict | None:
    """Judge a code by what the one before it in a list is."""
    if listed is None or len(code) < _SHORTEST_ORDER:
        return None
    verdict, size = listed
    if verdict.field is None:
        return _ELSE if size == len(code) else None
    return _Verdict(verdict.field, _LISTED)


def _by_shape(code: str, naming: Naming) -> _Verdict | None:
    shape = shape_of(code)
    is_payment = naming.kind == "transaction" or (naming.kind == "payment" and naming.is_labelled)
    if shape is Shape.WALLET:
        return _ELSE
    if shape is Shape.OTHERWISE:
        return _Verdict(Field.TRANSACTION_ID, NAMED) if is_payment else _ELSE
    if shape is Shape.ORDER:
        return _Verdict(Field.ORDER_ID, shape.value)
    if shape is Shape.REFERENCE and naming.kind == "order" and len(code) <= _LONGEST_MIXED:
        return None
    if shape is Shape.REFERENCE and naming.kind in {"address", "username"}:
        return _ELSE
    return None if shape is Shape.PLAIN else _Verdict(Field.TRANSACTION_ID, shape.value)


def _is_decimal(words: Words, place: int) -> bool:
    """Tell a piece of a broken number such as `0.0031`."""
    start, end = words.spans[place]
    before, after = words.text[max(0, start - 5) : start], words.text[end : end + 3]
    return bool(_DECIMAL_BEFORE.search(before) or _DECIMAL_AFTER.match(after))


def _typed(words: Words, place: int, naming: Naming) -> _Verdict | None:
    """Judge a code by the word that names it."""
    code = words.pieces[place]
    if naming.kind not in {"order", "transaction", "payment", "code"}:
        return _ELSE if naming.kind in {"other", "service"} else None
    if naming.kind == "code" and len(code) <= _LONGEST_CODE:
        return _ELSE
    if not code.isdecimal():
        is_enough = len(code) >= _SHORTEST_MIXED
    elif naming.kind == "order":
        return _ordered(code, naming)
    else:
        whole = "".join(words.pieces[place : _last_group(words, place, str.isdecimal) + 1])
        is_enough = len(whole) >= _SHORTEST_ORDER and (naming.is_labelled or not _is_year(code))
    if not is_enough:
        return None
    if naming.kind == "order":
        return _Verdict(Field.ORDER_ID, NAMED)
    return _Verdict(Field.TRANSACTION_ID, NAMED)


def _ordered(code: str, naming: Naming) -> _Verdict | None:
    """Judge a number after the word "order"."""
    if len(code) > _LONGEST_NAMED:
        return _Verdict(Field.TRANSACTION_ID, LONG)
    is_plain = naming.is_near or naming.is_labelled
    is_count = _is_year(code) or (naming.is_verb and _is_round(code))
    is_short = len(code) < (_SHORTEST_TYPED if is_plain else _SHORTEST_ORDER)
    if is_short or (is_count and not naming.is_labelled):
        return None
    return _Verdict(Field.ORDER_ID, NAMED)


def _is_quantity(words: Words, place: int) -> bool:
    """Tell a count or a duration by what stands right after it."""
    end = words.spans[place][1]
    if words.text[end : end + 1] in {"%", "+", "x"}:
        return True
    if place + 1 == len(words.pieces):
        return False
    code, after = words.pieces[place], words.traits[place + 1]
    is_countable = len(code) <= LONGEST_COUNT or _is_round(code) or not code.isdecimal()
    if not is_countable or words.text[end : words.spans[place + 1][0]] not in {"", " "}:
        return False
    return after.unit or after.kind == "state"


def _bare(words: Words, place: int) -> _Verdict | None:
    """Judge a number without a word that says what it is."""
    code, start = words.pieces[place], words.spans[place][0]
    is_paid = place > 0 and words.traits[place - 1].kind == "payment"
    if not code.isdecimal():
        is_its_code = is_paid and _MIXED.fullmatch(code)
        return _Verdict(Field.TRANSACTION_ID, NAMED) if is_its_code else None
    if _MOBILE.fullmatch(code) and not is_paid:
        return _TELEPHONE
    if words.text[max(0, start - 1) : start] in {"#", "№"} and len(code) >= _SHORTEST_GROUP:
        return _Verdict(Field.ORDER_ID, "after #")
    if len(code) > _LONGEST_ORDER:
        return _Verdict(Field.TRANSACTION_ID, LONG)
    if len(code) < _SHORTEST_ORDER or _is_round(code) or _is_year(code):
        return None
    return _Verdict(Field.ORDER_ID, UNNAMED)


def _is_round(code: str) -> bool:
    """Tell a number that people order things by, such as 1000 or 2500."""
    return len(code) <= _LONGEST_ROUND and code.endswith(
        "000" if len(code) > _SHORTEST_ORDER else "00"
    )


def _is_year(code: str) -> bool:
    return _YEAR.fullmatch(code) is not None


def _whole(words: Words, place: int, verdict: _Verdict) -> tuple[str, int]:
    """Return the code with the groups that belong to it, and where it ends.

    Banks print references in groups (`9031 774 120588` is one number), and people break hashes or
    leave their middle out.
    """
    code, (start, end) = words.pieces[place], words.spans[place]
    if HASH.fullmatch(code):
        return code.lower(), end
    is_order = verdict.field is Field.ORDER_ID
    if is_order or verdict.note not in _MAY_BE_GROUPED:
        return _GLUED.sub("", code) if is_order else code, end
    short = SHORTENED.match(words.text, start)
    if short:
        return short.group(), short.end()
    if code.isdecimal():
        last = _last_group(words, place, str.isdecimal)
        return "".join(words.pieces[place : last + 1]), words.spans[last][1]
    if HEX_GROUP.fullmatch(code):
        last = _last_group(words, place, _is_hex)
        whole = "".join(words.pieces[place : last + 1])
        if last > place and len(whole) >= _SHORTEST_GROUPED_HASH:
            return whole.lower(), words.spans[last][1]
    return code, end


def _last_group(words: Words, place: int, is_group: Callable[[str], bool]) -> int:
    """Return the place of the last group of a code that begins at `place`."""
    last = place
    for before, after in pairwise(range(place, len(words.pieces))):
        group = words.pieces[after]
        gap = words.text[words.spans[before][1] : words.spans[after][0]]
        if gap != " " or len(group) < _SHORTEST_GROUP or not is_group(group):
            break
        last = after
    return last


def _is_hex(group: str) -> bool:
    return HEX_GROUP.fullmatch(group) is not None
