"""Detoxify is used when an operator asks for it, and never with a checkpoint nobody vouched for."""

import hashlib
import importlib.util
import os
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import ClassVar
from urllib.error import URLError

import pytest

from bot.detectors import builtin
from bot.detectors.detoxify import DetoxifySettings, check_checkpoint, load, with_detoxify
from bot.detectors.second_opinion import SecondOpinion
from bot.errors import DetectorError, UsageError

SHA = hashlib.sha256(b"weights").hexdigest()
MISSING = importlib.util.find_spec("detoxify") is None


def test_detoxify_is_off_unless_it_is_asked_for() -> None:
    assert DetoxifySettings.from_environ({}) is None


def test_a_named_model_needs_only_its_name() -> None:
    settings = DetoxifySettings.from_environ(
        {"EVENHAND_DETOXIFY": "multilingual", "EVENHAND_DETOXIFY_MEMORY": "500"}
    )
    assert settings == DetoxifySettings(name="multilingual", memory=500 << 20)


@pytest.mark.parametrize(
    ("environ", "problem"),
    [
        # a path without a pin, with a short one, with something else
        ({"EVENHAND_DETOXIFY": "a.ckpt"}, "EVENHAND_DETOXIFY_SHA256 must be the 64 digits"),
        (
            {"EVENHAND_DETOXIFY": "a.ckpt", "EVENHAND_DETOXIFY_SHA256": "abc"},
            "EVENHAND_DETOXIFY_SHA256 must be the 64 digits",
        ),
        (
            {"EVENHAND_DETOXIFY": "a.ckpt", "EVENHAND_DETOXIFY_SHA256": "x" * 64},
            "EVENHAND_DETOXIFY_SHA256 must be the 64 digits",
        ),
        (
            {"EVENHAND_DETOXIFY": "original", "EVENHAND_DETOXIFY_MEMORY": "much"},
            "EVENHAND_DETOXIFY_MEMORY must be a number of megabytes",
        ),
    ],
)
def test_settings_that_make_no_sense_are_named(environ: dict[str, str], problem: str) -> None:
    with pytest.raises(UsageError, match=problem):
        DetoxifySettings.from_environ(environ)


def _checkpoint(folder: Path, *files: str, sha256: str = SHA) -> DetoxifySettings:
    (folder / "a.ckpt").write_bytes(b"weights")
    for name in files:
        (folder / name).write_text("{}", encoding="utf-8")
    settings = DetoxifySettings.from_environ(
        {"EVENHAND_DETOXIFY": str(folder / "a.ckpt"), "EVENHAND_DETOXIFY_SHA256": sha256}
    )
    assert settings is not None
    return settings


@pytest.mark.parametrize(
    ("files", "sha256", "problem"),
    [
        # another file than the one that was pinned: it is never opened
        (("config.json", "vocab.txt"), "0" * 64, "is not the file that was pinned"),
        (("vocab.txt",), SHA, "has no config.json"),
        # every word would become the unknown word
        (("config.json",), SHA, "neither vocab.txt nor tokenizer.json"),
    ],
)
def test_a_checkpoint_that_would_guess_or_harm_is_refused(
    files: tuple[str, ...], sha256: str, problem: str, tmp_path: Path
) -> None:
    with pytest.raises(DetectorError, match=problem):
        load(_checkpoint(tmp_path, *files, sha256=sha256))


def test_a_checkpoint_that_is_not_there_is_named(tmp_path: Path) -> None:
    settings = _checkpoint(tmp_path)
    (tmp_path / "a.ckpt").unlink()
    with pytest.raises(DetectorError, match="there is no checkpoint"):
        load(settings)


