"""Writes the schema out as `config.toml`: every key, its sentence and its default."""

import sys
from collections.abc import Iterator
from enum import Enum
from pathlib import Path

from pydantic.fields import FieldInfo

from triage.config.schema import Section, Settings
from triage.config.walk import is_secret, named_section_of, section_of

_MICROSOFT = "https://login.microsoftonline.com/common/oauth2/v2.0/token"
POLICIES_MARK = "\n# --- policies ---"
_EXAMPLES = {
    "oauth": ("microsoft", {"token_url": _MICROSOFT, "client_id": "00000000-0000"}),
    "mailboxes": ("support", {"host": "imap.example.com", "username": "support@example.com"}),
    "maildirs": ("local", {"path": "var/inbox"}),
    "webhooks": ("shop", {"address": "support@example.com"}),
    "monitors": ("oslo", {}),
}
_EXAMPLE_VALUES = {"addresses": "support@example.com", "policy": "smmpanelus"}
_HEAD = """\
# The configuration of triage. Every key stands here with its default; a key in a comment has none,
# or belongs to a table that you name yourself. An environment variable overrides a key:
# TRIAGE_SMTP__HOST is host of [smtp], TRIAGE_MAILBOXES__SUPPORT__HOST is host of
# [mailboxes.support].
# Secrets never stand in this file: they come from such a variable or from a file that
# <key>_file names (relative to this file).
"""


def render() -> str:
    """Return the text of `config.toml`, without the policies."""
    return _HEAD + "".join(_sections())


def _sections() -> Iterator[str]:
    for name, field in Settings.model_fields.items():
        section = section_of(field.annotation)
        if section is not None:
            yield f"\n# {section.__doc__}\n[{name}]\n" + "".join(_keys(section, name, "", {}))
        elif name in _EXAMPLES:
            yield _example(name, field)


def _example(name: str, field: FieldInfo) -> str:
    section = named_section_of(field.annotation)
    if section is None:
        raise TypeError(f"{name} holds no named tables")
    table, values = _EXAMPLES[name]
    head = f"\n# {section.__doc__} As many tables as there are, each with a name of yours.\n"
    return f"{head}# [{name}.{table}]\n" + "".join(
        _keys(section, table, "# ", _EXAMPLE_VALUES | values)
    )


def _keys(section: type[Section], table: str, mark: str, examples: dict[str, str]) -> Iterator[str]:
    for key, field in section.model_fields.items():
        yield f"{mark}# {field.description}\n"
        if is_secret(field):
            yield f'{mark or "# "}{key}_file = "secrets/{table}_{key}"\n'
        elif key in examples:
            yield f"{mark}{key} = {_toml(examples[key])}\n"
        elif field.default is None:
            yield f"{mark or '# '}{key} =\n"
        else:
            yield f"{mark}{key} = {_toml(field.default)}\n"


def _toml(value: object) -> str:
    if isinstance(value, Enum):
        value = value.value
    if isinstance(value, bool):
        return str(value).lower()
    return f'"{value}"' if isinstance(value, str) else str(value)


def main(path: Path) -> None:
    """Write the settings' part of `path` anew; the policies beneath the mark stay."""
    _, mark, policies = path.read_text("utf-8").partition(POLICIES_MARK)
    path.write_text(render() + mark + policies, "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
