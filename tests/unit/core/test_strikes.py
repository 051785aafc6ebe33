"""What counts on a policy's ladder: its own strikes, and what the team did to the member."""

from datetime import timedelta

import pytest

from bot.strikes import held_against
from tests.support.making import after, strike

MINUTE, HOUR, DAY = 60, 3600, 86400
ROWS: list[tuple[tuple[float, ...], tuple[float, ...], list[float]]] = [
    # the policy's own always count, however close they are
    ((0, 10, 20), (), [0, 10, 20]),
    # what the team does counts once
    ((), (0,), [0]),
    ((0,), (HOUR,), [0, HOUR]),
    # soon after another strike it is about the same matter
    ((0,), (9 * MINUTE,), [0]),
    ((0,), (11 * MINUTE,), [0, 11 * MINUTE]),
    ((), (0, 5 * MINUTE, 9 * MINUTE), [0]),
    # a strike of the policy soon after the team's is a new offence
    ((MINUTE,), (0,), [0, MINUTE]),
]


@pytest.mark.parametrize(("own", "team", "counted"), ROWS)
def test_the_ladder_counts(
    own: tuple[float, ...], team: tuple[float, ...], counted: list[float]
) -> None:
    found = held_against(
        [strike(at=after(at), decision=f"o{at}") for at in own],
        [strike("team", at=after(at), decision=f"t{at}") for at in team],
        timedelta(days=30),
        after(2 * HOUR),
    )
    assert [one.at for one in found] == [after(at) for at in counted]


def test_a_ladder_that_forgets_soon_forgets_the_team_s_deeds_as_soon() -> None:
    team = [strike("team")]
    assert held_against([], team, timedelta(days=2), after(DAY)) == team
    assert held_against([], team, timedelta(days=1), after(DAY)) == []
