"""Unquoted values as YAML 1.2 reads them: `off`, `no` and `12:30` stay text."""

import re

from bot.rulebook.yaml_nodes import Listing, Node, Scalar, Table

_INTEGER = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
_DECIMAL = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_WORDS: dict[str, bool | None] = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
}  # fmt: skip
#: Longer digits are no number that anybody means, and slow to read as one.
_LONGEST_NUMBER = 40


def value_of(scalar: Scalar) -> str | int | float | bool | None:
    """Return what a scalar means; what is quoted, and infinite numbers, are text."""
    text = scalar.text
    if not scalar.plain:
        return text
    if text in _WORDS:
        return _WORDS[text]
    if len(text) > _LONGEST_NUMBER:
        return text
    if _INTEGER.fullmatch(text):
        return _integer(text)
    if _DECIMAL.fullmatch(text):
        number = float(text)
        return number if abs(number) != float("inf") else text
    return text


def _integer(text: str) -> int:
    if text.startswith(("0o", "0x")):
        return int(text[2:], 8 if text[1] == "o" else 16)
    return int(text)


def data_of(node: Node) -> object:
    """Return plain dicts, lists and values; keys are always text, as they were written."""
    match node:
        case Scalar():
            return value_of(node)
        case Listing(items=items):
            return [data_of(item) for item in items]
        case Table(entries=entries):
            return {key.text: data_of(value) for key, value in entries}
