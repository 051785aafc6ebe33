"""The parts of a pattern that match one character: letters, escapes and classes.

google-re2's `\\w \\d \\s` are ASCII, so they are written out in Unicode here, also inside square
brackets.
"""

import re
import unicodedata
from dataclasses import dataclass

#: What a character is to a word boundary: an ASCII letter, digit or underscore; any other letter,
#: digit or mark; no part of a word. Two more: the pattern's edge, and anything of these.
ASCII, FOREIGN, OUTSIDE, EDGE, ANYTHING = "A", "F", "O", "E", "?"
WORD = frozenset({ASCII, FOREIGN})
Kinds = frozenset[str]
_ASCII_ONLY, _FOREIGN_ONLY, _OUTSIDE_ONLY = map(frozenset, (ASCII, FOREIGN, OUTSIDE))

#: The characters of a word, as the inside of a google-re2 class.
WORD_CLASS = r"\pL\pM\pN_"
_SPACES = (
    r"\t\n\v\f\r \x{85}\x{A0}\x{1680}\x{2000}-\x{200A}\x{2028}\x{2029}\x{202F}\x{205F}\x{3000}"
)
_SHORTHAND = {"w": WORD_CLASS, "d": r"\p{Nd}", "s": _SPACES}
# Unicode classes are large programs. A screen takes any sign beyond ASCII for one of them instead.
_ASCII_PART = {"w": "0-9A-Z_a-z", "d": "0-9", "s": r"\t\n\v\f\r "}
_BEYOND_ASCII = r"\x{80}-\x{10FFFF}"


class SyntaxProblem(Exception):
    """A pattern has something that cannot be matched; `column` counts from 1."""

    def __init__(self, column: int, what: str, hint: str) -> None:
        super().__init__(f"column {column}: {what}; {hint}")


@dataclass(slots=True)
class Piece:
    """One character, class or escape, written for google-re2.

    `loose` matches at least the same characters and is small; empty where it is the same.
    """

    text: str
    kinds: Kinds
    loose: str = ""


def kinds_of(char: str) -> Kinds:
    """Return what a literal character is to a word boundary."""
    if char.isascii():
        return _ASCII_ONLY if char.isalnum() or char == "_" else _OUTSIDE_ONLY
    return _FOREIGN_ONLY if unicodedata.category(char)[0] in "LMN" else _OUTSIDE_ONLY


def escaped(text: str) -> Piece:
    """Return an escape as google-re2 must read it to mean what it says in every language."""
    sign = text[1]
    if sign in "wds":
        kinds = frozenset(OUTSIDE) if sign == "s" else WORD
        loose = f"[{_ASCII_PART[sign]}{_BEYOND_ASCII}]"
        return Piece(f"[{_SHORTHAND[sign]}]", kinds, loose)
    if sign in "WDS":
        kinds = frozenset(OUTSIDE if sign == "W" else ANYTHING)
        loose = f"[^{_ASCII_PART[sign.lower()]}]"
        return Piece(f"[^{_SHORTHAND[sign.lower()]}]", kinds, loose)
    return Piece(text, escape_kinds(text))


def escape_kinds(text: str) -> Kinds:
    """Return what an escape such as `\\x{e4}`, `\\pL` or `\\.` is to a word boundary."""
    sign = text[1]
    if sign == "p":
        return WORD if re.match(r"\{?[LMN][a-z]?\}?$", text[2:]) else frozenset(ANYTHING)
    if sign in "Px0":
        return frozenset(ANYTHING) if sign == "P" else kinds_of(_numbered(text))
    return frozenset(OUTSIDE) if sign in "ntrfva" else kinds_of(sign)


def _numbered(text: str) -> str:
    digits = text[2:].strip("{}")
    code = int(digits, 16) if text[1] == "x" else int(digits or "0", 8)
    return chr(min(code, 0x10FFFF))


