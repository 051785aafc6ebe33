"""The fake's gateway: HELLO, IDENTIFY, RESUME, heartbeats, zlib-stream, and what is told on it."""

import asyncio
import json
import secrets
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSCloseCode, WSMsgType, web

from tests.fakes.discord.wire import Json
from tests.fakes.discord.world import World

GUILD_MEMBERS, MESSAGE_CONTENT = 1 << 1, 1 << 15
PRIVILEGED = GUILD_MEMBERS | 1 << 8 | MESSAGE_CONTENT
#: The intent that lets an event through; what is not listed is always told.
INTENTS = {
    "GUILD_MEMBER_ADD": 1 << 1,
    "GUILD_MEMBER_REMOVE": 1 << 1,
    "GUILD_MEMBER_UPDATE": 1 << 1,
    "GUILD_BAN_ADD": 1 << 2,
    "GUILD_BAN_REMOVE": 1 << 2,
    "GUILD_AUDIT_LOG_ENTRY_CREATE": 1 << 2,
    "MESSAGE_CREATE": 1 << 9,
    "MESSAGE_UPDATE": 1 << 9,
    "MESSAGE_DELETE": 1 << 9,
    "MESSAGE_DELETE_BULK": 1 << 9,
    "MESSAGE_REACTION_ADD": 1 << 10,
    "AUTO_MODERATION_ACTION_EXECUTION": 1 << 21,
}


class Line:
    """One open connection; everything on it is one zlib stream."""

    def __init__(self, socket: web.WebSocketResponse, compressed: bool) -> None:
        self.socket = socket
        self._packer = zlib.compressobj() if compressed else None
        self._turn = asyncio.Lock()

    async def send(self, payload: Json) -> None:
        text = json.dumps(payload)
        async with self._turn:
            if self.socket.closed:
                return
            if self._packer is None:
                await self.socket.send_str(text)
                return
            packed = self._packer.compress(text.encode())
            await self.socket.send_bytes(packed + self._packer.flush(zlib.Z_SYNC_FLUSH))


@dataclass(slots=True)
class Session:
    """What a client identified for; it lives on while its connection is gone."""

    id: str
    shard: int
    shards: int
    intents: int
    seq: int = 0
    line: Line | None = None
    told: list[Json] = field(default_factory=list)

    def sees(self, guild: str) -> bool:
        return (int(guild) >> 22) % self.shards == self.shard


