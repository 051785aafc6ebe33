"""Holds recorded calls against aiogram's models of the Bot API; needs nothing but aiogram.

Reads `[[method, {argument: text}], ...]` as JSON from standard input and prints a line for each
mistake. It runs in an environment of its own, because aiogram wants an older pydantic than ours.
"""

import importlib
import json
import sys
from collections.abc import Iterator
from typing import Any


def mistakes(calls: list[tuple[str, dict[str, str]]]) -> Iterator[str]:
    """Yield what aiogram does not know or would not send, each as a sentence."""
    methods = importlib.import_module("aiogram.methods")
    for method, sent in calls:
        model = getattr(methods, method[0].upper() + method[1:], None)
        if model is None:
            yield f"{method}: the Bot API has no such method"
            continue
        for name in sent.keys() - model.model_fields.keys():
            yield f"{method}: there is no argument {name}"
        try:
            made = model(**{name: _value(raw) for name, raw in sent.items()})
        except ValueError as error:
            yield f"{method}: {error}"
            continue
        for name in model.model_fields.keys() & sent.keys():
            yield from _unknown(getattr(made, name), f"{method}.{name}")


def _value(raw: str) -> Any:
    """Return an argument as it was before it was written into a form."""
    return json.loads(raw) if raw[:1] in ("{", "[") else raw


def _unknown(value: Any, where: str) -> Iterator[str]:
    """Yield the fields of nested values that the models do not have."""
    if isinstance(value, list):
        for one in value:
            yield from _unknown(one, where)
    elif hasattr(value, "model_extra"):
        for name in value.model_extra or {}:
            yield f"{where}: there is no field {name}"
        for name in type(value).model_fields:
            yield from _unknown(getattr(value, name), f"{where}.{name}")


if __name__ == "__main__":
    found = list(mistakes(json.load(sys.stdin)))
    sys.stdout.writelines(f"{line}\n" for line in found)
    sys.exit(bool(found))
