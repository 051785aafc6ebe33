"""tg-spam's samples under the spam policy as it comes: how much is found, and what is hit wrongly.

    python -m benchmarks.tg_spam

Each sample is the first message of somebody who came in five minutes ago, as tg-spam judges them.
The model has seen three quarters of these rows; those kept back from it are counted apart. The
samples must lie in ../shared/data.
"""

import asyncio
import sys
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from benchmarks.chat import START
from benchmarks.figures import Figure, table, told
from benchmarks.judgement.examples import DATA, MISSING, Example, examples_of
from bot.bootstrap import policy_kinds
from bot.domain import DeleteMessage, Event, Member, MessagePosted
from bot.replay import moments
from bot.rulebook.loader import load_text

SOURCE = "tg_spam"
RULES = """\
version: 1
community: Bench
places: {telegram: "-1001234567890"}
policies:
  - name: Bait
    kind: spam
"""
#: What tg-spam itself reaches on its samples by its defaults, by five-fold cross-validation.
REFERENCE = "tg-spam itself, cross-validated: found 89.6 %, wrong 0.9 %"
_APART, _HERE_FOR = timedelta(hours=1), timedelta(minutes=5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How many samples are spam and how many are not, and how many of each were taken down."""

    spam: int
    found: int
    ham: int
    wrong: int

    @classmethod
    def of(cls, samples: Sequence[Example], gone: Collection[int]) -> "Count":
        """Count samples of which those with these numbers were taken down."""
        spam = [sample.row.get("label") == 1 for sample in samples]
        found = sum(spam[number] for number in gone)
        ham = len(spam) - sum(spam)
        return cls(spam=sum(spam), found=found, ham=ham, wrong=len(gone) - found)

    def plus(self, other: "Count") -> "Count":
        """Return both counts together."""
        return Count(
            spam=self.spam + other.spam,
            found=self.found + other.found,
            ham=self.ham + other.ham,
            wrong=self.wrong + other.wrong,
        )

    def __str__(self) -> str:
        found, wrong = self.found / max(1, self.spam), self.wrong / max(1, self.ham)
        return (
            f"found {100 * found:.1f} % of {self.spam}, wrong {100 * wrong:.1f} % "
            f"({self.wrong} of {self.ham})"
        )


def _events(samples: Sequence[Example]) -> Iterator[Event]:
    """Yield each sample as the first message of a newcomer, an hour after the one before."""
    for number, sample in enumerate(samples):
        at = START + number * _APART
        yield MessagePosted(
            id=str(number),
            at=at,
            network="telegram",
            place="-1001234567890",
            community="bench",
            channel="-1001234567890",
            member=Member(id=f"p{number}", name=f"P{number}", joined_at=at - _HERE_FOR),
            text=sample.text,
        )


async def taken_down(samples: Sequence[Example]) -> set[int]:
    """Return the numbers of the samples that the policy took down."""
    rulebook = load_text(RULES, "bench.yaml", kinds=policy_kinds())
    gone: set[int] = set()
    async for moment in moments([rulebook], _events(samples)):
        for decision in moment.decisions[0]:
            actions = [one for one in decision.actions if isinstance(one, DeleteMessage)]
            gone |= {int(action.message) for action in actions}
    return gone


def counts() -> dict[str, Count]:
    """Return what was found among all samples, and among those that the model has not seen."""
    samples = list(examples_of(SOURCE))
    gone = asyncio.run(taken_down(samples))
    unseen = [one for one in samples if one.for_report or one.for_calibration]
    return {
        "all": Count.of(samples, gone),
        "kept back": Count.of(
            unseen, {unseen.index(samples[n]) for n in gone if samples[n] in unseen}
        ),
    }


def figures() -> list[Figure]:
    """Measure how the policy does on tg-spam's samples."""
    if not (DATA / SOURCE).is_dir():
        return [told("tg-spam's samples", MISSING)]
    found = [
        told(f"tg-spam's samples under the spam policy: {name}", str(count))
        for name, count in counts().items()
    ]
    return [*found, told("tg-spam's samples: the reference", REFERENCE)]


def main() -> int:
    """Print the figures; the exit code is 3 where the samples are missing."""
    if not (DATA / SOURCE).is_dir():
        print(MISSING, file=sys.stderr)
        return 3
    print(table(figures()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