class Gateway:
    """All sessions; `identified` counts how often a client began anew."""

    def __init__(self, world: World, url: Callable[[], str], token: Callable[[], str]) -> None:
        self.world = world
        self.sessions: dict[str, Session] = {}
        self.allowed = PRIVILEGED
        self.identified = 0
        self.resumed = 0
        self.refuse_resume = False
        self.invalid_sessions = 0
        self.silent = False
        #: What is done to each event before it goes out: none, one or several come of it.
        self.mangle: Callable[[Json], list[Json]] = lambda payload: [payload]
        self._connected = asyncio.Event()
        self._resumed = asyncio.Event()
        self._url = url
        self._token = token
        self._outgoing: asyncio.Queue[tuple[Line, Json]] = asyncio.Queue()
        self._sender: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to send what is told."""
        self._sender = asyncio.create_task(self._send_all())

    async def stop(self) -> None:
        """Close every connection."""
        await self.drop(code=WSCloseCode.GOING_AWAY)
        if self._sender is not None:
            self._sender.cancel()
            await asyncio.gather(self._sender, return_exceptions=True)

    async def _send_all(self) -> None:
        while True:
            line, payload = await self._outgoing.get()
            try:
                await line.send(payload)
            except ConnectionError:
                continue
            finally:
                self._outgoing.task_done()

    async def flushed(self) -> None:
        """Return when everything that was told has been sent."""
        await self._outgoing.join()

    def tell(self, guild: str, event: str, data: Json) -> None:
        """Tell every session that sees a server of something; `guild` may be empty."""
        for session in self.sessions.values():
            wanted = INTENTS.get(event, 0)
            if guild and not session.sees(guild):
                continue
            if guild and wanted and not session.intents & wanted:
                continue
            if not guild and session.shard != 0:
                continue
            self._to(session, event, self._seen(session, event, data))

    def _seen(self, session: Session, event: str, data: Json) -> Json:
        if event not in ("MESSAGE_CREATE", "MESSAGE_UPDATE"):
            return data
        mine = data.get("author", {}).get("id") == self.world.me["id"]
        if session.intents & MESSAGE_CONTENT or mine or not data.get("guild_id"):
            return data
        return {**data, "content": "", "attachments": [], "embeds": [], "components": []}

    def _to(self, session: Session, event: str, data: Json) -> None:
        session.seq += 1
        payload: Json = {"op": 0, "t": event, "s": session.seq, "d": data}
        session.told.append(payload)
        del session.told[:-10_000]
        if session.line is not None and not self.silent:
            for each in self.mangle(payload):
                self._outgoing.put_nowait((session.line, each))

    async def drop(
        self, *, code: int = 4000, forget: bool = False, shard: int | None = None
    ) -> None:
        """Cut every connection, or one shard's; sessions may be resumed unless forgotten."""
        for session in list(self.sessions.values()):
            if shard not in (None, session.shard):
                continue
            line, session.line = session.line, None
            if line is not None:
                await line.socket.close(code=code)
        if forget:
            self.sessions.clear()

    async def handle(self, request: web.Request) -> web.WebSocketResponse:
        """Serve one connection."""
        socket = web.WebSocketResponse(max_msg_size=0)
        await socket.prepare(request)
        line = Line(socket, request.query.get("compress") == "zlib-stream")
        await line.send({"op": 10, "d": {"heartbeat_interval": 41_250}, "s": None, "t": None})
        session: Session | None = None
        async for message in socket:
            if message.type is WSMsgType.TEXT:
                session = await self._hear(line, session, json.loads(message.data))
        if session is not None and session.line is line:
            session.line = None
        return socket

    async def _hear(self, line: Line, session: Session | None, asked: Json) -> Session | None:
        match asked["op"]:
            case 1:
                if not self.silent:
                    await line.send({"op": 11, "d": None, "s": None, "t": None})
            case 2:
                return await self._identify(line, asked["d"])
            case 6:
                return await self._resume(line, asked["d"])
            case 8 if session is not None:
                self._chunk(session, asked["d"])
        return session

    async def _identify(self, line: Line, asked: Json) -> Session | None:
        self.identified += 1
        if asked["token"] != self._token():
            await line.socket.close(code=4004, message=b"Authentication failed.")
            return None
        if asked["intents"] & PRIVILEGED & ~self.allowed:
            await line.socket.close(code=4014, message=b"Disallowed intent(s).")
            return None
        if self.invalid_sessions:
            self.invalid_sessions -= 1
            await line.send({"op": 9, "d": False, "s": None, "t": None})
            return None
        shard, shards = asked.get("shard", (0, 1))
        session = Session(secrets.token_hex(8), shard, shards, asked["intents"], line=line)
        self.sessions[session.id] = session
        self._welcome(session)
        self._connected.set()
        return session

    async def came_back(self) -> None:
        """Return when the next client has resumed a session."""
        self._resumed.clear()
        await self._resumed.wait()

    async def connected(self) -> None:
        """Return when the next client has identified."""
        self._connected.clear()
        await self._connected.wait()

    def _welcome(self, session: Session) -> None:
        me = self.world.me["id"]
        seen = [
            g for g in self.world.guilds.values() if me in g["members"] and session.sees(g["id"])
        ]
        ready: dict[str, Any] = {
            "v": 10,
            "user": self.world.me,
            "guilds": [{"id": guild["id"], "unavailable": True} for guild in seen],
            "session_id": session.id,
            "resume_gateway_url": self._url(),
            "shard": [session.shard, session.shards],
            "application": {"id": me, "flags": 0},
        }
        self._to(session, "READY", ready)
        for guild in seen:
            self._to(session, "GUILD_CREATE", self.world.full(guild))

    async def _resume(self, line: Line, asked: Json) -> Session | None:
        session = self.sessions.get(asked["session_id"])
        if asked["token"] != self._token():
            await line.socket.close(code=4004)
            return None
        if session is None or self.refuse_resume:
            await line.send({"op": 9, "d": False, "s": None, "t": None})
            return None
        self.resumed += 1
        self._resumed.set()
        session.line = line
        for payload in [one for one in session.told if one["s"] > asked["seq"]]:
            self._outgoing.put_nowait((line, payload))
        self._to(session, "RESUMED", {})
        return session

    def _chunk(self, session: Session, asked: Json) -> None:
        guild = self.world.guilds[str(asked["guild_id"])]
        ids = [str(id) for id in asked.get("user_ids", ())]
        found = [guild["members"][id] for id in ids if id in guild["members"]]
        if not ids:
            begin = asked.get("query", "").lower()
            members = guild["members"].values()
            found = [one for one in members if one["user"]["username"].startswith(begin)]
        parts = [found[at : at + 1000] for at in range(0, len(found), 1000)] or [[]]
        for index, part in enumerate(parts):
            chunk: Json = {
                "guild_id": guild["id"],
                "members": part,
                "chunk_index": index,
                "chunk_count": len(parts),
                "not_found": [id for id in ids if id not in guild["members"]],
            }
            if asked.get("nonce"):
                chunk["nonce"] = asked["nonce"]
            self._to(session, "GUILD_MEMBERS_CHUNK", chunk)
