"""The sample evening: what it holds, and that it comes by the same door as everybody."""

from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from adapters.lobby.sample import FASTEST, USUAL, Evening, Line, load_evening
from bot.domain import Event, MemberJoined, MemberLeft, MessagePosted, ReportFiled, Timeout
from tests.contract.lobby_bench import LobbyBench

SHORT = Evening(
    people={"ann": ("Ann", 400), "rude": ("Rude", 0), "mia": ("Mia", 9)},
    lines=(
        Line(at=0.0, who="ann", says="Good evening", id="evening-1"),
        Line(at=0.1, who="rude", does="joins"),
        Line(at=0.2, who="rude", says="you are all idiots", re="evening-1", id="insult-1"),
        Line(at=0.3, who="mia", does="reports", re="insult-1", says="rude"),
        Line(at=0.4, who="rude", says="idiots, I say", channel="help"),
        Line(at=0.5, who="rude", does="leaves"),
    ),
)


@pytest.fixture
async def lobby(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[LobbyBench]:
    monkeypatch.setattr("adapters.lobby.adapter.load_evening", lambda: SHORT)
    bench = LobbyBench(tmp_path)
    await bench.start()
    yield bench
    await bench.stop()


async def test_an_evening_is_heard_like_everybody_else(lobby: LobbyBench) -> None:
    page = await lobby.enter("Visitor")
    assert (await page.ask("sample", do="play", speed=FASTEST))["ok"]
    ended = await page.until("sample", playing=False, done=len(SHORT.lines))
    assert ended["total"] == len(SHORT.lines)
    said = lobby.house.of(MessagePosted)
    assert [(e.member.name, e.channel, e.text) for e in said] == [
        ("Ann", "general", "Good evening"),
        ("Rude", "general", "you are all idiots"),
        ("Rude", "help", "idiots, I say"),
    ]
    assert said[1].reply_to == said[0].id
    assert all(event.member.id.startswith("sample-") for event in said)
    assert lobby.house.of(ReportFiled)[0].message == said[1].id


async def test_only_who_comes_in_that_evening_joins_and_leaves(lobby: LobbyBench) -> None:
    page = await lobby.enter("Visitor")
    await page.ask("sample", do="play", speed=FASTEST)
    await page.until("sample", playing=False, done=len(SHORT.lines))
    joined = [event.member.name for event in lobby.house.of(MemberJoined)]
    assert joined == ["Visitor", "Rude"]
    assert (await lobby.house.until(MemberLeft)).member.name == "Rude"
    people = {f["person"]["name"]: f["person"]["here"] for f in page.frames if f["t"] == "person"}
    assert people == {"Visitor": True, "Ann": False, "Rude": False, "Mia": False}


async def test_two_evenings_have_people_and_messages_of_their_own(lobby: LobbyBench) -> None:
    page = await lobby.enter("Visitor")
    for _ in range(2):
        await page.ask("sample", do="play", speed=FASTEST)
        await page.until("sample", playing=False, done=len(SHORT.lines))
        page.frames.clear()
    said = lobby.house.of(MessagePosted)
    assert len({event.id for event in said}) == 6
    assert len({event.member.id for event in said}) == 4


async def test_a_time_out_holds_for_sample_people_too(lobby: LobbyBench) -> None:
    page = await lobby.enter("Visitor")

    async def silence(event: Event) -> None:
        if isinstance(event, MessagePosted) and event.member.name == "Rude":
            await lobby.perform(Timeout(member=event.member.id, seconds=60))

    lobby.house.then = silence
    await page.ask("sample", do="play", speed=FASTEST)
    await page.until("sample", playing=False, done=len(SHORT.lines))
    assert [e.text for e in lobby.house.of(MessagePosted)] == ["Good evening", "you are all idiots"]


async def test_an_evening_can_be_stopped_and_begun_again(lobby: LobbyBench) -> None:
    page = await lobby.enter("Visitor")
    await page.ask("sample", do="play", speed=1)
    await page.until("sample", done=1)
    assert (await page.ask("sample", do="pause", speed=1))["ok"]
    assert (await page.until("sample", paused=True))["playing"]
    assert (await page.ask("sample", do="stop", speed=1))["ok"]
    assert (await page.until("sample", playing=False))["done"] < len(SHORT.lines)
    page.frames.clear()
    await page.ask("sample", do="play", speed=FASTEST)
    assert await page.until("sample", playing=False, done=len(SHORT.lines))


async def test_a_visitor_of_that_name_keeps_it(lobby: LobbyBench) -> None:
    page = await lobby.enter("Ann")
    await page.ask("sample", do="play", speed=FASTEST)
    await page.until("sample", playing=False, done=len(SHORT.lines))
    assert lobby.house.of(MessagePosted)[0].member.name == "Ann-2"


async def test_people_of_an_evening_that_was_cut_off_go_home_at_the_next_start(
    lobby: LobbyBench, tmp_path: Path
) -> None:
    page = await lobby.enter("Visitor")
    await page.ask("sample", do="play", speed=1)
    await page.until("person", name="Ann")
    (tmp_path / "after").mkdir()
    after = LobbyBench(tmp_path / "after")
    (after.folder / "lobby.jsonl").write_bytes((lobby.folder / "lobby.jsonl").read_bytes())
    await after.start()
    late = await after.enter("Bob")
    names = [person["name"] for person in (await late.until("welcome"))["people"]]
    assert names == ["Visitor", "Bob"]
    await after.stop()


# ------------------------------------------------------------------------ the evening itself


def test_the_evening_takes_about_a_minute_at_the_usual_speed() -> None:
    evening = load_evening()
    assert 55 <= evening.lines[-1].at / USUAL <= 65
    assert 140 <= len(evening.lines) <= 180


def test_the_evening_is_in_order_and_everybody_is_known() -> None:
    evening = load_evening()
    moments = [line.at for line in evening.lines]
    assert moments == sorted(moments)
    assert {line.who for line in evening.lines} == set(evening.people)


def test_every_answer_and_report_is_about_an_earlier_line() -> None:
    seen: set[str] = set()
    for line in load_evening().lines:
        assert not line.re or line.re in seen
        seen |= {line.id} - {""}


def test_ordinary_people_do_not_talk_so_fast_that_it_looks_like_a_flood() -> None:
    loud = {"deals"}
    evening = load_evening()
    for speed in (USUAL, FASTEST):
        said = [(line.who, line.at / speed) for line in evening.lines if line.does == "says"]
        within = Counter(
            (who, start)
            for who, start in said
            for other, at in said
            if other == who and start <= at < start + 10
        )
        fast = {who for (who, _), count in within.items() if count > 8}
        assert fast <= loud


def test_nobody_in_the_evening_links_to_a_real_place() -> None:
    for line in load_evening().lines:
        links = [word for word in line.says.split() if "." in word.strip(".,!?") and "/" in word]
        assert all(".example" in link for link in links)
