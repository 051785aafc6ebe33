"""Tests that a policy file carries: what passes, and how a difference is told."""

from collections.abc import Mapping, Sequence
from typing import cast

import pytest

from bot.domain import (
    Action,
    AlertTeam,
    Ban,
    Decision,
    DeleteMessage,
    Event,
    Nudge,
    OpenCase,
    PurgeMessages,
    Reply,
    Signal,
    Timeout,
    Verdict,
    Withheld,
    event_key,
)
from bot.ports import Context
from bot.rulebook.book import Rulebook
from bot.rulebook.chat_events import chat_of
from bot.rulebook.listening import why_unasked
from bot.rulebook.trial import TestResult, run_tests
from tests.unit.rulebook.toys import read

HEAD = """\
version: 1
community: C
places: {lobby: "room"}
policies:
  - name: Loud
    kind: toy
    then: [delete, nudge]
"""
CHAT = """\
tests:
  - name: t
    chat:
      - {who: rude, says: "you idiots"}
      - {who: ann, in: "#help", says: "how do I cancel"}
"""
Answer = Mapping[str, Sequence[Action]]


class Stage:
    """Plays events by handing out prepared actions by event id; remembers what it was given."""

    def __init__(self, answers: Answer, *, observed: bool = False, because: str = "") -> None:
        self.answers = answers
        self.because = "the policy only observes" if observed else because
        self.events: list[Event] = []
        self.signals: Mapping[str, Mapping[str, Signal]] = {}

    async def __call__(
        self,
        rulebook: Rulebook,
        events: Sequence[Event],
        signals: Mapping[str, Mapping[str, Signal]] | None = None,
    ) -> Sequence[Decision]:
        self.events = list(events)
        self.signals = signals or {}
        return [
            self.decide(event, self.answers[event.id])
            for event in events
            if event.id in self.answers
        ]

    def decide(self, event: Event, actions: Sequence[Action]) -> Decision:
        verdict = Verdict(
            policy="Loud",
            reason="an attack",
            steps=(tuple(actions),),
            signals=(Signal(name="toxicity", score=0.97),),
            say="Hi {member}, say it without names",
        )
        held = tuple(Withheld(action=a, because=self.because) for a in actions)
        return Decision(
            id="d1",
            at=event.at,
            community="c",
            network="lobby",
            channel=getattr(event, "channel", None),
            cause=event_key(event),
            actor="Loud",
            actions=() if self.because else tuple(actions),
            withheld=held if self.because else (),
            verdicts=(verdict,),
            subject=getattr(event, "member", None),
        )


async def played(expect: str, stage: Stage, chat: str = CHAT) -> TestResult:
    (result,) = await run_tests(read(f"{HEAD}{chat}    expect:{expect}"), stage)
    return result


DELETE = DeleteMessage(channel="general", message="l1", member="rude")
HOUR = Timeout(member="rude", seconds=3600)
ANSWER = Reply(channel="help", text="Within 24 hours, under Orders.", message="l2")


@pytest.mark.parametrize(
    ("expect", "actions"),
    [
        # nothing was expected, and nothing was done
        (" []", {}),
        (" nothing", {}),
        # each thing that is done is named
        ("\n      - {do: delete, of: rude}", {"l1": [DELETE]}),
        ("\n      - {do: delete_message, of: rude}", {"l1": [DELETE]}),
        ("\n      - do: delete", {"l1": [DELETE]}),
        # in any order
        ("\n      - {do: nudge}\n      - {do: delete}", {"l1": [DELETE, Nudge(member="rude")]}),
        # with its length, its room, its words and its policy
        ("\n      - {do: timeout, of: rude, for: 1 hour}", {"l1": [HOUR]}),
        ('\n      - {do: reply, to: ann, in: "#help", saying: "under orders"}', {"l2": [ANSWER]}),
        ("\n      - {do: nudge, saying: without names}", {"l1": [Nudge(member="rude")]}),
        ("\n      - {do: delete, by: Loud}", {"l1": [DELETE]}),
        # whose messages were swept away
        ("\n      - {do: purge, of: rude}", {"l1": [PurgeMessages(channel="g", messages=("l1",))]}),
        # the vague wish leaves the exact one its action
        (
            "\n      - {do: timeout}\n      - {do: timeout, of: rude, for: 1 hour}",
            {"l1": [HOUR], "l2": [Timeout(member="ann", seconds=60)]},
        ),
        # what only the team sees may be left out, or named
        (" []", {"l1": [AlertTeam(), OpenCase()]}),
        ("\n      - {do: alert team}", {"l1": [AlertTeam(), OpenCase()]}),
    ],
)
async def test_a_test_passes_when_all_comes_as_expected(expect: str, actions: Answer) -> None:
    assert (await played(expect, Stage(actions))).differences == ()