@pytest.mark.parametrize(
    ("loaded", "problem"),
    [
        ({"state_dict": {}}, "has no config and state_dict"),
        ([], "has no config and state_dict"),
        # a name on the hub is fetched although a folder is given
        (
            {"state_dict": {}, "config": {"arch": {"args": {"model_type": "bert-base-uncased"}}}},
            "'bert-base-uncased', which would be fetched",
        ),
        # weights under other names are dropped without a word, and random ones are used
        (
            {"state_dict": {"model.a": 1}, "config": {"arch": {"args": {"model_type": "/"}}}},
            "begin with 'model.', so none would be used",
        ),
    ],
)
def test_a_checkpoint_that_detoxify_would_not_use_is_refused(loaded: object, problem: str) -> None:
    with pytest.raises(DetectorError, match=problem):
        check_checkpoint(loaded)


@pytest.mark.skipif(not MISSING, reason="Detoxify is installed")
def test_without_detoxify_the_way_to_install_it_is_named() -> None:
    with pytest.raises(DetectorError, match=r"pip install 'evenhand\[toxicity\]'"):
        load(DetoxifySettings(name="original"))


def test_detoxify_stands_beside_the_detector_that_scores_toxicity() -> None:
    plain = builtin()
    both = with_detoxify(plain, DetoxifySettings(name="original"))
    assert [detector.names for detector in both] == [detector.names for detector in plain]
    assert [isinstance(detector, SecondOpinion) for detector in both].count(True) == 1


# -- with stand-ins for the two libraries, which behave as the real ones were seen to


class _Detoxify:
    """Gives lists of scores, and numbers for a single text."""

    weights: ClassVar[dict[str, int]] = {"a": 1}

    def __init__(self, name: str = "", **options: str) -> None:
        if name == "original":
            raise URLError("no way out")
        self.model = SimpleNamespace(state_dict=lambda: self.weights)

    def predict(self, texts: list[str]) -> dict[str, float | list[float]]:
        scores = [len(text) / 10 for text in texts]
        each = scores[0] if len(texts) == 1 else scores
        return {"toxicity": each, "identity_hate": each, "severe_toxicity": each}


@pytest.fixture
def libraries(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    checkpoint = {
        "state_dict": {"a": 1},
        "config": {"arch": {"args": {"model_type": str(tmp_path)}}},
    }
    torch = SimpleNamespace(load=lambda path, **options: checkpoint, equal=lambda a, b: a == b)
    monkeypatch.setitem(sys.modules, "torch", torch)
    monkeypatch.setitem(sys.modules, "detoxify", SimpleNamespace(Detoxify=_Detoxify))
    monkeypatch.setenv("HF_HUB_OFFLINE", "0")
    monkeypatch.setenv("TRANSFORMERS_OFFLINE", "0")
    return tmp_path


@pytest.mark.usefixtures("libraries")
def test_scores_come_under_our_names_for_one_text_and_for_many() -> None:
    scorer = load(DetoxifySettings(name="unbiased"))
    assert scorer(["abc"]) == [{"toxicity": 0.3, "identity_attack": 0.3}]
    assert [each["toxicity"] for each in scorer(["a", "ab"])] == [0.1, 0.2]


@pytest.mark.usefixtures("libraries")
def test_a_model_that_cannot_be_fetched_says_so() -> None:
    with pytest.raises(DetectorError, match=r"Detoxify cannot load its model: .*no way out"):
        load(DetoxifySettings(name="original"))


def test_a_pinned_checkpoint_is_loaded_without_the_network(libraries: Path) -> None:
    scorer = load(_checkpoint(libraries, "config.json", "vocab.txt"))
    assert scorer(["abc"])[0]["toxicity"] == 0.3
    assert os.environ["HF_HUB_OFFLINE"] == os.environ["TRANSFORMERS_OFFLINE"] == "1"


def test_a_checkpoint_whose_weights_did_not_arrive_is_refused(
    libraries: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_Detoxify, "weights", {"a": 2})
    with pytest.raises(DetectorError, match="did not take the checkpoint's weights"):
        load(_checkpoint(libraries, "config.json", "tokenizer.json"))
