"""How gifts are thanked for in public, in German."""

from collections.abc import Sequence

from bot.words.combos import ComboWords
from bot.words.german.grammar import GermanGrammar
from bot.words.grammar import escaped, visible


class GermanComboWords(GermanGrammar, ComboWords):
    """The sentences of public acknowledgements."""

    def counted_up(self, *, emoji: str, quantity: int, giver: str, recipient: str | None) -> str:
        """A combo that goes on."""
        return f"{self._combo(emoji, quantity, giver, recipient)}, und es geht weiter!"

    def counted(
        self, *, emoji: str, name: str, quantity: int, giver: str, recipient: str | None
    ) -> str:
        """A combo that is over."""
        return f"{self._combo(emoji, quantity, giver, recipient)} · Combo mit {escaped(name)}"

    def given(
        self, *, emoji: str, name: str, quantity: int, giver: str, recipient: str | None
    ) -> str:
        """One gift. Its name is the server's own: it takes no article."""
        what = f"{self.number(quantity)} × {escaped(name)}"
        return f"{emoji} {giver} schenkt {self.strong_name(recipient)} {what}"

    def raised(self, name: str | None, level: int) -> str:
        """Somebody has reached a level."""
        return f"⬆️ {self.strong_name(name)} ist jetzt Level {level}!"

    def thanks(self, creator: str | None, sender: str | None) -> str:
        """The creator thanked in person."""
        return f"💛 {self.strong_name(creator)} dankt {self.strong_name(sender)}."

    def thanks_for(
        self, creator: str | None, sender: str | None, *, emoji: str, name: str, quantity: int
    ) -> str:
        """The creator thanked in person for what a digest told of."""
        what = self._what(emoji, name, quantity)
        return f"💛 {self.strong_name(creator)} dankt {self.strong_name(sender)} für {what}."

    def taken_from_digest(self, sender: str | None, *, emoji: str, name: str, quantity: int) -> str:
        """What a digest told of was reversed since, in part or whole; `quantity` is left."""
        left = self._what(emoji, name, quantity) if quantity else "nichts"
        return (
            f"Die Moderation hat ein Geschenk von {self.strong_name(sender)} zurückgenommen: "
            f"Von dieser Combo bleibt {left}."
        )

    def digest_title(self, *, gifts: int, people: int, coins: int) -> str:
        """What came while there were too many to thank one by one."""
        who = "1 Person" if people == 1 else f"{self.number(people)} Personen"
        what = "1 Geschenk" if gifts == 1 else f"{self.number(gifts)} Geschenke"
        return f"💝 **{what}** von {who} · {self.coins(coins)}"

    def digest_row(
        self,
        sender: str | None,
        recipient: str | None,
        items: Sequence[tuple[str, str, int]],
        messages: Sequence[str],
        *,
        level: int = 0,
    ) -> str:
        """The same for a text file, where no markup is read, with what was written; `level` is one
        that was reached with it."""
        what = ", ".join(f"{visible(name)} ×{count}" for _, name, count in items)
        raised = f" · ⬆️ Level {level}" if level else ""
        names = f"{self._short_name(sender)} → {self._short_name(recipient)}"
        return f"{names}: {what}{raised}{self._written(messages)}"

    def digest_said(
        self, sender: str | None, recipient: str | None, messages: Sequence[str]
    ) -> str:
        """What somebody wrote, for a text file, where the message tells what they sent."""
        names = f"{self._short_name(sender)} an {self._short_name(recipient)}"
        return f"{names}:{self._written(messages)}"

    def _written(self, messages: Sequence[str]) -> str:
        return "".join(f" „{visible(message)}“" for message in messages)

    def digest_rest(self, people: int, messages: int = 0) -> str:
        """How many more stand in the attached file, and how many messages of theirs and others."""
        said = "1 Nachricht" if messages == 1 else f"{self.number(messages)} Nachrichten"
        if not people:
            return f"-# {said} in der Datei"
        more = f"-# und {self.number(people)} weitere in der Datei"
        return f"{more}, dazu {said}" if messages else more

    digest_file = "geschenke.txt"
    digest_button = "Etwas schenken"
