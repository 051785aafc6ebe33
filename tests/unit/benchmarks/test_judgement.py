"""The gate counts right, and the trainer's own parts do what they say."""

from random import Random

import pytest

from benchmarks.judge import is_worse, table
from benchmarks.judgement.disguise import DISGUISES
from benchmarks.judgement.frames import COUNT, frames
from benchmarks.judgement.labels import LABELLERS, SIGNALS, own
from benchmarks.judgement.measures import Measure
from benchmarks.judgement.parts import parts
from benchmarks.judgement.scored import auc, calibration, count, recall_at
from benchmarks.judgement.typos import mistyped

SCORED = [(0.9, True), (0.8, False), (0.7, True), (0.2, False), (0.1, True), (0.0, False)]


def test_both_kinds_of_mistake_are_counted() -> None:
    found = count(SCORED, 0.7)
    assert (found.hits, found.misses, found.false_alarms, found.rests) == (2, 1, 1, 2)
    assert found.missed == pytest.approx(1 / 3)
    assert found.alarmed == pytest.approx(1 / 3)
    assert found.accuracy == pytest.approx(4 / 6)
    assert found.macro_f1 == pytest.approx(2 / 3)


@pytest.mark.parametrize(
    ("scored", "area"),
    [
        ([(0.9, True), (0.1, False)], 1.0),
        ([(0.1, True), (0.9, False)], 0.0),
        # a tie counts half
        ([(0.5, True), (0.5, False)], 0.5),
        # nothing to compare
        ([(0.5, True)], 0.5),
        (SCORED, 6 / 9),
    ],
)
def test_the_area_under_the_curve(scored: list[tuple[float, bool]], area: float) -> None:
    assert auc(scored) == pytest.approx(area)


def test_recall_at_few_false_alarms() -> None:
    scored = [(0.99, False), *((n / 100, False) for n in range(99)), (0.985, True), (0.2, True)]
    assert recall_at(scored, 0.01) == pytest.approx(0.5)
    assert recall_at(scored, 0.0) == 0.0


def test_a_calibrated_score_has_no_error() -> None:
    error, bins = calibration([(0.25, n % 4 == 0) for n in range(40)])
    assert error == pytest.approx(0.0)
    assert bins == [(40, 0.25, 0.25)]
    assert calibration([(0.9, False)])[0] == pytest.approx(0.9)


@pytest.mark.parametrize(
    ("value", "more", "worse"),
    [(0.70, True, False), (0.68, True, True), (0.72, True, False), (0.74, False, True)],
)
def test_a_loss_beyond_chance_shows(value: float, more: bool, worse: bool) -> None:
    measure = Measure(name="x", value=value, more=more, slack=0.015, of=10)
    assert is_worse(measure, {"x": 0.70}) is worse
    assert ("worse" in table([measure], {"x": 0.70})) is worse
    assert is_worse(measure, {}) is False


def test_every_source_says_something_about_toxicity_or_spam() -> None:
    assert "stormfront_en" not in LABELLERS
    assert not {"iwg_refugees_de", "sgd_users_en", "senti4sd_en", "stackfaq"} & set(LABELLERS)
    fair, other = (own({"labels": [], "group": group}) for group in ("identity_neutral", "chat"))
    assert fair["toxicity"][1] > other["toxicity"][1]
    labels = own({"labels": ["insult", "profanity"]})
    assert set(labels) == set(SIGNALS)
    assert (labels["toxicity"][0], labels["insult"][0], labels["threat"][0]) == (1.0, 1.0, 0.0)
    # swearing at nobody is not toxic
    assert own({"labels": ["profanity"]})["toxicity"][0] == 0.0


@pytest.mark.parametrize("language", ["en", "de"])
def test_made_sentences_are_many_whole_and_always_the_same(language: str) -> None:
    made = list(frames(language))
    assert len(made) == COUNT
    assert made == list(frames(language))
    assert not [text for text, _ in made if "{" in text or "}" in text or "  " in text]
    abusive = sum(labels["toxicity"][0] for _, labels in made) / len(made)
    assert 0.3 < abusive < 0.6


@pytest.mark.parametrize("name", DISGUISES)
def test_a_disguise_changes_the_text_and_is_always_the_same(name: str) -> None:
    text = "nobody asked you, stupid old idiots"
    disguised = DISGUISES[name](text, Random(3))
    assert disguised != text
    assert disguised == DISGUISES[name](text, Random(3))


def test_a_slip_of_the_finger_keeps_most_of_the_text() -> None:
    text = "this is a perfectly ordinary sentence about nothing in particular"
    slipped = mistyped(text, Random(1))
    assert slipped != text
    assert abs(len(slipped) - len(text)) < 8
    assert mistyped("", Random(1)) == ""


def test_parts_are_parted_by_lines_and_strokes() -> None:
    assert parts(" a b | c \n\n d ") == ["a b", "c", "d"]
