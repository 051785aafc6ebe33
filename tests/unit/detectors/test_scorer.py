"""Rules and the learned model give one opinion, with its reasons."""

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.detectors.features import number, pieces, sequences
from bot.detectors.learned import Learned, Reading
from bot.detectors.scorer import ScorerDetector
from bot.detectors.text import make_text
from bot.detectors.tokens import GROUP
from bot.detectors.weights import OTHERS, Glance, Plane
from bot.domain import FLAGGED_FROM, Signal

BITS = 12
LEARNED = ("toxicity", "insult", "threat", "identity_attack", "obscene", "spam")
RULES = [f"rules:{name}" for name in (*LEARNED, "profanity")]


@cache
def built_in() -> ScorerDetector:
    """Return the one that ships; making it takes as long as many of the tests."""
    return ScorerDetector()


def scores(raw: str, scorer: ScorerDetector | None = None) -> dict[str, Signal]:
    return dict((scorer or built_in()).look(make_text(raw)))


def model(word: str, weight: int, glance: Glance | None = None) -> Learned:
    """Return a model that knows one word and nothing else."""
    weights = bytearray(2 << BITS)
    weights[(1 << BITS) + (number(word) & ((1 << BITS) - 1))] = weight
    extras = dict.fromkeys((*RULES, "capitals"), 0.0) | {"always": -4.0}
    return Learned(
        [
            Plane(
                signal=name,
                bits=BITS,
                scale=0.5,
                curves={OTHERS: (1.0, 0.0)},
                extras=extras,
                weights=bytes(weights),
                glance=glance,
            )
            for name in LEARNED
        ]
    )


def test_a_word_that_the_model_knows_is_the_reason() -> None:
    found = scores("well you gronkhead", ScorerDetector(model("gronkhead", 127)))
    assert found["toxicity"].score > 0.9
    assert found["toxicity"].evidence == "gronkhead"
    assert found["toxicity"].spans == ((9, 18),)


def test_the_reason_lies_in_the_original_text() -> None:
    raw = "well  you g\u200br\u200bonkhead"
    found = scores(raw, ScorerDetector(model("gronkhead", 127)))
    start, end = found["toxicity"].spans[0]
    assert raw[start:end] == "g\u200br\u200bonkhead"


def test_what_the_rules_are_sure_of_stays() -> None:
    found = scores("you are all idiots", ScorerDetector(model("idiots", 129)))
    assert found["insult"].score >= FLAGGED_FROM["insult"]
    assert found["insult"].evidence == "you are all idiots"


def test_where_nothing_speaks_for_harm_its_kinds_are_not_looked_for() -> None:
    read = Reading("a quiet evening")
    assert set(model("loud", 127).score(read, {}, lambda: OTHERS)) == {"toxicity", "spam"}
    assert set(model("loud", 127).score(read, {"rules:profanity": 0.5}, lambda: OTHERS)) == set(
        LEARNED
    )


def test_what_is_harmless_word_by_word_is_read_no_further() -> None:
    quick = model("gronkhead", 127, Glance(below=-3.0, slope=1.0, offset=0.0))
    assert quick.at_a_glance(["gronkhead", "you"], 0.0) is None
    found = quick.at_a_glance(["a", "quiet", "evening"], 0.0)
    assert found is not None
    assert all(0 < score < 0.05 for score in found)
    assert model("gronkhead", 127).at_a_glance(["a", "quiet", "evening"], 0.0) is None


def test_a_glance_hides_nothing_that_matters() -> None:
    close = scores("well you gronkhead", ScorerDetector(model("gronkhead", 127)))
    glance = Glance(below=-3.0, slope=1.0, offset=0.0)
    quick = scores("well you gronkhead", ScorerDetector(model("gronkhead", 127, glance)))
    assert quick == close


def test_a_text_without_words_scores_nothing() -> None:
    assert all(signal.score == 0.0 for signal in scores("").values())


def test_a_model_says_what_carried_it() -> None:
    scorer = ScorerDetector(model("gronkhead", 127))
    weighed = scorer.weigh(make_text("you gronkhead"))
    assert ("toxicity", "gronkhead") in [(name, word) for name, _, word in weighed]


@settings(max_examples=50)
@given(st.text(max_size=300))
def test_every_score_is_a_probability_with_its_places_in_the_text(raw: str) -> None:
    for name, signal in scores(raw).items():
        assert signal.name == name
        assert 0.0 <= signal.score <= 1.0
        assert all(0 <= start <= end <= len(raw) for start, end in signal.spans)


@pytest.mark.parametrize(
    ("raw", "flagged"),
    [
        ("oh shit", False),
        ("fuck this stupid update", False),
        ("you are all idiots", True),
        ("FUCK YOU", True),
    ],
)
def test_swearing_that_means_nobody_is_not_flagged(raw: str, flagged: bool) -> None:
    assert (scores(raw)["toxicity"].score >= FLAGGED_FROM["toxicity"]) is flagged


def test_one_group_scores_like_another() -> None:
    groups = ("women", "gays", "jews", "muslims", "refugees")
    for sentence in ("{} live in my street", "i love {}", "we should talk about {}"):
        found = {scores(sentence.format(group))["toxicity"].score for group in groups}
        assert len(found) == 1


def test_features_are_the_same_everywhere() -> None:
    # Another machine must read the shipped weights alike.
    assert number("idiot") == 340766871
    assert pieces("ab") == [number("<a"), number("ab"), number("b>"), number("<ab"),
                            number("ab>"), number("<ab>")]  # fmt: skip
    assert pieces(GROUP) == []
    read = Reading("you you fool")
    assert len(set(read.numbers)) == len(read.numbers)
    assert sequences([]) == sequences([])
