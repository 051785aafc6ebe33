"""What policies may ask: signals, standing, earlier messages and cases."""

from datetime import timedelta
from typing import Any

import pytest

from bot.domain import Case, CaseStatus, Signal, Standing
from bot.storage import MemoryStore
from tests.support.making import NOON, after, joined, passed, person, posted, settlement
from tests.unit.core.engines import Counting, context, engine

TOXIC = Signal(name="toxicity", score=0.9)


async def test_a_signal_is_computed_once_with_all_that_come_with_it() -> None:
    detector = Counting({"toxicity": TOXIC})
    asked = await context(detector=detector)
    assert await asked.signal("toxicity") == TOXIC
    assert await asked.signal("threat") is None
    assert await asked.signal("toxicity") == TOXIC
    assert detector.asked == 1


async def test_what_nobody_detects_is_unknown() -> None:
    assert await (await context()).signal("toxicity") is None


async def test_a_detector_that_fails_leaves_its_signals_unknown() -> None:
    detector = Counting(RuntimeError("no model"))
    asked = await context(detector=detector)
    assert await asked.signal("toxicity") is None
    assert await asked.signal("threat") is None
    assert detector.asked == 1


async def test_signals_given_in_advance_are_believed() -> None:
    detector = Counting({})
    asked = await context(detector=detector, toxicity=TOXIC)
    assert await asked.signal("toxicity") == TOXIC
    assert detector.asked == 0


@pytest.mark.parametrize(
    ("found", "language"),
    [
        ({"language": Signal(name="language", score=1, evidence="de")}, "de"),  # clear
        ({"language": Signal(name="language", score=1, evidence="fr")}, "en"),  # not spoken here
        ({}, "en"),  # unsure
        (RuntimeError("no model"), "en"),  # broken
        (None, "en"),  # hanging
    ],
)
async def test_the_language_of_the_message_where_it_is_clear(
    found: Any, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.context.LANGUAGE_LIMIT", 0.01)
    asked = await context(detector=Counting(found))
    assert asked.language == "en"
    await asked.know_language()
    assert asked.language == language


async def test_standing_comes_from_roles_and_from_the_time_somebody_is_here() -> None:
    for who, standing in (
        (person("a", "moderator"), Standing.MODERATOR),  # however it is written
        (person("b", "Partner"), Standing.TRUSTED),  # to be left alone
        (person("c", joined=after(-3600)), Standing.NEWCOMER),  # since an hour
        (person("d", joined=after(-90000)), Standing.REGULAR),  # since yesterday
        (person("e"), Standing.REGULAR),  # the network does not say
        (person("f", "Moderator", joined=after(-1)), Standing.MODERATOR),  # roles go first
    ):
        assert (await context(posted(who=who))).standing is standing
    assert (await context(passed())).standing is Standing.REGULAR


async def test_earlier_messages_leave_this_one_out() -> None:
    machine = engine()
    for number in range(2):
        await machine.judge(posted(f"m{number}", at=after(number)))
    last = (await machine.judge(posted("m2", at=after(2)))).context
    found = last.recent(within=timedelta(minutes=1))
    assert [seen.message for seen in found] == ["m0", "m1"]
    assert last.recent(within=timedelta(minutes=1)) == found
    await machine.judge(joined(at=after(3)))
    late = (await machine.judge(joined("j2", at=after(4)))).context
    assert len(late.recent(within=timedelta(minutes=1))) == 3
    assert late.joins(within=timedelta(minutes=1)) == 2


async def test_the_shape_of_a_text_and_of_none() -> None:
    assert (await context(posted(says="12345"))).shape() == 5
    assert (await context(posted(says=""))).shape() == 0
    assert (await context(joined())).shape() == 0
    machine = engine()
    await machine.judge(posted(says="12345"))
    again = (await machine.judge(posted(says="12345"))).context
    assert again.shape() == 5


async def test_cases_may_be_asked_for() -> None:
    store = MemoryStore()
    fence = await store.leases.take("kettle", "test", NOON, 60) or 0
    cases = [
        Case(
            community="kettle",
            number=number,
            kind="question",
            title="?",
            status=status,
            opened_at=NOON,
            message="m1",
        )
        for number, status in ((1, CaseStatus.OPEN), (2, CaseStatus.CLOSED))
    ]
    await store.ledger.settle([settlement(fence=fence, cases=tuple(cases))])
    asked = await context(store=store)
    assert await asked.case(1) == cases[0]
    assert await asked.case(9) is None
    assert await asked.open_cases(kind="question", message="m1") == [cases[0]]
