"""What is taken down in a workspace, who is taken out, and what its tokens and plan allow."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.slack import deleting
from adapters.slack.locks import Locks
from bot.domain import (
    DeleteMessage,
    Kick,
    LockChannel,
    OutcomeState,
    PurgeMessages,
    Reply,
    Timeout,
    UnarchiveChannel,
    UnlockChannel,
    Untimeout,
)
from bot.errors import NetworkError
from tests.contract.slack_bench import SetClock, SlackBench, shown, slack_at
from tests.support.patience import PATIENCE

DONE, REFUSED, FAILED = OutcomeState.DONE, OutcomeState.REFUSED, OutcomeState.FAILED
#: What an org admin's token needs to say who may post.
ORG = {"admin.conversations:read", "admin.conversations:write"}


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[SlackBench]:
    async with slack_at(SlackBench(tmp_path)) as bench:
        yield bench


@pytest.fixture
async def plain(tmp_path: Path) -> AsyncIterator[SlackBench]:
    """A workspace in which no admin gave a token."""
    async with slack_at(SlackBench(tmp_path, admin=False)) as bench:
        yield bench


# -------------------------------------------------------------------------------- taking down


async def test_an_admins_token_takes_down_what_others_wrote(bench: SlackBench) -> None:
    ann = await bench.join("Ann")
    id = await bench.say(ann, "insult")
    delete = DeleteMessage(channel=bench.channel, message=id, member=ann)
    assert (await bench.perform(delete)).state is DONE
    assert id.rpartition("-")[2] not in bench.room.messages
    assert (await bench.perform(delete)).detail == "already gone"


@pytest.mark.parametrize(("locale", "word"), [("en-US", "please delete it"), ("de-DE", "Lösch")])
async def test_without_one_the_author_is_asked_kindly_and_the_team_hears_it(
    plain: SlackBench, locale: str, word: str
) -> None:
    ann = await plain.join("Ann")
    plain.space.users[ann].locale = locale
    await plain.restart()
    id = await plain.say(ann, "insult")
    outcome = await plain.perform(DeleteMessage(channel=plain.channel, message=id, member=ann))
    assert outcome.state is REFUSED
    assert "EVENHAND_SLACK_USER_TOKEN" in outcome.detail
    assert "I asked the author" in outcome.detail
    assert plain.slack.called("chat.delete") == []
    (note,) = plain.space.ephemerals
    assert note.user == ann
    assert word in shown(note.blocks)


async def test_our_own_words_can_be_taken_down_without_one(plain: SlackBench) -> None:
    said = await plain.perform(Reply(channel=plain.channel, text="hello"))
    assert said.made is not None
    delete = DeleteMessage(channel=plain.channel, message=said.made)
    assert (await plain.perform(delete)).state is DONE


async def test_many_messages_go_a_few_at_a_time(
    bench: SlackBench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deleting, "AT_A_GO", 0.0)
    ids = [await bench.say(bench.space.owner.id, f"line {number}") for number in range(7)]
    purge = PurgeMessages(channel=bench.channel, messages=tuple(ids))
    first = await bench.perform(purge, "purge")
    assert (first.state, first.detail) == (FAILED, "1 of 7 are gone so far")
    monkeypatch.undo()
    assert (await bench.perform(purge, "purge")).state is DONE
    assert bench.room.messages == {}


# ---------------------------------------------------------------------------------- time-outs


async def test_a_time_out_takes_somebody_out_and_lets_them_back_in_time(tmp_path: Path) -> None:
    clock = SetClock()
    async with slack_at(SlackBench(tmp_path, clock=clock)) as bench:
        ann = await bench.join("Ann")
        outcome = await bench.perform(Timeout(member=ann, seconds=600))
        assert outcome.state is DONE
        assert "#help" in outcome.detail
        assert "#general" in outcome.detail
        assert ann not in bench.room.members
        clock.at += timedelta(seconds=601)
        await bench.restart()
        async with asyncio.timeout(PATIENCE):
            await bench.slack.let_in.wait()
        assert ann in bench.room.members


async def test_somebody_who_comes_back_before_their_time_is_taken_out_again(
    bench: SlackBench,
) -> None:
    ann = await bench.join("Ann")
    await bench.perform(Timeout(member=ann, seconds=600))
    await bench.restart()
    assert await bench.slack.enter(bench.space, bench.room, ann)
    assert ann not in bench.room.members


async def test_a_time_out_that_is_lifted_lets_them_back_at_once(bench: SlackBench) -> None:
    ann = await bench.join("Ann")
    await bench.perform(Timeout(member=ann, seconds=600))
    assert (await bench.perform(Untimeout(member=ann))).state is DONE
    assert ann in bench.room.members
    assert (await bench.perform(Untimeout(member=ann))).detail == "there was no time-out"


async def test_a_channel_that_gets_a_new_id_is_the_same_channel(bench: SlackBench) -> None:
    bench.slack.tokens[bench.admin].scopes |= ORG
    await bench.restart()
    ann = await bench.join("Ann")
    bench.room.posting = f"type:admin,user:{ann}"
    assert (await bench.perform(LockChannel(channel=bench.channel))).state is DONE
    assert (await bench.perform(Timeout(member=ann, seconds=3600))).state is DONE
    assert await bench.slack.new_id(bench.space, bench.room, "C0SHARED01")
    await bench.restart()
    assert (await bench.perform(Untimeout(member=ann))).state is DONE
    assert ann in bench.room.members
    assert (await bench.perform(UnlockChannel(channel="help"))).state is DONE
    assert bench.room.posting == f"type:admin,user:{ann}"


async def test_a_workspace_that_lets_admins_alone_remove_people_needs_their_token(
    plain: SlackBench,
) -> None:
    plain.space.admins_remove_only = True
    ann = await plain.join("Ann")
    outcome = await plain.perform(Timeout(member=ann, seconds=600))
    assert outcome.state is REFUSED
    assert ann in plain.room.members
    await plain.slack.enter(plain.space, plain.room, ann)
    assert ann in plain.room.members


async def test_an_admins_token_removes_where_the_app_may_not(bench: SlackBench) -> None:
    bench.space.admins_remove_only = True
    ann = await bench.join("Ann")
    assert (await bench.perform(Kick(member=ann))).state is DONE
    assert ann not in bench.room.members


# ------------------------------------------------------------------------------ what it can do


async def test_what_can_be_done_follows_from_the_tokens(
    bench: SlackBench, plain: SlackBench
) -> None:
    own, of_org = {UnarchiveChannel}, {LockChannel, UnlockChannel}
    assert set(bench.adapter.can) - set(plain.adapter.can) == own
    bench.slack.tokens[bench.admin].scopes |= ORG
    await bench.restart()
    assert set(bench.adapter.can) - set(plain.adapter.can) == own | of_org


async def test_an_admins_token_that_ended_is_said_and_takes_nothing_else_with_it(
    bench: SlackBench, caplog: pytest.LogCaptureFixture
) -> None:
    bench.slack.tokens[bench.admin].revoked = True
    await bench.restart()
    assert "the admin's token for the Slack workspace T0KETTLE01: Slack takes this" in caplog.text
    ann = await bench.join("Ann")
    message = await bench.say(ann, "hello")
    no = await bench.perform(DeleteMessage(channel=bench.channel, message=message, member=ann))
    assert no.state is REFUSED
    assert "I asked the author to take it down." in no.detail
    assert [note.user for note in bench.space.ephemerals] == [ann]


async def test_a_channel_is_opened_to_whom_it_was_open_before(bench: SlackBench) -> None:
    bench.slack.tokens[bench.admin].scopes |= ORG
    ann = await bench.join("Ann")
    bench.room.posting = f"type:admin,user:{ann}"
    lock, unlock = LockChannel(channel=bench.channel), UnlockChannel(channel=bench.channel)
    assert await bench.adapter.is_so(bench.place, lock) is None
    for _ in range(2):
        assert (await bench.perform(lock)).state is DONE
    assert bench.room.posting == f"type:admin,user:{bench.space.bot.id}"
    await bench.restart()
    assert await bench.adapter.is_so(bench.place, lock) is True
    assert await bench.adapter.kept_about(bench.place, ann) != {}
    assert (await bench.perform(unlock)).state is DONE
    assert bench.room.posting == f"type:admin,user:{ann}"
    no = await bench.perform(unlock)
    assert no.state is REFUSED
    assert "Evenhand did not lock this channel" in no.detail


async def test_a_note_of_locks_that_cannot_be_kept_locks_nothing(
    bench: SlackBench, tmp_path: Path
) -> None:
    bench.slack.tokens[bench.admin].scopes |= ORG
    (tmp_path / "locks.new").mkdir()
    with pytest.raises(NetworkError, match="make room on the disk"):
        await bench.perform(LockChannel(channel=bench.channel))
    assert bench.room.posting == "type:everyone"
    (tmp_path / "locks.json").write_text("[]")
    with pytest.raises(NetworkError, match="cannot be read"):
        Locks(tmp_path / "locks.json").before("T1", "C1")


async def test_posting_is_restricted_where_the_plan_allows(bench: SlackBench) -> None:
    no = await bench.perform(LockChannel(channel=bench.channel))
    assert no.state is REFUSED
    assert "admin.conversations:write" in no.detail
    bench.slack.tokens[bench.admin].scopes |= ORG
    await bench.restart()
    assert LockChannel in bench.adapter.can
    assert (await bench.perform(LockChannel(channel=bench.channel))).state is DONE
    assert bench.room.posting == f"type:admin,user:{bench.space.bot.id}"
    assert (await bench.perform(UnlockChannel(channel=bench.channel))).state is DONE
    assert bench.room.posting == "type:everyone"
