"""A group that becomes a supergroup takes its rules, cases and timers along."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.clock import HandClock
from bot.domain import (
    DeleteMessage,
    EditReply,
    Greet,
    LockChannel,
    MessagePosted,
    OutcomeState,
    PurgeMessages,
    Reply,
    UnlockChannel,
)
from tests.contract.telegram_bench import TelegramBench, texts
from tests.fakes.telegram.chats import RIGHTS, Chat, Person
from tests.integration.telegram.whole import GROUP, Whole

SMALL, GREW = -4_001, -1_007_777_777_777
RULES = f"""\
version: 1
community: Kettle Works
places:
  telegram: "{SMALL}"
team:
  moderators: [Moderator]
  leave_alone: [Administrator]
  alerts_to: "-1009876543210"
policies:
  - name: No pebbles
    kind: words
    when:
      words: ["pebble*"]
    then:
      - [delete, warn, alert team]
      - [delete, timeout: 1 hour, alert team]
    forget_after: 30 days
"""


class Moving(Whole):
    """A basic group that can grow."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, RULES)
        del self.cloud.chats[GROUP]
        self.group = self.cloud.group(SMALL, "Kettle Works", type="group")

    def grow(self) -> Chat:
        """Let the group become a supergroup."""
        self.group = self.people.upgrade(self.group, self.owner(self.group), GREW)
        return self.group


@pytest.fixture
async def moving(tmp_path: Path) -> AsyncIterator[Moving]:
    moving = Moving(tmp_path)
    await moving.start()
    yield moving
    await moving.close()


async def test_rules_and_records_go_on_in_the_supergroup_also_after_a_restart(
    moving: Moving,
) -> None:
    rude = moving.comes("Rude")
    old, first = moving.group, moving.says(rude, "have a pebble")
    await moving.until(lambda: first not in old.messages and moving.lines(moving.office))
    moving.grow()
    await moving.sleep()
    await moving.wake()
    second = moving.says(rude, "have a pebble")
    await moving.until(lambda: second not in moving.group.messages)
    moving.says(moving.mara, f"/history {rude.id}")
    chat = moving.private(moving.mara)
    await moving.until(lambda: any("No pebbles" in line for line in moving.lines(chat)))


async def test_a_case_from_before_is_undone_where_the_group_is_now(moving: Moving) -> None:
    rude = moving.comes("Rude")
    moving.says(rude, "have a pebble")
    await moving.until(lambda: moving.lines(moving.office))
    moving.grow()
    moving.press(moving.office, moving.mara, "Undo")
    await moving.until(lambda: any("pebble" in line for line in moving.lines(moving.group)))


async def test_a_ban_ends_in_the_supergroup_that_was_given_in_the_group(moving: Moving) -> None:
    rude = moving.comes("Rude")
    message = moving.says(rude, "hello")
    moving.says(moving.mara, "/ban 5s spam", reply_to=message)
    await moving.until(lambda: moving.group.seats[rude.id].status == "kicked")
    moving.grow()
    assert moving.group.seats[rude.id].until is None
    await moving.until(lambda: moving.group.seats[rude.id].status == "left")


async def test_team_and_rights_are_known_in_the_supergroup(moving: Moving) -> None:
    moving.grow()
    kim = moving.comes("Kim")
    owner = moving.owner(moving.group)
    rights = frozenset(RIGHTS)
    moving.people.change(moving.group, owner, kim, status="administrator", rights=rights)
    rude = moving.comes("Rude")
    message = moving.says(rude, "buy my kettles")
    moving.says(kim, "/timeout 1h spam", reply_to=message)
    await moving.until(lambda: moving.group.seats[rude.id].status == "restricted")
    kept = moving.says(kim, "a pebble among friends")
    gone = moving.says(moving.comes("Lee"), "have a pebble")
    await moving.until(lambda: gone not in moving.group.messages)
    assert kept in moving.group.messages


# ----------------------------------------------------------- messages are counted anew there


class Grown:
    """A basic group in which Ann writes, and the supergroup that it becomes."""

    def __init__(self, bench: TelegramBench) -> None:
        self.bench = bench
        self.old = bench.cloud.group(SMALL, "Small", type="group")
        self.new = self.old
        self.ann: Person = bench.cloud.person("Ann")
        bench.people.join(self.old, self.ann, service=False)

    async def says(self, text: str) -> str:
        """Let Ann write where the group is now; returns the house's name for it."""
        await self.bench.heard(self.bench.people.say(self.new, self.ann, text)[1])
        return self.bench.house.of(MessagePosted)[-1].id

    def grow(self) -> None:
        self.new = self.bench.people.upgrade(self.old, self.ann, GREW)

    async def delete(self, message: str) -> OutcomeState:
        gone = DeleteMessage(channel=str(SMALL), message=message)
        return (await self.bench.perform(gone, place=str(SMALL))).state

    def stands(self) -> list[str]:
        return texts(self.new)


