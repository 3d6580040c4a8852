"""The gateway's answer to a request for guild members, in chunks."""

from __future__ import annotations

from typing import Any

from bot.sandbox.service.payloads import member_json
from bot.sandbox.service.wire import Json
from bot.sandbox.service.world import Guild, Member, User, World

# Discord's own sizes: 1,000 members a chunk, 100 ids or names a request without the intent.
_CHUNK_MEMBERS = 1000
_REQUEST_MEMBERS = 100


def members_chunks(world: World, viewer: User, data: Any) -> list[Json]:
    """Return the chunks that answer a request; none for a guild the viewer is not in."""
    if not isinstance(data, dict):
        return []
    wanted = data.get("guild_id")
    guild_ids = wanted if isinstance(wanted, list) else [wanted]
    chunks: list[Json] = []
    for guild_id in guild_ids:
        guild = world.guilds.get(_number(guild_id))
        if guild is not None and viewer.id in guild.members:
            chunks += _guild_chunks(guild, data)
    return chunks


def _guild_chunks(guild: Guild, data: Json) -> list[Json]:
    found, missing = _matching(guild, data)
    parts = [found[at : at + _CHUNK_MEMBERS] for at in range(0, len(found), _CHUNK_MEMBERS)] or [[]]
    chunks: list[Json] = []
    for index, part in enumerate(parts):
        chunk: Json = {
            "guild_id": str(guild.id),
            "members": [member_json(member) for member in part],
            "chunk_index": index,
            "chunk_count": len(parts),
        }
        if missing:
            chunk["not_found"] = missing
        if "nonce" in data:
            chunk["nonce"] = data["nonce"]
        if data.get("presences"):
            chunk["presences"] = []
        chunks.append(chunk)
    return chunks


def _matching(guild: Guild, data: Json) -> tuple[list[Member], list[str]]:
    wanted = data.get("user_ids")
    if wanted is not None:
        ids = wanted if isinstance(wanted, list) else [wanted]
        ids = ids[:_REQUEST_MEMBERS]
        found = [guild.members[_number(it)] for it in ids if _number(it) in guild.members]
        return found, [str(it) for it in ids if _number(it) not in guild.members]
    query = str(data.get("query") or "").lower()
    named = [
        member
        for member in guild.members.values()
        if (member.nick or member.user.name).lower().startswith(query)
    ]
    limit = _number(data.get("limit"))
    return (named[:limit] if limit else named), []


def _number(value: Any) -> int:
    """Return an id or count given as number or text; 0 if it is neither."""
    text = str(value)
    return int(text) if text.isascii() and text.isdecimal() else 0
