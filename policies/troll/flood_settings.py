"""What an admin can set for `kind: flood`."""

from datetime import timedelta

from pydantic import Field, model_validator

from policies.settings import (
    Count,
    Duration,
    Ladder,
    Names,
    PolicySettings,
    Rung,
    Share,
    Texts,
    parse_ladder,
)

_FOR_A_CROWD = ("alert team", "open case", "slow mode")


class FloodWhen(PolicySettings):
    """How much one member may write; past it, something is done."""

    messages_above: Count = Field(
        default=8, description="Messages of one member `within` a span; one more is too many."
    )
    within: Duration = Field(default=timedelta(seconds=10), description="The span for it.")
    same_above: Count = Field(
        default=3,
        description="How often a member may say the same within `same_within`; "
        "twice as often where it is one word or two.",
    )
    same_within: Duration = Field(
        default=timedelta(minutes=2), description="The span for what is the same."
    )
    channels_above: Count = Field(
        default=2, description="In how many channels the same may stand within `same_within`."
    )
    newcomers_above: Count | None = Field(
        default=3,
        description="How many newcomers may say the same in one channel within `same_within`; "
        "one more is a raid. `null` switches this off.",
    )
    mentions_above: Count = Field(default=8, description="How many people one message may mention.")
    caps_above: Share | None = Field(
        default=None,
        description="Share of capitals in a message of 20 letters or more. Off where left out.",
    )


class FloodWave(PolicySettings):
    """Many people coming in at once."""

    joins_above: Count = Field(
        default=10, description="How many may come in `within` a span; one more is a wave."
    )
    within: Duration = Field(default=timedelta(minutes=1), description="The span for it.")
    then: Ladder = Field(
        default=parse_ladder(["alert team"]),
        description=f"What is done: {', '.join(_FOR_A_CROWD)}.",
    )
    channels: Names = Field(default=(), description="Channels in which slow mode is switched on.")
    lasts: Duration = Field(
        default=timedelta(minutes=10), description="After this long, slow mode is lifted again."
    )

    @model_validator(mode="after")
    def _fits_a_crowd(self) -> "FloodWave":
        if len(self.then) > 1:
            raise ValueError("a wave has no ladder; write one list such as [alert team]")
        for wish in self.then[0]:
            if wish.do not in _FOR_A_CROWD:
                raise ValueError(
                    f"'{wish.do}' cannot be done to a crowd; write {', '.join(_FOR_A_CROWD)}"
                )
            if wish.do == "slow mode" and not self.channels:
                raise ValueError("say where slow mode is switched on: 'channels: [\"#general\"]'")
        return self

    @property
    def rung(self) -> Rung:
        """What is done."""
        return self.then[0]


class FloodSettings(PolicySettings):
    """Settings of `kind: flood`."""

    when: FloodWhen = Field(default=FloodWhen(), description="How much is too much.")
    then: Ladder = Field(
        default=parse_ladder(
            [
                ["delete", "nudge"],
                ["delete", "timeout: 10 minutes"],
                ["delete", "timeout: 1 day", "open case"],
            ]
        ),
        description="What is done; with `delete`, the earlier messages of the spree go as well.",
    )
    forget_after: Duration = Field(
        default=timedelta(days=1),
        description="How long it is held against a member, which is what climbs the ladder.",
    )
    wave: FloodWave | None = Field(
        default=None, description="What is done when many people come in at once. Off if left out."
    )
    say: Texts | None = Field(
        default=None,
        description="What the member is told at the mildest step; the harsher ones are told in "
        "the house's words, unless this names {expires} and {duration}.",
    )
    rule: Texts | None = Field(default=None, description="The house rule that this upholds.")

    @property
    def window(self) -> timedelta:
        """How far back it looks."""
        spans = [self.when.within, self.when.same_within]
        return max(spans if self.wave is None else [*spans, self.wave.within])
