"""A real Detoxify, with a tiny checkpoint made on the spot; needs the extra `toxicity`."""

import hashlib
import importlib
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from bot.detectors.detoxify import DetoxifySettings, load
from bot.detectors.model_process import ModelProcess
from bot.detectors.model_worker import Bounds
from bot.errors import DetectorError

pytest.importorskip(
    "detoxify", reason="DETOXIFY NOT TESTED: pip install 'evenhand[toxicity]' brings it"
)

CLASSES = ["toxic", "severe_toxic", "obscene", "threat", "insult", "identity_hate"]
LETTERS = "abcdefghijklmnopqrstuvwxyzäöüß0123456789.,!?'@#-"


def _tiny(folder: Path, **changes: Any) -> DetoxifySettings:
    """Make a checkpoint of random weights and the settings that pin it."""
    torch: Any = importlib.import_module("torch")
    transformers: Any = importlib.import_module("transformers")
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *LETTERS]
    words += [f"##{letter}" for letter in LETTERS]
    (folder / "vocab.txt").write_text("\n".join(words) + "\n", encoding="utf-8")
    transformers.BertTokenizer(str(folder / "vocab.txt")).save_pretrained(folder)
    torch.manual_seed(0)
    config = transformers.BertConfig(
        vocab_size=len(words),
        hidden_size=32,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=64,
        max_position_embeddings=128,
        num_labels=len(CLASSES),
    )
    config.save_pretrained(folder)
    weights = transformers.BertForSequenceClassification(config).state_dict()
    prefix = changes.get("prefix", "")
    architecture = {
        "model_type": changes.get("model_type", str(folder)),
        "model_name": "BertForSequenceClassification",
        "tokenizer_name": "BertTokenizer",
        "num_classes": len(CLASSES),
    }
    checkpoint = folder / "tiny.ckpt"
    written = {
        "config": {"arch": {"args": architecture}, "dataset": {"args": {"classes": CLASSES}}},
        "state_dict": {f"{prefix}{name}": value for name, value in weights.items()},
    }
    torch.save(written, checkpoint)
    sha256 = hashlib.sha256(checkpoint.read_bytes()).hexdigest()
    return DetoxifySettings(checkpoint=checkpoint, sha256=sha256, config=folder)


@pytest.mark.slow
async def test_a_pinned_checkpoint_scores_in_its_own_process(tmp_path: Path) -> None:
    settings = _tiny(tmp_path)
    model = ModelProcess(partial(load, settings), Bounds(memory=settings.memory, start=200))
    try:
        one = await model.score("you are great", 200)
        other = await model.score("du bist doof", 200)
    finally:
        model.close()
    assert one is not None
    assert other is not None
    assert set(one) == {"toxicity", "obscene", "threat", "insult", "identity_attack"}
    assert one != other


@pytest.mark.slow
@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"model_type": "bert-base-uncased"}, "which would be fetched"),
        ({"prefix": "model."}, "so none would be used"),
    ],
)
def test_a_checkpoint_that_would_load_without_its_weights_is_refused(
    changes: dict[str, str], problem: str, tmp_path: Path
) -> None:
    with pytest.raises(DetectorError, match=problem):
        load(_tiny(tmp_path, **changes))
