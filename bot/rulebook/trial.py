"""Playing the tests of a policy file: what must be done, no more and no less."""

from collections.abc import Awaitable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.domain import ACTION_KINDS, Decision, Event, Signal
from bot.rulebook.book import Expected, Rulebook, RulebookTest
from bot.rulebook.chat_events import Chat, chat_of
from bot.rulebook.comparing import (
    TEAM_FACING,
    Done,
    Reader,
    all_done,
    reason_of,
    short_name_of,
    tell_expected,
)
from bot.rulebook.listening import Silences, listening, why_unasked
from bot.rulebook.words import shorten

#: How many silences are told about one missing action.
MOST_REASONS = 3


class Play(Protocol):
    """Plays events through the real engine, with nothing outside of memory."""

    def __call__(
        self,
        rulebook: Rulebook,
        events: Sequence[Event],
        signals: Mapping[str, Mapping[str, Signal]] | None = None,
    ) -> Awaitable[Sequence[Decision]]:
        """Return the decisions in order; `signals` are given in advance by event id."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One way in which a test did not come out as expected, and where it says so in the file."""

    what: str
    hint: str = ""
    line: int = 0
    column: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class TestResult:
    """How a test came out; it passed when nothing differs."""

    __test__ = False

    name: str
    line: int = 0
    differences: tuple[Difference, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether everything came as expected."""
        return not self.differences


async def run_tests(rulebook: Rulebook, play: Play) -> Sequence[TestResult]:
    """Play every test of the rulebook, each in a community of its own.

    What an observing policy would do may be expected and need not be. What goes to the team
    alone (alerts, cases, holds) counts only where a test names it.
    """
    return [await run_test(test, rulebook, play) for test in rulebook.tests]


async def run_test(test: RulebookTest, rulebook: Rulebook, play: Play) -> TestResult:
    """Play one test."""
    chat = chat_of(test, rulebook)
    decisions = await play(rulebook, chat.events, chat.signals)
    missing, surplus = _compare(test, chat, decisions)
    silences: Silences = {}
    if missing:
        heard, silences = listening(rulebook)
        await play(heard, chat.events, chat.signals)
    reader = Reader(chat)
    found = [*all_done(decisions)]
    differences = [
        _missing(each, found, reader, _why_not(each, rulebook, chat, silences)) for each in missing
    ]
    differences += [_surplus(done, test, reader) for done in surplus]
    return TestResult(name=test.name, line=test.line, differences=tuple(differences))


def _compare(
    test: RulebookTest, chat: Chat, decisions: Sequence[Decision]
) -> tuple[list[Expected], list[Done]]:
    """Return what was expected and did not come, and what came and was not expected."""
    reader = Reader(chat)
    open_ = [done for done in all_done(decisions) if not done.because or done.observed]
    missing: list[Expected] = []
    for expected in sorted(test.expect, key=_detail, reverse=True):
        fitting = [done for done in open_ if reader.fits(expected, done)]
        if fitting:
            open_.remove(min(fitting, key=lambda done: done.observed))
        else:
            missing.append(expected)
    surplus = [
        done for done in open_ if not done.observed and not isinstance(done.action, TEAM_FACING)
    ]
    return sorted(missing, key=lambda each: (each.line, each.column)), surplus


def _detail(expected: Expected) -> int:
    return len(expected.fields) + bool(expected.who)


def _missing(expected: Expected, found: Sequence[Done], reader: Reader, why_not: str) -> Difference:
    near = min(found, key=lambda done: _distance(expected, done, reader), default=None)
    close = near is not None and _distance(expected, near, reader) <= 1
    got = f"got {reader.tell(near)}" if near is not None and close else "got nothing"
    hint = ""
    if near is not None and close and near.because:
        got, hint = f"it was withheld: {near.because}", reason_of(near)
    elif not close:
        hint = why_not
    return Difference(
        what=f"expected {tell_expected(expected)}, {got}",
        hint=hint,
        line=expected.line,
        column=expected.column,
    )


def _distance(expected: Expected, done: Done, reader: Reader) -> float:
    """Return how far an action is from what was expected; below 2 it is worth telling."""
    differing = reader.unlike(expected, done)
    far = 10.0 * ("do" in differing) + 5.0 * ("who" in differing)
    return far + len(differing) / 10 + (0.01 if done.because else 0.0)


def _why_not(expected: Expected, rulebook: Rulebook, chat: Chat, silences: Silences) -> str:
    """Return what the policies that could have done it said about the last lines concerned."""
    able = [e for e in rulebook.policies if ACTION_KINDS[expected.do] in e.policy.needs.actions]
    if not able:
        return f"No policy of this file ever does '{short_name_of(expected.do)}'."
    said: list[str] = []
    for event in reversed(chat.events):
        line = chat.line[event.id]
        if expected.who and expected.who not in (line.who, line.says):
            continue
        for entry in able:
            because = silences.get((event.id, entry.name)) or why_unasked(entry, event)
            if because:
                said.append(f"“{shorten(line.says, 40)}”, '{entry.name}' kept silent: {because}")
    return f"Closest: {'; '.join(said[:MOST_REASONS])}." if said else ""


def _surplus(done: Done, test: RulebookTest, reader: Reader) -> Difference:
    heard = reader.chat.line
    line = heard.get(done.decision.cause.rsplit(":", 1)[-1])
    line = line or heard.get(getattr(done.action, "message", None) or "")
    return Difference(
        what=f"did not expect {reader.tell(done)}",
        hint=f"It comes from {reason_of(done)}.",
        line=line.line if line else test.line,
        column=line.column if line else 1,
    )
