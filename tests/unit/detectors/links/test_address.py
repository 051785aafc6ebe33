"""An address is taken apart as a browser would, and a domain as the public suffix list says."""

import socket

import pytest

from bot.detectors.links.address import address_of, domain_of, is_numbers


@pytest.mark.parametrize(
    ("host", "below", "registered"),
    [
        ("login.example.org.evil.test", "login.example.org", "evil.test"),
        ("shop.example.co.uk", "shop", "example.co.uk"),
        ("example.com", "", "example.com"),
        # on these anybody may have a name
        ("steam.github.io", "", "steam.github.io"),
        ("a.b.repl.co", "a", "b.repl.co"),
        # the suffix itself, and what no rule knows
        ("github.io", "", "github.io"),
        ("x.unheardof", "", "x.unheardof"),
        ("localhost", "", "localhost"),
        ("127.0.0.1", "", "127.0.0.1"),
        ("münchen.de", "", "münchen.de"),
    ],
)
def test_a_domain_ends_where_the_list_says(host: str, below: str, registered: str) -> None:
    domain = domain_of(host)
    assert (domain.below, domain.registered) == (below, registered)


def test_the_list_comes_with_the_package(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: object, **kwargs: object) -> None:
        raise AssertionError("nothing may be asked of the network")

    monkeypatch.setattr(socket, "socket", refuse)
    assert domain_of("www.example.co.uk").suffix == "co.uk"


@pytest.mark.parametrize(
    ("host", "numbers"),
    [
        ("10.0.0.1", True),
        ("0x7f.1", True),
        ("2130706433", True),
        ("[::1]", True),
        ("1.example", False),
        ("cafe.de", False),
    ],
)
def test_numbers_are_known_in_each_of_their_spellings(host: str, numbers: bool) -> None:
    assert is_numbers(host) is numbers


@pytest.mark.parametrize("written", ["", "https://", "a..b", "https://@", "." * 10, "x" * 300])
def test_what_leads_nowhere_is_no_address(written: str) -> None:
    assert address_of(written) is None


def test_broken_punycode_stays_as_it_is() -> None:
    address = address_of("https://xn--a-ecp-99999999999.com")
    assert address is not None
    assert address.host.endswith(".com")
