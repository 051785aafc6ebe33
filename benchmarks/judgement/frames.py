"""Sentences made from a grammar of our own: the same group in praise, in hate and in between.

Real texts name some groups mostly to attack them. Here every group comes as often in harmless
sentences as in hateful ones, and hateful words come as often quoted, denied, or said of things.
They are for training alone: made sentences are too easy to measure anything by.
"""

from collections.abc import Iterator, Mapping, Sequence
from random import Random

from benchmarks.judgement import phrases_de, phrases_en
from benchmarks.judgement.labels import SIGNALS, Labels

#: So many sentences of each language.
COUNT = 6_000
_WEIGHT = 0.5
_PHRASES = {"en": phrases_en.PHRASES, "de": phrases_de.PHRASES}
_ROUNDS = 4


def frames(language: str) -> Iterator[tuple[str, Labels]]:
    """Give sentences with their labels; always the same ones."""
    chance = Random(f"frames {language}")
    phrases = _PHRASES[language]
    seen = set()
    for _ in range(_ROUNDS * COUNT):
        kind = chance.choice(_KINDS)
        text = _written(chance.choice(phrases[kind]), phrases, chance)
        if text in seen:
            continue
        seen.add(text)
        yield _styled(text, chance), _LABELS[kind.partition(":")[0]]
        if len(seen) == COUNT:
            return


#: How often each kind of frame comes: as often harmless as hateful.
_KINDS = (
    "hate", "hate", "hate", "threat", "deny", "insult", "insult",
    "praise", "praise", "neutral", "negated", "negated", "counter", "counter", "thing", "thing",
)  # fmt: skip


def _written(frame: str, phrases: Mapping[str, Sequence[str]], chance: Random) -> str:
    """Fill the slots of a frame, and those of what was filled in."""
    while "{" in frame:
        before, _, rest = frame.partition("{")
        slot, _, after = rest.partition("}")
        frame = before + chance.choice(phrases[slot]) + after
    return frame


def _styled(text: str, chance: Random) -> str:
    """Return the sentence as people type it: with or without capital and full stop."""
    style = chance.random()
    if style < 0.4:
        return text
    end = "" if text[-1] in "?!." else chance.choice((".", "!", ".", ""))
    return text[0].upper() + text[1:] + end


def _labels(**true: float) -> Labels:
    labels = {name: (0.0, _WEIGHT) for name in SIGNALS}
    return labels | {name: (truth, _WEIGHT) for name, truth in true.items()}


_HARMLESS = _labels()
_LABELS: Mapping[str, Labels] = {
    "hate": _labels(toxicity=1.0, identity_attack=1.0),
    "deny": _labels(toxicity=1.0, identity_attack=1.0),
    "threat": _labels(toxicity=1.0, identity_attack=1.0, threat=1.0),
    "insult": _labels(toxicity=1.0, insult=1.0),
    "praise": _HARMLESS,
    "neutral": _HARMLESS,
    "negated": _HARMLESS,
    "counter": _HARMLESS,
    "thing": _HARMLESS,
}
