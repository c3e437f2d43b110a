"""What is left of a mail without quotations and signature, by client and language.

`replies.jsonl` was written by hand after the formats that mail clients use: each line has the text
of a mail and the words that are its author's own.
"""

import json
from pathlib import Path

import pytest

from triage.mail.quotes import reply_of

CASES = [
    json.loads(line)
    for line in Path(__file__).with_name("replies.jsonl").read_text("utf-8").splitlines()
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['client']}-{case['language']}")
def test_the_authors_own_words_are_left(case: dict[str, str]) -> None:
    assert reply_of(case["text"], None) == case["reply"]
