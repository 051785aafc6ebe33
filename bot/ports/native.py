"""The seam to what networks do by themselves: keep a message from being shown at all.

A policy says which part of it a network could do; the core hands these parts to the adapters that
can, and whatever does not fit there stays with the policy, which looks at every message as ever.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from bot.ports.networks import Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class NativePart:
    """What a policy looks for, as the admin wrote it.

    `words` are whole words and phrases in which * stands for any letters, `parts` are found inside
    of words as well, `patterns` are RE2 expressions without regard to capitals, and `exceptions`
    are words that are fine although one of the others is in them. `told` is what the member may
    read at once.
    """

    words: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()
    exceptions: tuple[str, ...] = ()
    told: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NativeRule:
    """A policy's part with whom and where it concerns.

    `channels` are names or ids without #, None for all; `spared` are the names of the roles on
    which no policy acts.
    """

    policy: str
    part: NativePart
    channels: frozenset[str] | None = None
    spared: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Beyond:
    """What of a policy a network cannot do by itself, in a sentence for the admin."""

    policy: str
    what: str


@runtime_checkable
class Native(Protocol):
    """A policy of which a network may do a part by itself, where the admin asks for it."""

    @property
    def native(self) -> NativePart | None:
        """That part, None where nobody asked for it."""
        ...


@runtime_checkable
class PreventingKind(Protocol):
    """A kind of network that can keep messages from being shown."""

    def beyond(self, rules: Sequence[NativeRule]) -> Sequence[Beyond]:
        """Return what of these rules such a network cannot do; nothing is asked of it."""
        ...


@runtime_checkable
class Preventer(Protocol):
    """An adapter that keeps messages from being shown, and tells of it as MessagePrevented."""

    def prevent(self, place: str, rules: Sequence[NativeRule]) -> None:
        """Let these rules, and no others of ours, be kept in a place from now on.

        Returns at once: it is done when the network can be reached, and again after each start.
        """
        ...

    def hindrance(self) -> str:
        """Return what stands in the way of keeping the rules, in a sentence; empty for nothing."""
        ...

    async def examine_rules(self, place: str, rules: Sequence[NativeRule]) -> Sequence[Finding]:
        """Return how far the network keeps these rules; nothing is changed by looking."""
        ...
