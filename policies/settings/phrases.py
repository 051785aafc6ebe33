"""Words and phrases as admins write them, as RE2 expressions.

The core matches without regard to capitals and reads `\\b` and `\\w` as Unicode does.
"""

import re


def words_regex(phrase: str) -> str:
    r"""Return the expression for whole words in a row: `free nitro*` is `\bfree\s+nitro\w*`."""
    words = [_stars(word) for word in phrase.split()]
    bare = phrase.strip()
    before = r"\b" if _is_letter(bare[:1]) else ""
    after = r"\b" if _is_letter(bare[-1:]) else ""
    return before + r"\s+".join(words) + after


def part_regex(part: str) -> str:
    """Return the expression for letters anywhere, also inside of a word."""
    return r"\s+".join(_stars(word) for word in part.split())


def _stars(word: str) -> str:
    return r"\w*".join(re.escape(piece) for piece in word.split("*"))


def _is_letter(character: str) -> bool:
    return character.isalnum() or character == "_"
