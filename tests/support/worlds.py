"""A community in memory, with everything around it, for tests of the core."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from adapters.memory import MemoryAdapter
from bot.clock import HandClock
from bot.domain import Member
from bot.faults import NO_CRASH
from bot.ports import Adapter, Detector, Policy, Store
from bot.rulebook.book import PolicyEntry, Rulebook
from bot.runtime import Runtime
from bot.settler import Settler
from bot.storage import MemoryStore
from bot.surroundings import Surroundings
from tests.support.making import NOON, person
from tests.support.policies import rulebook


def adapter(*members: Member) -> MemoryAdapter:
    """Return a network in memory with Rude, Ann and Mo the moderator on it."""
    network = MemoryAdapter()
    people = (person("rude"), person("ann"), person("mo", "Moderator"), *members)
    network.members.update((member.id, member) for member in people)
    return network


@dataclass
class World:
    """What the communities of one process share; `said` are the lines to whoever started it."""

    store: Store = field(default_factory=MemoryStore)
    network: MemoryAdapter = field(default_factory=adapter)
    clock: HandClock = field(default_factory=lambda: HandClock(NOON))
    said: list[str] = field(default_factory=list)
    detectors: Mapping[str, Detector] = field(default_factory=dict)
    holder: str = "this one"

    def __post_init__(self) -> None:
        adapters: dict[str, Adapter] = {"memory": self.network}
        self.settler = Settler(self.store.ledger)
        self.around = Surroundings(
            store=self.store,
            settler=self.settler,
            adapters=adapters,
            detectors=self.detectors,
            clock=self.clock,
            holder=self.holder,
            announce=self.said.append,
            crash=NO_CRASH,
        )

    def runtime(
        self,
        *policies: Policy | PolicyEntry,
        load: Callable[[], Rulebook] | None = None,
        **more: Any,
    ) -> Runtime:
        """Return a community with these policies."""
        book = rulebook(*policies, **more)
        return Runtime(book, load or (lambda: book), self.around)

    def beside(self, holder: str) -> "World":
        """Return another process on the same database and the same clock."""
        return replace(self, holder=holder, said=[], network=adapter())
