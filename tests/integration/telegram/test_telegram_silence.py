"""When Telegram is not heard: health and doctor say so, and the team reads about it afterwards."""

from datetime import timedelta
from pathlib import Path

import pytest

from adapters.telegram import watch as watching
from adapters.telegram.notebook import Notebook
from adapters.telegram.watch import Watch
from bot.clock import HandClock
from bot.domain import MessagePosted
from bot.ports import Finding, Gap
from tests.contract.telegram_bench import TelegramBench
from tests.fakes.telegram.faults import server_error
from tests.integration.telegram.whole import Whole
from tests.support.making import NOON


@pytest.fixture(autouse=True)
def _short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("adapters.telegram.polling._FIRST_PAUSE", 0.01)
    monkeypatch.setattr("adapters.telegram.polling._LONGEST_PAUSE", 0.05)


@pytest.fixture
def book(tmp_path: Path) -> Notebook:
    return Notebook(tmp_path / "telegram.jsonl", {})


class Ears:
    """A watch by hand; `gaps` is what was told."""

    def __init__(self, book: Notebook, clock: HandClock) -> None:
        self.gaps: list[Gap] = []
        self.clock = clock
        self.watch = Watch(book, clock)
        self.watch.begin()

    async def tell(self, gap: Gap) -> None:
        self.gaps.append(gap)

    async def hears(self, number: int = 0, *, drained: bool = True) -> None:
        self.watch.answered()
        await self.watch.took(number, self.tell, drained=drained)


async def test_what_lasts_is_trouble_and_told_when_all_is_read(
    book: Notebook, clock: HandClock
) -> None:
    ears = Ears(book, clock)
    await ears.hears()
    ears.watch.failed("Away.")
    assert ears.watch.trouble() == ""
    clock.tick(300)
    ears.watch.failed("Away.")
    assert ears.watch.trouble() == "Away."
    await ears.hears(100, drained=False)
    assert (ears.watch.trouble(), ears.gaps) == ("", [])
    await ears.hears(14)
    assert [(gap.since, gap.read_back, gap.lost) for gap in ears.gaps] == [(NOON, 114, False)]
    await ears.hears(5)
    assert len(ears.gaps) == 1


async def test_a_short_silence_is_nobodys_concern(book: Notebook, clock: HandClock) -> None:
    ears = Ears(book, clock)
    ears.watch.failed("Away.")
    clock.tick(60)
    await ears.hears(3)
    assert ears.gaps == []


async def test_a_silence_beyond_what_telegram_keeps_says_so(
    book: Notebook, clock: HandClock
) -> None:
    await Ears(book, clock).hears()
    clock.tick(timedelta(hours=30).total_seconds())
    ears = Ears(book, clock)
    await ears.hears(7)
    assert [(gap.read_back, gap.lost) for gap in ears.gaps] == [(7, True)]


async def test_a_team_that_cannot_be_told_yet_is_told_later(
    book: Notebook, clock: HandClock
) -> None:
    ears = Ears(book, clock)
    ears.watch.failed("Away.")
    clock.tick(600)
    ears.watch.answered()

    async def busy(_gap: Gap) -> None:
        raise ConnectionError

    with pytest.raises(ConnectionError):
        await ears.watch.took(2, busy, drained=True)
    await ears.hears()
    assert [gap.read_back for gap in ears.gaps] == [2]


async def test_what_was_said_during_a_stop_is_read_back_and_told(
    quiet: TelegramBench, clock: HandClock
) -> None:
    await quiet.start()
    ann = quiet.person(await quiet.join("Ann"))
    await quiet.stop()
    for number in range(3):
        quiet.people.say(quiet.group, ann, f"word {number}")
    clock.tick(3600)
    last = quiet.people.say(quiet.group, ann, "the last word")[1]
    quiet._adapter = quiet.new_adapter()  # the process that comes after
    await quiet.start()
    await quiet.heard(last)
    assert len(quiet.house.of(MessagePosted)) == 4
    await quiet.cloud.until(lambda: quiet.house.gaps)
    (gap,) = quiet.house.gaps
    assert gap.read_back == 4
    assert gap.until - gap.since >= timedelta(hours=1)


async def found(bench: TelegramBench) -> list[Finding]:
    """Return what somebody finds who looks from a process of their own."""
    looking = bench.new_adapter()
    return [one for one in await looking.examine() if "heard" in one.what]


async def test_a_second_program_shows_in_health_and_in_doctor(
    bench: TelegramBench, clock: HandClock
) -> None:
    await bench.restart()
    (before,) = await found(bench)
    assert (before.ok, bench.adapter.trouble()) == (True, "")
    bench.cloud.webhook = {"url": "https://elsewhere.example/hook"}
    bench.cloud.release()
    await bench.cloud.until(lambda: "another program" in bench.written)
    clock.tick(60)
    assert "another program" in bench.adapter.trouble()
    (now,) = await found(bench)
    assert (now.ok, "another program" in now.mend) == (False, True)


async def test_a_network_that_is_away_shows_in_health_until_it_is_back(
    bench: TelegramBench, clock: HandClock
) -> None:
    bench.telegram.faults.plan("getUpdates", *[server_error(502)] * 10_000)
    bench.cloud.release()
    await bench.cloud.until(lambda: "cannot be reached" in bench.written)
    clock.tick(600)
    assert "cannot be reached" in bench.adapter.trouble()
    bench.telegram.faults.clear()
    await bench.cloud.until(lambda: bench.adapter.trouble() == "" and bench.house.gaps)
    assert bench.house.gaps[0].until - bench.house.gaps[0].since >= timedelta(minutes=10)


async def test_the_team_reads_of_it_in_its_office(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "WORTH_TELLING", timedelta(0))
    whole = Whole(tmp_path)
    await whole.start()
    try:
        await whole.sleep()
        rude = whole.comes("Rude")
        message = whole.says(rude, "have a pebble")
        await whole.wake()
        await whole.until(lambda: message not in whole.group.messages)
        await whole.until(
            lambda: any("I heard nothing from Telegram" in one for one in whole.lines(whole.office))
        )
    finally:
        await whole.close()
