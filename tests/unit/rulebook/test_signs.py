"""Signs that a network does not take are told by line."""

from pathlib import Path

import pytest

from adapters.discord.adapter import DiscordAdapter
from adapters.slack.adapter import SlackAdapter
from adapters.telegram.adapter import TelegramAdapter
from bot.bootstrap import policy_kinds
from bot.errors import RulebookError
from bot.ports import MarkingKind
from bot.rulebook.book import Rulebook
from bot.rulebook.loader import load

FILE = """\
version: 1
community: Kettle
places: {{{network}: "1"}}
policies:
  - name: Bring people in
    kind: escalation
    react: {sign}
"""
KINDS = {"discord": DiscordAdapter, "slack": SlackAdapter, "telegram": TelegramAdapter}


def read(folder: Path, network: str, sign: str) -> Rulebook:
    file = folder / "rules.yaml"
    file.write_text(FILE.format(network=network, sign=sign), encoding="utf-8")
    signs = {name: one.takes_sign for name, one in KINDS.items() if isinstance(one, MarkingKind)}
    return load(file, kinds=policy_kinds(), signs=signs)


@pytest.mark.parametrize(
    ("network", "sign"),
    [
        ("telegram", "👀"),
        ("telegram", "❤️"),
        ("slack", "✅"),
        ("slack", "our-own-sign"),
        ("discord", "✅"),
        ("discord", '"kettle:815123456789012345"'),
        ("lobby", "🦩"),  # takes any
    ],
)
def test_a_sign_that_the_network_takes_is_fine(tmp_path: Path, network: str, sign: str) -> None:
    assert read(tmp_path, network, sign).policies[0].policy.needs.signs == {sign.strip('"')}


@pytest.mark.parametrize(
    ("network", "sign"),
    [
        ("telegram", "✅"),  # not among Telegram's own
        ("telegram", "eyes"),
        ("slack", "🦩"),  # no name is known for it here
        ("discord", "eyes"),
    ],
)
def test_a_sign_that_the_network_does_not_take_is_told_by_line(
    tmp_path: Path, network: str, sign: str
) -> None:
    with pytest.raises(RulebookError) as error:
        read(tmp_path, network, sign)
    told = f"rules.yaml:7:12: {network} does not take the sign {sign}, which 'Bring people in'"
    assert told in str(error.value)
    assert "Take one that it has" in str(error.value)
