"""Names of processes: a dead one is known for certain, or not at all."""

import os
import subprocess
import sys

import pytest

from bot.processes import is_dead, this_process


def test_this_process_is_alive() -> None:
    assert str(os.getpid()) in this_process()
    assert not is_dead(this_process())


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells when a process was born")
def test_a_process_that_ended_is_dead() -> None:
    words = "from bot.processes import this_process; print(this_process())"
    name = subprocess.run(
        [sys.executable, "-c", words], capture_output=True, text=True, check=True
    ).stdout.strip()
    assert is_dead(name)


@pytest.mark.parametrize(
    "name",
    [
        "",  # nobody
        "elsewhere, process 1 (0000dead-77)",  # another machine, boot or container
        "here, process 1 (a3f09c)",  # a name without the kernel's facts
    ],
)
def test_an_unknown_process_is_not_called_dead(name: str) -> None:
    assert not is_dead(name)
