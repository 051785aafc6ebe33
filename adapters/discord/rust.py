"""Patterns that mean the same to RE2, which Evenhand uses, and to Rust, which Discord uses.

Both know nearly the same language. What one of them reads in another way, or not at all, is left
to Evenhand: a pattern that might match more on Discord would take down what no rule forbids.
"""

import re

#: Discord matches with capitals told apart unless a pattern says otherwise.
_ANY_CASE = "(?i)"
#: Letters behind a backslash that mean the same to both.
_ALIKE = frozenset("abBdDfnrsStvwWxpPAz")
_TIMES = re.compile(r"\{\d+(,\d*)?\}")
_BRACED = re.compile(r"(?:x|[pP])\{[^}^]*\}")
_POSIX = re.compile(r"\[:\^?[a-z]+:\]")
#: What Rust reads as sets of sets within brackets.
_SET_SIGNS = ("&&", "--", "~~")


def rust(pattern: str) -> str | None:
    """Return the pattern as Discord takes it, None where it does not surely mean the same there."""
    at, inside = 0, -1
    while at < len(pattern):
        here = pattern[at]
        if here == "\\":
            step = _escape(pattern, at, inside >= 0)
        elif inside >= 0:
            step = _within(pattern, at, inside)
            inside = -1 if here == "]" and at > inside else inside
        elif here == "[":
            step = 2 if pattern.startswith("[^", at) else 1
            inside = at + step
        else:
            step = _outside(pattern, at)
        if not step:
            return None
        at += step
    return _ANY_CASE + pattern if inside < 0 else None


def _escape(pattern: str, at: int, in_class: bool) -> int:
    """Return how long what begins with a backslash is, 0 for what is not alike."""
    named = pattern[at + 1 : at + 2]
    braced = _BRACED.match(pattern, at + 1)
    if braced:
        return 1 + len(braced[0])
    if not named or not named.isascii() or named in "<>":
        return 0
    if named.isalnum() and named not in _ALIKE:
        return 0
    # \b{ is the beginning of something else in Rust; a class knows no places.
    places = named in "bBAz" and (in_class or pattern.startswith("{", at + 2))
    return 0 if places or (named in "xpP" and pattern.startswith("{", at + 2)) else 2


def _within(pattern: str, at: int, begun: int) -> int:
    """Return how long what stands in brackets is, 0 for what is not alike."""
    posix = _POSIX.match(pattern, at)
    if posix:
        return len(posix[0])
    if pattern[at] == "[" or pattern.startswith(_SET_SIGNS, at):
        return 0
    # Right behind the bracket, another one that closes stands for itself.
    return 1


def _outside(pattern: str, at: int) -> int:
    if pattern[at] == "{":
        times = _TIMES.match(pattern, at)
        return len(times[0]) if times else 0
    return 1
