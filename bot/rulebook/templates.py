"""Texts with named holes: `{member}` and nothing cleverer, so that nothing can be reached by them.

`{{` and `}}` stand for braces. What fills a hole is never looked at again.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from bot.rulebook.words import closest, shorten

#: No text that the bot sends is longer; what is longer ends in `…`.
LONGEST = 4000
_PIECE = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|[{}]")
_NAME = re.compile(r"[a-z][a-z0-9_]{0,40}")


@dataclass(frozen=True, slots=True)
class _Piece:
    """Literal text, or (`hole` set) the name of a hole."""

    text: str
    hole: bool = False


class TemplateError(ValueError):
    """A text has braces that are no hole, or a hole that nothing fills."""


def holes(text: str) -> list[str]:
    """Return the names of the holes, each once, in order.

    Raises TemplateError for a brace that stands alone, and for anything but a name in braces.
    """
    return list(dict.fromkeys(piece.text for piece in _pieces(text) if piece.hole))


def fill(text: str, values: Mapping[str, str], *, longest: int = LONGEST) -> str:
    """Return the text with its holes filled, cut to `longest` characters.

    Raises TemplateError for what `holes` raises, and for a hole without a value.
    """
    filled: list[str] = []
    room = longest
    for piece in _pieces(text):
        if piece.hole and piece.text not in values:
            raise TemplateError(_unknown(piece.text, values))
        said = values[piece.text] if piece.hole else piece.text
        filled.append(said[: room + 1])
        room -= len(said)
        if room < 0:
            break
    whole = "".join(filled)
    return whole if len(whole) <= longest else f"{whole[: longest - 1]}…"


def problem(text: str, known: Collection[str]) -> str | None:
    """Return in one sentence what is wrong with a template, None for a good one."""
    try:
        unknown = [name for name in holes(text) if name not in known]
    except TemplateError as error:
        return str(error)
    return _unknown(unknown[0], known) if unknown else None


def _pieces(text: str) -> Iterator[_Piece]:
    end = 0
    for found in _PIECE.finditer(text):
        yield _Piece(text[end : found.start()])
        end = found.end()
        yield _piece(found)
    yield _Piece(text[end:])


def _piece(found: re.Match[str]) -> _Piece:
    written = found.group()
    if written in ("{{", "}}"):
        return _Piece(written[0])
    if len(written) == 1:
        raise TemplateError(f"a {written} stands alone; write {written * 2} for a brace")
    if not _NAME.fullmatch(found.group(1)):
        raise TemplateError(
            f"'{shorten(written)}' is no hole; write a name in braces such as {{member}}, "
            "without dots, brackets or formats"
        )
    return _Piece(found.group(1), hole=True)


def _unknown(name: str, known: Collection[str]) -> str:
    near = closest(name, known)
    if near:
        return f"nothing fills the hole {{{name}}}; did you mean {{{near}}}?"
    listed = ", ".join(f"{{{each}}}" for each in list(known)[:20])
    return f"nothing fills the hole {{{name}}}; there are {listed or 'none here'}"
