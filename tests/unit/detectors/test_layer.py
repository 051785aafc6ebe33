"""A layer moves scores by the words of a community, within bounds, and leaves the rest alone."""

from asyncio import Future, get_running_loop
from collections.abc import Mapping

import pytest

from bot.detectors import builtin
from bot.detectors.layer import MOST_SHIFT, Layered, on_top, shifted, weigh, words_of
from bot.detectors.text import make_text
from bot.domain import Signal
from bot.ports import LateDetector, Scores, Text
from bot.workshop import detectors_by_signal


class _Fixed:
    """A detector that gives every text the same score."""

    names = frozenset({"toxicity"})

    def __init__(self, score: float) -> None:
        self._score = score

    async def score(self, text: Text) -> Mapping[str, Signal]:
        return {"toxicity": Signal(name="toxicity", score=self._score)}


async def toxicity(before: float, text: str, **words: float) -> float:
    """Return what a layer of these words makes of a text's score."""
    layered = Layered(_Fixed(before), {"toxicity": words})
    return (await layered.score(make_text(text)))["toxicity"].score


async def test_a_word_moves_a_score_down_or_up() -> None:
    assert await toxicity(0.8, "you clown", clown=-1.2) == 0.546
    assert await toxicity(0.5, "get lost you noob", noob=1.2) == 0.769


@pytest.mark.parametrize(
    ("before", "text", "word"),
    [
        # the rules are sure
        (0.95, "you idiot", "idiot"),
        # it scores next to nothing, and nobody labelled anything like it
        (0.19, "lovely weather at the circus today", "lovely"),
        # another word
        (0.8, "you clown", "donkey"),
    ],
)
async def test_the_rest_stays_as_it_is(before: float, text: str, word: str) -> None:
    for weight in (-1.5, 1.5):
        assert await toxicity(before, text, **{word: weight}) == before


async def test_a_disguise_does_not_hide_a_word_from_the_layer() -> None:
    assert await toxicity(0.8, "you cl0wn", clown=-1.2) == 0.546


def test_no_score_moves_further_than_the_bound_says() -> None:
    words = frozenset("abcdefgh")
    assert weigh(dict.fromkeys("abcdefgh", 1.5), words) == MOST_SHIFT
    assert weigh(dict.fromkeys("abcdefgh", -1.5), words) == -MOST_SHIFT
    scores = [number / 1000 for number in range(1001)]
    assert max(abs(shifted(score, MOST_SHIFT) - score) for score in scores) < 0.47


def test_words_and_pairs_are_read_and_names_of_groups_are_none() -> None:
    assert words_of(make_text("You Clown, gay people 123")) == {"you", "clown", "you clown"} | (
        words_of(make_text("people")) & {"people"}
    )


async def test_detectors_of_other_signals_are_left_alone() -> None:
    first = detectors_by_signal(builtin())
    layered = on_top(first, {"spam": {"skins": -1.0}})
    assert isinstance(layered["spam"], Layered)
    assert layered["links"] is first["links"]
    assert not isinstance(layered["spam"], LateDetector)


class _Late:
    """A detector whose model answers late."""

    names = frozenset({"toxicity"})

    async def score(self, text: Text) -> Mapping[str, Signal]:
        return {"toxicity": Signal(name="toxicity", score=0.5, unscored=True)}

    def awaited(self, text: Text) -> Future[Scores | None] | None:
        return get_running_loop().create_future()

    async def given(self, text: Text, scores: Scores) -> Mapping[str, Signal]:
        return {"toxicity": Signal(name="toxicity", score=scores["toxicity"])}


async def test_a_late_score_passes_through_the_layer_too() -> None:
    layered = on_top({"toxicity": _Late()}, {"toxicity": {"clown": -1.0}})["toxicity"]
    assert isinstance(layered, LateDetector)
    text = make_text("you clown")
    assert (await layered.score(text))["toxicity"].unscored
    assert layered.awaited(text) is not None
    assert (await layered.given(text, {"toxicity": 0.9}))["toxicity"].score == shifted(0.9, -1.0)
