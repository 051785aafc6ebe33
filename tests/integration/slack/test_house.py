"""A whole Evenhand at a pretended Slack: questions, threads, alerts and commands, end to end."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import closing
from pathlib import Path

import pytest

from bot.bootstrap import build
from bot.settings import Settings
from tests.fakes.slack import SECRET, Channel, FakeSlack, Message
from tests.support.patience import PATIENCE

RULES = """\
version: 1
community: Kettle Works
language: en
rules: [Be kind.]
places:
  slack: "T0KETTLE01"
team:
  moderators: [Owner]
  alerts_to: "#mod-alerts"
policies:
  - name: No pebbles
    kind: words
    when:
      words: ["pebble*"]
    then:
      - [delete, warn, timeout: 1 hour]
    forget_after: 30 days
  - name: Usual questions
    kind: faq
    answers: faq.yaml
  - name: Nobody waits
    kind: escalation
    channels: ["#help"]
    when:
      unanswered_for: 2 seconds
      asked_in: ["#help"]
"""
FAQ = """\
version: 1
language: en
entries:
  - id: descale
    question: How do I descale my kettle?
    answer: Boil it once with citric acid, then rinse it.
"""


class House:
    """One Evenhand in this process, and the workspace that it looks after."""

    def __init__(self, folder: Path) -> None:
        self.slack = FakeSlack(socket=True)
        self.slack.socket.patience = PATIENCE
        self.space = self.slack.workspace()
        self.folder = folder
        self.help = self._room("help")
        self.alerts = self._room("mod-alerts")
        self.ann = self.space.add_user("Ann")
        self.help.members.add(self.ann.id)
        self._stop = asyncio.Event()
        self._running: asyncio.Task[None] | None = None

    def _room(self, name: str) -> Channel:
        room = self.space.add_channel(name)
        room.members |= {self.space.bot.id, self.space.owner.id}
        return room

    async def open(self) -> None:
        await self.slack.start()
        (self.folder / "community.yaml").write_text(RULES)
        (self.folder / "faq.yaml").write_text(FAQ)
        await self.begin()

    async def begin(self) -> None:
        """Start Evenhand, for the first time or anew in the same folder."""
        self._stop.clear()
        environ = {
            "EVENHAND_DATA": str(self.folder / "data"),
            "EVENHAND_RULES": str(self.folder / "community.yaml"),
            "EVENHAND_LOBBY": "off",
            "EVENHAND_SLACK_BOT_TOKEN": f"xoxb-{self.space.team}-bot",
            "EVENHAND_SLACK_APP_TOKEN": f"xapp-{self.space.team}-app",
            "EVENHAND_SLACK_USER_TOKEN": self.slack.admin_token(self.space).value,
            "EVENHAND_SLACK_SIGNING_SECRET": SECRET,
            "EVENHAND_SLACK_API_URL": self.slack.api_url,
        }
        process = await build(Settings.from_environ(environ), environ)
        self._running = asyncio.create_task(process.run(self._stop))
        linked = asyncio.create_task(self.slack.socket.linked.wait())
        await asyncio.wait([self._running, linked], return_when=asyncio.FIRST_COMPLETED)
        linked.cancel()
        if self._running.done():
            await self._running

    async def end(self) -> None:
        """Stop Evenhand."""
        self._stop.set()
        if self._running is not None:
            await self._running

    async def close(self) -> None:
        await self.end()
        await self.slack.stop()

    async def say(self, text: str, channel: Channel | None = None) -> Message:
        message, told = self.slack.say(self.space, channel or self.help, self.ann.id, text)
        assert await told
        return message

    def ask(self, question: str) -> list[tuple[str, ...]]:
        """Return what the house has written down."""
        with closing(sqlite3.connect(self.folder / "data" / "evenhand.db")) as database:
            return database.execute(question).fetchall()

    async def until(self, so: Callable[[], object]) -> None:
        """Return once something is so at Slack."""
        async with asyncio.timeout(PATIENCE):
            while not so():  # noqa: ASYNC110  # what is waited for is another program's doing
                await asyncio.sleep(0.05)


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    house = House(tmp_path)
    await house.open()
    yield house
    await house.close()


def thread(channel: Channel, root: Message) -> list[str]:
    """Return what was said in answer to a message."""
    return [m.text for m in channel.messages.values() if m.thread_ts == root.ts and m is not root]


async def test_a_usual_question_is_answered_in_its_thread(house: House) -> None:
    question = await house.say("How do I descale my kettle?")
    await house.until(lambda: thread(house.help, question))
    assert "citric acid" in thread(house.help, question)[0]


async def test_a_question_that_nobody_answers_reaches_the_team(house: House) -> None:
    await house.say("Why is the handle of mine green today?")
    await house.until(lambda: house.alerts.messages)
    alert = next(iter(house.alerts.messages.values()))
    assert "@Ann in #help" in alert.text


async def test_a_check_mark_of_the_team_marks_a_thread_as_solved(house: House) -> None:
    first = await house.say("Why is the handle of mine green today?")
    owner = house.space.owner.id
    assert await house.slack.reacted(house.space, house.help, first, owner, "white_check_mark")
    second = await house.say("Where can I find the smallest lid you sell?")
    await house.until(lambda: house.alerts.messages)
    assert house.ask("SELECT message FROM cases") == [(f"{house.help.id}-{second.ts}",)]


async def test_what_breaks_a_rule_goes_everybody_is_told_and_a_button_takes_it_back(
    house: House,
) -> None:
    message = await house.say("what a pebble")
    await house.until(lambda: house.alerts.messages and house.space.im(house.ann.id).messages)
    assert message.ts not in house.help.messages
    assert house.ann.id not in house.help.members
    # A time-out is called what it is here: nobody is told that they can go on reading.
    (told,) = house.space.im(house.ann.id).messages.values()
    assert "out of the channels of Kettle Works for 1 hour" in told.text
    alert = next(iter(house.alerts.messages.values()))
    assert "taken out of the channels for 1 hour" in alert.text
    owner = house.space.owner.id
    await house.slack.press(house.space, house.alerts, owner, alert, "Undo")
    await house.until(lambda: house.ann.id in house.help.members)


async def test_members_are_answered_in_private_and_nobody_gives_what_is_not_theirs_to_give(
    house: House,
) -> None:
    ann, owner = house.ann.id, house.space.owner.id
    table = (
        (ann, "rules", "Be kind."),  # what everybody may ask
        (ann, f"timeout <@{owner}> 1h", "team"),  # a command of the team's
        (owner, f"ban <@{ann}> 2h", f"Please deactivate @Ann ({ann})"),  # what Slack cannot do
    )
    for user, text, words in table:
        await house.slack.command(house.space, house.help, user, "/evenhand", text)
        await house.until(lambda: house.slack.responses)
        said = house.slack.responses.pop()
        assert (said["response_type"], said["user"]) == ("ephemeral", user)
        assert words in said["text"]
    assert {ann, owner} <= house.help.members
