"""How two rulebooks differ on the same recording."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.domain import Decision, Event
from bot.replay.tally import Example, Tally, seen
from bot.wire import action_to_json

#: Words and their wrapping differ without anybody being treated differently.
_WORDING = frozenset({"text", "buttons", "reason", "title", "until"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A moment at which the two did not do the same; either side may be empty."""

    line: int
    one: tuple[Example, ...]
    other: tuple[Example, ...]


@dataclass(slots=True, kw_only=True)
class Comparison:
    """Counts where two rulebooks agree; the first `most_examples` differences are kept."""

    one: Tally
    other: Tally
    most_examples: int = 10
    alike: int = 0
    only_one: int = 0
    only_other: int = 0
    unlike: int = 0
    differences: list[Difference] = field(default_factory=list)

    def met(
        self, event: Event | None, line: int, one: Sequence[Decision], other: Sequence[Decision]
    ) -> None:
        """Compare what the two came to at one moment."""
        first, second = _deeds(one), _deeds(other)
        if first == second:
            self.alike += bool(first)
            return
        if not second:
            self.only_one += 1
        elif not first:
            self.only_other += 1
        else:
            self.unlike += 1
        if len(self.differences) < self.most_examples:
            self.differences.append(
                Difference(
                    line=line,
                    one=_examples(one, event, line),
                    other=_examples(other, event, line),
                )
            )


def _deeds(decisions: Sequence[Decision]) -> Counter[tuple[tuple[str, str], ...]]:
    return Counter(
        _deed(action_to_json(action)) for decision in decisions for action in seen(decision.actions)
    )


def _deed(action: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted((key, str(value)) for key, value in action.items() if key not in _WORDING))


def _examples(decisions: Sequence[Decision], event: Event | None, line: int) -> tuple[Example, ...]:
    text = getattr(event, "text", "")
    return tuple(
        Example(
            line=line,
            decision=decision,
            text=text,
            author=decision.subject.name if decision.subject else "",
        )
        for decision in decisions
        if seen(decision.actions)
    )
