"""The scorer's model file: a short header in JSON and the weights as bytes.

The file begins with MAGIC, the version, the length of the header and a checksum of the rest; see
`docs/model-card.md` for what is in it.
"""

import json
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from zlib import crc32

from bot.errors import DetectorError

MAGIC = b"EVENHAND"
VERSION = 2
#: The curve of every language that has none of its own.
OTHERS = "others"
#: Magic, version, length of the header, checksum of header and weights.
_HEAD = struct.Struct("<8sHII")
#: The fields of a glance in their order in the file.
_GLANCE = ("below", "slope", "offset")
_BROKEN = "the scorer's model file is {}; install Evenhand again"


@dataclass(frozen=True, slots=True, kw_only=True)
class Glance:
    """What a text's single words say before their sequences are read.

    Below a sum of `below` the rest can't matter; slope and offset make a probability of the sum.
    """

    below: float
    slope: float
    offset: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Plane:
    """What was learned about one signal.

    `weights` are whole numbers from -127 to 127, one byte each: 2**bits for word pieces, and as
    many for words; `scale` makes real numbers of them. `extras` are the weights of features that
    are no words. A sum becomes a probability by the slope and offset of the text's language, or of
    OTHERS. Without a glance all of every text is read.
    """

    signal: str
    bits: int
    scale: float
    curves: Mapping[str, tuple[float, float]]
    extras: Mapping[str, float]
    weights: bytes
    glance: Glance | None = None


def write_model(planes: tuple[Plane, ...]) -> bytes:
    """Return the file for a model; the same model gives the same bytes."""
    header = [
        {
            "signal": plane.signal,
            "bits": plane.bits,
            "scale": plane.scale,
            "curves": {language: list(curve) for language, curve in plane.curves.items()},
            "extras": dict(plane.extras),
            "glance": plane.glance and [getattr(plane.glance, name) for name in _GLANCE],
        }
        for plane in planes
    ]
    written = json.dumps(header, sort_keys=True, separators=(",", ":")).encode()
    rest = written + b"".join(plane.weights for plane in planes)
    return _HEAD.pack(MAGIC, VERSION, len(written), crc32(rest)) + rest


def read_model(file: bytes) -> tuple[Plane, ...]:
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
        return _planes(json.loads(rest[:length]), rest[length:])
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise DetectorError(_BROKEN.format("not what this version writes")) from error


def _planes(header: Any, weights: bytes) -> tuple[Plane, ...]:
    planes = []
    begin = 0
    for each in header:
        end = begin + (2 << int(each["bits"]))
        planes.append(_plane(each, weights[begin:end]))
        begin = end
    if begin != len(weights):
        raise ValueError("there are more or fewer weights than the header says")
    return tuple(planes)


def _plane(header: Any, weights: bytes) -> Plane:
    glance = header["glance"]
    return Plane(
        signal=str(header["signal"]),
        bits=int(header["bits"]),
        scale=float(header["scale"]),
        curves={
            str(language): (float(slope), float(offset))
            for language, (slope, offset) in header["curves"].items()
        },
        extras={str(name): float(value) for name, value in header["extras"].items()},
        weights=weights,
        glance=glance and Glance(**dict(zip(_GLANCE, map(float, glance), strict=True))),
    )
