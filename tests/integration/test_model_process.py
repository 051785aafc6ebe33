"""A model in its own process may be slow, broken or dead: then there is no score, and no harm."""

import asyncio
from collections.abc import Callable, Iterator
from multiprocessing import active_children
from pathlib import Path

import pytest

from bot.detectors.bands import Band
from bot.detectors.lexical import LexicalDetector
from bot.detectors.model_process import ModelProcess
from bot.detectors.model_worker import Bounds, Scorer
from bot.detectors.second_opinion import SecondOpinion
from bot.detectors.text import make_text
from tests.support.running import until
from tests.support.stand_in_model import OneAfterAnother, broken, slow_to_load

Start = Callable[..., ModelProcess]
LONG = 60.0


class Watch:
    """A clock for pauses that is set by hand."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def diary(tmp_path: Path) -> Path:
    return tmp_path / "diary"


@pytest.fixture
def start(watch: Watch) -> Iterator[Start]:
    started: list[ModelProcess] = []

    def begin(load: Callable[[], Scorer], **bounds: float) -> ModelProcess:
        model = ModelProcess(load, Bounds(**bounds), watch)  # type: ignore[arg-type]  # ints and floats by name
        started.append(model)
        return model

    yield begin
    for model in started:
        model.close()


async def test_a_model_scores_in_batches_and_remembers(start: Start, diary: Path) -> None:
    model = start(OneAfterAnother(diary), batch=4)
    texts = [f"text {number}" for number in range(9)]
    scores = await asyncio.gather(*(model.score(text, LONG) for text in texts))
    assert all(each == {"toxicity": 0.97, "insult": 0.1} for each in scores)
    assert await model.score("text 3", LONG) == scores[3]
    lines = diary.read_text(encoding="utf-8").split("\n")[:-1]
    assert lines[0] == "loaded"
    assert sorted(lines[1:]) == ["1 texts", "4 texts", "4 texts"]


@pytest.mark.parametrize("text", ["nan", "two", "none"])
async def test_what_is_no_score_is_absent_and_the_model_lives_on(
    start: Start, diary: Path, text: str
) -> None:
    model = start(OneAfterAnother(diary))
    odd, fine = await asyncio.gather(model.score(text, LONG), model.score("fine", LONG))
    assert odd is None
    assert fine is not None
    assert diary.read_text(encoding="utf-8").count("loaded") == 1


@pytest.mark.parametrize("text", ["die", "raise", "hog"])
async def test_a_model_that_fails_is_started_again_after_a_pause(
    start: Start, diary: Path, watch: Watch, text: str
) -> None:
    model = start(OneAfterAnother(diary), pause=10, memory=1 << 30)
    assert await model.score(text, LONG) is None
    assert await model.score("fine", LONG) is None
    watch.now = 10
    assert await model.score("fine", LONG) is not None
    assert diary.read_text(encoding="utf-8").count("loaded") == 2


async def test_a_pause_grows_with_every_failure_up_to_a_limit(start: Start, watch: Watch) -> None:
    model = start(broken, pause=10, longest_pause=15)
    pauses = []
    for number in range(3):
        assert await model.score(f"text {number}", LONG) is None
        began = watch.now
        while model.resting:
            watch.now += 1
        pauses.append(watch.now - began)
    assert pauses == [10, 15, 15]


async def test_a_model_that_hangs_is_ended(start: Start, diary: Path, watch: Watch) -> None:
    model = start(OneAfterAnother(diary), patience=2, pause=1)
    assert await model.score("sleep", LONG) is None
    watch.now = 1
    assert await model.score("fine", LONG) is not None


async def test_a_late_score_is_kept_for_the_next_question(start: Start, diary: Path) -> None:
    model = start(OneAfterAnother(diary))
    assert await model.score("fine", 0) is None
    assert await model.score("fine", LONG) is not None
    assert diary.read_text(encoding="utf-8") == "loaded\n1 texts\n"


async def test_a_full_queue_turns_texts_away(start: Start, diary: Path) -> None:
    model = start(OneAfterAnother(diary), queue=2)
    scores = await asyncio.gather(*(model.score(f"text {n}", LONG) for n in range(5)))
    assert [score is None for score in scores] == [False, False, True, True, True]


async def test_the_cache_forgets_the_oldest(start: Start, diary: Path) -> None:
    model = start(OneAfterAnother(diary), cache=2)
    for text in ("a", "b", "c", "a"):
        assert await model.score(text, LONG) is not None
    assert diary.read_text(encoding="utf-8").count("1 texts") == 4


async def test_a_model_is_warm_before_the_first_text(start: Start, diary: Path) -> None:
    model = start(OneAfterAnother(diary))
    assert not model.keeps_up
    model.warm()
    model.warm()
    assert await model.score("fine", LONG) is not None
    assert model.keeps_up
    assert diary.read_text(encoding="utf-8") == "loaded\n1 texts\n"


async def test_a_model_that_cannot_be_warmed_says_why_and_is_tried_again(
    start: Start, watch: Watch
) -> None:
    model = start(broken, pause=10)
    model.warm()
    assert await model.score("text", LONG) is None
    assert model.trouble == "OSError: no such model"
    assert model.resting
    watch.now = 10
    assert await model.score("text", LONG) is None
    assert model.resting


async def test_a_model_is_ended_while_it_is_being_loaded(
    start: Start, caplog: pytest.LogCaptureFixture
) -> None:
    model = start(slow_to_load)
    model.warm()
    assert await model.score("text", 0) is None
    # A moment for the process to begin; closing it does not wait for the rest.
    await asyncio.wait_for(asyncio.to_thread(_begun), LONG)
    model.close()
    assert caplog.records == []


def _begun() -> None:
    while not active_children():
        pass


async def test_a_model_that_is_killed_is_told_so(start: Start, diary: Path) -> None:
    model = start(OneAfterAnother(diary))
    assert await model.score("die", LONG) is None
    assert model.trouble == "its process died"
    assert not model.keeps_up


async def test_a_model_that_somebody_gave_up_on_is_behind_until_its_line_is_empty(
    start: Start, diary: Path
) -> None:
    model = start(OneAfterAnother(diary))
    model.warm()
    assert await model.score("fine", 0) is None
    assert not model.keeps_up
    coming = model.awaited("fine")
    assert coming is not None
    assert await asyncio.wait_for(coming, LONG) == {"toxicity": 0.97, "insult": 0.1}
    # Who asks only now has missed nothing.
    come = model.awaited("fine")
    assert come is not None
    assert come.done()
    assert model.awaited("nobody asked about this") is None
    await until(lambda: model.keeps_up)


async def test_texts_of_like_length_are_scored_together_and_the_oldest_never_waits(
    start: Start, diary: Path
) -> None:
    model = start(OneAfterAnother(diary), batch=2)
    texts = ["b" * 90, "ab", "c" * 95, "cd"]
    await asyncio.gather(*(model.score(text, LONG) for text in texts))
    told = diary.read_text(encoding="utf-8").splitlines()
    assert told == ["loaded", "2 texts", "2 texts"]


async def test_a_second_opinion_raises_a_score_and_never_loses_one(
    start: Start, diary: Path
) -> None:
    wide = {"toxicity": Band(low=0.0, high=0.9)}
    both = SecondOpinion(
        LexicalDetector(), start(OneAfterAnother(diary)), within=LONG, asked_in=wide
    )
    both.warm()
    mild = make_text("you clown of a man")
    # While it loads nobody waits for it; the score is there for whoever asks later.
    first = await both.score(mild)
    assert (first["toxicity"].score, first["toxicity"].unscored) == (0.0, True)
    coming = both.awaited(mild)
    assert coming is not None
    await asyncio.wait_for(coming, LONG)
    raised = await both.score(mild)
    assert (raised["toxicity"].score, raised["insult"].score) == (0.97, 0.1)
    assert raised["toxicity"].unscored is False
    clear = await both.score(make_text("Fick dich, ich bring dich um"))
    assert clear["toxicity"].score == 0.99
    both.close()


async def test_without_a_model_the_first_opinion_stands(start: Start) -> None:
    alone = LexicalDetector()
    wide = {"toxicity": Band(low=0.0, high=1.0)}
    both = SecondOpinion(alone, start(broken), within=LONG, asked_in=wide)
    text = make_text("you are all idiots")
    assert both.names == alone.names
    found = await both.score(text)
    assert found["toxicity"].unscored
    assert {name: each.score for name, each in found.items()} == {
        name: each.score for name, each in (await alone.score(text)).items()
    }
