"""Ovation speaks German: every sentence, whole, and to whom it should."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any, Final

import pytest

from bot.ledger.catalogue import DEFAULT_ITEMS, MOST_NAME_LENGTH, MOST_PRICE, Catalogue, Item
from bot.ledger.guild_settings import LANGUAGES
from bot.ledger.money import MOST_BALANCE, MOST_UNITS, Currency
from bot.ledger.outcomes import BalanceAdjusted, DiamondsConverted, InsufficientCoins
from bot.ledger.periods import Board, Span
from bot.ledger.requests import MOST_QUANTITY
from bot.sandbox.people.seen import Message
from bot.words import Words, languages, speak
from bot.words.boards import Neighbour
from bot.words.german.rooms import German
from bot.words.refusals import Around
from tests.commands.moderators import gift, set_up
from tests.phrasebook import SAMPLES, calls
from tests.theatre import Theatre, forge_press

GERMAN, ENGLISH = speak("de"), speak("en")

NEUTRAL: Final[Mapping[str, tuple[str, ...]]] = {
    "numbers, signs and names, which follow the grammar": (
        "account_of", "amounts", "badge", "check_line", "coins", "coins_at", "diamonds",
        "digest_for", "digest_line", "digested", "each_coin", "either", "exchange", "gift",
        "gift_button", "gift_choice", "given_back", "giver", "goal_bar", "goal_count",
        "goal_progress", "item", "length", "match_score", "millionths", "moment", "moment_choice",
        "money", "movement", "name", "number", "own_words", "pack_choice", "per_diamond",
        "percent", "period_place", "picture_by", "picture_count", "picture_gift", "picture_goal",
        "picture_match", "place", "plain_name", "portion", "priced", "queue_gift", "queue_rests",
        "queue_sender", "queue_status", "rate", "rate_of", "recap_champions", "recap_match",
        "reference", "said_since", "several", "share_of", "signed", "strong_name",
        "typed",
    ),
    "givers of a payout, and what is worth a second look at it": (
        "giver_share", "origin_person", "origin_warning",
    ),
    "gifts and diamonds as they stand on a page": (
        "page_gift", "signed_diamonds",
    ),
    "lists of settings, roles and payouts, of which each part is German": (
        "changes_by", "currency_choice", "noted", "noted_payout_paid", "payout_ended",
        "payout_ended_at", "payout_in_list", "payout_in_log", "purchase_ended", "rule",
    ),
    "names of accounts and of money, which stand in tables": (
        "books_account", "books_currency", "books_signed", "set_aside_kind",
    ),
    "signs and numbers of a live board": (
        "show_goal", "show_goal_reached", "show_highlight", "show_place", "show_quick_gift",
        "show_score",
    ),
    "other sentences put together, each of which is German": (
        "follower_line", "gifts_held_up", "happened", "holdings", "kept_out_of", "level_roles",
        "line_choice", "message_in_list", "notice", "reason_in_list", "receivers", "refusal",
        "refused_barred", "refused_entitlement_unsold", "refused_nothing_for_sale", "rewards",
        "role_troubles", "roles_follow", "roles_waiting", "scam_warning", "setting_changes",
        "setting_value", "settings_list", "settings_now", "spelt", "statement_other",
        "with_message",
    ),
}  # fmt: skip
"""What German takes over from English, by the reason why it may."""

ENGLISH_WORDS: Final = re.compile(
    r"\b(the|and|of|to|you|your|yours|is|are|have|has|nothing|taken|changed|converted|coins?|gifts?"
    r"|with|from|by|for|not|no|this|that|they|them|their|at|on|it|or|if|who|what|when|where|ask"
    r"|can|gave|took|sent|got|back|reversed|frozen|today|week|month|days?|none|never|everyone)\b",
    re.IGNORECASE,
)
"""Words that no German sentence has."""

QUOTED: Final = re.compile(
    r"`[^`]*`|<[^>]*>|https://\S+|→ Apps → \*\*[^*]*\*\*|„Look up this gift“"
)
"""What stands in a sentence as Discord shows it: commands, options, mentions, links, menus."""


def public(room: type) -> Iterator[str]:
    """The names of all sentences and words of a room, without those that only it uses."""
    return (name for name in dir(room) if not name.startswith("_"))


def without_samples(text: str) -> str:
    """A sentence without what was put into it."""
    text = QUOTED.sub(" ", text)
    for sample in sorted(SAMPLES, key=len, reverse=True):
        text = text.replace(sample, " ")
    return text


def said(words: Words, name: str, arguments: Mapping[str, Any]) -> str:
    """A sentence; nothing where there is nothing to say, which both languages must agree on."""
    try:
        return str(getattr(words, name)(**arguments))
    except TypeError:
        return ""


def texts_of(value: Any) -> list[str]:
    """All texts of an attribute."""
    if isinstance(value, Mapping):
        return list(value.values())
    return [value] if isinstance(value, str) else list(value)


# Whether all is said, and all in German.


def test_every_sentence_is_said_in_german() -> None:
    rooms = [room for room in German.__mro__ if room.__module__.startswith("bot.words.german")]
    said_there = {name for room in rooms for name in vars(room)}
    neutral = {name for names in NEUTRAL.values() for name in names}
    assert [name for name in public(Words) if name not in said_there | neutral] == []
    assert sorted(neutral & said_there) == []
    assert sorted(neutral - set(public(Words))) == []


def test_german_says_nothing_that_no_room_asks_for() -> None:
    assert sorted(set(public(German)) - set(public(Words))) == []


def test_no_two_german_rooms_word_something_under_one_name() -> None:
    rooms = defaultdict(set)
    for room in German.__mro__:
        if room.__module__.startswith("bot.words.german."):
            for name in vars(room):
                if not name.startswith("__"):
                    rooms[name].add(room.__name__)
    assert {name: found for name, found in rooms.items() if len(found) > 1} == {}


def test_each_room_speaks_german_by_itself() -> None:
    order = [room.__name__ for room in German.__mro__]
    english = [room.__name__ for room in Words.__mro__ if room is not object]
    assert max(order.index(f"German{name}") for name in english if name != "Words") < min(
        order.index(name) for name in english
    )


def test_no_sentence_is_left_in_english_whatever_it_is_asked() -> None:
    left = []
    for name, arguments in calls():
        german, english = said(GERMAN, name, arguments), said(ENGLISH, name, arguments)
        assert bool(german) == bool(english), (name, arguments)
        own = without_samples(german)
        if ENGLISH_WORDS.search(own) or (german == english and re.search(r"[A-Za-z]{2}", own)):
            left.append((name, german))
    assert left == []


def test_no_word_is_left_in_english() -> None:
    left = []
    for name in public(Words):
        german, english = getattr(GERMAN, name), getattr(ENGLISH, name)
        if callable(german):
            continue
        if isinstance(german, Mapping):
            assert german.keys() == english.keys(), name
        pairs = zip(texts_of(german), texts_of(english), strict=True)
        left += [
            (name, one)
            for one, other in pairs
            if one == other or ENGLISH_WORDS.search(without_samples(one))
        ]
    assert left == []


def test_the_commands_that_german_names_are_those_that_english_names() -> None:
    apart = []
    for name in public(Words):
        german, english = getattr(GERMAN, name), getattr(ENGLISH, name)
        if not callable(german):
            for one, other in zip(texts_of(german), texts_of(english), strict=True):
                named = [set(re.findall(r"`/[^`]*`", text)) for text in (one, other)]
                apart += [(name, *named)] if named[0] != named[1] else []
    for name, arguments in calls():
        both = [said(words, name, arguments) for words in (GERMAN, ENGLISH)]
        named = [set(re.findall(r"`/[^`]*`", text)) for text in both]
        apart += [(name, *named)] if named[0] != named[1] else []
    assert apart == []


def test_languages_are_known_by_their_codes_and_their_own_names() -> None:
    assert languages() == {"en": "English", "de": "Deutsch"}
    assert tuple(languages()) == LANGUAGES
    assert speak("de-AT") is speak("de") is GERMAN
    assert speak("den") is speak("fr") is ENGLISH


# Whether it is good German: numbers, plurals, cases.


@pytest.mark.parametrize(
    ("said_so", "meant"),
    [
        (GERMAN.coins(1), "1 Münze"),
        (GERMAN.coins(0), "0 Münzen"),
        (GERMAN.coins(1_234_567), "1.234.567 Münzen"),
        (GERMAN.signed(-1_000), "−1.000"),
        (GERMAN.diamonds(12_345_000), "1.234,5"),
        (GERMAN.percent(1_250), "12,5 %"),
        (GERMAN.rate(5_000), "0,5"),
        (GERMAN.amount(Currency.BONUS_COINS, 1), "1 Bonusmünze"),
        (GERMAN.amount(Currency.BONUS_COINS, -2), "2 Bonusmünzen"),
        (GERMAN.amount(Currency.BONUS_DIAMONDS, 25_000), "2,5 💎 (Bonus)"),
        (GERMAN.quote("schön"), "„schön“"),
        (GERMAN.days(1), "1 Tag"),
        (GERMAN.days(7), "7 Tage"),
        (GERMAN.strong_name(None), "**Unbekannt**"),
        (GERMAN.exchange(10_000), "1 💎 = 1 Münze"),
        (GERMAN.exchange(5_000), "1 💎 = 0,5 Münzen"),
        (GERMAN.choice_price(20, 1), "20 Münzen · 1 fehlt"),
        (GERMAN.choice_price(20, 6), "20 Münzen · 6 fehlen"),
        (GERMAN.page_ready(0, 1), "**Fertig!** Geschenke in jedem Kanal, 1 Willkommensmünze."),
        (GERMAN.page_ready(5, 0), "**Fertig!** Geschenke in <#5>, keine Willkommensmünzen."),
        (GERMAN.setting_value("confirm_coins", "1000"), "ab 1.000 Münzen"),
        (
            GERMAN.while_away([("Kim", 2)], 1, is_all=True),
            "Während du weg warst: 2 Geschenke von Kim und 1 weiteres.",
        ),
        (
            GERMAN.while_away([("Kim", 1)], 3, is_all=False),
            "Während du weg warst: 1 Geschenk von Kim und mindestens 3 weitere.",
        ),
        (
            GERMAN.while_away([("Kim", 1), (None, 2)], 0, is_all=False),
            "Während du weg warst: 1 Geschenk von Kim, 2 Geschenke von Unbekannt und weitere.",
        ),
        (
            GERMAN.board_title(Board.GIVEN, Span.WEEK, None),
            "🏆 **Top-Schenkende** · diese Woche",
        ),
        (
            GERMAN.stands(None, 7, Neighbour("Lee", 90), Neighbour("Kim", 0)),
            "**Du**: Platz 7, 90 hinter Lee, gleichauf mit Kim.",
        ),
        (
            GERMAN.stands("Kim", 2, Neighbour(GERMAN.you_beside, 1_000), None),
            "**Kim**: 🥈, 1.000 hinter dir.",
        ),
        (
            GERMAN.settings_saved([("welcome_age_days", "0", "1")]),
            "✓ Gespeichert – Kontoalter für Willkommensmünzen: beliebig → 1 Tag",
        ),
    ],
)
def test_numbers_plurals_and_cases_are_german(said_so: str, meant: str) -> None:
    assert said_so == meant


def test_one_coin_of_a_conversion_is_spoken_of_in_the_singular() -> None:
    def done(coins: int) -> str:
        return GERMAN.converted(
            DiamondsConverted(
                seq=9,
                units=10_000,
                bonus_units=0,
                coins=coins,
                bonus_coins=0,
                rate=10_000,
                coins_left=98,
                units_left=5_000,
            )
        )

    assert done(1).startswith("Erledigt! Aus **1** 💎 wurde **1 Münze**. Du hast jetzt 98 Münzen")
    assert "wurden **2 Münzen**" in done(2)


def test_too_few_coins_read_as_a_viewer_would_be_told() -> None:
    refused = InsufficientCoins(item=10, quantity=1, total=20, balance=14, affordable=7)
    assert GERMAN.refusal(refused, Around(Catalogue())) == (
        "Fast! Perfume kostet 20, du hast 14: 6 fehlen. Nichts abgebucht. Finger Heart (5) passt."
    )
    refused = InsufficientCoins(item=1, quantity=3, total=3, balance=2, affordable=0)
    assert GERMAN.refusal(refused, Around(Catalogue())) == (
        "Fast! 3 × Rose kosten 3, du hast 2: 1 fehlt. Nichts abgebucht."
    )


# Whether Discord takes it.

LONGEST: Final = "W" * 32
DEAREST: Final = Item(1, "W" * MOST_NAME_LENGTH, "🌹", MOST_PRICE)


def captions(words: Words) -> Iterator[str]:
    """All that a button can say, at its longest."""
    captions = [getattr(words, name) for name in public(Words) if name.endswith("_button")]
    yield from (caption for caption in captions if isinstance(caption, str))
    yield from (words.send_one, words.send_again, words.look_up, words.reverse)
    yield from (words.older, words.newer, *words.board_names.values(), *words.span_buttons.values())
    yield from (words.confirm_button(MOST_PRICE), words.gift_button(DEAREST, MOST_QUANTITY))
    yield from (words.convert_for_button(MOST_BALANCE), words.statement_of(LONGEST))


def titles(words: Words) -> Iterator[str]:
    """All that a form or a field of it can be called, at its longest."""
    yield from (words.texts_title, words.form_title(LONGEST), words.reverse_title(10**15))
    for amount in (MOST_UNITS, -MOST_UNITS):
        for currency in Currency:
            adjusted = BalanceAdjusted(seq=1, member=1, currency=currency, amount=amount, balance=0)
            yield words.adjust_title(adjusted, LONGEST)
    yield from (words.message_label, words.count_label, words.gift_label, words.reason_label)
    yield from words.form_labels.values()


def hints(words: Words) -> Iterator[str]:
    """All that a menu can say before anything is picked."""
    yield from (
        words.pick_gift,
        words.pick_person,
        words.pick_line,
        words.setting_names["language"],
    )
    yield from (words.pick_channel, words.pick_role, words.anyone)


def choices(words: Words) -> Iterator[str]:
    """All that a suggestion or a line of a menu can say, which Discord would refuse if longer."""
    yield words.item(DEAREST)
    yield words.choice_price(MOST_PRICE, MOST_PRICE)
    yield words.timezone_choice("America/Argentina/ComodRivadavia", "23:59")


@pytest.mark.parametrize("code", LANGUAGES)
def test_captions_and_titles_are_as_short_as_discord_wants_them(code: str) -> None:
    words = speak(code)
    assert [text for text in captions(words) if not 1 <= len(text) <= 80] == []
    assert [text for text in titles(words) if not 1 <= len(text) <= 45] == []
    assert [text for text in hints(words) if not 1 <= len(text) <= 150] == []
    assert [text for text in choices(words) if not 1 <= len(text) <= 100] == []


# Who hears German: everybody in a German server's channels, and everybody who reads German.


def reads(theatre: Theatre, name: str, locale: str) -> None:
    """Have somebody's Discord be in a language."""
    theatre.sandbox.world.user(name).locale = locale


