"""What an admin can set for `kind: spam`."""

from datetime import timedelta
from typing import Literal

from pydantic import Field, model_validator

from policies.settings import (
    Count,
    Duration,
    ForgetAfter,
    Ladder,
    Names,
    PolicySettings,
    Share,
    Texts,
    parse_ladder,
)


class SpamWhen(PolicySettings):
    """From which score on something is done; a score lies between 0 and 1."""

    spam_above: Share | None = Field(
        default=0.90, description="How much the text reads like bait. `null` switches this off."
    )
    scam_link_above: Share | None = Field(
        default=0.90,
        description="How probable it is that a link was laid to deceive: it looks like a known "
        "name, leads elsewhere than it says, or is named as traps are. `null` switches this off.",
    )
    from_newcomers_above: Share | None = Field(
        default=0.60,
        description="The same for both where a newcomer's message leads away: with a link, an "
        "invitation, a number or `write me privately`. `null`: no stricter than for others.",
    )
    invites: Literal["allowed", "not from newcomers", "refused"] = Field(
        default="not from newcomers",
        description="Invitations into other communities: `allowed`, `not from newcomers` or "
        "`refused`. Those in `own_invites` are always fine.",
    )
    accounts_above: Count | None = Field(
        default=2,
        description="How many accounts may write nearly the same `same_within` a span, where it "
        "leads away or they are newcomers; one more is a wave, and all of it goes. `null` "
        "switches this off.",
    )
    same_within: Duration = Field(default=timedelta(minutes=10), description="The span for it.")
    review_above: Share | None = Field(
        default=None,
        description="From here on the team is shown what is not acted on. Nothing happens to the "
        "member by itself.",
    )

    @model_validator(mode="after")
    def _makes_sense(self) -> "SpamWhen":
        limits = [
            limit
            for limit in (self.spam_above, self.scam_link_above, self.from_newcomers_above)
            if limit is not None
        ]
        if self.review_above is not None and limits and self.review_above >= max(limits):
            raise ValueError(
                f"review_above ({self.review_above}) must be below {max(limits)}; what is above "
                "that is acted on without asking"
            )
        return self


class SpamSettings(PolicySettings):
    """Settings of `kind: spam`."""

    when: SpamWhen = Field(default=SpamWhen(), description="From which score on.")
    fine: Names = Field(
        default=(),
        description="Domains whose links are always fine, with all that is below them, such as "
        "kettle.example.",
    )
    own_invites: Names = Field(
        default=(),
        description="Invitations into the community's own places, such as discord.gg/kettle.",
    )
    then: Ladder = Field(
        default=parse_ladder([["delete", "nudge"], ["delete", "timeout: 1 day", "open case"]]),
        description="What is done; a list of lists is a ladder for the 1st, 2nd, 3rd time. With "
        "`delete`, the earlier messages of a wave go as well.",
    )
    forget_after: ForgetAfter = None
    say: Texts | None = Field(
        default=None,
        description="What the member is told at the mildest step; the harsher ones are told in "
        "the house's words, unless this names {expires} and {duration}.",
    )
    rule: Texts | None = Field(default=None, description="The house rule that this upholds.")

    @model_validator(mode="after")
    def _are_domains(self) -> "SpamSettings":
        for domain in self.fine:
            if "/" in domain or "." not in domain or " " in domain:
                raise ValueError(
                    f"'{domain}' is no domain; write it without https:// and path: kettle.example"
                )
        for invite in self.own_invites:
            if "/" not in invite or " " in invite:
                raise ValueError(f"'{invite}' is no invitation; write it as discord.gg/kettle")
        return self
