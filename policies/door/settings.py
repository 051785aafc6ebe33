"""What an admin can set for `kind: door`."""

from datetime import timedelta
from typing import Annotated

from pydantic import Field, model_validator

from policies.settings import Count, Duration, Phrase, PolicySettings, Texts

#: What stands on a button.
Label = Annotated[str, Field(min_length=1, max_length=60)]
MOST_ANSWERS = 6


class DoorQuestion(PolicySettings):
    """A question that people answer with a button before they are let in."""

    ask: Texts = Field(description="The question.")
    answers: Annotated[
        tuple[Label, ...], Field(strict=False, min_length=2, max_length=MOST_ANSWERS)
    ] = Field(description="What can be answered, one button each, at most six.")
    right: Label = Field(description="Which of them lets somebody in.")

    @model_validator(mode="after")
    def _makes_sense(self) -> "DoorQuestion":
        if len(set(self.answers)) != len(self.answers):
            raise ValueError("two answers are alike; nobody could tell them apart")
        if self.right not in self.answers:
            raise ValueError(f"'{self.right}' is none of the answers; copy one of them")
        return self


class DoorInside(PolicySettings):
    """How people are met in a group that anybody may enter."""

    before_writing: bool = Field(
        default=True,
        description="true: nobody writes before they have pressed the button or answered. "
        "false: they are only welcomed.",
    )
    patience: Duration = Field(
        default=timedelta(minutes=10),
        description="Who has not answered by then is shown out, and may come back. The welcome "
        "stands for so long.",
    )
    channel: Phrase | None = Field(
        default=None,
        description="Where they are welcomed, as '#name' or id. Left out, in the main room.",
    )
    say: Texts | None = Field(
        default=None,
        description="What stands below the names of those who came in. Left out, it names the "
        "community and where its rules are.",
    )


class DoorWave(PolicySettings):
    """Many people coming in at once: the door closes, and opens again by itself."""

    joins_above: Count = Field(
        default=10, description="How many may come in `within` a span; one more is a wave."
    )
    within: Duration = Field(default=timedelta(minutes=1), description="The span for it.")
    closed_for: Duration = Field(
        default=timedelta(minutes=30),
        description="The door stays closed until so long after the wave; who comes meanwhile is "
        "shown out at once, and may come back later.",
    )

    @model_validator(mode="after")
    def _outlasts_the_wave(self) -> "DoorWave":
        if self.closed_for < self.within:
            raise ValueError(
                "the door would open while the same wave still counts; make 'closed_for' at "
                "least as long as 'within'"
            )
        return self


class DoorSettings(PolicySettings):
    """Settings of `kind: door`."""

    say: Texts | None = Field(
        default=None,
        description="What somebody reads who asks to be let in. Left out, it names the community "
        "and where its rules are.",
    )
    question: DoorQuestion | None = Field(
        default=None,
        description="A question instead of the button that agrees; a wrong answer turns away.",
    )
    patience: Duration = Field(
        default=timedelta(hours=12),
        description="Who has not answered by then is turned away, and may ask again.",
    )
    inside: DoorInside | None = Field(
        default=None,
        description="How people are met who come in without asking. Left out, they are not.",
    )
    wave: DoorWave | None = Field(
        default=None, description="What is done when a crowd comes in. Left out, nothing."
    )

    @property
    def window(self) -> timedelta:
        """How far back it looks at who came in."""
        return timedelta(0) if self.wave is None else self.wave.within + self.wave.closed_for
