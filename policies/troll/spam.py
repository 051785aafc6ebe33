"""Spam and scams: bait, links that deceive, foreign invitations, and offers pasted by many.

Who just came in and leads the others away is judged by a stricter measure. A score that is missing
never punishes.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot.domain import (
    Action,
    DeleteMessage,
    Event,
    HoldForReview,
    MessageEdited,
    MessagePosted,
    PurgeMessages,
    Signal,
    Standing,
    Verdict,
    say_duration,
)
from bot.ports import Context, Needs, Scene, Seen
from policies.settings import (
    actions_of,
    held_for,
    phrase,
    pick,
    realise,
    signs_of,
    spoken_language,
    told_in,
    worded,
)
from policies.troll.phrases import SPAM
from policies.troll.spam_settings import SpamSettings
from policies.troll.sweep import purges, with_earlier
from policies.troll.trail import Allowed, Trail, Trap
from policies.troll.wave import Wave

_Message = MessagePosted | MessageEdited
_SIGNS = {"≈": "looks_like", "≠": "shows_another", "@": "begins_like", "": "trap"}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Finding:
    """What is wrong with a message: how to say it, and the signal that shows it."""

    say: str
    signal: Signal
    holes: Mapping[str, str]
    earlier: tuple[Seen, ...] = ()


class SpamPolicy:
    """Speaks when a message lays a bait, leads into a trap or into another community."""

    kind = "spam"
    Settings = SpamSettings
    files: Mapping[str, type[Any]] = {}

    def __init__(self, *, name: str, settings: SpamSettings, scene: Scene) -> None:
        self.name = name
        self._settings = settings
        self._when = settings.when
        self._home = scene.language
        self._allowed = Allowed(settings.fine, settings.own_invites)
        self._wave = Wave(settings.when)
        self._held_for = held_for(settings.forget_after, settings.then)
        waves = settings.when.accounts_above is not None
        self.needs = Needs(
            hears=frozenset({MessagePosted, MessageEdited}),
            actions=self._actions(),
            signals=frozenset({"spam", "scam_link", "links", "invite", "contact"}),
            window=settings.when.same_within,
            compares=waves,
            signs=signs_of(settings.then),
        )

    async def judge(self, event: Event, context: Context) -> Verdict | None:
        """Return a verdict where a message is spam; what is unknown counts for nothing."""
        if not isinstance(event, MessagePosted | MessageEdited) or not event.text:
            return None
        trail = await self._allowed.trail(context)
        found = await self._find(event, context, trail)
        if found is not None:
            return await self._act(event, context, found)
        return await self._ask(context, trail)

    async def why_silent(self, event: Event, context: Context) -> str:
        """Return the scores as they were, and what they would have had to pass."""
        if not isinstance(event, MessagePosted | MessageEdited):
            return self._say("no_message")
        trail = await self._allowed.trail(context)
        spam = await context.signal("spam")
        parts = [
            self._score("signal_spam", spam.score if spam else None, self._limit("spam", False)),
            self._score(
                "signal_scam_link",
                trail.traps[0].score if trail.traps else 0.0,
                self._limit("scam_link", self._is_strict(context, trail)),
            ),
        ]
        return ", ".join(part for part in parts if part) or self._say("no_limit")

    async def _find(self, event: _Message, context: Context, trail: Trail) -> _Finding | None:
        strict = self._is_strict(context, trail)
        copies = self._copies(event, context, trail)
        found = (
            self._trap(trail, strict)
            or await self._bait(context, strict)
            or self._invite(context, trail)
        )
        # Whatever the reason, the copies before it go with it.
        return replace(found, earlier=copies.earlier) if found and copies else found or copies

    def _is_strict(self, context: Context, trail: Trail) -> bool:
        return context.standing is Standing.NEWCOMER and trail.leads_away

    def _limit(self, signal: str, strict: bool) -> float | None:
        when = self._when
        usual = when.spam_above if signal == "spam" else when.scam_link_above
        if usual is None or not strict or when.from_newcomers_above is None:
            return usual
        return min(usual, when.from_newcomers_above)

    def _trap(self, trail: Trail, strict: bool) -> _Finding | None:
        limit = self._limit("scam_link", strict)
        if limit is None or not trail.traps or trail.traps[0].score <= limit:
            return None
        return _of_trap(trail.traps[0])

    async def _bait(self, context: Context, strict: bool) -> _Finding | None:
        signal, limit = await context.signal("spam"), self._limit("spam", strict)
        if signal is None or limit is None or signal.score <= limit:
            return None
        return _Finding(say="bait", signal=signal, holes={})

    def _invite(self, context: Context, trail: Trail) -> _Finding | None:
        wanted = self._when.invites
        if not trail.invites or wanted == "allowed":
            return None
        if wanted == "not from newcomers" and context.standing is not Standing.NEWCOMER:
            return None
        first = trail.invites[0]
        signal = Signal(name="invite", score=1.0, evidence=first)
        return _Finding(say="invite", signal=signal, holes={"invite": first})

    def _copies(self, event: _Message, context: Context, trail: Trail) -> _Finding | None:
        if not isinstance(event, MessagePosted):
            return None
        found = self._wave.copies(event, context, leads_away=trail.leads_away)
        if found is None:
            return None
        return _Finding(
            say="wave",
            signal=Signal(name="copies", score=1.0),
            holes={"number": str(found.accounts)},
            earlier=found.messages,
        )

    async def _act(self, event: _Message, context: Context, found: _Finding) -> Verdict:
        language = await spoken_language(context)
        told = told_in(language, self._home)
        earlier = purges(found.earlier)
        steps, say = worded(
            tuple(with_earlier(realise(rung, event), earlier) for rung in self._settings.then),
            pick(self._settings.say, language, self._home),
        )
        return Verdict(
            policy=self.name,
            reason=self._reason(found),
            steps=steps,
            signals=(found.signal,),
            forget_after=self._held_for,
            say=say,
            rule=pick(self._settings.rule, self._home, self._home) or "",
            told_reason=self._reason(found, told) if told else "",
            told_rule=pick(self._settings.rule, told, self._home) or "" if told else "",
        )

    async def _ask(self, context: Context, trail: Trail) -> Verdict | None:
        limit = self._when.review_above
        if limit is None:
            return None
        spam = await context.signal("spam")
        if trail.traps and trail.traps[0].score > limit:
            found = _of_trap(trail.traps[0])
        elif spam is not None and spam.score > limit:
            found = _Finding(say="bait", signal=spam, holes={})
        else:
            return None
        reason = self._say("unsure", reason=self._reason(found))
        return Verdict(
            policy=self.name,
            reason=reason,
            steps=((HoldForReview(reason=reason),),),
            signals=(found.signal,),
            rule=pick(self._settings.rule, self._home, self._home) or "",
        )

    def _actions(self) -> frozenset[type[Action]]:
        actions = set(actions_of(self._settings.then))
        if DeleteMessage in actions and self._when.accounts_above is not None:
            actions.add(PurgeMessages)
        if self._when.review_above is not None:
            actions.add(HoldForReview)
        return frozenset(actions)

    def _reason(self, found: _Finding, language: str = "") -> str:
        """Return what was noticed, for the team unless another language is named."""
        tongue = language or self._home
        span = say_duration(self._when.same_within.total_seconds(), tongue, dative=True)
        holes = {
            "score": _number(found.signal.score, tongue),
            "words": found.signal.evidence,
            "span": span,
            **found.holes,
        }
        said = self._say(found.say, language, **holes)
        if found.say == "bait" and found.signal.evidence:
            return self._say("quoting", language, said=said, words=found.signal.evidence)
        return said

    def _score(self, name: str, score: float | None, limit: float | None) -> str:
        if limit is None:
            return ""
        called = self._say(name)
        if score is None:
            return self._say("unknown", signal=called)
        numbers = {"score": _number(score, self._home), "limit": _number(limit, self._home)}
        return self._say("score", signal=called, **numbers)

    def _say(self, name: str, language: str = "", **holes: str) -> str:
        return phrase(SPAM, name, language or self._home, **holes)


def _of_trap(trap: Trap) -> _Finding:
    """Return the finding; the host is written so that nobody can follow it."""
    signal = Signal(name="scam_link", score=trap.score, evidence=_harmless(trap.host))
    holes = {"host": _harmless(trap.host), "other": trap.other}
    return _Finding(say=_SIGNS[trap.sign], signal=signal, holes=holes)


def _harmless(host: str) -> str:
    return host.replace(".", "[.]")


def _number(share: float, language: str) -> str:
    return f"{share:.2f}".replace(".", "," if language == "de" else ".")
