"""Every kind of call that we make, held against an independent model of the Bot API.

Each fake Telegram holds all calls against aiogram's models as they were written down, so every test
does. Whether they were written down well is tested against aiogram itself. It needs an older
pydantic than ours, so it lives in an environment of its own:

    python -m venv /somewhere && /somewhere/bin/pip install aiogram==3.31.0
    EVENHAND_AIOGRAM=/somewhere/bin/python pytest tests/integration/telegram

Without EVENHAND_AIOGRAM that part is skipped, and says so.
"""

import asyncio
import json
import os
from datetime import timedelta
from pathlib import Path

import pytest

from bot.clock import HandClock
from bot.domain import (
    AddReaction,
    Answer,
    Ban,
    Button,
    DeleteMessage,
    EditReply,
    Effect,
    Greet,
    HoldBack,
    Kick,
    LetIn,
    LockChannel,
    PinMessage,
    PurgeMessages,
    RemoveReaction,
    Reply,
    RestoreMessage,
    SendDirect,
    Timeout,
    TurnAway,
    Unban,
    UnlockChannel,
    UnpinMessage,
    Untimeout,
)
from tests.contract.telegram_bench import TelegramBench
from tests.fakes.telegram.checking import MODELS, mistakes

CHECK = Path(__file__).with_name("aiogram_check.py")
WRITE = Path(__file__).with_name("aiogram_models.py")
PYTHON = os.environ.get("EVENHAND_AIOGRAM", "")
SKIPPED = "EVENHAND_AIOGRAM names no Python that has aiogram"
PRESS = Button(id="why:d1", label="Why?")


def _deeds(bench: TelegramBench, ann: str, message: str, clock: HandClock) -> list[Effect]:
    here, later = bench.channel, clock.now() + timedelta(hours=1)
    return [
        Reply(
            channel=here, text="Hello <all> https://a.example", message=message, buttons=(PRESS,)
        ),
        EditReply(of="k", message="1", channel=here, text="Changed", buttons=(PRESS,)),
        SendDirect(member=ann, text="A word.", buttons=(PRESS,)),
        RestoreMessage(channel=here, message=message, member=ann, member_name="Ann", text="hi"),
        HoldBack(member=ann),
        Greet(member=ann, name="Ann", text="Welcome.", seconds=60, buttons=(PRESS,)),
        LetIn(member=ann),
        TurnAway(member=ann),
        Timeout(member=ann, seconds=3600, until=later),
        Untimeout(member=ann),
        AddReaction(channel=here, message=message, emoji="👍"),
        RemoveReaction(channel=here, message=message, emoji="👍"),
        PinMessage(channel=here, message=message),
        UnpinMessage(channel=here, message=message),
        DeleteMessage(channel=here, message=message),
        PurgeMessages(channel=here, messages=(message,)),
        LockChannel(channel=here),
        UnlockChannel(channel=here),
        Kick(member=ann),
        Ban(member=ann, seconds=3600, until=later),
        Unban(member=ann),
        Ban(member="-100777"),
        Unban(member="-100777"),
    ]


async def test_every_call_is_one_that_the_bot_api_knows(
    bench: TelegramBench, clock: HandClock
) -> None:
    ann = await bench.join("Ann")
    message = await bench.say(ann, "hello")
    forum = bench.people.open_topic(bench.group, bench.owner, "orders")
    deeds = _deeds(bench, ann, message, clock)
    topic = f"{bench.place}/{forum}"
    for effect in (*deeds, LockChannel(channel=topic), UnlockChannel(channel=topic)):
        await bench.perform(effect)
    query = bench.people.press_data(bench.group, bench.person(ann), 1, "x")
    short = Answer(member=ann, channel=bench.channel, interaction=f"q:{query}", text="Yes.")
    await bench.perform(short)
    await bench.adapter.examine()
    calls: list[list[object]] = [[call.method, call.sent] for call in bench.telegram.calls]
    assert len({call.method for call in bench.telegram.calls}) >= 20
    assert bench.telegram.mistakes() == []
    if PYTHON:
        assert await mistakes_in(calls) == ""


#: Calls that are none, with what our check says of them and what aiogram itself does.
NO_CALLS = [
    ("sendMessages", {}, "no such method", "no such method"),
    ("sendMessage", {"chat_id": "1", "text": "x", "colour": "red"}, "no argument colour",
     "no argument colour"),
    ("sendMessage", {"chat_id": "1"}, "text is missing", "validation error"),
    ("deleteMessage", {"chat_id": "1", "message_id": "last"}, "type 'integer'", "valid integer"),
    ("restrictChatMember", {"chat_id": "1", "user_id": "2", "permissions": '{"can_fly": true}'},
     "unknown key can_fly", "no field can_fly"),
    ("setMyCommands", {"commands": '[{"command": "rules"}]'}, "description is missing",
     "validation error"),
]  # fmt: skip


@pytest.mark.parametrize(("method", "sent", "told", "_aiogram"), NO_CALLS)
def test_a_call_that_is_none_is_found(
    method: str, sent: dict[str, str], told: str, _aiogram: str
) -> None:
    assert told in str(mistakes(method, sent))


@pytest.mark.skipif(not PYTHON, reason=SKIPPED)
@pytest.mark.parametrize(("method", "sent", "_told", "aiogram"), NO_CALLS)
async def test_aiogram_finds_it_too(
    method: str, sent: dict[str, str], _told: str, aiogram: str
) -> None:
    assert aiogram in await mistakes_in([[method, sent]])


@pytest.mark.skipif(not PYTHON, reason=SKIPPED)
async def test_the_models_are_aiograms() -> None:
    kept = MODELS.read_text(encoding="utf-8")
    assert await asked(WRITE, kept) == kept


async def mistakes_in(calls: list[list[object]]) -> str:
    """Return what aiogram finds wrong with calls, empty for nothing."""
    return await asked(CHECK, json.dumps(calls))


async def asked(script: Path, given: str) -> str:
    """Return what a script says that runs where aiogram is."""
    pipe = asyncio.subprocess.PIPE
    check = await asyncio.create_subprocess_exec(
        PYTHON, str(script), stdin=pipe, stdout=pipe, stderr=pipe
    )
    told, broken = await check.communicate(given.encode())
    assert not broken, broken.decode()
    return told.decode()
