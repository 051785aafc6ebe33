"""What the cascade saves and loses: `python -m benchmarks.cascade`.

Measured on texts that neither the built-in scorer nor the bands were chosen on. The cost is that of
a transformer of Detoxify's shape with random weights, where torch and transformers are installed;
the recall is that of models that are supposed, as no real weights are at hand.
"""

import importlib
import sys
import time
from collections.abc import Sequence
from importlib.util import find_spec
from itertools import pairwise
from typing import Any

from benchmarks.bands import ALARMS, LOSS, chosen_for, fingerprint, losses
from benchmarks.figures import Figure, at_least, at_most, table, told
from benchmarks.mixture import (
    Mixed,
    Supposed,
    mixture,
    parts,
    recall,
    saved,
    shown,
)
from bot.detectors.bands import bands

#: So many times less work the cascade is to leave to the model.
WANTED = 20.0
LENGTHS, BATCH, TRIES = (4, 8, 16, 32, 64, 128, 256), 8, 4
_WORDS = 30_000


def main() -> int:
    """Measure and print; the exit code is 1 where a bar is missed, 3 where the data is missing."""
    try:
        mixed = mixture(lambda example: example.for_report)
    except FileNotFoundError as error:
        print(error, file=sys.stderr)
        return 3
    if chosen_for() != fingerprint():
        told = "the bands were chosen for another scorer; run python -m benchmarks.bands"
        print(f"benchmarks: {told}", file=sys.stderr)
    found = measured(mixed)
    print(table(found) + "\n")
    print("\n".join(settled_wrongly(mixed)))
    return 1 if any(figure.met is False for figure in found) else 0


def figures() -> list[Figure]:
    """Return the figures for the table of all benchmarks."""
    return measured(mixture(lambda example: example.for_report))


def measured(mixed: Sequence[Mixed]) -> list[Figure]:
    """Return what is saved and what is lost."""
    texts, tokens = saved(mixed, bands())
    what = parts(mixed, bands())
    lost = losses(mixed, bands())
    return [
        at_least("texts for the model, fewer by a factor of", texts, WANTED, "times"),
        at_least("tokens for the model, fewer by a factor of", tokens, WANTED, "times"),
        *_timed(mixed),
        at_most("most recall lost at 1 % alarms", 100 * max(lost.values()), 100 * LOSS, "points"),
        *(_supposed(model, mixed, by) for model, by in lost.items()),
        told("abusive, settled as harmless", f"{100 * what.bad_settled_good:.1f} %"),
        told("abusive, settled as abusive", f"{100 * what.bad_settled_bad:.1f} %"),
        told("harmless, settled as abusive", f"{100 * what.good_settled_bad:.2f} %"),
        told("harmless, shown to the model", f"{100 * what.good_shown:.2f} %"),
    ]


def _supposed(model: Supposed, mixed: Sequence[Mixed], lost: float) -> Figure:
    alone = recall(mixed, model.scores(mixed), ALARMS)
    return told(
        f"recall at 1 % alarms, model of AUC {model.auc} alike to {model.alike}",
        f"{100 * alone:.1f} % alone, {100 * (alone - lost):.1f} % in the cascade",
    )


def settled_wrongly(mixed: Sequence[Mixed]) -> list[str]:
    """Return for each set how much of its abuse the model never sees, as a table in Markdown."""
    asked = {id(each) for each in shown(mixed, bands())}
    by_source: dict[str, list[Mixed]] = {}
    for each in mixed:
        by_source.setdefault(each.example.source, []).append(each)
    lines = ["| set | texts | shown | abuse settled as harmless |", "| --- | --- | --- | --- |"]
    for source, found in sorted(by_source.items()):
        part = sum(id(each) in asked for each in found) / len(found)
        bad = [each for each in found if each.bad]
        low = bands()["toxicity"].low
        missed = [e for e in bad if id(e) not in asked and e.signals["toxicity"].score < low]
        share = f"{100 * len(missed) / len(bad):.1f} %" if bad else ""
        lines.append(f"| {source} | {len(found)} | {100 * part:.1f} % | {share} |")
    return lines


def _timed(mixed: Sequence[Mixed]) -> list[Figure]:
    if find_spec("torch") is None or find_spec("transformers") is None:
        return [told("seconds of a transformer", "not measured: pip install evenhand[toxicity]")]
    cost = Transformer().cost()
    asked = {id(each) for each in shown(mixed, bands())}
    seconds = {id(each): each.weight * _between(cost, each.work) for each in mixed}
    every, asking = sum(seconds.values()), sum(seconds[one] for one in asked)
    return [
        at_least("seconds of a transformer, fewer by a factor of", every / asking, WANTED, "times"),
        told("a text of the mixture, for the transformer", f"{1e3 * every:.0f} ms"),
    ]


def _between(cost: Sequence[tuple[int, float]], length: float) -> float:
    """Return what a text costs, on the line between the two lengths nearest to it."""
    for (short, less), (long, more) in pairwise(cost):
        if length <= long or long == cost[-1][0]:
            return less + (more - less) * (length - short) / (long - short)
    raise ValueError("no costs were measured")


class Transformer:
    """BERT-base, as Detoxify's `original` is one, with random weights and on one core."""

    def __init__(self) -> None:
        self._torch: Any = importlib.import_module("torch")
        transformers: Any = importlib.import_module("transformers")
        self._torch.set_num_threads(1)
        config = transformers.BertConfig(num_labels=6)
        self._model = transformers.BertForSequenceClassification(config).eval()
        self._pass(LENGTHS[0])

    def cost(self) -> list[tuple[int, float]]:
        """Return for some lengths in tokens what a text takes in a batch: the least of a few."""
        return [(length, min(self._pass(length) for _ in range(TRIES))) for length in LENGTHS]

    def _pass(self, length: int) -> float:
        began = time.process_time()
        with self._torch.no_grad():
            self._model(self._torch.randint(0, _WORDS, (BATCH, length)))
        return (time.process_time() - began) / BATCH


if __name__ == "__main__":
    sys.exit(main())
