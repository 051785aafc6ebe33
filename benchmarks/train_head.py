"""Train a head for an encoder: `python -m benchmarks.train_head --model-dir FOLDER`.

FOLDER is one that EVENHAND_EMBEDDINGS could name, or `use-multilingual`. Reads the labelled data in
../shared/data and our own rows, and writes the head: for use-multilingual bot/detectors/head.json,
else evenhand-head.json into the folder. The same data and encoder give the same head. Needs numpy
and scipy, see requirements/train.txt, and what the encoder needs.
"""

import argparse
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.bands import fingerprint
from benchmarks.judgement.examples import examples
from bot.detectors.bands import bands, unsure
from bot.detectors.embeddings import LONGEST
from bot.detectors.encoders import NAMED, Encoder, find, folder_of, open_encoder
from bot.detectors.head import OWN, SHIPPED, written
from bot.detectors.language import tell
from bot.detectors.refined import as_read
from bot.detectors.scorer import ScorerDetector
from bot.detectors.text import make_text
from bot.errors import DetectorError

if TYPE_CHECKING:
    from benchmarks.judgement.heads import Gain, Unsure

SHIPPED_AT = Path(__file__).resolve().parents[1] / "bot" / "detectors" / SHIPPED
MOST_BYTES = 200_000
_BATCH = 256


def unsure_texts() -> "Iterator[Unsure]":
    """Give the texts of which the built-in scorer is unsure; raises FileNotFoundError."""
    from benchmarks.judgement.heads import Unsure

    scorer, known = ScorerDetector(), bands()
    for example in examples():
        text = make_text(example.text)
        signals = scorer.look(text)
        if unsure(signals, known):
            yield Unsure(
                example=example,
                scores={name: signal.score for name, signal in signals.items()},
                language=tell(text.skeleton)[0],
                read=as_read(text)[:LONGEST],
            )


def encoded(encoder: Encoder, texts: "Sequence[Unsure]") -> Any:
    """Return the vectors of texts, those of like length together."""
    import numpy as np

    order = sorted(range(len(texts)), key=lambda index: len(texts[index].read))
    rows: list[Any] = [None] * len(texts)
    for start in range(0, len(order), _BATCH):
        batch = order[start : start + _BATCH]
        vectors = np.asarray(encoder([texts[index].read for index in batch]), np.float64)
        for index, vector in zip(batch, vectors, strict=True):
            rows[index] = vector
    return np.array(rows)


def table(found: "Iterable[Gain]") -> str:
    """Return what a head changes as a Markdown table."""
    lines = [
        "| signal, language | texts / abusive | AUC within a set | AUC over all sets "
        "| macro-F1, equal false alarms | missed, equal false alarms "
        "| false alarms from .45 | from .80 |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    for gain in found:
        was, now = gain.counts
        (asked, acted), (asked_now, acted_now) = gain.alarms
        (inside, inside_now), (all_sets, all_sets_now) = gain.within, gain.overall
        lines.append(
            f"| {gain.signal}, {gain.language} | {gain.texts:,} / {gain.bad:,} "
            f"| {inside:.3f} → {inside_now:.3f} | {all_sets:.3f} → {all_sets_now:.3f} "
            f"| {was.macro_f1:.3f} → {now.macro_f1:.3f} "
            f"| {100 * was.missed:.1f} → {100 * now.missed:.1f} % "
            f"| {100 * asked:.1f} → {100 * asked_now:.1f} % "
            f"| {100 * acted:.1f} → {100 * acted_now:.1f} % |"
        )
    return "\n".join(lines)


def main(given: Sequence[str] | None = None) -> int:
    """Train and write; exit code 1 where it is no help, 2 without an encoder, 3 without data."""
    parser = argparse.ArgumentParser(prog="benchmarks.train_head", description=__doc__)
    parser.add_argument("--model-dir", required=True, help="folder of the encoder, or its name")
    parser.add_argument("--out", type=Path, help="where to write the head")
    args = parser.parse_args(given)
    try:
        return _train(args.model_dir, args.out)
    except DetectorError as error:
        print(f"benchmarks: {error}", file=sys.stderr)
        return 2
    except ImportError as error:
        print(f"benchmarks: {error.name} is missing; run `make train`.", file=sys.stderr)
        return 3
    except FileNotFoundError as error:
        print(error, file=sys.stderr)
        return 3
    except ValueError as error:
        print(f"benchmarks: {error}; no head is written.", file=sys.stderr)
        return 1


def _train(chosen: str, out: Path | None) -> int:
    from benchmarks.judgement.heads import gains, train_head

    found = find(folder_of(chosen) if chosen in NAMED else Path(chosen))
    encoder = open_encoder(found)
    texts = list(unsure_texts())
    print(f"{len(texts):,} texts of which the built-in scorer is unsure")
    vectors = encoded(encoder, texts)
    head = train_head(texts, vectors, found.sha256)
    content = written(head, how="python -m benchmarks.train_head", scorer=fingerprint())
    if len(content) > MOST_BYTES:
        raise ValueError(f"the head would have {len(content):,} bytes, over {MOST_BYTES:,}")
    target = out or (SHIPPED_AT if chosen in NAMED else found.folder / OWN)
    target.write_text(content, "utf-8")
    print(table(gains(head, texts, vectors)))
    print(f"{target.name}: {len(content):,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