_POSIX = re.compile(r"\[:\^?\w+:\]")
_CLASS_ESCAPE = re.compile(
    r"\\(?:[pP](?:\{\^?\w+\}|\w)|x(?:\{[0-9A-Fa-f]+\}|[0-9A-Fa-f]{2})|.)", re.DOTALL
)
#: What a class may hold beside a negative shorthand, written without it: letters are `[^\\W\\d_]`.
_WORDS_WITHOUT = {
    frozenset({r"\W"}): WORD_CLASS,
    frozenset({r"\W", "_"}): r"\pL\pM\pN",
    frozenset({r"\W", r"\d"}): r"\pL\pM\p{Nl}\p{No}_",
    frozenset({r"\W", r"\d", "_"}): r"\pL\pM\p{Nl}\p{No}",
    frozenset({r"\S"}): _SPACES,
    frozenset({r"\D"}): r"\p{Nd}",
}


def read_class(pattern: str, start: int) -> tuple[Piece, int]:
    """Return the class in square brackets that begins at `start`, and where it ends."""
    at = start + 1
    negated = pattern.startswith("^", at)
    at += negated
    members: list[str] = []
    while at < len(pattern):
        if pattern[at] == "]" and members:
            return _class(members, negated, start), at + 1
        member = _member(pattern, at)
        members.append(member)
        at += len(member)
    raise SyntaxProblem(start + 1, "a bracket [ is never closed", r"add ] or write \[ for the sign")


def _member(pattern: str, at: int) -> str:
    for form in (_POSIX, _CLASS_ESCAPE):
        if found := form.match(pattern, at):
            break
    else:
        return pattern[at]
    if found[0] in (r"\b", r"\B", r"\u", r"\N"):
        hint = (
            "write the character itself" if found[0][1] in "uN" else "take it out of the brackets"
        )
        raise SyntaxProblem(at + 1, f"{found[0]} has no meaning inside [ ]", hint)
    return found[0]


def _class(members: list[str], negated: bool, start: int) -> Piece:
    outside = [member for member in members if member in (r"\W", r"\D", r"\S")]
    inside = "".join(_spelled(member) for member in members if member not in outside)
    loose = "".join(_loosely(member, negated) for member in members if member not in outside)
    if not outside:
        kinds = frozenset({ANYTHING}) if negated else _class_kinds(members)
        sign = "^" * negated
        return Piece(f"[{sign}{inside}]", kinds, f"[{sign}{loose}]")
    if negated:
        known = _WORDS_WITHOUT.get(frozenset(members))
        if known is None:
            hint = r"write the characters that are meant, or [^\W\d_] for letters"
            raise SyntaxProblem(start + 1, f"{outside[0]} inside [^ ] with others", hint)
        ascii_part = _ASCII_PART[outside[0][1].lower()]
        kinds = WORD if r"\W" in outside else frozenset({ANYTHING})
        return Piece(f"[{known}]", kinds, f"[{ascii_part}{_BEYOND_ASCII}]")
    exact = [f"[^{_SHORTHAND[member[1].lower()]}]" for member in outside]
    wider = [f"[^{_ASCII_PART[member[1].lower()]}]" for member in outside]
    if inside:
        exact, wider = [*exact, f"[{inside}]"], [*wider, f"[{loose}]"]
    return Piece(f"(?:{'|'.join(exact)})", frozenset({ANYTHING}), f"(?:{'|'.join(wider)})")


def _spelled(member: str) -> str:
    if member in (r"\w", r"\d", r"\s"):
        return _SHORTHAND[member[1]]
    return member


def _loosely(member: str, negated: bool) -> str:
    if member in (r"\w", r"\d", r"\s"):
        return _ASCII_PART[member[1]] + ("" if negated else _BEYOND_ASCII)
    return member


def _class_kinds(members: list[str]) -> Kinds:
    kinds: set[str] = set()
    for index, member in enumerate(members):
        if member == "-" and 0 < index < len(members) - 1:
            kinds |= _range_kinds(members[index - 1], members[index + 1])
        elif member.startswith("["):
            kinds.add(ANYTHING)
        elif len(member) > 1:
            kinds |= escaped(member).kinds
        else:
            kinds |= kinds_of(member)
    return frozenset(kinds)


def _range_kinds(first: str, last: str) -> Kinds:
    for letters in ("09", "az", "AZ"):
        if letters[0] <= first <= last <= letters[1]:
            return frozenset(ASCII)
    return frozenset(ANYTHING)
