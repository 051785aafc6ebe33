"""Newcomers earn trust by what they write, not by being there; no restart forgets it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.clock import HandClock
from bot.domain import Member, MemberJoined, MessagePosted, Standing, event_key
from bot.ports import Settlement
from bot.rulebook.book import Newcomers, Rulebook, Team
from bot.storage import MemoryStore
from bot.trust import TRUST, is_substance
from bot.workshop import Workshop, set_up

NOON = datetime(2026, 1, 5, 12, 0, tzinfo=UTC)
BOOK = Rulebook(
    id="k",
    name="Kettle",
    version="v",
    team=Team(moderators=("Moderator",)),
    newcomers=Newcomers(until_messages=3),
)
WORDS = (
    "How do I clean the inside of my kettle",
    "Vinegar worked for me last week, thank you",
    "The lid does not close any more since then",
    "I have ordered a new seal from the shop",
)


class House:
    """One community's judging, over restarts."""

    def __init__(self, book: Rulebook = BOOK) -> None:
        self.book = book
        self.store = MemoryStore()
        self.clock = HandClock(NOON)
        self._number = self._fence = 0
        self._shop: Workshop | None = None

    async def shop(self) -> Workshop:
        if self._shop is None:
            self._shop = await set_up(self.book, store=self.store, detectors={}, clock=self.clock)
        return self._shop

    def restart(self) -> None:
        self._shop = None

    async def says(
        self, text: str, *, who: str = "zoe", days: float = 2, after: float = 60, role: str = ""
    ) -> Standing:
        """Let somebody write who came in `days` ago; returns how they stand with it."""
        self._number += 1
        self.clock.tick(after)
        now = self.clock.now()
        joined = NOON - timedelta(days=days)
        member = Member(id=who, name=who, joined_at=joined, roles=(role,) if role else ())
        event = MessagePosted(
            id=f"m{self._number}", at=now, network="net", community="k", channel="c",
            member=member, text=text,
        )  # fmt: skip
        await self.store.events.admit([event])
        engine = (await self.shop()).engine
        opinions = await engine.judge(event)
        note = None
        if opinions.owes_trust and engine.trust is not None:
            note = engine.trust.earned_by(event, now)
        fence = await self.store.leases.take("k", "test", NOON, 1e9) or self._fence
        self._fence = fence
        settled = Settlement(
            community="k",
            fence=fence,
            event=event_key(event),
            notes=(note,) if note else (),
            at=now,
        )
        await self.store.ledger.settle([settled])
        return opinions.context.standing


async def test_three_messages_of_substance_end_it() -> None:
    house = House()
    stood = [await house.says(text) for text in WORDS]
    assert stood == [Standing.NEWCOMER] * 3 + [Standing.REGULAR]


async def test_what_was_earned_and_what_was_begun_outlive_a_restart() -> None:
    house = House()
    for text in WORDS[:2]:
        await house.says(text)
    house.restart()
    assert await house.says(WORDS[2]) is Standing.NEWCOMER
    house.restart()
    assert await house.says("ok") is Standing.REGULAR
    (note,) = await house.store.casebook.notes("k", person="net:zoe")
    assert (note.by, "3 messages of substance" in note.text) == (TRUST, True)


@pytest.mark.parametrize(
    "texts",
    [
        # short ones, emoji, numbers, the same again
        ("hi", "hello", "thanks", "nice", "ok"),
        ("😀 😀 😀 😀", "👍 👍 👍 👍", "🎉 🎉 🎉 🎉", "❤️ ❤️ ❤️ ❤️"),
        ("1 2 3 4 5", "a b c d e", "11 22 33 44", "+ - + -"),
        (WORDS[0], WORDS[0] + "!", WORDS[0].upper(), WORDS[0]),
    ],
)
async def test_what_says_nothing_earns_nothing(texts: tuple[str, ...]) -> None:
    house = House()
    for text in texts:
        assert await house.says(text) is Standing.NEWCOMER
    assert await house.says("ok") is Standing.NEWCOMER


async def test_what_others_said_before_earns_nothing() -> None:
    house = House()
    for text in WORDS:
        await house.says(text, who="ann", days=400)
    for text in WORDS:
        await house.says(text)
    assert await house.says("ok") is Standing.NEWCOMER


async def test_within_a_day_and_not_over_weeks() -> None:
    house = House()
    for text in WORDS:
        await house.says(text, after=23 * 3600)
    assert await house.says("ok") is Standing.NEWCOMER


@pytest.mark.parametrize(
    ("who", "standing"),
    [
        # here for longer than it takes at most, came in before anybody looked, of the team
        ({"days": 31}, Standing.REGULAR),
        ({"days": 400}, Standing.REGULAR),
        ({"role": "Moderator"}, Standing.MODERATOR),
        # on the first day nobody is a regular, whatever they write
        ({"days": 0.5}, Standing.NEWCOMER),
    ],
)
async def test_who_does_not_have_to_earn_it(who: dict[str, Any], standing: Standing) -> None:
    house = House()
    for text in WORDS:
        assert await house.says(text, **who) is standing


async def test_nothing_is_asked_where_the_file_asks_nothing() -> None:
    house = House(Rulebook(id="k", name="Kettle", version="v"))
    assert await house.says("hi") is Standing.REGULAR
    assert (await house.shop()).engine.trust is None


async def test_coming_in_is_no_message() -> None:
    engine = (await House().shop()).engine
    member = Member(id="zoe", name="Zoe", joined_at=NOON)
    event = MemberJoined(id="j", at=NOON, network="net", community="k", member=member)
    opinions = await engine.judge(event)
    assert opinions.context.standing is Standing.NEWCOMER
    assert engine.trust is not None
    assert engine.trust.earned_by(event, NOON) is None


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("How do I clean it properly?", True),
        ("Wie bekomme ich den Kalk weg?", True),
        # words without letters, and few of them
        ("I do it so", False),
        ("https://a.example/b", False),
        ("", False),
    ],
)
def test_what_substance_is(text: str, *, says: bool) -> None:
    assert is_substance(text) is says
