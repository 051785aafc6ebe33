from datetime import UTC, datetime, timedelta

import pytest

from bot.context import EventContext
from bot.detectors.text import make_text
from bot.domain import ButtonPressed, Member, Standing
from bot.rulebook.book import Rulebook
from bot.storage.memory import MemoryStore
from bot.windows import Windows

READS = [
    # what the network tells, the language of the answer
    ("de", "de"),
    ("de-AT", "de"),
    # a language that is not spoken here, or none: the community's
    ("fr", "en"),
    ("", "en"),
]


@pytest.mark.parametrize(("told", "language"), READS)
async def test_who_presses_a_button_is_answered_in_the_language_of_their_page(
    told: str, language: str
) -> None:
    press = ButtonPressed(
        id="b1",
        at=datetime(2026, 1, 5, tzinfo=UTC),
        network="lobby",
        community="c1",
        channel="help",
        member=Member(id="u1", name="Uwe"),
        button="faq:yes",
        language=told,
    )
    context = EventContext(
        press,
        text=make_text(""),
        rulebook=Rulebook(id="c1", name="Kettle", version="1"),
        windows=Windows(
            horizon=timedelta(minutes=10),
            shape=lambda text: len(text.original),
            standing=lambda _: Standing.REGULAR,
        ),
        detectors={},
        casebook=MemoryStore().casebook,
        hits={},
    )
    await context.know_language()
    assert context.language == language
