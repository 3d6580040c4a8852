"""Interactions: what they are, how long they may be answered, and what the bot is told of them."""

from __future__ import annotations

import base64
import secrets

from bot.sandbox.service.payloads import channel_json, member_json, user_json
from bot.sandbox.service.purchases import entitlements_of
from bot.sandbox.service.recording import INTERACTION_MARK
from bot.sandbox.service.state import Interaction, State
from bot.sandbox.service.validation import MOST_FILE_BYTES
from bot.sandbox.service.wire import Json, RefusedError, unknown
from bot.sandbox.service.world import Channel, Guild, Member, User

# https://discord.com/developers/docs/interactions/receiving-and-responding
ANSWER_SECONDS = 3.0
TOKEN_SECONDS = 900.0

COMMAND, COMPONENT, AUTOCOMPLETE, MODAL = 2, 3, 4, 5
_FAILURE_TIMEOUT = 2
_KEPT_INTERACTIONS = 20_000


def finish(state: State, interaction: Interaction) -> None:
    """Note that the bot has answered, and tell the user's client."""
    interaction.answered = True
    if interaction.timer is not None:
        interaction.timer.cancel()
    tell(state, interaction, "INTERACTION_SUCCESS")


def tell(state: State, interaction: Interaction, event: str, **extra: object) -> None:
    """Tell the session from which the interaction came."""
    body = {"id": str(interaction.id), "nonce": interaction.nonce, **extra}
    state.gateway.publish_user(interaction.user.id, event, body, interaction.session_id)


def by_token(state: State, token: str) -> Interaction:
    """Return the interaction with this token; 401 50027 if the token is unknown or too old."""
    interaction = state.interactions.get(token)
    if interaction is None or _age(state, interaction) > TOKEN_SECONDS:
        raise RefusedError(401, 50027, "Invalid Webhook Token")
    return interaction


def answerable(state: State, interaction_id: int, token: str) -> Interaction:
    """Return the interaction to be answered first; 404 10062 if late, 400 40060 if answered."""
    interaction = state.interactions.get(token)
    if interaction is None or interaction.id != interaction_id or interaction.late:
        raise unknown("interaction")
    if interaction.answered:
        raise RefusedError(400, 40060, "Interaction has already been acknowledged.")
    if _age(state, interaction) > ANSWER_SECONDS:
        raise unknown("interaction")
    return interaction


def _age(state: State, interaction: Interaction) -> float:
    return state.deadlines.elapsed() - interaction.created


def new_interaction(state: State, user: User, channel: Channel, body: Json) -> Interaction:
    """Make an interaction of this user; it runs from now on, but nobody knows of it yet."""
    interaction_id = state.new_id()
    secret = f"interaction:{interaction_id}:{secrets.token_urlsafe(48)}"
    token = base64.urlsafe_b64encode(secret.encode()).decode().rstrip("=")
    assert token.startswith(INTERACTION_MARK)
    kind = body["type"]
    metadata: Json = {
        "id": str(interaction_id),
        "type": kind,
        "user": user_json(user),
        "authorizing_integration_owners": {"0": str(channel.guild_id)},
    }
    return Interaction(
        interaction_id,
        token,
        kind,
        user,
        channel,
        str(body.get("session_id")),
        str(body.get("nonce") or ""),
        state.deadlines.elapsed(),
        metadata,
    )


def open_interaction(state: State, interaction: Interaction) -> None:
    """Let the interaction be answered, and start its three seconds."""
    state.interactions[interaction.token] = interaction
    state.interactions_by_id[interaction.id] = interaction
    interaction.timer = state.deadlines.call_later(
        ANSWER_SECONDS, lambda: _time_out(state, interaction)
    )
    while True:
        oldest = next(iter(state.interactions.values()))
        crowded = len(state.interactions) > _KEPT_INTERACTIONS
        if _age(state, oldest) <= TOKEN_SECONDS and not crowded:
            return
        del state.interactions[oldest.token], state.interactions_by_id[oldest.id]


def _time_out(state: State, interaction: Interaction) -> None:
    if not interaction.answered:
        interaction.late = True
        tell(state, interaction, "INTERACTION_FAILURE", reason_code=_FAILURE_TIMEOUT)


def payload_for_bot(
    state: State, interaction: Interaction, guild: Guild, member: Member, data: Json
) -> Json:
    """Return INTERACTION_CREATE's data."""
    bits = state.permissions_in(member.user, interaction.channel)
    hidden = state.world.application.hides_purchases
    bought = [] if hidden else entitlements_of(state, member.user, guild)
    body: Json = {
        "id": str(interaction.id),
        "application_id": str(state.world.application.id),
        "type": interaction.kind,
        "token": interaction.token,
        "version": 1,
        "data": data,
        "guild_id": str(guild.id),
        "guild": {"id": str(guild.id), "locale": guild.locale, "features": []},
        "guild_locale": guild.locale,
        "locale": member.user.locale,
        "channel_id": str(interaction.channel.id),
        "channel": {**channel_json(interaction.channel), "permissions": str(bits)},
        "member": {**member_json(member), "permissions": str(bits)},
        "app_permissions": str(state.permissions_in(state.world.bot, interaction.channel)),
        "entitlements": bought,
        "entitlement_sku_ids": sorted({it["sku_id"] for it in bought}),
        "authorizing_integration_owners": {"0": str(guild.id)},
        "context": 0,
        "attachment_size_limit": MOST_FILE_BYTES,
    }
    if interaction.source is not None:
        body["message"] = {**interaction.source.payload, "guild_id": str(guild.id)}
    return body
