"""Rulebooks of a given size, made of the real kinds of policies."""

import random
from itertools import cycle, islice
from pathlib import Path

from bot.bootstrap import STARTER, policy_kinds, read_rulebook
from bot.rulebook.book import Rulebook
from bot.rulebook.loader import load_text

HEAD = """\
version: 1
community: Bench
language: en
team:
  alerts_to: "#mod-alerts"
limits:
  deletions_per_hour: 100000
  timeouts_per_day: 100000
policies:
"""
#: Of twenty policies; most are lists of words, as in most communities.
MIX = (
    *("words", "flood", "words", "abuse", "words", "faq", "words", "words", "escalation", "words"),
    *("words", "flood", "words", "abuse", "words", "faq", "words", "words", "words", "words"),
)
CHANNELS = 20
WORDS_EACH = 50
#: One word of each list is really said now and then, so that a hit is a part of what is measured.
SAID = ("dvd", "scanner", "webcam", "refund", "nautilus", "limescale", "mutt", "bluetooth")
_SYLLABLES = ("bra", "ko", "lun", "tef", "mir", "sho", "gan", "pel", "vud", "zor", "nik", "quam")


def mixed(policies: int) -> Rulebook:
    """Return a rulebook with this many policies of all kinds, each for every channel."""
    chance = random.Random(5)
    kinds = islice(cycle(MIX), policies)
    return _load(HEAD + "".join(_policy(n, kind, chance) for n, kind in enumerate(kinds)))


def worded(patterns: int, policies: int = 10) -> Rulebook:
    """Return a rulebook with this many words, spread over some policies, and nothing else."""
    chance = random.Random(6)
    each = patterns // policies
    return _load(HEAD + "".join(_words(n, each, chance) for n in range(policies)))


def starter() -> Rulebook:
    """Return the rulebook that a new community begins with."""
    return read_rulebook(STARTER)


def _load(text: str) -> Rulebook:
    folder = Path(STARTER).parent
    return load_text(text, "bench.yaml", kinds=policy_kinds(), folder=folder)


def _policy(number: int, kind: str, chance: random.Random) -> str:
    match kind:
        case "words":
            return _words(number, WORDS_EACH, chance)
        case "flood":
            when = f"messages_above: {8 + number % 7}\n      within: {10 + number % 5} seconds"
            return _entry(number, kind, f"    when:\n      {when}\n")
        case "abuse":
            return _entry(number, kind, f"    when:\n      toxicity_above: 0.9{number % 9}\n")
        case "faq":
            return _entry(number, kind, f"    channels: {_two(number)}\n    answers: faq.yaml\n")
        case _:
            when = f"unanswered_for: 2 hours\n      asked_in: {_two(number)}"
            return _entry(number, kind, f"    when:\n      {when}\n")


def _two(number: int) -> str:
    """Return two of the channels: questions are answered and watched where they belong."""
    first = 2 * number % CHANNELS
    return f'["#c{first}", "#c{first + 1}"]'


def _words(number: int, count: int, chance: random.Random) -> str:
    words = [SAID[number % len(SAID)], *(_word(chance) for _ in range(count - 1))]
    listed = "".join(f"        - {word}\n" for word in words)
    return _entry(number, "words", f"    when:\n      words:\n{listed}")


def _word(chance: random.Random) -> str:
    return "".join(chance.choice(_SYLLABLES) for _ in range(chance.randint(3, 6)))


def _entry(number: int, kind: str, rest: str) -> str:
    return f"  - name: Policy {number} on {kind}\n    kind: {kind}\n{rest}"
