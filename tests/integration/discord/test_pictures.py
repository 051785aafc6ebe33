"""The pictures in the guide show what Evenhand really says."""

import re
from collections.abc import AsyncIterator
from pathlib import Path
from xml.etree import ElementTree

import pytest

from adapters.discord.adapter import DiscordAdapter, DiscordSettings
from adapters.discord.greeting import _GREETING
from tests.fakes.discord import FakeDiscord, rights

ROOT = Path(__file__).resolve().parents[3]
GUIDE = ROOT / "docs" / "howto" / "discord.md"
IMAGES = ROOT / "docs" / "images"
SVG = "{http://www.w3.org/2000/svg}"
PICTURES = sorted(path.name for path in IMAGES.glob("discord-*.svg"))


@pytest.fixture
async def fake() -> AsyncIterator[FakeDiscord]:
    fake = FakeDiscord()
    await fake.start()
    yield fake
    await fake.stop()


def adapter(fake: FakeDiscord, folder: Path) -> DiscordAdapter:
    return DiscordAdapter(DiscordSettings(token=fake.token, api=fake.api), folder)


def shown(name: str) -> str:
    """Return all that stands in a picture, without spaces, and with every id alike."""
    root = ElementTree.parse(IMAGES / name).getroot()
    return squeezed(" ".join("".join(one.itertext()) for one in root.iter(f"{SVG}text")))


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", re.sub(r"\d{17,20}(?!\d)", "ID", text))


@pytest.mark.parametrize("name", PICTURES)
def test_every_picture_stands_in_the_guide_with_what_it_shows_in_words(name: str) -> None:
    root = ElementTree.parse(IMAGES / name).getroot()
    assert (root.get("role"), bool(root.get("aria-label"))) == ("img", True)
    assert re.search(rf"!\[[^]]{{20,}}\]\(\.\./images/{name}\)", GUIDE.read_text("utf-8"))


async def test_the_invitation_is_what_the_command_prints(fake: FakeDiscord, tmp_path: Path) -> None:
    there = adapter(fake, tmp_path)
    made = await there.invitation(set(there.can))
    asks = f"Open {made.address} It asks for: {', '.join(made.rights)}."
    assert squeezed(asks) in shown("discord-invite.svg")


async def test_the_doctor_says_what_the_picture_shows(fake: FakeDiscord, tmp_path: Path) -> None:
    guild = fake.world.guild("Kettle & Co.", bot_permissions=rights.MODERATING & ~rights.BAN)
    fake.world.role(guild, "Moderator")
    shut = {"id": guild["id"], "type": 0, "allow": "0", "deny": str(rights.VIEW_CHANNEL)}
    fake.world.channel(guild, "help", overwrites=[shut])
    found = await adapter(fake, tmp_path).examine()
    lines = [f"{'✓' if one.ok else '✗'} discord: {one.what} {one.mend}" for one in found]
    assert squeezed(" ".join(lines)) in shown("discord-doctor.svg")
    assert f"Tobemended:{sum(not one.ok for one in found)}." in shown("discord-doctor.svg")


def test_the_greeting_is_what_whoever_invited_evenhand_reads() -> None:
    text = _GREETING["en"].format(server="Kettle & Co", id="815123456789012345")
    assert squeezed(text) in shown("discord-greeting.svg")
