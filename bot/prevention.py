"""Hand the networks the rules that they are to keep by themselves, as they are in force now."""

from collections.abc import Mapping

from bot.domain import Mode
from bot.ports import Adapter, Preventer
from bot.rulebook.book import Rulebook
from bot.rulebook.native import native_rules


def hand_over(
    rulebook: Rulebook,
    modes: Mapping[str, Mode],
    adapters: Mapping[str, Adapter],
    before: Rulebook | None = None,
) -> None:
    """Let each network keep the rules of this rulebook, and of `before` those no longer.

    Networks that cannot are left alone, and nothing is waited for.
    """
    for network, place in (before.places if before is not None else {}).items():
        adapter = adapters.get(network)
        if isinstance(adapter, Preventer) and rulebook.places.get(network) != place:
            adapter.prevent(place, ())
    rules = native_rules(rulebook, modes)
    for network, place in rulebook.places.items():
        adapter = adapters.get(network)
        if isinstance(adapter, Preventer):
            adapter.prevent(place, rules)
