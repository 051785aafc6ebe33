"""What every adapter promises about signs under messages, pins, and rooms put away."""

import pytest

from bot.domain import (
    AddReaction,
    ArchiveChannel,
    Effect,
    OutcomeState,
    PinMessage,
    ReactionAdded,
    RemoveReaction,
    UnarchiveChannel,
    UnpinMessage,
)
from bot.ports import Onlooker
from tests.contract.adapter_promises import Bench, Promises, about


class MarkingContract(Promises):
    """A part of the promises; AdapterContract holds it."""

    @pytest.mark.parametrize(
        "effects",
        [
            (PinMessage(channel="?", message="?"), UnpinMessage(channel="?", message="?")),
            (
                AddReaction(channel="?", message="?", emoji="👍"),
                RemoveReaction(channel="?", message="?", emoji="👍"),
            ),
        ],
        ids=lambda effects: type(effects[0]).__name__,
    )
    async def test_a_mark_is_set_and_taken_away_and_a_repeat_is_harmless(
        self, open_bench: Bench, effects: tuple[Effect, Effect]
    ) -> None:
        said = await open_bench.say(await open_bench.join("Ann"), "where is the key?")
        known = {"channel": open_bench.channel, "message": said}
        for number, effect in enumerate(effects):
            mark = about(effect, known)
            if await self.lacks(open_bench, mark):
                return
            for key in (f"{number}:first", f"{number}:again"):
                assert (await self.perform(open_bench, mark, key)).state is OutcomeState.DONE

    async def test_a_mark_on_a_message_that_is_gone_is_refused(self, open_bench: Bench) -> None:
        here = open_bench.channel
        for effect in (
            PinMessage(channel=here, message="gone"),
            AddReaction(channel=here, message="gone", emoji="👍"),
        ):
            if await self.lacks(open_bench, effect):
                continue
            outcome = await self.perform(open_bench, effect, type(effect).__name__)
            assert outcome.state is OutcomeState.REFUSED
            assert outcome.detail.endswith(".")

    async def test_a_mark_is_gone_with_its_message(self, open_bench: Bench) -> None:
        here = open_bench.channel
        for effect in (
            UnpinMessage(channel=here, message="gone"),
            RemoveReaction(channel=here, message="gone", emoji="👍"),
        ):
            if await self.lacks(open_bench, effect):
                continue
            outcome = await self.perform(open_bench, effect, type(effect).__name__)
            assert outcome.state is OutcomeState.DONE

    async def test_our_own_sign_is_not_heard(self, open_bench: Bench) -> None:
        ann = await open_bench.join("Ann")
        said = await open_bench.say(ann, "where is the key?")
        sign = AddReaction(channel=open_bench.channel, message=said, emoji="👍")
        if await self.lacks(open_bench, sign):
            return
        await self.perform(open_bench, sign)
        await open_bench.say(ann, "found it")
        assert open_bench.house.of(ReactionAdded) == []

    async def test_a_room_is_archived_and_brought_back_or_it_is_said_why_not(
        self, open_bench: Bench
    ) -> None:
        away = ArchiveChannel(channel=open_bench.channel)
        if await self.lacks(open_bench, away):
            return
        outcome = await self.perform(open_bench, away, key="away")
        if outcome.state is not OutcomeState.DONE:
            assert outcome.state is OutcomeState.REFUSED
            assert outcome.detail.endswith(".")
            return
        back = UnarchiveChannel(channel=open_bench.channel)
        for key, effect in (("away again", away), ("back", back), ("back again", back)):
            assert (await self.perform(open_bench, effect, key)).state is OutcomeState.DONE
        ann = await open_bench.join("Ann")
        await open_bench.say(ann, "here again")

    @pytest.mark.parametrize("cls", [PinMessage, UnpinMessage])
    async def test_an_onlooker_errs_in_nothing_about_pins(
        self, open_bench: Bench, cls: type[PinMessage | UnpinMessage]
    ) -> None:
        adapter: object = open_bench.adapter
        if not isinstance(adapter, Onlooker):
            pytest.skip("this network does not say how something stands")
        said = await open_bench.say(await open_bench.join("Ann"), "where is the key?")
        pin = PinMessage(channel=open_bench.channel, message=said)
        if await self.lacks(open_bench, pin):
            return
        asked = cls(channel=open_bench.channel, message=said)
        assert await adapter.is_so(open_bench.place, asked) in (None, cls is UnpinMessage)
        await self.perform(open_bench, pin)
        assert await adapter.is_so(open_bench.place, asked) in (None, cls is PinMessage)
