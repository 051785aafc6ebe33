"""Ordinary hosts to learn from: our own list, and names put together from word lists.

Of real links few lists may be copied, so most of these are made up: by a given chance, always the
same ones.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

from bot.detectors.links.likeness import home_domains

HERE = Path(__file__).parent
Words = dict[str, list[str]]
_CONSONANTS, _VOWELS = "bcdfghklmnprstvwz", "aeiou"
_NUMBERS = (1, 2, 3, 4, 21, 24, 42, 64, 99, 123, 365)
_WITH_PART_BELOW = 0.5


def listed() -> list[str]:
    """Return the hosts of our own list and those that are known at run time."""
    lines = (HERE / "hosts.txt").read_text(encoding="utf-8").splitlines()
    own = [host for line in lines if not line.startswith("#") for host in line.split()]
    return [*own, *sorted(home_domains())]


def made_up(number: int, seed: int) -> list[str]:
    """Return so many names put together from words; the same seed gives the same names."""
    chance, words = Random(seed), _words()
    return [_host(words, chance) for _ in range(number)]


def _words() -> Words:
    found: Words = {}
    name = ""
    for line in (HERE / "words.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            name = line.strip("[]")
        elif not line.startswith("#"):
            found.setdefault(name, []).extend(line.split())
    return found


def _host(words: Words, chance: Random) -> str:
    name = chance.choice(_SHAPES)(words, chance)
    host = f"{name}.{chance.choice(words['suffix'])}"
    if chance.random() < _WITH_PART_BELOW:
        host = f"{chance.choice(words['below'])}.{host}"
    return host


def _joined(*kinds: str) -> Callable[[Words, Random], str]:
    def make(words: Words, chance: Random) -> str:
        hyphen = chance.choice(("", "", "-"))
        return hyphen.join(chance.choice(words[kind]) for kind in kinds)

    return make


def _numbered(words: Words, chance: Random) -> str:
    return f"{chance.choice(words['noun'] + words['tech'])}{chance.choice(_NUMBERS)}"


def _initials(words: Words, chance: Random) -> str:
    return "".join(_pick("abcdefghijklmnopqrstuvwxyz", chance) for _ in range(chance.randint(2, 5)))


def _spoken(words: Words, chance: Random) -> str:
    return "".join(_syllables(chance, chance.randint(2, 4)))


def _of_a_name(words: Words, chance: Random) -> str:
    return f"{_spoken(words, chance)}{chance.choice(words['tech'] + words['noun'])}"


def _syllables(chance: Random, number: int) -> Iterator[str]:
    for _ in range(number):
        yield _pick(_CONSONANTS, chance) + _pick(_VOWELS, chance)
        if chance.random() < 0.4:
            yield _pick("nrslmtk", chance)


def _pick(letters: str, chance: Random) -> str:
    return letters[chance.randrange(len(letters))]


_SHAPES: tuple[Callable[[Words, Random], str], ...] = (
    _joined("noun", "noun"),
    _joined("noun", "noun"),
    _joined("adjective", "noun"),
    _joined("adjective", "noun", "noun"),
    _joined("first", "last"),
    _joined("last", "trade"),
    _joined("trade", "last"),
    _joined("trade", "place"),
    _joined("place", "noun"),
    _joined("tech", "noun"),
    _joined("tech", "tech"),
    _joined("noun", "tech"),
    _joined("first", "noun"),
    _joined("noun"),
    _joined("last"),
    _numbered,
    _initials,
    _spoken,
    _spoken,
    _of_a_name,
)
