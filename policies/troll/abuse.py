"""Insults, threats and scams, by what the detectors score.

A score that is missing never punishes. Between `review_above` and the threshold a person decides.
"""

from collections.abc import Mapping
from typing import Any

from pydantic import Field, model_validator

from bot.domain import Action, Event, HoldForReview, MessageEdited, MessagePosted, Signal, Verdict
from bot.ports import Context, Needs, Scene
from policies.settings import (
    ForgetAfter,
    Ladder,
    Names,
    PolicySettings,
    Share,
    Texts,
    actions_of,
    held_for,
    parse_ladder,
    phrase,
    pick,
    realise,
    signs_of,
    spoken_language,
    told_in,
    worded,
)
from policies.troll.phrases import ABUSE


class AbuseWhen(PolicySettings):
    """From which score on something is done; a score lies between 0 and 1.

    Where nothing is said, it is insults from 0.80 on.
    """

    toxicity_above: Share | None = Field(
        default=None, description="Insults and attacks on people. 0.80 lets angry criticism stay."
    )
    threat_above: Share | None = Field(default=None, description="Threats.")
    profanity_above: Share | None = Field(
        default=None, description="Swearing, whether or not it is meant for somebody."
    )
    spam_above: Share | None = Field(
        default=None, description="Scams and advertising that lead somewhere else."
    )
    review_above: Share | None = Field(
        default=None,
        description="From here on a toxic message is shown to the team, who decide. "
        "Nothing happens to the member by itself. 0.45 is a good start.",
    )

    meant_above: Share | None = Field(
        default=None,
        description="A toxic message counts only where one of its kinds (insult, threat, attack on "
        "a group) is this likely too; what is crude and meant for nobody stays. 0.70 is a good "
        "start.",
    )
    exceptions: Names = Field(
        default=(),
        alias="except",
        description="Words that are fine here: a message is left when, with an ordinary word in "
        "their place, it is more likely fine than not. `evenhand learn` shows which words the team "
        "took back.",
    )

    @model_validator(mode="after")
    def _has_letters(self) -> "AbuseWhen":
        for entry in self.exceptions:
            if not any(letter.isalnum() for letter in entry):
                raise ValueError(f"'{entry}' has no letters; write the word that is fine here")
        return self

    @model_validator(mode="after")
    def _makes_sense(self) -> "AbuseWhen":
        review = self.review_above
        limit = dict(self.thresholds()).get("toxicity")
        if limit is not None and review is not None and review >= limit:
            raise ValueError(
                f"review_above ({review}) must be below toxicity_above ({limit}); "
                "what is above that is acted on without asking"
            )
        return self

    def thresholds(self) -> tuple[tuple[str, float], ...]:
        """Return the signals to look at, each with the score that is too much."""
        given = (
            ("toxicity", self.toxicity_above),
            ("threat", self.threat_above),
            ("profanity", self.profanity_above),
            ("spam", self.spam_above),
        )
        found = tuple((name, limit) for name, limit in given if limit is not None)
        if found or self.review_above is not None:
            return found
        return (("toxicity", USUAL),)


#: Where nothing else is said.
USUAL = 0.80
#: What toxicity is made of.
KINDS = ("insult", "threat", "identity_attack")
#: With words that are fine here put aside, a message is left up to this score: a threshold would be
#: too much, as what stands beside them may need them to be understood.
LEFT_UP_TO = 0.5
DEFAULT_LADDER = (
    ("delete", "nudge"),
    ("delete", "warn"),
    ("delete", "warn", "timeout: 1 hour"),
    ("delete", "timeout: 1 day", "open case"),
)


class AbuseSettings(PolicySettings):
    """Settings of `kind: abuse`."""

    when: AbuseWhen = Field(default=AbuseWhen(), description="From which score on.")
    then: Ladder = Field(
        default=parse_ladder(DEFAULT_LADDER),
        description="What is done; a list of lists is a ladder for the 1st, 2nd, 3rd time.",
    )
    forget_after: ForgetAfter = None
    say: Texts | None = Field(
        default=None,
        description="What the member is told at the mildest step; the harsher ones are told in "
        "the house's words, unless this names {expires} and {duration}.",
    )
    rule: Texts | None = Field(default=None, description="The house rule that this upholds.")


