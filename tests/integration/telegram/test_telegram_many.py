"""Several groups in one Evenhand: each with its rulebook and queue, and bans that they share."""

from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest

from tests.fakes.telegram.chats import RIGHTS, Chat, Person
from tests.fakes.telegram.wire import Json
from tests.integration.telegram.whole import RULES, Whole

BERLIN, BERLIN_OFFICE = -1_002_222_222_222, -1_003_333_333_333
TEA = f"""\
version: 1
community: Kettle Berlin
places:
  telegram: "{BERLIN}"
team:
  moderators: [Moderator]
  leave_alone: [Administrator]
  alerts_to: "{BERLIN_OFFICE}"
policies:
  - name: No teabags
    kind: words
    when:
      words: ["teabag*"]
    then:
      - [delete, alert team]
"""
WORKS_SHARE = "shared_bans: {with: [Kettle Berlin]}\n"
Opens = Callable[..., Coroutine[Any, Any, "Two"]]


class Two(Whole):
    """Two groups, each with an office; Mara moderates the one, Berta the other."""

    def __init__(self, folder: Path, *rules: str) -> None:
        super().__init__(folder, *rules)
        self.berlin = self.cloud.group(BERLIN, "Kettle Berlin")
        self.berlin_office = self.cloud.group(BERLIN_OFFICE, "Berlin office")
        self.berta = self.cloud.person("Berta", started=True)

    async def start(self) -> None:
        await super().start()
        for chat in (self.berlin, self.berlin_office):
            self.people.bring(chat, self.owner(chat), self.berta)
        self.make_moderator(self.berlin, self.berta)

    def make_moderator(self, chat: Chat, person: Person) -> None:
        rights = frozenset(RIGHTS)
        self.people.change(chat, self.owner(chat), person, status="administrator", rights=rights)

    def in_both(self, name: str) -> Person:
        """Let somebody come into both groups."""
        person = self.comes(name)
        self.people.join(self.berlin, person, service=False)
        return person

    def seat(self, chat: Chat, person: Person) -> str:
        seat = chat.seats.get(person.id)
        return seat.status if seat is not None else "never there"

    async def read_by(self, person: Person, words: str) -> None:
        """Return once somebody reads words in private."""
        await self.until(
            lambda: any(words in _plain(one) for one in self.lines(self.private(person)))
        )

    def buttons(self, chat: Chat) -> Json:
        return {"all": [one.get("reply_markup") for one in chat.messages.values()]}


def _plain(text: str) -> str:
    return text.replace("\u2060", "")


@pytest.fixture
async def opens(tmp_path: Path) -> AsyncIterator[Opens]:
    """Start both groups; Berlin's file has these lines more."""
    async with AsyncExitStack() as stack:

        async def start(berlin: str = "", works: str = WORKS_SHARE) -> Two:
            two = Two(tmp_path, RULES + works, TEA + berlin)
            await two.start()
            stack.push_async_callback(two.close)
            return two

        yield start


async def passed_on(two: Two, rude: Person) -> str:
    """Let Mara ban somebody and pass it on; returns the preview that she reads."""
    message = two.says(rude, "have a look")
    two.says(two.mara, "/ban spam", reply_to=message)
    await two.until(lambda: "Other groups" in str(two.buttons(two.private(two.mara))))
    two.press(two.private(two.mara), two.mara, "Other groups …")
    await two.until(lambda: "Pass it on" in str(two.buttons(two.private(two.mara))))
    preview = two.with_button(two.private(two.mara), "Pass it on")["text"]
    two.press(two.private(two.mara), two.mara, "Pass it on")
    return _plain(preview)


async def test_each_group_has_its_own_rules_and_its_own_queue(opens: Opens) -> None:
    two = await opens()
    ann = two.in_both("Ann")
    stays = two.people.say(two.berlin, ann, "have a pebble")[0]
    goes = two.people.say(two.berlin, ann, "have a teabag")[0]
    await two.until(lambda: goes not in two.berlin.messages)
    await two.until(lambda: two.lines(two.berlin_office))
    assert stays in two.berlin.messages
    assert two.lines(two.office) == []
    assert _plain(two.lines(two.berlin_office)[0]).startswith("#1 ")


