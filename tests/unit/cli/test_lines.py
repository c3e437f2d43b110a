"""JSON Lines in and out: whatever a line holds, it has one answer and its neighbours theirs."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from triage.cli.lines import DONE, SOME_FAILED, Answer, Line, answer_lines, each


def length(line: Line) -> Answer:
    """Answer with the length of a word, and refuse what is none."""
    word = line.get("word")
    if not isinstance(word, str):
        raise ValueError(f"word = {word!r} is none")  # noqa: TRY004 - wrong data
    return {"id": line.get("id"), "word": word, "length": len(word)}


def ask(tmp_path: Path, *lines: bytes) -> tuple[int, list[dict[str, Any]]]:
    """Return the exit code and the answers, which are read as strictly as JSON says."""
    file = tmp_path / "lines.jsonl"
    file.write_bytes(b"\n".join(lines))
    out = StringIO()
    code = answer_lines([str(file)], each(length), out)
    written = out.getvalue().encode().decode()

    def refuse(constant: str) -> object:
        raise AssertionError(constant)

    return code, [json.loads(line, parse_constant=refuse) for line in written.splitlines()]


def test_lines_are_answered_in_order(tmp_path: Path) -> None:
    good = [json.dumps({"id": n, "word": "a" * n}).encode() for n in range(2_500)]
    code, answers = ask(tmp_path, *good)
    assert code == DONE
    assert [(a["id"], a["length"]) for a in answers] == [(n, n) for n in range(2_500)]


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        (b"word", "line 2 is no JSON"),
        (b'{"id": 2', "line 2 is no JSON"),
        (b"[1, 2]", "line 2 is list: give an object"),
        (b"null", "line 2 is NoneType: give an object"),
        (b'{"id": NaN, "word": "x"}', "line 2 is no JSON (NaN is no number)"),
        (b'{"id": ' + b"1" * 5_000 + b"}", "line 2 is no JSON"),
        (b'\xff\xfe{"id": 2}', "line 2 is no JSON"),
        (b'{"id": 2, "word": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", "nested too deep"),
        (b'{"a":' * 100_000, "nested too deep"),
    ],
)
def test_a_bad_line_is_told_in_its_place_and_the_rest_goes_on(
    tmp_path: Path, line: bytes, complaint: str
) -> None:
    good = b'{"id": 1, "word": "one"}'
    code, (before, bad, after) = ask(tmp_path, good, line, good)
    assert code == SOME_FAILED
    assert before == after == {"id": 1, "word": "one", "length": 3}
    assert bad["id"] is None
    assert complaint in bad["error"]


def test_a_line_that_cannot_be_worked_on_keeps_its_id(tmp_path: Path) -> None:
    code, answers = ask(tmp_path, b'{"id": "a-7", "word": 3}', b'{"word": "two"}')
    assert code == SOME_FAILED
    assert answers[0] == {"id": "a-7", "error": "word = 3 is none"}
    assert answers[1]["id"] is None


def test_half_a_surrogate_pair_comes_out_as_it_came_in(tmp_path: Path) -> None:
    line = b'{"id": "\\ud800", "word": "za\xc5\xbc\xc3\xb3\xc5\x82\xc4\x87"}'
    assert ask(tmp_path, line) == (DONE, [{"id": "\ud800", "word": "zażółć", "length": 6}])


def test_a_mark_of_byte_order_and_line_ends_of_windows_are_read_over(tmp_path: Path) -> None:
    code, answers = ask(tmp_path, b'\xef\xbb\xbf{"id": 1, "word": "a"}\r', b"", b'{"word": "b"}\r')
    assert code == DONE
    assert [answer["word"] for answer in answers] == ["a", "b"]
