"""The description of what machines may call, as a page of our own: it loads nothing from afar."""

import json
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from triage.web.deps import ViewsDep

router = APIRouter(include_in_schema=False)


@router.get("/docs")
def show(request: Request, views: ViewsDep) -> Response:
    """Show every operation with its parameters, bodies and answers."""
    document: dict[str, Any] = request.app.openapi()
    operations = [
        {"path": path, "method": method.upper(), **operation}
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    ]
    schemas = [
        {"name": name, "fields": _fields(schema), "source": json.dumps(schema, indent=2), **schema}
        for name, schema in document["components"]["schemas"].items()
    ]
    return views.page("reference.html", operations=operations, schemas=schemas)


def _fields(schema: dict[str, Any]) -> list[dict[str, object]]:
    """Return one line per property: its name, its type in words, whether it is required."""
    required = set(schema.get("required", ()))
    return [
        {
            "name": name,
            "type": _type(found),
            "links": _links(found),
            "is_required": name in required,
            "description": found.get("description", ""),
        }
        for name, found in schema.get("properties", {}).items()
    ]


def _type(found: dict[str, Any]) -> str:
    """Return a property's type in words; references are named by their schemas."""
    if "$ref" in found:
        return str(found["$ref"]).rpartition("/")[2]
    if "const" in found:
        return json.dumps(found["const"])
    if "enum" in found:
        return " or ".join(json.dumps(value) for value in found["enum"])
    if "anyOf" in found:
        return " or ".join(_type(option) for option in found["anyOf"])
    if found.get("type") == "array":
        return f"list of {_type(found.get('items', {}))}"
    kind = str(found.get("type", "anything"))
    return f"{kind} ({found['format']})" if "format" in found else kind


def _links(found: dict[str, Any]) -> list[str]:
    """Return the schemas that a property refers to."""
    options = [found, *found.get("anyOf", ()), found.get("items", {})]
    return [str(option["$ref"]).rpartition("/")[2] for option in options if "$ref" in option]
