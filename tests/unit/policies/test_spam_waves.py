"""The same offer from several accounts is a wave; people who repeat each other are none."""

from collections.abc import Sequence
from typing import Any

import pytest

from bot.domain import DeleteMessage, MessageEdited, MessagePosted, PurgeMessages, Verdict
from tests.unit.policies.spams import signals, spam
from tests.unit.policies.stage import NOW, Stage, actions, kinds, person, said, seen

OFFER = "Hey everyone, I made 5000 USD last week with this group, write me for the link"


def crowd(texts: Sequence[str], *, days: float = 400) -> list[MessagePosted]:
    """Return one message each by as many accounts that have been here for so many days."""
    return [
        said(text, by=person(f"acc{n}", days=days), id=f"m{n}", after=30 * n, channel=f"c{n % 2}")
        for n, text in enumerate(texts, start=1)
    ]


async def last_of(events: Sequence[MessagePosted], *, away: bool, **when: Any) -> Verdict | None:
    *before, event = events
    given = signals(contact=(0.6, "write me")) if away else {}
    stage = Stage(event, given, history=[seen(each) for each in before])
    return await spam(when=when).judge(event, stage)


REWORDED = [
    OFFER,
    "Hello all, I made 7000 USD last week with this group, write me for the link",
    "Hey friends! I made 900 USD last week with this group, write me for the link 🚀",
    "hey everyone i made 300 usd last month with this group, write me for the link",
]


async def test_the_third_account_with_the_same_offer_is_a_wave_and_all_of_it_goes() -> None:
    verdict = await last_of(crowd(REWORDED[:3]), away=True)
    assert verdict is not None
    assert verdict.reason == "nearly the same from 3 accounts within 10 minutes"
    gone, _, *earlier = actions(verdict)
    assert gone == DeleteMessage(channel="c1", message="m3", member="acc3")
    assert earlier == [
        PurgeMessages(channel="c1", messages=("m1",)),
        PurgeMessages(channel="c0", messages=("m2",)),
    ]


async def test_the_copies_go_whatever_else_is_wrong_with_the_last_one() -> None:
    *before, event = crowd(REWORDED[:3])
    stage = Stage(event, signals(spam=0.95, contact=(0.6, "write me")))
    stage.history = [seen(each) for each in before]
    verdict = await spam().judge(event, stage)
    assert verdict is not None
    assert verdict.reason == "it reads as bait, 0.95"
    assert kinds(verdict).count("PurgeMessages") == 2


async def test_who_joins_the_wave_later_goes_alone() -> None:
    verdict = await last_of(crowd(REWORDED), away=True)
    assert verdict is not None
    assert not any(isinstance(action, PurgeMessages) for action in actions(verdict))


async def test_people_who_lead_nowhere_may_repeat_each_other_unless_they_are_new() -> None:
    assert await last_of(crowd(REWORDED), away=False) is None
    assert await last_of(crowd(REWORDED, days=0.01), away=False) is not None


@pytest.mark.parametrize(
    ("texts", "when"),
    [
        (REWORDED[:2], {}),
        (REWORDED[:3], {"accounts_above": 3}),
        (REWORDED, {"accounts_above": None}),
        (REWORDED, {"same_within": "10 seconds"}),
        # other words
        ([OFFER, "my kettle leaks since yesterday, write me for a picture of it", OFFER], {}),
    ],
)
async def test_fewer_or_others_are_no_wave(texts: list[str], when: dict[str, Any]) -> None:
    assert await last_of(crowd(texts), away=True, **when) is None


async def test_one_account_is_no_wave_however_often() -> None:
    alone = [said(OFFER, by="ann", id=f"m{n}", after=n) for n in range(6)]
    assert await last_of(alone, away=True) is None


async def test_an_edit_counts_like_a_message_and_is_never_part_of_a_wave() -> None:
    edit = MessageEdited(
        id="e", at=NOW, network="lobby", community="c", channel="general",
        member=person(), message="m1", text=OFFER,
    )  # fmt: skip
    assert await spam().judge(edit, Stage(edit, signals(spam=0.95))) is not None
    history = [seen(each) for each in crowd(REWORDED)]
    stage = Stage(edit, signals(contact=(0.6, "dm me")), history=history)
    assert await spam().judge(edit, stage) is None
