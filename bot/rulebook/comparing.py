"""What a test expected beside what came of it, told in words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.domain import (
    DO_OF,
    Action,
    AddReaction,
    AlertTeam,
    CancelTimer,
    Decision,
    HoldForReview,
    OpenCase,
    PurgeMessages,
    RemoveReaction,
    SetTimer,
    say_duration,
)
from bot.rulebook.book import Expected
from bot.rulebook.chat_events import Chat
from bot.rulebook.words import short_name, shorten

#: Between Evenhand and the team, and signs under messages: a test names these only where it cares.
TEAM_FACING: tuple[type[Action], ...] = (
    AlertTeam,
    OpenCase,
    HoldForReview,
    SetTimer,
    CancelTimer,
    AddReaction,
    RemoveReaction,
)
_OBSERVED = "only observes"


@dataclass(frozen=True, slots=True)
class Done:
    """One action that was taken, or withheld for the reason `because`."""

    action: Action
    decision: Decision
    because: str = ""

    @property
    def observed(self) -> bool:
        """Whether it was not taken because the policy only observes."""
        return _OBSERVED in self.because


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads actions with the chat at hand: whose message, what was written."""

    chat: Chat

    def who(self, done: Done) -> str:
        """Return whom an action is about, as the test calls them."""
        action = done.action
        if isinstance(action, PurgeMessages):
            return self.chat.author.get(action.messages[0], "") if action.messages else ""
        message = getattr(action, "message", None)
        subject = done.decision.subject
        return (
            getattr(action, "member", "")
            or self.chat.author.get(message or "", "")
            or (subject.id if subject else "")
        )

    def fits(self, expected: Expected, done: Done) -> bool:
        """Return whether an action is what was expected."""
        return not self.unlike(expected, done)

    def unlike(self, expected: Expected, done: Done) -> list[str]:
        """Return the names of what differs: do, who, in, for, saying, by."""
        action, fields = done.action, expected.fields
        differing = {
            "do": DO_OF[type(action)] != expected.do,
            "who": bool(expected.who) and expected.who != self.who(done),
            "in": "in" in fields and _room(fields["in"]) != self._channel(done),
            "for": "for" in fields and getattr(action, "seconds", None) != fields["for"],
            "saying": "saying" in fields and not _says(done, fields["saying"]),
            "by": "by" in fields and fields["by"] not in policies_of(done),
        }
        return [name for name, differs in differing.items() if differs]

    def _channel(self, done: Done) -> str:
        return _room(getattr(done.action, "channel", "") or done.decision.channel or "")

    def tell(self, done: Done) -> str:
        """Return an action in words: `timeout of rude for 1 hour`."""
        words = short_name(type(done.action))
        who = self.who(done)
        seconds = getattr(done.action, "seconds", None)
        if who:
            words += f" of {who}"
        if seconds:
            words += f" for {say_duration(seconds)}"
        text = getattr(done.action, "text", "")
        return f"{words} saying “{shorten(text, 80)}”" if text else words


def tell_expected(expected: Expected) -> str:
    """Return what was expected in words."""
    words = short_name_of(expected.do)
    fields = expected.fields
    if expected.who:
        words += f" of {expected.who}"
    if "in" in fields:
        words += f" in {fields['in']}"
    if "for" in fields:
        words += f" for {say_duration(fields['for'])}"
    if "saying" in fields:
        words += f" saying “{shorten(fields['saying'], 80)}”"
    return words + (f" by '{fields['by']}'" if "by" in fields else "")


def short_name_of(do: str) -> str:
    """Return an action's short name by its name in the open format."""
    return next((short_name(cls) for cls, name in DO_OF.items() if name == do), do)


def policies_of(done: Done) -> list[str]:
    """Return the policies whose verdicts hold such an action."""
    kind = type(done.action)
    found = [
        verdict.policy
        for verdict in done.decision.verdicts
        if any(type(action) is kind for step in verdict.steps for action in step)
    ]
    return found or [done.decision.actor]


def reason_of(done: Done) -> str:
    """Return which policy wanted an action, and why."""
    policy = policies_of(done)[0]
    for verdict in done.decision.verdicts:
        if verdict.policy == policy:
            scores = ", ".join(f"{s.name} {s.score:.2f}" for s in verdict.signals)
            return f"'{policy}': {verdict.reason}" + (f" ({scores})" if scores else "")
    return f"'{policy}'"


def all_done(decisions: Sequence[Decision]) -> Iterator[Done]:
    """Yield what was taken and what was withheld."""
    for decision in decisions:
        for action in decision.actions:
            yield Done(action, decision)
        for held in decision.withheld:
            yield Done(held.action, decision, held.because)


def _room(name: str) -> str:
    return name.removeprefix("#").casefold()


def _says(done: Done, words: str) -> bool:
    texts = [getattr(done.action, "text", ""), *(v.say or "" for v in done.decision.verdicts)]
    wanted = " ".join(words.split()).casefold()
    return any(wanted in " ".join(text.split()).casefold() for text in texts)
