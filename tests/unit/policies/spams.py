"""A spam policy, who writes to it, and what the detectors said."""

from typing import Any

from bot.domain import Signal
from bot.ports import Scene
from policies.troll.spam import SpamPolicy
from policies.troll.spam_settings import SpamSettings
from tests.unit.policies.stage import SCENE


def spam(scene: Scene = SCENE, **data: Any) -> SpamPolicy:
    return SpamPolicy(name="Spam", settings=SpamSettings.model_validate(data), scene=scene)


def signals(**given: float | str | tuple[float, str]) -> dict[str, Signal]:
    """Return signals given by their score, their evidence, or both."""
    return {name: Signal(name=name, **_of(value)) for name, value in given.items()}


def _of(value: float | str | tuple[float, str]) -> dict[str, Any]:
    if isinstance(value, tuple):
        return {"score": value[0], "evidence": value[1]}
    return {"score": 1.0, "evidence": value} if isinstance(value, str) else {"score": value}
