"""What an admin can set for `kind: door`."""

from datetime import timedelta
from typing import Annotated

from pydantic import Field, model_validator

from policies.settings import Duration, PolicySettings, Texts

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
