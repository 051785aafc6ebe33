"""Links are found where they stand, whatever they are written like, and nothing else is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.detectors.links.find import LONGEST, MOST, links
from bot.detectors.text import make_text


@pytest.mark.parametrize(
    ("text", "written", "host", "path"),
    [
        ("see https://a.example/x?y=1, please", "https://a.example/x?y=1", "a.example", "/x?y=1"),
        # signs of the sentence stay outside, those of the address inside
        ("(http://foo.de/a_(b)).", "http://foo.de/a_(b)", "foo.de", "/a_(b)"),
        ("wirklich? www.heise.de!", "www.heise.de", "www.heise.de", ""),
        ("schau auf Amazon.de vorbei", "Amazon.de", "amazon.de", ""),
        ("see:https://x.org/y", "https://x.org/y", "x.org", "/y"),
        ("https://x.org/?a=1#b", "https://x.org/?a=1#b", "x.org", "/?a=1#b"),
        # made harmless for reading, or made invisible for machines
        ("hxxps://evil[.]test/x", "hxxps://evil[.]test/x", "evil.test", "/x"),
        ("evil(dot)com", "evil(dot)com", "evil.com", ""),
        ("discord .gg/abc", "discord .gg/abc", "discord.gg", "/abc"),
        ("discord . gg/abc", "discord . gg/abc", "discord.gg", "/abc"),
        ("discord dot gg slash abc", "discord dot gg slash abc", "discord.gg", "/abc"),
        ("discord\\.gg/abc", "discord\\.gg/abc", "discord.gg", "/abc"),
        ("discord。gg/abc", "discord。gg/abc", "discord.gg", "/abc"),
        ("https://discord%2Egg/x", "https://discord%2Egg/x", "discord.gg", "/x"),
        ("https[:]//evil.test/a", "https[:]//evil.test/a", "evil.test", "/a"),
        # slashes the other way round lead to the same place
        ("https:\\\\evil.test\\a", "https:\\\\evil.test\\a", "evil.test", "/a"),
        # shown as something else
        ("[kettle.example](https://evil.test)", "[kettle.example](https://evil.test)",
         "evil.test", ""),
        ("<https://evil.test/a|paypal.com>", "<https://evil.test/a|paypal.com>",
         "evil.test", "/a"),
        # a trailing dot, capitals, a port
        ("HTTPS://EXAMPLE.COM:8443/A", "HTTPS://EXAMPLE.COM:8443/A", "example.com", "/A"),
        ("http://example.com./x", "http://example.com./x", "example.com", "/x"),
        # punycode, letters of another script, addresses of numbers
        ("https://xn--mnchen-3ya.de/", "https://xn--mnchen-3ya.de/", "münchen.de", "/"),
        ("http://192.168.1.1:8080/x", "http://192.168.1.1:8080/x", "192.168.1.1", "/x"),
        ("http://[::1]:80/x", "http://[::1]:80/x", "[::1]", "/x"),
        ("tg://join?invite=AbCdEf12", "tg://join?invite=AbCdEf12", "join", "?invite=AbCdEf12"),
    ],
)  # fmt: skip
def test_a_link_is_found_where_it_stands(text: str, written: str, host: str, path: str) -> None:
    (link,) = links(text)
    assert text[link.start : link.end] == written
    assert (link.address.host, link.address.path) == (host, path)
    assert link.certain


@pytest.mark.parametrize(
    "text",
    [
        "nothing here. Nor here.",
        "e.g. this, i.e. that, z.B. jenes, 3.5 mm, 1.2.3.4, v2.0.1",
        "ann@example.org wrote to max.mustermann@example.de",
        "the .net framework ... and so on",
        "http:// is how it begins",
        "a.b.c.notasuffixatall",
        "x..y.com..",
        "",
    ],
)
def test_other_signs_are_no_links(text: str) -> None:
    assert [link for link in links(text) if link.certain] == []


@pytest.mark.parametrize(
    ("text", "host"),
    [
        # names of files, and sentences without a space between them
        ("run setup.py first", "setup.py"),
        ("see readme.md", "readme.md"),
        ("thanks.it works", "thanks.it"),
        ("nice.So good", "nice.so"),
    ],
)
def test_what_may_be_no_link_says_so(text: str, host: str) -> None:
    (link,) = links(text)
    assert (link.address.host, link.certain) == (host, False)


def test_a_path_makes_a_link_of_what_may_be_a_file() -> None:
    (link,) = links("t.me/kettle and")
    assert link.certain


def test_what_stands_before_an_at_is_not_where_it_leads() -> None:
    (link,) = links("https://discord.com@evil.test/x")
    assert (link.address.user, link.address.host) == ("discord.com", "evil.test")


def test_what_is_shown_is_kept_apart_from_where_it_leads() -> None:
    (link,) = links("[free nitro here](https://evil.test/x)")
    assert (link.display, link.address.host) == ("free nitro here", "evil.test")


@pytest.mark.parametrize(
    ("text", "disguised"),
    [
        ("evil[.]test/x and https://evil[.]com", True),
        ("hxxps://evil.test", True),
        ("https://evil.test", False),
        ("tg://resolve?domain=kettle", False),
    ],
)
def test_what_nobody_can_press_says_so(text: str, disguised: bool) -> None:
    assert {link.disguised for link in links(text)} == {disguised}


def test_a_link_is_found_through_what_is_invisible() -> None:
    text = make_text("d\u200bis\u200dcord.g\u2060g/abc ｄｉｓｃｏｒｄ．ｇｇ／x")
    assert [link.address.host for link in links(text.clean)] == ["discord.gg", "discord.gg"]


def test_links_are_counted_up_to_a_limit() -> None:
    assert len(links("https://example.com " * 200)) == MOST


def test_a_very_long_link_is_cut() -> None:
    (link,) = links("https://example.com/" + "a" * 7_000)
    assert link.end - link.start == LONGEST


@given(
    st.text(
        st.one_of(
            st.characters(),
            st.sampled_from("./:@[](){}<>|\\%?#-_ \n"),
            st.sampled_from("acdgmohtpsx"),
        ),
        max_size=80,
    )
)
def test_any_text_is_read_and_places_lie_inside_of_it(raw: str) -> None:
    clean = make_text(raw).clean
    last = 0
    for link in links(clean):
        assert last <= link.start < link.end <= len(clean)
        assert link.address.host == link.address.host.lower()
        last = link.end
