"""One address, taken apart as a browser would: who it pretends to be, and where it really leads."""

import re
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from urllib.parse import unquote

from publicsuffixlist import PublicSuffixList

LONGEST_HOST = 253
#: Schemes that open something, also as people write them who do not want them opened.
SCHEME = re.compile(
    r"(?:h(?:tt|xx|\*\*|__)ps?|ftp|wss?|tg|steam|discord):[/\\]{0,4}", re.IGNORECASE
)
_HOST_ENDS = re.compile(r"[/\\?#]")
_PORT = re.compile(r":(\d{0,5})$")
_NUMBER = re.compile(r"0[xX][0-9a-fA-F]*|\d+")
_PUNYCODE = "xn--"


@dataclass(frozen=True, slots=True, kw_only=True)
class Domain:
    """A host by its parts: `login.example.co.uk` is login, example and co.uk.

    `suffix` is empty for an address of numbers; `known` says that the public suffix list has it.
    """

    host: str
    below: str = ""
    name: str = ""
    suffix: str = ""
    known: bool = False

    @property
    def registered(self) -> str:
        """The part that somebody owns: name and suffix, or the whole host."""
        return f"{self.name}.{self.suffix}" if self.name else self.host


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where a link leads: the host in lower case with its punycode undone, and what is around it.

    `user` stands before an @ and is shown, but is no part of where it leads.
    """

    scheme: str
    host: str
    user: str = ""
    port: str = ""
    path: str = ""

    @property
    def domain(self) -> Domain:
        """The parts of the host."""
        return domain_of(self.host)


def address_of(written: str) -> Address | None:
    """Return the address that is written, None where no browser could go there."""
    scheme, rest = "", written
    if found := SCHEME.match(written):
        scheme, rest = found[0].rstrip("/\\").rstrip(":").lower(), written[found.end() :]
    end = _HOST_ENDS.search(rest)
    authority, path = (rest[: end.start()], rest[end.start() :]) if end else (rest, "")
    user, _, place = authority.rpartition("@")
    place, port = _without_port(place)
    host = _host(place)
    if host is None:
        return None
    return Address(
        scheme=scheme, host=host, user=unquote(user), port=port, path=path.replace("\\", "/")
    )


def _without_port(place: str) -> tuple[str, str]:
    found = _PORT.search(place)
    return (place[: found.start()], found[1]) if found else (place, "")


def _host(place: str) -> str | None:
    host = unquote(place).lower().strip(".")
    if host.startswith("[") and host.endswith("]"):
        return host
    labels = host.split(".")
    if not host or len(host) > LONGEST_HOST or any(not label for label in labels):
        return None
    return ".".join(map(_unpuny, labels))


def _unpuny(label: str) -> str:
    """Return the letters that a browser may show for a punycode label."""
    if label.startswith(_PUNYCODE):
        with suppress(UnicodeError):
            return label[len(_PUNYCODE) :].encode("ascii").decode("punycode")
    return label


def is_numbers(host: str) -> bool:
    """Return whether a host is an address of numbers, in whichever of their spellings."""
    return host.startswith("[") or all(_NUMBER.fullmatch(label) for label in host.split("."))


def domain_of(host: str) -> Domain:
    """Return the parts of a host by the public suffix list."""
    if is_numbers(host):
        return Domain(host=host)
    suffix = _suffixes().publicsuffix(host) or ""
    last = host.rpartition(".")[2]
    known = _suffixes().publicsuffix(last, accept_unknown=False) is not None
    rest = host[: -len(suffix) - 1] if len(suffix) < len(host) else ""
    below, _, name = rest.rpartition(".")
    return Domain(host=host, below=below, name=name, suffix=suffix, known=known)


@cache
def _suffixes() -> PublicSuffixList:
    """Return the list; it is read when the first link is looked at."""
    return PublicSuffixList()
