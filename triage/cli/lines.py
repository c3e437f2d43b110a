"""JSON Lines in, JSON Lines out: one answer a line, in order, whatever a line holds."""

import gc
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import TextIO

import orjson

Line = Mapping[str, object]
Answer = dict[str, object]
Work = Callable[[Sequence[Line]], Sequence[Answer | ValueError]]

_BATCH = 1000
_LINES_MAKE = 500_000
DONE, SOME_FAILED = 0, 1


def _refuse(constant: str) -> object:
    raise ValueError(f"{constant} is no number")


_JSON = json.JSONDecoder(parse_constant=_refuse)


def each(work: Callable[[Line], Answer]) -> Work:
    """Turn the work on one line into work on many; a ValueError becomes that line's answer."""

    def one(line: Line) -> Answer | ValueError:
        try:
            return work(line)
        except ValueError as error:
            return error

    return lambda lines: [one(line) for line in lines]


def answer_lines(paths: Sequence[str], work: Work, out: TextIO | None = None) -> int:
    """Answer every line of the files, or of standard input, and return the exit code."""
    out = out or sys.stdout
    code = DONE
    lines = _read(paths)
    # Lines make no cycles, so the collector may look rarely, and never at what start-up made.
    gc.freeze()
    gc.set_threshold(_LINES_MAKE)
    while batch := list(islice(lines, _BATCH)):
        readable = [line for line in batch if not isinstance(line, ValueError)]
        answers = iter(work(readable))
        for line in batch:
            answer = line if isinstance(line, ValueError) else next(answers)
            if isinstance(answer, ValueError):
                code = SOME_FAILED
                answer = {"id": _id(line), "error": str(answer)}
            out.write(written(answer) + "\n")
        out.flush()
    return code


def _read(paths: Sequence[str]) -> Iterator[Line | ValueError]:
    if not paths:
        yield from _parse(sys.stdin.buffer)
    for path in paths:
        with Path(path).open("rb") as file:
            yield from _parse(file)


def _parse(lines: Iterable[bytes]) -> Iterator[Line | ValueError]:
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            value = _JSON.decode(line.decode("utf-8-sig"))
        except ValueError as error:
            yield ValueError(f"line {number} is no JSON ({error}): give one object a line")
            continue
        except RecursionError:
            yield ValueError(f"line {number} is nested too deep: give one flat object a line")
            continue
        if isinstance(value, dict):
            yield value
        else:
            yield ValueError(f"line {number} is {type(value).__name__}: give an object")


def written(answer: Answer) -> str:
    """Return an answer as JSON."""
    try:
        return orjson.dumps(answer).decode()
    except orjson.JSONEncodeError:
        # Half a surrogate pair, which is escaped, or a number of more than 64 bits.
        return json.dumps(answer)


def _id(line: Line | ValueError) -> object:
    return None if isinstance(line, ValueError) else line.get("id")
