"""What people read at the door, what stands on its buttons, and what a pressed one means."""

from datetime import timedelta

from bot.domain import Button, ButtonPressed
from bot.ports import Scene
from policies.door.phrases import PHRASES
from policies.door.settings import DoorSettings
from policies.settings import fill, phrase, pick

IDS = "door:"
#: Stands in a button's id for whoever presses it; a welcome is shared by several.
ANYBODY = "*"
#: A button that somebody presses so long after their time was over is a mistake of theirs.
_SLACK = timedelta(hours=1)


class Answers:
    """Words and buttons of one door."""

    def __init__(self, settings: DoorSettings, scene: Scene) -> None:
        self._settings = settings
        self._scene = scene

    def letter(self, name: str, language: str) -> str:
        """Return what somebody reads in private who asks to be let in."""
        own = pick(self._settings.say, language, self._scene.language)
        holes = {"member": name}
        return self._filled(own, self._words("greeting", language), "press", language, holes)

    def welcome(self, language: str) -> str:
        """Return what stands in the room below the names of those who came in."""
        inside = self._settings.inside
        own = pick(inside.say if inside else None, language, self._scene.language)
        asked = inside is not None and inside.before_writing
        press = "press_to_write" if asked else ""
        return self._filled(own, self._words("welcome_all", language), press, language, {})

    def _filled(
        self, own: str | None, greeting: str, press: str, language: str, holes: dict[str, str]
    ) -> str:
        parts = [own] if own else [greeting]
        if not own and self._scene.rules_url:
            parts.append(self._words("rules", language))
        question = self._settings.question
        if press:
            ask = pick(question.ask, language, self._scene.language) if question else None
            parts.append(ask or self._words(press, language))
        about = {"community": self._scene.community, "rules_url": self._scene.rules_url}
        return fill("\n".join(part.strip() for part in parts if part), {**about, **holes})

    def buttons(self, member: str, language: str) -> tuple[Button, ...]:
        """Return the buttons; `member` alone may press them."""
        question = self._settings.question
        if question is None:
            label = self._words("agree", language)
            return (Button(id=f"{IDS}yes:{member}", label=label, style="primary"),)
        return tuple(
            Button(id=f"{IDS}{number}:{member}", label=answer)
            for number, answer in enumerate(question.answers)
        )

    def read(self, event: ButtonPressed) -> tuple[str | None, str]:
        """Return whom a pressed button decides about, None for nobody, and what is said to it."""
        choice, _, member = event.button.removeprefix(IDS).partition(":")
        right = self._is_right(choice)
        if member == ANYBODY:
            if self._is_long_here(event):
                return None, "not_new"
            return event.member.id, "may_write" if right else "wrong_inside"
        if member != event.member.id:
            return None, "not_yours"
        return member, "welcome" if right else "wrong"

    def _is_long_here(self, event: ButtonPressed) -> bool:
        joined, inside = event.member.joined_at, self._settings.inside
        if inside is None or not inside.before_writing:
            return True
        return joined is not None and event.at - joined > inside.patience + _SLACK

    def _is_right(self, choice: str) -> bool:
        question = self._settings.question
        if question is None:
            return choice == "yes"
        known = {str(number): answer for number, answer in enumerate(question.answers)}
        return known.get(choice) == question.right

    def _words(self, moment: str, language: str) -> str:
        return phrase(PHRASES, moment, language.partition("-")[0], self._scene.address)
