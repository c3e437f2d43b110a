"""CSV files with a line of names: every fault is told, and nothing is taken where there is one."""

import csv
from collections.abc import Iterable
from typing import TypeVar

from pydantic import BaseModel, ValidationError

_Row = TypeVar("_Row", bound=BaseModel)


class TableError(Exception):
    """The file cannot be taken.

    Attributes:
        faults: A sentence for each, with its line.
    """

    def __init__(self, faults: list[str]) -> None:
        super().__init__("; ".join(faults))
        self.faults = faults


def read_table(lines: Iterable[str], row: type[_Row]) -> list[_Row]:
    """Return the rows of a CSV file as `row`; empty cells are left out.

    Raises:
        TableError: A column is missing or unknown, or a cell cannot be read.
    """
    reader = csv.DictReader(lines, restval="", strict=True)
    found: list[_Row] = []
    faults: list[str] = []
    try:
        _check_names(list(reader.fieldnames or ()), row)
        for cells in reader:
            if None in cells:
                faults.append(f"line {reader.line_num}: more cells than there are names")
                continue
            given = {name: text.strip() for name, text in cells.items() if text.strip()}
            try:
                found.append(row.model_validate(given))
            except ValidationError as error:
                faults += [f"line {reader.line_num}: {fault}" for fault in _sentences(error)]
    except csv.Error as error:
        faults.append(f"line {reader.line_num}: {error}")
    if faults:
        raise TableError(faults)
    return found


def _check_names(names: list[str], row: type[BaseModel]) -> None:
    known = {field.alias or name: field for name, field in row.model_fields.items()}
    missing = [n for n, field in known.items() if field.is_required() and n not in names]
    unknown = [name for name in names if name not in known]
    if missing or unknown:
        raise TableError(
            [
                *(f"line 1: the column {name!r} is missing" for name in missing),
                *(
                    f"line 1: {name!r} is no column; there are {', '.join(known)}"
                    for name in unknown
                ),
            ]
        )


def _sentences(error: ValidationError) -> list[str]:
    return [
        f"{'.'.join(map(str, fault['loc'])) or 'the row'} = {fault['input']!r}: {fault['msg']}"
        for fault in error.errors(include_url=False)
    ]
