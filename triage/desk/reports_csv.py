"""Reports as CSV: nested values spread over columns, no cell that a spreadsheet would compute."""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from io import StringIO

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_text(records: Iterable[Mapping[str, object]]) -> str:
    """Return records as CSV (RFC 4180) with a header; of the first record's columns."""
    flat = [dict(_flat(record)) for record in records]
    out = StringIO()
    if flat:
        writer = csv.DictWriter(out, flat[0].keys())
        writer.writeheader()
        writer.writerows(flat)
    return out.getvalue()


def _flat(record: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    for key, value in record.items():
        if isinstance(value, Mapping):
            yield from _flat(value)
        elif isinstance(value, str):
            yield key, f"'{value}" if value.startswith(_FORMULA) else value
        elif isinstance(value, Sequence):
            yield key, "; ".join(_interval(entry) for entry in value)
        else:
            yield key, value


def _interval(entry: Mapping[str, object]) -> str:
    """Write an interval of a ledger."""
    counted = "counted" if entry["counted"] else "not counted"
    return f"{entry['from']} to {entry['to']} {counted}: {entry['reason']}"