def read_aloud(message: Message) -> str:
    """All that a message says, without the gifts' own names."""
    said = [message.text, *(button.label for button in message.buttons)]
    for menu in message.selects:
        said += [menu.placeholder, *(choice.description or "" for choice in menu.choices)]
    text = " ".join(said)
    for item in DEFAULT_ITEMS:
        text = text.replace(item.name, " ")
    return without_samples(text)


async def posted(theatre: Theatre, channel: str = "gifts") -> list[Message]:
    """What everybody reads in a channel."""
    return [message for message in await theatre.announced(channel) if not message.ephemeral]


async def speak_german_here(theatre: Theatre) -> str:
    """Have the server's language changed; what is answered."""
    said = await theatre.use("Olive", "/setup language", language="de")
    return said.reply.text


async def test_everybody_reads_private_replies_in_their_own_language(theatre: Theatre) -> None:
    reads(theatre, "Ann", "de")
    to = theatre.id_of("Bea")
    german = await theatre.use("Ann", "/gift", gift="Rose", to=to, count=3)
    english = await theatre.use("Kim", "/gift", gift="Rose", to=to, count=3)
    assert "Verschickt! 3 🌹 an **Bea**. Du hast noch 97 Münzen." in german.reply.text
    assert [button.label for button in german.reply.buttons] == ["Noch einmal schicken"]
    assert "Sent! 3 🌹 to **Bea**. 97 coins left." in english.reply.text
    thanks = [message.text for message in await posted(theatre)]
    assert thanks == [f"🌹 **{name}** `Lv 2` sends **Bea** 3 × Rose" for name in ("Ann", "Kim")]


