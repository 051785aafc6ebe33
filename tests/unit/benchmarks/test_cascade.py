"""What the cascade is reckoned by: who is shown to a model, what that saves and what it loses."""

import pytest

from benchmarks.bands import choose
from benchmarks.cascade import _between
from benchmarks.judgement.examples import Example
from benchmarks.mixture import Mixed, Supposed, cascaded, labelled, parts, recall, saved, shown
from bot.detectors.bands import Band
from bot.domain import Signal

BANDS = {"toxicity": Band(low=0.3, high=0.9)}


def text(score: float, *, bad: bool = False, weight: float = 1.0, chat: bool = False) -> Mixed:
    example = Example(
        text="x" * 18,
        language="en",
        source="irc_ubuntu" if chat else "edos_en",
        part=0,
        labels={"toxicity": (float(bad), 1.0)},
        row={},
    )
    names = ("toxicity", "threat")
    signals = {n: Signal(name=n, score=score if n == "toxicity" else 0.01) for n in names}
    return Mixed(example=example, signals=signals, bad=bad, weight=weight)


FEW = [
    text(0.1, weight=0.9, chat=True),
    text(0.2, bad=True, weight=0.02),
    text(0.5, weight=0.02),
    text(0.6, bad=True, weight=0.03),
    text(0.95, bad=True, weight=0.03),
]


def test_only_what_lies_between_is_shown() -> None:
    assert shown(FEW, BANDS) == FEW[2:4]
    assert saved(FEW, BANDS) == pytest.approx((20.0, 20.0))


def test_what_is_settled_wrongly_is_counted() -> None:
    found = parts(FEW, BANDS)
    assert found.bad_settled_good == pytest.approx(0.25)
    assert found.bad_shown == pytest.approx(0.375)
    assert found.good_settled_bad == 0


def test_settled_texts_stand_below_and_above_the_models_scores() -> None:
    scores = cascaded(FEW, [0.9, 0.9, 0.1, 0.2, 0.0], BANDS)
    assert scores[2:4] == [0.1, 0.2]
    assert scores[1] < min(scores[2:]) <= max(scores[2:4]) < scores[4]
    # Without alarms only what stands over everything harmless is found.
    assert recall(FEW, scores, 0.0) == pytest.approx(0.75)
    assert recall(FEW, [0.9, 0.8, 0.1, 0.2, 0.0], 0.0) == 0


def test_a_supposed_model_is_as_good_as_it_is_said_to_be() -> None:
    texts = [text(n / 4000, bad=n % 2 == 0) for n in range(4000)]
    scores = Supposed(auc=0.95, alike=0.5).scores(texts)
    assert scores == Supposed(auc=0.95, alike=0.5).scores(texts)
    good, bad = scores[1::2][:400], scores[0::2][:400]
    wins = sum(b > g for b in bad for g in good) / (len(bad) * len(good))
    assert wins == pytest.approx(0.95, abs=0.03)


def test_the_band_is_as_wide_as_the_work_allows() -> None:
    chat = [text(0.001 * n, weight=0.95 / 500, chat=True) for n in range(500)]
    abuse = [text(n / 100, bad=n > 40, weight=0.05 / 100) for n in range(100)]
    found = choose(chat + abuse)
    assert found["toxicity"].high == 0.9
    assert min(saved(chat + abuse, found)) >= 24
    wider = {**found, "toxicity": Band(low=found["toxicity"].low - 0.01, high=0.9)}
    assert min(saved(chat + abuse, wider)) < 24


def test_where_no_band_saves_enough_nothing_is_chosen() -> None:
    with pytest.raises(ValueError, match="no band saves 24 times"):
        choose([text(0.999, chat=True), text(0.999, bad=True)])


def test_only_abusive_sets_say_how_sure_a_score_is() -> None:
    assert labelled(FEW, "toxicity")[0] == (0.2, True)
    assert labelled(FEW, "threat") == []


@pytest.mark.parametrize(
    ("length", "seconds"), [(4, 1.0), (6, 1.5), (8, 2.0), (12, 4.0), (16, 6.0), (20, 8.0)]
)
def test_a_text_costs_what_lies_between_the_lengths_that_were_measured(
    length: float, seconds: float
) -> None:
    assert _between([(4, 1.0), (8, 2.0), (16, 6.0)], length) == seconds
