from dataclasses import replace

import pytest

from bot.commands.desk import PolicyInForce
from bot.domain import AlertTeam, Mode, Reply
from bot.errors import Mistake, RulebookError
from tests.unit.commands.world import BOOK, KIM, MARA, World

POLICIES = (
    PolicyInForce(name="Keep insults out", kind="abuse", mode=Mode.ENFORCE, line=20),
    PolicyInForce(name="Not too much at once", kind="flood", mode=Mode.OBSERVE, line=31),
    PolicyInForce(name="Nobody waits long", kind="escalation", mode=Mode.PAUSED, line=44),
)


def _world(language: str = "en") -> World:
    return World(policies=POLICIES, language=language)


async def test_anybody_reads_the_rules() -> None:
    assert await World().give(KIM, "/rules") == (
        "The rules of Kettle & Co.:\n1. Be kind.\n2. No insults.\n"
        "In full: https://kettle.example/rules"
    )


async def test_a_community_without_rules_says_so() -> None:
    world = World(rulebook=replace(BOOK, rules=(), rules_url=""))
    assert "no written rules" in await world.give(KIM, "/rules")


async def test_the_policies_are_listed_with_mode_and_line() -> None:
    said = await _world().give(MARA, "/policy list")
    assert said.splitlines() == [
        "“Keep insults out” (abuse, line 20): enforce",
        "“Not too much at once” (flood, line 31): observe",
        "“Nobody waits long” (escalation, line 44): paused",
    ]
    assert "No policy is in force" in await World().give(MARA, "/policy list")


@pytest.mark.parametrize(
    ("line", "name", "mode"),
    [
        ("/policy pause Keep insults out", "Keep insults out", Mode.PAUSED),
        ("/policy observe keep insults OUT", "Keep insults out", Mode.OBSERVE),
        ("/policy enforce Not too", "Not too much at once", Mode.ENFORCE),  # the beginning
        ('/policy enforce "Nobody waits long"', "Nobody waits long", Mode.ENFORCE),
    ],
)
async def test_the_mode_of_a_policy_is_set(line: str, name: str, mode: Mode) -> None:
    reaction = await _world().ask(MARA, line)
    assert reaction.modes == {name: mode}


async def test_the_team_learns_who_changed_a_mode() -> None:
    world = _world()
    said = await world.give(MARA, "/policy pause Keep insults out")
    assert said == "“Keep insults out” is set to paused."
    (alert,) = [a for a in world.effects if isinstance(a, Reply)]
    assert alert.text.startswith("@Mara set “Keep insults out” to paused.")
    assert (await world.store.ledger.modes("kettle")) == {"Keep insults out": Mode.PAUSED}


async def test_the_mode_that_is_set_already_changes_nothing() -> None:
    reaction = await _world().ask(MARA, "/policy enforce Keep insults out")
    assert reaction.answer == "“Keep insults out” is on enforce already."
    assert not reaction.modes


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("/policy pause", "Say which policy to pause."),
        ("/policy pause Keep insolts out", "There is: “Keep insults out”"),  # nearly
        ("/policy pause No", "There is no policy “No”."),  # begins two of them
    ],
)
async def test_a_policy_that_is_not_there_is_told(line: str, said: str) -> None:
    assert said in await _world().refusal(MARA, line)


async def test_the_policy_file_is_read_again() -> None:
    world = World(reloads=["fedcba9876543210", "abcdef0123456789"])
    reaction = await world.ask(MARA, "/policy reload")
    assert reaction.answer == "The policy file is in force as it is now, version fedcba987654."
    assert isinstance(reaction.actions[0], AlertTeam)
    reaction = await world.ask(MARA, "/policy reload")
    assert reaction.answer == "The policy file has not changed, version abcdef012345."
    assert not reaction.actions


async def test_a_policy_file_with_mistakes_is_not_put_in_force() -> None:
    mistakes = tuple(
        Mistake(file="community.yaml", line=n, column=3, what="unknown key 'mod'", hint="mode?")
        for n in range(1, 13)
    )
    said = await World(reloads=[RulebookError(mistakes)]).refusal(MARA, "/policy reload")
    lines = said.splitlines()
    assert lines[0] == "The policy file has 12 mistakes, so the one before stays in force:"
    assert lines[1] == "community.yaml:1:3: unknown key 'mod'"
    assert lines[-1] == "and 2 more; evenhand check shows all of them"


async def test_one_mistake_is_not_many() -> None:
    mistake = Mistake(file="/srv/rules/community.yaml", line=3, column=1, what="unknown key 'mod'")
    world = World(reloads=[RulebookError((mistake,))])
    assert await world.refusal(MARA, "/policy reload") == (
        "The policy file has a mistake, so the one before stays in force:\n"
        "community.yaml:3:1: unknown key 'mod'"
    )


async def test_members_do_not_touch_policies() -> None:
    assert "is for the team" in await _world().refusal(KIM, "/policy list")


async def test_policies_in_german() -> None:
    said = await _world("de").give(MARA, "/policy observe Keep insults out")
    assert said == "„Keep insults out“ steht jetzt auf beobachten."
