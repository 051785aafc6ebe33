"""A file of questions and answers, in one language or in several."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema, model_validator

from bot.ports import LearnedAnswer
from policies.settings import Names, Phrase, PolicySettings

_ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,31}")
_LANGUAGE = re.compile(r"[a-z]{2}")
MOST_ENTRIES = 1000


def _day(value: Any) -> Any:
    if isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    if isinstance(value, date):
        return value
    raise ValueError(f"'{value}' is no day; write it as 2026-03-31")


def _id(value: str) -> str:
    if not _ID.fullmatch(value):
        raise ValueError(
            f"'{value}' is no id; write small letters, digits and dashes, at most 32, "
            "such as cancel-order"
        )
    return value


def _language(value: str) -> str:
    if not _LANGUAGE.fullmatch(value):
        raise ValueError(f"'{value}' is no language; write 'en' or 'de'")
    return value


Day = Annotated[date, BeforeValidator(_day), WithJsonSchema({"type": "string", "format": "date"})]
EntryId = Annotated[str, AfterValidator(_id)]
Language = Annotated[str, AfterValidator(_language)]
AnswerText = Annotated[str, Field(min_length=1, max_length=2000)]


class Wording(PolicySettings):
    """One entry in one language."""

    question: Phrase = Field(description="The question as most people put it.")
    alternates: Names = Field(
        default=(), description="Other ways to put it; three good ones help more than anything."
    )
    answer: AnswerText = Field(description="What is answered: short, and with what to do.")


class FaqEntry(PolicySettings):
    """One question with its answer: written straight into the entry, or under `languages:`."""

    id: EntryId = Field(description="A short name that stays the same, such as cancel-order.")
    question: Phrase | None = Field(default=None, description="The question.")
    alternates: Names = Field(default=(), description="Other ways to put it.")
    answer: AnswerText | None = Field(default=None, description="The answer.")
    language: Language | None = Field(
        default=None, description="The language of it; the file's where left out."
    )
    languages: dict[Language, Wording] = Field(
        default_factory=dict, description="The same in several languages: 'en: ...', 'de: ...'."
    )
    source: str = Field(default="", max_length=300, description="Where the answer is from.")
    checked: Day | None = Field(default=None, description="When somebody last made sure of it.")
    review_by: Day | None = Field(
        default=None, description="From this day on the answer says that it may be out of date."
    )
    tags: Names = Field(default=(), description="For your own order.")

    @model_validator(mode="after")
    def _is_whole(self) -> "FaqEntry":
        plain = self.question is not None or self.answer is not None
        if plain and self.languages:
            raise ValueError(
                f"entry '{self.id}': write either question and answer, or 'languages:', not both"
            )
        if not plain and not self.languages:
            raise ValueError(f"entry '{self.id}' has no question; write 'question:' and 'answer:'")
        if plain and (self.question is None or self.answer is None):
            lacks = "a question" if self.question is None else "an answer"
            raise ValueError(f"entry '{self.id}' lacks {lacks}")
        return self


class FaqFile(PolicySettings):
    """A file of questions and answers."""

    version: Literal[1] = Field(default=1, description="The form of this file.")
    language: Language | None = Field(
        default=None, description="The language of entries that name none; else the community's."
    )
    entries: Annotated[tuple[FaqEntry, ...], Field(strict=False, max_length=MOST_ENTRIES)] = Field(
        description="The questions and their answers."
    )

    @model_validator(mode="after")
    def _has_one_of_each(self) -> "FaqFile":
        if not self.entries:
            raise ValueError("there are no entries; write at least one question and answer")
        seen: set[str] = set()
        for entry in self.entries:
            if entry.id in seen:
                raise ValueError(f"the id '{entry.id}' is there twice; give each entry its own")
            seen.add(entry.id)
        return self


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """One entry as the index holds it: its wordings by language, the first the file's own."""

    id: str
    wordings: Mapping[str, Wording]
    source: str = ""
    checked: date | None = None
    review_by: date | None = None

    def wording(self, language: str) -> tuple[str, Wording]:
        """Return the wording in this language, else the first there is, and its language."""
        if language in self.wordings:
            return language, self.wordings[language]
        return next(iter(self.wordings.items()))


def known_entries(file: FaqFile, home: str) -> Iterator[Known]:
    """Yield the file's entries in one shape; `home` is the language of those that name none."""
    for entry in file.entries:
        wordings: Mapping[str, Wording] = entry.languages
        if entry.question is not None and entry.answer is not None:
            own = entry.language or file.language or home
            wordings = {
                own: Wording(
                    question=entry.question, alternates=entry.alternates, answer=entry.answer
                )
            }
        yield Known(
            id=entry.id,
            wordings=wordings,
            source=entry.source,
            checked=entry.checked,
            review_by=entry.review_by,
        )


def learned_entry(answer: LearnedAnswer) -> Known:
    """Return what the team added in chat as an entry."""
    wording = Wording.model_construct(question=answer.question, alternates=(), answer=answer.answer)
    return Known(id=answer.id, wordings={answer.language: wording}, checked=answer.at.date())
