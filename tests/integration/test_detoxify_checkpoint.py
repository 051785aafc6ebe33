"""A real Detoxify, with a tiny checkpoint made on the spot; needs the extra `toxicity`."""

import asyncio
import hashlib
import importlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any
from urllib.error import URLError

import pytest

from bot.checkup import prove_model
from bot.detectors.detoxify import DetoxifySettings, load, with_detoxify
from bot.detectors.model_process import ModelProcess
from bot.detectors.model_worker import Bounds
from bot.detectors.second_opinion import SecondOpinion
from bot.detectors.text import make_text
from bot.domain import DeleteMessage, Event, MessagePosted, Signal, Verdict
from bot.errors import DetectorError
from bot.ports import Context, Text
from tests.support.making import posted, verdict
from tests.support.policies import Scripted
from tests.support.running import beside, until
from tests.support.worlds import World

pytest.importorskip(
    "detoxify", reason="DETOXIFY NOT TESTED: pip install 'evenhand[toxicity]' brings it"
)

Checkpoint = dict[str, Any]
#: Changes a checkpoint before it is written.
Break = Callable[[Checkpoint], object]

CLASSES = ["toxic", "severe_toxic", "obscene", "threat", "insult", "identity_hate"]
LETTERS = "abcdefghijklmnopqrstuvwxyzäöüß0123456789.,!?'@#-"


class Unsure:
    """Scores everything in the middle."""

    names = frozenset({"toxicity"})

    async def score(self, text: Text) -> Mapping[str, Signal]:
        return {"toxicity": Signal(name="toxicity", score=0.5)}


def _process(settings: DetoxifySettings) -> ModelProcess:
    return ModelProcess(partial(load, settings), Bounds(memory=settings.memory, start=200))


def _tiny(folder: Path, spoil: Break = lambda _: None) -> DetoxifySettings:
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
    architecture = {
        "model_type": str(folder),
        "model_name": "BertForSequenceClassification",
        "tokenizer_name": "BertTokenizer",
        "num_classes": len(CLASSES),
    }
    checkpoint = folder / "tiny.ckpt"
    written: Checkpoint = {
        "config": {"arch": {"args": architecture}, "dataset": {"args": {"classes": CLASSES}}},
        "state_dict": dict(weights),
    }
    spoil(written)
    torch.save(written, checkpoint)
    sha256 = hashlib.sha256(checkpoint.read_bytes()).hexdigest()
    return DetoxifySettings(checkpoint=checkpoint, sha256=sha256, config=folder)


@pytest.mark.slow
async def test_a_pinned_checkpoint_scores_in_its_own_process(tmp_path: Path) -> None:
    model = _process(_tiny(tmp_path))
    try:
        one = await model.score("you are great", 200)
        other = await model.score("du bist doof", 200)
    finally:
        model.close()
    assert one is not None
    assert other is not None
    assert set(one) == {"toxicity", "obscene", "threat", "insult", "identity_attack"}
    assert one != other


def _without(name: str) -> Break:
    return lambda checkpoint: checkpoint.pop(name)


def _on_the_hub(checkpoint: Checkpoint) -> None:
    checkpoint["config"]["arch"]["args"]["model_type"] = "bert-base-uncased"


def _prefixed(checkpoint: Checkpoint) -> None:
    weights = checkpoint["state_dict"]
    checkpoint["state_dict"] = {f"model.{name}": value for name, value in weights.items()}


def _halved(checkpoint: Checkpoint) -> None:
    for name in list(checkpoint["state_dict"])[::2]:
        del checkpoint["state_dict"][name]


TRAPS: list[tuple[Break, str]] = [
    # a name on the hub is fetched although a folder is given
    (_on_the_hub, "which would be fetched"),
    # weights under the trainer's names are dropped without a word
    (_prefixed, "so none would be used"),
    # some of the weights are missing
    (_halved, "Detoxify (cannot load its model|did not take the checkpoint's weights)"),
    (_without("config"), "has no config and state_dict"),
    (_without("state_dict"), "has no config and state_dict"),
]


@pytest.mark.slow
@pytest.mark.parametrize(("spoil", "problem"), TRAPS)
def test_a_checkpoint_that_would_load_without_its_weights_is_refused(
    spoil: Break, problem: str, tmp_path: Path
) -> None:
    with pytest.raises(DetectorError, match=problem):
        load(_tiny(tmp_path, spoil))


@pytest.mark.slow
def test_without_a_vocabulary_nothing_is_loaded(tmp_path: Path) -> None:
    settings = _tiny(tmp_path)
    for file in ("vocab.txt", "tokenizer.json"):
        (tmp_path / file).unlink(missing_ok=True)
    with pytest.raises(DetectorError, match=r"neither vocab.txt nor tokenizer.json"):
        load(settings)


