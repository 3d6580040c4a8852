"""What a picture shows, as plain words and numbers: every word comes from outside."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody on a picture.

    `name` may hold any characters; `instead` is written where none of them can be drawn. `avatar`
    is a picture's bytes (a drawn initial where it is None or no picture), `badge` a short text
    like "Lv 12" that stands beside the name.
    """

    name: str
    instead: str
    avatar: bytes | None = None
    badge: str = ""


@dataclass(frozen=True, slots=True)
class GiftPicture:
    """One gift or combo, 1,000 pixels wide, 400 high, with a message up to 1,130.

    `emoji` is one of Unicode's or a server's own by its reference (`<:rose:123…>`); of the latter
    `emoji_image` may hold the picture, else its name is drawn. `count` is worded, like "×12", and
    so is `coins`; both may be empty. `colour` is the tier's, 0xRRGGBB.
    """

    sender: Person
    recipient: Person
    gift: str
    emoji: str
    colour: int
    count: str = ""
    coins: str = ""
    message: str = ""
    emoji_image: bytes | None = None


@dataclass(frozen=True, slots=True)
class Gifter:
    """One of a show's top gifters: what they gave in words, and as a share (0 to 1) of the bar."""

    person: Person
    coins: str
    share: float


@dataclass(frozen=True, slots=True)
class Plot:
    """Coins over a show's time.

    `points` are (minute, coins) in order of time, any number of them. The labels of the axes are
    pairs too: where on the axis, and what is written there. `empty` is written where there is
    nothing to draw.
    """

    title: str
    points: Sequence[tuple[float, float]]
    minute_labels: Sequence[tuple[float, str]]
    coin_labels: Sequence[tuple[float, str]]
    empty: str


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of a recap, like the longest combo: an emoji, what it is, and its words."""

    emoji: str
    label: str
    words: str


@dataclass(frozen=True, slots=True)
class RecapPicture:
    """One show, 1,200 pixels wide and as high as what is told of it needs.

    At most four `totals` (label, value), five `gifters` and eight `facts` are drawn. Where nobody
    gave anything, `nobody` stands in the gifters' place.
    """

    title: str
    creator: Person
    date: str
    totals: Sequence[tuple[str, str]]
    plot: Plot
    gifters_title: str
    gifters: Sequence[Gifter]
    nobody: str
    facts: Sequence[Fact]
    colour: int = 0x5865F2


Picture = GiftPicture | RecapPicture


def grid_of(most: int) -> tuple[int, ...]:
    """Two to five round values from 0 that span 0 to `most`: where a plot's coin labels stand."""
    step = 1
    for factor in itertools.cycle((2.0, 2.5, 2.0)):
        if step * 4 >= most:
            break
        step = int(step * factor)
    return tuple(step * line for line in range(-(-max(most, 1) // step) + 1))
