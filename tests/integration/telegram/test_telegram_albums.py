"""Several pictures sent as one are one message to the house, and go together."""

from typing import Any

from bot.clock import HandClock
from bot.domain import DeleteMessage, MessagePosted, OutcomeState, PurgeMessages
from tests.contract.telegram_bench import TelegramBench
from tests.fakes.telegram.chats import Person

PICTURE = [{"file_id": "f", "file_unique_id": "u", "width": 9, "height": 9, "file_size": 5}]


async def picture(bench: TelegramBench, who: Person, **more: Any) -> str:
    message, update = bench.people.send(bench.group, who, photo=PICTURE, **more)
    await bench.heard(update)
    return str(message)


async def album(bench: TelegramBench, who: Person, number: int, id: str = "g1") -> list[str]:
    """Let somebody send an album with a caption under the first picture."""
    first = await picture(bench, who, media_group_id=id, caption="Buy my kettles")
    return [first, *[await picture(bench, who, media_group_id=id) for _ in range(number - 1)]]


def posted(bench: TelegramBench) -> list[str]:
    return [event.id for event in bench.house.of(MessagePosted)]


async def test_ten_pictures_sent_as_one_are_one_message(bench: TelegramBench) -> None:
    ann = bench.person(await bench.join("Ann"))
    first, *_ = await album(bench, ann, 10)
    other = await picture(bench, ann)
    assert posted(bench) == [first, other]


async def test_an_album_goes_as_a_whole_also_after_a_restart(bench: TelegramBench) -> None:
    ann = bench.person(await bench.join("Ann"))
    first, *rest = await album(bench, ann, 4)
    await bench.restart()
    await bench.perform(DeleteMessage(channel=bench.channel, message=first))
    assert not {int(one) for one in (first, *rest)} & bench.group.messages.keys()


async def test_pictures_that_come_after_their_album_went_go_too(bench: TelegramBench) -> None:
    ann = bench.person(await bench.join("Ann"))
    first, *_ = await album(bench, ann, 2)
    await bench.perform(DeleteMessage(channel=bench.channel, message=first))
    late = await picture(bench, ann, media_group_id="g1")
    await bench.cloud.until(lambda: int(late) not in bench.group.messages)


async def test_a_picture_with_words_of_its_own_is_read(bench: TelegramBench) -> None:
    ann = bench.person(await bench.join("Ann"))
    first, *_ = await album(bench, ann, 2)
    told = await picture(bench, ann, media_group_id="g1", caption="and my mugs")
    assert posted(bench) == [first, told]


async def test_an_album_goes_as_a_whole_whichever_picture_has_the_words(
    bench: TelegramBench,
) -> None:
    ann = bench.person(await bench.join("Ann"))
    first = await picture(bench, ann, media_group_id="g1")
    told = await picture(bench, ann, media_group_id="g1", caption="Buy my kettles")
    last = await picture(bench, ann, media_group_id="g1")
    await bench.perform(DeleteMessage(channel=bench.channel, message=told))
    assert not {int(one) for one in (first, told, last)} & bench.group.messages.keys()


async def test_clearing_up_takes_albums_along(bench: TelegramBench) -> None:
    ann = bench.person(await bench.join("Ann"))
    first, *rest = await album(bench, ann, 3)
    await bench.perform(PurgeMessages(channel=bench.channel, messages=(first,)))
    assert not {int(one) for one in rest} & bench.group.messages.keys()


async def test_what_telegram_keeps_does_not_keep_the_rest(
    bench: TelegramBench, clock: HandClock
) -> None:
    ann = await bench.join("Ann")
    old = await bench.say(ann, "long ago")
    clock.tick(49 * 3600)
    new = await bench.say(ann, "just now")
    both = PurgeMessages(channel=bench.channel, messages=(old, new))
    outcome = await bench.perform(both)
    assert (outcome.state, "keeps 1" in outcome.detail) == (OutcomeState.DONE, True)
    assert int(new) not in bench.group.messages
    again = await bench.perform(PurgeMessages(channel=bench.channel, messages=(old,)))
    assert (again.state, "48 hours" in again.detail) == (OutcomeState.REFUSED, True)
