"""What managers change of their guild: its settings and its catalogue."""

from typing import Any

from bot.ledger.books import Acknowledgement, GuildBook
from bot.ledger.books.live import ROLE_SINK
from bot.ledger.catalogue import (
    FIRST_OWN_ITEM,
    MOST_EMOJI_LENGTH,
    MOST_ITEMS,
    MOST_NAME_LENGTH,
    MOST_PRICE,
    Item,
    plain,
)
from bot.ledger.emoji import read_emoji
from bot.ledger.guild_settings import (
    GuildSettings,
    Problem,
    changed,
    given_roles,
    level_roles,
)
from bot.ledger.outcomes import (
    CatalogueEdited,
    CatalogueRefused,
    NothingChanged,
    Outcome,
    Refused,
    SettingChanged,
    SettingRefused,
    UnknownGift,
)
from bot.ledger.requests import ChangeSetting, EditCatalogue
from bot.ledger.rules.moderation import publish


def change_setting(request: ChangeSetting, book: GuildBook) -> Outcome:
    before, wanted = book.settings, dict(request.changes)
    after = changed(before, wanted)
    if isinstance(after, GuildSettings):
        after = _opens_the_books(after, book) or after
    if isinstance(after, Problem):
        return SettingRefused(name=after.name, code=after.code, least=after.least, most=after.most)
    different = tuple(
        (name, str(getattr(before, name)), str(getattr(after, name)))
        for name in wanted
        if getattr(before, name) != getattr(after, name)
    )
    if not different:
        return NothingChanged()
    actor = book.member(request.actor)
    outcome = SettingChanged(seq=book.next_seq(), changes=different)
    book.record(outcome, actor)
    book.settings = after
    book.changes.settings.update((name, value) for name, _, value in different)
    if before.currency != after.currency:
        # They say what one of the other currency was worth.
        for currency in [*book.economy.exchange_rates]:
            book.economy.drop_rate(currency)
    publish(book, outcome.seq, actor)
    if _moves_roles(before, after):
        book.announce(Acknowledgement(outcome.seq, ROLE_SINK, 1, 0))
    return outcome


def _moves_roles(before: GuildSettings, after: GuildSettings) -> bool:
    """Whether somebody has earned another role by now than they had before."""
    chosen = level_roles(after.level_roles).items() - level_roles(before.level_roles).items()
    leaders = (before.week_role, before.month_role) != (after.week_role, after.month_role)
    return bool(chosen) or leaders


def _opens_the_books(settings: GuildSettings, book: GuildBook) -> Problem | None:
    """The role that everyone has is numbered like its guild, and must not open the books.

    Neither must a role that Ovation gives to whoever follows or gives much.
    """
    opening = {settings.moderator_role, settings.manager_role}
    if book.guild in opening:
        name = "moderator_role" if settings.moderator_role == book.guild else "manager_role"
        return Problem(name, "everyone")
    for name, roles in given_roles(settings).items():
        if book.guild in roles:
            return Problem(name, "everyone")
        if opening & roles:
            return Problem(name, "given")
    return None


def edit_catalogue(request: EditCatalogue, book: GuildBook) -> Outcome:
    if request.item is None:
        number = max(book.last_item + 1, FIRST_OWN_ITEM)
        before = Item(number, "", "", 0)
    else:
        known = book.catalogue.get(request.item)
        if known is None:
            return UnknownGift(item=request.item)
        before = known
    after = Item(
        before.number,
        before.name if request.name is None else request.name.strip(),
        before.emoji if request.emoji is None else read_emoji(request.emoji) or "",
        before.price if request.price is None else request.price,
        before.retired if request.retired is None else request.retired,
    )
    if after == before:
        return NothingChanged()
    refusal = _refuse_item(after, book)
    if refusal:
        return refusal
    actor = book.member(request.actor)
    outcome = CatalogueEdited(
        seq=book.next_seq(), item=after.number, added=request.item is None, **_described(after)
    )
    book.record(outcome, actor)
    book.last_item = max(book.last_item, after.number)
    book.catalogue = book.catalogue.with_item(after)
    book.changes.items[after.number] = after
    publish(book, outcome.seq, actor)
    return outcome


def _described(item: Item) -> dict[str, Any]:
    return {
        "name": item.name,
        "emoji": item.emoji,
        "price": item.price,
        "retired": item.retired,
    }


def _refuse_item(item: Item, book: GuildBook) -> Refused | None:
    if not (
        0 < len(item.name) <= MOST_NAME_LENGTH and item.name.isprintable() and plain(item.name)
    ):
        return CatalogueRefused(code="name", most=MOST_NAME_LENGTH)
    if not item.emoji:
        return CatalogueRefused(code="emoji", most=MOST_EMOJI_LENGTH)
    if not 1 <= item.price <= MOST_PRICE:
        return CatalogueRefused(code="price", most=MOST_PRICE)
    namesake = book.catalogue.find(item.name)
    if namesake and namesake.number != item.number and not item.retired:
        return CatalogueRefused(code="name-taken", most=0)
    if item.retired and all(other.number == item.number for other in book.catalogue.offered):
        return CatalogueRefused(code="last", most=0)
    if book.catalogue.get(item.number) is None and len(book.catalogue) >= MOST_ITEMS:
        return CatalogueRefused(code="full", most=MOST_ITEMS)
    return None
