"""As much of JSON Schema as our own schema uses; an unknown keyword is an error."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

Schema = Mapping[str, Any]
_TYPES: dict[str, Callable[[Any], bool]] = {
    "object": lambda value: isinstance(value, dict),
    "array": lambda value: isinstance(value, list),
    "string": lambda value: isinstance(value, str),
    "boolean": lambda value: isinstance(value, bool),
    "null": lambda value: value is None,
    "integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "number": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
}
_SAYS_NOTHING = {"description", "default", "examples", "$defs", "$schema", "title", "format"}
_BOUNDS: dict[str, Callable[[Any, Any], bool]] = {
    "minimum": lambda value, bound: not _TYPES["number"](value) or value >= bound,
    "maximum": lambda value, bound: not _TYPES["number"](value) or value <= bound,
    "minLength": lambda value, bound: not isinstance(value, str) or len(value) >= bound,
    "maxLength": lambda value, bound: not isinstance(value, str) or len(value) <= bound,
    "minItems": lambda value, bound: not isinstance(value, list) or len(value) >= bound,
    "maxItems": lambda value, bound: not isinstance(value, list) or len(value) <= bound,
    "minProperties": lambda value, bound: not isinstance(value, dict) or len(value) >= bound,
    "maxProperties": lambda value, bound: not isinstance(value, dict) or len(value) <= bound,
    "pattern": lambda value, bound: not isinstance(value, str) or bool(re.search(bound, value)),
    "const": lambda value, bound: value == bound,
    "enum": lambda value, bound: value in bound,
    "type": lambda value, bound: _TYPES[bound](value),
}


def mistakes_in(value: Any, schema: Schema, whole: Schema | None = None) -> list[str]:
    """Return what does not fit, each with its path."""
    return list(_check(value, schema, schema if whole is None else whole, "$"))


def _check(value: Any, schema: Schema, whole: Schema, path: str) -> Iterator[str]:
    for keyword, wanted in schema.items():
        if keyword in _BOUNDS:
            if not _BOUNDS[keyword](value, wanted):
                yield f"{path}: {keyword} {wanted!r}"
        elif keyword == "$ref":
            yield from _check(value, whole["$defs"][wanted.rpartition("/")[2]], whole, path)
        elif keyword == "anyOf":
            tried = [list(_check(value, each, whole, path)) for each in wanted]
            if all(tried):
                yield f"{path}: none of {len(tried)} fits: {min(tried, key=len)}"
        elif keyword not in _SAYS_NOTHING:
            yield from _inside(keyword, value, schema, whole, path)


def _inside(keyword: str, value: Any, schema: Schema, whole: Schema, path: str) -> Iterator[str]:
    wanted = schema[keyword]
    match keyword:
        case "items":
            for index, item in enumerate(value if isinstance(value, list) else ()):
                yield from _check(item, wanted, whole, f"{path}[{index}]")
        case "properties":
            for name in wanted.keys() & (value if isinstance(value, dict) else {}):
                yield from _check(value[name], wanted[name], whole, f"{path}.{name}")
        case "required":
            missing = set(wanted) - set(value if isinstance(value, dict) else wanted)
            yield from (f"{path}: {name} is missing" for name in sorted(missing))
        case "additionalProperties":
            known = schema.get("properties", {})
            for name in (value if isinstance(value, dict) else {}).keys() - known.keys():
                if wanted is False:
                    yield f"{path}: unknown key {name}"
                elif wanted is not True:
                    yield from _check(value[name], wanted, whole, f"{path}.{name}")
        case _:
            raise NotImplementedError(keyword)
