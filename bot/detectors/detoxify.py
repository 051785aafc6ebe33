"""Detoxify, for operators who can load it: `pip install evenhand[toxicity]`.

It brings torch and runs in a process of its own. A checkpoint is a pickle, that is code, so a local
one is loaded only with its SHA-256 written down in the settings.
"""

import hashlib
import importlib
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from bot.detectors.model_process import ModelProcess
from bot.detectors.model_worker import Bounds, Scorer
from bot.detectors.second_opinion import SecondOpinion
from bot.errors import DetectorError, UsageError
from bot.ports import Detector

NAMED = ("original", "unbiased", "multilingual")
#: Detoxify's class names, old and new, and our signals.
_SIGNAL_OF = {
    "toxicity": "toxicity",
    "toxic": "toxicity",
    "insult": "insult",
    "threat": "threat",
    "identity_attack": "identity_attack",
    "identity_hate": "identity_attack",
    "obscene": "obscene",
}
_MEGABYTE = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class DetoxifySettings:
    """Which model to load; a `checkpoint` has its `sha256` and `config` folder."""

    name: str = ""
    checkpoint: Path | None = None
    sha256: str = ""
    config: Path | None = None
    memory: int = 6000 * _MEGABYTE

    @classmethod
    def from_environ(cls, environ: Mapping[str, str]) -> "DetoxifySettings | None":
        """Read the settings, None where Detoxify is not asked for.

        Raises UsageError naming the variable that makes no sense.
        """
        chosen = environ.get("EVENHAND_DETOXIFY", "")
        if not chosen:
            return None
        megabytes = environ.get("EVENHAND_DETOXIFY_MEMORY") or "6000"
        if not megabytes.isdecimal() or int(megabytes) < 100:
            raise UsageError("EVENHAND_DETOXIFY_MEMORY must be a number of megabytes from 100 on")
        memory = int(megabytes) * _MEGABYTE
        if chosen in NAMED:
            return cls(name=chosen, memory=memory)
        sha256 = environ.get("EVENHAND_DETOXIFY_SHA256", "").lower()
        if len(sha256) != 64 or set(sha256) - set("0123456789abcdef"):
            raise UsageError(
                "EVENHAND_DETOXIFY_SHA256 must be the 64 digits that `sha256sum` prints for the "
                "checkpoint: loading one runs its code"
            )
        config = environ.get("EVENHAND_DETOXIFY_CONFIG")
        checkpoint = Path(chosen)
        folder = Path(config) if config else checkpoint.parent
        return cls(checkpoint=checkpoint, sha256=sha256, config=folder, memory=memory)


def with_detoxify(
    detectors: Sequence[Detector], settings: DetoxifySettings
) -> tuple[Detector, ...]:
    """Return the detectors, with Detoxify's opinion beside the one that scores toxicity."""
    model = ModelProcess(partial(load, settings), Bounds(memory=settings.memory))
    return tuple(
        SecondOpinion(detector, model) if "toxicity" in detector.names else detector
        for detector in detectors
    )


def load(settings: DetoxifySettings) -> Scorer:
    """Load the model and return its scorer; runs in the model's process.

    Raises DetectorError saying what is missing and how to mend it.
    """
    if settings.checkpoint is not None:
        _check_files(settings)
        os.environ["HF_HUB_OFFLINE"] = os.environ["TRANSFORMERS_OFFLINE"] = "1"
    # Nobody watches a bar grow in the log of a service.
    os.environ.update(dict.fromkeys(("TQDM_DISABLE", "HF_HUB_DISABLE_PROGRESS_BARS"), "1"))
    try:
        detoxify = importlib.import_module("detoxify")
    except ImportError:
        raise DetectorError(
            "Detoxify is not installed; run pip install 'evenhand[toxicity]'"
        ) from None
    try:
        model = _open(detoxify, settings)
    except (OSError, RuntimeError, ValueError, KeyError) as error:
        hint = (
            "" if settings.checkpoint else "; without the network, set EVENHAND_DETOXIFY to a path"
        )
        raise DetectorError(f"Detoxify cannot load its model: {error}{hint}") from error
    return partial(_predict, model)


def _open(detoxify: Any, settings: DetoxifySettings) -> Any:
    if settings.checkpoint is None:
        return detoxify.Detoxify(settings.name, device="cpu")
    checkpoint = str(settings.checkpoint)
    torch = importlib.import_module("torch")
    # Its SHA-256 was compared with the settings': it is what the operator trusts.
    loaded = torch.load(checkpoint, map_location="cpu", weights_only=False)
    check_checkpoint(loaded)
    model = detoxify.Detoxify(
        checkpoint=checkpoint, device="cpu", huggingface_config_path=str(settings.config)
    )
    _check_weights(torch, loaded["state_dict"], model.model.state_dict())
    return model


def _check_files(settings: DetoxifySettings) -> None:
    checkpoint, config = settings.checkpoint, settings.config
    if checkpoint is None or config is None:
        raise DetectorError("a checkpoint needs its folder; set EVENHAND_DETOXIFY_CONFIG")
    if not checkpoint.is_file():
        raise DetectorError(f"there is no checkpoint {checkpoint}")
    with checkpoint.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != settings.sha256:
        raise DetectorError(
            f"{checkpoint} is not the file that was pinned: its SHA-256 is {found}; "
            "if you trust it, set EVENHAND_DETOXIFY_SHA256"
        )
    if not (config / "config.json").is_file():
        raise DetectorError(f"{config} has no config.json; set EVENHAND_DETOXIFY_CONFIG")
    # Without a vocabulary every word becomes [UNK], and every text scores the same.
    if not any((config / name).is_file() for name in ("vocab.txt", "tokenizer.json")):
        raise DetectorError(f"{config} has neither vocab.txt nor tokenizer.json; copy one there")


def check_checkpoint(loaded: object) -> None:
    """Raise DetectorError for a checkpoint that Detoxify would load without its weights or at all.

    Checked are the keys it reads, that the architecture is a local folder and not a name on the
    hub, and that weights are named as the model names them.
    """
    if not isinstance(loaded, dict) or not {"config", "state_dict"} <= loaded.keys():
        raise DetectorError("the checkpoint has no config and state_dict; it is not Detoxify's")
    kind = loaded["config"].get("arch", {}).get("args", {}).get("model_type", "")
    if not Path(kind).is_dir():
        raise DetectorError(
            f"the checkpoint names the architecture {kind!r}, which would be fetched; "
            "write a local folder into config.arch.args.model_type"
        )
    if any(name.startswith("model.") for name in loaded["state_dict"]):
        raise DetectorError(
            "the checkpoint's weights begin with 'model.', so none would be used; "
            "run Detoxify's convert_weights.py on it"
        )


def _check_weights(torch: Any, wanted: Mapping[str, Any], found: Mapping[str, Any]) -> None:
    if wanted.keys() != found.keys() or not all(
        torch.equal(wanted[name], found[name]) for name in wanted
    ):
        raise DetectorError("Detoxify did not take the checkpoint's weights; it would guess")


def _predict(model: Any, texts: Sequence[str]) -> Sequence[Mapping[str, float]]:
    if not texts:  # for none at all Detoxify raises an IndexError
        return []
    given: Mapping[str, Sequence[float] | float] = model.predict(list(texts))
    # For a single text Detoxify gives numbers, not lists of them.
    columns = {
        _SIGNAL_OF[name]: [scores] if isinstance(scores, float) else scores
        for name, scores in given.items()
        if name in _SIGNAL_OF
    }
    return [
        {name: float(scores[index]) for name, scores in columns.items()}
        for index in range(len(texts))
    ]
