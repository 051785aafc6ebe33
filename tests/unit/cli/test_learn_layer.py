"""What `evenhand learn --layer` prints, and what it says would change about stored messages."""

import json

from bot.cli.learn_layer import Moved, as_file, moves, told
from bot.detectors.layer import shifted
from bot.detectors.scorer import ScorerDetector
from bot.detectors.text import make_text
from bot.learning import Precision, Proposed, Refused, Trial

TRIAL = Trial(
    limit=0.45,
    before=Precision(times=40, looked_at=40, right=20),
    after=Precision(times=20, looked_at=20, right=20),
)
LAYER = Proposed(
    signal="toxicity",
    labels=40,
    right=20,
    people=5,
    words={"clown": -0.69, "shut up": 0.5},
    trials=(TRIAL,),
    mended=20,
    spoilt=0,
)


def test_a_proposal_reads_like_this() -> None:
    assert list(told(LAYER)) == [
        "toxicity: 40 labels about 5 people, 20 right and 20 wrong; 2 words.",
        "  each judged by labels about others    right  wrong    surely right",
        "  flagged above 0.45, before               20     20      35 to 65 %",
        "  flagged above 0.45, after                20      0     84 to 100 %",
        "  Of these it mended 20 and spoilt 0.",
        "  Strongest: clown -0.69, shut up +0.50",
        "",
    ]


def test_a_refusal_says_why_in_a_sentence() -> None:
    refused = Refused(signal="spam", because="all 40 labels say right, so they tell nothing apart")
    assert list(told(refused)) == [
        "spam: no layer, for all 40 labels say right, so they tell nothing apart.",
        "",
    ]


def test_a_file_is_named_by_what_is_in_it() -> None:
    name, raw = as_file("kettle", [LAYER])
    assert json.loads(raw) == {
        "version": 1,
        "kind": "layer",
        "community": "kettle",
        "signals": {"toxicity": {"labels": 40, "words": {"clown": -0.69, "shut up": 0.5}}},
    }
    assert as_file("kettle", [LAYER]) == (name, raw)
    assert as_file("teapot", [LAYER])[0] != name


def test_stored_messages_that_would_change_sides_are_told() -> None:
    texts = ["you clown", "you idiot", "good morning, clown shoes are on sale", "hello"]
    before = ScorerDetector().look(make_text("you clown"))["toxicity"].score
    limit = before - 0.02
    assert list(moves(texts, {"toxicity": {"you clown": -1.5}}, {"toxicity": [limit, 0.99]})) == [
        Moved(
            signal="toxicity",
            limit=limit,
            before=before,
            after=shifted(before, -1.5),
            text="you clown",
        )
    ]
