"""A second opinion beside our own fake: the Web API as the npm package `emulate` knows it."""

import asyncio
import json
import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import aiohttp
import pytest

from adapters.slack.adapter import SlackAdapter
from adapters.slack.settings import SlackSettings
from bot.domain import (
    DeleteMessage,
    EditReply,
    Effect,
    Order,
    OutcomeState,
    Reply,
    SendDirect,
)
from tests.fakes.slack import SECRET
from tests.support.patience import PATIENCE
from tests.support.ports import free_port

MODULES = Path(__file__).parent / "emulate" / "node_modules"
NODE, EMULATE = MODULES / ".bin" / "node", MODULES / "emulate" / "dist" / "index.js"
if not (NODE.exists() and EMULATE.exists()):
    pytest.skip(
        "NO EMULATE: this second opinion was not asked for; run `npm install` in "
        "tests/integration/slack/emulate (it brings its own Node)",
        allow_module_level=True,
    )
BOT, ANN = "xoxb-emulate-bot-1", "xoxp-emulate-ann-1"
SEED = {
    "slack": {
        "team": {"name": "Kettle", "domain": "kettle"},
        "users": [{"name": "ann", "real_name": "Ann"}, {"name": "evenhand", "is_bot": True}],
        "channels": [{"name": "general"}],
        "tokens": [
            {"token": BOT, "type": "bot", "user": "evenhand", "bot_id": "B1"},
            {"token": ANN, "type": "user", "user": "ann"},
        ],
    }
}


class Emulate:
    """The emulator as a process, and a member who writes there."""

    def __init__(self, url: str, session: aiohttp.ClientSession) -> None:
        self.url = url
        self._session = session

    async def call(self, token: str, method: str, **arguments: str) -> dict[str, object]:
        headers = {"Authorization": f"Bearer {token}"}
        async with self._session.post(
            f"{self.url}api/{method}", data=arguments, headers=headers
        ) as answer:
            found: dict[str, object] = await answer.json()
            return found


@pytest.fixture
async def emulate(tmp_path: Path) -> AsyncIterator[Emulate]:
    seed = tmp_path / "seed.json"
    seed.write_text(json.dumps(SEED))
    port = free_port()
    process = await asyncio.create_subprocess_exec(
        *(str(NODE), str(EMULATE), "start", "--service", "slack", "--seed", str(seed)),
        *("--port", str(port)),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    assert process.stdout is not None
    try:
        async with asyncio.timeout(PATIENCE):
            while not re.search(
                rb"localhost:\d+|127\.0\.0\.1:\d+", await process.stdout.readline()
            ):
                pass
        async with aiohttp.ClientSession() as session:
            yield Emulate(f"http://127.0.0.1:{port}/", session)
    finally:
        process.terminate()
        await process.communicate()


def adapter_at(emulate: Emulate, folder: Path) -> SlackAdapter:
    """Return an adapter that takes the emulator for Slack."""
    api_url = f"{emulate.url}api/"
    settings = SlackSettings(bot_token=BOT, signing_secret=SECRET, api_url=api_url, port=0)
    return SlackAdapter(settings, folder)


@pytest.fixture
async def adapter(emulate: Emulate, tmp_path: Path) -> AsyncIterator[SlackAdapter]:
    adapter = adapter_at(emulate, tmp_path)
    yield adapter
    await adapter.close()


def order(action: Effect, key: str) -> Order:
    return Order(
        key=key,
        community="kettle-co",
        network="slack",
        place="slack",
        action=action,
        actor="Rule 2",
        decision="d1",
        at=datetime.now(UTC),
    )


async def _general(emulate: Emulate) -> str:
    listed = await emulate.call(BOT, "conversations.list")
    channel = listed["channels"][0]["id"]  # type: ignore[index]  # JSON
    await emulate.call(BOT, "conversations.join", channel=channel)
    await emulate.call(ANN, "conversations.join", channel=channel)
    return str(channel)


async def test_what_we_say_is_there_and_is_found_by_its_key(
    emulate: Emulate, adapter: SlackAdapter, tmp_path: Path
) -> None:
    channel = await _general(emulate)
    said = order(Reply(channel=channel, text="Be <kind> & calm"), "k1")
    done = await adapter.perform(said)
    assert done.state is OutcomeState.DONE, done
    await adapter.close()
    again = adapter_at(emulate, tmp_path)
    assert await again.look_up(said) == done
    assert await again.look_up(order(said.action, "k2")) is None  # type: ignore[arg-type]  # a Reply
    await again.close()


async def test_our_own_words_can_be_changed_and_taken_down(
    emulate: Emulate, adapter: SlackAdapter
) -> None:
    channel = await _general(emulate)
    said = await adapter.perform(order(Reply(channel=channel, text="before"), "k1"))
    assert said.made is not None
    edit = EditReply(of="k1", channel=channel, message=said.made, text="after")
    assert (await adapter.perform(order(edit, "k2"))).state is OutcomeState.DONE
    gone = DeleteMessage(channel=channel, message=said.made)
    assert (await adapter.perform(order(gone, "k3"))).state is OutcomeState.DONE
    assert (await adapter.perform(order(gone, "k4"))).detail == "already gone"


async def test_a_bot_may_not_take_down_what_a_member_wrote(
    emulate: Emulate, adapter: SlackAdapter
) -> None:
    channel = await _general(emulate)
    said = await emulate.call(ANN, "chat.postMessage", channel=channel, text="hello")
    delete = DeleteMessage(channel=channel, message=f"{channel}-{said['ts']}")
    assert (await adapter.perform(order(delete, "k1"))).state is OutcomeState.REFUSED


async def test_members_are_found_and_strangers_are_not(
    emulate: Emulate, adapter: SlackAdapter
) -> None:
    me = await emulate.call(ANN, "auth.test")
    found = await adapter.find_member("slack", str(me["user_id"]))
    assert found is not None
    assert found.name.casefold() == "ann"
    assert await adapter.find_member("slack", "U0NOBODY99") is None
    word = SendDirect(member=str(me["user_id"]), text="hello")
    assert (await adapter.perform(order(word, "k1"))).state is OutcomeState.DONE
