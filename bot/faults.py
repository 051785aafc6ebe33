"""Places where tests may kill the process, to prove that nothing is lost or doubled there.

`EVENHAND_CRASH_AT=written:3` kills the process the third time it passes the point `written`.
Without the variable a point costs one comparison.
"""

import os
import signal
from collections.abc import Mapping

POINTS = ("heard", "admitted", "judged", "written", "begun", "acted", "recorded", "fired")


class CrashPoints:
    """Kills the process at one named point, the n-th time it is passed."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        name, _, count = environ.get("EVENHAND_CRASH_AT", "").partition(":")
        self._name = name if name in POINTS else ""
        self._left = int(count) if count.isdigit() else 1

    def passing(self, name: str) -> None:
        """Say that the process passes this point."""
        if name != self._name:
            return
        self._left -= 1
        if self._left <= 0:
            os.kill(os.getpid(), signal.SIGKILL)


NO_CRASH = CrashPoints({})
