"""What the tests draw: people, gifts and shows."""

import io

from PIL import Image

from bot.pictures.subjects import (
    Fact,
    Gifter,
    GiftPicture,
    Person,
    Plot,
    RecapPicture,
    grid_of,
)

ANN = Person("Ann", "Member 1", badge="Lv 12")
BEA = Person("Bea 🌸", "Member 2")
STRANGE_NAMES = (
    "",
    " ",
    "\u3164",
    "العربية",
    "ไทย",
    "हिन्दी",
    "Tiếng Việt",
    "Ζωή",
    "Дмитрий",
    "ひなた・한국어",
    "你好世界",
    "𝓕𝓪𝓷𝓬𝔂 𝕯𝖗𝖊𝖘𝖘",
    "👩‍👩‍👧‍👦🏳️‍🌈1️⃣🇩🇪🏴󠁧󠁢󠁥󠁮󠁧󠁿",
    "Z̸̡̛̝͓͇̈́̍a̷̢͔̓l̶̨̛͔̂g̸̙̈́o̷",
    "\u202eesrever\u202c",
    "a\ud800b",
    "\U000f0000\ue000",
    "★→♥©™",
    "line\nbreak\ttab\x00nul",
    "W" * 500,
)


def gift(
    *,
    sender: Person = ANN,
    recipient: Person = BEA,
    name: str = "Lion",
    emoji: str = "🦁",
    colour: int = 0xE14741,
    count: str = "",
    message: str = "",
    emoji_image: bytes | None = None,
) -> GiftPicture:
    """A gift of which a test names what it is about."""
    return GiftPicture(
        sender, recipient, name, emoji, colour, count, "29,999 coins", message, emoji_image
    )


def recap(
    gifts: int,
    *,
    gifters: int = 5,
    name: str = "Ann",
    title: str = "Friday Night Live",
    most_facts: int = 5,
) -> RecapPicture:
    """A show of so many gifts of 3 coins, spread over 42 minutes."""
    points = [(gift * 42 / max(gifts, 1), gift * 3) for gift in range(gifts + 1)]
    labels = [(value, f"{value:,}") for value in grid_of(gifts * 3)]
    plot = Plot("Coins over time", points, [(0, "20:00"), (42, "20:42")], labels, "No gifts")
    board = [
        Gifter(Person(name, "Member 5", badge="Lv 3"), f"{gifts * 3:,}", 1 / (number + 1))
        for number in range(gifters if gifts else 0)
    ]
    facts = [
        Fact("🌹", "Longest combo", "×312 Rose by Ann"),
        Fact("🦁", "Biggest gift", "Lion by Ann"),
        Fact("🎯", "Goal", "Rose, 50 of 50"),
        Fact("⚔️", "Match", "Bea 12,340 : 9,870 Kim"),
        Fact("<:thanks:123456789012345678>", "Thanked", "98 %"),
    ]
    totals = [("coins", f"{gifts * 3:,}"), ("gifts", f"{gifts:,}")]
    date = "16 Oct 2026 · 42 min"
    shown = facts[:most_facts]
    return RecapPicture(title, BEA, date, totals, plot, "Top gifters", board, "Nobody yet", shown)


def opened(data: bytes) -> Image.Image:
    """A file as a picture."""
    with Image.open(io.BytesIO(data)) as picture:
        return picture.convert("RGB")


def image_file(width: int, height: int, *, kind: str = "PNG", colour: str = "#2ecc71") -> bytes:
    """A picture of one colour, as a file."""
    file = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(file, kind)
    return file.getvalue()
