"""Writes aiogram's models of the Bot API's methods as JSON Schema; needs aiogram.

Reads what was written before from standard input, for the names of the methods, and writes it anew
to standard output. Kept are names, types and what is needed, and no prose. It runs in an
environment of its own, as aiogram_check does.
"""

import importlib
import json
import re
import sys
import warnings
from typing import Any

from pydantic.json_schema import GenerateJsonSchema

_LEFT_OUT = ("description", "default", "title", "format", "discriminator")
#: Arguments with many models behind them that no moderation needs.
_UNUSED = ("rich_message", "entities", "suggested_post_parameters", "certificate")


class Written(GenerateJsonSchema):
    """Writes what has no schema, which is a file, as an object."""

    def handle_invalid_for_json_schema(self, schema: Any, error_info: str) -> dict[str, Any]:
        """Return the schema of a file; it is sent in another way."""
        return {"type": "object"}


def schemas(names: list[str]) -> dict[str, Any]:
    """Return the methods' schemas by name, and under `$defs` what several of them refer to."""
    methods = importlib.import_module("aiogram.methods")
    found: dict[str, Any] = {}
    shared: dict[str, Any] = {}
    for name in sorted(names):
        model = getattr(methods, name[0].upper() + name[1:])
        schema = _bare(model.model_json_schema(schema_generator=Written))
        shared |= schema.pop("$defs", {})
        schema["properties"] = {k: v for k, v in schema["properties"].items() if k not in _UNUSED}
        found[name] = schema
    return {"methods": found, "$defs": _reached(found, shared)}


def _reached(methods: dict[str, Any], shared: dict[str, Any]) -> dict[str, Any]:
    """Return what the methods refer to, directly or through others."""
    reached: dict[str, Any] = {}
    left = [methods]
    while left:
        for name in re.findall(r"#/\$defs/(\w+)", json.dumps(left.pop())):
            if name not in reached:
                reached[name] = shared[name]
                left.append(shared[name])
    return dict(sorted(reached.items()))


def written(models: dict[str, Any]) -> str:
    """Return the models as JSON, one a line, so that a change of one is a change of one line."""
    parts = []
    for part, named in models.items():
        lines = [f'"{name}": {json.dumps(one, sort_keys=True)}' for name, one in named.items()]
        parts.append(f'"{part}": {{\n' + ",\n".join(lines) + "\n}")
    return "{\n" + ",\n".join(parts) + "\n}\n"


def _bare(schema: Any, *, named: bool = False) -> Any:
    """Return a schema without words; `named` says that its keys are names of fields."""
    if isinstance(schema, list):
        return [_bare(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    kept = {
        ("anyOf" if key == "oneOf" and not named else key): _bare(
            value, named=not named and key in ("properties", "$defs")
        )
        for key, value in schema.items()
        if named or key not in _LEFT_OUT
    }
    # aiogram lets unknown fields pass; we do not.
    return {**kept, "additionalProperties": False} if not named and "properties" in kept else kept


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    sys.stdout.write(written(schemas(list(json.load(sys.stdin)["methods"]))))
