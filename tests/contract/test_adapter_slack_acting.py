"""What is done in a workspace: said where it belongs, done once, and refused in a sentence."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.domain import (
    Answer,
    Button,
    EditReply,
    Outcome,
    OutcomeState,
    Reply,
    RestoreMessage,
    SendDirect,
)
from bot.errors import NetworkError
from tests.contract.slack_bench import SlackBench, shown, slack_at

DONE, REFUSED, FAILED = OutcomeState.DONE, OutcomeState.REFUSED, OutcomeState.FAILED


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[SlackBench]:
    async with slack_at(SlackBench(tmp_path)) as bench:
        yield bench


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
    assert 0 < second.retry_after <= 42
    assert len(bench.slack.called("chat.postMessage")) == 1


async def test_many_orders_at_once_are_put_off_before_slack_has_to_say_so(
    bench: SlackBench,
) -> None:
    said = [bench.perform(Reply(channel=bench.channel, text=f"line {n}")) for n in range(80)]
    outcomes = await asyncio.gather(*said)
    assert bench.slack.slowed == 0
    done = [outcome for outcome in outcomes if outcome.state is DONE]
    assert len(done) == len(bench.room.messages)
    assert all(o.state is DONE or (o.retry_after or 0) > 0 for o in outcomes)
    assert 15 <= len(done) < 60


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


async def test_a_german_team_reads_in_german_why_something_was_not_done(bench: SlackBench) -> None:
    bench.house.languages["kettle-co"] = "de"
    no = await bench.perform(Reply(channel="#nowhere", text="hello"))
    assert no.detail.startswith("Diesen Channel kennt Slack nicht")
