"""Tables in Markdown, and types of values in words."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

Schema = Mapping[str, Any]
#: Parts of events and actions that have a section of their own on their page.
_PARTS = ("Member", "Mention", "Attachment", "Button")

NOTE = "<!-- Written by `make docs` from the code. Change the code, not this page. -->\n"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table; bars in cells are escaped."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(_cell(cell) for cell in line)} |" for line in lines) + "\n"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def code(text: object) -> str:
    """Return a value as code."""
    return f"`{text}`"


def keys(schema: Schema, definitions: Schema, leave_out: Iterable[str] = ()) -> str:
    """Return the table of an object's keys."""
    required = set(schema.get("required", ()))
    hidden = set(leave_out)
    return table(
        ["key", "value", "what it means"],
        [
            [
                code(name),
                _value(name, value, definitions),
                _meaning(name in required, value, definitions),
            ]
            for name, value in schema["properties"].items()
            if name not in hidden
        ],
    )


def reached(schema: Schema, definitions: Schema) -> dict[str, str]:
    """Return the models that a schema's keys lead to, each with the key that leads there."""
    found: dict[str, str] = {}
    waiting = [schema["properties"]]
    while waiting:
        for key, value in waiting.pop(0).items():
            text = json.dumps(value)
            for name, body in definitions.items():
                if f'#/$defs/{name}"' in text and name not in found and "properties" in body:
                    found[name] = key
                    waiting.append(body["properties"])
    return found


def _value(name: str, value: Schema, definitions: Schema) -> str:
    if name == "then":
        return "list of actions, or a list of such lists"
    return in_words(value, definitions).replace("keys below", f"keys, see {name}")


def _meaning(required: bool, value: Schema, definitions: Schema) -> str:
    target = definitions.get(value.get("$ref", "").rpartition("/")[2], {})
    words = [value.get("description") or target.get("description", "")]
    if required:
        words.append("**Needed.**")
    elif "default" in value:
        words.append(f"Default: {code(_shown(value['default']))}.")
    return " ".join(word for word in words if word)


def _shown(default: object) -> str:
    if isinstance(default, list):
        return f"[{', '.join(_shown(each) for each in default)}]"
    if isinstance(default, dict):
        return ", ".join(f"{key}: {value}" for key, value in default.items())
    return default if isinstance(default, str) else json.dumps(default)


def in_words(value: Schema, definitions: Schema) -> str:
    """Return what sort of value a schema describes, in words."""
    if "$ref" in value:
        return _referred(value["$ref"].rpartition("/")[2], definitions)
    if "const" in value:
        return code(value["const"])
    if "enum" in value:
        return _choice([code(each) for each in value["enum"]])
    if "anyOf" in value:
        members = [each for each in value["anyOf"] if each.get("type") != "null"]
        return _choice(list(dict.fromkeys(in_words(each, definitions) for each in members)))
    return _by_type(value, definitions)


def _referred(name: str, definitions: Schema) -> str:
    target = definitions.get(name, {})
    if "enum" in target:
        return _choice([code(each) for each in target["enum"]])
    return name.lower() if name in _PARTS else "keys below"


def _choice(words: Sequence[str]) -> str:
    if len(words) > 8:
        return "one of the words below"
    return f"{', '.join(words[:-1])} or {words[-1]}" if len(words) > 1 else "".join(words)


def _by_type(value: Schema, definitions: Schema) -> str:
    match value.get("type"):
        case "string":
            return _text(value)
        case "integer":
            return f"whole number{_bounds(value)}"
        case "number":
            return f"number{_bounds(value)}"
        case "boolean":
            return "`true` or `false`"
        case "array":
            return f"list: {in_words(value.get('items', {}), definitions)}"
        case "object":
            return _object(value, definitions)
    return "any value"


def _text(value: Schema) -> str:
    if value.get("format") == "date-time":
        return "time"
    if value.get("format") == "date":
        return "day"
    if value.get("format") == "duration":
        return "span of time"
    examples = value.get("examples")
    return f"such as {code(examples[-1])}" if examples else "text"


def _bounds(value: Schema) -> str:
    low = value.get("minimum", value.get("exclusiveMinimum"))
    high = value.get("maximum", value.get("exclusiveMaximum"))
    if low is not None and high is not None:
        return f", {low:g} to {high:g}"
    return f" from {low:g} on" if low is not None else ""


def _object(value: Schema, definitions: Schema) -> str:
    inside = value.get("additionalProperties")
    if value.get("properties") or not isinstance(inside, Mapping):
        return "keys"
    return f"names, each with {in_words(inside, definitions)}"
