"""The signals about links: how many there are, whether one is a trap, whether one is an invite."""

from collections.abc import Mapping, Sequence

from bot.detectors.links.find import Link, links
from bot.detectors.links.invites import Invite, invite_of
from bot.detectors.links.suspicion import Suspicion, suspicion
from bot.detectors.patterns import to_original
from bot.domain import Signal
from bot.ports import Text

#: So many links make a score of 1.
_MANY = 10
#: Below this a link is not named.
_NAMED_FROM = 0.2
#: What may as well lead to a person is an invitation by so much.
_MAYBE_AN_INVITE = 0.6
_NOTHING = {name: Signal(name=name, score=0.0) for name in ("links", "scam_link", "invite")}


class LinkDetector:
    """Scores links (their number over ten, at most 1), scam_link and invite.

    The evidence is for people and for policies alike, parted by `, `:

    - links: the hosts, `shop.example, example.org`;
    - scam_link: each suspicious host, its sign and its score, the worst first, such as
      `dlscord-gift.example ≈ discord.com 0.98`, or the host and the score alone;
    - invite: each invitation in its shortest form, `discord.gg/abc`; the score is 1 for what leads
      into a community, and less for what may lead to one person.
    """

    names = frozenset(_NOTHING)

    async def score(self, text: Text) -> Mapping[str, Signal]:
        """Return all its signals."""
        return self.look(text)

    def look(self, text: Text) -> Mapping[str, Signal]:
        """Return all its signals at once, without waiting."""
        found = links(text.clean)
        if not found:
            return _NOTHING
        places = [to_original(text, "clean", link.start, link.end) for link in found]
        return {
            "links": _counted(found, places),
            "scam_link": _worst([suspicion(link) for link in found], places),
            "invite": _invited([invite_of(link.address) for link in found], places),
        }


Places = Sequence[tuple[int, int]]


def _counted(found: Sequence[Link], places: Places) -> Signal:
    sure = [(link, place) for link, place in zip(found, places, strict=True) if link.certain]
    return Signal(
        name="links",
        score=min(1.0, len(sure) / _MANY),
        evidence=", ".join(dict.fromkeys(link.address.host for link, _ in sure)),
        spans=tuple(place for _, place in sure),
    )


def _worst(found: Sequence[Suspicion], places: Places) -> Signal:
    ranked = sorted(zip(found, places, strict=True), key=lambda each: -each[0].score)
    named = [each for each in ranked if each[0].score >= _NAMED_FROM]
    return Signal(
        name="scam_link",
        score=ranked[0][0].score,
        evidence=", ".join(dict.fromkeys(str(each) for each, _ in named)),
        spans=tuple(sorted(place for _, place in named)),
    )


def _invited(found: Sequence[Invite | None], places: Places) -> Signal:
    given = [(each, place) for each, place in zip(found, places, strict=True) if each is not None]
    if not given:
        return _NOTHING["invite"]
    return Signal(
        name="invite",
        score=max(1.0 if each.certain else _MAYBE_AN_INVITE for each, _ in given),
        evidence=", ".join(dict.fromkeys(each.written for each, _ in given)),
        spans=tuple(place for _, place in given),
    )
