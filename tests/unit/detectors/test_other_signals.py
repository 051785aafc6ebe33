"""Spam, capitals, mentions and likeness."""

import pytest

from bot.detectors.similarity import FEWEST_LETTERS, likeness, shape, sketch
from bot.detectors.spam import SpamDetector
from bot.detectors.surface import SurfaceDetector
from bot.detectors.text import make_text

SPAM, SURFACE = SpamDetector(), SurfaceDetector()


@pytest.mark.parametrize(
    "raw",
    [
        "FREE NITRO giveaway, claim your gift: https://dlscord-gift.example.ru/nitro",
        "Steam is giving away free gift cards, first 50 people, click here https://st3am.top/g",
        "I made $5000 a week with crypto trading expert Mrs Lee, dm me on telegram @leetrades",
        "Verdiene 500€ pro Tag von zu Hause, schreib mir privat auf WhatsApp +49 151 23456789",
        "Du hast gewonnen! Sicher dir jetzt dein gratis iPhone: http://gewinn.example.xyz",
        "Your account has been suspended, verify your wallet here: https://wa1let.help/connect",
        "fr3e n1tro f\u200bor everyone, get your free nitro gift at https://x.gift/1 limited time",
    ],
)
def test_bait_with_a_hook_is_spam(raw: str) -> None:
    assert SPAM.look(make_text(raw))["spam"].score >= 0.9


@pytest.mark.parametrize(
    "raw",
    [
        # talk about spam and money is not spam
        "somebody posts free nitro links again, please remove them",
        "how much is a refund, I paid 30 euro a month",
        "the docs are at https://docs.example.org/setup",
        "you won't find it there",
        "ich arbeite von zu Hause und brauche Hilfe mit dem VPN",
        "check the link in the topic",
        "dm me the log please",
    ],
)
def test_talk_is_no_spam(raw: str) -> None:
    assert SPAM.look(make_text(raw))["spam"].score < 0.9


def test_bait_without_a_contact_is_never_certain() -> None:
    text = make_text("free nitro, claim your prize, limited time, click here, you have won a gift")
    assert SPAM.look(text)["spam"].score == 0.8


@pytest.mark.parametrize(
    ("raw", "share"),
    [
        ("STOP SHOUTING NOW", 1.0),
        ("Stop SHOUTING", 0.75),
        ("ÄÖÜ ÄÖÜ ÄÖÜ", 1.0),
        # too short to be shouting; the sharp s has no capital that people use
        ("OK", 0.0),
        ("LOL NO", 0.0),
        ("12345 !!! ???", 0.0),
        ("ordinary talk", 0.0),
    ],
)
def test_capitals_are_a_share_of_the_letters(raw: str, share: float) -> None:
    assert SURFACE.look(make_text(raw))["caps"].score == share


def test_mentions_are_counted_where_they_stand() -> None:
    raw = "see https://a.example/x, @ann and <@!123>; 1.5 e.g. a@b"
    found = SURFACE.look(make_text(raw))["mentions"]
    assert [raw[a:b] for a, b in found.spans] == ["@ann", "<@!123>"]
    assert found.score == 0.2
    assert SURFACE.look(make_text("@a " * 50))["mentions"].score == 1.0


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Buy now!!!", "buy   NOW"),
        ("Join 123 here", "join 456 here 😀"),
        ("Größe 12", "GRÖSSE 13"),
        ("he\u200bllo", "Hello ❤️"),
        ("👍 👍", "👍👍"),
    ],
)
def test_texts_that_differ_in_trimmings_have_one_shape(one: str, other: str) -> None:
    assert shape(make_text(one)) == shape(make_text(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("buy now", "buy then"),
        # without letters everything counts
        ("1", "2"),
        ("👍", "👎"),
        ("schön", "schon"),
    ],
)
def test_texts_that_differ_have_different_shapes(one: str, other: str) -> None:
    assert shape(make_text(one)) != shape(make_text(other))


def test_a_shape_is_a_number_that_every_run_and_database_shares() -> None:
    assert shape(make_text("Hello, World 1")) == 3830107056478827055
    assert 0 <= shape(make_text("x" * 9_000)) < 2**63


OFFER = "Hey everyone, I made 5000 USD last week with this group, write me for the link"


@pytest.mark.parametrize(
    ("other", "least", "most"),
    [
        (OFFER.upper() + "!!! 🚀", 1.0, 1.0),
        # a few words changed
        ("Hello guys, I made 700 USD last week with this group, write me for the link", 0.6, 1.0),
        ("Hey all, I made 5000 USD last month with this group, write me for a link", 0.4, 0.9),
        ("my kettle leaks since yesterday, has anybody an idea what to do about it", 0.0, 0.2),
        ("write me", 0.0, 0.0),
    ],
)
def test_texts_are_alike_by_the_pieces_they_share(other: str, least: float, most: float) -> None:
    alike = likeness(sketch(make_text(OFFER)), sketch(make_text(other)))
    assert least <= alike <= most


def test_a_sketch_is_a_number_that_every_run_shares() -> None:
    text = "x" * FEWEST_LETTERS
    assert sketch(make_text(text)) == sketch(make_text(text)) > 0
    assert sketch(make_text(text[1:])) == 0
    assert sketch(make_text(OFFER)) < 2**128
    assert sketch(make_text(OFFER)) == 44890455121774089746839160693157188496
