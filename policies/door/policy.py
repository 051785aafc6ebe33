"""The door policy: nobody comes in, or writes, before they have read something or answered.

It works where a network tells of people who ask to be let in, or can hold back those who came in.
What is asked stands on buttons whose ids carry all that is needed, so that a restart forgets
nobody at the door.
"""

from collections.abc import Mapping
from typing import Any

from bot.domain import (
    Action,
    AlertTeam,
    Answer,
    ButtonPressed,
    CancelTimer,
    Event,
    Greet,
    HoldBack,
    JoinRequested,
    LetIn,
    MemberJoined,
    SendDirect,
    SetTimer,
    Standing,
    TimePassed,
    TurnAway,
    Verdict,
    say_duration,
)
from bot.ports import Context, Needs, Scene
from policies.door.answers import ANYBODY, IDS, Answers
from policies.door.phrases import PHRASES
from policies.door.settings import DoorInside, DoorSettings, DoorWave
from policies.door.wave import Tide
from policies.settings import phrase

#: Seconds beyond the patience after which the network itself lets somebody write, in case nobody
#: is there to decide: the policy was paused or taken out meanwhile.
_SLACK = 600


class DoorPolicy:
    """Meets those who ask to be let in, and those who came in."""

    kind = "door"
    Settings = DoorSettings
    files: Mapping[str, type[Any]] = {}

    def __init__(self, *, name: str, settings: DoorSettings, scene: Scene) -> None:
        self.name = name
        self._settings = settings
        self._scene = scene
        self._answers = Answers(settings, scene)
        self.needs = Needs(
            hears=frozenset({JoinRequested, MemberJoined, ButtonPressed, TimePassed}),
            # Letting in, holding back and the like are not named: a network that cannot do them
            # tells of nobody at its door, and a community may live on several networks.
            actions=frozenset({SendDirect, Answer, AlertTeam, SetTimer, CancelTimer}),
            window=settings.window,
        )

    async def judge(self, event: Event, context: Context) -> Verdict | None:
        """Return what is said to somebody at the door, or whether they are let in."""
        match event:
            case JoinRequested():
                return self._greeted(event, event.language or context.language)
            case MemberJoined() if event.unmet and context.standing < Standing.TRUSTED:
                return self._came_in(event, context)
            case ButtonPressed() if event.button.startswith(IDS):
                return self._answered(event, event.language or context.language)
            case TimePassed() if event.owner == self.name:
                return self._time_over(event, context)
        return None

    async def why_silent(self, event: Event, context: Context) -> str:
        """Return that nobody is there."""
        return self._words("silent", self._scene.language)

    # ----------------------------------------------------------------------- who asks first

    def _greeted(self, event: JoinRequested, language: str) -> Verdict:
        member = event.member.id
        said = SendDirect(
            member=member,
            text=self._answers.letter(event.member.name, language),
            buttons=self._answers.buttons(member, language),
        )
        seconds = round(self._settings.patience.total_seconds())
        return self._verdict("asked", said, self._timer(event, member, seconds))

    # ------------------------------------------------------------------------- who came in

    def _came_in(self, event: MemberJoined, context: Context) -> Verdict | None:
        if (wave := self._settings.wave) is not None:
            found = self._in_a_wave(event, context, wave)
            if found is not None:
                return found
        inside = self._settings.inside
        return None if inside is None else self._welcomed(event, inside)

    def _welcomed(self, event: MemberJoined, inside: DoorInside) -> Verdict:
        """Hold somebody back until they answer, or only welcome them."""
        language, member = self._scene.language, event.member.id
        seconds = round(inside.patience.total_seconds())
        asked = inside.before_writing
        greet = Greet(
            member=member,
            name=event.member.name,
            channel=inside.channel or "",
            text=self._answers.welcome(language),
            seconds=seconds,
            buttons=self._answers.buttons(ANYBODY, language) if asked else (),
        )
        if not asked:
            return self._verdict("came", greet)
        timer = self._timer(event, member, seconds)
        hold = HoldBack(member=member, seconds=seconds + _SLACK)
        return self._verdict("came", hold, greet, timer)

    def _in_a_wave(self, event: MemberJoined, context: Context, wave: DoorWave) -> Verdict | None:
        """Return that somebody came with a crowd, None where the door is open."""
        tide = Tide(wave, context.newcomers(within=self._settings.window))
        since = tide.closed_since(context.now)
        if since is None:
            return None
        seconds = round((since + wave.closed_for - context.now).total_seconds())
        opening = SetTimer(
            key=f"{IDS}open:{event.network}:{event.place}",
            owner=self.name,
            seconds=max(1, seconds),
            payload={"door": "closed"},
        )
        if not tide.began():
            return self._verdict("closed", self._shown_out(event.member.id, event), opening)
        crowd = tide.crowd()
        span = say_duration(wave.closed_for.total_seconds(), self._scene.language)
        alert = AlertTeam(text=self._words("wave", self._scene.language, span=span), urgent=True)
        gone = (self._shown_out(member, event) for member in crowd)
        waits = (CancelTimer(key=_timer_key(event, member)) for member in crowd)
        return self._verdict("crowd", *gone, alert, opening, *waits, number=str(len(crowd)))

    def _shown_out(self, member: str, event: MemberJoined) -> TurnAway:
        """Return how somebody of a crowd goes: who was asked before and has answered may stay."""
        inside = self._settings.inside
        asked = inside is not None and inside.before_writing and member != event.member.id
        return TurnAway(member=member, anyway=not asked)

    # --------------------------------------------------------------------------- afterwards

    def _time_over(self, event: TimePassed, context: Context) -> Verdict | None:
        if "at_the_door" in event.payload:
            return self._verdict("waited", TurnAway(member=event.payload["at_the_door"]))
        wave = self._settings.wave
        if "door" not in event.payload or wave is None:
            return None
        tide = Tide(wave, context.newcomers(within=self._settings.window))
        if tide.closed_since(context.now) is not None:
            return None
        return self._verdict("opened", AlertTeam(text=self._words("opened", self._scene.language)))

    def _answered(self, event: ButtonPressed, language: str) -> Verdict:
        """Let somebody in who pressed the right button, and nobody else."""
        member, outcome = self._answers.read(event)
        answer = Answer(
            member=event.member.id,
            channel=event.channel,
            interaction=event.interaction,
            text=self._words(outcome, language),
        )
        if member is None:
            return self._verdict("answered", answer)
        done = CancelTimer(key=_timer_key(event, member))
        # Said first: who is let in is no longer somebody at the door, who may be written to.
        wrong = outcome in ("wrong", "wrong_inside")
        let: Action = TurnAway(member=member) if wrong else LetIn(member=member)
        return self._verdict("answered", answer, let, done)

    def _timer(self, event: JoinRequested | MemberJoined, member: str, seconds: int) -> SetTimer:
        return SetTimer(
            key=_timer_key(event, member),
            owner=self.name,
            seconds=seconds,
            payload={"at_the_door": member},
        )

    def _words(self, moment: str, language: str, **holes: str) -> str:
        tongue = language.partition("-")[0]
        return phrase(PHRASES, moment, tongue, self._scene.address, **holes)

    def _verdict(self, moment: str, *actions: Action, number: str = "") -> Verdict:
        reason = self._words(moment, self._scene.language, number=number)
        return Verdict(policy=self.name, reason=reason, steps=(actions,))


def _timer_key(event: JoinRequested | MemberJoined | ButtonPressed, member: str) -> str:
    return f"{IDS}{event.network}:{event.place}:{member}"