@pytest.fixture
async def grown(quiet: TelegramBench) -> Grown:
    quiet.house.places = {str(SMALL): "kettle-co"}
    grown = Grown(quiet)
    await quiet.start()
    return grown


async def test_a_message_is_no_repeat_of_an_old_one_that_had_its_number(grown: Grown) -> None:
    before = [await grown.says(f"old {number}") for number in range(4)]
    grown.grow()
    after = [await grown.says(f"new {number}") for number in range(4)]
    heard = [event.text for event in grown.bench.house.of(MessagePosted)]
    assert heard == [*(f"old {n}" for n in range(4)), *(f"new {n}" for n in range(4))]
    assert not {*before} & {*after}
    assert await grown.delete(after[2]) is OutcomeState.DONE
    assert grown.stands() == ["new 0", "new 1", "new 3"]


async def test_what_is_ordered_about_an_old_message_hits_no_new_one(grown: Grown) -> None:
    before = [await grown.says(f"old {number}") for number in range(4)]
    grown.grow()
    for number in range(4):
        await grown.says(f"new {number}")
    stood = grown.stands()
    assert [await grown.delete(message) for message in before] == [OutcomeState.REFUSED] * 4
    purge = PurgeMessages(channel=str(SMALL), messages=tuple(before))
    assert (await grown.bench.perform(purge, place=str(SMALL))).state is OutcomeState.REFUSED
    reply = Reply(channel=str(SMALL), text="hm", message=before[2])
    made = await grown.bench.perform(reply, place=str(SMALL))
    assert "reply_to_message" not in grown.new.messages[int((made.made or "").rpartition(":")[2])]
    assert grown.stands() == [*stood, "hm"]


async def test_an_order_that_meets_the_move_hits_no_new_message(quiet: TelegramBench) -> None:
    quiet.house.places = {str(SMALL): "kettle-co"}
    grown = Grown(quiet)
    message, _ = quiet.people.say(grown.old, grown.ann, "old")
    grown.grow()
    for number in range(4):
        quiet.people.say(grown.new, grown.ann, f"new {number}")
    # nothing was heard yet of the move: the refusal tells of it
    assert await grown.delete(str(message)) is OutcomeState.REFUSED
    assert len(grown.stands()) == 4


async def test_what_the_bot_says_after_the_move_can_be_changed(grown: Grown) -> None:
    say = Reply(channel=str(SMALL), text="open")
    before = await grown.bench.perform(say, place=str(SMALL))
    grown.grow()
    after = [await grown.bench.perform(say, place=str(SMALL)) for _ in range(4)]
    edits = [
        EditReply(of="k", message=made.made or "", channel=str(SMALL), text="closed")
        for made in (before, after[0])
    ]
    states = [(await grown.bench.perform(edit, place=str(SMALL))).state for edit in edits]
    assert states == [OutcomeState.REFUSED, OutcomeState.DONE]
    assert grown.stands() == ["closed", "open", "open", "open"]


async def test_a_group_that_was_locked_before_it_moved_opens_as_it_was(grown: Grown) -> None:
    grown.old.allowed = frozenset({"can_send_messages", "can_send_polls"})
    await grown.bench.perform(LockChannel(channel=str(SMALL)), place=str(SMALL))
    grown.grow()
    await grown.says("as an administrator may")
    opened = await grown.bench.perform(UnlockChannel(channel=str(SMALL)), place=str(SMALL))
    assert opened.state is OutcomeState.DONE
    assert grown.new.allowed == frozenset({"can_send_messages", "can_send_polls"})


async def test_a_welcome_goes_on_in_the_supergroup(grown: Grown, clock: HandClock) -> None:
    zoe = str(grown.bench.cloud.person("Zoe").id)
    kim = str(grown.bench.cloud.person("Kim").id)
    for member, name in ((zoe, "Zoe"), (kim, "Kim")):
        greet = Greet(member=member, name=name, text="Welcome.", seconds=600)
        await grown.bench.perform(greet, place=str(SMALL))
        if member == zoe:
            grown.grow()
            await grown.says("hello")
    clock.tick(6)
    await grown.bench.cloud.until(lambda: any("Kim, Zoe" in text for text in grown.stands()))
