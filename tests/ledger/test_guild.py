"""What managers change: settings, all or none, and the catalogue."""

from typing import Any

import pytest

from bot.ledger.books import LOG_SINK, Acknowledgement
from bot.ledger.catalogue import DEFAULT_ITEMS, FIRST_OWN_ITEM, MOST_ITEMS, Catalogue, Item
from bot.ledger.guild_settings import GuildSettings
from bot.ledger.outcomes import (
    CatalogueEdited,
    CatalogueRefused,
    NothingChanged,
    SettingChanged,
    SettingRefused,
    UnknownGift,
)
from tests.ledger.scene import ANN, BEA, GUILD, MOD, PERFUME, ROSE, Scene, accepted

SUNSET: dict[str, Any] = {"name": "Sunset", "emoji": "🌇", "price": 250}


def added(scene: Scene, **facts: Any) -> CatalogueEdited:
    return accepted(scene.edit(**{**SUNSET, **facts}), CatalogueEdited)


# Settings.


def test_a_setting_is_changed_from_what_it_was_to_what_it_is() -> None:
    scene = Scene()
    outcome = scene.set(("share", "4000"), ("timezone", "Europe/Berlin"))
    changes = (("share", "5000", "4000"), ("timezone", "UTC", "Europe/Berlin"))
    assert outcome == SettingChanged(seq=1, changes=changes)
    assert scene.book.settings == GuildSettings(share=4_000, timezone="Europe/Berlin")
    assert scene.book.changes.settings == {"share": "4000", "timezone": "Europe/Berlin"}


def test_only_what_is_different_now_counts_as_changed() -> None:
    scene = Scene()
    outcome = accepted(scene.set(("share", "05000"), ("welcome_coins", "9")), SettingChanged)
    assert outcome.changes == (("welcome_coins", "100", "9"),)
    assert scene.book.changes.settings == {"welcome_coins": "9"}


def test_a_setting_named_twice_is_changed_once_to_what_was_said_last() -> None:
    outcome = accepted(Scene().set(("share", "1"), ("share", "2")), SettingChanged)
    assert outcome.changes == (("share", "5000", "2"),)


def test_settings_as_they_are_change_nothing() -> None:
    assert Scene().set(("share", "5000")) == NothingChanged()
    assert Scene().set() == NothingChanged()


def test_one_refused_setting_refuses_all() -> None:
    scene = Scene()
    refusal = scene.set(("welcome_coins", "9"), ("share", "10001"))
    assert refusal == SettingRefused(name="share", code="range", least=0, most=10_000)
    assert scene.book.settings == GuildSettings()


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("timezone", "Mars/Olympus", "timezone"),
        ("language", "xx", "language"),
        ("owner", "1", "unknown"),
    ],
)
def test_a_refused_setting_says_why(name: str, text: str, code: str) -> None:
    assert Scene().set((name, text)) == SettingRefused(name=name, code=code, least=0, most=0)


@pytest.mark.parametrize("name", ["moderator_role", "manager_role"])
def test_the_role_that_everyone_has_opens_no_books(name: str) -> None:
    refusal = SettingRefused(name=name, code="everyone", least=0, most=0)
    assert Scene().set((name, str(GUILD))) == refusal
    accepted(Scene().set((name, str(GUILD + 1))), SettingChanged)
    accepted(Scene().set(("creator_role", str(GUILD))), SettingChanged)


def test_settings_that_would_mint_coins_are_refused_with_the_rate_that_would_do() -> None:
    scene = Scene()
    accepted(scene.set(("conversion_rate", "20000")), SettingChanged)
    refusal = scene.set(("share", "8000"))
    expected = SettingRefused(name="conversion_rate", code="mints", least=8_000, most=12_500)
    assert refusal == expected
    accepted(scene.set(("share", "8000"), ("conversion_rate", "12500")), SettingChanged)


def test_a_new_setting_holds_from_the_next_request_on() -> None:
    scene = Scene().holding(ANN, coins=2)
    assert scene.sent(ANN, BEA).earned_units == 5_000
    scene.set(("share", "2500"))
    assert scene.sent(ANN, BEA).earned_units == 2_500


def test_the_log_channel_that_was_just_set_shows_that_it_was_set() -> None:
    scene = Scene()
    scene.set(("log_channel", "88"))
    assert scene.acknowledgement(1, LOG_SINK) == Acknowledgement(1, LOG_SINK, 1, 88, home=88)
    scene.set(("log_channel", "0"))
    assert scene.acknowledgement(2, LOG_SINK) is None


