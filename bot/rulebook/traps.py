"""Hints for what YAML makes of text that was meant otherwise."""

import re

from bot.rulebook.document import Document
from bot.rulebook.words import shorten
from bot.rulebook.yaml_nodes import Node, Path, Scalar, Spot, Table
from bot.rulebook.yaml_scalars import value_of

_COMMENT = re.compile(r"#[^\s#]\S*")
#: What YAML 1.1 took for yes and no, and what is meant by it as a mode.
_SWITCHES = {"off": "paused", "no": "paused", "false": "paused", "disabled": "paused",
             "on": "enforce", "yes": "enforce", "true": "enforce", "enabled": "enforce",
             "live": "enforce", "dry-run": "observe", "log": "observe"}  # fmt: skip


def switch(word: str, choices: str) -> str:
    """Return a hint for `off` and `on` where a mode is asked for, else nothing."""
    meant = _SWITCHES.get(word.casefold(), "")
    return f"Did you mean '{meant}'?" if meant and meant in choices else ""


def shape(wanted: str, node: Node, document: Document, path: Path) -> str:
    """Return a hint for a value of the wrong shape, or nothing."""
    if "text" in wanted:
        return _text(node, document, path)
    if wanted.endswith("a list") and isinstance(node, Scalar) and node.text:
        return f"Write a list: [{_quoted(node.text)}]."
    if _is_empty(node):
        return _comment(node, document) or "Write a value, or leave the key out."
    if wanted == "true or false" and isinstance(node, Scalar):
        return _switch_word(node.text)
    if "number" in wanted and isinstance(node, Scalar) and not node.plain:
        return "Take the quotes away." if _looks_numeric(node.text) else ""
    return ""


def _text(node: Node, document: Document, path: Path) -> str:
    if _is_empty(node):
        return _comment(node, document) or "Write a value, or leave the key out."
    if isinstance(node, Scalar):
        quoted = f'"{shorten(node.text)}"'
        if path and path[0] == "places":
            return f"Ids are names, not numbers: put it in quotes: {quoted}"
        return f"Put it in quotes: {quoted}"
    begins = document.lines.line(node.spot.line)[node.spot.column - 1 :][:1]
    if begins in ("{", "["):
        return f"Text that begins with {begins} needs quotes."
    if isinstance(node, Table):
        return "Put text that contains ': ' in quotes."
    return ""


def _switch_word(word: str) -> str:
    meant = {"paused": "false", "enforce": "true"}.get(_SWITCHES.get(word.casefold(), ""))
    return f"Write {meant}." if meant else "Write true or false."


def _is_empty(node: Node) -> bool:
    return isinstance(node, Scalar) and value_of(node) is None


def _comment(node: Node, document: Document) -> str:
    line = document.lines.line(node.spot.line)
    found = _COMMENT.search(line, max(0, node.spot.column - 1))
    if found is None:
        return ""
    word = found.group().rstrip(",]}")
    return f'{word} is read as a comment. Put it in quotes: "{word}"'


def _quoted(text: str) -> str:
    short = shorten(text)
    return f'"{short}"' if re.search(r"[^\w -]", short) else short


def _looks_numeric(text: str) -> bool:
    return isinstance(value_of(Scalar(spot=Spot(line=1, column=1), text=text)), int | float)
