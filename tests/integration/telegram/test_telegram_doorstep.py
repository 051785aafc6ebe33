"""What the doctor finds, and what the bot says when its own seat changes."""

from collections.abc import Sequence

import pytest

from bot.domain import Reply
from bot.ports import Examiner, Finding
from tests.contract.telegram_bench import TelegramBench
from tests.fakes.telegram.chats import RIGHTS, Chat


async def found(bench: TelegramBench) -> Sequence[Finding]:
    assert isinstance(bench.adapter, Examiner)
    return await bench.adapter.examine()


def bad(findings: Sequence[Finding]) -> str:
    return " | ".join(f"{one.what} {one.mend}" for one in findings if not one.ok)


async def listened_once(bench: TelegramBench) -> None:
    await bench.start()
    await bench.say(await bench.join("Ann"), "hello")
    await bench.stop()


async def test_a_bot_that_is_well_is_told_so(quiet: TelegramBench) -> None:
    await listened_once(quiet)
    findings = await found(quiet)
    assert bad(findings) == ""
    assert any("Kettle & Co." in one.what for one in findings)


async def test_a_bot_that_never_listened_looks_at_itself(quiet: TelegramBench) -> None:
    assert bad(await found(quiet)) == ""


async def test_a_refused_token_is_told(quiet: TelegramBench) -> None:
    quiet.telegram.token = "other"
    assert "refuses the token" in bad(await found(quiet))


async def test_a_network_out_of_reach_is_told(quiet: TelegramBench) -> None:
    await quiet.telegram.stop()
    assert "cannot be reached" in bad(await found(quiet))


async def test_privacy_mode_is_told(quiet: TelegramBench) -> None:
    quiet.cloud.privacy = True
    assert "/setprivacy" in bad(await found(quiet))


async def test_a_webhook_that_is_not_ours_is_told_without_its_path(quiet: TelegramBench) -> None:
    quiet.cloud.webhook = {"url": "https://other.example/secret-path"}
    told = bad(await found(quiet))
    assert "other.example" in told
    assert "secret-path" not in told


@pytest.mark.parametrize(
    ("set_up", "told", "well"),
    [
        ("", "is not set yet", True),
        ("https://bot.example/telegram", "the webhook is set", True),
        ("https://other.example/x", "a start sets ours", True),
    ],
)
async def test_our_own_webhook_is_looked_at(
    quiet: TelegramBench, set_up: str, told: str, *, well: bool
) -> None:
    quiet.webhook = "https://bot.example/telegram"
    quiet.cloud.webhook = {"url": set_up} if set_up else {}
    findings = await quiet.new_adapter().examine()
    assert [one.ok for one in findings if told in one.what] == [well]


@pytest.mark.parametrize(
    ("rights", "told"),
    [
        (frozenset({"can_delete_messages"}), "lacks 'Ban users'"),
        (frozenset({"can_restrict_members"}), "lacks 'Delete messages'"),
    ],
)
async def test_missing_rights_are_told_group_by_group(
    quiet: TelegramBench, rights: frozenset[str], told: str
) -> None:
    await listened_once(quiet)
    quiet.group.seats[quiet.cloud.bot.id].rights = rights
    assert told in bad(await found(quiet))


async def test_a_bot_that_is_no_administrator_or_not_there_is_told(quiet: TelegramBench) -> None:
    await listened_once(quiet)
    seat = quiet.group.seats[quiet.cloud.bot.id]
    seat.status = "member"
    assert "no administrator" in bad(await found(quiet))
    seat.status = "left"
    assert "not in this group" in bad(await found(quiet))


async def test_the_teams_own_group_is_looked_at(quiet: TelegramBench) -> None:
    office = quiet.cloud.group(-1_004_444, "Office")
    await quiet.perform(Reply(channel="-1004444", text="look"))
    assert any("'Office'" in one.what and one.ok for one in await found(quiet))
    office.seats[quiet.cloud.bot.id].status = "left"
    assert "-1004444" in bad(await found(quiet))


async def test_rights_that_are_too_many_are_named(quiet: TelegramBench) -> None:
    await listened_once(quiet)
    quiet.group.seats[quiet.cloud.bot.id].rights = frozenset(RIGHTS)
    findings = await found(quiet)
    assert any("'Add new admins'" in one.what and one.ok for one in findings)


@pytest.mark.parametrize(
    ("right", "told", "forum"),
    [
        ("can_invite_users", "'Invite users via link', with which it lets in", False),
        ("can_pin_messages", "'Pin messages'", False),
        ("can_manage_topics", "'Manage topics'", True),
    ],
)
async def test_rights_that_only_some_need_are_named_and_nothing_is_amiss(
    quiet: TelegramBench, right: str, told: str, *, forum: bool
) -> None:
    await listened_once(quiet)
    quiet.group.is_forum = forum
    rights = frozenset(RIGHTS) - {"can_promote_members"}
    quiet.group.seats[quiet.cloud.bot.id].rights = rights
    assert not any(told in one.what for one in await found(quiet))
    quiet.group.seats[quiet.cloud.bot.id].rights = rights - {right}
    assert [one.ok for one in await found(quiet) if told in one.what] == [True]
    quiet.group.is_forum = False
    assert not any("'Manage topics'" in one.what for one in await found(quiet))


# ----------------------------------------------------------------------- the bot's own seat


def said_in(chat: Chat) -> str:
    return " | ".join(one["text"] for one in chat.messages.values() if "text" in one)


async def test_a_bot_that_is_added_to_a_strange_group_says_its_id(bench: TelegramBench) -> None:
    other = bench.cloud.group(-1_005_555, "Elsewhere")
    other.seats.pop(bench.cloud.bot.id)
    olga = next(iter(other.seats.values())).person
    olga.language = "de"
    bench.people.change(other, olga, bench.cloud.bot, status="member")
    await bench.cloud.until(lambda: "1005555" in said_in(other).replace("\u2060", ""))
    assert "Kennung" in said_in(other)
    assert any('"-1005555"' in line for line in bench.house.announced)


async def test_a_bot_without_a_group_says_what_to_do(quiet: TelegramBench) -> None:
    # what the house hands over where no policy file names a place
    quiet.house.places = {"telegram": "kettle-co"}
    await quiet.start()
    assert any("no policy file names a group" in line for line in quiet.house.announced)
    zoe = quiet.cloud.person("Zoe")
    await quiet.heard(quiet.people.start_bot(zoe))
    await quiet.cloud.until(
        lambda: "don't look after any group" in said_in(quiet.cloud.chat(zoe.id))
    )


async def test_a_bot_says_which_rights_it_needs_and_when_it_has_them(
    bench: TelegramBench,
) -> None:
    me = bench.cloud.bot
    bench.people.change(bench.group, bench.owner, me, status="member", rights=frozenset[str]())
    await bench.cloud.until(lambda: "need to be an administrator" in said_in(bench.group))
    bench.people.change(
        bench.group, bench.owner, me, status="administrator", rights=frozenset(RIGHTS)
    )
    await bench.cloud.until(lambda: "have the rights" in said_in(bench.group))


async def test_a_bot_that_is_removed_says_so_to_the_operator(bench: TelegramBench) -> None:
    update = bench.people.change(bench.group, bench.owner, bench.cloud.bot, status="kicked")
    await bench.heard(update)
    assert any("was removed" in line for line in bench.house.announced)
