"""Two who hold the same key never meet."""

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.locks import KeyedLocks
from tests.support.running import turns


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 4), st.booleans()), max_size=15))
def test_never_two_with_the_same_key_also_when_some_give_up(
    visits: list[tuple[str, int, bool]],
) -> None:
    asyncio.run(_visits(visits))


async def _visits(visits: list[tuple[str, int, bool]]) -> None:
    locks, inside = KeyedLocks(), set[str]()

    async def visit(key: str, stay: int) -> None:
        async with locks.hold(key):
            assert key not in inside
            inside.add(key)
            try:
                await turns(stay)
            finally:
                inside.discard(key)

    tasks = [asyncio.ensure_future(visit(key, stay)) for key, stay, _ in visits]
    await turns(2)
    for task, (_, _, gives_up) in zip(tasks, visits, strict=True):
        if gives_up:
            task.cancel()
    ends = await asyncio.gather(*tasks, return_exceptions=True)
    assert not any(isinstance(end, AssertionError) for end in ends)
    assert len(locks) == 0


async def test_those_who_wait_get_it_in_order() -> None:
    locks, order = KeyedLocks(), []

    async def visit(number: int) -> None:
        async with locks.hold("a"):
            order.append(number)
            await turns(2)

    await asyncio.gather(*(visit(number) for number in range(5)))
    assert order == [0, 1, 2, 3, 4]


async def test_an_error_inside_lets_the_next_one_in() -> None:
    locks = KeyedLocks()
    with pytest.raises(ValueError, match="odd"):
        async with locks.hold("a"):
            raise ValueError("odd")
    async with locks.hold("a"):
        assert len(locks) == 1
    assert len(locks) == 0


async def test_who_gives_up_waiting_leaves_the_lock_to_the_others() -> None:
    locks, held = KeyedLocks(), asyncio.Event()

    async def hold() -> None:
        async with locks.hold("a"):
            await held.wait()

    first, second = asyncio.ensure_future(hold()), asyncio.ensure_future(hold())
    third = asyncio.ensure_future(hold())
    await turns(3)
    second.cancel()
    held.set()
    await asyncio.gather(first, third)
    assert len(locks) == 0
