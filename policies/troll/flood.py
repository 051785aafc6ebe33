"""Too much, too fast, too alike, in too many channels; and many people coming in at once.

Nothing is counted here: the windows over time are the core's, and every judgement is worked out
from them anew.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from bot.domain import (
    Action,
    DeleteMessage,
    Event,
    MemberJoined,
    MessageEdited,
    MessagePosted,
    PurgeMessages,
    SetTimer,
    Signal,
    SlowMode,
    TimePassed,
    Verdict,
    say_duration,
)
from bot.ports import Context, Needs, Scene, Seen
from policies.settings import (
    Wish,
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
from policies.troll.crowd import Crowd
from policies.troll.flood_settings import FloodSettings
from policies.troll.phrases import FLOOD
from policies.troll.spree import Breach, Spree
from policies.troll.sweep import purges, with_earlier


class FloodPolicy:
    """Speaks when somebody drowns the others out, or when a crowd comes in at once."""

    kind = "flood"
    Settings = FloodSettings
    files: Mapping[str, type[Any]] = {}

    def __init__(self, *, name: str, settings: FloodSettings, scene: Scene) -> None:
        self.name = name
        self._settings = settings
        self._home = scene.language
        self._spree = Spree(settings.when)
        self._crowd = Crowd(settings.when)
        self._held_for = held_for(settings.forget_after, settings.then)
        self.needs = Needs(
            hears=frozenset({MessagePosted, MessageEdited, MemberJoined, TimePassed}),
            actions=self._actions(),
            window=settings.window,
            signs=signs_of(settings.then),
        )

    async def judge(self, event: Event, context: Context) -> Verdict | None:
        """Return a verdict on a message that is too much, or on a wave of people."""
        if isinstance(event, MessagePosted | MessageEdited):
            found = self._breach(event, context)
            return None if found is None else await self._verdict(event, context, *found)
        if isinstance(event, MemberJoined):
            return self._joined(event, context)
        if isinstance(event, TimePassed) and event.owner == self.name:
            return self._calm_again(event)
        return None

    async def why_silent(self, event: Event, context: Context) -> str:
        """Return how far from too much it was."""
        if isinstance(event, MemberJoined):
            return self._few_joined(context)
        if not isinstance(event, MessagePosted | MessageEdited):
            return self._say("no_message")
        when = self._settings.when
        number = len(context.recent(within=when.within, member=event.member.id)) + 1
        name = "one_message" if number == 1 else "few_messages"
        return self._say(name, number, span=when.within, most=str(when.messages_above))

    def _few_joined(self, context: Context) -> str:
        wave = self._settings.wave
        if wave is None:
            return self._say("no_wave")
        number = context.joins(within=wave.within)
        name = "one_joined" if number == 1 else "few_joined"
        return self._say(name, number, span=wave.within, most=str(wave.joins_above))

    def _breach(
        self, event: MessagePosted | MessageEdited, context: Context
    ) -> tuple[Breach, Sequence[Seen]] | None:
        """Return which limit a message breaks, with the messages before it."""
        if (shouts := self._spree.shouts(event, context)) is not None:
            return shouts, ()
        if not isinstance(event, MessagePosted):
            return None
        history = context.recent(within=self._spree.horizon, member=event.member.id)
        if (spree := self._spree.breach(history, event, context)) is not None:
            return spree, history
        crowd = self._crowd.breach(event, context)
        return None if crowd is None else (crowd, crowd.messages)

    async def _verdict(
        self,
        event: MessagePosted | MessageEdited,
        context: Context,
        breach: Breach,
        history: Sequence[Seen],
    ) -> Verdict:
        language = await spoken_language(context)
        told = told_in(language, self._home)
        crowd = breach.kind == "crowd"
        standing = breach.messages if crowd else self._spree.still_there(breach, history)
        earlier = purges(standing)
        steps, say = worded(
            tuple(with_earlier(realise(rung, event), earlier) for rung in self._settings.then),
            pick(self._settings.say, language, self._home),
        )
        return Verdict(
            policy=self.name,
            reason=self._reason(breach),
            steps=steps,
            signals=(Signal(name=f"flood_{breach.kind}", score=1.0),),
            forget_after=self._held_for,
            say=say,
            rule=pick(self._settings.rule, self._home, self._home) or "",
            told_reason=self._reason(breach, told) if told else "",
            told_rule=pick(self._settings.rule, told, self._home) or "" if told else "",
        )

    def _joined(self, event: MemberJoined, context: Context) -> Verdict | None:
        wave = self._settings.wave
        if wave is None:
            return None
        number = context.joins(within=wave.within)
        # Told when the wave begins, and again each time as many more have come.
        if number <= wave.joins_above or (number - 1) % wave.joins_above:
            return None
        actions = [action for wish in wave.rung for action in self._for_wave(wish, event)]
        return Verdict(
            policy=self.name,
            reason=self._say("joins", number, span=wave.within),
            steps=(tuple(actions),),
            signals=(Signal(name="flood_joins", score=1.0),),
        )

    def _for_wave(self, wish: Wish, event: MemberJoined) -> tuple[Action, ...]:
        wave = self._settings.wave
        if wave is None or wish.do != "slow mode":
            return realise((wish,), event)
        return tuple(
            action
            for channel in wave.channels
            for action in (
                SlowMode(channel=channel, seconds=wish.seconds or 0),
                SetTimer(
                    key=f"calm:{event.community}:{event.network}:{channel}",
                    owner=self.name,
                    seconds=round(wave.lasts.total_seconds()),
                    payload={"channel": channel},
                ),
            )
        )

    def _calm_again(self, event: TimePassed) -> Verdict | None:
        channel = event.payload.get("channel")
        if not channel:
            return None
        return Verdict(
            policy=self.name,
            reason=self._say("calm"),
            steps=((SlowMode(channel=channel, seconds=0),),),
        )

    def _reason(self, breach: Breach, language: str = "") -> str:
        within = self._settings.when.within
        return self._say(breach.kind, breach.number, span=within, language=language)

    def _say(
        self,
        name: str,
        number: int = 0,
        *,
        span: timedelta = timedelta(0),
        language: str = "",
        **holes: str,
    ) -> str:
        """Return a phrase for the team unless another language is named."""
        tongue = language or self._home
        spoken = say_duration(span.total_seconds(), tongue, dative=True)
        return phrase(FLOOD, name, tongue, number=str(number), span=spoken, **holes)

    def _actions(self) -> frozenset[type[Action]]:
        settings = self._settings
        actions = set(actions_of(settings.then))
        if DeleteMessage in actions:
            actions.add(PurgeMessages)
        if settings.wave is not None:
            actions |= actions_of(settings.wave.then) | {SetTimer}
        return frozenset(actions)
