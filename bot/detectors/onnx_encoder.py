"""A sentence encoder as an ONNX file, in the layout that sentence-transformers writes.

`model.onnx` (or `onnx/model.onnx`) and `tokenizer.json`; `1_Pooling/config.json` may say how the
tokens' vectors become one. Every vector is made one long, as nearly all such models do.
"""

import importlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bot.detectors.encoders import Encoder, Found
from bot.errors import DetectorError

#: Chat is short, and a batch takes as long as its longest text.
_MOST_TOKENS = 256
#: Without a vector of its own there is nothing to divide by.
_SHORTEST = 1e-9


def load(found: Found) -> Encoder:
    """Return the encoder; raises ImportError where a library is missing, DetectorError."""
    runtime = importlib.import_module("onnxruntime")
    tokenizers = importlib.import_module("tokenizers")
    options = runtime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 4
    session = runtime.InferenceSession(
        str(found.model), sess_options=options, providers=["CPUExecutionProvider"]
    )
    tokenizer = tokenizers.Tokenizer.from_file(str(found.folder / "tokenizer.json"))
    tokenizer.enable_truncation(_MOST_TOKENS)
    if tokenizer.padding is None:
        tokenizer.enable_padding()
    return _OnnxEncoder(session, tokenizer, first_token=_takes_first_token(found.folder))


def _takes_first_token(folder: Path) -> bool:
    """Return whether the first token speaks for all; else their mean does. Raises DetectorError."""
    file = folder / "1_Pooling" / "config.json"
    if not file.is_file():
        return False
    written = json.loads(file.read_text("utf-8"))
    modes = {name for name, is_on in written.items() if name.startswith("pooling_") and is_on}
    if modes == {"pooling_mode_cls_token"}:
        return True
    if modes <= {"pooling_mode_mean_tokens"}:
        return False
    raise DetectorError(f"{file} asks for {', '.join(sorted(modes))}; mean and cls_token are known")


class _OnnxEncoder:
    """A session of onnxruntime with the words that it knows."""

    def __init__(self, session: Any, tokenizer: Any, *, first_token: bool) -> None:
        self._numpy = importlib.import_module("numpy")
        self._session = session
        self._tokenizer = tokenizer
        self._first_token = first_token
        self._wanted = [each.name for each in session.get_inputs()]

    def __call__(self, texts: Sequence[str]) -> Any:
        """Return one row for each text."""
        numpy = self._numpy
        read = self._tokenizer.encode_batch(list(texts))
        given = {
            "input_ids": numpy.array([each.ids for each in read], numpy.int64),
            "attention_mask": numpy.array([each.attention_mask for each in read], numpy.int64),
            "token_type_ids": numpy.array([each.type_ids for each in read], numpy.int64),
        }
        out = self._session.run(None, {name: given[name] for name in self._wanted})[0]
        vectors = out if out.ndim == 2 else self._pooled(out, given["attention_mask"])
        lengths = numpy.linalg.norm(vectors, axis=1, keepdims=True)
        return vectors / numpy.maximum(lengths, _SHORTEST)

    def _pooled(self, tokens: Any, mask: Any) -> Any:
        if self._first_token:
            return tokens[:, 0]
        weights = mask[:, :, None].astype(tokens.dtype)
        return (tokens * weights).sum(1) / weights.sum(1).clip(_SHORTEST)
