"""What the networks' adapters keep about a person, beside the database."""

import os
from collections.abc import Mapping
from typing import Any

from bot.errors import UsageError
from bot.settings import Settings


async def kept_by_network(
    network: str, member: str, community: str | None
) -> dict[str, Mapping[str, Any]]:
    """Return by community what the network's adapter keeps about somebody; empty ones left out.

    Looks through what the environment sets up, whether Evenhand runs or not. Raises UsageError for
    a network that nobody knows, NetworkError where something cannot be read.
    """
    from bot.bootstrap import adapter_kinds, load_rulebooks
    from bot.erasing import kept_by

    settings, kinds = Settings.from_environ(os.environ), adapter_kinds()
    if network not in kinds:
        raise UsageError(f"there is no network {network!r}; known are {', '.join(kinds)}")
    adapter = kinds[network].configure(os.environ, settings.data / network)
    found: dict[str, Mapping[str, Any]] = {}
    for id, (rulebook, _) in load_rulebooks(settings).items() if adapter else ():
        if community in (None, id):
            place = rulebook.places.get(network, network)
            found[id] = await kept_by(adapter, place, member)
    return {id: kept for id, kept in found.items() if kept}
