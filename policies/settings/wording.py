"""Which of a verdict's steps an admin's own words are for."""

from collections.abc import Sequence
from dataclasses import replace

from bot.domain import Action, Ban, Nudge, Timeout, Warn

Steps = tuple[tuple[Action, ...], ...]

#: Facts that a member has a right to, as the holes that tell them.
_MUST_TELL: dict[type[Action], tuple[str, ...]] = {
    Warn: ("{expires}",),
    Timeout: ("{duration}", "{until}"),
    Ban: ("{duration}", "{until}"),
}


def worded(steps: Steps, say: str | None) -> tuple[Steps, str | None]:
    """Return the steps, and the words that are for all of them.

    Words are for the mildest step: the private word, else the warning. Harsher steps are told in
    the house's words, unless these tell how long it lasts. So no sanction lacks its facts.
    """
    if say is None:
        return steps, None
    kinds = {type(action) for step in steps for action in step}
    mildest = next((kind for kind in (Nudge, Warn) if kind in kinds), None)
    harsher = kinds & _MUST_TELL.keys() - {mildest}
    if mildest is None or all(_tells(say, kind) for kind in harsher):
        return steps, say
    kept: set[type[Action]] = {
        kind for kind in (Nudge, Warn) if kind is mildest or _tells(say, kind)
    }
    return tuple(_saying(step, say, kept) for step in steps), None


def told_in(language: str, home: str) -> str:
    """Return the language in which a member is told; empty where it is the team's as well."""
    spoken = language if language in ("de", "en") else home
    return "" if spoken == home else spoken


def _tells(say: str, kind: type[Action]) -> bool:
    wanted = _MUST_TELL.get(kind, ())
    return not wanted or any(hole in say for hole in wanted)


def _saying(step: Sequence[Action], say: str, kinds: set[type[Action]]) -> tuple[Action, ...]:
    return tuple(
        replace(action, text=say)
        if isinstance(action, Nudge | Warn) and type(action) in kinds
        else action
        for action in step
    )