async def test_what_everybody_reads_is_in_the_language_of_the_server(theatre: Theatre) -> None:
    assert "language: English → Deutsch" in await speak_german_here(theatre)
    english = await theatre.use("Ann", "/gift", gift="Lion", to=theatre.id_of("Bea"))
    assert "Almost! Lion is 29,999" in english.reply.text
    await gift(theatre, "Ann", message="schön, dass du da bist")
    (thanks,) = await posted(theatre)
    assert thanks.text == "🌹 **Ann** `Lv 1` schenkt **Bea** 1 × Rose: „schön, dass du da bist“"
    assert [button.label for button in thanks.buttons] == ["Auch eins schicken"]
    reads(theatre, "Kim", "de")
    sent = await theatre.press("Kim", await theatre.use("Kim", "/wallet"), "Verlauf")
    assert sent.reply.text.startswith("**Dein Verlauf** · jetzt 100 Münzen und 0 💎")


async def test_moderators_log_and_told_members_each_in_their_language(theatre: Theatre) -> None:
    await speak_german_here(theatre)
    await set_up(theatre, log_channel=theatre.channel_id("ovation-log"))
    reads(theatre, "Ann", "de")
    seq = await gift(theatre, "Ann", count=10)
    said = await theatre.use("Max", "/mod reverse", gift=f"#{seq}", reason="Irrtum")
    assert f"Done! Gift `#{seq}`" in said.reply.text
    (*_, entry) = await posted(theatre, "ovation-log")
    assert f"**Max** hat Geschenk `#{seq}` zurückgenommen, 🌹 10 × Rose von **Ann**" in entry.text
    assert "10 Münzen zurück an Ann, 5 💎 zurück von Bea." in entry.text
    assert "Grund: „Irrtum“" in entry.text
    assert [button.label for button in entry.buttons] == ["Nachschlagen"]
    told = await theatre.use("Ann", "/wallet")
    assert f"📋 Max hat dein Geschenk `#{seq}` zurückgenommen: 10 Münzen" in told.reply.text
    (thanks,) = await posted(theatre)
    assert "Die Moderation hat dieses Geschenk zurückgenommen." in thanks.text


