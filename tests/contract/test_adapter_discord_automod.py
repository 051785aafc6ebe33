"""Our rules in Discord's AutoMod: kept in step, told apart from people's, and counted."""

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from bot.domain import MemberModerated, MessagePosted, MessagePrevented
from bot.ports import NativePart, NativeRule
from tests.contract.discord_bench import DiscordBench
from tests.fakes.discord import Json, Trouble, rights
from tests.support.patience import PATIENCE
from tests.support.running import until as so

RULES = "/auto-moderation/rules"


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[DiscordBench]:
    bench = DiscordBench(tmp_path)
    await bench.open()
    yield bench
    await bench.close()


def rule(name: str = "No pebbles", *words: str, told: str = "") -> NativeRule:
    part = NativePart(words=words or ("pebble*",), told=told)
    return NativeRule(policy=name, part=part, spared=("Helper",))


def rules(bench: DiscordBench) -> list[Json]:
    return list(bench.guild["automod"].values())


def names(bench: DiscordBench) -> list[str]:
    return [one["name"] for one in rules(bench)]


def asked(bench: DiscordBench, method: str) -> int:
    return len(bench.fake.asked(method, RULES))


async def until(bench: DiscordBench, fits: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not fits():
            await bench.fake.server.asked_again()


async def settled(bench: DiscordBench) -> None:
    """Return once everything that was begun about AutoMod is over."""
    automod = bench.adapter._automod
    async with asyncio.timeout(PATIENCE):
        while automod._tasks:
            await asyncio.gather(*automod._tasks.values())
            await asyncio.sleep(0)


async def started(bench: DiscordBench, *wanted: NativeRule) -> None:
    bench.adapter.prevent(bench.place, wanted)
    await bench.start()
    await until(bench, lambda: bool(bench.fake.asked("GET", "/commands")))
    await so(lambda: bench.place in bench.adapter._automod._here)
    await settled(bench)


async def test_a_rule_is_made_at_the_start_and_left_alone_at_the_next(bench: DiscordBench) -> None:
    await started(bench, rule(told="Rule 3"))
    (made,) = rules(bench)
    assert made["creator_id"] == bench.fake.world.me["id"]
    assert made["trigger_metadata"]["keyword_filter"] == ["pebble*"]
    helper = next(id for id, role in bench.guild["roles"].items() if role["name"] == "Helper")
    assert made["exempt_roles"] == [helper]
    assert bench.house.announced == []
    assert bench.adapter.hindrance() == ""
    await bench.stop()
    bench._adapter = None
    await started(bench, rule(told="Rule 3"))
    assert [asked(bench, method) for method in ("POST", "PATCH", "DELETE")] == [1, 0, 0]


async def test_a_server_without_such_rules_is_not_asked(bench: DiscordBench) -> None:
    await started(bench)
    assert [asked(bench, method) for method in ("GET", "POST", "PATCH", "DELETE")] == [0, 0, 0, 0]


async def test_a_reload_touches_only_what_changed(bench: DiscordBench) -> None:
    await started(bench, rule("One"), rule("Two"))
    bench.adapter.prevent(bench.place, [rule("One"), rule("Two", "stone"), rule("Three")])
    await settled(bench)
    assert names(bench) == ["Evenhand: One", "Evenhand: Two", "Evenhand: Three"]
    assert rules(bench)[1]["trigger_metadata"]["keyword_filter"] == ["stone"]
    assert [asked(bench, method) for method in ("POST", "PATCH", "DELETE")] == [3, 1, 0]
    bench.adapter.prevent(bench.place, [rule("Three")])
    await settled(bench)
    assert names(bench) == ["Evenhand: Three"]
    bench.adapter.prevent(bench.place, [])
    await settled(bench)
    assert rules(bench) == []


async def test_rules_that_went_while_evenhand_was_away_are_removed(bench: DiscordBench) -> None:
    await started(bench, rule("One"), rule("Two"))
    await bench.stop()
    bench._adapter = None
    await started(bench, rule("Two"))
    assert names(bench) == ["Evenhand: Two"]


async def test_rules_of_a_server_that_is_no_longer_served_are_removed(bench: DiscordBench) -> None:
    await started(bench, rule("One"))
    await bench.stop()
    bench._adapter = None
    bench.house.places = {}
    bench.task = asyncio.create_task(bench.adapter.listen(bench.house))
    await until(bench, lambda: not rules(bench))


async def test_rules_of_people_are_never_touched(bench: DiscordBench) -> None:
    owner = bench.user(bench.guild["owner_id"])
    # Even one that is called as ours would be.
    theirs = bench.fake.people.rule(bench.guild, owner, "Evenhand: No pebbles", ["pebble"])
    before = dict(theirs)
    await started(bench, rule())
    assert len(rules(bench)) == 2
    bench.adapter.prevent(bench.place, [])
    await settled(bench)
    assert rules(bench) == [before]


async def test_what_people_changed_in_a_rule_of_ours_is_put_right_at_the_next_start(
    bench: DiscordBench,
) -> None:
    await started(bench, rule())
    (made,) = rules(bench)
    made |= {"name": "Something else", "enabled": False}
    await bench.stop()
    bench._adapter = None
    await started(bench, rule())
    assert (names(bench), made["enabled"]) == (["Evenhand: No pebbles"], True)


async def test_a_rule_made_just_before_a_crash_is_known_again(bench: DiscordBench) -> None:
    await started(bench, rule())
    await bench.stop()
    bench._adapter = None
    (bench.folder / "discord.json").unlink()
    await started(bench, rule())
    assert [asked(bench, method) for method in ("POST", "DELETE")] == [1, 0]
    bench.fake.people.say(bench.guild, bench.room, bench.user(await bench.join("Ann")), "pebble")
    assert (await bench.house.until(MessagePrevented)).policy == "No pebbles"


async def test_room_that_people_s_rules_take_is_told_once(bench: DiscordBench) -> None:
    owner = bench.user(bench.guild["owner_id"])
    for number in range(5):
        bench.fake.people.rule(bench.guild, owner, f"Own {number}", ["x"])
    await started(bench, rule("One"), rule("Two"))
    assert names(bench)[5:] == ["Evenhand: One"]
    line = (
        "Discord keeps 6 rules with words in a server, and 5 of those in Kettle & Co. are people's "
        "own; 'Two' stays with Evenhand."
    )
    assert bench.house.announced == [line]
    assert bench.adapter.hindrance() == line
    bench.adapter.prevent(bench.place, [rule("One"), rule("Two")])
    await settled(bench)
    assert bench.house.announced == [line]


async def test_without_the_permission_nothing_is_asked_until_it_is_given(
    bench: DiscordBench,
) -> None:
    own = bench.guild["roles"][bench.evenhand]
    all_of_them = int(own["permissions"])
    own["permissions"] = str(all_of_them & ~rights.MANAGE_GUILD)
    await started(bench, rule())
    (line,) = bench.house.announced
    assert line == (
        "I lack the permission 'Manage Server' in Kettle & Co., which AutoMod needs for "
        "'No pebbles'."
    )
    assert asked(bench, "GET") == 0
    own["permissions"] = str(all_of_them)
    told = {"guild_id": bench.guild["id"], "role": own}
    bench.fake.world.tell(bench.guild["id"], "GUILD_ROLE_UPDATE", told)
    await until(bench, lambda: bool(rules(bench)))
    await settled(bench)
    assert bench.adapter.hindrance() == ""


async def test_a_refusal_is_told_in_a_sentence_and_not_asked_again_and_again(
    bench: DiscordBench,
) -> None:
    bench.fake.troubles.add(Trouble(method="GET", path=RULES, status=403, code=50013), 9)
    await started(bench, rule())
    role = bench.guild["roles"][bench.evenhand]
    for name in "abcdefgh":
        told = {"guild_id": bench.guild["id"], "role": {**role, "name": name}}
        bench.fake.world.tell(bench.guild["id"], "GUILD_ROLE_UPDATE", told)
        await bench.say(await bench.join("Ann"), "until here the gateway has told it")
        await settled(bench)
    assert asked(bench, "GET") == 3
    (line,) = bench.house.announced
    assert line.startswith("AutoMod is not in step: Discord says that I lack the permission")


async def test_a_rule_that_discord_does_not_take_leaves_the_others(bench: DiscordBench) -> None:
    bench.fake.troubles.add(Trouble(method="POST", path=RULES, status=400, code=50035))
    await started(bench, rule("One"), rule("Two"))
    assert names(bench) == ["Evenhand: Two"]
    (line,) = bench.house.announced
    assert line.startswith("AutoMod in Kettle & Co. does not take the rule for 'One' (400")
    assert line.endswith("it stays with Evenhand.")


async def test_an_unclear_answer_makes_no_second_rule(bench: DiscordBench) -> None:
    bench.fake.troubles.add(Trouble(method="POST", path=RULES, status=502, after=True))
    bench.fake.troubles.add(Trouble(method="GET", path=RULES, reset=True))
    await started(bench, rule())
    assert names(bench) == ["Evenhand: No pebbles"]
    assert bench.adapter.hindrance() == ""
    assert asked(bench, "POST") == 1


async def test_a_new_channel_is_left_out_where_a_policy_is_for_others(bench: DiscordBench) -> None:
    part = NativePart(words=("pebble",))
    await started(bench, NativeRule(policy="P", part=part, channels=frozenset({"general"})))
    (made,) = rules(bench)
    assert made["exempt_channels"] == []
    fresh = bench.fake.world.channel(bench.guild, "lounge")
    await until(bench, lambda: made["exempt_channels"] == [fresh["id"]])
    before = asked(bench, "GET")
    # A name or a topic changes nothing for the rule, and nothing is asked.
    bench.fake.world.tell(bench.guild["id"], "CHANNEL_UPDATE", {**fresh, "topic": "tea"})
    await bench.say(await bench.join("Ann"), "until here the gateway has told it")
    await settled(bench)
    assert asked(bench, "GET") == before


async def test_what_our_rule_keeps_back_is_told_once(bench: DiscordBench) -> None:
    await started(bench, rule("One", "pebble*"), rule("Two", "stone"))
    ann = bench.user(await bench.join("Ann"))
    bench.fake.people.say(bench.guild, bench.room, ann, "have Pebbles")
    first = await bench.house.until(MessagePrevented)
    assert (first.policy, first.text, first.found, first.listed) == (
        "One", "have Pebbles", "Pebble", "pebble*",
    )  # fmt: skip
    assert (first.member.name, first.channel, first.channel_name) == (
        "Ann", bench.channel, "general",
    )  # fmt: skip
    # The same words a moment later are the same message, told of twice or tried again.
    bench.fake.people.say(bench.guild, bench.room, ann, "have Pebbles")
    await bench.say(ann["id"], "until here the gateway has told it")
    assert [one.text for one in bench.house.of(MessagePrevented)] == ["have Pebbles"]
    assert [one.text for one in bench.house.of(MessagePosted)] == [
        "until here the gateway has told it"
    ]
    assert bench.house.of(MemberModerated) == []


async def test_an_edit_that_is_kept_back_counts_as_well(bench: DiscordBench) -> None:
    await started(bench, rule("One", "pebble*"))
    ann = bench.user(await bench.join("Ann"))
    said = bench.fake.people.say(bench.guild, bench.room, ann, "have a look")
    bench.fake.people.edit(bench.guild, said, "have a pebble")
    event = await bench.house.until(MessagePrevented)
    assert (event.policy, event.text, event.member.name) == ("One", "have a pebble", "Ann")
    assert said["content"] == "have a look"


async def test_what_people_s_rule_keeps_back_is_another_matter(bench: DiscordBench) -> None:
    owner = bench.user(bench.guild["owner_id"])
    bench.fake.people.rule(bench.guild, owner, "Own", ["stone"])
    await started(bench, rule("One", "pebble*"))
    ann = bench.user(await bench.join("Ann"))
    bench.fake.people.say(bench.guild, bench.room, ann, "a stone")
    assert (await bench.house.until(MemberModerated)).by.name == "AutoMod"
    assert bench.house.of(MessagePrevented) == []


async def test_the_doctor_says_how_far_discord_keeps_the_rules(bench: DiscordBench) -> None:
    def told() -> list[tuple[bool, str]]:
        return [(one.ok, one.what) for one in found]

    found = await bench.adapter.examine_rules(bench.place, [rule()])
    how = "AutoMod in Kettle & Co. does not keep yet, or in another form, the rule for 'No pebbles'"
    assert told() == [(True, how)]
    await started(bench, rule())
    found = await bench.adapter.examine_rules(bench.place, [rule()])
    assert told() == [(True, "AutoMod in Kettle & Co. keeps the rule for 'No pebbles'")]
    assert asked(bench, "POST") == 1
    owner = bench.user(bench.guild["owner_id"])
    for number in range(5):
        bench.fake.people.rule(bench.guild, owner, f"Own {number}", ["x"])
    found = await bench.adapter.examine_rules(bench.place, [rule(), rule("Two")])
    assert [one.ok for one in found] == [False, True]
    assert "5 of those in Kettle & Co. are people's own; 'Two' stays" in found[0].what
