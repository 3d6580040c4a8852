"""Asks for pictures: in good time or not at all, for a message is worth more than its picture."""

import asyncio
from collections.abc import Awaitable
from typing import Final

import structlog

from bot.house import House
from bot.ledger.emoji import custom_emoji_id
from bot.ledger.tiers import Form, Tier
from bot.pictures.studio import PictureFailed
from bot.pictures.subjects import GiftPicture, Person
from bot.storage.combos import ComboView
from bot.storage.people import Somebody
from bot.words import Words

PATIENCE_SECONDS: Final = 2.0
"""How long a message waits for its picture, the faces on it included."""

GIFT_FILE: Final = "gift.png"
"""The name under which a gift's picture hangs in its message."""

log = structlog.get_logger(__name__)


async def in_good_time(picture: Awaitable[bytes], **about: int) -> bytes | None:
    """The picture; None where it failed or was slow, which is logged with what it was `about`."""
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            return await picture
    except (PictureFailed, TimeoutError) as error:
        reason = str(error) or f"not drawn in {PATIENCE_SECONDS} s"
        log.warning("a picture was left out", reason=reason, **about)
        return None


async def person(
    house: House, words: Words, member: Somebody, *, level: int = 0, with_face: bool = True
) -> Person:
    """Somebody as a picture shows them, with the face that can be had in time."""
    return Person(
        words.plain_name(member.name),
        words.picture_nameless(member.number),
        await house.gallery.face(member.user_id) if with_face else None,
        words.picture_level(level),
    )


def is_pictured(combo: ComboView, tier: Tier) -> bool:
    """Whether a gift or a combo is large enough for a picture, and was not taken back."""
    return tier.form >= Form.PICTURE and not combo.is_taken_back


async def gift_files(house: House, words: Words, combo: ComboView, tier: Tier) -> dict[str, bytes]:
    """The picture of a gift or a combo by its name; nothing where none is due or had in time."""
    if not is_pictured(combo, tier):
        return {}
    picture = _gift(house, words, combo, tier)
    data = await in_good_time(picture, guild=combo.guild, combo=combo.number)
    return {GIFT_FILE: data} if data else {}


async def _gift(house: House, words: Words, combo: ComboView, tier: Tier) -> bytes:
    """The picture of a gift or a combo as it is now. Raises PictureFailed."""
    own = custom_emoji_id(combo.emoji)
    sender, recipient, emoji = await asyncio.gather(
        person(house, words, combo.sender, level=combo.level),
        person(house, words, combo.recipient),
        house.gallery.emoji(own) if own else _nothing(),
    )
    subject = GiftPicture(
        sender=sender,
        recipient=recipient,
        gift=combo.name,
        emoji=combo.emoji,
        colour=tier.colour,
        count=words.picture_count(combo.quantity),
        coins=words.coins(combo.coins),
        message=combo.messages[-1] if combo.messages else "",
        emoji_image=emoji,
    )
    return await house.gallery.studio.draw(subject, guild=combo.guild)


async def _nothing() -> None:
    """No picture of an emoji is needed."""
