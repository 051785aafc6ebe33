"""The built-in scorer settles what is clear; only what lies between is shown to a model."""

from collections.abc import Mapping

import pytest

from bot.detectors.bands import Band, bands, unsure
from bot.detectors.second_opinion import WAIT, SecondOpinion
from bot.detectors.text import make_text
from bot.domain import Signal
from bot.ports import LateDetector, Text
from tests.support.hand_model import HandModel

BANDS = {"toxicity": Band(low=0.2, high=0.9), "threat": Band(low=0.1, high=0.8)}


class Fixed:
    """Gives the same scores for every text."""

    names = frozenset({"toxicity", "threat", "spam"})

    def __init__(self, **scores: float) -> None:
        self._scores = {"toxicity": 0.0, "threat": 0.0, "spam": 0.0, **scores}

    async def score(self, text: Text) -> Mapping[str, Signal]:
        return {name: Signal(name=name, score=score) for name, score in self._scores.items()}


def both(model: HandModel, **scores: float) -> SecondOpinion:
    return SecondOpinion(Fixed(**scores), model, asked_in=BANDS)


ASKED: list[tuple[dict[str, float], set[str]]] = [
    # clearly harmless
    ({"toxicity": 0.19, "threat": 0.09}, set()),
    # clearly abusive, whatever else it may be
    ({"toxicity": 0.9, "threat": 0.3}, set()),
    ({"toxicity": 0.5, "threat": 0.8}, set()),
    # between
    ({"toxicity": 0.2}, {"toxicity"}),
    ({"toxicity": 0.89}, {"toxicity"}),
    ({"threat": 0.1}, {"threat"}),
    ({"toxicity": 0.5, "threat": 0.5}, {"toxicity", "threat"}),
    # nothing that the model could tell
    ({"spam": 0.5}, set()),
]


@pytest.mark.parametrize(("scores", "asked"), ASKED)
async def test_a_model_is_asked_about_what_lies_between(
    scores: dict[str, float], asked: set[str]
) -> None:
    model = HandModel()
    found = await both(model, **scores).score(make_text("well"))
    assert {name for name, signal in found.items() if signal.unscored} == asked
    assert [text for text, _ in model.asked] == (["well"] if asked else [])
    assert unsure(found, BANDS) == asked


async def test_a_model_only_ever_raises_a_score() -> None:
    model = HandModel({"well": {"toxicity": 0.1, "threat": 0.97}})
    found = await both(model, toxicity=0.5).score(make_text("well"))
    assert (found["toxicity"].score, found["threat"].score) == (0.5, 0.97)
    assert not any(signal.unscored for signal in found.values())


async def test_nobody_waits_for_a_model_that_does_not_keep_up() -> None:
    model = HandModel()
    detector = both(model, toxicity=0.5)
    await detector.score(make_text("one"))
    model.keeps_up = False
    await detector.score(make_text("two"))
    assert model.asked == [("one", WAIT), ("two", 0.0)]


async def test_what_came_late_is_told_to_who_asks() -> None:
    model = HandModel()
    detector = both(model, toxicity=0.5)
    assert isinstance(detector, LateDetector)
    text = make_text("well")
    assert detector.awaited(text) is None
    await detector.score(text)
    coming = detector.awaited(text)
    assert coming is not None
    model.answer("well", {"toxicity": 0.95})
    assert await coming == {"toxicity": 0.95}
    given = await detector.given(text, {"toxicity": 0.95})
    assert (given["toxicity"].score, given["threat"].score) == (0.95, 0.0)


async def test_a_text_of_nothing_visible_is_not_shown_to_the_model() -> None:
    model = HandModel()
    await both(model, toxicity=0.5).score(make_text("\u200b"))
    assert model.asked == []


async def test_a_model_in_trouble_is_told_of_in_a_sentence() -> None:
    model = HandModel()
    detector = both(model)
    assert detector.note() == ""
    model.trouble = "its process died"
    assert detector.note() == "it gives no scores: its process died"
    detector.warm()
    detector.close()
    assert (model.warmed, model.closed) == (True, True)


def test_the_bands_that_come_with_evenhand_make_sense() -> None:
    assert set(bands()) <= {"toxicity", "insult", "threat", "identity_attack", "obscene"}
    assert "toxicity" in bands()
    for band in bands().values():
        assert 0 < band.low < band.high <= 1
