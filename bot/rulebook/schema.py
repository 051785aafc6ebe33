"""The JSON Schema of policy files, put together from the models and every kind's settings."""

import json
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, TypeAdapter
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from bot.ports import PolicyKind
from bot.rulebook.models import FileModel, PolicyModel

Schema = dict[str, Any]

_DEFS = "$defs"
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
    return whole


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
        "description": _first_line(kind.Settings.__doc__),
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
    _untitled(made)
    return made


def schema_text(kinds: Mapping[str, PolicyKind]) -> str:
    """Return the schema as it stands in docs/reference."""
    return json.dumps(schema(kinds), indent=2, ensure_ascii=False) + "\n"


def _first_line(doc: str | None) -> str:
    return " ".join((doc or "").split("\n\n")[0].split())


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


def _untitled(made: Any) -> None:
    """Take out the titles of models, which editors would show in place of descriptions."""
    if isinstance(made, dict):
        if isinstance(made.get("title"), str):
            del made["title"]
        for value in made.values():
            _untitled(value)
    elif isinstance(made, list):
        for value in made:
            _untitled(value)
