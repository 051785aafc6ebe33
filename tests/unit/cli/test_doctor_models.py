"""`evenhand doctor --models` loads the model that is set up and says whether it is worth having."""

import json
from collections.abc import Callable, Sequence

import pytest

from bot.checkup import prove_model
from bot.checkup.proof import SENTENCES, Sentence, prove
from bot.cli import FINE, MISTAKES, main
from bot.ports import Finding, Scores

Judge = Callable[[Sentence], Scores | None]


class Model:
    """A model that is loaded or not, and judges as it is told to."""

    def __init__(self, judge: Judge, *, loads: bool = True, trouble: str = "") -> None:
        self._judge = judge
        self._loads = loads
        self.loaded = self.closed = False
        self.trouble = trouble

    def warm(self) -> None:
        self.loaded = self._loads

    def ask(self, texts: Sequence[str]) -> Sequence[Scores | None]:
        known = {sentence.text: sentence for sentence in SENTENCES}
        return [self._judge(known[text]) for text in texts]

    def close(self) -> None:
        self.closed = True


def ticking() -> Callable[[], float]:
    """Return a clock that moves on by half a second with every look."""
    looks = iter(range(100))
    return lambda: next(looks) / 2


def proved(model: Model) -> tuple[Finding, ...]:
    findings = prove(model, ticking(), lambda: 900 << 20)
    assert model.closed
    return findings


def in_english(sentence: Sentence) -> Scores:
    return {"toxicity": 0.98 if sentence.bad and sentence.language == "en" else 0.01}


def test_a_model_that_works_says_what_it_takes() -> None:
    findings = proved(Model(lambda sentence: {"toxicity": 0.9 if sentence.bad else 0.1}))
    assert all(finding.ok for finding in findings)
    first, shown, sense = (finding.what for finding in findings)
    assert first == "the model works: loaded in 0.5 s; 50 ms a sentence; at most 900 MB of memory"
    assert all(sentence.text in shown for sentence in SENTENCES)
    assert sense == "the scores make sense in English and German"


def test_a_model_that_knows_one_language_is_told_so() -> None:
    *_, sense = proved(Model(in_english))
    assert sense.ok
    assert sense.what == (
        "the scores make sense in English, and not in German: there Evenhand's own scorer decides"
    )


NONSENSE: list[tuple[str, Judge]] = [
    ("weights that never arrived", lambda _: {"toxicity": 0.5}),
    ("everything is toxic", lambda _: {"toxicity": 0.99}),
    ("the other way round", lambda sentence: {"toxicity": 0.1 if sentence.bad else 0.9}),
    ("scores that are no numbers", lambda _: None),
    ("other names for everything", lambda _: {"sentiment": 0.99}),
]


@pytest.mark.parametrize(("why", "judge"), NONSENSE)
def test_a_model_that_makes_no_sense_is_told_so(why: str, judge: Judge) -> None:
    *_, sense = proved(Model(judge))
    assert not sense.ok, why
    assert "make no sense" in sense.what
    assert "EVENHAND_DETOXIFY" in sense.mend


@pytest.mark.parametrize(
    ("model", "what"),
    [
        # never loaded
        (Model(in_english, loads=False, trouble="no such file"), "cannot be loaded: no such file"),
        # died over the sentences
        (Model(in_english, trouble="its process died"), "gives no scores: its process died"),
    ],
)
def test_a_model_that_does_not_work_is_told_with_its_reason(model: Model, what: str) -> None:
    (found,) = proved(model)
    assert not found.ok
    assert what in found.what
    assert "nobody is punished" in found.mend


def test_the_sentences_are_clear_in_both_languages() -> None:
    assert len(SENTENCES) == 10
    for language in ("en", "de"):
        assert {s.bad for s in SENTENCES if s.language == language} == {True, False}


@pytest.mark.parametrize(
    ("environ", "what"),
    [
        ({}, "EVENHAND_DETOXIFY is not set"),
        ({"EVENHAND_DETOXIFY": "a.ckpt"}, "EVENHAND_DETOXIFY_SHA256 must be the 64 digits"),
    ],
)
def test_without_a_model_there_is_nothing_to_prove(environ: dict[str, str], what: str) -> None:
    (found,) = prove_model(environ)
    assert not found.ok
    assert what in found.what


def test_the_command_looks_at_the_model_alone(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("EVENHAND_DETOXIFY", raising=False)
    assert main(["doctor", "--models", "--json"]) == MISTAKES != FINE
    said = json.loads(capsys.readouterr().out)
    assert [section["title"] for section in said["sections"]] == ["Models"]
