"""Where nothing would change, nothing is done, and whoever asked hears that."""

from collections.abc import Mapping
from datetime import timedelta

import pytest

from bot.domain import (
    Effect,
    LockChannel,
    Outcome,
    OutcomeState,
    SlowMode,
    Unban,
    UnlockChannel,
    Untimeout,
)
from tests.unit.commands.world import KIM, MARA, World

_SO: Mapping[type[Effect], bool] = dict.fromkeys(
    (Untimeout, Unban, LockChannel, UnlockChannel, SlowMode), True
)


@pytest.mark.parametrize(
    ("line", "english", "german"),
    [
        (
            "/untimeout @Kim",
            "@Kim has no time-out, so nothing was changed.",
            "@Kim hat keine Auszeit, geändert wurde nichts.",
        ),
        (
            "/unban @Kim",
            "@Kim is not banned, so nothing was changed.",
            "@Kim ist nicht ausgeschlossen, geändert wurde nichts.",
        ),
        (
            "/lock #help too loud",
            "#help is locked already, so nothing was changed.",
            "#help ist schon gesperrt, geändert wurde nichts.",
        ),
        (
            "/unlock",
            "#general is open already, so nothing was changed.",
            "#general ist schon offen, geändert wurde nichts.",
        ),
        (
            "/slowmode 30s",
            "In #general everybody can write once in 30 seconds already, so nothing was changed.",
            "In #general geht schon eine Nachricht je 30 Sekunden, geändert wurde nichts.",
        ),
        (
            "/slowmode off",
            "There is no slow mode in #general, so nothing was changed.",
            "In #general gibt es keinen langsamen Modus, geändert wurde nichts.",
        ),
    ],
)
async def test_what_is_so_already_is_said_and_not_done(
    line: str, english: str, german: str
) -> None:
    for language, said in (("en", english), ("de", german)):
        world = World(language=language, so=dict(_SO))
        assert await world.give(MARA, line) == said
        assert world.effects == ()
        assert world.settled[-1].decision is None
        assert world.settled[-1].cases == ()


@pytest.mark.parametrize(
    ("line", "known", "unknown"),
    [
        (
            "/untimeout @Kim",
            "@Kim can write again.",
            "@Kim can write; the network does not say whether there was a time-out.",
        ),
        (
            "/unban @Kim",
            "@Kim may come back.",
            "@Kim may come in; the network does not say whether there was a ban.",
        ),
        ("/unlock", "#general is open again.", "#general is open."),
    ],
)
async def test_nobody_claims_to_have_lifted_what_may_not_have_been_there(
    line: str, known: str, unknown: str
) -> None:
    world = World(so=dict.fromkeys(_SO, False))
    assert await world.give(MARA, line) == known
    assert await World().give(MARA, line) == unknown


async def test_members_learn_nothing_of_how_it_stands() -> None:
    assert "is for the team" in await World(so=dict(_SO)).refusal(KIM, "/untimeout @Kim")


@pytest.mark.parametrize(
    ("first", "then", "done"),
    [
        ("/timeout @Kim 1h", "/untimeout @Kim", Untimeout),
        ("/ban @Kim", "/unban @Kim", Unban),
        ("/lock", "/unlock", UnlockChannel),
        ("/slowmode 30s", "/slowmode off", SlowMode),
    ],
)
async def test_what_is_still_on_its_way_is_taken_back(
    first: str, then: str, done: type[Effect]
) -> None:
    world = World(so={Untimeout: True, Unban: True, UnlockChannel: True})
    await world.give(MARA, first)
    away = Outcome(state=OutcomeState.FAILED, detail="away", retry_after=60)
    for order in world.orders:
        later = world.clock.now() + timedelta(minutes=1)
        await world.store.orders.finish(order.key, away, now=world.clock.now(), retry_at=later)
    world.so[SlowMode] = True
    await world.give(MARA, then)
    assert any(isinstance(action, done) for action in world.effects)


async def test_what_is_on_its_way_elsewhere_changes_nothing_here() -> None:
    world = World(so={effect: True for effect in _SO if effect is not LockChannel})
    await world.give(MARA, "/lock #help")
    assert await world.give(MARA, "/unlock #general") == (
        "#general is open already, so nothing was changed."
    )
