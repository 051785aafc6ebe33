"""What can be seen of a host without asking anybody: the pieces of its name, and its build."""

import re
from collections.abc import Iterator
from zlib import crc32

from bot.detectors.links.address import Domain
from bot.detectors.links.likeness import Likeness, fold, likenesses
from bot.detectors.links.texts import sections

LISTS = "lists.txt"
#: The lengths of the pieces, with the name's edges as one character each.
SHORTEST, LONGEST = 2, 5
#: A bait inside of a longer word needs so many letters.
_FEWEST_INSIDE = 5
_LONG = (10, 14, 18, 24)
_WORD = re.compile(r"[^\W\d_]+")
_CONSONANTS = re.compile(r"[bcdfghjklmnpqrstvwxz]{4,}")
_VOWELS = frozenset("aeiouyäöü")


def pieces(domain: Domain) -> tuple[list[int], list[int]]:
    """Return the hashes of the name's pieces as written, and of the name as it looks."""
    written = f"^{domain.name[:63] or domain.host[:63]}$"
    seen = f"^{fold(domain.name[:63])}$"
    return _grams(written, SHORTEST), _grams(seen, LONGEST - 2) if seen != written else []


def _grams(edged: str, shortest: int) -> list[int]:
    length = len(edged)
    return [
        crc32(edged[start : start + size].encode())
        for size in range(shortest, min(LONGEST, length) + 1)
        for start in range(length - size + 1)
    ]


def build(domain: Domain) -> dict[str, float]:
    """Return what is striking about a host, by name; 1.0 where there is no more or less."""
    found = dict.fromkeys(_build(domain), 1.0)
    found |= _looks(likenesses(domain))
    if number := len(baits_in(f"{domain.below}.{domain.name}")):
        found["baits"] = min(3.0, number)
    return found


def _build(domain: Domain) -> Iterator[str]:
    name, last = domain.name, domain.suffix.rpartition(".")[2]
    yield from (f"longer than {length}" for length in _LONG if len(name) > length)
    if last in sections(LISTS)["cheap"]:
        yield "cheap suffix"
    if domain.suffix in sections(LISTS)["anybody"]:
        yield "anybody writes here"
    elif "." in domain.suffix:
        yield "suffix of two parts"
    if last:
        yield f".{last}"
    hyphens, digits = name.count("-"), sum(map(str.isdigit, name))
    yield from (f"hyphens {number}" for number in (1, 2, 3) if hyphens >= number)
    yield from (f"digits {number}" for number in (1, 3, 6) if digits >= number)
    below = [label for label in domain.below.split(".") if label and label != "www"]
    yield from (f"parts below {number}" for number in (1, 2, 3) if len(below) >= number)
    if "www" in domain.below.split("."):
        yield "www"
    if not name.isascii():
        yield "other letters"
        if any(letter.isascii() and letter.isalpha() for letter in name):
            yield "mixed letters"
    if _CONSONANTS.search(name):
        yield "hard to say"
    letters = sum(map(str.isalpha, name))
    if letters >= 5 and sum(letter in _VOWELS for letter in name) * 4 < letters:
        yield "few vowels"


def _looks(likenesses: list[Likeness]) -> dict[str, float]:
    found: dict[str, float] = {}
    for like in likenesses:
        kind = "a word" if like.brand.ordinary else "a name"
        near = "exactly" if like.mistakes == 0 else "nearly"
        where = "below" if like.below else "whole" if like.whole else "part"
        found[f"{near} {kind}, {where}"] = 1.0
    if len({like.brand.name for like in likenesses}) > 1:
        found["two names"] = 1.0
    return found


def baits_in(written: str) -> set[str]:
    """Return the words of bait in a name or a path; long ones count inside of others too."""
    known = sections(LISTS)["baits"]
    words = set(known.intersection(_WORD.findall(written.lower())))
    return words | {bait for bait in known if len(bait) >= _FEWEST_INSIDE and bait in written}
