"""Many workspaces served by a whole Evenhand: their tokens are in its database, sealed."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from bot.bootstrap import build
from bot.cli import main
from bot.cli.doctor import look_over
from bot.settings import Settings
from bot.storage import Database
from bot.storage.migrate import upgrade
from tests.fakes.slack import SECRET, FakeSlack
from tests.support.patience import PATIENCE
from tests.support.ports import free_port

RULES = """\
version: 1
community: Kettle Works
language: en
places:
  slack: "T0KETTLE01"
team:
  moderators: [Owner]
policies: []
"""
KEY = Fernet.generate_key().decode()


class Installed:
    """A database in which a workspace's tokens are, and what an operator sets."""

    def __init__(self, folder: Path) -> None:
        self.slack = FakeSlack(socket=False)
        self.space = self.slack.workspace()
        self.folder = folder
        self.port = free_port()
        self.url = f"sqlite:///{folder / 'evenhand.db'}"

    async def open(self) -> None:
        await self.slack.start()
        self.slack.app_url = f"http://127.0.0.1:{self.port}/slack/events"
        (self.folder / "community.yaml").write_text(RULES)
        await upgrade(self.url)
        grant = {"team": self.space.team, "bot_token": f"xoxb-{self.space.team}-bot"}
        database = Database(self.url)
        await database.open()
        sealed = Fernet(KEY).encrypt(json.dumps(grant).encode()).decode()
        await database.safe("slack").put(self.space.team, sealed)
        await database.close()

    def environ(self) -> dict[str, str]:
        return {
            "EVENHAND_DATA": str(self.folder),
            "EVENHAND_DATABASE": self.url,
            "EVENHAND_RULES": str(self.folder / "community.yaml"),
            "EVENHAND_LOBBY": "off",
            "EVENHAND_SLACK_CLIENT_ID": "123.456",
            "EVENHAND_SLACK_CLIENT_SECRET": "c" * 32,
            "EVENHAND_SLACK_SIGNING_SECRET": SECRET,
            "EVENHAND_SLACK_KEY": KEY,
            "EVENHAND_SLACK_PORT": str(self.port),
            "EVENHAND_SLACK_API_URL": self.slack.api_url,
        }


@pytest.fixture
async def installed(tmp_path: Path) -> AsyncIterator[Installed]:
    installed = Installed(tmp_path)
    await installed.open()
    yield installed
    await installed.slack.stop()


async def test_workspaces_are_served_with_the_tokens_of_the_database(installed: Installed) -> None:
    environ, stop, told = installed.environ(), asyncio.Event(), asyncio.Event()
    process = await build(Settings.from_environ(environ), environ, lambda _line: told.set())
    running = asyncio.create_task(process.run(stop))
    async with asyncio.timeout(PATIENCE):
        await told.wait()
    owner = installed.space.owner.id
    assert await installed.slack.say(installed.space, installed.space.general, owner, "hello")[1]
    stop.set()
    await running
    kept = (installed.folder / "evenhand.db").read_bytes()
    assert b"sealed by slack: T0KETTLE01" in kept
    assert b"xoxb" not in kept


async def test_doctor_looks_with_the_tokens_of_the_database(installed: Installed) -> None:
    sections = {section.title: section for section in await look_over(installed.environ())}
    told = [finding.what for finding in sections["Networks"].findings]
    assert "slack: the bot token is for the workspace Kettle (T0KETTLE01)" in told


async def test_doctor_says_where_nobody_has_installed_the_app(
    installed: Installed, tmp_path: Path
) -> None:
    environ = installed.environ() | {"EVENHAND_DATABASE": f"sqlite:///{tmp_path / 'none.db'}"}
    sections = {section.title: section for section in await look_over(environ)}
    told = [finding.what for finding in sections["Networks"].findings if not finding.ok]
    assert told == ["slack: the app is installed in no workspace yet"]
    assert not (tmp_path / "none.db").exists()


async def test_a_workspace_whose_key_is_lost_can_be_forgotten(
    installed: Installed, capsys: pytest.CaptureFixture[str]
) -> None:
    forget = ["slack", "forget", "T0KETTLE01", "--database", installed.url]
    assert await asyncio.to_thread(main, forget) == 0
    assert "Forgotten: T0KETTLE01." in capsys.readouterr().out
    assert await asyncio.to_thread(main, forget) == 2
    assert "nothing is kept of the workspace T0KETTLE01" in capsys.readouterr().err
