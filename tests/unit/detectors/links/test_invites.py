"""Invitations are known by network, however they are written, and told in one form."""

import pytest

from bot.detectors.links.find import links
from bot.detectors.links.invites import invite_of


def invite(text: str) -> tuple[str, str, bool] | None:
    (link,) = links(text)
    found = invite_of(link.address)
    return None if found is None else (found.network, found.written, found.certain)


@pytest.mark.parametrize(
    ("text", "network", "written"),
    [
        ("discord.gg/abc", "discord", "discord.gg/abc"),
        ("https://discord.gg/invite/abc", "discord", "discord.gg/abc"),
        ("https://ptb.discord.com/invite/kettle?event=1", "discord", "discord.gg/kettle"),
        ("http://discordapp.com//invite/kettle/", "discord", "discord.gg/kettle"),
        # letters of the address written as numbers
        ("https://discord%2Egg/%61bc", "discord", "discord.gg/abc"),
        ("dsc.gg/kettle", "discord", "dsc.gg/kettle"),
        ("https://disboard.org/de/server/123456", "discord", "disboard.org/server/123456"),
        ("t.me/+AbCdEfGh12", "telegram", "t.me/+AbCdEfGh12"),
        ("https://telegram.me/joinchat/AbCdEfGh12", "telegram", "t.me/+AbCdEfGh12"),
        ("tg://join?invite=AbCdEfGh12", "telegram", "t.me/+AbCdEfGh12"),
        ("https://join.slack.com/t/kettle/shared_invite/x", "slack", "join.slack.com/t/kettle"),
        ("https://kettle.slack.com/join/signup", "slack", "join.slack.com/t/kettle"),
        ("https://chat.whatsapp.com/AbCdEfGhIj", "whatsapp", "chat.whatsapp.com/AbCdEfGhIj"),
        ("https://matrix.to/#/#kettle:matrix.org", "matrix", "matrix.to/#/#kettle:matrix.org"),
        ("https://signal.group/#CjQKIAbc_d", "signal", "signal.group/#CjQKIAbc_d"),
        ("https://rvlt.gg/AbCd1234", "revolt", "rvlt.gg/AbCd1234"),
    ],
)  # fmt: skip
def test_an_invitation_is_known(text: str, network: str, written: str) -> None:
    assert invite(text) == (network, written, True)


@pytest.mark.parametrize(
    ("text", "network", "written"),
    [
        # a chat, a bot or one person: nobody can tell from outside
        ("https://t.me/kettlechat", "telegram", "t.me/kettlechat"),
        ("https://t.me/s/kettlechat", "telegram", "t.me/kettlechat"),
        ("tg://resolve?domain=kettlechat", "telegram", "t.me/kettlechat"),
        ("https://wa.me/4915123456789", "whatsapp", "wa.me/4915123456789"),
        ("https://api.whatsapp.com/send?phone=4915123456789", "whatsapp", "wa.me/4915123456789"),
    ],
)
def test_what_may_lead_to_one_person_says_so(text: str, network: str, written: str) -> None:
    assert invite(text) == (network, written, False)


@pytest.mark.parametrize(
    "text",
    [
        "https://discord.com/channels/1/2",
        "https://discord.com/developers/docs",
        "https://discord.gg/",
        "https://t.me/share/url?url=x",
        "https://kettle.slack.com/archives/C1",
        "https://notdiscord.gg.example/abc",
        "https://element.io/blog",
    ],
)
def test_other_pages_of_a_network_are_no_invitation(text: str) -> None:
    assert invite(text) is None
