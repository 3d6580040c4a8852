"""What managers make of the shop: `/setup pack`, `/setup shop` and `/setup exchange`."""

import asyncio
from collections.abc import Sequence
from typing import Any, Final

import discord
import structlog
from discord import app_commands
from discord.ext import commands

from bot.cards.layout import Colour, card
from bot.cards.shop import ShopView, pack_lines
from bot.client import GiftBot
from bot.conversation import Conversation
from bot.discord_answers import Declined, Unanswered, understood
from bot.ledger.books.economy import Pack, Shelf
from bot.ledger.guild_settings import MOST_OWN_WORDS
from bot.ledger.moments import MOST_LENGTH, Misread, Moment, Unclear, read_moment
from bot.ledger.outcomes import Refused, SettingChanged
from bot.ledger.outcomes.shop import ExchangeRateSet, ExchangeRefused, PackEdited
from bot.ledger.payment import (
    CURRENCY_DECIMALS,
    OLD_DAYS,
    is_old,
    parse_millionths,
    parse_money,
)
from bot.ledger.periods import Span, ends_ms
from bot.ledger.requests.shop import MOST_PACK_COINS, EditPack, SetExchangeRate
from bot.storage.shop import exchange_rates, shelf
from cogs.setup_changes import change, managing, show
from cogs.suggestions import choices, currencies_like

_PAID_BY: Final = [
    app_commands.Choice(name="a moderator confirms", value="moderator"),
    app_commands.Choice(name="Discord sells", value="discord"),
    app_commands.Choice(name="play money", value="play"),
]
_MOST_TYPED: Final = 20
_MOST_SKU: Final = 2**63 - 1
_SKUS_KNOWN_MS: Final = 60_000
"""For how long what Discord sells is suggested without asking anew."""
_PATIENCE_SECONDS: Final = 1.5
"""How long Discord may take to say it while somebody types: suggestions are due within three."""
_EXAMPLE: Final = 4
"""What a price looks like in a currency's own decimals."""

log = structlog.get_logger(__name__)
Coins = app_commands.Range[int, 1, MOST_PACK_COINS]
BonusCoins = app_commands.Range[int, 0, MOST_PACK_COINS]
Typed = app_commands.Range[str, 1, _MOST_TYPED]
Moments = app_commands.Range[str, 1, MOST_LENGTH]