def test_the_books_keep_who_changed_the_guild() -> None:
    scene = Scene()
    scene.set(("share", "1"))
    added(scene)
    for operation in scene.book.changes.operations:
        assert (operation.actor, operation.subject) == (scene.member(MOD).number, None)
    assert scene.book.changes.notices == []


@pytest.mark.parametrize("name", ["moderator_role", "manager_role"])
def test_the_role_that_everyone_has_never_moderates(name: str) -> None:
    scene = Scene()
    refusal = scene.set(("share", "1"), (name, str(scene.book.guild)))
    assert refusal == SettingRefused(name=name, code="everyone", least=0, most=0)
    assert scene.book.settings == GuildSettings()


# The catalogue.


def test_a_gift_is_added_under_a_number_of_its_own() -> None:
    scene = Scene()
    first = added(scene)
    assert first == CatalogueEdited(
        seq=1, item=1_001, name="Sunset", emoji="🌇", price=250, retired=False, added=True
    )
    assert added(scene, name="Sunrise").item == 1_002
    assert scene.book.last_item == 1_002
    assert scene.book.changes.items[1_001] == Item(1_001, "Sunset", "🌇", 250)


def test_an_added_gift_can_be_sent() -> None:
    scene = Scene().holding(ANN, coins=250)
    item = added(scene).item
    assert scene.sent(ANN, BEA, item).total == 250


def test_what_is_not_named_stays_as_it_is() -> None:
    scene = Scene()
    outcome = scene.edit(ROSE, price=2)
    assert outcome == CatalogueEdited(
        seq=1, item=ROSE, name="Rose", emoji="🌹", price=2, retired=False, added=False
    )
    assert scene.book.catalogue.get(ROSE) == Item(ROSE, "Rose", "🌹", 2)
    assert scene.book.changes.items == {ROSE: Item(ROSE, "Rose", "🌹", 2)}


def test_editing_a_default_gift_takes_no_number_from_the_guilds_own() -> None:
    scene = Scene()
    scene.edit(ROSE, price=2)
    assert added(scene).item == FIRST_OWN_ITEM


def test_a_gift_is_retired_and_offered_again() -> None:
    scene = Scene()
    assert accepted(scene.edit(PERFUME, retired=True), CatalogueEdited).retired
    assert scene.book.catalogue.find("perfume") is None
    assert not accepted(scene.edit(PERFUME, retired=False), CatalogueEdited).retired
    assert scene.book.catalogue.find("perfume") is not None


def test_the_name_of_a_retired_gift_is_free_until_it_is_offered_again() -> None:
    scene = Scene()
    scene.edit(PERFUME, retired=True)
    added(scene, name="Perfume")
    accepted(scene.edit(PERFUME, price=21), CatalogueEdited)
    taken = CatalogueRefused(code="name-taken", most=0)
    assert scene.edit(PERFUME, retired=False) == taken
    accepted(scene.edit(PERFUME, retired=False, name="Old Perfume"), CatalogueEdited)


@pytest.mark.parametrize("name", ["Rose", "ROSE", " rose ", "R-o-s-e", "Rosé"])
def test_no_two_gifts_on_offer_have_the_same_name(name: str) -> None:
    scene = Scene()
    taken = CatalogueRefused(code="name-taken", most=0)
    assert scene.edit(**{**SUNSET, "name": name}) == taken
    assert scene.edit(PERFUME, name=name) == taken


def test_a_gift_may_change_how_its_own_name_is_written() -> None:
    assert accepted(Scene().edit(ROSE, name="rosé"), CatalogueEdited).name == "rosé"


@pytest.mark.parametrize("name", ["", "  ", "🌇", "---", "x" * 33, "Sun\nset", "Sun\u202eset"])
def test_a_name_that_cannot_be_shown_or_found_is_refused(name: str) -> None:
    refusal = CatalogueRefused(code="name", most=32)
    assert Scene().edit(**{**SUNSET, "name": name}) == refusal
    assert Scene().edit(ROSE, name=name) == refusal


@pytest.mark.parametrize(
    "emoji",
    ["", " ", "x" * 65, "🌇 🌇", "🌇🌇", "sunset", ":sunset:", "7", "<:sunset:1>", "\u200d"],
)
def test_an_emoji_that_cannot_be_one_is_refused(emoji: str) -> None:
    assert Scene().edit(**{**SUNSET, "emoji": emoji}) == CatalogueRefused(code="emoji", most=64)
    assert Scene().edit(ROSE, emoji=emoji) == CatalogueRefused(code="emoji", most=64)


