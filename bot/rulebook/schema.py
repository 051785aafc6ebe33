"""The JSON Schema of policy files, put together from the models and every kind's settings."""

import json
import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from pydantic import BaseModel, TypeAdapter
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from bot.domain import say_duration
from bot.ports import PolicyKind
from bot.rulebook.models import FileModel, PolicyModel

Schema = dict[str, Any]

_DEFS = "$defs"
_SPAN = re.compile(r"P(\d+D)?(T[\dHMS.]+)?")
_SPANS = TypeAdapter(timedelta)
_REF = "#/$defs/{model}"


class _Generator(GenerateJsonSchema):
    """Leaves out titles, which only repeat the keys."""

    def field_title_should_be_set(self, schema: Any) -> bool:
        """Return False for every field."""
        return False

    def is_instance_schema(self, schema: core_schema.IsInstanceSchema) -> JsonSchemaValue:
        """Return nothing in particular for what a further file holds."""
        return {}


def schema(kinds: Mapping[str, PolicyKind]) -> Schema:
    """Return the schema of a whole policy file."""
    whole = model_schema(FileModel)
    definitions: Schema = whole.setdefault(_DEFS, {})
    whole["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    whole["title"] = "Evenhand policy file"
    branches = []
    for name in sorted(kinds):
        own = kind_schema(kinds[name])
        definitions.update(own.pop(_DEFS, {}))
        definitions[f"kind_{name}"] = own
        branches.append({"$ref": f"#/$defs/kind_{name}"})
    whole["properties"]["policies"]["items"] = {"anyOf": branches}
    whole[_DEFS] = dict(sorted(definitions.items()))
    return _tidy(whole)


def kind_schema(kind: PolicyKind) -> Schema:
    """Return the schema of one policy of this kind, its own keys beside the common ones."""
    own = _prefixed(model_schema(kind.Settings), kind.kind)
    common = model_schema(PolicyModel)
    properties = {**common["properties"], **own.get("properties", {})}
    properties["kind"] = {
        "const": kind.kind,
        "description": common["properties"]["kind"]["description"],
    }
    for key in kind.files:
        described = properties.get(key, {}).get("description", "")
        properties[key] = {"type": "string", "description": described or "A file beside this one."}
    whole: Schema = {
        "type": "object",
        "description": first_sentences(kind),
        "additionalProperties": False,
        "properties": properties,
        "required": ["name", "kind", *own.get("required", [])],
    }
    if _DEFS in own:
        whole[_DEFS] = own[_DEFS]
    return whole


def model_schema(model: type[BaseModel]) -> Schema:
    """Return the schema of one model as files are written: by alias, before validation."""
    made: Schema = TypeAdapter(model).json_schema(
        mode="validation", by_alias=True, ref_template=_REF, schema_generator=_Generator
    )
    _plain(made)
    return made


def schema_text(kinds: Mapping[str, PolicyKind]) -> str:
    """Return the schema as it stands in docs/reference."""
    return json.dumps(schema(kinds), indent=2, ensure_ascii=False) + "\n"


def first_sentences(documented: object) -> str:
    """Return the first paragraph of a docstring on one line."""
    return " ".join((documented.__doc__ or "").split("\n\n")[0].split())


def _prefixed(made: Schema, prefix: str) -> Schema:
    """Rename definitions, so that two kinds may call theirs the same."""
    names = made.get(_DEFS, {})
    text = json.dumps(made)
    for name in names:
        text = text.replace(f'"#/$defs/{name}"', f'"#/$defs/{prefix}_{name}"')
    renamed: Schema = json.loads(text)
    if names:
        renamed[_DEFS] = {f"{prefix}_{name}": body for name, body in renamed[_DEFS].items()}
    return renamed


def _tidy(whole: Schema) -> Schema:
    """Leave out definitions that nothing points to; a file is named, not written out."""
    while True:
        text = json.dumps(whole)
        unused = [name for name in whole[_DEFS] if f'"#/$defs/{name}"' not in text]
        if not unused:
            return whole
        for name in unused:
            del whole[_DEFS][name]


def _plain(made: Any) -> None:
    """Take out the titles of models and defaults without meaning; say spans of time in words."""
    if isinstance(made, dict):
        if isinstance(made.get("title"), str):
            del made["title"]
        if isinstance(made.get("default"), dict) or made.get("default", 0) in (None, [], ""):
            del made["default"]
        if "default" in made:
            made["default"] = _as_written(made["default"])
        for value in made.values():
            _plain(value)
    elif isinstance(made, list):
        for value in made:
            _plain(value)


def _as_written(default: Any) -> Any:
    """Return a default as files write it: spans in words, `{do: timeout}` as timeout: 1 hour."""
    if isinstance(default, str) and _SPAN.fullmatch(default):
        return say_duration(_SPANS.validate_python(default).total_seconds())
    if isinstance(default, dict) and "do" in default:
        value = default.get("name") or default.get("seconds")
        words = say_duration(value) if isinstance(value, int) else value
        return {default["do"]: words} if words else default["do"]
    if isinstance(default, list):
        return [_as_written(each) for each in default]
    return default
