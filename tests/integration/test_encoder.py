"""An encoder in its own process refines what is unsure, and one that is broken harms nobody."""

import hashlib
import importlib.util
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from bot.checkup import look_at_models, prove_models
from bot.cli import FINE, MISTAKES, doctor, main
from bot.detectors.embeddings import EmbeddingsSettings, load
from bot.detectors.model_process import ModelProcess
from bot.detectors.model_worker import Bounds
from bot.detectors.refined import Refined
from bot.detectors.text import make_text
from tests.support.fixed_scores import FixedScores
from tests.support.tiny_encoder import WORDS, make_encoder, make_head

pytestmark = pytest.mark.skipif(
    not all(map(importlib.util.find_spec, ("numpy", "onnxruntime", "tokenizers"))),
    reason="onnxruntime is not installed; pip install 'evenhand[embeddings-onnx]'",
)
Start = Callable[[EmbeddingsSettings], ModelProcess]
LONG = 60.0
UNSURE = "You are such a clown."


@pytest.fixture
def start() -> Iterator[Start]:
    started: list[ModelProcess] = []

    def begin(settings: EmbeddingsSettings) -> ModelProcess:
        model = ModelProcess(partial(load, settings), Bounds(memory=settings.memory))
        started.append(model)
        return model

    yield begin
    for model in started:
        model.close()


def environ(folder: Path, sha256: str) -> dict[str, str]:
    return {"EVENHAND_EMBEDDINGS": str(folder), "EVENHAND_EMBEDDINGS_SHA256": sha256}


def settings_of(folder: Path, sha256: str) -> EmbeddingsSettings:
    settings = EmbeddingsSettings.from_environ(environ(folder, sha256))
    assert settings is not None
    return settings


@pytest.mark.parametrize("place", ["model.onnx", "onnx/model.onnx"])
async def test_an_unsure_score_moves_with_what_the_vector_says(
    place: str, tmp_path: Path, start: Start
) -> None:
    sha256 = make_encoder(tmp_path)
    head = make_head(tmp_path)
    (tmp_path / place).parent.mkdir(exist_ok=True)
    (tmp_path / "model.onnx").rename(tmp_path / place)
    model = start(settings_of(tmp_path, sha256))
    refined = Refined(FixedScores(toxicity=0.5), model, head, within=LONG)
    await model.score("hello", LONG)
    worse = await refined.score(make_text("you clown clown clown"))
    better = await refined.score(make_text("you friend friend friend"))
    assert worse["toxicity"].score > 0.7 > 0.5 > 0.3 > better["toxicity"].score
    assert refined.note() == ""


async def test_batches_of_different_lengths_do_not_disturb_one_another(
    tmp_path: Path, start: Start
) -> None:
    sha256 = make_encoder(tmp_path)
    make_head(tmp_path)
    say = load(settings_of(tmp_path, sha256))
    alone = say(["clown"])
    assert say(["clown", "friend people hello clown", "hello"])[0] == pytest.approx(alone[0])
    assert say([]) == []


async def test_what_is_no_number_is_not_refined_and_the_rest_is(
    tmp_path: Path, start: Start
) -> None:
    sha256 = make_encoder(tmp_path)
    make_head(tmp_path)
    model = start(settings_of(tmp_path, sha256))
    assert await model.score("broken", LONG) is None
    assert await model.score("clown", LONG) is not None
    assert model.trouble == ""


async def test_one_vector_may_stand_for_a_text_by_its_first_word(
    tmp_path: Path, start: Start
) -> None:
    sha256 = make_encoder(tmp_path)
    make_head(tmp_path)
    say = load(settings_of(tmp_path, sha256))
    mean = say(["clown friend"])[0]["toxicity"]
    pooling = tmp_path / "1_Pooling"
    pooling.mkdir()
    (pooling / "config.json").write_text('{"pooling_mode_cls_token": true}', encoding="utf-8")
    first = load(settings_of(tmp_path, sha256))(["clown friend"])[0]["toxicity"]
    assert mean == pytest.approx(0.5)
    assert first == pytest.approx(0.881, abs=0.001)


