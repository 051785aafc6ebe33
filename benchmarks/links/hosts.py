"""The hosts that the model of hosts learns from and is measured on, each in a part of its own.

Scam hosts come from ../shared/data/scam_domains (MIT); ordinary ones are our own. Hosts that people
named in a support chat serve for measuring alone.
"""

import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path

from bot.detectors.links.address import address_of, domain_of
from bot.detectors.links.find import Link, links
from bot.detectors.links.likeness import home_domains

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
MISSING = "benchmarks: the labelled data is missing; it belongs into ../shared/data."
#: Of a hundred parts, so many are for the report, and so many after those for calibration.
REPORT, CALIBRATE = 15, 10
#: What a family of scams is about, by what its names have in common; the first that fits counts.
FAMILIES = {
    "steam": re.compile(r"st[ea]{0,3}[ae]?m|comm?u|munit|stream"),
    "moderator exams": re.compile(r"hype|academ|squad|moder|form"),
    "discord and gifts": re.compile(r"d[il1]s|cord|nitro|niltr|nltr|gift|glf"),
    "roblox": re.compile(r"robl|rbx"),
    "others": re.compile(""),
}
#: The recording hides nicknames behind u1, u2 ..., also where they are part of a host.
_HIDDEN_NAME = re.compile(r"\bu\d+\b")


def scam_hosts() -> list[str]:
    """Return every scam host once; raises FileNotFoundError where the data is missing."""
    file = DATA / "scam_domains" / "dev.jsonl"
    if not file.is_file():
        raise FileNotFoundError(MISSING)
    found = set()
    with file.open(encoding="utf-8") as lines:
        for line in lines:
            address = address_of(json.loads(line)["text"])
            if address is not None and address.domain.name:
                found.add(address.host)
    return sorted(found)


def part(host: str) -> int:
    """Return the part, from 0 to 99, that a host lies in; one domain's hosts lie together."""
    key = domain_of(host).registered.encode()
    return int.from_bytes(hashlib.sha256(key).digest()[:8], "big") % 100


def family(host: str) -> str:
    """Return what a scam host is about."""
    name = domain_of(host).name
    return next(each for each, pattern in FAMILIES.items() if pattern.search(name))


def chat_hosts() -> list[str]:
    """Return the hosts of links that people named in the support chat."""
    return sorted({link.address.host for text in chat_lines() for link in _written_out(text)})


def chat_lines() -> Iterator[str]:
    """Give what was said in the support chat; raises FileNotFoundError where it is missing."""
    file = DATA / "irc_ubuntu" / "replay.jsonl"
    if not file.is_file():
        raise FileNotFoundError(MISSING)
    with file.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)["text"]


def strangers(hosts: list[str]) -> list[str]:
    """Return the hosts that neither our lists nor the training know."""
    from benchmarks.links.benign import listed

    known = {domain_of(host).registered for host in listed()} | home_domains()
    return [host for host in hosts if domain_of(host).registered not in known]


def _written_out(text: str) -> Iterator[Link]:
    for link in links(text):
        host = link.address.host
        if link.address.scheme and link.address.domain.known and not _HIDDEN_NAME.search(host):
            yield link
