"""Words and patterns that are not wanted here.

The words become RE2 expressions at load and are matched by the core, all policies' at once and
without regard to capitals. This policy is woken only when one of them was found, and looks
whether an exception covers it.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from pydantic import Field, ValidationInfo, field_validator, model_validator

from bot.domain import (
    Event,
    MemberChanged,
    MemberJoined,
    MessageEdited,
    MessagePosted,
    MessagePrevented,
    Signal,
    Verdict,
)
from bot.ports import Context, NativePart, Needs, Pattern, PatternHit, Scene
from policies.settings import (
    Duration,
    ForgetAfter,
    Ladder,
    Names,
    PolicySettings,
    Switch,
    Texts,
    actions_of,
    held_for,
    parse_ladder,
    part_regex,
    phrase,
    pick,
    realise,
    signs_of,
    spoken_language,
    told_in,
    worded,
    words_regex,
)
from policies.troll.phrases import WORDS

LONGEST_PATTERN = 400
_EXCEPTION = "except: "
_PATTERN = "pattern: "
_Worded = MessagePosted | MessageEdited | MemberJoined | MemberChanged


class WordsWhen(PolicySettings):
    """What to look for."""

    words: Names = Field(
        default=(),
        description="Whole words and phrases, capitals or not; * stands for any letters.",
    )
    parts: Names = Field(default=(), description="Letters to be found inside of words as well.")
    patterns: Names = Field(
        default=(), description="Regular expressions as RE2 knows them, capitals or not."
    )
    exceptions: Names = Field(
        default=(),
        alias="except",
        description="Words and phrases that are fine although one of the others is in them.",
    )
    disguised: bool = Field(
        default=True, description="Find words also when they are d1sguised or s p a c e d."
    )
    names: Switch = Field(
        default=False,
        description="Look at names as well: of who comes in, and of who changes theirs where the "
        "network tells. There is nothing to delete then; the other actions are done.",
    )
    joined_within: Duration | None = Field(
        default=None, description="Only for members who came in less than this long ago."
    )

    @model_validator(mode="after")
    def _has_something(self) -> "WordsWhen":
        if not (self.words or self.parts or self.patterns):
            raise ValueError("nothing to look for; write 'words:', 'parts:' or 'patterns:'")
        for entry in (*self.words, *self.parts, *self.exceptions):
            if not entry.replace("*", "").strip():
                raise ValueError(f"'{entry}' would be found everywhere; write some letters")
        for pattern in self.patterns:
            if len(pattern) > LONGEST_PATTERN:
                raise ValueError(f"a pattern has at most {LONGEST_PATTERN} characters")
        return self


class WordsSettings(PolicySettings):
    """Settings of `kind: words`."""

    when: WordsWhen = Field(description="What to look for.")
    then: Ladder = Field(
        default=parse_ladder([["delete", "nudge"], ["delete", "warn"]]),
        description="What is done; a list of lists is a ladder for the 1st, 2nd, 3rd time.",
    )
    forget_after: ForgetAfter = None
    say: Texts | None = Field(
        default=None,
        description="What the member is told at the mildest step; the harsher ones are told in "
        "the house's words, unless this names {expires} and {duration}.",
    )
    rule: Texts | None = Field(default=None, description="The house rule that this upholds.")
    native: Switch = Field(
        default=False,
        description="Let a network that can (Discord's AutoMod) keep such messages from being "
        "shown at all, as far as it can; it counts as if this policy had taken them down.",
    )

    @field_validator("native")
    @classmethod
    def _is_no_more_than_asked(cls, native: bool, info: ValidationInfo) -> bool:
        """A network blocks for everybody and each time: it must not do more than the policy."""
        when, then = info.data.get("when"), info.data.get("then", ())
        if native and when is not None and when.joined_within is not None:
            raise ValueError("a network cannot tell who is new; take joined_within or native out")
        if native and not all(any(wish.do == "delete" for wish in rung) for rung in then):
            raise ValueError("a network takes such messages down; write delete into every step")
        return native


class WordsPolicy:
    """Speaks when a message has one of its words in it."""

    kind = "words"
    Settings = WordsSettings
    files: Mapping[str, type[Any]] = {}

    def __init__(self, *, name: str, settings: WordsSettings, scene: Scene) -> None:
        self.name = name
        self._settings = settings
        self._home = scene.language
        self._listed, patterns = _patterns(settings.when)
        self._held_for = held_for(settings.forget_after, settings.then)
        hears: set[type[Event]] = {MessagePosted, MessageEdited}
        hears |= {MessagePrevented} if settings.native else set()
        hears |= {MemberJoined, MemberChanged} if settings.when.names else set()
        self.needs = Needs(
            hears=frozenset(hears),
            actions=actions_of(settings.then),
            patterns=patterns,
            signs=signs_of(settings.then),
        )

    @property
    def native(self) -> NativePart | None:
        """What a network may look for by itself, None where nobody asked for it."""
        if not self._settings.native:
            return None
        when = self._settings.when
        return NativePart(
            words=when.words,
            parts=when.parts,
            patterns=when.patterns,
            exceptions=when.exceptions,
            told=pick(self._settings.rule, self._home, self._home) or "",
        )

    async def judge(self, event: Event, context: Context) -> Verdict | None:
        """Return a verdict where a listed word stands in the text and no exception covers it."""
        if isinstance(event, MessagePrevented):
            return await self._of_network(event, context) if event.policy == self.name else None
        if not isinstance(event, _Worded) or _keeps_name(event):
            return None
        found = _uncovered(context.hits(self.name))
        if not found or not self._concerns(event, context):
            return None
        return await self._of_text(event, context, found)

    async def why_silent(self, event: Event, context: Context) -> str:
        """Return which condition was not met."""
        if isinstance(event, MessagePrevented):
            return self._say("other_policy")
        if not isinstance(event, _Worded):
            return self._say("no_message")
        if _keeps_name(event):
            return self._say("same_name")
        if not self._concerns(event, context):
            return self._say("not_new")
        return self._say("excepted" if context.hits(self.name) else "no_word")

    def _concerns(self, event: _Worded, context: Context) -> bool:
        within: timedelta | None = self._settings.when.joined_within
        if within is None:
            return True
        joined = event.member.joined_at
        return joined is not None and context.now - joined < within

    async def _of_network(self, event: MessagePrevented, context: Context) -> Verdict:
        name = "prevented" if event.found else "prevented_unsaid"
        holes = {"network": event.network.capitalize(), "text": event.found}
        return await self._verdict(event, context, event.found, (), name, holes)

    async def _of_text(
        self, event: _Worded, context: Context, found: Sequence[PatternHit]
    ) -> Verdict:
        first = found[0]
        name = "by_pattern" if first.pattern.startswith(_PATTERN) else "by_word"
        if isinstance(event, MemberJoined | MemberChanged):
            name = "by_name"
        holes = {"text": first.text, "listed": self._listed[first.pattern]}
        spans = tuple(dict.fromkeys((hit.start, hit.end) for hit in found))
        return await self._verdict(event, context, first.text, spans, name, holes)

    async def _verdict(
        self,
        event: Event,
        context: Context,
        evidence: str,
        spans: tuple[tuple[int, int], ...],
        reason: str,
        holes: Mapping[str, str],
    ) -> Verdict:
        """Return what it comes to, for the `reason` that a phrase with these holes gives."""
        language = await spoken_language(context)
        told = told_in(language, self._home)
        steps, say = worded(
            tuple(realise(rung, event) for rung in self._settings.then),
            pick(self._settings.say, language, self._home),
        )
        return Verdict(
            policy=self.name,
            reason=self._say(reason, **holes),
            steps=steps,
            signals=(Signal(name="words", score=1.0, evidence=evidence, spans=spans),),
            forget_after=self._held_for,
            say=say,
            rule=pick(self._settings.rule, self._home, self._home) or "",
            told_reason=self._say(reason, told, **holes) if told else "",
            told_rule=pick(self._settings.rule, told, self._home) or "" if told else "",
        )

    def _say(self, name: str, language: str = "", /, **holes: str) -> str:
        """Return a phrase for the team unless another language is named."""
        return phrase(WORDS, name, language or self._home, **holes)


def _keeps_name(event: _Worded) -> bool:
    """Return whether something else than the name of somebody was changed."""
    return isinstance(event, MemberChanged) and event.member.name == event.was.name


def _patterns(when: WordsWhen) -> tuple[dict[str, str], tuple[Pattern, ...]]:
    """Return what each pattern's name stands for, and the patterns."""
    form = "both" if when.disguised else "clean"
    listed: dict[str, str] = {}
    patterns: dict[str, Pattern] = {}
    sources = (
        ("word: ", when.words, words_regex, form),
        ("part: ", when.parts, part_regex, form),
        (_PATTERN, when.patterns, _as_written, "clean"),
        (_EXCEPTION, when.exceptions, words_regex, form),
    )
    for prefix, entries, regex, wanted in sources:
        for entry in entries:
            name = prefix + entry
            listed[name] = entry
            patterns[name] = Pattern(name=name, regex=regex(entry), form=wanted)
    return listed, tuple(patterns.values())


def _as_written(regex: str) -> str:
    return regex


def _uncovered(hits: Sequence[PatternHit]) -> list[PatternHit]:
    """Return hits that do not lie inside of an exception, the leftmost and longest first."""
    fine = [hit for hit in hits if hit.pattern.startswith(_EXCEPTION)]
    found = [
        hit
        for hit in hits
        if not hit.pattern.startswith(_EXCEPTION)
        and not any(spared.start <= hit.start and hit.end <= spared.end for spared in fine)
    ]
    return sorted(found, key=lambda hit: (hit.start, -hit.end))