class PackGroup(app_commands.Group):
    """The commands that change the packs."""

    def __init__(self, bot: GiftBot) -> None:
        """Serve them for `bot`."""
        super().__init__(name="pack", description="The packs of coins that can be bought here")
        self.bot = bot
        self.house = bot.house
        self._skus: Sequence[discord.SKU] = ()
        self._asked_again_ms = 0

    @app_commands.command(name="add", description="Put a new pack on the list")
    @app_commands.describe(
        coins="How many coins it holds",
        price="What it costs, such as 4.99, in the currency of /setup shop",
        bonus="Bonus coins that come with it",
        until="Until when they do, such as 31.12. or 2026-12-31 20:00; for good, if left out",
    )
    async def add(
        self,
        interaction: discord.Interaction[GiftBot],
        coins: Coins,
        price: Typed,
        bonus: BonusCoins | None = None,
        until: Moments | None = None,
    ) -> None:
        """Add a pack."""
        conversation = await managing(interaction)
        if conversation is None:
            return
        parts = await self._parts(conversation, price=price, until=until, bonus=bonus)
        if parts is None:
            return
        if until and not bonus:
            await conversation.say(conversation.words.bonus_needs_coins)
            return
        outcome = await self._edit(conversation, None, coins=coins, **parts)
        if outcome:
            await self._done(conversation, conversation.words.pack_added(outcome))

    @app_commands.command(name="edit", description="Change a pack's coins, price, bonus or SKU")
    @app_commands.describe(
        pack="Which pack",
        coins="How many coins it holds",
        price="What it costs, such as 4.99, in the currency of /setup shop",
        bonus="Bonus coins that come with it; 0 for none",
        until="Until when they do, such as 31.12. or 2026-12-31 20:00",
        sku="The id of the consumable SKU that Discord sells it as; 0 for none",
    )
    async def edit(
        self,
        interaction: discord.Interaction[GiftBot],
        *,
        pack: Typed,
        coins: Coins | None = None,
        price: Typed | None = None,
        bonus: BonusCoins | None = None,
        until: Moments | None = None,
        sku: Typed | None = None,
    ) -> None:
        """Change a pack."""
        conversation = await managing(interaction)
        if conversation is None:
            return
        words = conversation.words
        before = await self._find(conversation, pack)
        if before is None:
            return
        if (coins, price, bonus, until, sku) == (None,) * 5:
            await conversation.say(words.nothing_to_edit_in_pack)
            return
        parts = await self._parts(conversation, price=price, until=until, bonus=bonus)
        if parts is None:
            return
        if until and not (before.bonus_coins if bonus is None else bonus):
            await conversation.say(words.bonus_needs_coins)
            return
        number = await self._checked_sku(conversation, sku) if sku is not None else None
        if sku is not None and number is None:
            return
        outcome = await self._edit(conversation, before.number, coins=coins, sku=number, **parts)
        if outcome:
            await self._done(conversation, words.pack_edited(outcome))

    @app_commands.command(name="retire", description="Take a pack off the list")
    @app_commands.describe(pack="Which pack; what was asked for before can still be confirmed")
    async def retire(self, interaction: discord.Interaction[GiftBot], pack: Typed) -> None:
        """Take a pack off the list. It comes back as easily, so nothing is asked."""
        await self._move(interaction, pack, retired=True)

    @app_commands.command(name="restore", description="Put a retired pack back on the list")
    @app_commands.describe(pack="Which pack")
    async def restore(self, interaction: discord.Interaction[GiftBot], pack: Typed) -> None:
        """Put a retired pack back on the list."""
        await self._move(interaction, pack, retired=False)

    @edit.autocomplete("pack")
    @retire.autocomplete("pack")
    async def suggest_offered(
        self, interaction: discord.Interaction[GiftBot], current: str
    ) -> list[app_commands.Choice[str]]:
        """The packs on offer that what was typed so far may mean."""
        conversation = Conversation(self.house, interaction)
        packs = await self._shelf(conversation)
        return await self._choices(conversation, packs.offered, current)

    @edit.autocomplete("sku")
    async def suggest_sku(
        self, interaction: discord.Interaction[GiftBot], current: str
    ) -> list[app_commands.Choice[str]]:
        """What Discord sells that can be bought again, and as which pack it is sold already."""
        conversation = Conversation(self.house, interaction)
        packs, words = await self._shelf(conversation), conversation.words
        labels: dict[str, str] = {}
        for sku in await self._consumables():
            pack = packs.sold_as(sku.id)
            taken = f" → {words.bought(pack.coins, pack.bonus_coins)}" if pack else ""
            labels[str(sku.id)] = f"{sku.name}{taken}"
        return choices(labels, current)

    async def _consumables(self) -> Sequence[discord.SKU]:
        """What Discord sells as consumables, as it said within the last minute; none where it does
        not say in time."""
        now_ms = self.house.clock()
        if now_ms >= self._asked_again_ms:
            self._asked_again_ms = now_ms + _SKUS_KNOWN_MS
            try:
                with understood():
                    async with asyncio.timeout(_PATIENCE_SECONDS):
                        sold = await self.bot.fetch_skus()
            except (Declined, Unanswered, TimeoutError) as error:
                log.info("SKUs are not suggested", reason=str(error))
                self._asked_again_ms = 0
                return self._skus
            self._skus = [sku for sku in sold if sku.type is discord.SKUType.consumable]
        return self._skus

    @restore.autocomplete("pack")
    async def suggest_retired(
        self, interaction: discord.Interaction[GiftBot], current: str
    ) -> list[app_commands.Choice[str]]:
        """The retired packs that what was typed so far may mean."""
        conversation = Conversation(self.house, interaction)
        packs = await self._shelf(conversation)
        return await self._choices(conversation, packs.retired, current)

    async def _choices(
        self, conversation: Conversation, packs: tuple[Pack, ...], typed: str
    ) -> list[app_commands.Choice[str]]:
        """Packs to choose from; each stands for its number, for two may hold as many coins."""
        currency, words = (await conversation.settings()).currency, conversation.words
        labels = {
            f"#{pack.number}": words.pack_choice(
                1, pack.coins, pack.bonus_coins, words.money(pack.price, currency)
            )
            for pack in packs
        }
        return choices(labels, typed)

    async def _shelf(self, conversation: Conversation) -> Shelf:
        return await conversation.in_time(shelf(self.house.reader, conversation.guild))

    async def _move(
        self, interaction: discord.Interaction[GiftBot], text: str, *, retired: bool
    ) -> None:
        conversation = await managing(interaction)
        if conversation is None:
            return
        pack = await self._find(conversation, text)
        if pack is None:
            return
        outcome = await self._edit(conversation, pack.number, retired=retired)
        if outcome:
            words = conversation.words
            said = words.pack_retired(outcome) if retired else words.pack_restored(outcome)
            await self._done(conversation, said)

    async def _parts(
        self, conversation: Conversation, *, price: str | None, until: str | None, bonus: int | None
    ) -> dict[str, Any] | None:
        """What was typed, as it is asked for; None for what cannot be read, which is told."""
        settings, words = await conversation.settings(), conversation.words
        parts: dict[str, Any] = {"bonus_coins": bonus}
        if price is not None:
            parts["price"] = parse_money(price, settings.currency)
            if parts["price"] is None:
                decimals = "9" * CURRENCY_DECIMALS[settings.currency]
                example = f"{_EXAMPLE}{words.point}{decimals}" if decimals else f"{_EXAMPLE}99"
                await conversation.say(words.price_misread(example))
                return None
        if until is not None:
            parts["bonus_until_ms"] = self._until_ms(until, settings.timezone)
            if parts["bonus_until_ms"] is None:
                await conversation.say(words.until_misread(settings.timezone))
                return None
        return parts

    def _until_ms(self, text: str, timezone: str) -> int | None:
        """The moment that a text names, or the end of the day that it names; None for neither."""
        read = read_moment(text, self.house.clock(), timezone)
        if isinstance(read, Moment):
            return read.at_ms
        if isinstance(read, Misread) and read.why is Unclear.NO_TIME and read.day:
            over_ms = ends_ms(Span.DAY, read.day.isoformat(), timezone)
            # Told as that day's last minute, and not as the first of the next.
            return over_ms - 1000 if over_ms else None
        return None

    async def _checked_sku(self, conversation: Conversation, text: str) -> int | None:
        """The SKU of that id, if Discord sells it as something that can be bought again."""
        words, typed = conversation.words, text.strip()
        if not (typed.isascii() and typed.isdigit()) or int(typed) > _MOST_SKU:
            await conversation.say(words.sku_misread)
            return None
        number = int(typed)
        if not number:
            return number
        try:
            with understood():
                sold = await conversation.in_time(self.bot.fetch_skus())
        except (Declined, Unanswered) as error:
            log.warning("a SKU could not be checked", sku=number, reason=str(error))
            await conversation.say(words.sku_unchecked)
            return None
        kinds = {sku.id: sku.type for sku in sold}
        if number not in kinds:
            await conversation.say(words.sku_unknown)
            return None
        if kinds[number] is not discord.SKUType.consumable:
            await conversation.say(words.sku_not_consumable)
            return None
        return number

    async def _find(self, conversation: Conversation, text: str) -> Pack | None:
        """The pack that a text names, by its coins or by a suggestion; if none, they are told."""
        packs, typed = await self._shelf(conversation), text.strip()
        digits = typed.removeprefix("#").replace(conversation.words.thousands, "")
        pack = None
        if digits.isascii() and digits.isdigit():
            pack = packs.get(int(digits)) if typed.startswith("#") else packs.holding(int(digits))
        if pack is None:
            await conversation.say(conversation.words.no_pack_to_change(text))
        return pack

    async def _edit(
        self, conversation: Conversation, pack: int | None, **parts: Any
    ) -> PackEdited | None:
        """The pack as it is after a change; if it was refused, they are told."""
        outcome = await conversation.ask(
            EditPack(
                guild=conversation.guild,
                key=conversation.key,
                actor=conversation.actor,
                pack=pack,
                **parts,
            )
        )
        if isinstance(outcome, Refused):
            await conversation.refuse(outcome)
        return outcome if isinstance(outcome, PackEdited) else None

    async def _done(self, conversation: Conversation, sentence: str) -> None:
        """Tell what was done, above the packs as they are now."""
        lines = "\n".join(await offered(conversation))
        await conversation.show(card(sentence, lines, colour=Colour.DONE))


