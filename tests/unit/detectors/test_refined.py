"""An encoder refines what the built-in scorer is unsure of, and nothing else."""

import pytest

from bot.bootstrap import models_of, set_up_detectors
from bot.detectors.bands import Band
from bot.detectors.head import Curve, Head, Part
from bot.detectors.layer import Layered, on_top
from bot.detectors.refined import Refined, as_read
from bot.detectors.second_opinion import WAIT, SecondOpinion
from bot.detectors.text import make_text
from bot.ports import LateDetector
from tests.support.fixed_scores import FixedScores
from tests.support.hand_model import HandModel

BANDS = {"toxicity": Band(low=0.2, high=0.9), "threat": Band(low=0.1, high=0.8)}
PLAIN = Curve(vector=1.0, builtin=1.0, offset=0.0)
HEAD = Head(
    encoder={},
    parts={"toxicity": Part(weights=(1.0,), offset=0.0, curves={"others": PLAIN, "de": PLAIN})},
)


def refined(model: HandModel, **scores: float) -> Refined:
    return Refined(FixedScores(**scores), model, HEAD, asked_in=BANDS)


MOVED: list[tuple[dict[str, float], float, float]] = [
    # up and down, from where the scorer is unsure
    ({"toxicity": 0.5}, 0.9, 0.9),
    ({"toxicity": 0.5}, 0.2, 0.2),
    # one signal in its band is reason enough to ask about the text
    ({"toxicity": 0.15, "threat": 0.2}, 0.9, 0.614),
    # what is clear on either side stays
    ({"toxicity": 0.19}, 0.9, 0.19),
    ({"toxicity": 0.9}, 0.1, 0.9),
    ({"toxicity": 0.5, "threat": 0.8}, 0.9, 0.5),
]


@pytest.mark.parametrize(("scores", "said", "score"), MOVED)
async def test_a_vector_moves_what_is_unsure(
    scores: dict[str, float], said: float, score: float
) -> None:
    found = await refined(HandModel({"well": {"toxicity": said}}), **scores).score(
        make_text("well")
    )
    assert found["toxicity"].score == pytest.approx(score, abs=0.001)
    assert found["threat"].score == scores.get("threat", 0.0)


async def test_what_the_rules_are_sure_of_is_not_lowered() -> None:
    text = make_text("you idiot")
    model = HandModel({as_read(text): {"toxicity": 0.01}})
    found = await refined(model, toxicity=0.5).score(text)
    assert found["toxicity"].score == 0.5


@pytest.mark.parametrize("keeps_up", [True, False])
async def test_whoever_has_no_answer_in_time_keeps_the_score_without_a_mark(
    keeps_up: bool,
) -> None:
    model = HandModel(keeps_up=keeps_up)
    found = await refined(model, toxicity=0.5).score(make_text("well"))
    assert (found["toxicity"].score, found["toxicity"].unscored) == (0.5, False)
    assert model.asked == [("well", WAIT if keeps_up else 0.0)]


async def test_without_a_head_nobody_is_asked() -> None:
    model = HandModel({"well": {"toxicity": 0.9}})
    found = await Refined(FixedScores(toxicity=0.5), model, None).score(make_text("well"))
    assert found["toxicity"].score == 0.5
    assert model.asked == []


async def test_an_answer_about_another_signal_changes_nothing() -> None:
    found = await refined(HandModel({"well": {"sentiment": 0.9}}), toxicity=0.5).score(
        make_text("well")
    )
    assert found["toxicity"].score == 0.5


READ: list[tuple[str, str]] = [
    # whoever is meant, the encoder reads the same
    ("Muslims are stupid", "people are stupid"),
    ("Christians are stupid", "people are stupid"),
    ("Schwule sind dumm", "people sind dumm"),
    # disguises are undone, and nobody is named
    ("you cl0wn @anna", "you clown @user"),
    ("look at https://example.org/x 12345", "look at link example.org 7"),
]


@pytest.mark.parametrize(("text", "read"), READ)
def test_an_encoder_reads_no_names(text: str, read: str) -> None:
    assert as_read(make_text(text)) == read


def test_its_note_is_a_sentence_and_empty_while_all_is_well() -> None:
    model = HandModel()
    assert refined(model).note() == ""
    model.trouble = "its process died"
    assert refined(model).note() == "uncertain scores are not refined: its process died"


def test_it_is_no_late_detector_and_takes_a_layer_on_top() -> None:
    detector = refined(HandModel())
    assert not isinstance(detector, LateDetector)
    assert isinstance(on_top({"toxicity": detector}, {"toxicity": {}})["toxicity"], Layered)


async def test_a_second_opinion_is_asked_about_what_is_still_unsure() -> None:
    encoder = HandModel({"well": {"toxicity": 0.05}})
    model = HandModel({"well": {"toxicity": 0.95}})
    both = SecondOpinion(refined(encoder, toxicity=0.5), model, asked_in=BANDS)
    assert (await both.score(make_text("well")))["toxicity"].score == pytest.approx(0.05)
    assert model.asked == []


def test_both_are_set_up_one_inside_the_other() -> None:
    environ = {"EVENHAND_DETOXIFY": "multilingual", "EVENHAND_EMBEDDINGS": "use-multilingual"}
    found = models_of(set_up_detectors(environ))
    assert list(found) == ["model 1", "encoder 1"]
    assert not isinstance(found["model 1"], Refined)
    assert isinstance(found["encoder 1"], Refined)
    for one in found.values():
        one.close()
