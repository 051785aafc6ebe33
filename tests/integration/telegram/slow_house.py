"""Evenhand with a policy that takes its time over each message: python -m ...slow_house run.

The policy removes what names a pebble and has a private word about it.
"""

import asyncio
import sys
from collections.abc import Mapping
from typing import Any

import policies
from bot.cli import main
from bot.domain import DeleteMessage, Event, MessagePosted, Nudge, Verdict
from bot.ports import Context, Needs, Scene
from policies.settings import PolicySettings

#: Seconds over each message.
THOUGHT = 0.02


class SlowSettings(PolicySettings):
    """There is nothing to set."""


class SlowPolicy:
    """Thinks, and then acts on pebbles."""

    kind = "slow"
    Settings = SlowSettings
    files: Mapping[str, type[Any]] = {}

    def __init__(self, *, name: str, settings: SlowSettings, scene: Scene) -> None:
        self.name = name
        needed = frozenset({DeleteMessage, Nudge})
        self.needs = Needs(hears=frozenset({MessagePosted}), actions=needed)

    async def judge(self, event: Event, context: Context) -> Verdict | None:
        await asyncio.sleep(THOUGHT)
        if not isinstance(event, MessagePosted) or "pebble" not in event.text:
            return None
        gone = DeleteMessage(channel=event.channel, message=event.id, member=event.member.id)
        steps = ((gone, Nudge(member=event.member.id)),)
        return Verdict(policy=self.name, reason="a pebble", steps=steps)

    async def why_silent(self, event: Event, context: Context) -> str:
        return "no pebble"


if __name__ == "__main__":
    policies.POLICIES["slow"] = "tests.integration.telegram.slow_house:SlowPolicy"
    sys.exit(main())
