"""How gifts are thanked for in public: one, a combo, or a flood of them."""

from collections.abc import Sequence

from bot.words.grammar import Grammar, escaped, shortened, visible

MOST_DIGEST_NAME_LENGTH = 20
"""How much of a name a digest shows: a flood has many."""


def _article(name: str) -> str:
    """The article of a gift's name, by how it is spoken: a Unicorn, an Ice Cream."""
    spoken = name.casefold()
    sounds_open = spoken[:1] in set("aeiou") and not spoken.startswith(("eu", "uni", "use"))
    return "an" if sounds_open else "a"


class ComboWords(Grammar):
    """The sentences of public acknowledgements."""

    def giver(self, name: str | None, level: int) -> str:
        """Somebody who gave, with their level."""
        return f"{self.strong_name(name)}{self.badge(level)}"

    def counted_up(self, *, emoji: str, quantity: int, giver: str, recipient: str | None) -> str:
        """A combo that goes on."""
        return f"{self._combo(emoji, quantity, giver, recipient)}, still going!"

    def counted(
        self, *, emoji: str, name: str, quantity: int, giver: str, recipient: str | None
    ) -> str:
        """A combo that is over."""
        return f"{self._combo(emoji, quantity, giver, recipient)} · {escaped(name)} combo"

    def _combo(self, emoji: str, quantity: int, giver: str, recipient: str | None) -> str:
        return f"{emoji} ×{self.number(quantity)} {giver} → {self.strong_name(recipient)}"

    def given(
        self, *, emoji: str, name: str, quantity: int, giver: str, recipient: str | None
    ) -> str:
        """One gift."""
        what = f"{self.number(quantity)} × {escaped(name)}"
        if quantity == 1:
            what = f"{_article(name)} {escaped(name)}"
        return f"{emoji} {giver} sends {self.strong_name(recipient)} {what}"

    def given_back(self, *, emoji: str, name: str, giver: str, recipient: str | None) -> str:
        """What was given and taken back since; how much of it no longer matters."""
        return f"{emoji} {giver} → {self.strong_name(recipient)} · {escaped(name)}"

    def raised(self, name: str | None, level: int) -> str:
        """Somebody has reached a level."""
        return f"⬆️ {self.strong_name(name)} is level {level} now!"

    def thanks(self, creator: str | None, sender: str | None) -> str:
        """The creator thanked in person."""
        return f"💛 {self.strong_name(creator)} thanks {self.strong_name(sender)}."

    def thanks_for(
        self, creator: str | None, sender: str | None, *, emoji: str, name: str, quantity: int
    ) -> str:
        """The creator thanked in person for what a digest told of."""
        what = self._what(emoji, name, quantity)
        return f"💛 {self.strong_name(creator)} thanks {self.strong_name(sender)} for {what}."

    def _what(self, emoji: str, name: str, quantity: int) -> str:
        return f"{emoji} {escaped(name)}" if quantity == 1 else f"{emoji} ×{self.number(quantity)}"

    def taken_from_digest(self, sender: str | None, *, emoji: str, name: str, quantity: int) -> str:
        """What a digest told of was reversed since, in part or whole; `quantity` is left."""
        left = self._what(emoji, name, quantity) if quantity else "nothing"
        return (
            f"A gift of {self.strong_name(sender)} was taken back by a moderator: "
            f"{left} of that combo stands."
        )

    def said_since(
        self,
        sender: str | None,
        recipient: str | None,
        messages: Sequence[str],
        *,
        emoji: str,
        quantity: int,
    ) -> str:
        """What came with a combo that a digest told of, which nobody could read then."""
        first = self._combo(emoji, quantity, self.strong_name(sender), recipient)
        return "\n".join([first, *map(self.quote, messages)])

    def digest_title(self, *, gifts: int, people: int, coins: int) -> str:
        """What came while there were too many to thank one by one."""
        who = "1 person" if people == 1 else f"{self.number(people)} people"
        what = "1 gift" if gifts == 1 else f"{self.number(gifts)} gifts"
        return f"💝 **{what}** from {who} · {self.coins(coins)}"

    def digest_for(self, recipient: str | None) -> str:
        """Above the gifts of one recipient, where several got some."""
        return f"→ {self.strong_name(recipient)}"

    def digest_line(
        self,
        sender: str | None,
        level: int,
        items: Sequence[tuple[str, str, int]],
        messages: Sequence[str],
        *,
        is_raised: bool = False,
    ) -> str:
        """What one person sent: each item's emoji, name and count, most coins first; an arrow where
        they reached their level with it."""
        what = " ".join(f"{emoji}×{self.number(count)}" for emoji, _, count in items)
        said = "".join(f" {self.quote(message)}" for message in messages)
        badge = self.badge(level) + (" ⬆️" if is_raised else "")
        return f"**{escaped(self._short_name(sender))}**{badge} {what}{said}"

    def _short_name(self, name: str | None) -> str:
        return shortened(self.plain_name(name), MOST_DIGEST_NAME_LENGTH)

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
        raised = f" · ⬆️ level {level}" if level else ""
        names = f"{self._short_name(sender)} → {self._short_name(recipient)}"
        return f"{names}: {what}{raised}{self._written(messages)}"

    def digest_said(
        self, sender: str | None, recipient: str | None, messages: Sequence[str]
    ) -> str:
        """What somebody wrote, for a text file, where the message tells what they sent."""
        names = f"{self._short_name(sender)} to {self._short_name(recipient)}"
        return f"{names}:{self._written(messages)}"

    def _written(self, messages: Sequence[str]) -> str:
        return "".join(f" “{visible(message)}”" for message in messages)

    def digest_rest(self, people: int, messages: int = 0) -> str:
        """How many more stand in the attached file, and how many messages of theirs and others."""
        said = "1 message" if messages == 1 else f"{self.number(messages)} messages"
        if not people:
            return f"-# {said} in the file"
        more = f"-# and {self.number(people)} more in the file"
        return f"{more}, with {said}" if messages else more

    digest_file = "gifts.txt"
    digest_button = "Send a gift"
