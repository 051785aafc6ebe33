"""Invitations into other communities, by network, with what tells one from another."""

import re
from dataclasses import dataclass
from functools import cache
from urllib.parse import unquote

from bot.detectors.links.address import Address
from bot.detectors.links.texts import lines

_CODE = r"([\w+~.-]{2,100})"
#: Pages of Telegram itself that are nobody's chat.
_NO_CHAT = frozenset(
    {"addstickers", "share", "proxy", "socks", "addtheme", "login", "setlanguage", "iv"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Invite:
    """An invitation: the network, and the shortest way to write it, such as `discord.gg/abc`.

    `certain` is False where it may as well lead to one person or to a bot.
    """

    network: str
    written: str
    certain: bool = True


@dataclass(frozen=True, slots=True)
class _Way:
    """One way to write an invitation."""

    network: str
    hosts: re.Pattern[str]
    path: re.Pattern[str]
    short: str


def invite_of(address: Address) -> Invite | None:
    """Return the invitation that an address is, None where it is none."""
    for way in _ways():
        host = way.hosts.fullmatch(address.host)
        path = way.path.match(unquote(address.path)) if host else None
        if host and path:
            code = path[1].rstrip(".,") if path.re.groups else ""
            if code.lower() in _NO_CHAT:
                return None
            written = way.short.format(code, h=host[1] if host.re.groups else "")
            certain = not way.network.endswith("?")
            return Invite(network=way.network.rstrip("?"), written=written, certain=certain)
    return None


@cache
def _ways() -> tuple[_Way, ...]:
    rows = [line.split() for line in lines("invites.txt")]
    return tuple(
        _Way(
            network,
            re.compile(hosts),
            re.compile(path.replace("CODE", _CODE), re.IGNORECASE),
            short,
        )
        for network, hosts, path, short in rows
    )
