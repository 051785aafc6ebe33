"""A policy of one's own: very long messages get a private word about it.

Put it under `policies/`, add `"walls": "policies.my_policy:WallsPolicy"` to `POLICIES` in
`policies/__init__.py`, and policy files may say `kind: walls` (examples/walls.yaml does).
"""

from collections.abc import Mapping
from typing import Any

from pydantic import Field

from bot.domain import Event, MessagePosted, Nudge, Verdict
from bot.ports import Context, Needs, Scene
from policies.settings import Count, PolicySettings, Template


class WallsSettings(PolicySettings):
    """Settings of `kind: walls`."""

    lines_above: Count = Field(default=20, description="How many lines a message may have.")
    say: Template = Field(
        default="That was long, {member}. A file or a link is easier to read.",
        description="What the member is told.",
    )


class WallsPolicy:
    """Speaks when a message is a wall of text."""

    kind = "walls"
    Settings = WallsSettings
    files: Mapping[str, type[Any]] = {}

    def __init__(self, *, name: str, settings: WallsSettings, scene: Scene) -> None:
        self.name = name
        self._settings = settings
        self.needs = Needs(hears=frozenset({MessagePosted}), actions=frozenset({Nudge}))

    async def judge(self, event: Event, context: Context) -> Verdict | None:
        """Return a private word for a message with too many lines."""
        if not isinstance(event, MessagePosted):
            return None
        lines = event.text.count("\n") + 1
        if lines <= self._settings.lines_above:
            return None
        return Verdict(
            policy=self.name,
            reason=f"{lines} lines in one message",
            steps=((Nudge(member=event.member.id),),),
            say=self._settings.say,
        )

    async def why_silent(self, event: Event, context: Context) -> str:
        """Return how many lines there may be."""
        return f"not more than {self._settings.lines_above} lines"
