"""How probable it is that a link was laid to deceive, and by which sign anybody can see it.

The name of the host counts first, as learned from thousands; then what is around it: the words
shown in place of the target, what stands before an @, the path. All of it adds up as log odds.
"""

import math
import re
from dataclasses import dataclass

from bot.detectors.links.address import Domain, address_of, domain_of, is_numbers
from bot.detectors.links.features import LISTS, baits_in
from bot.detectors.links.find import Link
from bot.detectors.links.likeness import Likeness, homes_named, is_home, likenesses
from bot.detectors.links.model import host_odds
from bot.detectors.links.texts import sections

#: Log odds of hosts that no model needs to read.
_HOME, _NUMBERS, _SHORTENER = -7.0, -2.0, -3.5
#: With a sign that anybody can see, the name of the host excuses no more than this.
_EXCUSE = -2.0
#: What is added for letters of another script that spell a brand.
_OTHER_SCRIPT = 4.0
#: What is added for a number that is written so that nobody recognises it as an address.
_ODD_NUMBERS = 3.0
#: The words shown name another place than the one it leads to; they name a brand of another place.
_SHOWS_ANOTHER, _SHOWS_A_BRAND = 6.0, 3.0
#: Before an @ stands another place, or anything at all.
_ANOTHER_BEFORE_AT, _ANYTHING_BEFORE_AT = 6.0, 2.0
#: What looks like a whole domain stands before the part that somebody owns.
_DOMAIN_BELOW = 3.0
#: Each word of bait in the path, up to so many; a brand's domain in the path.
_BAIT, _MOST_BAITS, _BRAND_IN_PATH = 0.6, 3, 1.5
#: Who writes evil[.]test warns of it: nobody can press that.
_CANNOT_BE_PRESSED = -2.0
#: What may be a file's name must look very much like a trap to count as a link.
_MAYBE_NO_LINK = -2.0
_LOOKS_LIKE_A_SUFFIX = frozenset(
    {"com", "net", "org", "edu", "gov", "de", "at", "ch", "uk", "gg", "io", "me", "ru", "co"}
)
_SHOWN_DOMAIN = re.compile(r"(?:https?://)?(?:[\w-]+\.)+[a-z]{2,24}", re.IGNORECASE)


#: What is added to the odds, and the sign with the name that shows it.
_Sign = tuple[float, str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspicion:
    """A score from 0 to 1 with the host, and the sign that shows it, if there is one.

    `sign` is ≈ where the host looks like `other`, ≠ where the words shown name `other`, and @
    where `other` stands before an @.
    """

    score: float
    host: str
    sign: str = ""
    other: str = ""

    def __str__(self) -> str:
        shown = f" {self.sign} {self.other}" if self.sign else ""
        return f"{self.host}{shown} {self.score:.2f}"


def suspicion(link: Link) -> Suspicion:
    """Return how probable it is that a link was laid to deceive."""
    domain = link.address.domain
    odds, added = _host(domain), 0.0
    sign, other = "", ""
    signs = (_alike(domain), _below(domain), _before_at(link, domain), _shown(link, domain))
    for more, mark, name in signs:
        added += more
        # A brand among the words shown says less than what the host itself looks like.
        if name and not (sign and more == _SHOWS_A_BRAND):
            sign, other = mark, name
    if added and not is_home(domain):
        odds = max(odds, _EXCUSE)
    odds += added + _path(link, domain)
    if not link.certain:
        odds += _MAYBE_NO_LINK
    if link.disguised:
        odds += _CANNOT_BE_PRESSED
    return Suspicion(score=round(_probability(odds), 3), host=domain.host, sign=sign, other=other)


def _host(domain: Domain) -> float:
    if is_home(domain):
        return _HOME
    if is_numbers(domain.host):
        plain = domain.host.startswith("[") or domain.host.count(".") == 3
        return _NUMBERS + (0.0 if plain else _ODD_NUMBERS)
    if domain.registered in sections(LISTS)["shortener"]:
        return _SHORTENER
    return host_odds(domain.host)


def _alike(domain: Domain) -> _Sign:
    found = likenesses(domain)
    if not found or not _tells(found[0]):
        return 0.0, "", ""
    spelled = not found[0].mistakes and not domain.host.isascii()
    return (_OTHER_SCRIPT if spelled else 0.0), "≈", found[0].brand.home


def _below(domain: Domain) -> _Sign:
    labels = domain.below.split(".")
    hides = any(label in _LOOKS_LIKE_A_SUFFIX for label in labels[1:])
    return (_DOMAIN_BELOW, "", "") if hides and not is_home(domain) else (0.0, "", "")


def _path(link: Link, domain: Domain) -> float:
    path = link.address.path
    if len(path) < 2 or is_home(domain):
        return 0.0
    found = _BAIT * min(_MOST_BAITS, len(baits_in(path)))
    return found + (_BRAND_IN_PATH if homes_named(path) else 0.0)


def _before_at(link: Link, domain: Domain) -> _Sign:
    user = link.address.user
    if not user:
        return 0.0, "", ""
    other = _another(user, domain)
    return (_ANOTHER_BEFORE_AT, "@", other) if other else (_ANYTHING_BEFORE_AT, "", "")


def _shown(link: Link, domain: Domain) -> _Sign:
    if not link.display:
        return 0.0, "", ""
    if other := _another(link.display, domain):
        return _SHOWS_ANOTHER, "≠", other
    if is_home(domain) or not (named := homes_named(link.display)):
        return 0.0, "", ""
    return _SHOWS_A_BRAND, "≠", named[0]


def _another(written: str, domain: Domain) -> str:
    """Return the domain that is named in these words, if it is another than this one."""
    found = _SHOWN_DOMAIN.search(written)
    address = address_of(found[0]) if found else None
    if address is None:
        return ""
    named = domain_of(address.host)
    same = not named.known or named.registered in (domain.registered, domain.suffix)
    return "" if same else named.registered


def _tells(alike: Likeness) -> bool:
    """Return whether the likeness is worth showing as a reason."""
    return alike.whole or alike.below or not alike.brand.ordinary


def _probability(odds: float) -> float:
    return 1 / (1 + math.exp(-odds)) if odds > -30 else 0.0
