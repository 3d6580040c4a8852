"""How gifts are shown in their channel: a combo of its own, or what became of one in a digest."""

from collections.abc import Sequence

from bot.cards.combos import afterword_card, combo_card, digest_card
from bot.house import House
from bot.ledger.books.live import COMBO_MS
from bot.ledger.tiers import Tier, tier_of
from bot.live.illustrations import GIFT_FILE, gift_files, is_pictured
from bot.live.posting import Rendered
from bot.storage.combos import ComboView
from bot.storage.deliveries import Delivery
from bot.words import Words, speak


def goes_on(combo: ComboView, now_ms: int) -> bool:
    """Whether more gifts may still join a combo."""
    is_open = not combo.closed and not combo.answered_by
    return is_open and now_ms - combo.last_ms < COMBO_MS


async def render_gift(house: House, row: Delivery) -> Rendered:
    """A gift or a combo; of one that a digest told of, what became of it since."""
    if row.combo is None:
        raise ValueError(f"#{row.acknowledgement} is no combo to be thanked for")
    settings = await house.memory.settings(row.guild)
    words = speak(settings.language)
    if row.digest and row.shown:
        return Rendered(afterword_card(words, row.combo))
    tier = tier_of(row.combo.coins, settings)
    picture, files = "", dict[str, bytes]()
    if is_pictured(row.combo, tier):
        picture, files = await _pictured(house, words, row, row.combo, tier)
    going_on = goes_on(row.combo, house.clock())
    return Rendered(combo_card(words, row.combo, tier, goes_on=going_on, picture=picture), files)


async def _pictured(
    house: House, words: Words, row: Delivery, combo: ComboView, tier: Tier
) -> tuple[str, dict[str, bytes]]:
    """The picture that the message names, and its file, unless that hangs there already."""
    name, quantity = (combo.guild, combo.number), combo.quantity
    if row.message and house.gallery.hangs(name, row.shown, quantity):
        return GIFT_FILE, {}
    files = await gift_files(house, words, combo, tier)
    # What was left out, too, is noted: no message names a picture that it may not have.
    house.gallery.hang(name, row.shown, quantity if files else 0)
    return next(iter(files), ""), files


async def render_digest(
    house: House, guild: int, digest: int, combos: Sequence[ComboView], *, may_attach: bool = True
) -> Rendered:
    """Many combos in one message, with a file for what has no room in it."""
    words = await house.words(guild)
    made = digest_card(words, digest, combos, may_attach=may_attach)
    files = {words.digest_file: made.rest.encode()} if made.rest else {}
    return Rendered(made.view, files)
