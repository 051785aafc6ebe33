"""From hosts to the model of hosts: weights, made small, and the curve on top."""

from array import array
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from scipy import sparse

from benchmarks.judgement.fit import fit_curve
from benchmarks.links.benign import listed, made_up
from benchmarks.links.hosts import CALIBRATE, FAMILIES, REPORT, chat_hosts, family, part, strangers
from benchmarks.links.report import recall_at
from benchmarks.regression import regress
from bot.detectors.links.address import domain_of
from bot.detectors.links.features import build, pieces
from bot.detectors.links.model import FEWEST, HostModel

BITS = 15
#: How many ordinary hosts are made up for training and for the curve.
MADE_UP, MADE_UP_FOR_CURVE = 12_000, 4_000
#: How strongly weights are pulled to zero: those of pieces, and those of the build.
PULL, PULL_OF_BUILD = 1.0, 0.3
#: All scams together weigh as much as this share of all ordinary hosts.
SCAM_SHARE = 0.5
_LISTED_WEIGH = 3.0
#: For the curve: of the links of people whom nobody knows, so many are scams.
SCAMS_AMONG_LINKS = 0.1
_LARGEST = 127
_KEPT = 0.9995


def train(scams: Sequence[str]) -> HostModel:
    """Return the model; the same hosts give the same model."""
    bad = [host for host in scams if part(host) >= REPORT + CALIBRATE]
    names, weights = _learn(bad)
    pieces_of, always = weights[: 2 << BITS], weights[-1]
    scale = float(f"{np.quantile(np.abs(pieces_of), _KEPT) / _LARGEST:.6g}")
    whole = np.clip(np.rint(pieces_of / scale), -_LARGEST, _LARGEST).astype(np.int8)
    raw = HostModel(
        bits=BITS,
        scale=scale,
        rows=array("b", whole.tobytes()),
        build=dict(zip(names, map(float, weights[2 << BITS : -1].round(4)), strict=True)),
        slope=1.0,
        offset=float(round(always, 4)),
    )
    slope, offset = _curve(raw, [h for h in scams if REPORT <= part(h) < REPORT + CALIBRATE])
    return HostModel(
        bits=BITS,
        scale=scale,
        rows=raw.rows,
        build=raw.build,
        slope=round(slope, 4),
        offset=round(slope * raw.offset + offset, 4),
    )


def families(scams: Sequence[str]) -> Iterator[tuple[str, int, float]]:
    """Train without each family in turn; give its size and how many of it are found all the same.

    The hosts of the chat that no list knows set the threshold: one in a hundred of them is over it.
    """
    ordinary = strangers(chat_hosts())
    for name in FAMILIES:
        left_out = [host for host in scams if family(host) == name]
        names, weights = _learn([host for host in scams if family(host) != name])
        bad, good = (_rows(hosts, names) @ weights[:-1] for hosts in (left_out, ordinary))
        yield name, len(left_out), recall_at(list(bad), list(good), 0.01)


def _learn(bad: Sequence[str]) -> tuple[list[str], Any]:
    own, more = listed(), made_up(MADE_UP, seed=1)
    good = [*own, *more]
    hosts = [*bad, *good]
    names = sorted({name for host in hosts for name in build(domain_of(host))})
    truths = np.r_[np.ones(len(bad)), np.zeros(len(good))]
    weights = np.r_[
        np.full(len(bad), SCAM_SHARE * len(good) / len(bad)),
        np.full(len(own), _LISTED_WEIGH),
        np.ones(len(more)),
    ]
    pulls = np.r_[np.full(2 << BITS, PULL), np.full(len(names), PULL_OF_BUILD)]
    return names, regress(_rows(hosts, names), truths, weights, pulls)


def _rows(hosts: Sequence[str], names: Sequence[str]) -> Any:
    places = {name: (2 << BITS) + index for index, name in enumerate(names)}
    rows, columns, values = array("q"), array("q"), array("f")
    for row, host in enumerate(hosts):
        domain = domain_of(host)
        for half, hashes in enumerate(pieces(domain)):
            share = 1 / max(len(hashes), FEWEST) ** 0.5
            for each in hashes:
                rows.append(row)
                columns.append((half << BITS) + (each & ((1 << BITS) - 1)))
                values.append(share)
        for name, value in build(domain).items():
            if name in places:
                rows.append(row)
                columns.append(places[name])
                values.append(value)
    shape = (len(hosts), (2 << BITS) + len(names))
    return sparse.csr_matrix((values, (rows, columns)), shape=shape, dtype=np.float32)


def _curve(raw: HostModel, bad: Sequence[str]) -> tuple[float, float]:
    good = made_up(MADE_UP_FOR_CURVE, seed=2)
    sums = np.array([raw.odds(domain_of(host)) for host in [*bad, *good]])
    truths = np.r_[np.ones(len(bad)), np.zeros(len(good))]
    share = SCAMS_AMONG_LINKS / (1 - SCAMS_AMONG_LINKS) * len(good) / len(bad)
    return fit_curve(sums, truths, np.r_[np.full(len(bad), share), np.ones(len(good))])
