"""Weights for words by logistic regression, with the log odds of the built-in score kept as given.

Coordinate descent in pure Python: each weight in turn goes to where it should be, by a bound on
the curve that always holds, so that nothing ever swings. A level that all examples share is
learned beside the words and thrown away: a layer is for words, and a threshold for the rest.
"""

import math
from collections import Counter
from collections.abc import Sequence

from bot.learning.examples import Example

#: A word must stand in so many examples, of so many people.
FEWEST_EXAMPLES, FEWEST_PEOPLE = 3, 2
#: A word is looked at where right and wrong lie so many spreads from what its examples score.
_SPREADS = 2.0
#: How hard each weight is drawn to nothing.
_PULL = 5.0
_MOST_TRIED = 2_000
_SWEEPS = 100
_STILL = 1e-4
#: What weighs less is left out, so that the file shows what matters.
_LEAST = 0.1
#: The logistic curve is never steeper than this.
_STEEPEST = 0.25


def fit(examples: Sequence[Example], most_weight: float, most_words: int) -> dict[str, float]:
    """Return the weights of words, strongest first, each from -`most_weight` to `most_weight`."""
    places = _telling(examples, usable(examples))
    weights = _descend(examples, places, most_weight)
    strong = [(word, round(weight, 2)) for word, weight in weights.items() if abs(weight) >= _LEAST]
    return dict(sorted(strong, key=lambda each: (-abs(each[1]), each[0]))[:most_words])


def usable(examples: Sequence[Example]) -> list[str]:
    """Return the words that stand in enough examples of enough people, the most frequent first."""
    counts = Counter(word for one in examples for word in one.words)
    people: dict[str, set[str]] = {}
    for one in examples:
        for word in one.words:
            people.setdefault(word, set()).add(one.person)
    enough = [
        word
        for word, count in counts.items()
        if count >= FEWEST_EXAMPLES and len(people[word]) >= FEWEST_PEOPLE
    ]
    return sorted(enough, key=lambda word: (-counts[word], word))[:_MOST_TRIED]


def _telling(examples: Sequence[Example], words: Sequence[str]) -> dict[str, list[int]]:
    """Return the words that tell something beyond the scores, with the places of their examples.

    Without that, hundreds of words would each take a little of what is chance.
    """
    odds = [one.odds for one in examples]
    right = [float(one.right) for one in examples]
    for _ in range(_SWEEPS):
        level = _level(odds, right)
        odds = [each + level for each in odds]
    found = {}
    for word in words:
        where = [place for place, one in enumerate(examples) if word in one.words]
        doubt = sum(chance * (1 - chance) for chance in (_chance(odds[place]) for place in where))
        if abs(_slope(odds, right, where)) >= _SPREADS * math.sqrt(doubt):
            found[word] = where
    return found


def _descend(
    examples: Sequence[Example], places: dict[str, list[int]], most_weight: float
) -> dict[str, float]:
    odds = [one.odds for one in examples]
    right = [float(one.right) for one in examples]
    weights = dict.fromkeys(places, 0.0)
    for _ in range(_SWEEPS):
        level = _level(odds, right)
        odds = [each + level for each in odds]
        largest = abs(level)
        for word, where in places.items():
            before = weights[word]
            slope = _slope(odds, right, where) - _PULL * before
            after = before + slope / (_STEEPEST * len(where) + _PULL)
            after = max(-most_weight, min(most_weight, after))
            for place in where:
                odds[place] += after - before
            weights[word] = after
            largest = max(largest, abs(after - before))
        if largest < _STILL:
            break
    return weights


def _level(odds: Sequence[float], right: Sequence[float]) -> float:
    """Return by how much all log odds together go towards what is right."""
    return _slope(odds, right, range(len(odds))) / (_STEEPEST * max(1, len(odds)))


def _slope(odds: Sequence[float], right: Sequence[float], where: Sequence[int]) -> float:
    return sum(right[place] - _chance(odds[place]) for place in where)


def _chance(odds: float) -> float:
    return 1 / (1 + math.exp(-odds))
