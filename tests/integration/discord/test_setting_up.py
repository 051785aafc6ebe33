"""Setting Discord up: the invitation, and what doctor says about it."""

import asyncio
import threading
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from adapters.discord.adapter import DiscordAdapter, DiscordSettings
from bot.cli import main
from bot.ports import Examiner, Finding, Inviter
from tests.fakes.discord import FakeDiscord, Json, rights
from tests.integration.discord.whole import RULES


@pytest.fixture
async def fake() -> AsyncIterator[FakeDiscord]:
    fake = FakeDiscord()
    await fake.start()
    yield fake
    await fake.stop()


def adapter(fake: FakeDiscord, folder: Path) -> DiscordAdapter:
    return DiscordAdapter(DiscordSettings(token=fake.token, api=fake.api), folder)


async def findings(fake: FakeDiscord, folder: Path) -> list[Finding]:
    examiner = adapter(fake, folder)
    assert isinstance(examiner, Examiner)
    return list(await examiner.examine())


def wrong(found: list[Finding]) -> list[str]:
    return [f"{one.what} | {one.mend}" for one in found if not one.ok]


async def test_doctor_finds_nothing_wrong_where_all_is_well(
    fake: FakeDiscord, tmp_path: Path
) -> None:
    guild = fake.world.guild("Kettle & Co.")
    found = await findings(fake, tmp_path)
    assert wrong(found) == []
    assert [one.what for one in found] == [
        "the token is accepted: Evenhand",
        "'Server Members Intent' is on",
        "'Message Content Intent' is on",
        "1000 starts are left for today",
        f"Kettle & Co. ({guild['id']}): all permissions are there",
    ]


async def test_doctor_names_a_wrong_token(fake: FakeDiscord, tmp_path: Path) -> None:
    examiner = adapter(fake, tmp_path)
    fake.token = "another"
    (finding,) = await examiner.examine()
    assert not finding.ok
    assert "no longer accepts my token" in finding.what
    assert "Reset Token" in finding.mend


async def test_doctor_says_where_discord_is_not_reached(fake: FakeDiscord, tmp_path: Path) -> None:
    examiner = adapter(fake, tmp_path)
    await fake.stop()
    (finding,) = await examiner.examine()
    assert "Discord cannot be reached" in finding.what


async def test_doctor_names_everything_that_hinders(fake: FakeDiscord, tmp_path: Path) -> None:
    few = rights.EVERYBODY | rights.KICK
    guild = fake.world.guild("Kettle & Co.", bot_permissions=few)
    shut = {"id": guild["id"], "type": 0, "allow": "0", "deny": str(rights.VIEW_CHANNEL)}
    fake.world.channel(guild, "secret", overwrites=[shut])
    fake.world.role(guild, "Chief")
    fake.accounts.flags = 0
    fake.accounts.starts_left = 10
    found = await findings(fake, tmp_path)
    told = wrong(found)
    assert [line.partition(" | ")[0] for line in told] == [
        "'Server Members Intent' is off",
        "'Message Content Intent' is off",
        "10 starts are left for today",
        f"Kettle & Co. ({guild['id']}): missing are 'Ban Members', 'Manage Channels', "
        "'View Audit Log', 'Manage Messages', 'Manage Roles', 'Manage Threads', "
        "'Timeout Members', 'Pin Messages'",
        "Kettle & Co.: I can't read and write in #secret",
    ]
    assert all(line.partition(" | ")[2] for line in told)
    assert "Kettle & Co.: I can do nothing to whoever has Chief" in [one.what for one in found]


async def test_doctor_warns_of_more_rights_than_are_needed(
    fake: FakeDiscord, tmp_path: Path
) -> None:
    fake.world.guild("Kettle & Co.", bot_permissions=rights.ADMINISTRATOR)
    (line,) = wrong(await findings(fake, tmp_path))
    assert "'Administrator', which is more than I need" in line


async def test_doctor_says_how_to_get_into_a_first_server(
    fake: FakeDiscord, tmp_path: Path
) -> None:
    (line,) = wrong(await findings(fake, tmp_path))
    assert line == "the bot is in no server | Run `evenhand discord invite` and open the address."


