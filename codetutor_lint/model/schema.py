"""The example's JSON Schema, and the small table that the fast path is derived from."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema

from codetutor_lint.model.shape import ExampleModel

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema_of(model: type[BaseModel], title: str) -> dict[str, Any]:
    """A model's JSON Schema 2020-12, without the noise that a reader does not need."""
    schema = model.model_json_schema(mode="validation", schema_generator=GenerateJsonSchema)
    cleaned: dict[str, Any] = _clean(schema)
    return {"$schema": DIALECT, **cleaned, "title": title}


def example_schema() -> dict[str, Any]:
    """The schema an editor guides an author by."""
    return schema_of(ExampleModel, "CodeTutor example")


def shape_table(schema: dict[str, Any]) -> dict[str, tuple[Any, ...]]:
    """The schema's properties as (kind, required, …) rows, which ``fast_shape`` walks.

    Kinds: ``text`` (pattern, maximum length), ``choice`` (values), ``list`` (pattern, maximum length),
    ``mapping`` (rows). Raises KeyError or ValueError if the schema has something they can't say.
    """
    required = set(schema.get("required", ()))
    return {key: _row(schema, part, key in required) for key, part in schema["properties"].items()}


def _row(root: dict[str, Any], part: dict[str, Any], required: bool) -> tuple[Any, ...]:
    if "$ref" in part:
        part = root["$defs"][part["$ref"].rsplit("/", 1)[1]]
    if "enum" in part:
        return ("choice", required, tuple(part["enum"]))
    if part["type"] == "object":
        return ("mapping", required, shape_table({**part, "$defs": root.get("$defs", {})}))
    if part["type"] == "array":
        return ("list", required, part["items"]["pattern"], part["items"].get("maxLength"))
    if part["type"] == "string":
        return ("text", required, part["pattern"], part.get("maxLength"))
    raise ValueError(f"the fast path has no kind for {part!r}")


def _clean(value: Any) -> Any:
    """Without generated titles, and without defaults that are null."""
    if isinstance(value, list):
        return [_clean(item) for item in value]
    if not isinstance(value, dict):
        return value
    cleaned = {}
    for key, item in value.items():
        if key == "properties":
            cleaned[key] = {name: _clean(part) for name, part in item.items()}
        elif not (key == "title" and isinstance(item, str)) and not (key == "default" and item is None):
            cleaned[key] = _clean(item)
    return cleaned
