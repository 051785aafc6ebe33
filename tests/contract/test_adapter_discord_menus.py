"""Every entry of the context menus leads to its command, and what is asked for is the least."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from adapters.discord.client import intents
from adapters.discord.menus import MENUS, ON_MEMBER, ON_MESSAGE
from bot.domain import CommandGiven
from tests.contract.discord_bench import DiscordBench


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[DiscordBench]:
    bench = DiscordBench(tmp_path)
    await bench.open()
    await bench.start()
    yield bench
    await bench.close()


#: The entry, what it is chosen on, what the form is filled in with, the command and its options.
#: MESSAGE and MEMBER stand for the ids; a form is shown where something is filled in.
CHOSEN: list[tuple[str, int, dict[str, str], str, dict[str, str]]] = [
    ("Report", ON_MESSAGE, {"reason": "spam"}, "report", {"member": "MEMBER", "reason": "spam"}),
    ("Report", ON_MEMBER, {"reason": "spam"}, "report", {"member": "MEMBER", "reason": "spam"}),
    ("Warn", ON_MESSAGE, {"reason": "calm"}, "warn", {"member": "MEMBER", "reason": "calm"}),
    # A reason may be left out.
    ("Warn", ON_MEMBER, {"reason": ""}, "warn", {"member": "MEMBER"}),
    (
        "Time out",
        ON_MESSAGE,
        {"duration": "2h", "reason": "calm"},
        "timeout",
        {"member": "MEMBER", "duration": "2h", "reason": "calm"},
    ),
    (
        "Time out",
        ON_MEMBER,
        {"duration": "2h", "reason": ""},
        "timeout",
        {"member": "MEMBER", "duration": "2h"},
    ),
    ("Why?", ON_MESSAGE, {}, "why", {"what": "MESSAGE"}),
    ("Save as feedback", ON_MESSAGE, {"text": "a wish"}, "feedback", {"text": "a wish"}),
    ("History", ON_MEMBER, {}, "history", {"member": "MEMBER"}),
]


def test_every_entry_is_chosen_below_on_everything_that_it_stands_on() -> None:
    chosen = {(name, on) for name, on, *_ in CHOSEN}
    assert chosen == {(menu.name, on) for menu in MENUS for on in menu.on}


@pytest.mark.parametrize(("name", "on", "filled", "command", "options"), CHOSEN)
async def test_an_entry_gives_its_command_about_what_it_was_chosen_on(
    bench: DiscordBench,
    name: str,
    on: int,
    filled: dict[str, str],
    command: str,
    options: dict[str, str],
) -> None:
    ann, ben = bench.user(await bench.join("Ann")), bench.user(await bench.join("Ben"))
    said = await bench.say(ben["id"], "buy my pills")
    message = bench.fake.world.messages[bench.channel][said]
    people = bench.fake.people
    if on == ON_MESSAGE:
        menu = people.menu(bench.guild, bench.room, ann, name, message=message)
    else:
        menu = people.menu(bench.guild, bench.room, ann, name, member=ben)
    if filled:
        await menu.until(lambda one: one.callback is not None)
        people.submit(bench.guild, bench.room, ann, menu, filled)
    event = await bench.house.until(CommandGiven)
    stands_for = {"MEMBER": ben["id"], "MESSAGE": said}
    wanted = {key: stands_for.get(value, value) for key, value in options.items()}
    assert (event.name, event.options) == (command, wanted)
    assert event.reply_to == (said if on == ON_MESSAGE else None)
    assert event.member.id == ann["id"]


def test_no_more_is_listened_to_than_is_needed() -> None:
    """Presences, typing, voice, direct messages, invitations and the like stay unheard."""
    assert {name for name, on in intents() if on} == {
        "guilds",
        "members",
        "moderation",
        "guild_messages",
        "message_content",
        "guild_reactions",
        "auto_moderation_execution",
    }
