"""From opinions to what is done: ladders, incidents, limits, and who is spared."""

from typing import Any

import pytest

from bot import incidents
from bot.decide import decision_id
from bot.domain import (
    AlertTeam,
    Ban,
    DeleteMessage,
    Event,
    MessageEdited,
    MessagePrevented,
    Nudge,
    OpenCase,
    Reply,
    Signal,
    Timeout,
    event_key,
)
from bot.grounds import OBSERVED, SPARED
from bot.strikes import TEAM
from tests.support.making import (
    HERE,
    NOON,
    OBSERVE,
    after,
    passed,
    person,
    posted,
    pressed,
    reported,
    strike,
    verdict,
)
from tests.unit.core.deciding import DELETE, HOUR, MONTH, NUDGE, Bench, kinds, ladder


async def test_the_ladder_climbs_and_stays_at_its_top() -> None:
    bench = Bench()
    found = [
        await bench.actions(posted(f"m{number}"), ladder(), at=number * 100) for number in range(4)
    ]
    assert found == [
        ["DeleteMessage", "Nudge"],
        ["DeleteMessage", "Warn"],
        ["DeleteMessage", "Timeout"],
        ["DeleteMessage", "Timeout"],
    ]


async def test_strikes_expire() -> None:
    bench = Bench()
    await bench.hold_against(strike(at=after(-40 * 86400), days=30))
    ruling = await bench.decide(posted(), ladder())
    assert ruling.decision.strike == 1


async def test_each_policy_and_each_person_has_a_ladder_of_its_own() -> None:
    bench = Bench()
    await bench.hold_against(strike("Other policy", at=after(-100)))
    assert (await bench.decide(posted(), ladder())).decision.strike == 1
    assert (await bench.decide(posted("m2", who="ann"), ladder(), at=100)).decision.strike == 1


async def test_what_the_team_did_moves_every_policy_s_ladder() -> None:
    bench = Bench()
    await bench.hold_against(strike(TEAM, at=after(-3600)))
    ruling = await bench.decide(posted(), ladder(), ladder(policy="Other"))
    assert ruling.decision.strike == 2
    # Each policy notes what it holds itself; what the team did stays the team's.
    assert [one.policy for one in ruling.strikes] == ["Manners", "Other"]
    assert (await bench.decide(posted("m2", who="ann"), ladder(), at=100)).decision.strike == 1


async def test_a_message_that_the_network_kept_back_counts_as_if_it_had_been_taken_down() -> None:
    bench = Bench(deletions_per_hour=1)
    for number, ends in ((1, ["DeleteMessage", "Nudge"]), (2, ["DeleteMessage", "Warn"])):
        event = MessagePrevented(
            id=f"prevented-{number}", at=NOON, channel="general", member=person(), policy="Manners",
            text="pebble", **HERE,
        )  # fmt: skip
        ruling = await bench.decide(event, ladder(), at=number * 60)
        assert kinds(ruling.decision.actions) == ends
        assert (ruling.decision.strike, ruling.decision.message) == (number, event.id)
    # It counted for the limit, which can no longer hold it back; others it can.
    held = await bench.decide(posted("m3"), ladder(), at=300)
    assert "DeleteMessage" not in kinds(held.decision.actions)


async def test_what_is_said_within_one_incident_counts_once() -> None:
    bench = Bench()
    first = await bench.decide(posted("m1"), ladder())
    second = await bench.decide(posted("m2"), ladder(), at=2)
    assert not first.same_incident
    assert second.same_incident
    assert second.strikes == ()
    assert kinds(second.decision.actions) == ["DeleteMessage"]
    assert second.decision.strike == 1
    third = await bench.decide(posted("m3"), ladder(), at=incidents.INCIDENT.total_seconds())
    assert third.decision.strike == 2


async def test_the_incident_survives_a_restart() -> None:
    bench = Bench()
    await bench.decide(posted("m1"), ladder())
    bench.decider = bench.anew()
    assert (await bench.decide(posted("m2"), ladder(), at=2)).same_incident


async def test_what_somebody_still_had_on_the_way_when_stopped_does_not_climb() -> None:
    bench = Bench()
    await bench.hold_against(strike(at=after(-300)), strike(at=after(-200), decision="d1"))
    assert (await bench.decide(posted("m1"), ladder())).decision.strike == 3
    assert (await bench.decide(posted("m2"), ladder(), at=30)).same_incident
    assert not (await bench.decide(posted("m3"), ladder(), at=90)).same_incident


async def test_without_a_ladder_the_same_word_is_said_once_a_minute() -> None:
    bench = Bench()
    once = verdict((DELETE, NUDGE))
    assert await bench.actions(posted("m1"), once) == ["DeleteMessage", "Nudge"]
    assert await bench.actions(posted("m2"), once, at=30) == ["DeleteMessage"]
    assert await bench.actions(posted("m3"), once, at=61) == ["DeleteMessage", "Nudge"]
    assert (await bench.decide(posted("m4"), once, at=200)).strikes == ()


async def test_deciding_the_same_event_again_comes_to_the_same() -> None:
    bench = Bench()
    for opinion in (ladder(), verdict((DELETE, NUDGE), policy="Plain")):
        first = await bench.decider.decide(posted(), [opinion], NOON)
        again = await bench.decider.decide(posted(), [opinion], NOON)
        assert first == again
        assert first is not None
        assert first.decision.id == decision_id(event_key(posted()))


async def test_answers_are_given_each_time() -> None:
    bench = Bench()
    answer = verdict((Reply(channel="help", text="like this"),), policy="FAQ")
    for number in range(3):
        assert await bench.actions(posted(f"m{number}"), answer, at=number) == ["Reply"]


