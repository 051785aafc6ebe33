"""From a message on Discord to what becomes of it, through the whole of Evenhand."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.fakes.discord import Trouble
from tests.integration.discord.whole import RULES, Whole
from tests.support.patience import PATIENCE


@pytest.fixture
async def whole(tmp_path: Path) -> AsyncIterator[Whole]:
    whole = Whole(tmp_path)
    await whole.start()
    yield whole
    await whole.close()


async def test_a_breach_is_removed_told_and_shown_to_the_team(whole: Whole) -> None:
    guild, people = whole.servers["Kettle Works"], whole.fake.people
    rude = people.join(guild, "Rude")
    people.say(guild, whole.room(), rude, "have a pebble")
    await whole.until(
        lambda: bool(whole.private(rude)) and bool(whole.lines(whole.room("mod-alerts")))
    )
    assert whole.lines(whole.room()) == []
    assert "#general" in whole.private(rude)[0]
    (alert,) = whole.lines(whole.room("mod-alerts"))
    assert "@Rude" in alert
    assert guild["members"][rude["id"]]["communication_disabled_until"]


async def test_a_moderator_undoes_it_by_the_button_also_after_a_restart(whole: Whole) -> None:
    guild, people = whole.servers["Kettle Works"], whole.fake.people
    role = next(role for role in guild["roles"].values() if role["name"] == "Moderator")
    mod = people.join(guild, "Mod", roles=[role["id"]])
    rude = people.join(guild, "Rude")
    people.say(guild, whole.room(), rude, "have a pebble")
    alerts = whole.room("mod-alerts")
    await whole.until(lambda: bool(whole.lines(alerts)))
    await whole.sleep()
    await whole.wake()
    (alert,) = whole.fake.world.messages[alerts["id"]].values()
    buttons = [one for row in alert["components"] for one in row["components"]]
    undo = next(one["custom_id"] for one in buttons if one["custom_id"].startswith("undo:"))
    pressed = people.press(guild, alerts, mod, undo, alert)
    answer = await pressed.answered()
    assert pressed.private
    assert "have a pebble" not in answer
    await whole.until(lambda: whole.lines(whole.room()) != [])
    assert "Rude" in whole.lines(whole.room())[0]


async def test_a_moderator_s_command_is_carried_out(whole: Whole) -> None:
    guild, people = whole.servers["Kettle Works"], whole.fake.people
    role = next(role for role in guild["roles"].values() if role["name"] == "Moderator")
    mod = people.join(guild, "Mod", roles=[role["id"]])
    kim = people.join(guild, "Kim")
    options: dict[str, object] = {"member": kim["id"], "duration": "1 hour", "reason": "spam"}
    given = people.command(guild, whole.room(), mod, "timeout", options=options)
    assert "@Kim" in await given.answered()
    member = guild["members"][kim["id"]]
    await whole.until(lambda: bool(member["communication_disabled_until"]))
    assert "spam (Evenhand " in guild["audit"][-1]["reason"]


async def test_a_member_may_not_and_is_told_so(whole: Whole) -> None:
    guild, people = whole.servers["Kettle Works"], whole.fake.people
    ann, kim = people.join(guild, "Ann"), people.join(guild, "Kim")
    options: dict[str, object] = {"member": kim["id"], "reason": "spam"}
    given = people.command(guild, whole.room(), ann, "warn", options=options)
    assert "team" in await given.answered()
    assert whole.private(kim) == []


async def test_a_report_by_the_menu_reaches_the_team(whole: Whole) -> None:
    guild, people = whole.servers["Kettle Works"], whole.fake.people
    ann, kim = people.join(guild, "Ann"), people.join(guild, "Kim")
    message = people.say(guild, whole.room(), kim, "buy my pills")
    menu = people.menu(guild, whole.room(), ann, "Report", message=message)
    await menu.until(lambda one: one.callback is not None)
    sent = people.submit(guild, whole.room(), ann, menu, {"reason": "advertising"})
    await sent.answered()
    alerts = whole.room("mod-alerts")
    await whole.until(lambda: bool(whole.lines(alerts)))
    assert "advertising" in whole.lines(alerts)[0]


async def test_why_in_the_menu_of_a_message_tells_what_was_decided_about_it(
    tmp_path: Path,
) -> None:
    whole = Whole(tmp_path, rules=RULES.replace("[delete, warn, timeout: 1 hour]", "[warn]"))
    await whole.start()
    guild, people = whole.servers["Kettle Works"], whole.fake.people
    rude = people.join(guild, "Rude")
    plain = people.say(guild, whole.room(), rude, "hello")
    pebble = people.say(guild, whole.room(), rude, "have a pebble")
    await whole.until(lambda: bool(whole.private(rude)))
    asked = people.menu(guild, whole.room(), rude, "Why?", message=pebble)
    assert "“pebble”" in await asked.answered()
    asked = people.menu(guild, whole.room(), rude, "Why?", message=plain)
    assert await asked.answered() == "Nothing was decided about this message."
    await whole.close()


async def test_a_message_is_kept_as_feedback_by_the_menu(whole: Whole) -> None:
    guild, people = whole.servers["Kettle Works"], whole.fake.people
    role = next(role for role in guild["roles"].values() if role["name"] == "Moderator")
    mod, kim = people.join(guild, "Mod", roles=[role["id"]]), people.join(guild, "Kim")
    message = people.say(guild, whole.room(), kim, "the search is slow")
    menu = people.menu(guild, whole.room(), mod, "Save as feedback", message=message)
    await menu.until(lambda one: one.callback is not None)
    await people.submit(guild, whole.room(), mod, menu, {"text": "the search is slow"}).answered()
    alerts = whole.room("mod-alerts")
    await whole.until(lambda: bool(whole.lines(alerts)))
    assert "the search is slow" in whole.lines(alerts)[0]
    assert "@Kim" in whole.lines(alerts)[0]


async def test_what_discord_loses_is_done_once_all_the_same(whole: Whole) -> None:
    guild, people = whole.servers["Kettle Works"], whole.fake.people
    whole.fake.troubles.add(Trouble(method="POST", path="/messages$", status=502, after=True), 2)
    whole.fake.troubles.add(Trouble(method="DELETE", path="/messages/", status=503))
    rude = people.join(guild, "Rude")
    people.say(guild, whole.room(), rude, "have a pebble")
    alerts = whole.room("mod-alerts")
    await whole.until(
        lambda: (
            not whole.fake.troubles.waiting
            and whole.lines(whole.room()) == []
            and bool(whole.private(rude))
            and bool(whole.lines(alerts))
        )
    )
    await whole.sleep()
    assert (len(whole.private(rude)), len(whole.lines(alerts))) == (1, 1)


async def test_what_was_said_while_evenhand_slept_is_judged(whole: Whole) -> None:
    guild, people = whole.servers["Kettle Works"], whole.fake.people
    rude = people.join(guild, "Rude")
    people.say(guild, whole.room(), rude, "hello")
    await whole.sleep()
    people.say(guild, whole.room(), rude, "have a pebble", heard=False)
    await whole.wake()
    await whole.until(lambda: bool(whole.private(rude)))
    assert whole.lines(whole.room()) == ["hello"]


async def test_what_a_moderator_did_by_hand_is_in_the_history(whole: Whole) -> None:
    guild, people = whole.servers["Kettle Works"], whole.fake.people
    role = next(role for role in guild["roles"].values() if role["name"] == "Moderator")
    mod = people.join(guild, "Mod", roles=[role["id"]])
    kim = people.join(guild, "Kim")
    people.time_out(guild, mod, kim, timedelta(hours=1), "calm down")
    options: dict[str, object] = {"member": kim["id"]}
    shown = ""
    async with asyncio.timeout(PATIENCE):
        while "calm down" not in shown:
            given = people.command(guild, whole.room(), mod, "history", options=options)
            shown = await given.answered()
    assert "@Mod" in shown
    assert guild["members"][kim["id"]]["communication_disabled_until"]


async def test_what_a_moderator_did_by_hand_moves_the_policy_s_ladder(tmp_path: Path) -> None:
    rules = RULES.replace("[delete, warn, timeout: 1 hour]", "[delete]\n      - [delete, warn]")
    whole = Whole(tmp_path, rules=rules)
    await whole.start()
    guild, people = whole.servers["Kettle Works"], whole.fake.people
    role = next(role for role in guild["roles"].values() if role["name"] == "Moderator")
    mod = people.join(guild, "Mod", roles=[role["id"]])
    rude = people.join(guild, "Rude")
    people.time_out(guild, mod, rude, timedelta(minutes=1), "calm down")
    people.time_out(guild, mod, rude, timedelta(0))
    options: dict[str, object] = {"member": rude["id"]}
    async with asyncio.timeout(PATIENCE):
        while (
            "calm down"
            not in await people.command(
                guild, whole.room(), mod, "history", options=options
            ).answered()
        ):
            continue
    people.say(guild, whole.room(), rude, "have a pebble")
    await whole.until(lambda: bool(whole.private(rude)))
    assert "warning" in whole.private(rude)[0]
    await whole.close()


async def test_a_role_is_put_back_on_whoever_leaves_and_comes_again(tmp_path: Path) -> None:
    rules = RULES.replace("[delete, warn, timeout: 1 hour]", "[delete, add role: Muted]")
    whole = Whole(tmp_path, rules=rules)
    guild, people = whole.servers["Kettle Works"], whole.fake.people
    muted = whole.fake.world.role(guild, "Muted", at=1)
    (own,) = guild["members"][whole.fake.world.me["id"]]["roles"]
    guild["roles"][own]["position"] = 2
    role = next(role for role in guild["roles"].values() if role["name"] == "Moderator")
    await whole.start()
    mod, rude = people.join(guild, "Mod", roles=[role["id"]]), people.join(guild, "Rude")
    people.say(guild, whole.room(), rude, "have a pebble")
    await whole.until(lambda: guild["members"][rude["id"]]["roles"] == [muted["id"]])
    people.leave(guild, rude)
    people.come(guild, rude)
    await whole.until(lambda: guild["members"][rude["id"]]["roles"] == [muted["id"]])
    # What a moderator took by hand stays off.
    people.take_role(guild, mod, rude, muted)
    options: dict[str, object] = {"member": rude["id"]}
    async with asyncio.timeout(PATIENCE):
        while (
            "taken away"
            not in await people.command(
                guild, whole.room(), mod, "history", options=options
            ).answered()
        ):
            continue
    people.leave(guild, rude)
    people.come(guild, rude)
    people.say(guild, whole.room(), rude, "hello")
    await whole.sleep()
    assert guild["members"][rude["id"]]["roles"] == []
    await whole.close()


async def test_a_name_that_the_rules_forbid_is_warned_of(tmp_path: Path) -> None:
    rules = RULES.replace('words: ["pebble*"]', 'words: ["pebble*"]\n      names: yes')
    whole = Whole(tmp_path, rules=rules.replace("[delete, warn, timeout: 1 hour]", "[warn]"))
    await whole.start()
    guild, people = whole.servers["Kettle Works"], whole.fake.people
    seller, ann = people.join(guild, "Pebble Seller"), people.join(guild, "Ann")
    await whole.until(lambda: bool(whole.private(seller)))
    assert whole.private(ann) == []
    people.become(guild, ann, nick="Queen of Pebbles")
    await whole.until(lambda: bool(whole.private(ann)))
    alerts = whole.room("mod-alerts")
    await whole.until(lambda: len(whole.lines(alerts)) == 2)
    assert "the name has “Pebbles”" in whole.lines(alerts)[1]
    await whole.close()