async def offered(conversation: Conversation) -> list[str]:
    """The packs on offer, a line each."""
    house = conversation.house
    packs = (await conversation.in_time(shelf(house.reader, conversation.guild))).offered
    view = ShopView(
        owner=conversation.actor.user_id,
        settings=await conversation.settings(),
        packs=packs,
        now_ms=house.clock(),
    )
    return [*pack_lines(conversation.words, view)]


class ShopSettings(commands.Cog):
    """The commands of `/setup` about how packs are paid for; a part of that group."""

    @app_commands.command(name="shop", description="How coins are paid for, and in which money")
    @app_commands.describe(
        paid="Who takes the payment, or whether coins are play money",
        currency="What prices are in, such as EUR",
        text="Your own words on how to pay; members read them with the packs",
        clear="Have no words of your own any more",
    )
    @app_commands.choices(paid=_PAID_BY)
    async def shop(
        self,
        interaction: discord.Interaction[GiftBot],
        paid: str | None = None,
        currency: Typed | None = None,
        text: app_commands.Range[str, 1, MOST_OWN_WORDS] | None = None,
        clear: bool = False,
    ) -> None:
        """Show how packs are paid for, or change it."""
        conversation = await managing(interaction)
        if conversation is None:
            return
        words, before = conversation.words, await conversation.settings()
        if text and clear:
            await conversation.say(words.set_or_clear)
            return
        code = currency.strip().upper() if currency else None
        changes = {"shop": paid, "currency": code, "shop_text": "" if clear else text}
        if all(value is None for value in changes.values()):
            hint = words.change_hint(["paid", "currency", "text"], clears=True)
            await show(conversation, [*changes], f"{words.shop_hint(before.shop)}\n{hint}")
            return
        await change(conversation, changes, _prices_now)

    @app_commands.command(name="exchange", description="What your currency is worth in others")
    @app_commands.describe(
        currency="The other currency, such as EUR",
        rate="What one of yours is worth in it, such as 0.92",
        clear="Have no rate for that currency any more",
    )
    async def exchange(
        self,
        interaction: discord.Interaction[GiftBot],
        currency: Typed | None = None,
        rate: Typed | None = None,
        clear: bool = False,
    ) -> None:
        """Show the exchange rates, set one, or clear one."""
        conversation = await managing(interaction)
        if conversation is None:
            return
        words = conversation.words
        millionths = parse_millionths(rate) if rate is not None else None
        if currency is None and rate is None and not clear:
            await _show_rates(conversation)
        elif currency is None:
            await conversation.say(words.rate_needs_currency)
        elif (code := currency.strip().upper()) not in CURRENCY_DECIMALS:
            await conversation.refuse(ExchangeRefused(code="unknown", other=code))
        elif rate is not None and clear:
            await conversation.say(words.set_or_clear)
        elif rate is None and not clear:
            await conversation.say(words.rate_needs_value)
        elif rate is not None and millionths is None:
            await conversation.say(words.exchange_misread)
        else:
            await _set_rate(conversation, code, millionths)

    @shop.autocomplete("currency")
    @exchange.autocomplete("currency")
    async def suggest_currency(
        self, interaction: discord.Interaction[GiftBot], current: str
    ) -> list[app_commands.Choice[str]]:
        """The currencies that begin with what was typed so far."""
        return currencies_like(Conversation(interaction.client.house, interaction), current)


