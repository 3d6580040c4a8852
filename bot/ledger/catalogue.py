"""The gifts a guild offers: a default list, and what the guild has made of it."""

import difflib
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

MOST_ITEMS: Final = 500
"""The most gifts a guild's catalogue holds, retired ones included."""

FIRST_OWN_ITEM: Final = 1_001
"""Gifts that a guild adds are numbered from here, so that the defaults can grow below."""

MOST_PRICE: Final = 10**9
"""The most coins that one gift may cost, and all gifts of one request together."""

MOST_NAME_LENGTH: Final = 32
MOST_EMOJI_LENGTH: Final = 64
"""Enough for a custom emoji's reference and for the longest joined emoji."""


class Item(NamedTuple):
    """One gift of a catalogue; `price` is in coins."""

    number: int
    name: str
    emoji: str
    price: int
    retired: bool = False


# Prices follow the ladder of a public list of 2024; the names are common words on purpose.
DEFAULT_ITEMS: Final = tuple(
    Item(number, name, emoji, price)
    for number, (name, emoji, price) in enumerate(
        (
            ("Rose", "🌹", 1),
            ("Coffee", "☕", 1),
            ("Thumbs Up", "👍", 1),
            ("Ice Cream", "🍦", 1),
            ("Glow Stick", "🪄", 1),
            ("Cake Slice", "🍰", 1),
            ("Finger Heart", "🫰", 5),
            ("Cheer", "📣", 9),
            ("Heart", "💗", 10),
            ("Perfume", "🧴", 20),
            ("Doughnut", "🍩", 30),
            ("Cap", "🧢", 99),
            ("Paper Crane", "🕊️", 99),
            ("Star", "⭐", 99),
            ("Confetti", "🎊", 100),
            ("Hand Hearts", "🫶", 100),
            ("Sunglasses", "😎", 199),
            ("Lock and Key", "🔐", 199),
            ("Corgi", "🐶", 299),
            ("Boxing Gloves", "🥊", 299),
            ("Coral", "🪸", 499),
            ("Swan", "🦢", 699),
            ("Train", "🚂", 899),
            ("Hot-Air Balloon", "🎈", 1_000),
            ("Watermelon", "🍉", 1_000),
            ("Fireworks", "🎆", 1_088),
            ("Champion", "🏆", 1_500),
            ("Gift Box", "🎁", 1_999),
            ("Rabbit", "🐰", 1_999),
            ("Whale", "🐋", 2_150),
            ("Motorcycle", "🏍️", 2_988),
            ("Ferris Wheel", "🎡", 3_000),
            ("Meteor Shower", "🌠", 3_000),
            ("Private Jet", "🛩️", 4_888),
            ("Unicorn", "🦄", 5_000),
            ("Sports Car", "🏎️", 7_000),
            ("Interstellar", "🚀", 10_000),
            ("Amusement Park", "🎢", 17_000),
            ("Yacht", "🛥️", 20_000),
            ("Phoenix", "🐦‍🔥", 25_999),
            ("Lion", "🦁", 29_999),
            ("Pegasus", "🐎", 42_999),
            ("Universe", "🌌", 44_999),
        ),
        start=1,
    )
)


class Catalogue:
    """The defaults with a guild's own changes laid over them; never changed once made."""

    def __init__(self, changes: Iterable[Item] = ()) -> None:
        """Lay `changes` over the default gifts, by number."""
        items = {item.number: item for item in DEFAULT_ITEMS}
        items.update((item.number, item) for item in changes)
        self._items = items
        self._offered = tuple(
            sorted(
                (item for item in items.values() if not item.retired),
                key=lambda item: (item.price, item.number),
            )
        )

    def __len__(self) -> int:
        """How many gifts there are, retired ones included."""
        return len(self._items)

    def __iter__(self) -> Iterator[Item]:
        """All gifts, retired ones included, in the order of their numbers."""
        return iter(sorted(self._items.values()))

    @property
    def offered(self) -> tuple[Item, ...]:
        """The gifts on offer, cheapest first."""
        return self._offered

    def get(self, number: int) -> Item | None:
        """The gift with this number, retired or not."""
        return self._items.get(number)

    def with_item(self, item: Item) -> "Catalogue":
        """A catalogue in which `item` stands in place of whatever had its number."""
        return Catalogue([*self._items.values(), item])

    def find(self, text: str) -> Item | None:
        """The gift on offer that `text` names exactly, letter case, accents and spaces aside."""
        wanted = plain(text)
        return next((item for item in self._offered if plain(item.name) == wanted), None)

    def find_retired(self, text: str) -> Item | None:
        """The retired gift that `text` names exactly, letter case, accents and spaces aside."""
        wanted = plain(text)
        retired = (item for item in self._items.values() if item.retired)
        return next((item for item in retired if plain(item.name) == wanted), None)

    def nearest(self, text: str, most: int) -> tuple[Item, ...]:
        """At most `most` gifts on offer whose names come near to `text`, best first; often none.

        First those that begin with it, then those that hold it if it is more than a letter, each
        cheapest first; then those of which the whole name or a word is spelt almost like it.
        """
        wanted = plain(text)
        if not wanted:
            return ()
        names = {item: plain(item.name) for item in self._offered}
        begin = [item for item, name in names.items() if name.startswith(wanted)]
        hold = [item for item, name in names.items() if len(wanted) > 1 and wanted in name]
        spelt: defaultdict[str, list[Item]] = defaultdict(list)
        for item, name in names.items():
            for form in {name, *_long_words(item.name)}:
                spelt[form].append(item)
        forms = difflib.get_close_matches(wanted, spelt, n=MOST_ITEMS, cutoff=_ALIKE)
        # Of a heart and a finger heart, whoever means a heart means the first.
        alike = [
            item for form in forms for item in sorted(spelt[form], key=lambda it: names[it] != form)
        ]
        return tuple(dict.fromkeys([*begin, *hold, *alike]))[:most]

    def dearest_within(self, coins: int) -> Item | None:
        """The dearest gift on offer that `coins` can buy."""
        affordable = [item for item in self._offered if item.price <= coins]
        return affordable[-1] if affordable else None


DEFAULT_CATALOGUE: Final = Catalogue()
"""What a guild offers that changed nothing."""


_ALIKE: Final = 0.75
"""How alike two spellings are at least, of 1, to be taken for each other: one letter in four may
differ. At half, a rose would be a universe."""
_SHORTEST_WORD: Final = 4
"""Shorter words of a name, such as the "and" between two, are like too much else."""


def _long_words(name: str) -> Iterator[str]:
    words = map(plain, name.replace("-", " ").split())
    return (word for word in words if len(word) >= _SHORTEST_WORD)


def plain(text: str) -> str:
    """A name as it is compared: without letter case, accents, spaces and hyphens."""
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    return "".join(letter for letter in decomposed if letter.isalnum())
