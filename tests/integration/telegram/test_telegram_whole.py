"""From a message on Telegram to what becomes of it, through the whole of Evenhand."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from adapters.telegram.buttons import tag
from tests.integration.telegram.whole import Whole


@pytest.fixture
async def whole(tmp_path: Path) -> AsyncIterator[Whole]:
    whole = Whole(tmp_path)
    await whole.start()
    yield whole
    await whole.close()


async def test_a_breach_is_removed_told_and_shown_to_the_team(whole: Whole) -> None:
    rude = whole.comes("Rude")
    message = whole.says(rude, "have a pebble")
    await whole.until(lambda: whole.lines(whole.private(rude)) and whole.lines(whole.office))
    assert message not in whole.group.messages
    assert whole.group.seats[rude.id].status == "restricted"
    assert "#general" in whole.lines(whole.private(rude))[0].replace("\u2060", "")
    assert "@Rude" in whole.lines(whole.office)[0].replace("\u2060", "")


async def test_the_team_and_the_owner_are_left_alone(whole: Whole) -> None:
    kept = whole.says(whole.mara, "a pebble among friends")
    rude = whole.comes("Rude")
    gone = whole.says(rude, "have a pebble")
    await whole.until(lambda: gone not in whole.group.messages)
    assert kept in whole.group.messages


async def test_a_moderator_undoes_it_in_the_office_also_after_a_restart(whole: Whole) -> None:
    rude = whole.comes("Rude")
    whole.says(rude, "have a pebble")
    await whole.until(lambda: whole.lines(whole.office))
    await whole.sleep()
    await whole.wake()
    whole.press(whole.office, whole.mara, "Undo")
    await whole.until(lambda: whole.group.seats[rude.id].status == "member")
    await whole.until(lambda: any("pebble" in line for line in whole.lines(whole.group)))


async def test_a_member_appeals_in_private_and_the_team_hears_of_it(whole: Whole) -> None:
    rude = whole.comes("Rude")
    whole.says(rude, "have a pebble")
    await whole.until(lambda: "Appeal" in str(whole.private(rude).messages))
    told = len(whole.lines(whole.office))
    query = whole.press(whole.private(rude), rude, "Appeal")
    await whole.until(lambda: len(whole.lines(whole.office)) > told)
    await whole.until(lambda: query in whole.cloud.answered)


async def test_a_command_as_a_reply_is_carried_out_and_answered_in_private(whole: Whole) -> None:
    kim = whole.comes("Kim")
    message = whole.says(kim, "buy my kettles")
    whole.says(whole.mara, "/ban 1d spam", reply_to=message)
    await whole.until(lambda: whole.group.seats[kim.id].status == "kicked")
    await whole.until(lambda: whole.lines(whole.private(whole.mara)))
    assert "Kim" in whole.lines(whole.private(whole.mara))[0]
    assert whole.group.seats[kim.id].until is not None


async def test_a_member_cannot_give_the_teams_commands(whole: Whole) -> None:
    kim, lee = whole.comes("Kim"), whole.comes("Lee")
    message = whole.says(kim, "hello")
    whole.says(lee, "/ban 1d spam", reply_to=message)
    await whole.until(lambda: whole.lines(whole.private(lee)))
    assert whole.group.seats[kim.id].status == "member"


async def test_a_member_reads_the_rules_in_private(whole: Whole) -> None:
    kim = whole.comes("Kim")
    whole.people.say(whole.private(kim), kim, "/rules")
    await whole.until(lambda: any("Be kind" in line for line in whole.lines(whole.private(kim))))


async def test_somebody_comes_in_through_the_door(whole: Whole) -> None:
    zoe = whole.cloud.person("Zoe", language="de")
    whole.people.ask_to_join(whole.group, zoe)
    await whole.until(lambda: whole.lines(whole.private(zoe)))
    assert "https://kettle.example/rules" in whole.lines(whole.private(zoe))[0]
    await whole.sleep()
    await whole.wake()
    query = whole.press(whole.private(zoe), zoe, "Ich halte mich an die Regeln")
    await whole.until(lambda: whole.group.here(zoe.id))
    # in the chat while she may still be written to, else over the screen
    await whole.until(
        lambda: "Willkommen" in str([whole.lines(whole.private(zoe)), whole.cloud.answered])
    )
    await whole.until(lambda: query in whole.cloud.answered)


async def test_a_right_that_is_missing_is_told_to_the_team(whole: Whole) -> None:
    rude = whole.comes("Rude")
    whole.group.seats[whole.cloud.bot.id].rights = frozenset({"can_delete_messages"})
    whole.says(rude, "have a pebble")
    await whole.until(lambda: any("Ban users" in line for line in whole.lines(whole.office)))


async def test_a_command_with_a_mistake_is_answered_with_how_it_goes(whole: Whole) -> None:
    chat = whole.private(whole.mara)
    whole.says(whole.mara, "/ban")
    await whole.until(lambda: any("Something is missing" in one for one in whole.lines(chat)))
    whole.says(whole.mara, "/timeout @nobody_here 1h")
    await whole.until(lambda: any("can't find" in one for one in whole.lines(chat)))


async def test_a_link_in_the_group_shows_members_what_is_kept_about_them(whole: Whole) -> None:
    kim = whole.comes("Kim", started=False)
    whole.people.start_bot(kim, f"mydata-{tag(str(whole.group.id))}")
    await whole.until(lambda: any("what I keep" in one for one in whole.lines(whole.private(kim))))


async def test_a_german_member_is_spoken_to_in_german(whole: Whole) -> None:
    kim = whole.comes("Kim")
    kim.language = "de"
    whole.people.say(whole.private(kim), kim, "/mydata")
    await whole.until(lambda: any("gespeichert" in one for one in whole.lines(whole.private(kim))))
