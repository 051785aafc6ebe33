"""The lobby in a real browser, with a scripted house behind it: talking and being moderated."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Page, expect

from bot.domain import (
    Answer,
    Button,
    ButtonPressed,
    CommandGiven,
    DeleteMessage,
    EditReply,
    Event,
    Kick,
    LockChannel,
    MessagePosted,
    Reply,
    ReportFiled,
    SendDirect,
    Timeout,
    Untimeout,
)
from tests.acceptance.chromium import Tabs, come_in, write
from tests.contract.lobby_bench import LobbyBench

pytestmark = [
    pytest.mark.browser,
    pytest.mark.acceptance,
    pytest.mark.asyncio(loop_scope="session"),
]

NOTE = "Your last message in #general attacks a person, so I took it down."
ALERT = "#214 · insult removed · @Ann in #general · first time"


@pytest_asyncio.fixture(loop_scope="session")
async def lobby(tmp_path: Path, tabs: Tabs) -> AsyncIterator[LobbyBench]:
    bench = LobbyBench(tmp_path)
    bench.house.then = _Moderation(bench)
    await bench.start()
    yield bench
    # A page whose lobby is gone looks for it, and the browser logs that as an error.
    await tabs.close()
    await bench.stop()


class _Moderation:
    """Does what the house would do about insults, a question, commands and buttons."""

    def __init__(self, lobby: LobbyBench) -> None:
        self.lobby = lobby

    async def __call__(self, event: Event) -> None:
        if isinstance(event, MessagePosted) and "idiots" in event.text:
            await self.remove(event)
        elif isinstance(event, MessagePosted) and "cancel" in event.text:
            buttons = (Button(id="yes:1", label="Yes"), Button(id="person:1", label="Ask a person"))
            text = "Yes, within 24 hours. Did that help?"
            reply = Reply(channel=event.channel, message=event.id, text=text, buttons=buttons)
            await self.lobby.perform(reply)
        elif isinstance(event, CommandGiven | ButtonPressed):
            answer = Answer(
                member=event.member.id,
                channel=event.channel,
                text="So be it.",
                interaction=event.interaction,
            )
            await self.lobby.perform(answer)

    async def remove(self, event: MessagePosted) -> None:
        appeal = (Button(id="why:1", label="Why?"), Button(id="appeal:1", label="Appeal"))
        undo = (Button(id="undo:1", label="Undo"), Button(id="claim:1", label="Claim"))
        await self.lobby.perform(DeleteMessage(channel=event.channel, message=event.id))
        note = SendDirect(member=event.member.id, channel=event.channel, text=NOTE, buttons=appeal)
        await self.lobby.perform(note)
        await self.lobby.perform(
            Reply(channel="#mod-alerts", text=ALERT, buttons=undo), key="alert"
        )


async def seated(tabs: Tabs, lobby: LobbyBench) -> Page:
    page = await tabs.open(lobby.seat_link)
    await come_in(page, "Mara")
    return page


async def guest(tabs: Tabs, lobby: LobbyBench, name: str) -> Page:
    page = await tabs.open(lobby.url())
    await come_in(page, name)
    return page


async def test_two_people_talk(tabs: Tabs, lobby: LobbyBench) -> None:
    ann, bob = await guest(tabs, lobby, "Ann"), await guest(tabs, lobby, "Bob")
    await write(ann, "First frost tonight.")
    await expect(bob.locator("#log .words").last).to_have_text("First frost tonight.")
    await expect(bob.locator("#people")).to_contain_text("Ann")
    await expect(bob.locator("#live")).to_contain_text("Ann: First frost tonight.")


async def test_a_name_that_passes_for_the_team_is_refused_kindly(
    tabs: Tabs, lobby: LobbyBench
) -> None:
    page = await tabs.open(lobby.url())
    await page.get_by_label("Your name here").fill("M0derator")
    await page.keyboard.press("Enter")
    told = page.locator("#name-error")
    await expect(told).to_have_text("That name looks like one of the team's. Please take another.")
    await come_in(page, "Ann")


async def test_an_insult_goes_and_its_author_alone_is_told_why(
    tabs: Tabs, lobby: LobbyBench
) -> None:
    ann, bob = await guest(tabs, lobby, "Ann"), await guest(tabs, lobby, "Bob")
    await write(ann, "you are all idiots")
    for page in (ann, bob):
        await expect(page.locator("#log .removed .words")).to_have_text("Removed · Rule 2")
    note = ann.locator("#log .private")
    await expect(note).to_contain_text(NOTE)
    await expect(note).to_contain_text("Only you see this")
    await note.get_by_role("button", name="Appeal").click()
    pressed = await lobby.house.until(ButtonPressed)
    assert pressed.button == "appeal:1"
    await expect(ann.locator("#log .private").last).to_contain_text("So be it.")
    await expect(bob.locator("#log .private")).to_have_count(0)
    assert "idiots" not in await bob.content()


async def test_a_question_is_answered_with_buttons(tabs: Tabs, lobby: LobbyBench) -> None:
    ann = await guest(tabs, lobby, "Ann")
    await ann.get_by_role("button", name="#help").click()
    await write(ann, "Can I still cancel my order?")
    answer = ann.locator("#log .host")
    await expect(answer.locator(".quote")).to_have_text("Ann: Can I still cancel my order?")
    await answer.get_by_role("button", name="Ask a person").click()
    assert (await lobby.house.until(ButtonPressed)).button == "person:1"


async def test_a_moderator_gets_an_alert_and_presses_its_button(
    tabs: Tabs, lobby: LobbyBench
) -> None:
    mara, ann = await seated(tabs, lobby), await guest(tabs, lobby, "Ann")
    await expect(ann.get_by_role("button", name="#mod-alerts")).to_have_count(0)
    await write(ann, "you are all idiots")
    alerts = mara.get_by_role("button", name="#mod-alerts")
    await expect(alerts).to_contain_text("1 new")
    await alerts.click()
    card = mara.locator("#log .host").first
    await expect(card).to_contain_text(ALERT)
    await card.get_by_role("button", name="Undo").click()
    assert (await lobby.house.until(ButtonPressed)).button == "undo:1"
    await lobby.perform(EditReply(of="alert", channel="mod-alerts", text="#214 · taken back"))
    await expect(card).to_contain_text("#214 · taken back")
    await expect(card.get_by_role("button", name="Undo")).to_have_count(0)


async def test_a_seat_that_was_used_says_how_to_get_another(tabs: Tabs, lobby: LobbyBench) -> None:
    mara = await seated(tabs, lobby)
    await expect(mara).to_have_url(lobby.url())
    other = await tabs.open(lobby.seat_link)
    await expect(other.get_by_role("heading", name="This link has been used")).to_be_visible()
    await expect(other.locator("main")).to_contain_text("start Evenhand again")
    # The browser tells a 410 as an error of its own.
    tabs.faults[:] = [fault for fault in tabs.faults if "410" not in fault]
    await mara.get_by_role("button", name="Invite a moderator").click()
    link = await mara.locator("#invited code").inner_text()
    await other.goto(link)
    await come_in(other, "Kim")
    await expect(other.get_by_role("button", name="#mod-alerts")).to_be_visible()


async def test_commands_are_offered_and_filled_in_by_keyboard(
    tabs: Tabs, lobby: LobbyBench
) -> None:
    mara = await seated(tabs, lobby)
    await guest(tabs, lobby, "Ann")
    await mara.locator("#text").press_sequentially("/w")
    option = mara.get_by_role("option")
    await expect(option).to_have_text(["/warn member reasonWarn a member"])
    await mara.keyboard.press("Tab")
    await expect(mara.locator("#usage")).to_contain_text("member: Whom to warn")
    await mara.keyboard.type("@a")
    await expect(option).to_have_text(["@Ann"])
    await mara.keyboard.press("Enter")
    await expect(mara.locator("#text")).to_have_value("/warn @Ann ")
    await mara.keyboard.type("be kind")
    await mara.keyboard.press("Enter")
    command = await lobby.house.until(CommandGiven)
    assert (command.name, command.raw) == ("warn", "@Ann be kind")
    assert [mention.name for mention in command.mentions] == ["Ann"]
    await expect(mara.locator("#log .private")).to_contain_text("/warn @Ann be kind")
    await expect(mara.locator("#log .private")).to_contain_text("So be it.")


async def test_what_only_the_house_knows_is_suggested_too(tabs: Tabs, lobby: LobbyBench) -> None:
    mara = await seated(tabs, lobby)
    await mara.locator("#text").press_sequentially("/policy pause ke")
    await expect(mara.get_by_role("option")).to_have_text(["Keep insults out"])
    await mara.keyboard.press("Tab")
    await expect(mara.locator("#text")).to_have_value("/policy pause Keep insults out ")


async def test_members_are_offered_members_commands(tabs: Tabs, lobby: LobbyBench) -> None:
    ann = await guest(tabs, lobby, "Ann")
    await ann.locator("#text").press_sequentially("/")
    await expect(ann.get_by_role("option")).to_have_text(["/rulesRead the rules"])
    await write(ann, "/ban @everyone")
    await expect(ann.locator("#state")).to_contain_text("There is no command /ban for you here.")
    assert lobby.house.of(CommandGiven) == []


async def test_a_message_is_reported_from_its_menu(tabs: Tabs, lobby: LobbyBench) -> None:
    ann, bob = await guest(tabs, lobby, "Ann"), await guest(tabs, lobby, "Bob")
    await write(ann, "Buy my tea")
    await bob.locator("#log .words").click(button="right")
    await bob.get_by_role("menuitem", name="Report to the team").click()
    await write(bob, "advertising")
    await expect(bob.locator("#state")).to_have_text("Thank you. The team was told.")
    report = await lobby.house.until(ReportFiled)
    assert (report.text, report.reason) == ("Buy my tea", "advertising")


async def test_a_moderator_warns_from_the_menu(tabs: Tabs, lobby: LobbyBench) -> None:
    mara, ann = await seated(tabs, lobby), await guest(tabs, lobby, "Ann")
    await write(ann, "Buy my tea")
    await mara.locator("#log .words").click(button="right")
    await mara.get_by_role("menuitem", name="Warn …").click()
    await expect(mara.locator("#text")).to_have_value("/warn @Ann ")


async def test_people_answer_change_and_take_back(tabs: Tabs, lobby: LobbyBench) -> None:
    ann, bob = await guest(tabs, lobby, "Ann"), await guest(tabs, lobby, "Bob")
    await write(ann, "Which tea?")
    await bob.locator("#log .words").click(button="right")
    await bob.get_by_role("menuitem", name="Answer").click()
    await write(bob, "Oolnog")
    await expect(ann.locator("#log .quote")).to_have_text("Ann: Which tea?")
    await bob.locator("#log .words").last.click(button="right")
    await bob.get_by_role("menuitem", name="Change").click()
    await write(bob, "Oolong")
    await expect(ann.locator("#log .words").last).to_have_text("Oolong")
    await expect(ann.locator("#log .post").last).to_contain_text("changed")
    await bob.locator("#log .words").last.click(button="right")
    await bob.get_by_role("menuitem", name="Take back").click()
    await expect(ann.locator("#log .words").last).to_have_text("Taken back by its author")


async def test_a_time_out_shows_how_long_and_why(tabs: Tabs, lobby: LobbyBench) -> None:
    ann = await guest(tabs, lobby, "Ann")
    await write(ann, "hello")
    id = (await lobby.house.until(MessagePosted)).member.id
    await lobby.perform(Timeout(member=id, seconds=600, reason="rule 2, three times"))
    state = ann.locator("#state")
    await expect(state).to_contain_text("Reason: rule 2, three times.")
    await expect(state).to_contain_text("9 minutes")
    await write(ann, "but")
    await expect(ann.locator("#log .words")).to_have_text(["hello"])
    await expect(ann.locator("#text")).to_have_value("but")
    await lobby.perform(Untimeout(member=id))
    await expect(state).to_have_text("Your time-out is over. You can write again.")
    await ann.locator("#text").press("Enter")
    await expect(ann.locator("#log .words")).to_have_text(["hello", "but"])


async def test_a_closed_channel_says_so(tabs: Tabs, lobby: LobbyBench) -> None:
    ann = await guest(tabs, lobby, "Ann")
    await lobby.perform(LockChannel(channel="general", reason="a raid"))
    await expect(ann.locator("#state")).to_have_text(
        "The team has closed this channel for now. Reason: a raid"
    )


async def test_somebody_kicked_reads_why_and_comes_back(tabs: Tabs, lobby: LobbyBench) -> None:
    ann = await guest(tabs, lobby, "Ann")
    await write(ann, "hello")
    id = (await lobby.house.until(MessagePosted)).member.id
    await lobby.perform(Kick(member=id, reason="rule 2"))
    await expect(ann.get_by_role("heading", name="You were asked to leave")).to_be_visible()
    await expect(ann.locator("#out")).to_contain_text("Reason: rule 2")
    await ann.get_by_role("button", name="Come back").click()
    await expect(ann.locator("#me")).to_have_text("You are Ann.")


async def test_a_tab_can_be_somebody_else_and_again_the_first(
    tabs: Tabs, lobby: LobbyBench
) -> None:
    page = await guest(tabs, lobby, "Ann")
    await page.get_by_role("button", name="Be someone else").click()
    await come_in(page, "Bob")
    await expect(page.locator("#me")).to_have_text("You are Bob.")
    await page.locator("#personas").get_by_role("button", name="Ann").click()
    await expect(page.locator("#me")).to_have_text("You are Ann.")
    await page.reload()
    await expect(page.locator("#me")).to_have_text("You are Ann.")
