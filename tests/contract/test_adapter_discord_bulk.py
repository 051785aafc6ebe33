"""Many bans at once: one request where Discord takes it, and one for each that it leaves out."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from bot.domain import Ban, DeleteMessage, Order, Outcome, OutcomeState, SendDirect
from bot.ports import InBulk
from tests.contract.discord_bench import DiscordBench
from tests.fakes.discord import Trouble, rights
from tests.support.making import NOON
from tests.support.outboxes import Desk

DONE, FAILED, REFUSED, DOUBT = (
    OutcomeState.DONE,
    OutcomeState.FAILED,
    OutcomeState.REFUSED,
    OutcomeState.IN_DOUBT,
)
BULK = "/bulk-ban"


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[DiscordBench]:
    bench = DiscordBench(tmp_path)
    await bench.open()
    await bench.start()
    yield bench
    await bench.close()


async def raiders(bench: DiscordBench, number: int = 3) -> list[str]:
    return [await bench.join(f"Raider {n}") for n in range(number)]


async def ban(
    bench: DiscordBench, people: Sequence[str], keys: str = "bulk"
) -> Mapping[str, Outcome]:
    """Return what came of banning these at once, by person."""
    orders = [
        bench.order(Ban(member=who, reason="raid"), key=f"{keys}:{who}", actor="No raids")
        for who in people
    ]
    outcomes = await bench.adapter.perform_in_bulk(orders)
    return {who: outcomes[f"{keys}:{who}"] for who in people if f"{keys}:{who}" in outcomes}


def may_bulk(bench: DiscordBench, yes: bool) -> None:
    role = bench.guild["roles"][bench.evenhand]
    wanted = rights.MANAGE_GUILD
    now = int(role["permissions"])
    role["permissions"] = str(now | wanted if yes else now & ~wanted & ~rights.ADMINISTRATOR)


def bans(bench: DiscordBench) -> set[str]:
    return set(bench.guild["bans"])


async def test_several_bans_are_one_request_with_a_reason(bench: DiscordBench) -> None:
    assert isinstance(bench.adapter, InBulk)
    people = await raiders(bench)
    outcomes = await ban(bench, people)
    assert [outcomes[who].state for who in people] == [DONE] * 3
    assert bans(bench) == {*people}
    (asked,) = bench.fake.asked("POST", BULK)
    assert asked.body == {"user_ids": people, "delete_message_seconds": 0}
    assert asked.reason == "raid (Evenhand d1)"
    assert bench.fake.asked("PUT", "/bans/") == []


async def test_what_was_done_at_once_is_not_done_again(bench: DiscordBench) -> None:
    people = await raiders(bench)
    await ban(bench, people)
    assert {one.state for one in (await ban(bench, people)).values()} == {DONE}
    again = await bench.perform(Ban(member=people[0]), key=f"bulk:{people[0]}")
    assert again.state is DONE
    assert len(bench.fake.asked("POST", BULK)) == 1
    assert bench.fake.asked("PUT", "/bans/") == []


async def test_whom_discord_leaves_out_is_left_to_be_banned_alone(bench: DiscordBench) -> None:
    ann, bob = await raiders(bench, 2)
    nobody = "123456789012345678"
    known = bench.fake.world.user("Banned before")["id"]
    await bench.perform(Ban(member=known))
    outcomes = await ban(bench, [ann, nobody, known, bob])
    assert set(outcomes) == {ann, bob}
    # One by one it turns out why: one is nobody, and the other is kept out already.
    alone = await bench.perform(Ban(member=nobody))
    assert (alone.state, alone.detail) == (REFUSED, "Discord knows nobody with this id.")
    assert (await bench.perform(Ban(member=known))).state is DONE


async def test_who_stands_too_high_is_not_even_asked_for(bench: DiscordBench) -> None:
    ann, bob = await raiders(bench, 2)
    chief = bench.fake.world.role(bench.guild, "Chief")
    kim = bench.fake.people.join(bench.guild, "Kim", roles=[chief["id"]])["id"]
    await bench.say(ann, "until here the gateway has told of Kim")
    assert set(await ban(bench, [ann, kim, bob])) == {ann, bob}
    assert bench.fake.asked("POST", BULK)[0].body["user_ids"] == [ann, bob]


async def test_without_manage_server_each_is_left_to_be_banned_alone(tmp_path: Path) -> None:
    bench = DiscordBench(tmp_path)
    may_bulk(bench, False)
    await bench.open()
    await bench.start()
    people = await raiders(bench)
    assert await ban(bench, people) == {}
    assert bench.fake.asked("POST", BULK) == []
    assert (await bench.perform(Ban(member=people[0]))).state is DONE
    await bench.close()


async def test_a_refusal_counts_and_is_not_asked_for_again(bench: DiscordBench) -> None:
    people = await raiders(bench, 20)
    bench.fake.troubles.add(Trouble(method="POST", path=BULK, status=403, code=50013), times=9)
    bench.fake.troubles.add(Trouble(method="PUT", path="/bans/", status=403, code=50013), times=9)
    for start in (0, 10):
        assert await ban(bench, people[start : start + 10]) == {}
    for who in people:
        assert (await bench.perform(Ban(member=who), actor="No raids")).state is REFUSED
    # Never more than three refused requests for a rule in an hour, in whichever way they went.
    refused = [one for one in bench.fake.requests if one.status == 403]
    assert [one.method for one in refused] == ["POST", "PUT", "PUT"]


async def test_where_all_of_them_fail_nobody_is_called_banned(bench: DiscordBench) -> None:
    known = [bench.fake.world.user(f"Out {n}")["id"] for n in range(2)]
    for who in known:
        await bench.perform(Ban(member=who))
    assert await ban(bench, known) == {}
    assert bench.fake.asked("POST", BULK)[0].status == 400


@pytest.mark.parametrize("done", [False, True])
async def test_an_unclear_answer_is_said_and_settled_by_a_repeat(
    bench: DiscordBench, done: bool
) -> None:
    people = await raiders(bench)
    bench.fake.troubles.add(Trouble(method="POST", path=BULK, status=502, after=done))
    first = await ban(bench, people)
    assert {(one.state, one.retry_after) for one in first.values()} == {(DOUBT, 1.0)}
    again = await ban(bench, people)
    # Who was banned by then counts as failed for Discord; one by one a repeat is no harm.
    assert len(again) == (0 if done else 3)
    for who in people:
        assert (await bench.perform(Ban(member=who), key=f"bulk:{who}")).state is DONE
    assert bans(bench) == {*people}


async def test_a_limit_puts_all_of_them_off(bench: DiscordBench) -> None:
    people = await raiders(bench)
    bench.fake.limits.set("POST", "/guilds/{guild_id}/bulk-ban", 0, 30.0)
    outcomes = await ban(bench, people)
    assert {one.state for one in outcomes.values()} == {FAILED}
    assert all((one.retry_after or 0) > 4 for one in outcomes.values())
    assert bans(bench) == set()


async def test_more_than_discord_takes_at_once_are_left_over(
    bench: DiscordBench, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert bench.adapter.in_bulk == {Ban: 200}
    monkeypatch.setattr("adapters.discord.bulk.MOST_AT_ONCE", 2)
    people = await raiders(bench)
    assert set(await ban(bench, people)) == {*people[:2]}
    assert bans(bench) == {*people[:2]}


async def test_the_audit_log_names_the_cases_as_far_as_there_is_room(
    bench: DiscordBench,
) -> None:
    people = await raiders(bench, 10)
    orders = [
        replace(bench.order(Ban(member=who, reason="r" * 600)), decision=f"d{n}", case=n or None)
        for n, who in enumerate(people)
    ]
    await bench.adapter.perform_in_bulk(orders)
    reason = bench.fake.asked("POST", BULK)[0].reason
    cases = ", ".join(f"case {n}" for n in range(1, 8))
    assert reason == f"{'r' * 200} (Evenhand d0, {cases} and 2 more)"


async def test_a_raid_goes_through_the_outbox_with_one_request(bench: DiscordBench) -> None:
    people = await raiders(bench, 5)
    chief = bench.fake.world.role(bench.guild, "Chief")
    kim = bench.fake.people.join(bench.guild, "Kim", roles=[chief["id"]])["id"]
    await bench.say(people[0], "until here the gateway has told of Kim")
    said = [
        bench.fake.people.say(bench.guild, bench.room, bench.user(who), "free gold", heard=False)
        for who in people
    ]
    desk = Desk()
    orders: list[Order] = []
    for who, message in zip([*people, kim], [*said, said[0]], strict=True):
        for action in (
            SendDirect(member=who, text="You are banned."),
            DeleteMessage(channel=bench.channel, message=message["id"]),
            Ban(member=who, reason="raid"),
        ):
            made = replace(bench.order(action, actor="No raids"), urgent=True, at=NOON)
            orders.append(replace(made, community="kettle"))
    await desk.place(*orders)
    await desk.run(desk.outbox({"discord": bench.adapter}))
    assert bans(bench) == {*people}
    assert len(bench.fake.asked("POST", BULK)) == 1
    assert bench.fake.asked("PUT", "/bans/") == []
    # Each was told before the ban, and who could not be banned is reported with the reason.
    asked = [one.path for one in bench.fake.requests]
    told = [n for n, path in enumerate(asked) if path == "/users/@me/channels"]
    assert len(told) == 6
    assert max(told) < asked.index(f"/guilds/{bench.place}/bulk-ban")
    assert [key for key, _ in desk.told] == [orders[-1].key]
    known = await desk.store.orders.outcome(orders[-1].key)
    assert known is not None
    assert known[1] is not None
    assert known[1].detail.startswith("I can't do that to Kim")
