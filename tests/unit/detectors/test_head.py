"""A head mixes what a vector says into the built-in score; one that makes no sense is refused."""

import json
from pathlib import Path

import pytest

from bot.detectors.head import OWN, Curve, Head, Part, head_for, log_odds, probability, written
from bot.errors import DetectorError
from tests.support.tiny_encoder import make_encoder, make_head

HALF = Curve(vector=0.5, builtin=0.5, offset=0.0)


def head(**curves: Curve | None) -> Head:
    part = Part(weights=(1.0, -1.0), offset=0.25, curves={"others": HALF, **curves})
    return Head(encoder={"model.onnx": "0" * 64}, parts={"toxicity": part})


MIXED: list[tuple[Curve | None, float, float, float]] = [
    # both agree
    (HALF, 0.5, 0.5, 0.5),
    # the vector raises, and it lowers
    (HALF, 0.5, 0.9, 0.75),
    (HALF, 0.5, 0.1, 0.25),
    # a certainty stays a number
    (HALF, 1.0, 1.0, 0.999),
    (HALF, 0.0, 0.0, 0.001),
    # a language in which the head is no help
    (None, 0.37, 0.9, 0.37),
]


@pytest.mark.parametrize(("curve", "builtin", "said", "score"), MIXED)
def test_a_head_weighs_both_opinions(
    curve: Curve | None, builtin: float, said: float, score: float
) -> None:
    assert head(de=curve).refined("toxicity", builtin, said, "de") == pytest.approx(score)


def test_a_language_without_a_curve_has_that_of_the_others() -> None:
    assert head(de=None).refined("toxicity", 0.5, 0.9, "fr") == pytest.approx(0.75)


def test_a_probability_and_its_log_odds_belong_together() -> None:
    assert probability(log_odds(0.3)) == pytest.approx(0.3)
    assert 0 <= probability(-1e9) < probability(1e9) <= 1


def test_a_head_is_read_as_it_was_written(tmp_path: Path) -> None:
    (tmp_path / OWN).write_text(written(head(de=None), how="by hand"), encoding="utf-8")
    assert head_for(tmp_path) == head(de=None)
    assert head_for(tmp_path).width == 2


def _without(name: str) -> str:
    content = json.loads(written(head()))
    del content[name]
    return json.dumps(content)


def _with(path: str, value: object) -> str:
    content = json.loads(written(head()))
    *way, last = path.split(".")
    place = content
    for step in way:
        place = place[step]
    place[last] = value
    return json.dumps(content)


REFUSED: list[tuple[str, str]] = [
    ("{", "cannot be read"),
    ("[]", "cannot be read"),
    (_without("signals"), "cannot be read"),
    (_without("encoder"), "cannot be read"),
    (_with("format", 2), "its format is 2, not 1"),
    (_with("signals", {}), "no weights, or not equally many"),
    (_with("signals.toxicity.curves", {}), "a curve for 'others' is missing"),
    (_with("signals.toxicity.weights", [1.0, float("nan")]), "or a number is none"),
    (_with("signals.toxicity.curves.others", {"vector": 1.0}), "cannot be read"),
]


@pytest.mark.parametrize(("content", "why"), REFUSED)
def test_a_head_that_makes_no_sense_is_refused(content: str, why: str, tmp_path: Path) -> None:
    (tmp_path / OWN).write_text(content, encoding="utf-8")
    with pytest.raises(DetectorError, match=why) as refused:
        head_for(tmp_path)
    assert "benchmarks.train_head" in str(refused.value)


def test_a_head_of_ones_own_goes_before_the_one_that_comes_along(tmp_path: Path) -> None:
    make_encoder(tmp_path)
    assert head_for(tmp_path) != make_head(tmp_path)
    assert head_for(tmp_path) == make_head(tmp_path)


def test_the_head_that_comes_along_is_small_and_knows_its_encoder(tmp_path: Path) -> None:
    shipped = head_for(tmp_path)
    assert shipped.encoder.keys() == {"weights.npz", "sp.model"}
    assert shipped.width == 512
    assert "toxicity" in shipped.parts
    assert len(written(shipped)) < 200_000
