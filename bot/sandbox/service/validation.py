"""What Discord refuses in the body of a message, and who a message may ping."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.service.components import check_message_components, media_of, text_of
from bot.sandbox.service.uploads import Upload
from bot.sandbox.service.wire import FormErrors, Json, RefusedError, invalid_form
from bot.sandbox.service.world import Guild

FLAG_SUPPRESS_EMBEDS = 1 << 2
FLAG_EPHEMERAL = 1 << 6
FLAG_LOADING = 1 << 7
FLAG_SILENT = 1 << 12
FLAG_V2 = 1 << 15

# https://discord.com/developers/docs/resources/message and /resources/channel#embed-limits
MOST_CONTENT = 2000
MOST_EMBEDS = 10
MOST_EMBED_TEXT = 6000
MOST_ATTACHMENTS = 10
MOST_FILE_BYTES = 10 * 1024 * 1024

_EMBED_LENGTHS = (("title", 256), ("description", 4096))
_MENTION = re.compile(r"<@!?(\d{15,20})>")
_ROLE_MENTION = re.compile(r"<@&(\d{15,20})>")


@dataclass
class Draft:
    """What a message would say; checked as a whole, whether it is new or edited."""

    content: str = ""
    embeds: list[Json] = field(default_factory=list)
    components: list[Json] = field(default_factory=list)
    attachments: list[Json] = field(default_factory=list)
    flags: int = 0
    extra: bool = False

    @property
    def v2(self) -> bool:
        """Tell whether it is built from Components V2."""
        return bool(self.flags & FLAG_V2)


def check_draft(draft: Draft, path: str = "", *, kept: bool = False) -> None:
    """Refuse a message that Discord would refuse; 50006 for an empty one, else 50035.

    Components that an edit keeps were checked when they came: by now they name files otherwise.
    """
    errors = FormErrors()
    prefix = f"{path}." if path else ""
    if len(draft.content) > MOST_CONTENT:
        errors.add(
            f"{prefix}content",
            "BASE_TYPE_MAX_LENGTH",
            f"Must be {MOST_CONTENT} or fewer in length.",
        )
    _check_embeds(errors, draft.embeds, f"{prefix}embeds")
    if not kept:
        check_message_components(errors, draft.components, f"{prefix}components", v2=draft.v2)
    errors.length(f"{prefix}attachments", draft.attachments, 0, MOST_ATTACHMENTS)
    if draft.v2:
        _check_v2(errors, draft, prefix)
    errors.raise_if_any()
    if not (draft.content or draft.embeds or draft.components or draft.attachments or draft.extra):
        raise RefusedError(400, 50006, "Cannot send an empty message")


def check_uploads(uploads: list[Upload]) -> None:
    """Refuse files over Discord's limit for servers without boosts, with 413 40005."""
    if any(len(upload.data) > MOST_FILE_BYTES for upload in uploads):
        raise RefusedError(413, 40005, "Request entity too large")


def _check_v2(errors: FormErrors, draft: Draft, prefix: str) -> None:
    for name in ("content", "embeds"):
        if getattr(draft, name):
            errors.add(
                f"{prefix}{name}",
                "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2",
                f"The '{name}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2",
            )
    used = {media.get("url") for _, media in media_of(draft.components)}
    names = {f"attachment://{it['filename']}" for it in draft.attachments}
    urls = {it.get("url") for it in draft.attachments}
    for index, attachment in enumerate(draft.attachments):
        if not used & {f"attachment://{attachment['filename']}", attachment.get("url")}:
            errors.add(
                f"{prefix}attachments.{index}",
                "MESSAGE_ATTACHMENT_NOT_REFERENCED",
                "An attachment must be referenced by a component.",
            )
    for path, media in media_of(draft.components):
        url = str(media.get("url"))
        if url.startswith("attachment://") and url not in names | urls:
            errors.add(
                f"{prefix}{path}.url",
                "COMPONENT_ATTACHMENT_NOT_FOUND",
                f"The referenced attachment could not be found: {url}",
            )


