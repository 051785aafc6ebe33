"""Networks hear which rules they are to keep, and only those that can."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from adapters.memory import MemoryAdapter
from bot.clock import HandClock
from bot.domain import Mode
from bot.ports import Finding, NativePart, NativeRule
from bot.prevention import hand_over
from bot.process import Process
from bot.rulebook.book import Rulebook
from bot.storage import MemoryStore
from tests.support.making import NOON
from tests.support.policies import Scripted, entry, rulebook


class Preventing(MemoryAdapter):
    """A network that writes down what it is to keep."""

    def __init__(self) -> None:
        super().__init__()
        self.told: list[tuple[str, list[str]]] = []
        self.hindered = ""

    def prevent(self, place: str, rules: Sequence[NativeRule]) -> None:
        self.told.append((place, [rule.policy for rule in rules]))

    def hindrance(self) -> str:
        return self.hindered

    async def examine_rules(self, place: str, rules: Sequence[NativeRule]) -> Sequence[Finding]:
        return ()


class Wordy(Scripted):
    """A policy of which a network can do something."""

    native = NativePart(words=("pebble",))


async def _silent(*_: Any) -> None:
    return None


def book(**places: str) -> Rulebook:
    made = rulebook(entry(Wordy("Words", _silent)), entry(Scripted("Plain", _silent)))
    return replace(made, places=places)


def test_only_networks_that_can_are_told() -> None:
    network, plain = Preventing(), MemoryAdapter()
    adapters = {"discord": network, "slack": plain}
    hand_over(book(discord="1", slack="T"), {}, adapters)
    assert network.told == [("1", ["Words"])]


def test_a_paused_policy_is_taken_back() -> None:
    network = Preventing()
    hand_over(book(discord="1"), {"Words": Mode.PAUSED}, {"discord": network})
    assert network.told == [("1", [])]


def test_a_place_that_is_no_longer_named_is_cleared() -> None:
    network = Preventing()
    hand_over(book(discord="2"), {}, {"discord": network}, before=book(discord="1"))
    assert network.told == [("1", []), ("2", ["Words"])]
    hand_over(book(discord="2"), {}, {"discord": network}, before=book(discord="2"))
    assert network.told[2:] == [("2", ["Words"])]


def test_health_notes_what_keeps_a_network_from_the_rules() -> None:
    network = Preventing()
    process = Process(
        store=MemoryStore(),
        adapters={"discord": network},
        rulebooks={},
        detectors={},
        clock=HandClock(NOON),
        holder="this one",
        announce=lambda line: None,
    )
    assert "note on discord" not in process.health()
    network.hindered = "I lack the permission 'Manage Server'."
    assert process.health()["note on discord"] == "I lack the permission 'Manage Server'."
    # Nothing is down: what the network does not keep, the policies look after.
    assert process.health()["status"] == "ok"