class AbusePolicy:
    """Speaks when a message attacks a person or lays a bait."""

    kind = "abuse"
    Settings = AbuseSettings
    files: Mapping[str, type[Any]] = {}

    def __init__(self, *, name: str, settings: AbuseSettings, scene: Scene) -> None:
        self.name = name
        self._settings = settings
        self._home = scene.language
        self._thresholds = settings.when.thresholds()
        self._review = settings.when.review_above
        self._meant = settings.when.meant_above
        self._exceptions = settings.when.exceptions
        self._held_for = held_for(settings.forget_after, settings.then)
        asks = frozenset[type[Action]]({HoldForReview} if self._review is not None else ())
        signals = {name for name, _ in self._thresholds}
        signals |= set(KINDS) if self._meant is not None else set()
        self.needs = Needs(
            hears=frozenset({MessagePosted, MessageEdited}),
            actions=actions_of(settings.then) | asks,
            signs=signs_of(settings.then),
            signals=frozenset(signals | {"toxicity"} if self._review is not None else signals),
        )

    async def judge(self, event: Event, context: Context) -> Verdict | None:
        """Return a verdict where a score is too high; one that is unknown counts for nothing."""
        if not isinstance(event, MessagePosted | MessageEdited) or not event.text:
            return None
        found: list[Signal] = []
        for name, limit in self._thresholds:
            signal = await context.signal(name)
            if signal is not None and await self._is_over(signal, limit, context):
                found.append(signal)
        if found:
            return await self._act(event, context, found)
        return await self._ask(context) if self._review is not None else None

    async def _is_over(self, signal: Signal, limit: float, context: Context) -> bool:
        """Return whether a score is too much, also without the words that are fine here."""
        if signal.score <= limit or (
            signal.name == "toxicity" and not await self._is_meant(context)
        ):
            return False
        if not self._exceptions:
            return True
        rest = await context.signal_without(signal.name, self._exceptions)
        return rest is not None and rest.score > min(limit, LEFT_UP_TO)

    async def _is_meant(self, context: Context) -> bool:
        """Return whether a toxic message is meant for somebody, also where nobody can tell."""
        if self._meant is None:
            return True
        kinds = [await context.signal(name) for name in KINDS]
        return any(kind is None or kind.score >= self._meant for kind in kinds)

    async def why_silent(self, event: Event, context: Context) -> str:
        """Return the scores as they were."""
        if not isinstance(event, MessagePosted | MessageEdited):
            return self._say("no_message")
        scores = [self._score(name, await context.signal(name)) for name, _ in self._thresholds]
        return ", ".join(scores) or self._say("no_limit")

    def _score(self, name: str, signal: Signal | None) -> str:
        called = self._say(f"signal_{name}")
        if signal is None:
            return self._say("unknown", signal=called)
        limit = self._number(dict(self._thresholds)[name])
        moment = "unscored" if signal.unscored else "score"
        if signal.score > dict(self._thresholds)[name]:
            moment = "excepted" if self._exceptions else "unmeant"
        return self._say(moment, signal=called, score=self._number(signal.score), limit=limit)

    async def _act(
        self, event: MessagePosted | MessageEdited, context: Context, found: list[Signal]
    ) -> Verdict:
        language = await spoken_language(context)
        told = told_in(language, self._home)
        steps, say = worded(
            tuple(realise(rung, event) for rung in self._settings.then),
            pick(self._settings.say, language, self._home),
        )
        return Verdict(
            policy=self.name,
            reason=self._reason(found[0]),
            steps=steps,
            signals=tuple(found),
            forget_after=self._held_for,
            say=say,
            rule=pick(self._settings.rule, self._home, self._home) or "",
            told_reason=self._reason(found[0], told) if told else "",
            told_rule=pick(self._settings.rule, told, self._home) or "" if told else "",
        )

    async def _ask(self, context: Context) -> Verdict | None:
        signal = await context.signal("toxicity")
        if signal is None or self._review is None:
            return None
        if not await self._is_over(signal, self._review, context):
            return None
        reason = self._say("unsure", reason=self._reason(signal))
        return Verdict(
            policy=self.name,
            reason=reason,
            steps=((HoldForReview(reason=reason),),),
            signals=(signal,),
            rule=pick(self._settings.rule, self._home, self._home) or "",
        )

    def _reason(self, signal: Signal, language: str = "") -> str:
        """Return what a signal says, for the team unless another language is named."""
        known = signal.name in ABUSE["en"]
        name = self._say(signal.name, language) if known else signal.name
        words = f"{name}, {self._number(signal.score, language)}"
        if not signal.evidence:
            return words
        return f"{words}: {self._say('quote', language, words=signal.evidence)}"

    def _number(self, share: float, language: str = "") -> str:
        return f"{share:.2f}".replace(".", "," if (language or self._home) == "de" else ".")

    def _say(self, name: str, language: str = "", **holes: str) -> str:
        return phrase(ABUSE, name, language or self._home, **holes)
