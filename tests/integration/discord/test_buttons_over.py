"""What people ask of Discord too late, or twice, still ends in an answer."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.fakes.discord import Json, Trouble
from tests.integration.discord.whole import Whole


@pytest.fixture
async def whole(tmp_path: Path) -> AsyncIterator[Whole]:
    whole = Whole(tmp_path)
    await whole.start()
    yield whole
    await whole.close()


def moderator(whole: Whole) -> Json:
    guild = whole.servers["Kettle Works"]
    role = next(role for role in guild["roles"].values() if role["name"] == "Moderator")
    return whole.fake.people.join(guild, "Mod", roles=[role["id"]])


async def alert(whole: Whole) -> Json:
    """Let somebody break a rule; returns what the team is told."""
    guild = whole.servers["Kettle Works"]
    rude = whole.fake.people.join(guild, "Rude")
    whole.fake.people.say(guild, whole.room(), rude, "have a pebble")
    alerts = whole.room("mod-alerts")
    await whole.until(lambda: bool(whole.lines(alerts)))
    (told,) = whole.fake.world.messages[alerts["id"]].values()
    return told


def button(message: Json, verb: str) -> str:
    buttons = [one for row in message["components"] for one in row["components"]]
    found: str = next(
        one["custom_id"] for one in buttons if one["custom_id"].startswith(f"{verb}:")
    )
    return found


async def test_a_button_works_once_and_then_says_who_pressed_it(whole: Whole) -> None:
    guild, alerts, mod = whole.servers["Kettle Works"], whole.room("mod-alerts"), moderator(whole)
    told = await alert(whole)
    undo = button(told, "undo")
    first = whole.fake.people.press(guild, alerts, mod, undo, told)
    assert "is taken back" in await first.answered()
    await whole.until(lambda: bool(whole.lines(whole.room())))
    again = whole.fake.people.press(guild, alerts, mod, undo, told)
    assert "was taken back already, by @Mod" in await again.answered()
    assert len(whole.lines(whole.room())) == 1


@pytest.mark.parametrize(
    ("pressed", "language", "answer"),
    [
        # of a decision that is forgotten, or was never there
        ("undo:dnothing", "en-US", "I know no decision “dnothing”"),
        # of a policy that went, or of an earlier version
        ("old:1", "en-US", "That button no longer does anything: what it was for is over."),
        ("old:1", "de", "Der Knopf bewirkt nichts mehr: Worum es ging, ist vorbei."),
    ],
)
async def test_a_button_whose_time_is_over_is_answered_in_words(
    whole: Whole, pressed: str, language: str, answer: str
) -> None:
    guild, room, mod = whole.servers["Kettle Works"], whole.room("mod-alerts"), moderator(whole)
    told = await alert(whole)
    given = whole.fake.people.press(guild, room, mod, pressed, told, language=language)
    assert (await given.answered()).startswith(answer)
    assert given.private


async def test_what_discord_no_longer_knows_is_done_and_answered_by_direct_message(
    whole: Whole,
) -> None:
    """An interaction that came too late is unknown to Discord by the time it is acknowledged."""
    guild, mod = whole.servers["Kettle Works"], moderator(whole)
    ann = whole.fake.people.join(guild, "Ann")
    for path in ("/callback$", "/messages/@original$"):
        trouble = Trouble(method="*", path=path, status=404, code=10062)
        whole.fake.troubles.add(trouble, times=2)
    options: dict[str, object] = {"member": ann["id"], "duration": "1 hour", "reason": "calm down"}
    whole.fake.people.command(guild, whole.room(), mod, "timeout", options=options)
    await whole.until(lambda: bool(whole.private(mod)))
    assert guild["members"][ann["id"]]["communication_disabled_until"]
    assert "@Ann can't write for 1 hour" in whole.private(mod)[0]
