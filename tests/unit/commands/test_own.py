"""Members read what is kept about them and have it erased; admins erase anybody's."""

from datetime import timedelta

import pytest

from bot.domain import CaseStatus, Reply, Timeout
from bot.errors import NetworkError
from bot.ports import Timer
from tests.unit.commands.world import ADA, ANN, KIM, MARA, NOON, World


async def timers(world: World) -> list[Timer]:
    return list(await world.store.timers.due("kettle", NOON + timedelta(days=1)))


async def test_a_member_reads_what_is_kept_about_them() -> None:
    world = World(kept={"waiting": ["a letter", "another"]})
    await world.write(KIM, "hello")
    await world.judged(KIM, "idiots")
    await world.give(MARA, "/note @Kim be kind")
    said = await world.give(KIM, "/mydata")
    assert said.splitlines() == [
        "This is what I keep about you here:",
        "- cases about you: 1",
        "- decisions about you: 1",
        "- warnings: 1",
        "- notes by the team: 1",
        "- messages, for a day: 2",
        "- words to you: 2",
        "The team can give you all of it as a file. /mydata delete erases it; a ban or time-out "
        "in force goes on.",
    ]


async def test_nobody_learns_here_that_they_were_reported() -> None:
    world = World()
    await world.give(ANN, "/report @Kim insults me")
    assert "cases" not in await world.give(KIM, "/mydata")


async def test_who_is_unknown_reads_that_nothing_is_kept() -> None:
    assert (await World().ask(KIM, "/mydata")).answer == "I keep nothing about you here."


async def test_what_cannot_be_read_is_not_passed_over() -> None:
    class Unreadable(World):
        async def kept_about(
            self, network: str, place: str, member: str
        ) -> dict[str, list[object]]:
            raise NetworkError("the notebook cannot be read")

    assert "try again" in await Unreadable().refusal(KIM, "/mydata")


async def test_a_member_has_everything_erased() -> None:
    world = World()
    await world.write(KIM, "hello")
    said = await world.give(KIM, "/mydata delete")
    assert said.startswith("Within a few minutes everything that I keep about you here is erased.")
    (timer,) = await timers(world)
    assert timer.due_at == NOON + timedelta(minutes=1)
    assert (timer.network, timer.payload["member"]) == ("lobby", "u1")
    assert world.settled[-1].decision is None


async def test_who_is_warned_asks_the_team() -> None:
    world = World()
    await world.judged(KIM, "idiots", Timeout(member="u1", seconds=60))
    said = await world.give(KIM, "/mydata delete")
    assert "the team decides on this" in said
    assert await timers(world) == []
    (case,) = await world.store.casebook.cases("kettle", kind="erasure")
    assert (case.subject, case.status) == ("lobby:u1", CaseStatus.OPEN)
    (alert,) = [a for a in world.effects if isinstance(a, Reply)]
    assert alert.text == (
        "#215 · erasing of data · @Kim in #general · “asks for their data to be erased; an admin "
        "does it with /erase”"
    )
    assert "already" in await world.refusal(KIM, "/mydata delete")


async def test_a_warning_that_was_taken_back_stands_in_nobodys_way() -> None:
    world = World()
    await world.judged(KIM, "idiots")
    await world.give(MARA, "/undo 214")
    await world.give(KIM, "/mydata delete")
    assert len(await timers(world)) == 1


async def test_an_admin_erases_somebody_who_is_long_gone() -> None:
    world = World()
    said = await world.give(ADA, "/erase 815123456789012345")
    assert "without their name" in said
    (timer,) = await timers(world)
    assert timer.payload["member"] == "815123456789012345"


@pytest.mark.parametrize("who", [KIM, MARA])
async def test_nobody_else_does(who: object) -> None:
    world = World()
    assert "/erase" in await world.refusal(KIM if who is KIM else MARA, "/erase @Ann Lee")
    assert await timers(world) == []


async def test_german_says_it_too() -> None:
    world = World(language="de")
    assert (await world.ask(KIM, "/mydata")).answer == "Über dich ist hier nichts gespeichert."
