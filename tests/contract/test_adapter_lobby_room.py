"""What a person meets in the lobby: what is shown to whom, and what is not let through."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.clock import HandClock
from bot.domain import (
    AddRole,
    Answer,
    Button,
    ButtonPressed,
    CommandGiven,
    DeleteMessage,
    EditReply,
    Event,
    MemberLeft,
    Mention,
    MessageDeleted,
    MessageEdited,
    MessagePosted,
    OutcomeState,
    Reply,
    ReportFiled,
    RestoreMessage,
    SendDirect,
)
from tests.contract.lobby_bench import LobbyBench, new_id

NOON = datetime(2026, 1, 5, 12, 0, tzinfo=UTC)
YES = Button(id="yes:1", label="Yes")


@pytest.fixture
def clock() -> HandClock:
    return HandClock(NOON)


@pytest.fixture
async def lobby(tmp_path: Path, clock: HandClock) -> AsyncIterator[LobbyBench]:
    bench = LobbyBench(tmp_path, clock)
    await bench.start()
    yield bench
    await bench.stop()


async def test_a_message_is_shown_to_everybody_who_is_there(lobby: LobbyBench) -> None:
    ann, bob = await lobby.enter("Ann"), await lobby.enter("Bob")
    said = await ann.say("hello")
    shown = await bob.until("post")
    assert (shown["post"]["id"], shown["post"]["text"]) == (said["message"], "hello")


async def test_a_message_is_shown_to_nobody_before_the_house_has_it(lobby: LobbyBench) -> None:
    ann, bob = await lobby.enter("Ann"), await lobby.enter("Bob")
    lobby.house.gate.clear()
    saying = asyncio.create_task(ann.say("hello"))
    await lobby.house.knocked.wait()
    await bob.settled()
    assert bob.posts() == []
    lobby.house.gate.set()
    await saying
    assert (await bob.until("post"))["post"]["text"] == "hello"


async def test_a_message_sent_again_stays_one(lobby: LobbyBench) -> None:
    ann = await lobby.enter("Ann")
    id = new_id()
    first, second = await ann.say("hello", id=id), await ann.say("hello", id=id)
    await ann.settled()
    assert first["message"] == second["message"]
    assert len(ann.posts()) == 1
    assert len(lobby.house.of(MessagePosted)) == 1


async def test_a_removed_message_shows_by_which_rule_and_not_its_words(lobby: LobbyBench) -> None:
    ann, bob = await lobby.enter("Ann"), await lobby.enter("Bob")
    message = (await ann.say("you are all idiots"))["message"]
    await lobby.perform(DeleteMessage(channel="general", message=message), actor="Keep insults out")
    gone = (await bob.until("post", removed="policy:Keep insults out"))["post"]
    assert (gone["id"], gone["text"]) == (message, "")


async def test_a_message_removed_by_a_person_says_so(lobby: LobbyBench) -> None:
    ann = await lobby.enter("Ann")
    message = (await ann.say("hello"))["message"]
    await lobby.perform(DeleteMessage(channel="general", message=message), actor="lobby:p-1")
    assert await ann.until("post", removed="team")


async def test_a_message_removed_before_it_is_shown_never_shows_its_words(
    lobby: LobbyBench,
) -> None:
    ann, bob = await lobby.enter("Ann"), await lobby.enter("Bob")

    async def remove(event: Event) -> None:
        if isinstance(event, MessagePosted):
            await lobby.perform(DeleteMessage(channel="general", message=event.id))

    lobby.house.then = remove
    assert (await ann.say("you are all idiots"))["ok"]
    await bob.until("post", removed="policy:Rule 2")
    assert all("idiots" not in post["text"] for post in bob.posts())


async def test_a_restored_message_stands_where_it_stood(lobby: LobbyBench) -> None:
    ann = await lobby.enter("Ann")
    message = (await ann.say("hello"))["message"]
    await lobby.perform(DeleteMessage(channel="general", message=message))
    back = RestoreMessage(
        channel="general", message=message, member=ann.me, member_name="Ann", text="hello"
    )
    assert (await lobby.perform(back)).made == message
    shown = await ann.until("post", restored=True)
    assert (shown["post"]["text"], shown["post"]["seq"]) == ("hello", 1)


async def test_a_private_note_is_seen_by_its_member_alone(lobby: LobbyBench) -> None:
    ann, bob = await lobby.enter("Ann"), await lobby.enter("Bob")
    note = SendDirect(member=ann.me, text="A word", channel="general", buttons=(YES,))
    await lobby.perform(note)
    shown = (await ann.until("post", private=True))["post"]
    assert shown["buttons"] == [{"id": "yes:1", "label": "Yes", "style": "plain"}]
    await bob.settled()
    assert bob.posts() == []
    assert (await lobby.enter("Cem")).posts() == []


async def test_a_private_word_is_never_put_where_its_reader_cannot_look(lobby: LobbyBench) -> None:
    ann, mara = await lobby.enter("Ann"), await lobby.enter("Mara", seat=True)
    for page, channel in ((ann, "general"), (mara, "mod-alerts")):
        await lobby.perform(SendDirect(member=page.me, text="A word", channel="#mod-alerts"))
        shown = await page.until("post", private=True)
        assert shown["post"]["channel"] == channel


async def test_the_team_alone_sees_its_alerts(lobby: LobbyBench) -> None:
    mara, ann = await lobby.enter("Mara", seat=True), await lobby.enter("Ann")
    await lobby.perform(Reply(channel="#mod-alerts", text="#1 · insult removed", buttons=(YES,)))
    assert (await mara.until("post"))["post"]["channel"] == "mod-alerts"
    await ann.settled()
    assert ann.posts() == []
    welcome = await ann.until("welcome")
    assert [hall["id"] for hall in welcome["halls"]] == ["general", "help"]
    assert (await ann.say("let me in", channel="mod-alerts"))["error"] == "no_channel"


async def test_somebody_who_joins_the_team_sees_the_alerts_at_once(lobby: LobbyBench) -> None:
    await lobby.perform(Reply(channel="mod-alerts", text="#1 · insult removed"))
    ann = await lobby.enter("Ann")
    ann.frames.clear()
    await lobby.perform(AddRole(member=ann.me, role="Moderator"))
    welcome = await ann.until("welcome")
    assert [post["text"] for post in welcome["posts"]] == ["#1 · insult removed"]


async def test_a_reply_can_be_changed_by_the_order_that_made_it(lobby: LobbyBench) -> None:
    ann = await lobby.enter("Ann")
    await lobby.perform(Reply(channel="general", text="Before", buttons=(YES,)), key="alert")
    await lobby.perform(EditReply(of="alert", channel="general", text="After"))
    shown = (await ann.until("post", text="After"))["post"]
    assert shown["buttons"] == []
    lost = await lobby.perform(EditReply(of="unknown", channel="general", text="After"))
    assert lost.state is OutcomeState.REFUSED


async def test_an_order_for_a_channel_that_is_not_there_is_refused(lobby: LobbyBench) -> None:
    outcome = await lobby.perform(Reply(channel="#nowhere", text="hello"))
    assert outcome.state is OutcomeState.REFUSED
    assert outcome.detail == (
        "The lobby has no channel '#nowhere'; there are #general, #help, #mod-alerts."
    )


async def test_a_command_names_its_people_and_channels(lobby: LobbyBench) -> None:
    mara, ann = await lobby.enter("Mara", seat=True), await lobby.enter("Ann")
    asked = await mara.ask("command", text="/warn @ann look at #help and @nobody", channel="help")
    assert asked["ok"]
    (command,) = lobby.house.of(CommandGiven)
    assert (command.name, command.raw) == ("warn", "@ann look at #help and @nobody")
    assert command.mentions == (
        Mention(id=ann.me, kind="member", name="Ann"),
        Mention(id="help", kind="channel", name="help"),
    )
    answer = Answer(member=mara.me, channel="help", text="Done.", interaction=command.interaction)
    await lobby.perform(answer)
    shown = (await mara.until("post"))["post"]
    assert (shown["private"], shown["interaction"]) == (True, asked["id"])


async def test_an_unknown_command_is_answered_at_once(lobby: LobbyBench) -> None:
    ann = await lobby.enter("Ann")
    refused = await ann.ask("command", text="/dance now")
    assert (refused["error"], refused["name"]) == ("no_command", "dance")
    assert lobby.house.of(CommandGiven) == []


async def test_somebody_is_offered_the_commands_of_their_standing(lobby: LobbyBench) -> None:
    mara, ann = await lobby.enter("Mara", seat=True), await lobby.enter("Ann")
    offered = [[c["name"] for c in (await p.until("welcome"))["commands"]] for p in (mara, ann)]
    assert offered == [["rules", "warn", "policy"], ["rules"]]


async def test_a_button_is_pressed_where_it_was_shown(lobby: LobbyBench) -> None:
    ann, bob = await lobby.enter("Ann"), await lobby.enter("Bob")
    made = (await lobby.perform(SendDirect(member=ann.me, text="A word", buttons=(YES,)))).made
    assert (await ann.ask("press", message=made, button="yes:1"))["ok"]
    (pressed,) = lobby.house.of(ButtonPressed)
    assert (pressed.button, pressed.message, pressed.member.id) == ("yes:1", made, ann.me)
    # Neither a button that was never shown, nor another person's.
    assert (await ann.ask("press", message=made, button="ban:everyone"))["error"] == "gone"
    assert (await bob.ask("press", message=made, button="yes:1"))["error"] == "gone"


async def test_a_report_says_who_what_and_why(lobby: LobbyBench) -> None:
    ann, bob = await lobby.enter("Ann"), await lobby.enter("Bob")
    message = (await ann.say("buy this"))["message"]
    assert (await bob.ask("report", message=message, reason="spam"))["ok"]
    (report,) = lobby.house.of(ReportFiled)
    assert report.accused is not None
    assert (report.accused.id, report.member.id) == (ann.me, bob.me)
    assert (report.message, report.text, report.reason) == (message, "buy this", "spam")
    assert (await ann.ask("report", message=message))["error"] == "not_reportable"


async def test_people_change_and_take_back_their_own_messages_only(lobby: LobbyBench) -> None:
    ann, bob = await lobby.enter("Ann"), await lobby.enter("Bob")
    message = (await ann.say("helo"))["message"]
    assert (await bob.ask("edit", message=message, text="mine"))["error"] == "gone"
    assert (await ann.ask("edit", message=message, text="hello"))["ok"]
    assert (await bob.until("post", edited=True))["post"]["text"] == "hello"
    assert lobby.house.of(MessageEdited)[0].message == message
    assert (await ann.ask("remove", message=message))["ok"]
    assert await bob.until("post", removed="author")
    assert lobby.house.of(MessageDeleted)[0].message == message


async def test_somebody_who_leaves_is_gone(lobby: LobbyBench) -> None:
    ann, bob = await lobby.enter("Ann"), await lobby.enter("Bob")
    assert (await ann.ask("leave"))["ok"]
    assert (await bob.until("person", name="Ann"))["person"]["here"] is False
    assert (await lobby.house.until(MemberLeft)).member.id == ann.me


async def test_somebody_away_for_long_has_left(lobby: LobbyBench, clock: HandClock) -> None:
    ann, mara = await lobby.enter("Ann"), await lobby.enter("Mara", seat=True)
    await ann.close()
    await mara.until("person", name="Ann", online=False)
    clock.tick(601)
    assert (await lobby.house.until(MemberLeft)).member.id == ann.me


async def test_the_house_suggests_what_the_page_cannot_know(lobby: LobbyBench) -> None:
    mara = await lobby.enter("Mara", seat=True)
    answer = await mara.ask("complete", command="policy", parameter="policy", typed="ke")
    assert answer["items"] == ["Keep insults out"]


async def test_an_answer_that_comes_first_still_stands_behind_its_message(
    lobby: LobbyBench,
) -> None:
    ann, bob = await lobby.enter("Ann"), await lobby.enter("Bob")

    async def answer(event: Event) -> None:
        if isinstance(event, MessagePosted):
            await lobby.perform(Reply(channel="general", message=event.id, text="Yes."))

    lobby.house.then = answer
    message = (await ann.say("Can I?"))["message"]
    await bob.until("post", id=message)
    shown = sorted(bob.posts(), key=lambda post: int(post["seq"]))
    assert [post["text"] for post in shown] == ["Can I?", "Yes."]
    assert shown[1]["reply_to"] == message