@pytest.mark.parametrize(
    ("expect", "actions", "what", "place"),
    [
        # too much
        (" []", {"l1": [DELETE]}, "did not expect delete of rude", (11, 9)),
        (
            " []",
            {"l2": [ANSWER]},
            "did not expect reply of ann saying “Within 24 hours, under Orders.”",
            (12, 9),
        ),
        # the same twice
        (
            "\n      - {do: delete, of: rude}",
            {"l1": [DELETE, DELETE]},
            "did not expect delete of rude",
            (11, 9),
        ),
        # too little
        ("\n      - {do: nudge, of: rude}", {}, "expected nudge of rude, got nothing", (14, 9)),
        # the wrong person
        (
            "\n      - {do: alert team, of: ann}",
            {"l1": [AlertTeam()]},
            "expected alert team of ann, got nothing",
            (14, 9),
        ),
        # the right one, but not so long
        (
            "\n      - {do: timeout, of: rude, for: 1 day}",
            {"l1": [HOUR]},
            "expected timeout of rude for 1 day, got timeout of rude for 1 hour",
            (14, 9),
        ),
        # other words
        (
            "\n      - {do: reply, to: ann, saying: after 24 hours}",
            {"l2": [ANSWER]},
            "expected reply of ann saying “after 24 hours”, "
            "got reply of ann saying “Within 24 hours, under Orders.”",
            (14, 9),
        ),
    ],
)
async def test_a_difference_is_told_with_its_place(
    expect: str, actions: Answer, what: str, place: tuple[int, int]
) -> None:
    first = (await played(expect, Stage(actions))).differences[0]
    assert (first.what, (first.line, first.column)) == (what, place)


async def test_what_comes_by_surprise_names_its_policy_and_scores() -> None:
    (surplus,) = (await played(" []", Stage({"l1": [DELETE]}))).differences
    assert surplus.hint == "It comes from 'Loud': an attack (toxicity 0.97)."


async def test_what_a_limit_withheld_is_told_with_the_limit() -> None:
    stage = Stage({"l1": [Ban(member="rude")]}, because="limit bans_per_day")
    (missing,) = (await played("\n      - {do: ban, of: rude}", stage)).differences
    assert missing.what == "expected ban of rude, it was withheld: limit bans_per_day"
    assert missing.hint == "'Loud': an attack (toxicity 0.97)"


@pytest.mark.parametrize("expect", [" []", "\n      - {do: delete, of: rude}"])
async def test_an_observing_policy_may_be_expected_and_need_not(expect: str) -> None:
    assert (await played(expect, Stage({"l1": [DELETE]}, observed=True))).passed


async def test_what_is_missing_is_told_with_the_reason_of_the_silent() -> None:
    class Asking(Stage):
        async def __call__(
            self,
            rulebook: Rulebook,
            events: Sequence[Event],
            signals: Mapping[str, Mapping[str, Signal]] | None = None,
        ) -> Sequence[Decision]:
            for event in events:
                for entry in rulebook.policies:
                    await entry.policy.judge(event, cast(Context, None))
            return []

    (missing,) = (await played("\n      - {do: nudge, of: rude}", Asking({}))).differences
    assert missing.hint == "Closest: “you idiots”, 'Loud' kept silent: a toy never speaks."


async def test_what_no_policy_ever_does_is_told_so() -> None:
    (missing,) = (await played("\n      - {do: ban, of: rude}", Stage({}))).differences
    assert missing.hint == "No policy of this file ever does 'ban'."


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ("    mode: paused\n", "it is paused"),
        ("    channels: ['#help']\n", "it is not for this channel"),
        ("    patterns: [abc]\n", "none of its patterns matched"),
        ("", ""),
    ],
)
def test_a_policy_that_was_not_asked_says_why(change: str, why: str) -> None:
    book = read(HEAD + change + CHAT + "    expect: []\n")
    event = chat_of(book.tests[0], book).events[0]
    assert why_unasked(book.policies[0], event) == why


async def test_scores_to_be_taken_for_granted_reach_the_engine() -> None:
    stage = Stage({})
    chat = CHAT.replace('"you idiots"}', '"you idiots", signals: {toxicity: 1}}')
    await played(" []", stage, chat)
    assert stage.signals["l1"]["toxicity"].score == 1.0