async def _prices_now(conversation: Conversation, changed: SettingChanged) -> list[str]:
    """What to look after where the currency is another now."""
    for name, _, after in changed.changes:
        if name == "currency":
            return [conversation.words.check_prices(after), *await offered(conversation)]
    return []


async def _set_rate(conversation: Conversation, currency: str, rate: int | None) -> None:
    outcome = await conversation.ask(
        SetExchangeRate(
            guild=conversation.guild,
            key=conversation.key,
            actor=conversation.actor,
            currency=currency,
            rate=rate,
        )
    )
    if isinstance(outcome, ExchangeRateSet):
        done = conversation.words.exchange_set(outcome)
        await conversation.show(card(done, colour=Colour.DONE))
    elif isinstance(outcome, Refused):
        await conversation.refuse(outcome)


async def _show_rates(conversation: Conversation) -> None:
    words, own = conversation.words, (await conversation.settings()).currency
    rates = await conversation.in_time(
        exchange_rates(conversation.house.reader, conversation.guild)
    )
    lines = [
        words.rate_line(words.rate_of(rate.rate, own, rate.currency), rate.set_ms) for rate in rates
    ]
    if lines:
        now_ms = conversation.house.clock()
        if any(is_old(rate.set_ms, now_ms) for rate in rates):
            lines.append(words.old_rates(OLD_DAYS))
        await conversation.say(words.rates_title, "\n".join(lines), words.exchange_hint)
    else:
        await conversation.say(words.no_rates)
