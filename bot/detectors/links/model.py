"""The learned part: how probable it is, by its name alone, that a host was made to deceive.

A logistic regression over pieces of the name and over its build; `python -m benchmarks.train_links`
writes the file.
"""

import base64
import json
import math
import zlib
from array import array
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from bot.detectors.links.address import Domain, domain_of
from bot.detectors.links.features import build, pieces
from bot.errors import DetectorError

#: A name with fewer pieces than this counts as if it had so many.
FEWEST = 8
_HOSTS_KEPT = 4_096


@dataclass(frozen=True, slots=True, kw_only=True)
class HostModel:
    """Weights of pieces as whole numbers, each worth `scale`, in two halves of 2**bits.

    The first half is for names as written, the second for names as they look. `build` are the
    weights of what is striking, `slope` and `offset` make log odds of the sum.
    """

    bits: int
    scale: float
    rows: "array[int]"
    build: Mapping[str, float]
    slope: float
    offset: float

    def odds(self, domain: Domain) -> float:
        """Return the log odds that the host was made to deceive."""
        written, seen = pieces(domain)
        total = self._sum(written, 0) + self._sum(seen, 1 << self.bits)
        for name, value in build(domain).items():
            total += value * self.build.get(name, 0.0)
        return self.slope * total + self.offset

    def _sum(self, hashes: list[int], start: int) -> float:
        if not hashes:
            return 0.0
        mask, rows = (1 << self.bits) - 1, self.rows
        total = sum(rows[start + (each & mask)] for each in hashes)
        return self.scale * total / math.sqrt(max(len(hashes), FEWEST))


def write_model(model: HostModel) -> str:
    """Return the file for a model; the same model gives the same text."""
    packed = base64.b85encode(zlib.compress(model.rows.tobytes(), 9)).decode()
    rest = {
        "bits": model.bits,
        "scale": model.scale,
        "slope": model.slope,
        "offset": model.offset,
        "build": dict(model.build),
        "rows": packed,
    }
    return json.dumps(rest, indent=0, sort_keys=True) + "\n"


def read_model(written: str) -> HostModel:
    """Return the model of a file; raises DetectorError for a file that is not whole."""
    try:
        given = json.loads(written)
        rows = array("b", zlib.decompress(base64.b85decode(given["rows"])))
        if len(rows) != 2 << given["bits"]:
            raise ValueError("the weights are cut off")
        return HostModel(
            bits=given["bits"],
            scale=float(given["scale"]),
            rows=rows,
            build={name: float(weight) for name, weight in given["build"].items()},
            slope=float(given["slope"]),
            offset=float(given["offset"]),
        )
    except (ValueError, KeyError, TypeError, zlib.error) as error:
        raise DetectorError(
            "the model of hosts is not what this version writes; install Evenhand again"
        ) from error


@cache
def host_model() -> HostModel:
    """Return the model that comes with Evenhand; it is read when the first link is judged."""
    folder = files("bot.detectors.links")
    return read_model(folder.joinpath("model.json").read_text(encoding="utf-8"))


@lru_cache(_HOSTS_KEPT)
def host_odds(host: str) -> float:
    """Return the log odds of a host; hosts come again and again, so some are kept."""
    return host_model().odds(domain_of(host))
