"""`TRIAGE_SMTP__HOST=mail.example.org` sets `host` of `[smtp]`; a misspelt one is an error."""

import tomllib
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from triage.config.errors import ConfigError
from triage.config.schema import Section, Settings
from triage.config.walk import Table, is_free_form, named_section_of, section_of

PREFIX = "TRIAGE_"
CONFIG_VARIABLE = "TRIAGE_CONFIG"


def overlay(data: Table, environ: Mapping[str, str]) -> Table:
    """Return `data` with the settings of `environ` over it.

    Raises:
        ConfigError: a variable that begins with `TRIAGE_` names no setting.
    """
    for variable in sorted(environ):
        if variable.startswith(PREFIX) and variable != CONFIG_VARIABLE:
            path = variable.removeprefix(PREFIX).lower().split("__")
            _set(data, path, environ[variable], variable)
    return data


def _set(data: Table, path: list[str], value: str, variable: str) -> None:
    head, *rest = path
    field = Settings.model_fields.get(head)
    if field is None or not rest:
        raise _unknown(variable)
    table = data.setdefault(head, {})
    if is_free_form(field.annotation):
        _set_free(table, rest, value, variable)
        return
    section = section_of(field.annotation)
    if section is None:
        section = named_section_of(field.annotation)
        table = table.setdefault(_same_name(table, rest.pop(0)), {})
    if section is None or len(rest) != 1 or rest[0] not in section.model_fields:
        raise _unknown(variable)
    table[rest[0]] = value


def _set_free(table: Table, path: list[str], value: str, variable: str) -> None:
    for name in path[:-1]:
        key = _same_name(table, name)
        if not isinstance(table.get(key), dict):
            raise _unknown(variable)
        table = table[key]
    key = _same_name(table, path[-1])
    if key not in table:
        raise _unknown(variable)
    table[key] = _toml_value(value)


def _same_name(table: Mapping[str, Any], name: str) -> str:
    """Find the table that a variable means, which cannot spell a hyphen."""
    return next((key for key in table if key.lower().replace("-", "_") == name), name)


def _toml_value(text: str) -> object:
    try:
        return tomllib.loads(f"value = {text}")["value"]
    except tomllib.TOMLDecodeError:
        return text


def _unknown(variable: str) -> ConfigError:
    known = [PREFIX + name for name in _variables()]
    close = get_close_matches(variable, known, n=1)
    remedy = f"did you mean {close[0]}?" if close else "`config.toml` lists every setting"
    return ConfigError(f"environment variable {variable} names no setting: {remedy}")


def _variables() -> Iterator[str]:
    for name, field in Settings.model_fields.items():
        section: type[Section] | None
        if section := section_of(field.annotation):
            yield from (f"{name}__{key}".upper() for key in section.model_fields)
        elif section := named_section_of(field.annotation):
            yield from (f"{name}__NAME__{key}".upper() for key in section.model_fields)