async def test_memory_of_what_was_said_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(incidents, "MOST", 3)
    bench = Bench()
    for number in range(7):
        action = DeleteMessage(channel="general", message="m1", member=f"u{number}")
        stop = Timeout(member=f"u{number}", seconds=60)
        await bench.decide(posted(f"m{number}", who=f"u{number}"), verdict((action, stop)))
    assert len(bench.decider._incidents._told) <= 3
    assert len(bench.decider._incidents._stopped) <= 3


# ---- who is spared, and what is only observed


@pytest.mark.parametrize("role", ["Moderator", "Partner"])
async def test_the_team_and_those_to_be_left_alone_are_spared(role: str) -> None:
    bench = Bench()
    event = posted(who=person("rude", role))
    assert await bench.decider.decide(event, [ladder()], NOON) is None


async def test_sparing_leaves_what_is_not_against_them() -> None:
    bench = Bench()
    event = posted(who=person("mo", "Moderator"))
    wished = verdict((DELETE, AlertTeam(text="look")))
    ruling = await bench.decide(event, wished)
    assert kinds(ruling.decision.actions) == ["AlertTeam"]
    assert [one.because for one in ruling.decision.withheld] == [SPARED]
    assert ruling.strikes == ()


@pytest.mark.parametrize("event", [pressed(), reported()])
async def test_who_presses_or_reports_is_not_the_one_it_is_about(event: Event) -> None:
    ruling = await Bench().decide(event, verdict((Nudge(member="rude"),)))
    assert kinds(ruling.decision.actions) == ["Nudge"]


async def test_what_is_observed_is_heard_and_not_obeyed() -> None:
    bench = Bench()
    ruling = await bench.decide(posted(), ladder(mode=OBSERVE))
    assert ruling.decision.actions == ()
    assert ruling.decision.mode is OBSERVE
    assert {one.because for one in ruling.decision.withheld} == {OBSERVED}
    assert ruling.strikes == ()
    again = await bench.decide(posted("m2"), ladder(mode=OBSERVE), at=100)
    assert again.decision.strike == 1


async def test_observing_is_told_nobody_and_so_is_never_a_repetition() -> None:
    bench = Bench()
    watched = verdict((DELETE, NUDGE), mode=OBSERVE)
    for number in range(2):
        ruling = await bench.decide(posted(f"m{number}"), watched, at=number)
        assert len(ruling.decision.withheld) == 2


async def test_an_enforced_opinion_speaks_before_an_observed_one() -> None:
    ruling = await Bench().decide(
        posted(),
        ladder(policy="Watching", mode=OBSERVE),
        verdict((DELETE,), policy="Acting", rule="rule 1"),
    )
    assert ruling.decision.actor == "Acting"
    assert ruling.decision.rule == "rule 1"
    assert [one.policy for one in ruling.strikes] == []


async def test_no_opinion_worth_a_deed_comes_to_nothing() -> None:
    assert await Bench().decider.decide(posted(), [verdict()], NOON) is None


# ---- what is written down


async def test_the_decision_says_all_that_a_statement_of_reasons_needs() -> None:
    opinion = verdict(
        (DELETE, HOUR),
        forget_after=MONTH,
        rule="rule 1",
        signals=(Signal(name="toxicity", score=0.9), Signal(name="x", score=1, evidence="idiots")),
    )
    decision = (await Bench().decide(posted(channel_name="General"), opinion)).decision
    assert decision.cause == event_key(posted())
    assert (decision.community, decision.network, decision.place) == ("kettle", "memory", "p1")
    assert (decision.channel, decision.message) == ("general", "m1")
    assert decision.subject == person("rude")
    assert (decision.rule, decision.facts, decision.evidence) == ("rule 1", "it was rude", "idiots")
    assert decision.until == after(3600)
    assert decision.automated_detection
    assert decision.automated_decision
    assert decision.policy_version == "v1"
    assert decision.strike == 1
    assert decision.details == {"channel_name": "General"}


async def test_ends_are_fixed_when_it_is_decided() -> None:
    week = Ban(member="rude", seconds=604800)
    ruling = await Bench(bans_per_day=9).decide(posted(), verdict((week,)))
    (ban,) = ruling.decision.actions
    assert isinstance(ban, Ban)
    assert ban.until == after(604800) == ruling.decision.until
    for_good = await Bench(bans_per_day=9).decide(posted(), verdict((Ban(member="rude"),)))
    assert for_good.decision.until is None


@pytest.mark.parametrize(
    ("event", "subject", "message"),
    [
        (reported(message="m7"), person("rude"), "m7"),  # about whom it was reported
        (reported(accused=None), None, None),  # about nobody
        (passed(), None, None),  # time has no author
        (pressed(), person("mo", "Moderator"), None),
        (
            MessageEdited(
                id="e1", at=NOON, channel="general", member=person(), message="m1", text="", **HERE
            ),
            person(),
            "m1",
        ),
    ],
)
async def test_whom_and_which_message_it_is_about(
    event: Event, subject: Any, message: str | None
) -> None:
    decision = (await Bench().decide(event, verdict((OpenCase(),)))).decision
    assert (decision.subject, decision.message) == (subject, message)


async def test_a_verdict_for_the_record_needs_a_person() -> None:
    ruling = await Bench().decide(passed(), verdict((AlertTeam(),), forget_after=MONTH))
    assert ruling.strikes == ()
    assert ruling.decision.strike == 0
