"""The tally counts what people would notice, in bounded memory, and the report says it plainly."""

import io

import pytest

from bot.domain import AddRole, Decision, DeleteMessage, Mode, Nudge, Reply, SetTimer, Withheld
from bot.replay import Comparison, Recording, Tally, compare_report, report
from bot.replay import tally as counting
from bot.replay.layout import plain, table
from tests.support.making import NOON, after, order, person, posted, verdict
from tests.support.policies import Scripted, rulebook

DELETE = DeleteMessage(channel="general", message="m1")
NUDGE = Nudge(member="rude")
TIMER = SetTimer(key="t", owner="Manners", seconds=60)


def decision(*actions: object, id: str = "d1", who: str = "rude", **more: object) -> Decision:
    fields = {
        "at": NOON,
        "community": "kettle",
        "network": "memory",
        "channel": "general",
        "cause": "memory:p1:message_posted:m1",
        "actor": "Manners",
        "subject": person(who),
        "verdicts": (verdict((DELETE,)),),
    }
    return Decision(id=id, actions=actions, **{**fields, **more})  # type: ignore[arg-type]  # a table's row


def tally(**more: object) -> Tally:
    return Tally(rulebook=rulebook(Scripted()), **more)  # type: ignore[arg-type]  # a table's row


def nothing() -> Recording:
    return Recording(io.BytesIO())


def test_an_action_that_nobody_sees_is_not_counted_as_acting() -> None:
    counted = tally()
    counted.decided(decision(TIMER), posted(), 1)
    counted.decided(decision(DELETE, TIMER), posted(), 1)
    assert (counted.decisions, counted.acted) == (2, 1)
    assert counted.actions == {"delete_message": 1}
    assert "Set or cleared timers, which nobody sees, 1 time." in report(counted, nothing(), 1.0)


def test_examples_are_limited_and_everything_is_counted() -> None:
    counted = tally(most_examples=2)
    for number in range(5):
        counted.decided(decision(DELETE), posted(), number)
        counted.ordered(order(action=Reply(channel="mod-alerts", text=f"#{number} removed")))
    assert (len(counted.examples), counted.acted) == (2, 5)
    assert (counted.told, counted.told_lines) == (["#0 removed", "#1 removed"], 5)
    said = report(counted, nothing(), 1.0)
    assert "Examples (2 of 5)" in said
    assert "What the team would have read (2 of 5)" in said


def test_what_is_said_elsewhere_is_not_for_the_team() -> None:
    counted = tally()
    counted.ordered(order(action=Reply(channel="general", text="hello")))
    counted.ordered(order(action=DELETE))
    assert counted.told_lines == 0


def test_the_ten_with_most_are_shown() -> None:
    counted = tally(most_examples=0)
    for number in range(20):
        for _ in range(number):
            counted.decided(decision(DELETE, who=f"p{number}"), None, 1)
    said = report(counted, nothing(), 1.0)
    assert "memory:p19" in said
    assert "memory:p10" in said
    assert "memory:p9" not in said


def test_people_without_end_do_not_fill_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counting, "MOST_MEMBERS", 10)
    counted = tally(most_examples=0)
    for number in range(1000):
        counted.decided(decision(DELETE, who=f"p{number}"), None, 1)
        counted.decided(decision(DELETE, who="rude"), None, 1)
    assert len(counted.names) <= 10
    assert counted.members["memory:rude"] == 1000
    assert counted.acted == 2000


def test_what_was_withheld_is_told_with_the_reason() -> None:
    counted = tally()
    held = Withheld(action=DELETE, because="limit deletions_per_hour (1) is reached")
    counted.decided(decision(withheld=(held,), mode=Mode.OBSERVE), posted(says="you twit"), 7)
    said = report(counted, nothing(), 1.0)
    assert "Spoke and was held back 1 time." in said
    assert "withheld: message removed (limit deletions_per_hour (1) is reached)" in said
    assert "line 7" in said


def test_the_words_of_another_event_are_not_put_in_somebodys_mouth() -> None:
    counted = tally()
    timer = decision(Reply(channel="general", text="…"), cause="memory:p1:time_passed:t1")
    counted.decided(timer, posted("m9", says="something else"), 3)
    assert counted.examples[0].text == ""


def test_an_action_by_the_house_has_a_line_of_its_own() -> None:
    counted = tally()
    counted.decided(decision(AddRole(member="a", role="b"), actor="reports"), posted(), 1)
    assert "reports" in report(counted, nothing(), 1.0)


def test_a_recording_that_had_to_be_set_right_says_so() -> None:
    recording = nothing()
    recording.bad_lines, recording.late, recording.first_late = 2, 1, 17
    recording.repeats = 3
    recording.communities = {"kettle", "tea"}
    said = report(tally(), recording, 0.0)
    assert "Left out, as they could not be read: 2 lines." in said
    assert "Out of order: 1 event, the first in line 17" in said
    assert "Left out, as they came before: 3 events." in said
    assert "Several communities (kettle, tea) were judged as one" in said


@pytest.mark.parametrize(
    ("one", "other", "counts"),
    [
        # nobody does anything
        ((), (), (0, 0, 0, 0)),
        # the same
        ((DELETE, NUDGE), (NUDGE, DELETE), (1, 0, 0, 0)),
        # the same in other words
        ((Nudge(member="rude", text="a"),), (Nudge(member="rude", text="b"),), (1, 0, 0, 0)),
        # one alone, and timers are not seen
        ((DELETE,), (TIMER,), (0, 1, 0, 0)),
        # the other alone
        ((), (DELETE,), (0, 0, 1, 0)),
        # both, and not the same
        ((DELETE,), (DELETE, NUDGE), (0, 0, 0, 1)),
    ],
)
def test_two_rulebooks_are_alike_when_people_are_treated_alike(
    one: tuple[object, ...], other: tuple[object, ...], counts: tuple[int, ...]
) -> None:
    both = Comparison(one=tally(), other=tally())
    both.met(posted(), 1, [decision(*one)], [decision(*other)])
    assert (both.alike, both.only_one, both.only_other, both.unlike) == counts
    assert len(both.differences) == sum(counts[1:])


def test_a_comparison_shows_both_sides() -> None:
    both = Comparison(one=tally(), other=tally())
    for counted in (both.one, both.other):
        counted.heard(posted(at=after(1)))
    both.one.decided(decision(DELETE), posted(), 4)
    both.met(posted(says="you twit"), 4, [decision(DELETE)], [])
    said = compare_report(both, nothing(), 1.0, {"a policy failed": 2})
    assert "Manners    1      0          -1" in said
    assert "  one:\n    line 4" in said
    assert "  other: nothing (line 4)" in said
    assert "a policy failed" in said


def test_numbers_stand_to_the_right_and_words_to_the_left() -> None:
    assert table([("who", "times"), ("ann", "7"), ("bob", "1,200")]) == (
        "who  times\nann      7\nbob  1,200"
    )


def test_words_are_cut_and_made_harmless() -> None:
    assert plain("a\u202eb\x1b[0m  c\n") == "a b [0m c"
    assert plain("x" * 200, 10) == "xxxxxxxxx…"
