"""Messages that ask to be answered privately or on another network."""

import pytest

from bot.detectors.contact import ContactDetector
from bot.detectors.text import make_text

CONTACT = ContactDetector()


@pytest.mark.parametrize(
    ("raw", "score", "evidence"),
    [
        # a name or a number on another network
        ("contact me on Telegram @leetrades", 0.9, "Telegram @leetrades"),
        ("Telegram: @geldprofi", 0.9, "Telegram: @geldprofi"),
        ("@leetrades on tg", 0.9, "@leetrades on tg"),
        ("WhatsApp +49 151 23456789", 0.9, "WhatsApp +49 151 23456789"),
        ("add me on snapchat", 0.8, "add me on snapchat"),
        ("schreib mir auf WhatsApp", 0.8, "schreib mir auf WhatsApp"),
        ("call +49 151 23456789", 0.7, "+49 151 23456789"),
        # in private
        ("DM me for the link", 0.6, "DM me"),
        ("message me privately", 0.6, "message me"),
        ("schreibt mir eine PN", 0.6, "schreibt mir eine PN"),
        ("schreib mich doch privat an", 0.6, "schreib mich doch privat an"),
        ("Bei Interesse bitte melden", 0.6, "Bei Interesse bitte melden"),
        ("пишите в лс", 0.6, "пишите в лс"),
        ("d\u200bm m\u200be", 0.6, "d\u200bm m\u200be"),
    ],
)
def test_a_way_of_contact_is_seen(raw: str, score: float, evidence: str) -> None:
    signal = CONTACT.look(make_text(raw))["contact"]
    assert (signal.score, signal.evidence) == (score, evidence)
    assert evidence in [raw[start:end] for start, end in signal.spans]


@pytest.mark.parametrize(
    "raw",
    [
        "I use telegram and whatsapp daily",
        "he told me to text him back",
        "I wrote to the list, and add a line",
        "ich melde mich an der Kasse an",
        "das interessiert mich sehr",
        "the number is 0151/234567",
        "hello there",
        "",
    ],
)
def test_talk_is_no_way_of_contact(raw: str) -> None:
    assert CONTACT.look(make_text(raw))["contact"].score == 0.0


async def test_it_answers_as_detectors_do() -> None:
    assert set(await CONTACT.score(make_text("dm me"))) == CONTACT.names
