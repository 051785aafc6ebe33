"""Evenhand as a process of its own, on a Discord in this one."""

import asyncio
import os
import sys
from pathlib import Path

from tests.integration.discord.whole import Whole

ROOT = Path(__file__).resolve().parents[3]


class Apart(Whole):
    """Evenhand can be killed, and what it takes is its own."""

    process: asyncio.subprocess.Process | None = None

    async def begin(self, environ: dict[str, str]) -> None:
        """Start the process."""
        with (self.folder / "errors.log").open("a") as errors:
            self.process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "bot",
                "run",
                cwd=ROOT,
                env={**os.environ, **environ},
                stdout=asyncio.subprocess.DEVNULL,
                stderr=errors,
            )

    async def end(self) -> None:
        """Stop it in good order."""
        if self.process is not None and self.process.returncode is None:
            self.process.terminate()
            await self.process.wait()

    async def kill(self) -> None:
        """Kill it as a power cut would."""
        if self.process is not None and self.process.returncode is None:
            self.process.kill()
            await self.process.wait()
