"""Ways through the schema: which keys there are, and which of them are secret."""

from collections.abc import Iterator, Mapping
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin

from pydantic import BaseModel, SecretStr
from pydantic.fields import FieldInfo

from triage.config.schema import Section

Table = dict[str, Any]


def section_of(annotation: object) -> type[Section] | None:
    """Return the section that a field holds, or None."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation if issubclass(annotation, Section) else None
    return None


def named_section_of(annotation: object) -> type[Section] | None:
    """Return the section that each named table of a field holds, or None."""
    if get_origin(annotation) is not dict:
        return None
    return section_of(get_args(annotation)[1])


def is_free_form(annotation: object) -> bool:
    """Tell whether a field holds tables whose keys another module checks (the policies)."""
    return get_origin(annotation) is dict and named_section_of(annotation) is None


def is_secret(field: FieldInfo) -> bool:
    """Tell whether a field's value must never stand in the file or in a log."""
    return SecretStr in _members(field.annotation)


def _members(annotation: object) -> tuple[object, ...]:
    if get_origin(annotation) in (Union, UnionType):
        return tuple(member for member in get_args(annotation) if member is not NoneType)
    return (annotation,)


def tables(
    model: type[Section], data: Mapping[str, Any]
) -> Iterator[tuple[str, type[Section], Table]]:
    """Yield (dotted name, section, table) for every table of `data` that the schema knows."""
    for name, field in model.model_fields.items():
        value = data.get(name)
        if not isinstance(value, dict):
            continue
        if section := section_of(field.annotation):
            yield name, section, value
        elif section := named_section_of(field.annotation):
            for key, table in value.items():
                if isinstance(table, dict):
                    yield f"{name}.{key}", section, table
