"""A layer is trained only where enough different people's labels tell right from wrong."""

import random
from collections.abc import Mapping, Sequence

import pytest

from bot.learning import Bounds, Example, Looked, Proposed, Refused, examples, propose_layer
from bot.learning.fitting import fit, usable

BOUNDS = Bounds(weight=1.5, words=300)


def score(odds: float, weights: Mapping[str, float], words: frozenset[str]) -> float:
    """Return something that grows with the odds and the weights, 0.5 at nothing."""
    return 0.5 + (odds + sum(weights.get(word, 0.0) for word in words)) / 10


def some(
    words: str, right: bool, count: int, *, people: int = 5, odds: float = 0.5
) -> list[Example]:
    """Return examples with these words, by people in turn."""
    return [
        Example(
            person=f"p{number % people}", right=right, odds=odds, words=frozenset(words.split())
        )
        for number in range(count)
    ]


def proposed(found: Sequence[Example]) -> Proposed | Refused:
    return propose_layer("toxicity", found, [0.5], score=score, bounds=BOUNDS)


MIXED = [*some("clown well", False, 20), *some("shut well", True, 20)]


def test_words_that_tell_right_from_wrong_get_weights() -> None:
    made = proposed(MIXED)
    assert isinstance(made, Proposed)
    assert (made.labels, made.right, made.people) == (40, 20, 5)
    assert made.words["clown"] < -0.5
    assert made.words["shut"] > 0.5
    # what stands in both says nothing
    assert "well" not in made.words
    assert (made.mended, made.spoilt) == (20, 0)
    (trial,) = made.trials
    assert (trial.before.right, trial.before.wrong) == (20, 20)
    assert (trial.after.right, trial.after.wrong) == (20, 0)


@pytest.mark.parametrize(
    ("found", "because"),
    [
        # too few
        (MIXED[:15] + MIXED[20:34], "there are 29 labels"),
        # all of them say the same
        (some("clown", False, 40), "all 40 labels say wrong"),
        (some("shut", True, 40), "all 40 labels say right"),
        # all about one person
        (
            [*some("clown", False, 20, people=1), *some("shut", True, 20, people=1)],
            "all labels are about one person",
        ),
        # nothing that tells them apart
        ([*some("well", False, 20), *some("well", True, 20)], "tells right from wrong"),
        # words of their own each time
        (
            [some(f"word{n}", n % 2 == 0, 2)[n % 2] for n in range(40)],
            "no word stands in 3 examples",
        ),
    ],
)
def test_it_is_refused_in_one_sentence(found: list[Example], because: str) -> None:
    made = proposed(found)
    assert isinstance(made, Refused)
    assert because in made.because


def test_what_does_not_help_with_other_people_is_refused() -> None:
    """Everybody has words of their own: what is learned about five says nothing of the sixth."""
    found = []
    for number in range(6):
        person = [
            *some(f"a{number} b{number}", False, 3, people=1),
            *some(f"c{number} d{number}", True, 3, people=1),
        ]
        found += [
            Example(person=f"p{number}", right=one.right, odds=one.odds, words=one.words)
            for one in person
        ]
    found += some("a0 c1 b2 d3", True, 2, people=2)
    found += some("a1 c0 d2 b3", False, 2, people=2)
    assert isinstance(proposed(found), Refused)


def test_what_may_be_chance_is_refused() -> None:
    """Words and labels have nothing to do with each other; some fit by chance."""
    chance = random.Random(7)
    vocabulary = [f"w{number}" for number in range(60)]
    found = [
        Example(
            person=f"p{chance.randrange(20)}",
            right=chance.random() < 0.5,
            odds=chance.uniform(-0.2, 0.2),
            words=frozenset(chance.sample(vocabulary, 6)),
        )
        for _ in range(200)
    ]
    made = proposed(found)
    assert isinstance(made, Refused)
    assert "may be chance" in made.because
    assert made.trials


def test_a_word_needs_three_examples_of_two_people() -> None:
    found = [
        *some("often", True, 3),
        *some("twice", True, 2),
        *some("one", True, 9, people=1),
    ]
    assert usable(found) == ["often"]


def test_no_word_weighs_more_than_it_may() -> None:
    found = [*some("clown", False, 500, odds=4.0), *some("shut", True, 500, odds=-4.0)]
    assert set(map(abs, fit(found, 1.5, 300).values())) == {1.5}


def test_only_the_strongest_words_are_kept() -> None:
    assert len(fit(MIXED, 1.5, 1)) == 1


def test_the_same_labels_give_the_same_weights() -> None:
    assert proposed(MIXED) == proposed(MIXED)


def looked(number: int, **more: object) -> Looked:
    fields: dict[str, object] = {
        "policy": "Manners",
        "decision": f"d{number}",
        "asked": False,
        "right": True,
        "scores": {"toxicity": 0.9},
        "person": "memory:rude",
        "text": f"text {number}",
    }
    return Looked(**{**fields, **more})  # type: ignore[arg-type]  # fields of Looked by name


def read(text: str, signal: str) -> tuple[float, frozenset[str]] | None:
    return None if text == "sure" else (1.0, frozenset({f"{signal} {text}"}))


@pytest.mark.parametrize(
    ("entries", "count"),
    [
        ([looked(1), looked(2, right=False)], 2),
        # nobody looked at it
        ([looked(1, right=None)], 0),
        # the text is kept no longer, or the person was erased
        ([looked(1, text="")], 0),
        ([looked(1, person="")], 0),
        # another signal
        ([looked(1, scores={"spam": 0.9})], 0),
        # the same text again
        ([looked(1, text="you"), looked(2, text="you")], 1),
        ([looked(1, text="you"), looked(2, text="you", person="memory:kim")], 2),
        # what the rules are sure of
        ([looked(1, text="sure")], 0),
        # a decision on two signals: nobody knows which one was meant
        ([looked(1), looked(1, scores={"spam": 0.9})], 0),
    ],
)
def test_only_what_is_clear_is_an_example(entries: list[Looked], count: int) -> None:
    assert len(examples(entries, "toxicity", read)) == count