def _no_head(folder: Path) -> None:
    make_encoder(folder)


def _head_of_another(folder: Path) -> None:
    make_encoder(folder)
    make_head(folder)
    make_encoder(folder, [[1.0, 2.0, 3.0] for _ in WORDS])


def _no_numbers(folder: Path) -> None:
    make_encoder(folder, [[float("nan")] * 3 for _ in WORDS])
    make_head(folder)


def _other_width(folder: Path) -> None:
    make_encoder(folder, [[1.0, 2.0] for _ in WORDS])
    make_head(folder)


def _no_model(folder: Path) -> None:
    make_encoder(folder)
    (folder / "model.onnx").write_bytes(b"not a model")
    make_head(folder)


def _odd_pooling(folder: Path) -> None:
    make_encoder(folder)
    make_head(folder)
    (folder / "1_Pooling").mkdir()
    text = '{"pooling_mode_max_tokens": true}'
    (folder / "1_Pooling" / "config.json").write_text(text, encoding="utf-8")


BROKEN: list[tuple[Callable[[Path], None], str]] = [
    # there is only the head that comes with Evenhand
    (_no_head, "no head was trained for the encoder"),
    (_head_of_another, "no head was trained for the encoder"),
    (_no_numbers, "gives no numbers"),
    (_other_width, "the head knows 3 numbers a text, the encoder gives 2"),
    (_no_model, "cannot be loaded"),
    (_odd_pooling, "pooling_mode_max_tokens; mean and cls_token are known"),
]


@pytest.mark.parametrize(("make", "why"), BROKEN)
async def test_an_encoder_that_is_broken_changes_nothing_and_says_why(
    make: Callable[[Path], None], why: str, tmp_path: Path, start: Start
) -> None:
    make(tmp_path)
    sha256 = hashlib.sha256((tmp_path / "model.onnx").read_bytes()).hexdigest()
    model = start(settings_of(tmp_path, sha256))
    assert await model.score("clown", LONG) is None
    assert why in model.trouble
    refined = Refined(FixedScores(toxicity=0.5), model, make_head(tmp_path))
    assert (await refined.score(make_text("you clown")))["toxicity"].score == 0.5
    assert refined.note().startswith("uncertain scores are not refined: ")


def test_the_doctor_proves_an_encoder(tmp_path: Path) -> None:
    sha256 = make_encoder(tmp_path)
    make_head(tmp_path)
    found = look_at_models(environ(tmp_path, sha256))
    assert found[-1].what == "an encoder refines uncertain scores"
    (proved,) = prove_models(environ(tmp_path, sha256))
    assert proved.ok
    assert proved.what.startswith("the encoder works: loaded in ")


def test_the_doctor_names_an_encoder_without_a_head(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    sha256 = make_encoder(tmp_path)
    for name, value in environ(tmp_path, sha256).items():
        monkeypatch.setenv(name, value)
    # It would leave a log behind that ends with this test.
    monkeypatch.setattr(doctor, "set_up_logging", lambda _level: None)
    assert main(["doctor", "--models"]) == MISTAKES
    said = capsys.readouterr().out
    assert "no head was trained" in said
    assert "benchmarks.train_head" in said


def test_the_explanation_shows_what_was_refined(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    sha256 = make_encoder(tmp_path)
    make_head(tmp_path)
    for name, value in environ(tmp_path, sha256).items():
        monkeypatch.setenv(name, value)
    assert main(["score", "--explain", "thank you very much"]) == FINE
    assert "the encoder is not asked" in capsys.readouterr().out
    assert main(["score", "--explain", UNSURE]) == FINE
    assert "refined toxicity" in capsys.readouterr().out
