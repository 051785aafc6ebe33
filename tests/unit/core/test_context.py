"""What a policy may ask about one event."""

from collections.abc import Mapping
from datetime import timedelta

import pytest

from bot.clock import HandClock
from bot.context import EventContext
from bot.detectors.text import make_text
from bot.domain import ButtonPressed, Event, Signal, Standing
from bot.ports import Detector, Text
from bot.rulebook.book import Rulebook
from bot.seldom import Seldom
from bot.storage.memory import MemoryStore
from bot.windows import Windows
from tests.support.making import HERE, NOON, person, posted


class Broken:
    """A detector that always fails."""

    names = frozenset({"toxicity"})

    async def score(self, text: Text) -> Mapping[str, Signal]:
        raise ValueError(f"cannot read {text.original}")


def context(event: Event, seldom: Seldom, **detectors: Detector) -> EventContext:
    return EventContext(
        event,
        text=make_text(getattr(event, "text", "")),
        rulebook=Rulebook(id="kettle", name="Kettle", version="1"),
        windows=Windows(
            horizon=timedelta(minutes=10),
            shape=lambda text: len(text.original),
            standing=lambda _: Standing.REGULAR,
        ),
        detectors=detectors,
        casebook=MemoryStore().casebook,
        hits={},
        seldom=seldom,
    )


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
        at=NOON,
        channel="help",
        member=person("uwe"),
        button="faq:yes",
        language=told,
        **HERE,
    )
    asked = context(press, Seldom(HandClock(NOON)))
    await asked.know_language()
    assert asked.language == language


async def test_a_detector_that_fails_with_every_message_is_complained_of_seldom(
    caplog: pytest.LogCaptureFixture,
) -> None:
    clock = HandClock(NOON)
    seldom = Seldom(clock)
    for number in range(400):
        clock.tick(1)
        said = posted(f"m{number}", says=f"hello {number}")
        assert await context(said, seldom, toxicity=Broken()).signal("toxicity") is None
    assert caplog.messages == [
        "no signal 'toxicity', its detector failed: ValueError: cannot read hello 0",
        "no signal 'toxicity', its detector failed: ValueError, 300 times in 5 minutes",
    ]


class Counting:
    """Scores how often a text has the word in it that it looks for."""

    names = frozenset({"toxicity"})

    async def score(self, text: Text) -> Mapping[str, Signal]:
        count = text.clean.lower().count("clown") + text.clean.lower().count("idiot")
        return {"toxicity": Signal(name="toxicity", score=count / 10)}


WITHOUT: list[tuple[str, tuple[str, ...], float]] = [
    ("what a Clown", ("clown",), 0.0),
    ("clown, idiot", ("clown",), 0.1),
    ("clown, idiot", ("idiot", "clown"), 0.0),
    # parts of other words stay
    ("clownish idiot", ("clown",), 0.2),
    # letters only, never a pattern
    ("clown", (".*",), 0.1),
    ("idiot clown", ("idiot clown", "idiot"), 0.0),
]


@pytest.mark.parametrize(("text", "words", "score"), WITHOUT)
async def test_a_signal_can_be_had_without_some_words(
    text: str, words: tuple[str, ...], score: float
) -> None:
    asked = context(posted(says=text), Seldom(HandClock(NOON)), toxicity=Counting())
    before = await asked.signal("toxicity")
    found = await asked.signal_without("toxicity", words)
    assert found is not None
    assert found.score == score
    assert await asked.signal("toxicity") == before


async def test_without_a_detector_there_is_no_signal_without_words() -> None:
    asked = context(posted(says="clown"), Seldom(HandClock(NOON)))
    assert await asked.signal_without("toxicity", ("clown",)) is None