async def test_a_german_moderator_finds_every_room_in_german(theatre: Theatre) -> None:
    for name in ("Max", "Olive"):
        reads(theatre, name, "de-DE")
    seq = await gift(theatre, "Ann", count=3)
    asked: dict[str, dict[str, Any]] = {
        "/help": {},
        "/wallet": {},
        "/history": {},
        "/leaderboard": {},
        "/diamonds show": {},
        "/diamonds convert": {},
        "/gift": {},
        "/mod lookup": {"member": theatre.id_of("Ann")},
        "/mod audit": {},
        "/setup start": {},
        "/setup show": {},
        "/setup rates": {},
        "/setup roles": {},
    }
    for command, options in asked.items():
        exchange = await theatre.use("Max", command, **options)
        found = ENGLISH_WORDS.findall(read_aloud(exchange.reply))
        assert found == [], (command, exchange.reply.text)
    looked_up = await theatre.use("Max", "/mod lookup", number=f"#{seq}")
    form = await theatre.press("Max", looked_up, "Zurücknehmen")
    assert form.modal.title == f"Geschenk #{seq} zurücknehmen?"
    opened = await theatre.use("Olive", "/setup start")
    typed = await theatre.press("Olive", opened, "Zeitzone und Münzen")
    assert typed.modal.title == "Zeitzone und Münzen"


async def test_a_button_that_expired_says_so_in_german(theatre: Theatre) -> None:
    reads(theatre, "Ann", "de")
    wallet = await theatre.use("Ann", "/wallet")
    pressed = await forge_press(theatre, "Ann", wallet.reply, "long:forgotten")
    assert pressed.reply.text == GERMAN.expired
