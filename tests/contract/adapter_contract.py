"""What every adapter promises; inherit AdapterContract and give it a Bench of your network."""

import asyncio
import re
from dataclasses import replace
from datetime import timedelta
from typing import get_args

import pytest

from bot.domain import (
    AddRole,
    Ban,
    DeleteMessage,
    Effect,
    EffectClass,
    Kick,
    LockChannel,
    MemberJoined,
    MessagePosted,
    Nudge,
    OutcomeState,
    PurgeMessages,
    RemoveRole,
    Reply,
    SendDirect,
    SlowMode,
    Timeout,
    Unban,
    UnlockChannel,
    Untimeout,
)
from bot.ports import Onlooker
from tests.contract.adapter_promises import Bench, about
from tests.contract.marking_contract import MarkingContract
from tests.support.patience import PATIENCE

__all__ = ["NOBODY", "AdapterContract", "Bench"]

NOBODY = "nobody-with-this-id"


class AdapterContract(MarkingContract):
    """The promises; `bench` is given by each network's tests."""

    # ------------------------------------------------------------- what it says of itself

    async def test_an_adapter_has_a_name_that_a_policy_file_can_carry(self, bench: Bench) -> None:
        assert re.fullmatch(r"[a-z]{2,20}", bench.adapter.network)

    async def test_an_adapter_says_what_it_can_and_how_safely(self, bench: Bench) -> None:
        assert set(bench.adapter.can) <= set(get_args(Effect))
        assert all(isinstance(each, EffectClass) for each in bench.adapter.can.values())

    # ----------------------------------------------------------------------------- hearing

    async def test_a_message_reaches_the_house_as_it_was_written(self, open_bench: Bench) -> None:
        ann = await open_bench.join("Ann")
        id = await open_bench.say(ann, "  <b>5 > 3</b> & @everyone ")
        (event,) = open_bench.house.of(MessagePosted)
        assert (event.id, event.text, event.channel) == (
            id,
            "<b>5 > 3</b> & @everyone",
            open_bench.channel,
        )
        assert (event.member.id, event.member.name, event.member.bot) == (ann, "Ann", False)

    async def test_an_event_names_its_network_place_and_community(self, open_bench: Bench) -> None:
        await open_bench.say(await open_bench.join("Ann"), "hello")
        (event,) = open_bench.house.of(MessagePosted)
        assert event.network == open_bench.adapter.network
        assert open_bench.house.places[event.place] == event.community

    async def test_an_event_carries_an_aware_time_in_utc(self, open_bench: Bench) -> None:
        await open_bench.say(await open_bench.join("Ann"), "hello")
        (event,) = open_bench.house.of(MessagePosted)
        assert event.at.utcoffset() == timedelta(0)

    async def test_somebody_who_comes_in_is_told_to_the_house(self, open_bench: Bench) -> None:
        ann = await open_bench.join("Ann")
        assert (await open_bench.house.until(MemberJoined)).member.id == ann

    async def test_nothing_is_acknowledged_before_the_house_has_it(self, open_bench: Bench) -> None:
        ann = await open_bench.join("Ann")
        open_bench.house.gate.clear()
        saying = asyncio.create_task(open_bench.say(ann, "hello"))
        await open_bench.house.knocked.wait()
        assert not saying.done()
        open_bench.house.gate.set()
        await saying
        assert len(open_bench.house.of(MessagePosted)) == 1

    async def test_a_busy_house_gets_the_message_again(self, open_bench: Bench) -> None:
        ann = await open_bench.join("Ann")
        open_bench.house.busy = 2
        await open_bench.say(ann, "hello")
        assert [event.text for event in open_bench.house.of(MessagePosted)] == ["hello"]

    async def test_messages_of_one_person_arrive_in_order(self, open_bench: Bench) -> None:
        ann = await open_bench.join("Ann")
        for number in range(5):
            await open_bench.say(ann, f"line {number}")
        heard = [event.text for event in open_bench.house.of(MessagePosted)]
        assert heard == [f"line {number}" for number in range(5)]

    async def test_who_is_told_to_stop_stops(self, bench: Bench) -> None:
        await bench.start()
        await bench.join("Ann")
        async with asyncio.timeout(PATIENCE):
            await bench.stop()

    # ---------------------------------------------------------------------------- performing

    async def test_a_reply_says_what_it_made(self, open_bench: Bench) -> None:
        done = await self.perform(open_bench, Reply(channel=open_bench.channel, text="hello"))
        assert done.state is OutcomeState.DONE
        assert done.made

    async def test_a_repeated_order_changes_nothing(self, open_bench: Bench) -> None:
        say = Reply(channel=open_bench.channel, text="hello")
        first = await self.perform(open_bench, say)
        assert await self.perform(open_bench, say) == first
        assert await self.perform(open_bench, say, key="d1:1") != first

    async def test_an_order_given_twice_at_once_is_carried_out_once(
        self, open_bench: Bench
    ) -> None:
        say = Reply(channel=open_bench.channel, text="hello")
        one, two = await asyncio.gather(
            self.perform(open_bench, say), self.perform(open_bench, say)
        )
        assert one == two

    async def test_what_was_done_can_be_looked_up(self, open_bench: Bench) -> None:
        order = self.order(open_bench, Reply(channel=open_bench.channel, text="hello"))
        assert await open_bench.adapter.look_up(order) is None
        done = await open_bench.adapter.perform(order)
        assert await open_bench.adapter.look_up(order) == done

    async def test_orders_are_carried_out_before_anybody_listens(self, bench: Bench) -> None:
        done = await self.perform(bench, Reply(channel=bench.channel, text="hello"))
        assert done.state is OutcomeState.DONE

    async def test_removing_what_is_gone_counts_as_done(self, open_bench: Bench) -> None:
        gone = DeleteMessage(channel=open_bench.channel, message="gone", member="x")
        assert (await self.perform(open_bench, gone)).state is OutcomeState.DONE

    async def test_many_messages_go_at_once(self, open_bench: Bench) -> None:
        ann = await open_bench.join("Ann")
        ids = tuple([await open_bench.say(ann, f"line {number}") for number in range(3)])
        purge = PurgeMessages(channel=open_bench.channel, messages=ids)
        if await self.lacks(open_bench, purge):
            return
        assert (await self.perform(open_bench, purge)).state is OutcomeState.DONE

    @pytest.mark.parametrize(
        "action",
        [
            Timeout(member=NOBODY, seconds=60),
            Untimeout(member=NOBODY),
            Kick(member=NOBODY),
            Ban(member=NOBODY),
            AddRole(member=NOBODY, role="Helper"),
            RemoveRole(member=NOBODY, role="Helper"),
        ],
        ids=lambda action: type(action).__name__,
    )
    async def test_an_unknown_person_is_refused(self, open_bench: Bench, action: Effect) -> None:
        outcome = await self.perform(open_bench, action)
        assert outcome.state is OutcomeState.REFUSED
        assert outcome.detail.endswith(".")

    async def test_what_a_network_cannot_do_is_refused(self, open_bench: Bench) -> None:
        order = self.order(open_bench, Reply(channel=open_bench.channel, text="hello"))
        outcome = await open_bench.adapter.perform(replace(order, action=Nudge(member="x")))
        assert outcome.state is OutcomeState.REFUSED

    async def test_a_private_word_reaches_somebody_who_is_here(self, open_bench: Bench) -> None:
        ann = await open_bench.join("Ann")
        note = SendDirect(member=ann, text="hello", channel=open_bench.channel)
        assert (await self.perform(open_bench, note)).state is OutcomeState.DONE

    # -------------------------------------------------------------------------------- people

    async def test_a_member_is_found_with_the_roles_of_now(self, open_bench: Bench) -> None:
        ann = await open_bench.join("Ann")
        if await self.lacks(open_bench, AddRole(member=ann, role="Helper")):
            return
        await self.perform(open_bench, AddRole(member=ann, role="Helper"), key="a")
        found = await open_bench.adapter.find_member(open_bench.place, ann)
        assert found is not None
        assert found.roles == ("Helper",)
        await self.perform(open_bench, RemoveRole(member=ann, role="Helper"), key="b")
        found = await open_bench.adapter.find_member(open_bench.place, ann)
        assert found is not None
        assert found.roles == ()

    async def test_somebody_unknown_is_not_found(self, open_bench: Bench) -> None:
        assert await open_bench.adapter.find_member(open_bench.place, NOBODY) is None

    @pytest.mark.parametrize("cls", [Kick, Ban])
    async def test_somebody_shown_out_is_not_found(
        self, open_bench: Bench, cls: type[Kick | Ban]
    ) -> None:
        ann = await open_bench.join("Ann")
        if await self.lacks(open_bench, cls(member=ann)):
            return
        assert (await self.perform(open_bench, cls(member=ann))).state is OutcomeState.DONE
        assert await open_bench.adapter.find_member(open_bench.place, ann) is None

    @pytest.mark.parametrize(
        ("before", "effect"),
        [
            (Timeout(member="?", seconds=60), Untimeout(member="?")),
            (Ban(member="?"), Unban(member="?")),
            (LockChannel(channel="?"), UnlockChannel(channel="?")),
            (UnlockChannel(channel="?"), LockChannel(channel="?")),
            (SlowMode(channel="?", seconds=60), SlowMode(channel="?", seconds=0)),
        ],
        ids=lambda action: type(action).__name__,
    )
    async def test_an_onlooker_knows_what_would_change_nothing(
        self, open_bench: Bench, before: Effect, effect: Effect
    ) -> None:
        adapter: object = open_bench.adapter
        if not isinstance(adapter, Onlooker):
            pytest.skip("this network does not say how something stands")
        known = {"channel": open_bench.channel, "member": await open_bench.join("Ann")}
        before, effect = about(before, known), about(effect, known)
        if await self.lacks(open_bench, effect):
            return
        await self.perform(open_bench, before, key="a")
        assert await adapter.is_so(open_bench.place, effect) is False
        await self.perform(open_bench, effect, key="b")
        assert await adapter.is_so(open_bench.place, effect) is True

    async def test_an_onlooker_says_where_it_does_not_know(self, open_bench: Bench) -> None:
        adapter: object = open_bench.adapter
        if not isinstance(adapter, Onlooker):
            pytest.skip("this network does not say how something stands")
        say = Reply(channel=open_bench.channel, text="hello")
        assert await adapter.is_so(open_bench.place, say) is None

    async def test_lifting_a_ban_that_is_not_there_is_fine(self, open_bench: Bench) -> None:
        ann = await open_bench.join("Ann")
        if await self.lacks(open_bench, Unban(member=ann)):
            return
        assert (await self.perform(open_bench, Unban(member=ann))).state is OutcomeState.DONE
