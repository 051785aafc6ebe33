"""What a network gives no way to do is refused with what people can do instead."""

from collections.abc import Mapping

from bot.domain import Effect, EffectClass, SendDirect
from tests.unit.commands.world import MARA, World

WORDS_ALONE: Mapping[type[Effect], EffectClass] = {SendDirect: EffectClass.KEYED}


async def test_a_network_that_knows_another_way_says_it() -> None:
    world = World(abilities=WORDS_ALONE, advice="Ask an owner.")
    said = await world.refusal(MARA, "/ban @Kim spam")
    assert "This network can't do that." in said
    assert said.endswith(" Ask an owner.")


async def test_a_network_that_knows_none_adds_nothing() -> None:
    said = await World(abilities=WORDS_ALONE).refusal(MARA, "/ban @Kim spam")
    assert said == said.strip()
    assert "Ask" not in said
