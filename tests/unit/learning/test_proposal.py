"""A threshold is proposed where enough is known, and never by what nobody looked at."""

from collections.abc import Iterable

import pytest

from bot.learning import Looked, precision, propose, wilson


def looked(
    score: float, right: bool | None, *, asked: bool = False, policy: str = "Manners"
) -> Looked:
    return Looked(policy=policy, decision="d", asked=asked, right=right, scores={"toxicity": score})


def many(score: float, right: bool | None, count: int) -> list[Looked]:
    return [looked(score, right) for _ in range(count)]


BOUNDS = [
    # by the published formula: right, of, low, high
    (0, 0, 0.0, 1.0),
    (0, 10, 0.0, 0.2775),
    (10, 10, 0.7225, 1.0),
    (38, 41, 0.8057, 0.9748),
    (81, 263, 0.2553, 0.3662),
]


@pytest.mark.parametrize(("right", "of", "low", "high"), BOUNDS)
def test_bounds_are_wilsons(right: int, of: int, low: float, high: float) -> None:
    assert wilson(right, of) == pytest.approx((low, high), abs=5e-5)


def test_what_nobody_looked_at_is_counted_apart() -> None:
    found = precision([*many(0.9, True, 3), *many(0.9, False, 1), *many(0.9, None, 6)])
    assert (found.times, found.looked_at, found.right, found.wrong) == (10, 4, 3, 1)
    assert found.share == 0.75
    assert precision([]).share == 0


def test_a_threshold_is_raised_to_where_a_policy_is_right_for_sure() -> None:
    (made,) = propose([*many(0.82, False, 8), *many(0.84, True, 2), *many(0.951, True, 60)], 0.9)
    assert (made.signal, made.lowest, made.threshold) == ("toxicity", 0.82, 0.82)
    assert (made.before.wrong, made.after.wrong, made.given_up) == (8, 0, 0)


def test_right_ones_that_are_given_up_are_told() -> None:
    (made,) = propose([*many(0.80, True, 3), *many(0.83, False, 8), *many(0.95, True, 60)], 0.9)
    assert made.threshold == 0.83
    assert made.given_up == 3


NOTHING: list[tuple[str, Iterable[Looked]]] = [
    ("right often enough", [*many(0.9, True, 100), *many(0.85, False, 1)]),
    ("never wrong", many(0.9, True, 25)),
    ("too few to tell", [*many(0.9, True, 10), *many(0.85, False, 5)]),
    ("nobody looked", many(0.9, None, 500)),
    ("only asked the team", [looked(0.9, n % 2 == 0, asked=True) for n in range(100)]),
]


@pytest.mark.parametrize(("why", "found"), NOTHING)
def test_nothing_is_proposed_without_need_or_knowledge(why: str, found: Iterable[Looked]) -> None:
    assert propose(found, 0.9) == [], why


def test_where_no_threshold_helps_it_is_said() -> None:
    (made,) = propose([looked(0.9, n % 2 == 0) for n in range(60)], 0.9)
    assert made.threshold is None


def test_who_spoke_on_several_signals_is_left_out() -> None:
    both = Looked(
        policy="Manners",
        decision="d",
        asked=False,
        right=False,
        scores={"toxicity": 0.9, "threat": 0.9},
    )
    assert propose([both] * 50, 0.9) == []


def test_each_policy_is_proposed_for_itself() -> None:
    found = [*many(0.82, False, 8), *many(0.95, True, 60)]
    other = [looked(0.9, True, policy="Spam") for _ in range(60)]
    assert [made.policy for made in propose([*found, *other], 0.9)] == ["Manners"]
