"""What an admin can set for `kind: escalation`."""

from datetime import timedelta
from typing import Literal

from pydantic import Field, model_validator

from policies.settings import Duration, Names, PolicySettings, Sign, Texts


class EscalationWhen(PolicySettings):
    """What brings a person in."""

    unanswered_for: Duration | None = Field(
        default=None, description="A question that waits this long for an answer."
    )
    asked_in: Names = Field(
        default=(), description="The channels in which questions are waited for."
    )
    answered_by: Literal["anyone", "team"] = Field(
        default="anyone",
        description="Whose words count as an answer: anyone's, or only those of the team.",
    )
    calls: bool = Field(
        default=True,
        description="Somebody asks for a person: 'is a moderator here?', 'ist hier ein Mensch?'.",
    )
    words: Names = Field(
        default=(), description="Further phrases that call for a person; * stands for any letters."
    )
    reports: bool = Field(default=True, description="Somebody reports a message or a person.")

    @model_validator(mode="after")
    def _makes_sense(self) -> "EscalationWhen":
        if self.unanswered_for is not None and not self.asked_in:
            raise ValueError("say where questions are asked; write 'asked_in: [\"#help\"]'")
        if self.asked_in and self.unanswered_for is None:
            raise ValueError("say how long a question may wait; write 'unanswered_for: 2 hours'")
        if self.words and not self.calls:
            raise ValueError("'words' call for a person, and 'calls' is false; take one away")
        if not (self.unanswered_for or self.calls or self.reports):
            raise ValueError("nothing would bring a person in; take the policy out instead")
        return self


class EscalationSettings(PolicySettings):
    """Settings of `kind: escalation`."""

    when: EscalationWhen = Field(default=EscalationWhen(), description="What brings a person in.")
    remind_after: Duration | None = Field(
        default=timedelta(minutes=30),
        description="The team is told again when nobody has taken the case by then.",
    )
    react: Sign | None = Field(
        default=None,
        description="A sign put under a question or call that is handed to the team, such as 👀. "
        "It is taken away when somebody of the team, or whoever asked, marks it with ✅.",
    )
    say_called: Texts | None = Field(
        default=None, description="What is said to somebody who asked for a person."
    )
    say_waited: Texts | None = Field(
        default=None, description="What is said to somebody whose question waited for too long."
    )
    say_reported: Texts | None = Field(
        default=None, description="What is said, privately, to somebody who reported something."
    )
