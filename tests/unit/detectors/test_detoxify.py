"""Detoxify is used when an operator asks for it, and never with a checkpoint nobody vouched for."""

import hashlib
import importlib.util
from pathlib import Path

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