@pytest.mark.slow
def test_a_checkpoint_changed_after_it_was_pinned_is_never_opened(tmp_path: Path) -> None:
    settings = _tiny(tmp_path)
    assert settings.checkpoint is not None
    settings.checkpoint.write_bytes(settings.checkpoint.read_bytes() + b"!")
    with pytest.raises(DetectorError, match="is not the file that was pinned"):
        load(settings)


@pytest.mark.slow
def test_no_texts_and_empty_ones_harm_nobody(tmp_path: Path) -> None:
    scorer = load(_tiny(tmp_path))
    assert scorer([]) == []
    (empty,) = scorer([""])
    assert 0 < empty["toxicity"] < 1
    assert set(empty) == {"toxicity", "obscene", "threat", "insult", "identity_attack"}


@pytest.mark.slow
def test_a_named_model_that_cannot_be_fetched_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    hub: Any = importlib.import_module("torch.hub")

    def no_way_out(*_: Any, **__: Any) -> None:
        raise URLError("no way out")

    monkeypatch.setattr(hub, "load_state_dict_from_url", no_way_out)
    with pytest.raises(DetectorError, match=r"no way out>; without the network, set EVENHAND_DET"):
        load(DetoxifySettings(name="original"))


def _to_nan(checkpoint: Checkpoint) -> None:
    for value in checkpoint["state_dict"].values():
        if value.is_floating_point():
            value.fill_(float("nan"))


@pytest.mark.slow
async def test_a_model_that_gives_no_numbers_scores_nothing(tmp_path: Path) -> None:
    # A NaN is not equal to itself, so these weights do not even count as arrived.
    model = _process(_tiny(tmp_path, _to_nan))
    assert await model.score("you are great", 200) is None
    assert "did not take the checkpoint's weights" in model.trouble
    model.close()


@pytest.mark.slow
async def test_a_model_that_needs_more_memory_than_it_may_have_scores_nothing(
    tmp_path: Path,
) -> None:
    model = _process(replace(_tiny(tmp_path), memory=60 << 20))
    assert await model.score("you are great", 200) is None
    assert model.trouble
    model.close()


@pytest.mark.slow
async def test_what_the_scorer_is_unsure_of_is_scored_by_the_model(tmp_path: Path) -> None:
    (first, *rest) = with_detoxify((Unsure(),), _tiny(tmp_path))
    assert isinstance(first, SecondOpinion)
    assert rest == []
    text = make_text("you are great")
    first.warm()
    signals = await first.score(text)
    assert signals["toxicity"].unscored
    coming = first.awaited(text)
    assert coming is not None
    assert await asyncio.wait_for(coming, 200) is not None
    assert not (await first.score(text))["toxicity"].unscored
    first.close()


@pytest.mark.slow
def test_random_weights_are_proved_to_make_no_sense(tmp_path: Path) -> None:
    settings = _tiny(tmp_path)
    findings = prove_model(
        {
            "EVENHAND_DETOXIFY": str(settings.checkpoint),
            "EVENHAND_DETOXIFY_SHA256": settings.sha256,
        }
    )
    assert [finding.ok for finding in findings] == [True, True, False]
    assert "ms a sentence" in findings[0].what
    assert "make no sense" in findings[2].what


def _sure(checkpoint: Checkpoint) -> None:
    """Let everything be toxic beyond doubt."""
    checkpoint["state_dict"]["classifier.bias"].fill_(6.0)


async def _judge(event: Event, context: Context) -> Verdict | None:
    signal = await context.signal("toxicity")
    if signal is None or signal.score <= 0.9 or not isinstance(event, MessagePosted):
        return None
    delete = DeleteMessage(channel=event.channel, message=event.id, member=event.member.id)
    return verdict((delete,), signals=(signal,))


@pytest.mark.slow
async def test_a_message_that_was_let_pass_is_taken_down_when_its_score_comes(
    tmp_path: Path,
) -> None:
    (detector,) = with_detoxify((Unsure(),), _tiny(tmp_path, _sure))
    assert isinstance(detector, SecondOpinion)
    world = World(detectors={"toxicity": detector})
    policy = Scripted("Manners", _judge, signals={"toxicity"})
    runtime = world.runtime(policy)
    async with beside(world.settler.run(), runtime.run()):
        await runtime.ready()
        message = posted(says="you absolute muppet")
        await world.store.events.admit([message])
        runtime.submit(message)
        # The model has not even begun to load: the message is judged without it.
        await until(lambda: policy.asked == ["m1"])
        coming = None
        while coming is None:
            await asyncio.sleep(0)
            coming = detector.awaited(make_text(message.text))
        assert world.network.performed == []
        await asyncio.wait_for(coming, 200)
        await until(lambda: len(world.network.performed) > 0)
    detector.close()
    assert isinstance(world.network.performed[0].action, DeleteMessage)
    assert policy.asked == ["m1", "m1"]
