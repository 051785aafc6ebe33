"""Limits withhold what is too much and ask a person."""

from bot.domain import AlertTeam, DeleteMessage, OpenCase, Verdict
from tests.support.making import posted, verdict
from tests.unit.core.deciding import DELETE, HOUR, MONTH, NUDGE, WARN, Bench, kinds, ladder


async def test_a_limit_withholds_and_asks_a_person_once_an_hour() -> None:
    bench = Bench(deletions_per_hour=1)
    opinion = verdict((DELETE,))

    def about(number: int) -> Verdict:
        return verdict((DeleteMessage(channel="general", message=f"m{number}", member="x"),))

    assert await bench.actions(posted("m0"), opinion) == ["DeleteMessage"]
    second = await bench.decide(posted("m1", who="u1"), about(1), at=1)
    assert kinds(second.decision.actions) == ["OpenCase", "AlertTeam"]
    assert second.decision.actions[1] == AlertTeam(urgent=True)
    assert [one.because for one in second.decision.withheld] == [
        "limit deletions_per_hour (1) is reached"
    ]
    third = await bench.decide(posted("m2", who="u2"), about(2), at=2)
    assert third.decision.actions == ()
    assert len(third.decision.withheld) == 1


async def test_nothing_is_held_against_somebody_when_everything_was_withheld() -> None:
    bench = Bench(deletions_per_hour=0, timeouts_per_day=0)
    first = await bench.decide(posted(), verdict((DELETE, HOUR, WARN), forget_after=MONTH))
    assert first.strikes == ()
    assert not first.same_incident


async def test_words_go_with_the_deeds_that_they_speak_of() -> None:
    bench = Bench(deletions_per_hour=0)
    ruling = await bench.decide(posted(), ladder())
    assert kinds(ruling.decision.actions) == ["OpenCase", "AlertTeam"]
    assert [type(one.action).__name__ for one in ruling.decision.withheld] == [
        "DeleteMessage",
        "Nudge",
    ]


async def test_a_deed_that_is_left_keeps_its_words() -> None:
    bench = Bench(timeouts_per_day=0)
    ruling = await bench.decide(posted(), verdict((DELETE, HOUR, NUDGE), forget_after=MONTH))
    assert kinds(ruling.decision.actions) == ["DeleteMessage", "OpenCase", "AlertTeam", "Nudge"]
    assert len(ruling.strikes) == 1


async def test_two_limits_at_once_open_one_case() -> None:
    bench = Bench(deletions_per_hour=0, timeouts_per_day=0)
    ruling = await bench.decide(posted(), verdict((DELETE, HOUR)))
    assert kinds(ruling.decision.actions) == ["OpenCase", "AlertTeam"]


async def test_a_case_that_is_opened_anyway_serves_the_limit_too() -> None:
    bench = Bench(deletions_per_hour=0)
    ruling = await bench.decide(posted(), verdict((DELETE, OpenCase(title="look"))))
    assert kinds(ruling.decision.actions) == ["OpenCase"]


async def test_asking_a_person_is_never_lost_in_a_running_incident() -> None:
    bench = Bench(deletions_per_hour=1)
    await bench.decide(posted("m1"), ladder())
    second = await bench.decide(posted("m2"), ladder(), at=1)
    assert kinds(second.decision.actions) == ["OpenCase", "AlertTeam"]
    assert not second.same_incident
