"""The scorer's model file: a short header in JSON and the weights as bytes.

The file begins with MAGIC, the version, the length of the header and a checksum of the rest; see
`docs/model-card.md` for what is in it.
"""

import json
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from zlib import crc32

from bot.errors import DetectorError

MAGIC = b"EVENHAND"
VERSION = 1
#: Magic, version, length of the header, checksum of header and weights.
_HEAD = struct.Struct("<8sHII")
_BROKEN = "the scorer's model file is {}; install Evenhand again"


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """The weights of some signals, one row of whole numbers from -127 to 127 for each bucket.

    The first half of the rows is for word pieces, the second for words; `scales` make real numbers
    of the whole ones, one for each signal.
    """

    signals: tuple[str, ...]
    bits: int
    scales: tuple[float, ...]
    rows: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """Everything that the scorer learned; `extras` are weights of features that are no words.

    `curves` make probabilities of sums: slope and offset for each signal.
    """

    tables: tuple[Table, ...]
    extras: Mapping[str, Sequence[float]]
    curves: Mapping[str, tuple[float, float]]

    @property
    def signals(self) -> tuple[str, ...]:
        """The signals it knows, in the order of the tables."""
        return tuple(name for table in self.tables for name in table.signals)


def write_model(model: Model) -> bytes:
    """Return the file for a model; the same model gives the same bytes."""
    header = {
        "tables": [
            {"signals": table.signals, "bits": table.bits, "scales": table.scales}
            for table in model.tables
        ],
        "extras": {name: list(each) for name, each in model.extras.items()},
        "curves": {name: list(each) for name, each in model.curves.items()},
    }
    written = json.dumps(header, sort_keys=True, separators=(",", ":")).encode()
    rest = written + b"".join(table.rows for table in model.tables)
    return _HEAD.pack(MAGIC, VERSION, len(written), crc32(rest)) + rest


def read_model(file: bytes) -> Model:
    """Return the model of a file; raises DetectorError for a file that is not whole."""
    if len(file) < _HEAD.size or not file.startswith(MAGIC):
        raise DetectorError(_BROKEN.format("no model file"))
    _, version, length, checksum = _HEAD.unpack_from(file)
    if version != VERSION:
        raise DetectorError(_BROKEN.format(f"of version {version}, and {VERSION} is wanted"))
    rest = file[_HEAD.size :]
    if crc32(rest) != checksum:
        raise DetectorError(_BROKEN.format("cut off or changed"))
    try:
        return _model(json.loads(rest[:length]), rest[length:])
    except (ValueError, KeyError, TypeError) as error:
        raise DetectorError(_BROKEN.format("not what this version writes")) from error


def _model(header: Any, weights: bytes) -> Model:
    tables = []
    for each in header["tables"]:
        signals, bits = tuple(each["signals"]), int(each["bits"])
        size = len(signals) << (bits + 1)
        if len(weights) < size:
            raise ValueError("the weights are cut off")
        rows, weights = weights[:size], weights[size:]
        scales = tuple(map(float, each["scales"]))
        tables.append(Table(signals=signals, bits=bits, scales=scales, rows=rows))
    if weights:
        raise ValueError("there are more weights than the header says")
    return Model(
        tables=tuple(tables),
        extras={name: tuple(map(float, each)) for name, each in header["extras"].items()},
        curves={name: (float(each[0]), float(each[1])) for name, each in header["curves"].items()},
    )
