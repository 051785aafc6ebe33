"""Choose between which scores the built-in scorer is unsure: `python -m benchmarks.bands`.

To be run whenever the built-in scorer changes. It writes bot/detectors/bands.json. Chosen on the
texts for calibration; `python -m benchmarks.cascade` measures on those for the report.

The upper edge is the lowest score from which on most of the labelled abusive texts are abusive, and
never below the thresholds that rulebooks use. The lower edge of threats lets in the topmost
thousandth of ordinary chat; that of toxicity is as low as the work allows. Other signals have no
band: no policy asks for them, and what they are about is toxicity as well.
"""

import hashlib
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmarks.mixture import (
    CHAT,
    Mixed,
    Supposed,
    cascaded,
    labelled,
    mixture,
    recall,
    saved,
)
from bot.detectors import bands as module
from bot.detectors.bands import Band

#: The work that is to be saved, with something to spare.
FACTOR = 24.0
#: Up to here rulebooks set their thresholds, and how sure the upper edge has to be.
ACTED_ON, SURE, FEWEST = 0.9, 0.9, 30
ORDINARY = 0.001
LOWEST = 0.05
STEP = 0.005
#: Models to reckon with: as good as is published of Detoxify's, and weaker; erring as the scorer
#: does, or in ways of their own.
SUPPOSED = tuple(Supposed(auc=a, alike=b) for a in (0.90, 0.95, 0.986) for b in (0.0, 0.5, 0.8))
ALARMS = 0.01
#: How much recall may be lost, as a share.
LOSS = 0.005


def choose(mixed: Sequence[Mixed]) -> dict[str, Band]:
    """Return the bands; raises ValueError where no band saves enough work."""
    found = {"threat": Band(low=_rare(mixed, "threat"), high=_upper(mixed, "threat"))}
    high = _upper(mixed, "toxicity")
    for step in range(round(LOWEST / STEP), round(high / STEP)):
        found["toxicity"] = Band(low=round(step * STEP, 3), high=high)
        if min(saved(mixed, found)) >= FACTOR:
            return {"toxicity": found.pop("toxicity"), **found}
    raise ValueError(f"no band saves {FACTOR:g} times the work")


def _upper(mixed: Sequence[Mixed], signal: str) -> float:
    edge, bad = 1.0, 0
    for number, (score, is_bad) in enumerate(sorted(labelled(mixed, signal), reverse=True), 1):
        bad += is_bad
        if number >= FEWEST and bad / number >= SURE:
            edge = score
    return max(ACTED_ON, round(edge, 2))


def _rare(mixed: Sequence[Mixed], signal: str) -> float:
    scores = sorted(e.signals[signal].score for e in mixed if e.example.source in CHAT)
    return max(LOWEST, round(scores[int((1 - ORDINARY) * (len(scores) - 1))], 2))


def losses(mixed: Sequence[Mixed], found: Mapping[str, Band]) -> dict[Supposed, float]:
    """Return for each model to reckon with the recall that the cascade loses; less than 0 gains."""
    lost = {}
    for model in SUPPOSED:
        scores = model.scores(mixed)
        with_bands = recall(mixed, cascaded(mixed, scores, found), ALARMS)
        lost[model] = recall(mixed, scores, ALARMS) - with_bands
    return lost


def fingerprint() -> str:
    """Return by which the built-in model is known that bands were chosen for."""
    model = Path(module.__file__).with_name("model.bin").read_bytes()
    return hashlib.sha256(model).hexdigest()[:16]


def chosen_for() -> str:
    """Return by which the model is known that the bands in force were chosen for."""
    known = json.loads(Path(module.__file__).with_name(module.FILE).read_text("utf-8"))
    return str(known.get("scorer", ""))


def written(mixed: Sequence[Mixed], found: Mapping[str, Band]) -> dict[str, object]:
    """Return the content of the file."""
    texts, tokens = saved(mixed, found)
    return {
        "how": "chosen by python -m benchmarks.bands: see there for the rules",
        "scorer": fingerprint(),
        "chosen_on": {
            "texts": len(mixed),
            "times_fewer_texts": round(texts, 1),
            "times_fewer_tokens": round(tokens, 1),
            "most_recall_lost_at_1_percent_alarms": round(max(losses(mixed, found).values()), 4),
        },
        "bands": {name: {"low": band.low, "high": band.high} for name, band in found.items()},
    }


def main() -> int:
    """Choose and write; the exit code is 1 where too much is lost, 3 where the data is missing."""
    try:
        mixed = mixture(lambda example: example.for_calibration)
    except FileNotFoundError as error:
        print(error, file=sys.stderr)
        return 3
    try:
        found = choose(mixed)
    except ValueError as error:
        print(f"benchmarks: {error}; the bands stay as they are.", file=sys.stderr)
        return 1
    text = json.dumps(written(mixed, found), indent=1) + "\n"
    Path(module.__file__).with_name(module.FILE).write_text(text, "utf-8")
    print(text, end="")
    worst = max(losses(mixed, found).values())
    if worst > LOSS:
        print(f"benchmarks: {100 * worst:.1f} points of recall are lost.", file=sys.stderr)
    return 1 if worst > LOSS else 0


if __name__ == "__main__":
    sys.exit(main())
