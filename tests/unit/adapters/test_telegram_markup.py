"""What the bot says on Telegram: no word of a member's comes alive in it."""

import random
from collections.abc import Iterator

import pytest

from adapters.telegram.markup import LONGEST, html, shortened, still, units
from tests.fakes.telegram.entities import detect, length, read_html

PIECES = (
    "@olga", "@everyone", "https://", "http://", "t.me/", "evil", ".com", ".рф", "user@mail.de",
    "<b>", "</b>", "<a href=\"https://evil.com\">", "</a>", "&lt;", "&amp;", "&#64;", "tg://user?id=5",
    "#tag", "$USD", "/ban", "/rules", "+49 170 1234567", "1.2.3.4", "0.97", "e.g.", " ", "\n", "ﬁ",
    "ä", "🙂", "\u200b", "\u202e", "\ud83d", "\0", "（", "＠olga", "。com", "javascript:",
    "[x](https://evil.com)", "`", "*", "_", "'", '"', "<", ">", "&",
)  # fmt: skip


def hostile(count: int) -> Iterator[str]:
    chance = random.Random(5)
    for _ in range(count):
        yield "".join(chance.choices(PIECES, k=chance.randint(1, 12)))


def test_thousands_of_hostile_texts_hold_nothing_that_is_live() -> None:
    for text in hostile(3_000):
        # people's words come without the sign by which a web address is known
        shown, entities = read_html(html(text.replace("://", "[:]//"), {"rules"}))
        live = [entity for entity in [*entities, *detect(shown)]]
        assert [e for e in live if not _is_ours(shown, e["offset"], e["length"])] == [], text


def _is_ours(shown: str, offset: int, size: int) -> bool:
    raw = shown.encode("utf-16-le")[offset * 2 : (offset + size) * 2]
    return raw.decode("utf-16-le") == "/rules"


def test_hostile_texts_read_as_before() -> None:
    for text in hostile(2_000):
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").replace("\0", "")
        shown, _ = read_html(html(text))
        assert shown.replace("\u2060", "") == text.replace("\u2060", "")


@pytest.mark.parametrize(
    ("text", "live"),
    [
        # what the house itself links to stays a link
        ("Rules: https://kettle.example/rules", ["url"]),
        ("Say /rules.", ["bot_command"]),
        # what looks like one and is somebody's words does not
        ("@rude in general", []),
        ("evil.example wants you", []),
        ("write to me@evil.example", []),
        ("call +49 170 1234567", []),
        ("/ban me", []),
    ],
)
def test_only_what_the_house_means_is_live(text: str, live: list[str]) -> None:
    shown, entities = read_html(html(text, {"rules"}))
    assert [entity["type"] for entity in [*entities, *detect(shown)]] == live


@pytest.mark.parametrize(
    "text",
    ["x" * 10_000, "🙂" * 5_000, "@a " * 4_000, "a.b" * 3_000, "<&>" * 3_000, "1" * 9_000],
    ids=["letters", "faces", "mentions", "dots", "signs", "digits"],
)
def test_a_long_text_is_cut_to_what_telegram_takes(text: str) -> None:
    shown, _ = read_html(html(text))
    assert LONGEST - 300 < length(shown) <= LONGEST
    assert shown.endswith("…")


def test_a_text_that_fits_is_not_cut() -> None:
    assert shortened("x" * LONGEST) == "x" * LONGEST


def test_lengths_are_counted_as_telegram_counts() -> None:
    assert units("a🙂") == 3


def test_a_decimal_stays_as_it_is() -> None:
    assert still("toxicity 0.97") == "toxicity 0.97"
