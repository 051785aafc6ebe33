"""Which well-known name a domain looks like, and is not.

Letters are folded first (rn is m, 1 and i are l), then names are searched for with a few mistakes
allowed: the more letters, the more of them.
"""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from bot.detectors.links.address import Domain
from bot.detectors.links.texts import lines
from bot.detectors.lookalikes import latin

_SHORT = 5
_PAIRS_IN_COMMON = 0.4
_MOST_COMPARED = 4
_MOST_MORE, _FAR = 4, 99
_ONE_FOR_TWO = (("rn", "m"), ("vv", "w"))
_DIGITS = str.maketrans("0134578i", "oleastbl")
_WORDS = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Brand:
    """A well-known name, whether it is also an ordinary word, and the first domain that is its."""

    name: str
    folded: str
    ordinary: bool
    home: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """A name that a domain looks like; `mistakes` is how many letters differ.

    `whole` says that it is a whole word of the domain, `below` that it stands before the
    registered part, where anybody can write anything.
    """

    brand: Brand
    mistakes: int
    whole: bool
    below: bool = False


@dataclass(frozen=True, slots=True)
class _Brands:
    all: tuple[Brand, ...]
    homes: frozenset[str]
    by_pair: Mapping[str, Sequence[int]]
    masks: tuple[Mapping[str, int], ...]


def fold(label: str) -> str:
    """Return a label in the letters that it looks like."""
    if not label.isascii():
        label = "".join(latin(letter)[:1] for letter in label)
    for two, one in _ONE_FOR_TWO:
        label = label.replace(two, one)
    return label.translate(_DIGITS)


def is_home(domain: Domain) -> bool:
    """Return whether a domain belongs to a well-known name or is known from ordinary chats."""
    homes = _brands().homes
    return any(each in _known() or each in homes for each in (domain.registered, domain.host))


def homes_named(written: str) -> list[str]:
    """Return the domains of the names that some words or a path have in them as whole words."""
    words = set(_WORDS.findall(written.casefold()))
    return [brand.home for brand in _brands().all if brand.name in words]


def home_domains() -> frozenset[str]:
    """Return every domain that is known to be what it says."""
    return _known() | _brands().homes


def likenesses(domain: Domain) -> list[Likeness]:
    """Return the names that a domain looks like and is not, the closest first."""
    if is_home(domain):
        return []
    found = _in_label(domain.name)
    for label in domain.below.split(".") if domain.below else ():
        found += [_below(each) for each in _in_label(label) if _sure(each)]
    return sorted(found, key=_distance)


def _distance(each: Likeness) -> tuple[float, str]:
    """Long names with some mistakes are closer than short ones without."""
    length = len(each.brand.folded)
    return each.mistakes - length / 4 - 2 * each.whole, each.brand.name


def _sure(each: Likeness) -> bool:
    """Below the registered part names are many and free: only what hardly differs counts."""
    return not each.mistakes or len(each.brand.folded) > 8


def _below(each: Likeness) -> Likeness:
    return Likeness(brand=each.brand, mistakes=each.mistakes, whole=each.whole, below=True)


def _in_label(label: str) -> list[Likeness]:
    words = [fold(word) for word in _WORDS.findall(label)]
    joined = "".join(words)
    brands = _brands()
    found = []
    for place in _candidates(joined, brands):
        brand, masks = brands.all[place], brands.masks[place]
        mistakes = min(_mistakes_in(masks, brand, word) for word in (*words, joined))
        whole = mistakes <= _allowed(brand, whole=True)
        if not whole:
            mistakes = _mistakes(masks, len(brand.folded), joined)
        if whole or mistakes <= _allowed(brand, whole=False):
            found.append(Likeness(brand=brand, mistakes=mistakes, whole=whole))
    return found


def _mistakes_in(masks: Mapping[str, int], brand: Brand, word: str) -> int:
    """Return in how many letters the whole word differs; far more than any where it is long."""
    more = max(0, len(word) - len(brand.folded))
    return _FAR if more > _MOST_MORE else more + _mistakes(masks, len(brand.folded), word)


def _allowed(brand: Brand, whole: bool) -> int:
    """Return how many letters may differ."""
    length = len(brand.folded)
    if length < _SHORT:
        return 0 if whole else -1
    if length <= 6:
        return int(whole)
    if length <= 8:
        return 1
    return length * 3 // 10


def _candidates(joined: str, brands: _Brands) -> list[int]:
    """Return the names that share enough pairs of letters to be worth comparing."""
    shared: dict[int, int] = defaultdict(int)
    for pair in {joined[place : place + 2] for place in range(len(joined) - 1)}:
        for place in brands.by_pair.get(pair, ()):
            shared[place] += 1
    likely = [
        (-count / (len(brands.all[place].folded) - 1), place)
        for place, count in shared.items()
        if count >= _PAIRS_IN_COMMON * (len(brands.all[place].folded) - 1)
    ]
    return [place for _, place in sorted(likely)[:_MOST_COMPARED]]


def _mistakes(masks: Mapping[str, int], length: int, text: str) -> int:
    """Return the fewest edits (two swapped letters are one) that make `text` hold the name.

    Bit-parallel: each letter of the text costs a handful of operations on whole numbers.
    """
    full, last = (1 << length) - 1, 1 << (length - 1)
    plus, minus, diagonal, before = full, 0, 0, 0
    now = fewest = length
    for letter in text:
        same = masks.get(letter, 0)
        swapped = (((~diagonal) & same) << 1) & before
        diagonal = ((((same & plus) + plus) ^ plus) | same | minus | swapped) & full
        up = (minus | ~(diagonal | plus)) & full
        down = diagonal & plus
        now += bool(up & last) - bool(down & last)
        fewest = min(fewest, now)
        up, down = (up << 1) & full, (down << 1) & full
        plus = (down | ~(diagonal | up)) & full
        minus = up & diagonal
        before = same
    return fewest


@cache
def _known() -> frozenset[str]:
    return frozenset(domain for line in lines("known.txt") for domain in line.split())


@cache
def _brands() -> _Brands:
    brands: list[Brand] = []
    homes: set[str] = set()
    by_pair: dict[str, list[int]] = defaultdict(list)
    for line in lines("brands.txt"):
        name, _, domains = line.partition(":")
        bare = name.rstrip("?")
        folded = fold(bare)
        for pair in {folded[place : place + 2] for place in range(len(folded) - 1)}:
            by_pair[pair].append(len(brands))
        home = domains.split()[0]
        brands.append(Brand(name=bare, folded=folded, ordinary=name != bare, home=home))
        homes |= set(domains.split())
    masks = tuple(_masks(brand.folded) for brand in brands)
    return _Brands(tuple(brands), frozenset(homes), by_pair, masks)


def _masks(folded: str) -> dict[str, int]:
    masks: dict[str, int] = defaultdict(int)
    for place, letter in enumerate(folded):
        masks[letter] |= 1 << place
    return dict(masks)
