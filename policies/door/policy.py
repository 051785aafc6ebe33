"""The door policy: nobody comes in before they have read something, or answered a question.

It works where a network tells of people who ask to be let in. What is asked stands on buttons
whose ids carry all that is needed, so that a restart forgets nobody at the door.
"""

from collections.abc import Mapping
from typing import Any

from bot.domain import (
    Action,
    Answer,
    Button,
    ButtonPressed,
    CancelTimer,
    Event,
    JoinRequested,
    LetIn,
    SendDirect,
    SetTimer,
    TimePassed,
    TurnAway,
    Verdict,
)
from bot.ports import Context, Needs, Scene
from policies.door.phrases import PHRASES
from policies.door.settings import DoorSettings
from policies.settings import fill, phrase, pick

_IDS = "door:"


class DoorPolicy:
    """Meets those who ask to be let in."""

    kind = "door"
    Settings = DoorSettings
    files: Mapping[str, type[Any]] = {}

    def __init__(self, *, name: str, settings: DoorSettings, scene: Scene) -> None:
        self.name = name
        self._settings = settings
        self._scene = scene
        self.needs = Needs(
            hears=frozenset({JoinRequested, ButtonPressed, TimePassed}),
            # Letting in and turning away are not named: a network that cannot do them tells of
            # nobody who asks, and a community may live on several networks.
            actions=frozenset({SendDirect, Answer, SetTimer, CancelTimer}),
        )

    async def judge(self, event: Event, context: Context) -> Verdict | None:
        """Return what is said to somebody at the door, or whether they are let in."""
        match event:
            case JoinRequested():
                return self._greeted(event, event.language or context.language)
            case ButtonPressed() if event.button.startswith(_IDS):
                return self._answered(event, event.language or context.language)
            case TimePassed() if event.owner == self.name and "at_the_door" in event.payload:
                return self._verdict("waited", TurnAway(member=event.payload["at_the_door"]))
        return None

    async def why_silent(self, event: Event, context: Context) -> str:
        """Return that nobody is there."""
        return self._words("silent", self._scene.language)

    def _greeted(self, event: JoinRequested, language: str) -> Verdict:
        member = event.member.id
        text = self._text(event.member.name, language)
        timer = SetTimer(
            key=_timer(event, member),
            owner=self.name,
            seconds=round(self._settings.patience.total_seconds()),
            payload={"at_the_door": member},
        )
        buttons = self._buttons(member, language)
        return self._verdict("asked", SendDirect(member=member, text=text, buttons=buttons), timer)

    def _text(self, name: str, language: str) -> str:
        holes = {
            "member": name,
            "community": self._scene.community,
            "rules_url": self._scene.rules_url,
        }
        own = pick(self._settings.say, language, self._scene.language)
        question = self._settings.question
        asked = pick(question.ask, language, self._scene.language) if question else ""
        parts = [own] if own else [self._words("greeting", language)]
        if not own and self._scene.rules_url:
            parts.append(self._words("rules", language))
        parts.append(asked or self._words("press", language))
        return fill("\n".join(part.strip() for part in parts if part), holes)

    def _buttons(self, member: str, language: str) -> tuple[Button, ...]:
        question = self._settings.question
        if question is None:
            label = self._words("agree", language)
            return (Button(id=f"{_IDS}yes:{member}", label=label, style="primary"),)
        return tuple(
            Button(id=f"{_IDS}{number}:{member}", label=answer)
            for number, answer in enumerate(question.answers)
        )

    def _answered(self, event: ButtonPressed, language: str) -> Verdict:
        choice, _, member = event.button.removeprefix(_IDS).partition(":")
        if member != event.member.id:
            return self._verdict("answered", self._answer(event, "not_yours", language))
        done = CancelTimer(key=_timer(event, member))
        if self._is_right(choice):
            welcome = self._answer(event, "welcome", language)
            # Said first: who is let in is no longer somebody at the door, who may be written to.
            return self._verdict("answered", welcome, LetIn(member=member), done)
        wrong = self._answer(event, "wrong", language)
        return self._verdict("answered", wrong, TurnAway(member=member), done)

    def _is_right(self, choice: str) -> bool:
        question = self._settings.question
        if question is None:
            return choice == "yes"
        known = {str(number): answer for number, answer in enumerate(question.answers)}
        return known.get(choice) == question.right

    def _answer(self, event: ButtonPressed, moment: str, language: str) -> Answer:
        return Answer(
            member=event.member.id,
            channel=event.channel,
            interaction=event.interaction,
            text=self._words(moment, language),
        )

    def _words(self, moment: str, language: str) -> str:
        return phrase(PHRASES, moment, language.partition("-")[0], self._scene.address)

    def _verdict(self, moment: str, *actions: Action) -> Verdict:
        reason = self._words(moment, self._scene.language)
        return Verdict(policy=self.name, reason=reason, steps=(actions,))


def _timer(event: JoinRequested | ButtonPressed, member: str) -> str:
    return f"door:{event.network}:{event.place}:{member}"
