"""Where a message leads: its links, invitations and ways of contact, without what is allowed.

The evidence of the signals about links names each of them, parted by a comma; docs/links.md tells
its form.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain import Signal
from bot.ports import Context

#: From here on a message asks to be answered elsewhere.
_ASKS_FROM = 0.5
_TRAP = re.compile(r"(?P<host>\S+)(?: (?P<sign>[≈≠@]) (?P<other>\S+))? (?P<score>[01]\.\d\d)")
_PARTED = ", "
_BEFORE_HOST = re.compile(r"^[a-z]+://")


@dataclass(frozen=True, slots=True, kw_only=True)
class Trap:
    """A suspicious host, how probable it is that it deceives, and the sign that shows it."""

    host: str
    score: float
    sign: str = ""
    other: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trail:
    """Where a message leads; `asks` says that it asks to be answered privately or elsewhere."""

    hosts: tuple[str, ...] = ()
    invites: tuple[str, ...] = ()
    traps: tuple[Trap, ...] = ()
    asks: bool = False

    @property
    def leads_away(self) -> bool:
        """Whether it leads anywhere that the community has not allowed."""
        return bool(self.hosts or self.invites or self.traps or self.asks)


_NOWHERE = Trail()


class Allowed:
    """The domains and invitations that are always fine."""

    def __init__(self, domains: Sequence[str], invites: Sequence[str]) -> None:
        self._domains = tuple(domain.casefold().removeprefix("www.") for domain in domains)
        self._invites = frozenset(map(_plain, invites))

    async def trail(self, context: Context) -> Trail:
        """Return where the message leads; what is unknown leads nowhere."""
        contact = await context.signal("contact")
        asks = contact is not None and contact.score >= _ASKS_FROM
        if (links := await context.signal("links")) is None or not links.evidence:
            invite, trap = await context.signal("invite"), await context.signal("scam_link")
            if not (asks or (invite and invite.evidence) or (trap and trap.evidence)):
                return _NOWHERE
        invites = _parts(await context.signal("invite"))
        foreign = tuple(each for each in invites if _plain(each) not in self._invites)
        own = {_plain(each).partition("/")[0] for each in invites if each not in foreign}
        return Trail(
            hosts=tuple(
                host
                for host in _parts(links)
                if not self._is_fine(host) and (foreign or host.casefold() not in own)
            ),
            invites=foreign,
            traps=tuple(
                trap
                for trap in map(_trap, _parts(await context.signal("scam_link")))
                if trap is not None and not self._is_fine(trap.host)
            ),
            asks=asks,
        )

    def _is_fine(self, host: str) -> bool:
        plain = host.casefold()
        return any(plain == fine or plain.endswith(f".{fine}") for fine in self._domains)


def _parts(signal: Signal | None) -> list[str]:
    return signal.evidence.split(_PARTED) if signal is not None and signal.evidence else []


def _trap(written: str) -> Trap | None:
    found = _TRAP.fullmatch(written)
    if found is None:
        return None
    return Trap(
        host=found["host"],
        score=float(found["score"]),
        sign=found["sign"] or "",
        other=found["other"] or "",
    )


def _plain(invite: str) -> str:
    return _BEFORE_HOST.sub("", invite.casefold()).removeprefix("www.").rstrip("/")
