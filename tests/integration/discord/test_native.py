"""A policy that Discord's AutoMod keeps by itself, through the whole of Evenhand."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from bot import incidents
from tests.fakes.discord import Json
from tests.integration.discord.whole import RULES, Whole

NATIVE = RULES.replace("    forget_after", "    native: yes\n    forget_after").replace(
    "- [delete, warn, timeout: 1 hour]", "- [delete, warn]\n      - [delete, timeout: 1 hour]"
)


@pytest.fixture
async def whole(tmp_path: Path) -> AsyncIterator[Whole]:
    whole = Whole(tmp_path, rules=NATIVE)
    await whole.start()
    await whole.until(lambda: bool(rules(whole)))
    yield whole
    await whole.close()


def rules(whole: Whole) -> list[Json]:
    return list(whole.servers["Kettle Works"]["automod"].values())


def has(whole: Whole, count: int) -> bool:
    return len(rules(whole)) == count


def moderator(whole: Whole) -> Json:
    guild = whole.servers["Kettle Works"]
    role = next(role for role in guild["roles"].values() if role["name"] == "Moderator")
    return whole.fake.people.join(guild, "Mod", roles=[role["id"]])


async def test_what_discord_keeps_back_climbs_the_policy_s_ladder(
    whole: Whole, monkeypatch: pytest.MonkeyPatch
) -> None:
    guild, people = whole.servers["Kettle Works"], whole.fake.people
    rude = people.join(guild, "Rude")
    people.say(guild, whole.room(), rude, "have a pebble")
    alerts = whole.room("mod-alerts")
    await whole.until(lambda: bool(whole.private(rude)) and bool(whole.lines(alerts)))
    assert whole.lines(whole.room()) == []
    (alert,) = whole.lines(alerts)
    assert "@Rude" in alert
    assert "Discord found “pebble”" in alert
    # Nothing was asked of Discord: the message was never there.
    assert whole.fake.asked("DELETE", "/messages/") == []
    # What AutoMod overlooks is taken down by Evenhand, one rung higher.
    monkeypatch.setattr(incidents, "INCIDENT", timedelta(0))
    people.say(guild, whole.room(), rude, "have a p3bble")
    member = guild["members"][rude["id"]]
    await whole.until(lambda: bool(member["communication_disabled_until"]))
    assert datetime.fromisoformat(member["communication_disabled_until"]) > whole.fake.world.now()
    assert whole.lines(whole.room()) == []


async def test_a_moderator_asks_why_and_takes_it_back(whole: Whole) -> None:
    guild, people = whole.servers["Kettle Works"], whole.fake.people
    mod, rude = moderator(whole), people.join(guild, "Rude")
    people.say(guild, whole.room(), rude, "have a pebble")
    alerts = whole.room("mod-alerts")
    await whole.until(lambda: bool(whole.lines(alerts)))
    shown = await people.command(guild, whole.room(), mod, "why", options={"what": "1"}).answered()
    assert "Discord found “pebble” and never showed the message" in shown
    await people.command(guild, whole.room(), mod, "undo", options={"what": "1"}).answered()
    await whole.until(lambda: whole.lines(whole.room()) != [])
    assert "Rude: have a pebble" in whole.lines(whole.room())[0]


async def test_pausing_the_policy_takes_the_rule_away_until_it_goes_on(whole: Whole) -> None:
    guild, people, mod = whole.servers["Kettle Works"], whole.fake.people, moderator(whole)
    for do, kept in (("pause", 0), ("enforce", 1), ("observe", 0)):
        options: dict[str, object] = {"do": do, "policy": "No pebbles"}
        await people.command(guild, whole.room(), mod, "policy", options=options).answered()
        await whole.until(partial(has, whole, kept))


async def test_a_file_without_it_takes_the_rule_away_at_the_reload(whole: Whole) -> None:
    guild, people, mod = whole.servers["Kettle Works"], whole.fake.people, moderator(whole)
    whole.rules = RULES
    whole.environ()
    await people.command(guild, whole.room(), mod, "policy", options={"do": "reload"}).answered()
    await whole.until(lambda: not rules(whole))
    await whole.sleep()
    whole.rules = NATIVE
    await whole.wake()
    await whole.until(lambda: bool(rules(whole)))


async def test_the_rule_stays_while_evenhand_is_away(whole: Whole) -> None:
    (before,) = rules(whole)
    await whole.sleep()
    await whole.wake()
    (after,) = rules(whole)
    assert before is after
    assert len(whole.fake.asked("POST", "/auto-moderation/rules")) == 1
