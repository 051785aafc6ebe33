"""What every store promises about evidence: thirty days of words, then hashes and figures."""

from dataclasses import replace

from bot.domain import CaseStatus, Outcome, OutcomeState, SendDirect, Signal, Verdict
from bot.ports import Store
from tests.contract.store_things import KETTLE, NOON, after, case, decision, order, write

SAID = "you are all idiots"
REASON = f"it reads as an insult, 0.97: “{SAID}”"
OLD = replace(
    decision("d1"),
    facts=REASON,
    evidence=SAID,
    details={"text": SAID, "channel_name": "general"},
    verdicts=(
        Verdict(
            policy="Keep insults out",
            reason=REASON,
            told_reason=f"es liest sich wie eine Beleidigung, 0,97: „{SAID}“",
            steps=(),
            signals=(Signal(name="toxicity", score=0.97, evidence=SAID, spans=((0, 18),)),),
        ),
    ),
)
NOTICE = order("o1", SendDirect(member="rude", text=f"You wrote {SAID}."), decision="d1")


class EvidenceContract:
    """What is left of decisions, orders and cases when their evidence is too old."""

    async def test_old_evidence_goes_and_figures_stay(self, store: Store) -> None:
        await write(store, {"decision": OLD})
        assert await store.ledger.forget_evidence(after(60)) == 1
        left = await store.ledger.decision(KETTLE, "d1")
        assert left is not None
        assert SAID not in repr(left)
        assert left.verdicts[0].signals[0].score == 0.97
        assert left.facts == "it reads as an insult, 0.97: “…”"
        assert len(left.details["text_sha256"]) == 64
        assert left.details["channel_name"] == "general"

    async def test_evidence_is_forgotten_once_and_not_too_soon(self, store: Store) -> None:
        await write(store, {"decision": OLD})
        assert await store.ledger.forget_evidence(NOON) == 0
        assert await store.ledger.forget_evidence(after(60)) == 1
        assert await store.ledger.forget_evidence(after(60)) == 0

    async def test_words_that_were_sent_go_and_those_still_to_be_sent_stay(
        self, store: Store
    ) -> None:
        waiting = replace(NOTICE, key="o2")
        await write(store, {"decision": OLD, "orders": (NOTICE, waiting)})
        done = Outcome(state=OutcomeState.DONE)
        await store.orders.finish("o1", done, now=after(1))
        await store.ledger.forget_evidence(after(60))
        orders = {o.key: o for o, _ in await store.orders.orders_of(KETTLE, "d1")}
        assert SAID not in repr(orders["o1"])
        assert SAID in repr(orders["o2"])

    async def test_a_closed_case_loses_its_quotes_and_an_open_one_keeps_them(
        self, store: Store
    ) -> None:
        closed = case(1, title=REASON, about="d1", status=CaseStatus.CLOSED)
        opened = case(2, title=REASON, about="d1", status=CaseStatus.OPEN)
        await write(store, {"decision": OLD, "cases": (closed, opened)})
        await store.ledger.forget_evidence(after(60))
        first, second = (
            await store.casebook.case(KETTLE, 1),
            await store.casebook.case(KETTLE, 2),
        )
        assert first is not None
        assert SAID not in first.title
        assert second is not None
        assert SAID in second.title
