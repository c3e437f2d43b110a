"""Whether two values of a field are the same fact, however they are written."""

import re
from collections.abc import Sequence

from classifiers.extract.figures import amount_in
from classifiers.extract.methods import named_methods
from classifiers.text.folding import fold, western_digits
from models.vocabulary import Field


def same_values(field: Field, truth: Sequence[str], found: Sequence[str]) -> bool:
    """Tell whether every true value is among those found; more may be found."""
    known = {_plain(field, value) for value in found}
    return {_plain(field, value) for value in truth} <= known


def _plain(field: Field, value: str) -> str:
    western = western_digits(value)
    if field is Field.AMOUNT:
        number = amount_in(western)
        return str(number.normalize()) if number is not None else fold(western)
    if field is Field.PAYMENT_METHOD:
        return next(iter(named_methods(value)), fold(value))
    return re.sub(r"[\s#-]", "", fold(western))
