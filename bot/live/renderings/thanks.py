"""How a creator's own acts are shown in public: thanks to all at once, and a gift shown again."""

from bot.cards.combos import replay_card
from bot.cards.queue import thanks_card
from bot.house import House
from bot.ledger.outcomes.live import AllThanked, GiftReplayed
from bot.ledger.tiers import tier_of
from bot.live.illustrations import gift_files
from bot.live.posting import Rendered
from bot.storage.deliveries import Delivery
from bot.storage.people import Somebody, people
from bot.storage.queue import combo_with, thanked_by
from bot.words import speak


async def render_thanks(house: House, row: Delivery) -> Rendered:
    """The one message by which a creator thanks for all that waited."""
    outcome = row.operation.outcome
    assert isinstance(outcome, AllThanked), outcome
    words = await house.words(row.guild)
    known = await people(house.reader, row.guild, [outcome.creator])
    creator = known.get(outcome.creator) or Somebody(outcome.creator, None, None)
    thanked = await thanked_by(house.database.reports, row.guild, outcome.seq)
    made = thanks_card(words, row.acknowledgement, creator, thanked)
    files = {words.digest_file: made.rest.encode()} if made.rest else {}
    return Rendered(made.view, files)


async def render_replay(house: House, row: Delivery) -> Rendered:
    """A combo once more, marked as a replay."""
    outcome = row.operation.outcome
    assert isinstance(outcome, GiftReplayed), outcome
    settings = await house.memory.settings(row.guild)
    combo = await combo_with(house.reader, row.guild, outcome.combo)
    if combo is None:
        raise ValueError(f"#{outcome.combo} is no combo to be shown again")
    tier = tier_of(combo.coins, settings)
    words = speak(settings.language)
    files = await gift_files(house, words, combo, tier)
    picture = next(iter(files), "")
    return Rendered(replay_card(words, combo, tier, row.acknowledgement, picture=picture), files)
