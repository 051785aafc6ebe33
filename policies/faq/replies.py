"""The words and buttons of an answer, of a question back, and of what a button brings.

A button's id is `faq:<what>:<entry>:<message>:<asker>`: it says whose question it is, so that
nothing about it needs to be remembered.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.domain import Button
from bot.ports import Scene
from policies.faq.entries import Known
from policies.faq.index import Found
from policies.faq.phrases import PHRASES, month
from policies.settings import fill, phrase, pick

LONGEST_LABEL = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """What a button's id says: yes, person or pick; about which entry; for which question."""

    what: str
    entry: str
    message: str
    asker: str

    @property
    def id(self) -> str:
        """The button's id."""
        return f"faq:{self.what}:{self.entry}:{self.message}:{self.asker}"


def read_press(button: str) -> Press | None:
    """Return what a button's id says, None for a button of another kind."""
    parts = button.split(":", 4)
    if len(parts) != 5 or parts[0] != "faq" or parts[1] not in ("yes", "person", "pick"):
        return None
    return Press(what=parts[1], entry=parts[2], message=parts[3], asker=parts[4])


@dataclass(frozen=True, slots=True, kw_only=True)
class Replies:
    """Words for one community; `say` is its own template for answers."""

    scene: Scene
    say: Mapping[str, str] | None = None

    def words(self, name: str, language: str, **holes: str) -> str:
        """Return one of the fixed phrases."""
        return phrase(PHRASES, name, language, self.scene.address, **holes)

    def answer(
        self, entry: Known, language: str, *, member: str, question: str, today: date
    ) -> str:
        """Return the answer with where it is from, when it was checked, and whether that is long
        ago."""
        language, wording = entry.wording(language)
        own = pick(self.say, language, self.scene.language)
        if own is None:
            parts = [wording.answer.strip(), self._origin(entry, language)]
            parts.append(self.words("helped", language))
            text = " ".join(part for part in parts if part)
        else:
            text = fill(
                own.strip(),
                {
                    "answer": wording.answer.strip(),
                    "question": question,
                    "member": member,
                    "source": entry.source,
                    "checked": month(entry.checked, language) if entry.checked else "",
                    "community": self.scene.community,
                    "rules_url": self.scene.rules_url,
                },
            )
        if entry.review_by is not None and entry.review_by <= today:
            text = f"{text}\n{self.words('old', language)}"
        return text

    def _origin(self, entry: Known, language: str) -> str:
        source, checked = entry.source, entry.checked
        if source and checked:
            return self.words("from", language, source=source, month=month(checked, language))
        if source:
            return self.words("from_source", language, source=source)
        if checked:
            return self.words("from_day", language, month=month(checked, language))
        return ""

    def after_answer(self, entry: str, language: str, message: str, asker: str) -> Sequence[Button]:
        """Return the buttons under an answer."""
        return (
            self._button("yes", entry, message, asker, self.words("yes", language)),
            self._button("person", entry, message, asker, self.words("person", language)),
        )

    def to_choose(
        self, found: Sequence[Found], language: str, message: str, asker: str
    ) -> Sequence[Button]:
        """Return a button for each entry that may be meant, and one for a person."""
        buttons = [
            self._button("pick", one.entry.id, message, asker, _label(one, language))
            for one in found
        ]
        last = self._button(
            "person", found[0].entry.id, message, asker, self.words("person", language)
        )
        return (*buttons, last)

    def _button(self, what: str, entry: str, message: str, asker: str, label: str) -> Button:
        press = Press(what=what, entry=entry, message=message, asker=asker)
        return Button(id=press.id, label=label)


def _label(found: Found, language: str) -> str:
    question = found.entry.wording(language)[1].question
    if len(question) <= LONGEST_LABEL:
        return question
    return question[: LONGEST_LABEL - 1].rstrip() + "…"