@pytest.fixture
def fake_elsewhere() -> Iterator[FakeDiscord]:
    """Run the fake in a thread of its own, for a command that brings its own loop."""
    fake, loop = FakeDiscord(), asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    asyncio.run_coroutine_threadsafe(fake.start(), loop).result(5)
    yield fake
    asyncio.run_coroutine_threadsafe(fake.stop(), loop).result(5)
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    loop.close()


@pytest.mark.parametrize(
    ("arguments", "has", "lacks"),
    [
        ([], {"Ban Members", "Timeout Members", "Manage Roles"}, {"Administrator"}),
        # The starter neither bans nor locks anything.
        (["--policies-only"], {"Manage Messages", "Timeout Members"}, {"Ban Members"}),
    ],
)
def test_the_invitation_asks_for_no_more_than_is_needed(
    arguments: list[str],
    has: set[str],
    lacks: set[str],
    fake_elsewhere: FakeDiscord,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("EVENHAND_DISCORD_TOKEN", fake_elsewhere.token)
    monkeypatch.setenv("EVENHAND_DISCORD_API", fake_elsewhere.api)
    monkeypatch.setenv("EVENHAND_DATA", str(tmp_path))
    monkeypatch.delenv("EVENHAND_RULES", raising=False)
    assert main(["discord", "invite", *arguments]) == 0
    address, asks = capsys.readouterr().out.splitlines()
    query = parse_qs(urlsplit(address.removeprefix("Open ")).query)
    assert query["client_id"] == [fake_elsewhere.world.me["id"]]
    assert query["scope"] == ["bot applications.commands"]
    assert int(query["permissions"][0]) & rights.ADMINISTRATOR == 0
    assert all(name in asks for name in has)
    assert not any(name in asks for name in lacks)


def native(fake: FakeDiscord, folder: Path, monkeypatch: pytest.MonkeyPatch, extra: str) -> Json:
    """Write a policy file that AutoMod is to keep, and let Evenhand find it."""
    guild = fake.world.guild("Kettle", bot_permissions=rights.MODERATING & ~rights.MANAGE_GUILD)
    text = RULES.format(name="Kettle", place=guild["id"])
    text = text.replace("    forget_after", f"    native: yes\n{extra}    forget_after")
    (folder / "rules.yaml").write_text(text, encoding="utf-8")
    for name, value in {
        "TOKEN": fake.token, "API": fake.api
    }.items():  # fmt: skip
        monkeypatch.setenv(f"EVENHAND_DISCORD_{name}", value)
    monkeypatch.setenv("EVENHAND_DATA", str(folder))
    monkeypatch.setenv("EVENHAND_RULES", str(folder / "rules.yaml"))
    return guild


@pytest.mark.parametrize("arguments", [[], ["--policies-only"]])
def test_the_invitation_asks_for_what_automod_needs_where_it_is_used(
    arguments: list[str],
    fake_elsewhere: FakeDiscord,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    native(fake_elsewhere, tmp_path, monkeypatch, "")
    assert main(["discord", "invite", *arguments]) == 0
    assert "Manage Server" in capsys.readouterr().out


def test_doctor_and_check_say_what_automod_does_not_do(
    fake_elsewhere: FakeDiscord,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    text = '  words: ["pebble*"]'
    native(fake_elsewhere, tmp_path, monkeypatch, "")
    rules = tmp_path / "rules.yaml"
    written = rules.read_text(encoding="utf-8").replace(text, '  words: ["pebble*", "p*ble"]')
    rules.write_text(written, encoding="utf-8")
    stays = "discord: of 'No pebbles', 1 of 2 words stays with Evenhand: 'p*ble'"
    assert main(["check", str(rules)]) == 0
    assert stays in capsys.readouterr().out
    main(["doctor"])
    told = capsys.readouterr().out
    assert stays in told
    assert (
        "discord: I lack the permission 'Manage Server' in Kettle, which AutoMod needs for "
        "'No pebbles'." in told
    )


def test_the_invitation_needs_a_token(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("EVENHAND_DISCORD_TOKEN", raising=False)
    assert main(["discord", "invite"]) == 2
    assert "set EVENHAND_DISCORD_TOKEN first" in capsys.readouterr().err


def test_an_adapter_for_discord_can_be_invited() -> None:
    assert issubclass(DiscordAdapter, Inviter)
