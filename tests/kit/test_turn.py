"""Turns: few at once, few of one person, and nobody waits for ever."""

import asyncio
from contextlib import AsyncExitStack

import pytest

from kit.turn import NoTurn, Turns


async def test_more_wait_until_one_has_ended() -> None:
    turns, order = Turns(1, 3, 5), []

    async def work(name: str) -> None:
        async with turns.turn():
            order.append(f"{name} begins")
            await asyncio.sleep(0)
            order.append(f"{name} ends")

    await asyncio.gather(work("first"), work("second"), work("third"))
    assert order == [f"{name} {what}" for name in ("first", "second", "third") for what in ("begins", "ends")]


async def test_one_too_many_is_refused_at_once_and_comes_in_later() -> None:
    turns = Turns(1, 2, 5)
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(turns.turn("an"))
        waiting = asyncio.create_task(stack.enter_async_context(turns.turn("binh")))
        await asyncio.sleep(0)
        with pytest.raises(NoTurn):
            await stack.enter_async_context(turns.turn("chi"))
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
    async with turns.turn("chi"):
        pass


async def test_one_person_leaves_a_turn_to_the_others() -> None:
    turns = Turns(2, 10, 5, one=1, most_of_one=2)
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(turns.turn("an"))
        second = asyncio.create_task(stack.enter_async_context(turns.turn("an")))
        await asyncio.sleep(0)
        assert not second.done()
        with pytest.raises(NoTurn):
            await stack.enter_async_context(turns.turn("an"))
        await asyncio.wait_for(stack.enter_async_context(turns.turn("binh")), 5)
        second.cancel()
        await asyncio.gather(second, return_exceptions=True)


async def test_who_waited_too_long_holds_nothing() -> None:
    turns = Turns(1, 5, 0.01, one=1)
    async with turns.turn("an"):
        for who in ("an", "binh"):
            with pytest.raises(NoTurn):
                async with turns.turn(who):
                    pytest.fail("there is one turn")
    for who in ("binh", "an", "chi"):
        async with turns.turn(who):
            pass
