"""The hosts that the model of links learns from: well formed, and the same every time."""

import pytest

from benchmarks.language.examples import foreign
from benchmarks.links.benign import listed, made_up
from benchmarks.links.hosts import family, part, strangers
from benchmarks.links.report import recall_at, share_over
from bot.detectors.links.address import address_of, domain_of
from bot.detectors.links.find import links


def test_every_host_of_our_lists_is_one() -> None:
    for host in listed():
        address = address_of(host)
        assert address is not None, host
        assert (address.host, address.path) == (host, "")
        assert domain_of(host).known or host.endswith((".example", ".test")), host


def test_hosts_are_made_up_alike_each_time() -> None:
    assert made_up(300, seed=1) == made_up(300, seed=1) != made_up(300, seed=2)
    for host in made_up(300, seed=1):
        (link,) = links(f"https://{host}/")
        assert link.address.host == host


def test_hosts_of_one_domain_lie_in_one_part() -> None:
    assert part("a.example.co.uk") == part("b.example.co.uk")
    assert 0 <= part("example.com") < 100


@pytest.mark.parametrize(
    ("host", "name"),
    [
        ("steamcomunity.example", "steam"),
        ("academy-form.example", "moderator exams"),
        ("dlscord-gift.example", "discord and gifts"),
        ("roblox-free.example", "roblox"),
        ("claim-airdrop.example", "others"),
    ],
)
def test_scams_have_families(host: str, name: str) -> None:
    assert family(host) == name


def test_strangers_are_hosts_that_no_list_knows() -> None:
    assert strangers(["www.wikipedia.org", "nobody-knows-this.example"]) == [
        "nobody-knows-this.example"
    ]


def test_recall_is_counted_over_the_threshold_that_the_good_set() -> None:
    good = [number / 100 for number in range(100)]
    assert recall_at([0.5, 0.985, 0.99, 1.0], good, 0.01) == 0.75
    assert share_over([0.1, 0.5, 0.9], 0.5) == pytest.approx(1 / 3)


def test_foreign_lines_come_without_remarks_and_only_once() -> None:
    found = foreign()
    assert len(found) == len(set(found)) > 150
    assert not any(line.startswith("#") for line in found)
