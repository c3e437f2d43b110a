"""Mail that lies in files, and what is said of each."""

import json
from pathlib import Path

from tests.unit.mail.mails import mail, multipart
from triage.intake.files import iter_messages
from triage.mail.context import AckContext
from triage.mail.inspect import inspect

KEYS = [
    *("path", "subject", "from", "message_id", "text", "reply_text", "language"),
    *("machine_generated", "acknowledge", "attachments", "defects"),
]


def test_the_keys_are_those_of_the_contract() -> None:
    picture = 'Content-Type: image/png; name="a.png"\r\n\r\nx'
    raw = multipart("\r\nIt is late.\r\n\r\n-- \r\nAnn", picture)
    line = inspect("a.eml", raw, lambda text: f"<{text}>")
    assert list(line) == KEYS
    assert json.loads(json.dumps(line)) == {
        "path": "a.eml",
        "subject": "My order",
        "from": "ann@customer.example",
        "message_id": "<1@customer.example>",
        "text": "It is late.\n\n-- \nAnn",
        "reply_text": "It is late.",
        "language": "<It is late.>",
        "machine_generated": False,
        "acknowledge": {"allowed": True, "reason": None, "evidence": None},
        "attachments": [{"name": "a.png", "type": "image/png", "size": 1}],
        "defects": [],
    }


def test_a_reason_is_given_with_its_evidence() -> None:
    line = inspect("a", mail("x", "Auto-Submitted: auto-replied"), str.upper)
    assert line["machine_generated"] is True
    assert line["acknowledge"] == {
        "allowed": False,
        "reason": "AUTO_SUBMITTED",
        "evidence": "Auto-Submitted: auto-replied",
    }


def test_what_needs_a_mailbox_applies_with_one() -> None:
    elsewhere = mail(to="bob@customer.example")
    context = AckContext(own_addresses=frozenset({"help@desk.example"}))
    assert inspect("a", elsewhere, str)["acknowledge"]["allowed"] is True
    assert inspect("a", elsewhere, str, context)["acknowledge"]["reason"] == "NOT_ADDRESSED"


def test_a_folder_is_walked_in_the_order_of_names(tmp_path: Path) -> None:
    (tmp_path / "b.eml").write_bytes(b"two")
    (tmp_path / "a.eml").write_bytes(b"one")
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "c.EML").write_bytes(b"three")
    (tmp_path / "notes.jsonl").write_bytes(b"no mail")
    (tmp_path / ".hidden.eml").write_bytes(b"no mail")
    found = [(Path(path).name, raw) for path, raw in iter_messages([tmp_path])]
    assert found == [("a.eml", b"one"), ("b.eml", b"two"), ("c.EML", b"three")]


def test_a_file_that_is_named_is_read_whatever_it_is_called(tmp_path: Path) -> None:
    path = tmp_path / "mail.data"
    path.write_bytes(b"one")
    assert list(iter_messages([str(path)])) == [(str(path), b"one")]


def test_a_maildir_is_its_cur_and_new(tmp_path: Path) -> None:
    for name in ("cur", "new", "tmp"):
        (tmp_path / name).mkdir()
        (tmp_path / name / f"1.{name}.host:2,S").write_bytes(name.encode())
    (tmp_path / "dovecot.index").write_bytes(b"no mail")
    assert [raw for _, raw in iter_messages([tmp_path])] == [b"cur", b"new"]


def test_an_mbox_is_split_at_from_lines_after_blank_ones(tmp_path: Path) -> None:
    path = tmp_path / "box.mbox"
    path.write_bytes(
        b"From a Mon Nov  2\nSubject: one\n\nhello\nFrom me to you\n\n"
        b"From b Mon Nov  2\nSubject: two\n\nbye\n"
    )
    found = list(iter_messages([path]))
    assert [name for name, _ in found] == [f"{path}#1", f"{path}#2"]
    assert found[0][1].endswith(b"From me to you\n\n")
    assert found[1][1].startswith(b"From b")


def test_what_cannot_be_read_is_reported_and_the_rest_goes_on(tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(b"one")
    errors: list[str] = []
    paths = [tmp_path / "missing.eml", tmp_path / "a.eml"]
    found = list(iter_messages(paths, lambda path, _: errors.append(path)))
    assert found == [(str(paths[0]), b""), (str(paths[1]), b"one")]
    assert errors == [str(paths[0])]
    assert inspect(found[0][0], b"", str)["defects"][0] == "empty"


def test_links_that_go_in_circles_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "up").symlink_to(tmp_path)
    (tmp_path / "a.eml").write_bytes(b"one")
    assert [raw for _, raw in iter_messages([tmp_path])] == [b"one"]
