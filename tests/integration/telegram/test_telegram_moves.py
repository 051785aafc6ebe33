"""A group that becomes a supergroup takes its rules, cases and timers along."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.fakes.telegram.chats import RIGHTS, Chat
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


async def test_rules_and_strikes_go_on_in_the_supergroup_also_after_a_restart(
    moving: Moving,
) -> None:
    rude = moving.comes("Rude")
    first = moving.says(rude, "have a pebble")
    old = moving.group
    await moving.until(lambda: first not in old.messages and moving.lines(moving.office))
    moving.grow()
    await moving.sleep()
    await moving.wake()
    second = moving.says(rude, "have a pebble")
    await moving.until(lambda: second not in moving.group.messages)
    # the second step of the ladder: the strike from before counts
    await moving.until(lambda: moving.group.seats[rude.id].status == "restricted")


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