@pytest.mark.parametrize("emoji", ["🌇", "👩‍❤️‍💋‍👨", "<a:party_parrot:1234567890123456789>"])
def test_joined_and_custom_emoji_are_taken(emoji: str) -> None:
    assert added(Scene(), emoji=f" {emoji} ").emoji == emoji


@pytest.mark.parametrize("price", [-1, 0, 10**9 + 1])
def test_a_price_outside_its_range_is_refused(price: int) -> None:
    refusal = CatalogueRefused(code="price", most=10**9)
    assert Scene().edit(**{**SUNSET, "price": price}) == refusal
    assert Scene().edit(ROSE, price=price) == refusal


@pytest.mark.parametrize("missing", ["name", "emoji", "price"])
def test_a_new_gift_needs_a_name_an_emoji_and_a_price(missing: str) -> None:
    facts = {name: value for name, value in SUNSET.items() if name != missing}
    most = {"name": 32, "emoji": 64, "price": 10**9}[missing]
    assert Scene().edit(**facts) == CatalogueRefused(code=missing, most=most)


@pytest.mark.parametrize("given", ["live_role", "week_role", "month_role", "level_roles"])
@pytest.mark.parametrize("opens", ["moderator_role", "manager_role"])
def test_a_role_that_members_are_given_opens_no_books(given: str, opens: str) -> None:
    value = "5:77" if given == "level_roles" else "77"
    refusal = SettingRefused(name=given, code="given", least=0, most=0)
    assert Scene().set((given, value), (opens, "77")) == refusal
    scene = Scene()
    accepted(scene.set((given, value)), SettingChanged)
    assert scene.set((opens, "77")) == refusal
    accepted(scene.set((opens, "78")), SettingChanged)


@pytest.mark.parametrize("given", ["live_role", "week_role", "month_role", "level_roles"])
def test_the_role_that_everyone_has_is_given_to_nobody(given: str) -> None:
    value = f"5:{GUILD}" if given == "level_roles" else str(GUILD)
    refusal = SettingRefused(name=given, code="everyone", least=0, most=0)
    assert Scene().set((given, value)) == refusal


def test_a_full_catalogue_takes_no_more_but_can_be_changed() -> None:
    scene = Scene()
    room = MOST_ITEMS - len(DEFAULT_ITEMS)
    own = [Item(FIRST_OWN_ITEM + order, f"Own {order}", "🎲", 5) for order in range(room)]
    scene.book.catalogue = Catalogue(own)
    scene.book.last_item = own[-1].number
    assert scene.edit(**SUNSET) == CatalogueRefused(code="full", most=MOST_ITEMS)
    accepted(scene.edit(own[0].number, retired=True), CatalogueEdited)
    assert scene.edit(**SUNSET) == CatalogueRefused(code="full", most=MOST_ITEMS)


def test_an_emoji_is_kept_as_discord_writes_it() -> None:
    assert added(Scene(), emoji="❤").emoji == "❤️"


def test_the_last_gift_on_offer_is_not_retired() -> None:
    scene = Scene()
    for item in DEFAULT_ITEMS[1:]:
        accepted(scene.edit(item.number, retired=True), CatalogueEdited)
    assert scene.edit(ROSE, retired=True) == CatalogueRefused(code="last", most=0)
    accepted(scene.edit(PERFUME, retired=False), CatalogueEdited)
    accepted(scene.edit(ROSE, retired=True), CatalogueEdited)
    assert scene.edit(PERFUME, retired=True) == CatalogueRefused(code="last", most=0)


@pytest.mark.parametrize("item", [-1, 0, 44, 1_001])
def test_a_gift_that_does_not_exist_cannot_be_changed(item: int) -> None:
    assert Scene().edit(item, price=5) == UnknownGift(item=item)


def test_the_last_gift_on_offer_cannot_be_retired() -> None:
    scene = Scene()
    others = [item._replace(retired=True) for item in DEFAULT_ITEMS if item.number != ROSE]
    scene.book.catalogue = Catalogue(others)
    assert scene.edit(ROSE, retired=True) == CatalogueRefused(code="last", most=0)
    accepted(scene.edit(PERFUME, retired=False), CatalogueEdited)
    accepted(scene.edit(ROSE, retired=True), CatalogueEdited)


def test_a_gift_as_it_is_is_not_changed() -> None:
    assert Scene().edit(ROSE, name=" Rose ", price=1, retired=False) == NothingChanged()
    assert Scene().edit(ROSE) == NothingChanged()


def test_a_change_of_the_catalogue_is_shown_in_the_log_channel() -> None:
    scene = Scene(log_channel=88)
    added(scene)
    assert scene.acknowledgement(1, LOG_SINK) == Acknowledgement(1, LOG_SINK, 1, 88, home=88)
