"""What a server's settings are called, and how their values read, in German."""

from collections.abc import Mapping
from typing import ClassVar

from bot.words.german.grammar import GermanGrammar
from bot.words.settings import SettingWords


class GermanSettingWords(GermanGrammar, SettingWords):
    """The names of settings, and their values as people read them."""

    setting_names: ClassVar[Mapping[str, str]] = {
        "gift_channel": "Geschenkkanal",
        "log_channel": "Protokollkanal",
        "moderator_role": "Moderation",
        "manager_role": "Verwaltung",
        "creator_role": "wer Geschenke bekommen darf",
        "timezone": "Zeitzone",
        "language": "Sprache",
        "welcome_coins": "Willkommensmünzen",
        "welcome_age_days": "Kontoalter für Willkommensmünzen",
        "share": "Anteil der Beschenkten",
        "conversion_rate": "Münzen für 1 💎",
        "confirm_coins": "Rückfrage vor einem Geschenk",
        "receivers": "Anmeldung für Geschenke",
        "least_followers": "Follower für Geschenke",
        "live_role": "Rolle, die von Shows erfährt",
        "card_coins": "Dankeschön als Karte",
        "picture_coins": "Dankeschön mit Bild",
        "highlight_coins": "Highlight",
        "pins": "Highlights anpinnen",
        "messages": "Nachrichten zu Geschenken",
        "posted_boards": "Bestenlisten am Ende zeigen",
        "week_role": "Rolle für die Top-Schenkenden der Woche",
        "month_role": "Rolle für die Top-Schenkenden des Monats",
        "level_roles": "Rollen für Level",
        "shop": "Bezahlung von Münzen",
        "currency": "Währung",
        "shop_text": "wie man bezahlt",
        "scam_text": "Warnung vor Betrug",
        "daily_cap": "höchstens verschenkte Münzen am Tag",
        "pair_cap": "höchstens an eine Person verschenkte Münzen am Tag",
        "giver_age_days": "Kontoalter zum Schenken",
        "cashout": "Auszahlung",
        "cashout_rate": "Geld für 1 💎",
        "cashout_fee": "Gebühr einer Auszahlung",
        "cashout_least": "wenigste 💎 einer Auszahlung",
        "cashout_daily": "höchstens ausgezahlte 💎 einer Person am Tag",
        "cashout_two": "Auszahlungen eines Tages, die zwei Moderierende brauchen",
        "cashout_text": "wohin ausgezahlt wird",
        "no_buying": "Rollen, die keine Münzen kaufen",
        "no_buying_text": "warum sie keine kaufen",
        "no_sending": "Rollen, die nichts verschenken",
        "no_sending_text": "warum sie nichts verschenken",
        "no_receiving": "Rollen, die keine Geschenke bekommen",
        "no_receiving_text": "warum sie keine bekommen",
        "no_cashout": "Rollen, die nichts auszahlen lassen",
        "no_cashout_text": "warum sie nichts auszahlen lassen",
    }
    unset: ClassVar[Mapping[str, str]] = {
        "gift_channel": "dort, wo geschenkt wird",
        "log_channel": "keiner",
        "moderator_role": "keine Rolle",
        "manager_role": "keine Rolle",
        "creator_role": "alle",
        "welcome_coins": "keine",
        "welcome_age_days": "beliebig",
        "confirm_coins": "nie",
        "least_followers": "keine",
        "live_role": "keine Rolle",
        "pins": "aus",
        "posted_boards": "aus",
        "week_role": "keine Rolle",
        "month_role": "keine Rolle",
        "daily_cap": "ohne Grenze",
        "pair_cap": "ohne Grenze",
        "giver_age_days": "beliebig",
        "cashout": "aus",
        "cashout_fee": "keine",
        "cashout_daily": "ohne Grenze",
        "cashout_two": "keine",
    }
    _setting_choices: ClassVar[Mapping[str, Mapping[str, str]]] = {
        "receivers": {"everyone": "nicht nötig", "registered": "nötig"},
        "messages": {
            "open": "sofort zu lesen",
            "first": "die erste einer Person wartet auf die Moderation",
            "all": "alle warten auf die Moderation",
        },
        "pins": {"1": "an"},
        "posted_boards": {"1": "an"},
        "shop": {
            "moderator": "die Moderation bestätigt",
            "discord": "Discord verkauft sie",
            "play": "gar nicht: Spielgeld",
        },
        "cashout": {"1": "an, in eigener Verantwortung des Betreibers"},
    }
    no_level_roles: ClassVar[str] = "keine"
    no_own_words: ClassVar[str] = "nichts Eigenes"
    live_settings_title: ClassVar[str] = "Live-Shows"

    def from_coins(self, coins: int) -> str:
        """From how many coins on something is done."""
        return f"ab {self.coins(coins)}"

    def from_diamonds(self, diamonds: int) -> str:
        """From how many diamonds on something is done."""
        return f"ab {self.number(diamonds)} 💎"

    def level_role(self, level: int, role: int) -> str:
        """A gifter level, and the role that comes with it."""
        return f"<@&{role}> ab Level {level}"

    def days(self, days: int) -> str:
        """A number of days, with the word."""
        return f"{self.number(days)} {'Tag' if days == 1 else 'Tage'}"

    def setting_change(self, name: str, before: str, after: str) -> str:
        """What a setting was, and what it is now."""
        old, new = self.setting_value(name, before), self.setting_value(name, after)
        return f"{self.setting_names[name]}: {old} → {new}"

    def setting_range(self, name: str, least: int, most: int) -> str:
        """Between which values a setting lies, in the unit that people use for it."""
        if name == "share":
            return f"{self.percent(least)} bis {self.percent(most)}, etwa 50 oder 12,5"
        if name == "conversion_rate":
            return f"{self.rate(least)} bis {self.rate(most)}, etwa 1 oder 0,5"
        return f"eine ganze Zahl von {self.number(least)} bis {self.number(most)}"
