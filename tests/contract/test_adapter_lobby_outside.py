"""Whoever may not come in reads why at the door, and may object."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.domain import Answer, Ban, Button, ButtonPressed, SendDirect, Unban
from tests.contract.lobby_bench import Frame, LobbyBench, Page

NOTE = "You can't come back until tomorrow (rule 2)."
APPEAL = (Button(id="appeal:d1", label="Appeal"),)


@pytest.fixture
async def lobby(tmp_path: Path) -> AsyncIterator[LobbyBench]:
    bench = LobbyBench(tmp_path)
    await bench.start()
    yield bench
    await bench.stop()


async def banned(lobby: LobbyBench) -> Page:
    ann = await lobby.enter("Ann")
    await lobby.perform(Ban(member=ann.me, reason="rule 2"), key="ban")
    note = SendDirect(member=ann.me, channel="general", text=NOTE, buttons=APPEAL)
    await lobby.perform(note, key="note")
    return ann


async def shown(page: Page) -> Frame:
    """Return what the door shows once everything on its way is there."""
    await page.ask("nothing")
    return await page.until("out")


async def test_somebody_banned_reads_what_they_were_told_and_objects(lobby: LobbyBench) -> None:
    ann = await banned(lobby)
    out = await shown(ann)
    assert [note["text"] for note in out["notes"]] == [NOTE]
    answer = await ann.ask("press", message=out["notes"][0]["id"], button="appeal:d1")
    assert answer["ok"]
    pressed = await lobby.house.until(ButtonPressed)
    assert (pressed.member.id, pressed.button) == (ann.me, "appeal:d1")
    await lobby.perform(
        Answer(
            member=ann.me, channel="general", text="Somebody else looks at it.", interaction="x"
        ),
        key="answer",
    )
    out = await shown(ann)
    assert [note["text"] for note in out["notes"]] == [NOTE, "Somebody else looks at it."]


async def test_the_door_knows_them_again_in_another_tab(lobby: LobbyBench) -> None:
    ann = await banned(lobby)
    again = await lobby.page(ann.token)
    out = (await again.ask("hello", token=ann.token))["out"]
    assert out["banned"]
    assert (await again.ask("press", message=out["notes"][0]["id"], button="appeal:d1"))["ok"]


async def test_outside_nothing_else_can_be_done(lobby: LobbyBench) -> None:
    ann, bob = await banned(lobby), await lobby.enter("Bob")
    said = (await bob.say("hello"))["message"]
    assert (await ann.say("let me in"))["error"] == "stranger"
    assert (await ann.ask("report", message=said, reason="x"))["error"] == "stranger"
    await lobby.perform(SendDirect(member=bob.me, channel="general", text="hi", buttons=APPEAL))
    theirs = (await bob.until("post", text="hi"))["post"]["id"]
    assert (await ann.ask("press", message=theirs, button="appeal:d1"))["error"] == "gone"
    stranger = await lobby.page()
    assert (await stranger.ask("press", message=theirs, button="appeal:d1"))["error"] == "stranger"


async def test_a_ban_that_is_lifted_shows_at_the_door(lobby: LobbyBench) -> None:
    ann = await banned(lobby)
    await lobby.perform(Unban(member=ann.me), key="unban")
    out = await shown(ann)
    assert not out["banned"]
    assert out["notes"] == []
    assert (await ann.ask("join", token=ann.token, name="Ann"))["ok"]
