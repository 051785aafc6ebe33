"""Count what a rulebook came to on recorded chat; memory grows with what was done, not said."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from bot.domain import (
    DO_OF,
    Action,
    CancelTimer,
    Decision,
    Event,
    MessageEdited,
    MessagePosted,
    Order,
    Reply,
    SetTimer,
    person_of,
)
from bot.rulebook.book import Rulebook

MOST_MEMBERS = 100_000
_UNSEEN = (SetTimer, CancelTimer)


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """One decision as the report shows it; `line` is that of the event it followed."""

    line: int
    decision: Decision
    text: str = ""
    author: str = ""


@dataclass(slots=True, kw_only=True)
class Tally:
    """What happened under one rulebook.

    An event is acted on when it led to a decision with an action that somebody sees: setting and
    cancelling timers are not counted. Of examples and of lines to the team the first
    `most_examples` are kept, of all of them the number.
    """

    rulebook: Rulebook
    most_examples: int = 10
    events: int = 0
    messages: int = 0
    first: datetime | None = None
    last: datetime | None = None
    decisions: int = 0
    acted: int = 0
    observed: int = 0
    spoke: Counter[str] = field(default_factory=Counter)
    acted_by: Counter[str] = field(default_factory=Counter)
    actions: Counter[str] = field(default_factory=Counter)
    actions_by: dict[str, Counter[str]] = field(default_factory=dict)
    members: Counter[str] = field(default_factory=Counter)
    names: dict[str, str] = field(default_factory=dict)
    withheld: Counter[tuple[str, str]] = field(default_factory=Counter)
    examples: list[Example] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    told_lines: int = 0

    def heard(self, event: Event) -> None:
        """Count an event."""
        self.events += 1
        self.messages += isinstance(event, MessagePosted)
        self.first = self.first or event.at
        self.last = event.at

    def decided(self, decision: Decision, event: Event | None, line: int) -> None:
        """Count a decision; `event` is the one of the recording that it followed."""
        self.decisions += 1
        self._count_actions(decision)
        self.withheld.update((DO_OF[type(h.action)], h.because) for h in decision.withheld)
        self.spoke.update({verdict.policy for verdict in decision.verdicts})
        if seen(decision.actions) or decision.withheld:
            self._keep_example(decision, event, line)

    def ordered(self, order: Order) -> None:
        """Note what the team would have read."""
        action, channel = order.action, self.rulebook.team.alerts_to
        if isinstance(action, Reply) and channel and action.channel == channel:
            self.told_lines += 1
            if len(self.told) < self.most_examples:
                self.told.append(action.text)

    def _count_actions(self, decision: Decision) -> None:
        done = seen(decision.actions)
        if not done:
            self.observed += bool(decision.withheld)
            return
        self.acted += 1
        kinds = [DO_OF[type(action)] for action in done]
        self.actions.update(kinds)
        self.acted_by[decision.actor] += 1
        self.actions_by.setdefault(decision.actor, Counter()).update(kinds)
        if decision.subject is not None:
            self._count_member(f"{decision.network}:{decision.subject.id}", decision.subject.name)

    def _count_member(self, key: str, name: str) -> None:
        if len(self.names) >= MOST_MEMBERS and key not in self.names:
            self._forget_small_ones()
        self.members[key] += 1
        self.names[key] = name

    def _forget_small_ones(self) -> None:
        """Keep the half with most, so that a long recording of many people fits in memory."""
        kept = dict(self.members.most_common(MOST_MEMBERS // 2))
        self.members = Counter(kept)
        self.names = {key: self.names[key] for key in kept}

    def _keep_example(self, decision: Decision, event: Event | None, line: int) -> None:
        if len(self.examples) >= self.most_examples:
            return
        caused = event is not None and decision.cause.endswith(f":{event.id}")
        text = event.text if caused and isinstance(event, MessagePosted | MessageEdited) else ""
        subject = decision.subject
        author = subject.name if subject else (person_of(event) or "" if event and caused else "")
        self.examples.append(Example(line=line, decision=decision, text=text, author=author))


def seen(actions: tuple[Action, ...]) -> list[Action]:
    """Return the actions that somebody would notice."""
    return [action for action in actions if not isinstance(action, _UNSEEN)]
