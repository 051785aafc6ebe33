"""The seam to the chat networks: an adapter, and what it may ask of the house."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

from bot.domain import (
    Button,
    CommandSpec,
    Effect,
    EffectClass,
    Event,
    Member,
    Order,
    Outcome,
    Standing,
)


class Clock(Protocol):
    """What time it is; tests set it by hand."""

    def now(self) -> datetime:
        """Return the moment as an aware UTC time."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One line of a list, with what can be done about it."""

    text: str
    buttons: tuple[Button, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """How things stand for one person, for a page of theirs alone; newest first, and bounded.

    `questions` are theirs and open, `matters` what was decided about them and their objections;
    `queue` is there for the team alone, and `more` says how many cases it leaves out.
    """

    rules: tuple[str, ...] = ()
    rules_url: str = ""
    questions: tuple[Listed, ...] = ()
    matters: tuple[Listed, ...] = ()
    queue: tuple[Listed, ...] = ()
    more: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """For how long nothing was heard of a network, and what was read back after it.

    `lost` says that it lasted longer than can be read back. `place` is where it was, empty for all
    places of the network.
    """

    since: datetime
    until: datetime
    read_back: int
    lost: bool = False
    place: str = ""


class House(Protocol):
    """What an adapter may ask of the core; it is handed over when listening starts."""

    @property
    def commands(self) -> Sequence[CommandSpec]:
        """The commands to offer."""
        ...

    @property
    def places(self) -> Mapping[str, str]:
        """The communities served here: the network's place id to the community's id."""
        ...

    async def receive(self, event: Event) -> bool:
        """Take an event in; returns when it is committed, False for a repeat.

        The network is acknowledged after that and never before. Raises StoreError when it was not
        taken in, StoreBusy where waiting may help: do not acknowledge, let the network deliver it
        again.
        """
        ...

    async def complete(
        self, community: str, command: str, parameter: str, typed: str
    ) -> Sequence[str]:
        """Return at most 25 suggestions for what somebody is typing as a parameter."""
        ...

    def standing(self, community: str, member: Member) -> Standing:
        """Return how far the rulebook in force trusts this member."""
        ...

    def rules(self, community: str) -> Sequence[str]:
        """Return the house rules as members read them, in their order."""
        ...

    async def overview(self, community: str, member: Member, language: str) -> Overview:
        """Return how things stand for a member, in words that they read.

        Raises StoreError where that cannot be read for now.
        """
        ...

    async def report_gap(self, gap: Gap) -> None:
        """Tell every team here, once it is over, that nothing was heard for a while.

        Raises StoreError where that cannot be written down for now.
        """
        ...

    def announce(self, line: str) -> None:
        """Say one line to whoever started Evenhand, such as the address to open."""
        ...

    def health(self) -> Mapping[str, str]:
        """Return the state of each part in words; `status` is ok or says what is wrong."""
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
class AppKind(Protocol):
    """A kind of network whose app is set up by pasting a description of it.

    `commands` are offered but for those named in `without`, `needed` is what the rulebook's
    policies lead to, and `url` is where the network reaches us, empty where we go to it.
    """

    def manifest(
        self,
        commands: Sequence[CommandSpec],
        needed: Collection[type[Effect]],
        *,
        url: str = "",
        without: Collection[str] = (),
        language: str = "en",
    ) -> str:
        """Return the description, ready to be pasted."""
        ...