def _check_embeds(errors: FormErrors, embeds: list[Json], path: str) -> None:
    errors.length(path, embeds, 0, MOST_EMBEDS)
    total = 0
    for index, embed in enumerate(embeds):
        place = f"{path}.{index}"
        for name, most in _EMBED_LENGTHS:
            errors.length(f"{place}.{name}", embed.get(name) or "", 0, most)
            total += len(embed.get(name) or "")
        total += _check_embed_parts(errors, embed, place)
    if total > MOST_EMBED_TEXT:
        errors.add(
            path, "MAX_EMBED_SIZE_EXCEEDED", f"Embed size exceeds maximum size of {MOST_EMBED_TEXT}"
        )


def _check_embed_parts(errors: FormErrors, embed: Json, place: str) -> int:
    footer = (embed.get("footer") or {}).get("text") or ""
    author = (embed.get("author") or {}).get("name") or ""
    errors.length(f"{place}.footer.text", footer, 0, 2048)
    errors.length(f"{place}.author.name", author, 0, 256)
    fields = embed.get("fields") or []
    errors.length(f"{place}.fields", fields, 0, 25)
    total = len(footer) + len(author)
    for index, item in enumerate(fields):
        errors.length(f"{place}.fields.{index}.name", item.get("name", ""), 1, 256)
        errors.length(f"{place}.fields.{index}.value", item.get("value", ""), 1, 1024)
        total += len(str(item.get("name"))) + len(str(item.get("value")))
    return total


def check_nonce(body: Json) -> str | None:
    """Return the nonce as text; 400 if it is longer than 25 characters."""
    nonce = body.get("nonce")
    if nonce is None:
        return None
    if len(str(nonce)) > 25:
        raise invalid_form("nonce", "BASE_TYPE_MAX_LENGTH", "Must be 25 or fewer in length.")
    return str(nonce)


@dataclass(frozen=True, slots=True)
class Pinged:
    """Who a message pings: users, roles, and whether everyone."""

    users: tuple[int, ...] = ()
    roles: tuple[int, ...] = ()
    everyone: bool = False


def pinged_by(
    draft: Draft, allowed: Any, guild: Guild, *, may_ping_everyone: bool, replied_to: int | None
) -> Pinged:
    """Return who the text pings, as `allowed_mentions` (None: everybody) permits."""
    text = "\n".join([draft.content, *text_of(draft.components)])
    users = {it for it in map(int, _MENTION.findall(text)) if it in guild.members}
    roles = {it for it in map(int, _ROLE_MENTION.findall(text)) if it in guild.roles}
    everyone = "@everyone" in text or "@here" in text
    replied = replied_to is not None
    if allowed is not None:
        parse = _parsed_mentions(allowed)
        users &= users if "users" in parse else _ids(allowed, "users")
        roles &= roles if "roles" in parse else _ids(allowed, "roles")
        everyone = everyone and "everyone" in parse
        replied = replied and bool(allowed.get("replied_user"))
    if not may_ping_everyone:
        roles = {role_id for role_id in roles if guild.roles[role_id].mentionable}
    if replied and replied_to in guild.members:
        users.add(replied_to)
    return Pinged(tuple(sorted(users)), tuple(sorted(roles)), everyone and may_ping_everyone)


def _parsed_mentions(allowed: Json) -> list[str]:
    parse = allowed.get("parse") or []
    for name in ("users", "roles"):
        listed = allowed.get(name) or []
        if name in parse and listed:
            raise invalid_form(
                "allowed_mentions",
                "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE",
                f'parse:["{name}"] and {name}: [ids...] are mutually exclusive.',
            )
        if len(listed) > 100:
            raise invalid_form(
                f"allowed_mentions.{name}", "BASE_TYPE_MAX_LENGTH", "Must be 100 or fewer."
            )
    return list(parse)


def _ids(allowed: Json, name: str) -> set[int]:
    return {int(listed) for listed in allowed.get(name) or []}
