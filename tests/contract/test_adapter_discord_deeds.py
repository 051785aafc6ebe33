"""What the house orders is done on Discord, by Discord's rules."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.domain import (
    AddRole,
    Ban,
    Button,
    DeleteMessage,
    EditReply,
    Effect,
    Kick,
    LockChannel,
    OutcomeState,
    PurgeMessages,
    RemoveRole,
    Reply,
    RestoreMessage,
    SendDirect,
    SlowMode,
    Timeout,
    Unban,
    Untimeout,
)
from tests.contract.discord_bench import DiscordBench
from tests.fakes.discord import rights


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[DiscordBench]:
    bench = DiscordBench(tmp_path)
    await bench.open()
    await bench.start()
    yield bench
    await bench.close()


def said(bench: DiscordBench) -> list[str]:
    return [one["content"] for one in bench.fake.world.messages[bench.channel].values()]


async def refused(bench: DiscordBench, action: Effect) -> str:
    """Return why an order is refused, and make sure that nothing but looking was done for it."""
    before = len(bench.fake.requests)
    outcome = await bench.perform(action)
    assert outcome.state is OutcomeState.REFUSED
    assert {one.method for one in bench.fake.requests[before:]} <= {"GET"}
    return outcome.detail


# ------------------------------------------------------------------------------- to members


async def test_a_timeout_ends_when_it_was_decided_to(bench: DiscordBench) -> None:
    ann = await bench.join("Ann")
    until = datetime.now(UTC) + timedelta(hours=1)
    outcome = await bench.perform(Timeout(member=ann, seconds=60, until=until, reason="rule 2"))
    assert outcome.state is OutcomeState.DONE
    member = bench.guild["members"][ann]
    assert datetime.fromisoformat(member["communication_disabled_until"]) == until
    assert bench.guild["audit"][-1]["reason"] == "rule 2 (Evenhand d1)"
    await bench.perform(Untimeout(member=ann))
    assert member["communication_disabled_until"] is None


async def test_the_audit_log_says_why_and_names_the_case(bench: DiscordBench) -> None:
    ann = await bench.join("Ann")
    order = replace(bench.order(Kick(member=ann, reason="spam")), case=12)
    assert (await bench.adapter.perform(order)).state is OutcomeState.DONE
    assert bench.guild["audit"][-1]["reason"] == "spam (Evenhand case 12, d1)"
    assert await bench.adapter.look_up(order) is not None


async def test_the_audit_log_says_who_of_the_team_asked(bench: DiscordBench) -> None:
    mod, ann = await bench.join("Mo"), await bench.join("Ann")
    await bench.say(mod, "until here the gateway has told of them")
    for said, reason in (("spam", "Mo: spam"), ("", "asked for by Mo")):
        await bench.perform(Timeout(member=ann, seconds=60, reason=said), actor=f"discord:{mod}")
        assert bench.guild["audit"][-1]["reason"] == f"{reason} (Evenhand d1)"
    await bench.perform(Untimeout(member=ann), actor="discord:123456789012345678")
    reason = bench.guild["audit"][-1]["reason"]
    assert reason == "asked for by 123456789012345678 (Evenhand d1)"


async def test_a_timeout_beyond_28_days_is_as_long_as_discord_holds_it(bench: DiscordBench) -> None:
    ann = await bench.join("Ann")
    outcome = await bench.perform(Timeout(member=ann, seconds=60 * 86_400))
    assert (outcome.state, outcome.detail) == (OutcomeState.DONE, "Discord holds it for 28 days")


async def test_a_timeout_that_would_be_over_is_not_asked_for(bench: DiscordBench) -> None:
    ann = await bench.join("Ann")
    over = Timeout(member=ann, seconds=1, until=datetime.now(UTC) - timedelta(minutes=1))
    assert (await bench.perform(over)).detail == "it would be over already"
    assert bench.fake.asked("PATCH", "/members/") == []


async def test_a_ban_keeps_out_whom_nobody_knows_here(bench: DiscordBench) -> None:
    stranger = bench.fake.world.user("Zoe")
    outcome = await bench.perform(Ban(member=stranger["id"], reason="raid"))
    assert outcome.state is OutcomeState.DONE
    assert bench.guild["bans"][stranger["id"]]["reason"] == "raid (Evenhand d1)"
    assert (await bench.perform(Unban(member=stranger["id"]))).detail == ""
    assert (await bench.perform(Unban(member=stranger["id"]))).detail == "there was no ban"


async def test_somebody_of_higher_or_equal_rank_is_left_before_any_request(
    bench: DiscordBench,
) -> None:
    chief = bench.fake.world.role(bench.guild, "Chief")
    kim = bench.fake.people.join(bench.guild, "Kim", roles=[chief["id"]])["id"]
    orders = (Timeout(member=kim, seconds=60), Untimeout(member=kim), Kick(member=kim))
    for action in (*orders, Ban(member=kim)):
        assert await refused(bench, action) == (
            "I can't do that to Kim: their role 'Chief' stands as high as mine or above. Move "
            "'Evenhand' above it in Server Settings, Roles."
        )


async def test_the_owner_is_left_alone(bench: DiscordBench) -> None:
    owner = bench.guild["owner_id"]
    assert "owns this server" in await refused(bench, Timeout(member=owner, seconds=60))


NEEDS: list[tuple[Effect, int, str]] = [
    (Timeout(member="?", seconds=60), rights.MODERATE_MEMBERS, "'Timeout Members'"),
    (Kick(member="?"), rights.KICK, "'Kick Members'"),
    (Ban(member="?"), rights.BAN, "'Ban Members'"),
    (Unban(member="?"), rights.BAN, "'Ban Members'"),
    (AddRole(member="?", role="Helper"), rights.MANAGE_ROLES, "'Manage Roles'"),
    (DeleteMessage(channel="general", message="?"), rights.MANAGE_MESSAGES, "'Manage Messages'"),
    (SlowMode(channel="general", seconds=5), rights.MANAGE_CHANNELS, "'Manage Channels'"),
    (LockChannel(channel="general"), rights.MANAGE_ROLES, "'Manage Roles'"),
    (Reply(channel="general", text="hi"), rights.SEND_MESSAGES, "'Send Messages'"),
]


@pytest.mark.parametrize(("action", "right", "name"), NEEDS)
async def test_a_missing_permission_is_named_before_any_request(
    bench: DiscordBench, action: Effect, right: int, name: str
) -> None:
    ann = await bench.join("Ann")
    message = await bench.say(ann, "hello")
    for role in bench.guild["roles"].values():
        role["permissions"] = str(int(role["permissions"]) & ~right)
        told = {"guild_id": bench.place, "role": role}
        bench.fake.world.tell(bench.place, "GUILD_ROLE_UPDATE", told)
    await bench.say(ann, "until here the gateway has told it")
    bench.fake.requests.clear()
    known = {"member": ann, "message": message}
    fields = {name: known.get(name, getattr(action, name)) for name in action.__slots__}
    detail = await refused(bench, type(action)(**fields))
    assert detail.startswith(f"I lack the permission {name} in ")
    assert detail.endswith("Server Settings, Roles.")


ROLES = [
    # a role that nobody has made
    ("Nobody's", "There is no role 'Nobody's'"),
    # Evenhand's own, which Discord manages
    ("Evenhand", "Discord itself manages the role 'Evenhand'"),
    # one above Evenhand
    ("Chief", "stands as high as mine or above"),
]


@pytest.mark.parametrize(("role", "why"), ROLES)
async def test_roles_that_cannot_be_given_are_told(
    bench: DiscordBench, role: str, why: str
) -> None:
    bench.fake.world.role(bench.guild, "Chief")
    ann = await bench.join("Ann")
    await bench.say(ann, "until here the gateway has told it")
    assert why in await refused(bench, AddRole(member=ann, role=role))
    assert why in await refused(bench, RemoveRole(member=ann, role=role))


# ------------------------------------------------------------------------------ to messages


async def test_messages_on_both_sides_of_the_border_of_14_days_are_removed(
    bench: DiscordBench,
) -> None:
    ann = bench.user(await bench.join("Ann"))
    old = datetime.now(UTC) - timedelta(days=15)
    put = bench.fake.people.say
    ids = [put(bench.guild, bench.room, ann, "x", heard=False)["id"] for _ in range(201)]
    ids += [put(bench.guild, bench.room, ann, "x", at=old, heard=False)["id"] for _ in range(2)]
    purge = PurgeMessages(channel=bench.channel, messages=(*ids, ids[0]))
    assert (await bench.perform(purge)).state is OutcomeState.DONE
    assert said(bench) == []
    batches = [len(one.body["messages"]) for one in bench.fake.asked("POST", "/bulk-delete")]
    assert batches == [100, 100]
    assert len(bench.fake.asked("DELETE", "/messages/")) == 3


async def test_what_is_said_mentions_nobody_and_previews_nothing(bench: DiscordBench) -> None:
    await bench.perform(Reply(channel="#general", text="@everyone <@&1> [x](https://y.example)"))
    body = bench.fake.asked("POST", "/messages")[0].body
    assert body["allowed_mentions"] == {"parse": []}
    assert body["flags"] == 4
    assert body["content"] == "@​everyone \\<@&1> \\[x\\](https://y.example)"


async def test_a_long_text_is_cut_to_what_discord_takes(bench: DiscordBench) -> None:
    await bench.perform(Reply(channel=bench.channel, text="words " * 500))
    await bench.perform(Reply(channel=bench.channel, text="*" * 3000))
    words, stars = said(bench)
    assert (len(words), words[-1]) == (2000, "…")
    assert stars == "\\*" * 999 + "…"  # no half escape at the end


async def test_an_answer_to_a_message_that_is_gone_is_said_all_the_same(
    bench: DiscordBench,
) -> None:
    gone = Reply(channel=bench.channel, text="hi", message="100000000000000000")
    assert (await bench.perform(gone)).state is OutcomeState.DONE


async def test_buttons_stand_in_rows_of_five(bench: DiscordBench) -> None:
    buttons = tuple(Button(id=f"why:{n}", label="Why?", style="primary") for n in range(7))
    await bench.perform(Reply(channel=bench.channel, text="hi", buttons=buttons))
    rows = bench.fake.asked("POST", "/messages")[0].body["components"]
    assert [len(row["components"]) for row in rows] == [5, 2]
    assert rows[0]["components"][0] == {
        "type": 2,
        "style": 1,
        "label": "Why?",
        "custom_id": "why:0",
    }


async def test_what_was_said_can_be_changed_also_in_private(bench: DiscordBench) -> None:
    ann = await bench.join("Ann")
    for order in (
        Reply(channel=bench.channel, text="old"),
        SendDirect(member=ann, text="old", channel=bench.channel),
    ):
        made = (await bench.perform(order)).made
        edit = EditReply(of="d1:0", message=made or "", channel=bench.channel, text="new")
        assert (await bench.perform(edit)).state is OutcomeState.DONE
    texts = [m["content"] for room in bench.fake.world.messages.values() for m in room.values()]
    assert texts == ["new", "new"]


async def test_changing_what_is_gone_is_refused(bench: DiscordBench) -> None:
    edit = EditReply(of="d1:0", message="100000000000000000", channel=bench.channel, text="new")
    assert (await bench.perform(edit)).state is OutcomeState.REFUSED
    gone = EditReply(of="d1:0", message="", channel=bench.channel, text="new")
    assert (await bench.perform(gone)).state is OutcomeState.REFUSED


async def test_who_takes_no_direct_messages_is_told_of(bench: DiscordBench) -> None:
    ann = await bench.join("Ann")
    bench.fake.world.closed_to_words.add(ann)
    outcome = await bench.perform(SendDirect(member=ann, text="hi"))
    assert (outcome.state, outcome.detail) == (
        OutcomeState.REFUSED,
        "They take no direct messages from me.",
    )


async def test_a_removed_message_comes_back_as_a_quotation(bench: DiscordBench) -> None:
    ann = await bench.join("Ann")
    back = RestoreMessage(
        channel=bench.channel, message="1", member=ann, member_name="Ann", text="I was *right*"
    )
    assert (await bench.perform(back)).state is OutcomeState.DONE
    assert said(bench) == ["Ann: I was \\*right\\*"]


async def test_a_room_that_is_gone_is_named(bench: DiscordBench) -> None:
    detail = await refused(bench, Reply(channel="#nowhere", text="hi"))
    assert detail == "There is no channel '#nowhere' in Kettle & Co. that I can see."
