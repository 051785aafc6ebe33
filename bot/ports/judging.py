"""The seam to judgement: policies, detectors, and what they may ask."""

from asyncio import Future
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple, Protocol, runtime_checkable

from bot.domain import Action, Case, Event, Member, Signal, Standing, Verdict
from bot.ports.records import LearnedAnswer

#: What a model says about one text: from 0 to 1 by the name of the signal.
Scores = Mapping[str, float]


class Text(Protocol):
    """A message's text in the forms that rules match, each made once and only when asked for."""

    @property
    def original(self) -> str:
        """What was written, cut to the longest length that is looked at."""
        ...

    @property
    def clean(self) -> str:
        """The same without what is invisible, marks capped, NFKC; German stays German."""
        ...

    @property
    def skeleton(self) -> str:
        """Look-alikes, leet and spacing undone, lower case: an extra form beside the clean one."""
        ...


class Seen(NamedTuple):
    """One earlier message, as windows over time remember it; `shape` is alike for like texts.

    `sketch` tells how much texts have in common, where a policy needs that; else it is 0. So does
    `substance` whether it says something, where newcomers earn trust by that.
    """

    at: datetime
    member: str
    channel: str
    message: str
    shape: int
    words: int = 0
    reply_to: str | None = None
    staff: bool = False
    sketch: int = 0
    substance: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PatternHit:
    """One of a policy's patterns and where it matched in the original text."""

    pattern: str
    start: int
    end: int
    text: str


class Context(Protocol):
    """What a policy may ask about the event it judges. Nothing is computed before it is asked."""

    @property
    def now(self) -> datetime:
        """The moment of the event."""
        ...

    @property
    def language(self) -> str:
        """The language to speak, such as en or de."""
        ...

    @property
    def standing(self) -> Standing:
        """The standing of the member the event comes from."""
        ...

    @property
    def text(self) -> Text:
        """The message's text; empty for events without one."""
        ...

    async def signal(self, name: str) -> Signal | None:
        """Return a detector's signal, computed once per event; None means unknown.

        What is unknown never punishes.
        """
        ...

    async def signal_without(self, name: str, words: Sequence[str]) -> Signal | None:
        """Return a detector's signal as it would be with an ordinary word in the place of these.

        The words are found as a whole, capitals or not.
        """
        ...

    def hits(self, policy: str) -> Sequence[PatternHit]:
        """Return where the declared patterns of this policy matched."""
        ...

    def recent(
        self, *, within: timedelta, member: str | None = None, channel: str | None = None
    ) -> Sequence[Seen]:
        """Return earlier messages, oldest first, this one left out."""
        ...

    def shape(self) -> int:
        """Return the shape of this text, to compare with those seen before; 0 without a text."""
        ...

    def alike(self, *, within: timedelta) -> Sequence[Seen]:
        """Return earlier messages of anybody that say nearly the same, oldest first.

        None are found for a text that is too short to compare, or where no policy `compares`.
        """
        ...

    def joins(self, *, within: timedelta) -> int:
        """Return how many people came in."""
        ...

    def standing_of(self, member: Member) -> Standing:
        """Return how far the rulebook trusts a member."""
        ...

    def newcomers(self, *, within: timedelta) -> Sequence[Seen]:
        """Return who came in where this happened and whom nobody let in, oldest first."""
        ...

    async def case(self, number: int) -> Case | None:
        """Return a case by its number."""
        ...

    async def open_cases(self, *, kind: str, message: str = "") -> Sequence[Case]:
        """Return cases that are not closed, of this kind and about this message where given."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """Something to look for in every message, as an RE2 expression.

    `form` is clean, skeleton or both. All patterns of a rulebook are matched together, once.
    """

    name: str
    regex: str
    form: str = "both"


@dataclass(frozen=True, slots=True, kw_only=True)
class Needs:
    """What a policy needs to do its work; checked by line when the rulebook is loaded.

    `effects` are what the network must be able to do, `signals` which detectors must be there,
    `window` how far back `Context.recent` is asked, `compares` whether `Context.alike` is.
    A policy with `patterns` is woken for a message only when one of them matches; `signs` are those
    that it puts under messages.
    """

    hears: frozenset[type[Event]]
    actions: frozenset[type[Action]] = frozenset()
    signals: frozenset[str] = frozenset()
    window: timedelta = timedelta(0)
    compares: bool = False
    patterns: tuple[Pattern, ...] = ()
    signs: frozenset[str] = frozenset()


class Policy(Protocol):
    """One rule of the house."""

    @property
    def name(self) -> str:
        """What the admin called it."""
        ...

    @property
    def needs(self) -> Needs:
        """What it needs, known at load."""
        ...

    async def judge(self, event: Event, context: Context) -> Verdict | None:
        """Return an opinion on the event, or None; reads and returns, never acts."""
        ...

    async def why_silent(self, event: Event, context: Context) -> str:
        """Return in a few words why `judge` answered None; asked only for explanations."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """The community a policy is built for; `address` is du or sie, and matters in German."""

    community: str
    language: str = "en"
    address: str = "du"
    rules_url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A known answer that may fit a question; `band` is answer, suggest or none."""

    id: str
    question: str
    answer: str
    score: float
    band: str
    language: str = "en"
    source: str = ""


@runtime_checkable
class Answerer(Protocol):
    """A policy that knows answers, for `/faq` and `evenhand faq ask`."""

    def candidates(self, question: str, language: str, limit: int = 3) -> Sequence[Candidate]:
        """Return the entries that fit best, best first."""
        ...

    def with_answers(self, answers: Sequence[LearnedAnswer]) -> Policy:
        """Return the same policy that also knows what the team added in chat."""
        ...


class PolicyKind(Protocol):
    """A class of policies, as policy files name it with `kind`.

    `Settings` is a strict pydantic model of the file's keys for this kind, without the common
    ones (name, kind, mode, channels). `files` says which keys name a further YAML file and the
    model it must fit; the loader puts the validated model in the key's place.
    """

    kind: str
    Settings: type[Any]
    files: Mapping[str, type[Any]]

    def __call__(self, *, name: str, settings: Any, scene: Scene) -> Policy:
        """Build the policy; `settings` is a validated `Settings`."""
        ...


class Detector(Protocol):
    """Text in, signals out."""

    @property
    def names(self) -> frozenset[str]:
        """The signals it gives."""
        ...

    async def score(self, text: Text) -> Mapping[str, Signal]:
        """Return its signals; one that is missing is unknown."""
        ...


@runtime_checkable
class LateDetector(Detector, Protocol):
    """A detector that asks a slow model where it is unsure, and may have its answer too late."""

    def awaited(self, text: Text) -> Future[Scores | None] | None:
        """Return what ends with the scores of a text that had none; None where none are due.

        It has ended already where they came meanwhile, and ends with None where they never will.
        """
        ...

    async def given(self, text: Text, scores: Scores) -> Mapping[str, Signal]:
        """Return its signals as they are with the model's scores, without asking the model."""
        ...
