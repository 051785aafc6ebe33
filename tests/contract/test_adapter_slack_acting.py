"""What is done in a workspace: said where it belongs, done once, and refused in a sentence."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain import (
    Answer,
    Button,
    DeleteMessage,
    EditReply,
    Kick,
    LockChannel,
    Outcome,
    OutcomeState,
    PurgeMessages,
    Reply,
    RestoreMessage,
    SendDirect,
    Timeout,
    UnlockChannel,
    Untimeout,
)
from bot.errors import NetworkError
from tests.contract.slack_bench import SetClock, SlackBench, slack_at

DONE, REFUSED, FAILED = OutcomeState.DONE, OutcomeState.REFUSED, OutcomeState.FAILED


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[SlackBench]:
    async with slack_at(SlackBench(tmp_path)) as bench:
        yield bench


@pytest.fixture
async def plain(tmp_path: Path) -> AsyncIterator[SlackBench]:
    """A workspace in which no admin gave a token."""
    async with slack_at(SlackBench(tmp_path, admin=False)) as bench:
        yield bench


def shown(blocks: list[dict[str, object]]) -> str:
    """Return what a person reads in our blocks."""
    words = []
    for block in blocks:
        for section in block.get("elements", []):  # type: ignore[attr-defined]  # JSON
            words += [part["text"] for part in section.get("elements", [])]
    return "".join(words)


# ---------------------------------------------------------------------------------- saying


async def test_an_answer_to_a_message_begins_or_joins_its_thread(bench: SlackBench) -> None:
    id = await bench.say(bench.space.owner.id, "question")
    first = await bench.perform(Reply(channel=bench.channel, text="answer", message=id))
    second = await bench.perform(Reply(channel=bench.channel, text="more", message=first.made))
    posts = bench.slack.called("chat.postMessage")
    assert [post["thread_ts"] for post in posts] == [id.rpartition("-")[2]] * 2
    assert second.made is not None


async def test_a_thread_is_found_again_after_a_restart(bench: SlackBench) -> None:
    id = await bench.say(bench.space.owner.id, "question")
    answer = await bench.perform(Reply(channel=bench.channel, text="answer", message=id))
    await bench.restart()
    await bench.perform(Reply(channel=bench.channel, text="more", message=answer.made))
    assert bench.slack.called("chat.postMessage")[-1]["thread_ts"] == id.rpartition("-")[2]


async def test_a_channel_may_be_given_by_its_name(bench: SlackBench) -> None:
    said = await bench.perform(Reply(channel="#help", text="hello"))
    assert said.made is not None
    assert said.made.startswith(bench.channel)


async def test_a_channel_that_is_not_there_is_refused_with_what_to_do(bench: SlackBench) -> None:
    said = await bench.perform(Reply(channel="#nowhere", text="hello"))
    assert said.state is REFUSED
    assert "invite it there" in said.detail


async def test_what_was_said_before_the_process_died_is_found_by_its_key(
    bench: SlackBench,
) -> None:
    order = bench.order(Reply(channel=bench.channel, text="hello"))
    done = await bench.adapter.perform(order)
    await bench.restart()
    assert await bench.adapter.look_up(order) == done
    again = bench.order(Reply(channel=bench.channel, text="hello"))
    assert await bench.adapter.look_up(again) is None


async def test_a_private_word_is_found_by_its_key_as_well(bench: SlackBench) -> None:
    order = bench.order(SendDirect(member=bench.space.owner.id, text="hello"))
    done = await bench.adapter.perform(order)
    await bench.restart()
    assert await bench.adapter.look_up(order) == done


async def test_an_answer_of_slacks_that_got_lost_is_no_second_message(bench: SlackBench) -> None:
    bench.slack.fail("chat.postMessage", -502)
    order = bench.order(Reply(channel=bench.channel, text="hello"))
    with pytest.raises(NetworkError):
        await bench.adapter.perform(order)
    found = await bench.adapter.look_up(order)
    assert found is not None
    assert found.state is DONE
    assert await bench.adapter.perform(order) == found
    assert len(bench.slack.called("chat.postMessage")) == 1


async def test_a_slack_that_is_not_well_did_nothing(bench: SlackBench) -> None:
    bench.slack.fail("chat.postMessage", 503)
    order = bench.order(Reply(channel=bench.channel, text="hello"))
    with pytest.raises(NetworkError):
        await bench.adapter.perform(order)
    assert await bench.adapter.look_up(order) is None


async def test_slacks_own_pace_is_kept_and_no_request_is_made_meanwhile(bench: SlackBench) -> None:
    bench.slack.fail("chat.postMessage", {"ok": False, "error": "ratelimited", "retry_after": 42})
    first = await bench.perform(Reply(channel=bench.channel, text="hello"))
    second = await bench.perform(Reply(channel=bench.channel, text="hello"))
    assert first == Outcome(state=FAILED, detail=first.detail, retry_after=42.0)
    assert second.state is FAILED
    assert second.retry_after is not None
    assert 40 < second.retry_after <= 42
    assert len(bench.slack.called("chat.postMessage")) == 1


async def test_our_words_can_be_changed(bench: SlackBench) -> None:
    press = (Button(id="claim:1", label="Claim", style="primary"),)
    said = await bench.perform(Reply(channel="#help", text="before", buttons=press))
    assert said.made is not None
    edit = EditReply(of="x", channel="#help", message=said.made, text="after")
    assert (await bench.perform(edit)).state is DONE
    message = bench.room.messages[said.made.rpartition("-")[2]]
    assert shown(message.blocks) == "after"
    assert len(message.blocks) == 1


async def test_a_change_to_what_was_never_said_is_refused(bench: SlackBench) -> None:
    edit = EditReply(of="x", channel=bench.channel, text="after")
    assert (await bench.perform(edit)).state is REFUSED


async def test_a_message_brought_back_is_quoted(bench: SlackBench) -> None:
    back = RestoreMessage(
        channel=bench.channel, message="gone", member="U1", member_name="Ann", text="my words"
    )
    said = await bench.perform(back)
    assert said.made is not None
    assert shown(bench.room.messages[said.made.rpartition("-")[2]].blocks) == "@Ann: my words"


async def test_words_to_a_bot_are_refused(bench: SlackBench) -> None:
    said = await bench.perform(SendDirect(member=bench.space.bot.id, text="hello"))
    assert said.state is REFUSED


async def test_words_in_an_archived_channel_are_refused(bench: SlackBench) -> None:
    bench.room.archived = True
    said = await bench.perform(Reply(channel=bench.channel, text="hello"))
    assert (said.state, said.detail) == (
        REFUSED,
        "That channel is archived, so nothing can be changed in it.",
    )


async def test_a_missing_scope_is_named(bench: SlackBench) -> None:
    bench.slack.tokens[f"xoxb-{bench.place}-bot"].scopes.discard("chat:write")
    said = await bench.perform(Reply(channel=bench.channel, text="hello"))
    assert said.state is REFUSED
    assert "chat:write" in said.detail


async def test_a_command_without_a_link_back_is_answered_in_a_note(bench: SlackBench) -> None:
    owner = bench.space.owner.id
    await bench.perform(Answer(member=owner, channel=bench.channel, text="fine"))
    (note,) = bench.space.ephemerals
    assert (note.user, note.channel, shown(note.blocks)) == (owner, bench.channel, "fine")


async def test_an_answer_goes_to_no_address_but_slacks(bench: SlackBench) -> None:
    owner = bench.space.owner.id
    for url in ("https://evil.example/x", "http://hooks.slack.com/x", "file:///etc/passwd"):
        answer = Answer(member=owner, channel=bench.channel, text="fine", interaction=url)
        assert (await bench.perform(answer)).state is DONE
    assert len(bench.space.ephemerals) == 3


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


async def test_many_messages_go_a_few_at_a_time(bench: SlackBench) -> None:
    ids = [await bench.say(bench.space.owner.id, f"line {number}") for number in range(7)]
    purge = PurgeMessages(channel=bench.channel, messages=tuple(ids))
    first = await bench.perform(purge, "purge")
    assert (first.state, first.detail) == (FAILED, "5 of 7 are gone so far")
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
        async with asyncio.timeout(5):
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
    assert set(bench.adapter.can) - set(plain.adapter.can) == {LockChannel, UnlockChannel}


async def test_posting_is_restricted_where_the_plan_allows(bench: SlackBench) -> None:
    no = await bench.perform(LockChannel(channel=bench.channel))
    assert no.state is REFUSED
    assert "admin.conversations:write" in no.detail
    bench.slack.tokens[bench.admin].scopes.add("admin.conversations:write")
    assert (await bench.perform(LockChannel(channel=bench.channel))).state is DONE
    assert bench.room.posting == f"type:admin,user:{bench.space.bot.id}"
    assert (await bench.perform(UnlockChannel(channel=bench.channel))).state is DONE
    assert bench.room.posting == "type:everyone"
