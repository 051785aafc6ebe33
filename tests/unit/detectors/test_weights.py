"""The model file is read whole or not at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.detectors.weights import MAGIC, OTHERS, Glance, Plane, read_model, write_model
from bot.errors import DetectorError


def plane(signal: str = "toxicity", bits: int = 3, fill: int = 7) -> Plane:
    return Plane(
        signal=signal,
        bits=bits,
        scale=0.25,
        curves={"de": (1.5, -0.5), OTHERS: (1.0, 0.0)},
        extras={"always": -2.0, "capitals": 0.5},
        weights=bytes([fill]) * (2 << bits),
        glance=Glance(below=-2.5, slope=1.5, offset=0.5) if signal == "toxicity" else None,
    )


FILE = write_model((plane(), plane("spam", bits=2, fill=255)))


def test_what_was_written_is_read() -> None:
    assert read_model(FILE) == (plane(), plane("spam", bits=2, fill=255))


def test_the_same_model_gives_the_same_bytes() -> None:
    assert write_model(read_model(FILE)) == FILE


@given(st.integers(0, len(FILE) - 1))
def test_a_file_that_was_cut_off_is_refused(length: int) -> None:
    with pytest.raises(DetectorError, match="install Evenhand again"):
        read_model(FILE[:length])


@given(st.integers(0, len(FILE) - 1), st.integers(1, 255))
def test_a_file_with_one_changed_byte_is_refused(place: int, change: int) -> None:
    changed = bytearray(FILE)
    changed[place] ^= change
    with pytest.raises(DetectorError, match="install Evenhand again"):
        read_model(bytes(changed))


@given(st.binary(max_size=200))
def test_anything_else_is_refused_with_one_clear_sentence(file: bytes) -> None:
    for each in (file, MAGIC + file):
        with pytest.raises(DetectorError, match=r"model file is .*; install Evenhand again"):
            read_model(each)


@pytest.mark.parametrize(
    ("file", "because"),
    [
        (b"", "no model file"),
        (b"GIF89a" + FILE[6:], "no model file"),
        (FILE[:8] + b"\x01\x00" + FILE[10:], "of version 1, and 2 is wanted"),
        (FILE + b"\x00", "cut off or changed"),
    ],
)
def test_the_error_says_what_is_wrong(file: bytes, because: str) -> None:
    with pytest.raises(DetectorError, match=because):
        read_model(file)


def test_a_header_that_promises_more_than_there_is_is_refused() -> None:
    liar = Plane(signal="spam", bits=5, scale=1.0, curves={}, extras={}, weights=b"short")
    with pytest.raises(DetectorError, match="not what this version writes"):
        read_model(write_model((liar,)))
