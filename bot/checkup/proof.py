"""Prove that a model works on this machine: load it, and let it score ten known sentences."""

import resource
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from bot.detectors.detoxify import DetoxifySettings, load
from bot.detectors.model_worker import Bounds, Worker
from bot.errors import UsageError
from bot.ports import Finding, Scores

#: What is meant to hurt scores over this, and what is not scores under it.
MIDDLE = 0.5
#: A model that is fetched first takes its time, in seconds.
_START, _PATIENCE = 1_800.0, 120.0
MEGABYTE = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence that leaves no doubt; `bad` says that it is meant to hurt."""

    language: str
    text: str
    bad: bool


SENTENCES = (
    Sentence(language="en", text="You are a worthless idiot and nobody wants you here.", bad=True),
    Sentence(language="en", text="Shut up, you stupid piece of shit.", bad=True),
    Sentence(language="en", text="I will come to your house and kill you.", bad=True),
    Sentence(language="en", text="Thank you, restarting it did the trick for me.", bad=False),
    Sentence(language="en", text="This release is slow and I would like a refund.", bad=False),
    Sentence(language="de", text="Du bist ein dummes Arschloch, verschwinde von hier.", bad=True),
    Sentence(language="de", text="Halt die Fresse, du wertloser Idiot.", bad=True),
    Sentence(language="de", text="Danke, damit habt ihr mir sehr geholfen.", bad=False),
    Sentence(language="de", text="Weiß jemand, wann das Paket ankommen soll?", bad=False),
    Sentence(language="de", text="Das Update ist langsam, ich will mein Geld zurück.", bad=False),
)
_LANGUAGES = {"en": "English", "de": "German"}


class Tried(Protocol):
    """A model's process as far as it is tried; see bot.detectors.model_worker.Worker."""

    @property
    def loaded(self) -> bool:
        """Whether it is ready."""
        ...

    trouble: str

    def warm(self) -> None:
        """Load the model."""
        ...

    def ask(self, texts: Sequence[str]) -> Sequence[Scores | None]:
        """Return the scores of each text."""
        ...

    def close(self) -> None:
        """End the process."""
        ...


def prove_model(environ: Mapping[str, str]) -> tuple[Finding, ...]:
    """Return what the model that is set up is worth here; it is loaded in a process of its own."""
    try:
        settings = DetoxifySettings.from_environ(environ)
    except UsageError as error:
        return (Finding(ok=False, what=str(error), mend="Correct that, then try again."),)
    if settings is None:
        what = "there is no model to prove: EVENHAND_DETOXIFY is not set"
        mend = "Set it to original, unbiased, multilingual or the path of a checkpoint."
        return (Finding(ok=False, what=what, mend=mend),)
    bounds = Bounds(memory=settings.memory, start=_START, patience=_PATIENCE)
    return prove(Worker(partial(load, settings), bounds, time.monotonic))


def prove(
    model: Tried,
    clock: Callable[[], float] = time.perf_counter,
    memory: Callable[[], int] | None = None,
) -> tuple[Finding, ...]:
    """Return whether a model loads, what it takes, and whether its scores make sense."""
    began = clock()
    try:
        model.warm()
        loading = clock() - began
        if not model.loaded:
            return (_missing("the model cannot be loaded", model.trouble),)
        began = clock()
        scores = [model.ask([sentence.text])[0] for sentence in SENTENCES]
        each = (clock() - began) / len(SENTENCES)
        if model.trouble:
            return (_missing("the model gives no scores", model.trouble),)
    finally:
        model.close()
    taken = f"loaded in {loading:.1f} s; {1000 * each:.0f} ms a sentence"
    room = f"at most {(memory or most_memory)() / MEGABYTE:.0f} MB of memory"
    return (Finding(ok=True, what=f"the model works: {taken}; {room}"), *_sense(scores))


def _missing(what: str, why: str) -> Finding:
    mend = (
        "Mend that; until then everything is judged by what comes with Evenhand, and nobody is "
        "punished for a score that is missing."
    )
    return Finding(ok=False, what=f"{what}: {why}", mend=mend)


def _sense(scores: Sequence[Scores | None]) -> list[Finding]:
    wrong = {language: _mistaken(language, scores) for language in _LANGUAGES}
    right = [_LANGUAGES[language] for language, found in wrong.items() if not found]
    told = [_line(*pair) for pair in zip(SENTENCES, scores, strict=True)]
    shown = Finding(ok=True, what="; ".join(told))
    if right:
        return [shown, Finding(ok=True, what=_understood(right))]
    what = "the scores make no sense: clear sentences fall on the wrong side in every language"
    mend = "Take another model, or take EVENHAND_DETOXIFY out: this one would do harm."
    return [shown, Finding(ok=False, what=what, mend=mend)]


def _understood(right: Sequence[str]) -> str:
    rest = [name for name in _LANGUAGES.values() if name not in right]
    told = f"the scores make sense in {' and '.join(right)}"
    if not rest:
        return told
    return f"{told}, and not in {rest[0]}: there Evenhand's own scorer decides"


def _mistaken(language: str, scores: Sequence[Scores | None]) -> list[Sentence]:
    return [
        sentence
        for sentence, given in zip(SENTENCES, scores, strict=True)
        if sentence.language == language
        and (given is None or (given.get("toxicity", MIDDLE) > MIDDLE) is not sentence.bad)
    ]


def _line(sentence: Sentence, given: Scores | None) -> str:
    score = "not scored" if given is None else f"{given.get('toxicity', 0.0):.2f}"
    return f"“{sentence.text}” {score}"


def most_memory() -> int:
    """Return the most memory that a process which ended here ever had, in bytes."""
    most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024