async def test_each_group_says_which_of_telegrams_own_lines_go(opens: Opens) -> None:
    two = await opens("tidy: [joins]\n")
    ann = two.cloud.person("Ann")
    for chat in (two.group, two.berlin):
        two.people.join(chat, ann)
    kept, gone = two.group.last, two.berlin.last
    await two.until(lambda: gone not in two.berlin.messages)
    assert kept in two.group.messages


async def test_a_ban_reaches_a_group_that_wants_it_and_the_person_hears_why(opens: Opens) -> None:
    two = await opens("shared_bans: {with: [Kettle Works], take_over: ban}\n")
    rude = two.in_both("Rude")
    preview = await passed_on(two, rude)
    assert "Kettle Berlin: they are there; banned at once" in preview
    await two.until(lambda: two.seat(two.berlin, rude) == "kicked")
    await two.read_by(rude, "spam (banned in Kettle Works")
    assert "Appeal" in str(two.buttons(two.private(rude)))
    await two.until(lambda: any("Kettle Works" in one for one in two.lines(two.berlin_office)))


async def test_a_ban_that_is_taken_back_is_taken_back_everywhere_over_a_restart(
    opens: Opens,
) -> None:
    two = await opens("shared_bans: {with: [Kettle Works], take_over: ban}\n")
    rude = two.in_both("Rude")
    await passed_on(two, rude)
    await two.until(lambda: two.seat(two.berlin, rude) == "kicked")
    await two.sleep()
    await two.wake()
    two.press(two.private(two.mara), two.mara, "Undo")
    await two.until(lambda: two.seat(two.group, rude) == "left")
    await two.until(lambda: two.seat(two.berlin, rude) == "left")
    await two.until(lambda: any("took its ban" in one for one in two.lines(two.berlin_office)))


async def test_a_group_that_wants_to_be_asked_decides_itself(opens: Opens) -> None:
    two = await opens("shared_bans: {with: [Kettle Works]}\n")
    rude = two.in_both("Rude")
    preview = await passed_on(two, rude)
    assert "the team there decides" in preview
    await two.until(lambda: any("here, too" in one for one in two.lines(two.berlin_office)))
    assert two.seat(two.berlin, rude) == "member"
    two.press(two.berlin_office, two.berta, "Do it")
    await two.until(lambda: two.seat(two.berlin, rude) == "kicked")
    await two.read_by(rude, "banned in Kettle Works")
    # what came from elsewhere goes no further, also where the team here said yes to it
    two.people.say(two.private(two.berta), two.berta, "/share 2")
    await two.read_by(two.berta, "came from Kettle Works")


async def test_a_groups_own_moderator_is_not_banned_from_elsewhere(opens: Opens) -> None:
    two = await opens("shared_bans: {with: [Kettle Works], take_over: ban}\n")
    rude = two.in_both("Rude")
    two.make_moderator(two.berlin, rude)
    preview = await passed_on(two, rude)
    assert "belong to the team there" in preview
    await two.until(lambda: any("I did nothing" in one for one in two.lines(two.berlin_office)))
    assert two.seat(two.berlin, rude) == "administrator"


async def test_a_group_that_names_nobody_is_not_drawn_in(opens: Opens) -> None:
    two = await opens()
    rude = two.in_both("Rude")
    message = two.says(rude, "have a look")
    two.says(two.mara, "/ban spam", reply_to=message)
    await two.until(lambda: two.seat(two.group, rude) == "kicked")
    await two.read_by(two.mara, "is banned")
    assert "Other groups" not in str(two.buttons(two.private(two.mara)))
    assert two.seat(two.berlin, rude) == "member"


async def test_somebody_who_is_not_there_yet_is_kept_out(opens: Opens) -> None:
    two = await opens("shared_bans: {with: [Kettle Works], take_over: ban}\n")
    rude = two.comes("Rude")
    preview = await passed_on(two, rude)
    assert "they are not there; banned at once" in preview
    await two.until(lambda: two.seat(two.berlin, rude) == "kicked")
