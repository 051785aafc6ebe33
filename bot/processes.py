"""Names for processes by which a successor on the same machine can tell a dead one at once.

A process killed with kill -9 leaves its lease behind. Waiting for it to run out would keep a
community unattended; a name that holds the kernel's own facts (the boot, the space of process
numbers, the moment of birth) tells for certain, or not at all.
"""

import hashlib
import os
import re
import socket
import uuid
from pathlib import Path

_PROC = Path("/proc")
_NAME = re.compile(r", process (?P<pid>\d+) \((?P<space>[0-9a-f]{8})-(?P<born>\d+)\)$")


def this_process() -> str:
    """Return a name for this process that no other has and a person can read."""
    pid = os.getpid()
    space, born = _space(), _born(pid)
    mark = f"{space}-{born}" if space and born else uuid.uuid4().hex[:8]
    return f"{socket.gethostname()}, process {pid} ({mark})"


def is_dead(name: str) -> bool:
    """Return whether the process with this name has certainly ended; False when unsure."""
    found = _NAME.search(name)
    if found is None or found["space"] != _space():
        return False
    return _born(int(found["pid"])) != found["born"]


def _space() -> str:
    """Return a mark of this boot and this space of process numbers, empty where unknown."""
    try:
        boot = (_PROC / "sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
        space = os.readlink(_PROC / "self/ns/pid")
    except OSError:
        return ""
    return hashlib.sha256(f"{boot} {space}".encode()).hexdigest()[:8]


def _born(pid: int) -> str:
    """Return when a living process began, in the kernel's ticks; empty for none."""
    try:
        fields = (_PROC / str(pid) / "stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    state, *rest = fields.rpartition(")")[2].split()
    return "" if state in "ZX" else rest[18]
