"""Whether the lobby can open where it was told to, for `evenhand doctor`."""

import asyncio
import errno
import json
import os
import socket

import aiohttp

from bot.ports import Finding

#: Seconds that whoever holds the port may take to say who it is.
PATIENCE = 2.0


async def examine(host: str, port: int, url: str) -> Finding:
    """Say whether `host` and `port` can be listened on, or are by Evenhand; `url` asks it."""
    trouble = await asyncio.to_thread(_trouble, host, port)
    if trouble is None:
        which = f"port {port}" if port else "a port"
        return Finding(ok=True, what=f"{which} on {host} is free")
    if trouble.errno == errno.EADDRINUSE:
        if await _is_ours(url):
            return Finding(ok=True, what=f"Evenhand listens on {host}, port {port}, already")
        mend = "Stop what listens there, or set EVENHAND_PORT to another port."
        return Finding(ok=False, what=f"port {port} on {host} is in use", mend=mend)
    what = f"it cannot listen on {host}, port {port} ({_why(trouble)})"
    mend = "Set EVENHAND_HOST and EVENHAND_PORT to an address of this machine."
    return Finding(ok=False, what=what, mend=mend)


def _trouble(host: str, port: int) -> OSError | None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        socket.create_server((host, port), family=family).close()
    except OSError as error:
        return error
    return None


def _why(trouble: OSError) -> str:
    if isinstance(trouble, socket.gaierror):
        return "there is no such address"
    return os.strerror(trouble.errno or 0)


async def _is_ours(url: str) -> bool:
    try:
        async with (
            aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(PATIENCE)) as session,
            session.get(url) as answer,
        ):
            health = json.loads(await answer.content.read(10_000))
    except (aiohttp.ClientError, TimeoutError, ValueError):
        return False
    return isinstance(health, dict) and "network lobby" in health
