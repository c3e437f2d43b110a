"""Lines that a client broke for the journey, made whole again (RFC 3676, `format=flowed`).

Done before quotations are looked for, so that a paragraph, or the line that introduces a quotation,
is one line as its author saw it.
"""

from collections.abc import Mapping
from typing import Final

_SIGNATURE: Final = "-- "


def is_flowed(content_type: str, parameters: Mapping[str, str]) -> bool:
    """Return whether a part says that its lines are to be joined (section 4)."""
    if content_type != "text/plain":
        return False
    return parameters.get("format", "").strip().lower() == "flowed"


def joined_lines(text: str, parameters: Mapping[str, str]) -> str:
    """Join the lines of each paragraph.

    A line that ends with a blank goes on in the next one of the same depth of quotation, except the
    delimiter of a signature (section 4.3). A blank that was put before a line for the journey is
    taken off (section 4.4). With `DelSp=yes` the blank at the end of a line goes too, for writing
    that has no blanks between words (section 4.2).

    Args:
        text: The text of a part, lines ended by a line feed.
        parameters: Of its Content-Type.

    Returns:
        The same words; quoted lines begin with as many `>` as before, and a blank.
    """
    drops_blank = parameters.get("delsp", "").strip().lower() == "yes"
    whole: list[str] = []
    pieces: list[str] = []
    depth = 0
    for line in text.split("\n"):
        unquoted = line.lstrip(">")
        depth_here = len(line) - len(unquoted)
        words = unquoted.removeprefix(" ")
        if pieces and (depth_here != depth or words == _SIGNATURE):
            whole.append(_quoted(depth, pieces))
            pieces = []
        depth = depth_here
        is_broken_here = words.endswith(" ") and words != _SIGNATURE
        pieces.append(words[:-1] if is_broken_here and drops_blank else words)
        if not is_broken_here:
            whole.append(_quoted(depth, pieces))
            pieces = []
    if pieces:
        whole.append(_quoted(depth, pieces))
    return "\n".join(whole)


def _quoted(depth: int, pieces: list[str]) -> str:
    words = "".join(pieces)
    return f"{'>' * depth} {words}" if depth else words
