"""The trainer of heads: what it learns, the same twice over, and when it writes nothing."""

import importlib.util
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import pytest

from benchmarks import train_head
from benchmarks.judgement.examples import Example
from benchmarks.train_head import table
from bot.detectors.head import OWN, head_for
from tests.support.tiny_encoder import make_encoder

if TYPE_CHECKING:
    from benchmarks.judgement.heads import Unsure

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("numpy") is None, reason="numpy is not installed"
)


def texts(count: int = 2_000) -> "list[Unsure]":
    """Texts in two languages that the built-in scorer can hardly tell apart."""
    from benchmarks.judgement.heads import Unsure

    chance = Random(5)
    bad = [chance.random() < 0.5 for _ in range(count)]
    return [
        Unsure(
            example=Example(
                text="",
                language="",
                source="made",
                part=number % 100,
                labels={"toxicity": (float(bad[number]), 1.0)},
                row={},
            ),
            scores=dict.fromkeys(
                ("toxicity", "insult", "threat", "identity_attack"),
                chance.uniform(0.3, 0.85) + 0.05 * bad[number],
            ),
            language="de" if number % 3 else "en",
            read="clown" if chance.random() < 0.5 else "friend",
        )
        for number in range(count)
    ]


def vectors(found: "list[Unsure]", *, telling: bool) -> list[list[float]]:
    """Two numbers for each text: the first tells the truth nine times of ten, or is chance."""
    chance = Random(6)
    rows = []
    for each in found:
        bad = each.example.labels["toxicity"][0] > 0.5
        told = bad if telling and chance.random() < 0.9 else chance.random() < 0.5
        rows.append([1.0 if told else -1.0, chance.uniform(-1, 1)])
    return rows


def test_what_the_vectors_tell_is_learned_and_the_alarms_stay() -> None:
    import numpy

    from benchmarks.judgement.heads import gains, train_head

    found = texts()
    rows = numpy.array(vectors(found, telling=True))
    head = train_head(found, rows, {"model.onnx": "0" * 64})
    assert head == train_head(found, rows, {"model.onnx": "0" * 64})
    assert list(head.parts) == ["toxicity"]
    gained = gains(head, found, rows)
    assert {gain.language for gain in gained} == {"de", "others"}
    for gain in gained:
        assert gain.within[0] < 0.65 < 0.8 < gain.within[1]
        assert gain.overall == pytest.approx(gain.within)
        was, now = gain.counts
        assert now.false_alarms <= was.false_alarms
        assert now.missed < was.missed
    assert "| toxicity, de |" in table(gained)


def test_vectors_that_tell_nothing_make_no_head() -> None:
    import numpy

    from benchmarks.judgement.heads import train_head

    found = texts()
    with pytest.raises(ValueError, match="nothing gets better"):
        train_head(found, numpy.array(vectors(found, telling=False)), {})


def test_the_head_lies_in_the_folder_of_its_encoder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    import numpy

    made = texts()
    rows = dict(zip(map(id, made), vectors(made, telling=True), strict=True))
    monkeypatch.setattr(train_head, "unsure_texts", lambda: iter(made))
    monkeypatch.setattr(
        train_head, "encoded", lambda _, found: numpy.array([rows[id(each)] for each in found])
    )
    monkeypatch.setattr(train_head, "open_encoder", lambda _: None)
    make_encoder(tmp_path)
    assert train_head.main(["--model-dir", str(tmp_path)]) == 0
    assert head_for(tmp_path).encoder.keys() == {"model.onnx", "tokenizer.json"}
    assert OWN in capsys.readouterr().out


TROUBLES = [
    # no encoder there
    (None, 2, "holds no encoder"),
    (FileNotFoundError("the labelled data is missing"), 3, "data is missing"),
    (ImportError(name="numpy"), 3, "numpy is missing"),
    (ValueError("with this encoder nothing gets better"), 1, "no head is written"),
]


@pytest.mark.parametrize(("error", "code", "said"), TROUBLES)
def test_what_is_missing_is_told_and_nothing_is_written(
    error: Exception | None,
    code: int,
    said: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def fail() -> None:
        assert error is not None
        raise error

    if error is not None:
        make_encoder(tmp_path)
        monkeypatch.setattr(train_head, "open_encoder", lambda _: None)
        monkeypatch.setattr(train_head, "unsure_texts", fail)
    assert train_head.main(["--model-dir", str(tmp_path)]) == code
    assert said in capsys.readouterr().err
    assert not (tmp_path / OWN).exists()


def test_texts_keep_their_vectors_whatever_their_length() -> None:
    found = texts(600)
    said = train_head.encoded(lambda read: [[float(len(text))] for text in read], found)
    assert said[:, 0].tolist() == [float(len(each.read)) for each in found]
