"""What an admin can set for `kind: faq`."""

from datetime import timedelta

from pydantic import Field, field_validator, model_validator

from policies.faq.entries import FaqFile
from policies.settings import Duration, Names, PolicySettings, Share, Sign, Texts

#: Measured so that 19 of 20 given answers are right where entries are about different matters,
#: near misses included: benchmarks/faq.py.
ANSWER_ABOVE, SUGGEST_ABOVE, MARGIN = 0.52, 0.30, 0.05


class FaqWhen(PolicySettings):
    """When it speaks, and how sure it must be; the measure goes from 0 to 1."""

    help_in: Names = Field(
        default=(),
        description="Channels that are there for questions. Here a question that is not on the "
        "list is handed to the team.",
    )
    called: Names = Field(
        default=("Evenhand",), description="Names by which the bot is mentioned; then it answers."
    )
    everywhere: bool = Field(
        default=True, description="Answer in other channels as well, when it is surely a question."
    )
    answer_above: Share = Field(
        default=ANSWER_ABOVE, description="From here on the answer is given."
    )
    suggest_above: Share = Field(
        default=SUGGEST_ABOVE,
        description="From here on it asks what is meant, with buttons; in help channels, or "
        "where it is mentioned.",
    )
    margin: Share = Field(
        default=MARGIN, description="How far the best must be before the next to be given."
    )
    team_pause: Duration = Field(
        default=timedelta(minutes=2),
        description="Silent for this long after somebody of the team wrote in the channel.",
    )

    @model_validator(mode="after")
    def _is_in_order(self) -> "FaqWhen":
        if self.suggest_above > self.answer_above:
            raise ValueError(
                f"suggest_above ({self.suggest_above}) must not be above "
                f"answer_above ({self.answer_above})"
            )
        return self


class FaqSettings(PolicySettings):
    """Settings of `kind: faq`."""

    answers: FaqFile = Field(
        description="The file with questions and answers, beside the policy file."
    )
    when: FaqWhen = Field(default=FaqWhen(), description="When it speaks.")
    remind_after: Duration | None = Field(
        default=None,
        description="The team is told again when nobody has taken a handed-over question by then.",
    )
    react: Sign | None = Field(
        default=None,
        description="A sign put under a question that was answered, such as 👀. It is taken away "
        "when the asker wants a person.",
    )
    say: Texts | None = Field(
        default=None, description="How an answer is given; it needs the hole {answer}."
    )
    say_unknown: Texts | None = Field(
        default=None, description="What is said when a question is handed to the team."
    )

    @field_validator("say")
    @classmethod
    def _gives_the_answer(cls, texts: dict[str, str] | None) -> dict[str, str] | None:
        for text in (texts or {}).values():
            if "{answer}" not in text:
                raise ValueError("the text never gives the answer; put {answer} into it")
        return texts
