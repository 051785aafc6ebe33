"""A raid by words: many newcomers who all say the same."""

from collections.abc import Sequence

from bot.domain import DeleteMessage, MessagePosted, PurgeMessages, Verdict
from policies.troll.flood import FloodPolicy
from policies.troll.flood_settings import FloodSettings
from tests.unit.policies.stage import SCENE, Stage, actions, person, said, seen

RAID = "KX SQUAD WAS HERE join and get free skins"


def crowd(texts: Sequence[str], *, days: float = 0.01) -> list[MessagePosted]:
    """Return one message each by as many accounts, all of them this many days old."""
    return [
        said(text, by=person(f"kx{number}", days=days), id=f"m{number}", after=number)
        for number, text in enumerate(texts, start=1)
    ]


async def last_of(events: Sequence[MessagePosted], **when: object) -> Verdict | None:
    *before, event = events
    settings = FloodSettings.model_validate({"when": when} if when else {})
    policy = FloodPolicy(name="Flood", settings=settings, scene=SCENE)
    return await policy.judge(event, Stage(event, history=[seen(each) for each in before]))


async def test_the_fourth_newcomer_who_says_the_same_is_a_raid_and_all_of_it_goes() -> None:
    verdict = await last_of(crowd([RAID] * 4))
    assert verdict is not None
    assert verdict.reason == "the same message from 4 newcomers"
    gone, _, earlier = actions(verdict)
    assert gone == DeleteMessage(channel="general", message="m4", member="kx4")
    assert earlier == PurgeMessages(channel="general", messages=("m1", "m2", "m3"))


async def test_who_joins_in_later_goes_alone_as_the_others_are_gone() -> None:
    verdict = await last_of(crowd([RAID] * 6))
    assert verdict is not None
    assert not any(isinstance(action, PurgeMessages) for action in actions(verdict))


async def test_three_newcomers_are_no_raid() -> None:
    assert await last_of(crowd([RAID] * 3)) is None


async def test_people_who_have_been_here_may_say_the_same() -> None:
    assert await last_of(crowd([RAID] * 6, days=30)) is None


async def test_a_greeting_by_many_newcomers_is_no_raid() -> None:
    assert await last_of(crowd(["hello all"] * 8)) is None


async def test_different_words_are_no_raid() -> None:
    texts = [f"my kettle number {'abcdef'[n]} leaks badly" for n in range(6)]
    assert await last_of(crowd(texts)) is None


async def test_it_can_be_switched_off() -> None:
    assert await last_of(crowd([RAID] * 6), newcomers_above=None) is None


async def test_what_the_team_said_does_not_count() -> None:
    *before, event = crowd([RAID] * 4)
    quoted = seen(before[0])._replace(staff=True)
    policy = FloodPolicy(name="Flood", settings=FloodSettings(), scene=SCENE)
    history = [quoted, *(seen(each) for each in before[1:])]
    assert await policy.judge(event, Stage(event, history=history)) is None
