"""The seam to the chat networks: an adapter, and what more some of them can."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

from bot.domain import CommandSpec, Effect, EffectClass, Event, Member, Order, Outcome
from bot.ports.house import House


class Clock(Protocol):
    """What time it is; tests set it by hand."""

    def now(self) -> datetime:
        """Return the moment as an aware UTC time."""
        ...


class Adapter(Protocol):
    """One chat network."""

    @property
    def network(self) -> str:
        """The network's name, as in policy files."""
        ...

    @property
    def can(self) -> Mapping[type[Effect], EffectClass]:
        """What can be done here, and what may be done after an unclear answer."""
        ...

    async def listen(self, house: House) -> None:
        """Connect and pass events to the house until cancelled."""
        ...

    async def perform(self, order: Order) -> Outcome:
        """Carry out one effect; says what came of it and raises nothing for a network's no."""
        ...

    async def find_member(self, place: str, member: str) -> Member | None:
        """Return the member as they are now, None where nobody with this id is here."""
        ...

    async def look_up(self, order: Order) -> Outcome | None:
        """Return what is known about an order that may have been done, None if it was not.

        Asked only for effects of class LOOKUP.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that was looked at: how it is, whether that is well, and how to mend it."""

    ok: bool
    what: str
    mend: str = ""


@runtime_checkable
class Examiner(Protocol):
    """An adapter that can look, before it listens, whether the network will let it work.

    Such as: is the token accepted, is the bot in the place, which rights does it lack, and which
    has it that it does not need. For `evenhand doctor`; nothing is changed by looking.
    """

    async def examine(self) -> Sequence[Finding]:
        """Return what was found; raises nothing for a network that cannot be reached."""
        ...


@runtime_checkable
class Listener(Protocol):
    """An adapter that knows whether it hears its network at this moment."""

    def trouble(self) -> str:
        """Return what stands in the way of hearing, in a sentence; empty for nothing."""
        ...


@runtime_checkable
class Onlooker(Protocol):
    """An adapter that can look how something stands before it is changed.

    Asked before a person lifts, locks or opens something: where nothing would change, they hear
    that, and nothing is done.
    """

    async def is_so(self, place: str, effect: Effect) -> bool | None:
        """Return whether carrying an effect out would change nothing, None where that is unknown.

        Raises nothing for a network that cannot be reached: what is unknown is tried.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """How a bot is brought into a place: the address to open, and the rights it asks for."""

    address: str
    rights: tuple[str, ...] = ()


@runtime_checkable
class Inviter(Protocol):
    """An adapter that knows how somebody invites it."""

    async def invitation(
        self, effects: Collection[type[Effect]], *, prevents: bool = False
    ) -> Invitation:
        """Return the invitation with the least rights that these effects need.

        `prevents` is whether rules are to be kept by the network itself. Raises NetworkError where
        the network does not say who the bot is.
        """
        ...


@runtime_checkable
class Remover(Protocol):
    """An adapter that may have to take people out of channels where others keep them from writing.

    Members and the team are told what is done and not what it is called elsewhere.
    """

    @property
    def takes_out(self) -> bool:
        """Whether a time-out takes members out of the channels for as long as it lasts."""
        ...


@runtime_checkable
class Adviser(Protocol):
    """An adapter that knows what people can do where their network gives an app no way."""

    def instead(self, effect: Effect, name: str, language: str) -> str:
        """Return what to do instead of an effect that is not in `can`, empty where it knows none.

        `name` is whom it is about; the words are for whoever asked, in `language` (de, en).
        """
        ...


@runtime_checkable
class Keeper(Protocol):
    """An adapter that itself keeps something about people, beside what is in the store.

    What a measure still in force needs (a ban, a time-out, a locked channel) is kept until that
    has ended: forgetting somebody neither frees them nor shuts them out for good.
    """

    async def kept_about(self, place: str, member: str) -> Mapping[str, Sequence[Any]]:
        """Return what is kept about somebody, as JSON values by kind; empty for nothing.

        Raises NetworkError where it cannot be read.
        """
        ...

    async def forget(self, place: str, member: str) -> None:
        """Forget it, in files too; a repeat is harmless, NetworkError says to try again."""
        ...


class AdapterKind(Protocol):
    """A class of adapters, as adapters/__init__.py lists it.

    `abilities` is what such a network can do, known without setting it up: policy files are
    checked against it. `variables` says what each environment variable means that it reads.
    """

    abilities: Mapping[type[Effect], EffectClass]
    variables: Mapping[str, str]

    def configure(self, environ: Mapping[str, str], data: Path) -> Adapter | None:
        """Build the adapter from environment variables; None where it is not set up.

        `data` is a folder of its own in which the adapter may keep things. Raises UsageError for
        a setting that makes no sense, naming it and never its secret value.
        """
        ...


@runtime_checkable
class TidyingKind(Protocol):
    """A kind of network whose own lines (who came, what was pinned) can be taken down.

    `tidies` are the sorts of lines, by the words that policy files have for them.
    """

    tidies: Collection[str]


@runtime_checkable
class MarkingKind(Protocol):
    """A kind of network that does not take every sign under a message."""

    def takes_sign(self, emoji: str) -> bool:
        """Return whether a sign, or a name for one, can stand under a message there."""
        ...


@runtime_checkable
class AppKind(Protocol):
    """A kind of network whose app is set up by pasting a description of it.

    `commands` are offered but for those named in `without`, `needed` is what the rulebook's
    policies lead to, `hears` what they listen for (left out: all there is), and `url` is where the
    network reaches us, empty where we go to it.
    """

    def manifest(
        self,
        commands: Sequence[CommandSpec],
        needed: Collection[type[Effect]],
        *,
        url: str = "",
        without: Collection[str] = (),
        language: str = "en",
        hears: Collection[type[Event]] = ...,
    ) -> str:
        """Return the description, ready to be pasted."""
        ...
