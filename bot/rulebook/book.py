"""A rulebook in force: what a policy file comes to once it is read, checked and built."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from bot.domain import Member, Mode, Standing
from bot.errors import Mistake
from bot.ports import Policy, Scene


@dataclass(frozen=True, slots=True, kw_only=True)
class Team:
    """Who looks after the community; roles by the names that the network shows."""

    moderators: tuple[str, ...] = ()
    admins: tuple[str, ...] = ()
    leave_alone: tuple[str, ...] = ()
    alerts_to: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Past these numbers the policies stop and the team is asked; commands are not counted."""

    deletions_per_hour: int = 30
    timeouts_per_day: int = 20
    kicks_per_day: int = 0
    bans_per_day: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Newcomers:
    """How newcomers become regulars: after a day, and so many messages of substance.

    With 0 messages a day is enough; after `at_most` everybody is a regular.
    """

    until_messages: int = 0
    at_most: timedelta = timedelta(days=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedBans:
    """With which communities bans are shared, by name, and what theirs come to here.

    `at_once` bans without asking the team; people whose ids are in `never` are left alone.
    """

    groups: tuple[str, ...] = ()
    at_once: bool = False
    never: tuple[str, ...] = ()

    def names(self, community: str) -> bool:
        """Return whether bans are shared with a community of this name."""
        return any(one.casefold() == community.casefold() for one in self.groups)


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """What words weigh in this community, by signal, on top of the built-in scorer.

    `name` is the file and `version` its SHA-256 in hexadecimal.
    """

    name: str
    version: str
    weights: Mapping[str, Mapping[str, float]]


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyEntry:
    """One policy of the file: what was written, and the policy built from it.

    `channels` is None for all channels. `line` is where it begins in the file.
    """

    name: str
    kind: str
    mode: Mode
    channels: frozenset[str] | None
    settings: Any
    policy: Policy
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatLine:
    """One line of a test's chat; `at` is seconds after the first line.

    `does` is says, edits, reports, presses, joins, leaves or waits; `says` is the text, the
    member who is reported, or the button's id. `more` may hold `signals` to take for granted,
    `network`, and how long they have been here (`member_for`, `account_age`).
    """

    who: str
    says: str = ""
    channel: str = ""
    does: str = "says"
    at: float = 0.0
    reply_to: str | None = None
    roles: tuple[str, ...] = ()
    line: int = 0
    column: int = 0
    more: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """One action that a test expects (`do`), of or to a member, with further fields to match."""

    do: str
    who: str = ""
    fields: Mapping[str, Any] = field(default_factory=dict)
    line: int = 0
    column: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class RulebookTest:
    """An example that the policy file carries: a chat, and what must be done, no more, no less."""

    name: str
    chat: tuple[ChatLine, ...]
    expect: tuple[Expected, ...]
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Rulebook:
    """The rules of one community.

    `id` is short and made from the community's name; `version` is the SHA-256 of the file (and of
    the files it names) in hexadecimal; `rules` are the house rules as members read them. `notes`
    are what the admin should know, although nothing is wrong with the file. `tidy` names the sorts
    of the networks' own lines that are taken down.
    """

    id: str
    name: str
    version: str
    language: str = "en"
    address: str = "du"
    rules: tuple[str, ...] = ()
    rules_url: str = ""
    places: Mapping[str, str] = field(default_factory=dict)
    team: Team = field(default_factory=Team)
    limits: Limits = field(default_factory=Limits)
    newcomers: Newcomers = field(default_factory=Newcomers)
    shared_bans: SharedBans = field(default_factory=SharedBans)
    tidy: tuple[str, ...] = ()
    layer: Layer | None = None
    policies: tuple[PolicyEntry, ...] = ()
    texts: Mapping[str, str] = field(default_factory=dict)
    tests: tuple[RulebookTest, ...] = ()
    path: str = ""
    notes: tuple[Mistake, ...] = ()

    @property
    def scene(self) -> Scene:
        """What policies know about the community."""
        return Scene(
            community=self.name,
            language=self.language,
            address=self.address,
            rules_url=self.rules_url,
        )

    def standing(self, member: Member) -> Standing:
        """Return how far the team section trusts a member, by their roles alone."""
        if not member.roles:
            return Standing.REGULAR
        roles = {role.casefold() for role in member.roles}
        if roles & {role.casefold() for role in self.team.admins}:
            return Standing.ADMIN
        if roles & {role.casefold() for role in self.team.moderators}:
            return Standing.MODERATOR
        if roles & {role.casefold() for role in self.team.leave_alone}:
            return Standing.TRUSTED
        return Standing.REGULAR
