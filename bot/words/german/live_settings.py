"""What is said about the settings of live shows, in German."""

from collections.abc import Mapping
from typing import ClassVar

from bot.ledger.guild_settings import GuildSettings
from bot.words.german.settings import GermanSettingWords
from bot.words.live_settings import LiveSettingWords


class GermanLiveSettingWords(GermanSettingWords, LiveSettingWords):
    """The sentences of `/setup live`."""

    # Who receives gifts.

    receivers_hint = "-# Ändere das mit `who` oder `followers`."
    receivers_everyone = "Hier bekommen alle Geschenke."

    def receivers_registered(self, registered: int) -> str:
        """Only registered creators do, and so many there are."""
        if not registered:
            return (
                "Hier bekommen nur angemeldete Creator Geschenke, und noch ist niemand angemeldet: "
                "Das geht mit `/creator join`."
            )
        return f"Hier bekommen nur angemeldete Creator Geschenke: bisher {self.number(registered)}."

    def receivers_role(self, role: int) -> str:
        """What takes a role beside."""
        return f"Dazu braucht es <@&{role}>, wie mit `/setup roles` festgelegt."

    def receivers_followers(self, least: int) -> str:
        """What takes followers beside."""
        return f"Dazu braucht es {self.number(least)} Follower."

    # How thank-yous look.

    tiers_hint = "-# Ändere eine Stufe mit `card`, `picture` oder `highlight`."

    def tiers(self, settings: GuildSettings) -> str:
        """From where on a thank-you is what."""
        return (
            "Ein Dankeschön ist eine Zeile. "
            f"Ab {self.coins(settings.card_coins)} ist es eine farbige Karte, "
            f"ab {self.number(settings.picture_coins)} kommt ein Bild dazu, "
            f"und ab {self.number(settings.highlight_coins)} bleibt es eine Weile oben auf der "
            "Live-Tafel."
        )

    # What is posted.

    held_nowhere = (
        "✗ Zurückgehaltene Nachrichten kommen zur Moderation in den Protokollkanal, und es gibt "
        "keinen: Wähle einen mit `/setup channel`."
    )

    boards_nowhere = (
        "… Bestenlisten, die enden, kommen in den Geschenkkanal, und es gibt keinen: Wähle einen "
        "mit `/setup channel`."
    )

    # Roles that Ovation gives.

    rewards_hint = "-# Setze eine mit `week` oder `month`; `clear` nimmt eine zurück."
    reward_labels: ClassVar[Mapping[str, str]] = {
        "week_role": "Wer letzte Woche am meisten verschenkt hat, bekommt",
        "month_role": "Wer letzten Monat am meisten verschenkt hat, bekommt",
    }
    level_roles_hint = (
        "-# `level` mit `role` fügt eine hinzu; `clear` nimmt einem Level seine Rolle."
    )
    level_missing = "Welches Level? Nenne `level` zur Rolle. Nichts geändert."
    level_roles_label = "Rollen für Level:"

    def no_role_at_level(self, level: int) -> str:
        """A level that has no role which could be taken away."""
        return f"Level {level} hat keine Rolle. Nichts geändert: Mit `role` bekommt es eine."

    role_not_chosen = "Nichts geändert."
    role_reason = "auf eigenen Wunsch"
    role_cures: ClassVar[Mapping[str, str]] = {
        "role-gone": "Diese Rolle gibt es nicht mehr. Wähle eine andere",
        "role-everyone": "Diese Rolle haben alle. Wähle eine andere",
        "role-managed": "Diese Rolle vergibt Discord oder eine App selbst. Wähle eine andere",
        "role-powerful": (
            "Diese Rolle darf moderieren oder verwalten, deshalb vergibt Ovation sie nie. Wähle "
            "eine andere"
        ),
        "role-forbidden": (
            "Erlaube Ovation „Rollen verwalten“, unter Servereinstellungen → Rollen"
        ),
        "role-above": (
            "Diese Rolle steht nicht unter der von Ovation. Zieh sie darunter, unter "
            "Servereinstellungen → Rollen"
        ),
        "role-silent": (
            "Ihr lässt sich nicht Bescheid sagen. Erlaube allen, diese Rolle zu erwähnen, oder "
            "Ovation das Recht „Alle erwähnen“"
        ),
        "role-refused": (
            "Discord hat Ovation die Rolle nicht vergeben lassen. Prüf „Rollen verwalten“, und ob "
            "sie unter der Rolle von Ovation steht"
        ),
    }
