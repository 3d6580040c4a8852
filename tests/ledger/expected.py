"""What a model expects of a request: an outcome with its facts, or a refusal with its own."""

from datetime import date, datetime
from fractions import Fraction
from typing import NamedTuple, NoReturn


class Expected(NamedTuple):
    """What the outcome must be, and facts that it must carry."""

    kind: str
    facts: dict[str, object]


class RefusedError(Exception):
    """The model refuses."""

    def __init__(self, kind: str, **facts: object) -> None:
        """Refuse with what the outcome must carry."""
        super().__init__(kind)
        self.expected = Expected(kind, facts)


def refuse(kind: str, **facts: object) -> NoReturn:
    """Refuse, whatever was being done."""
    raise RefusedError(kind, **facts)


class ModelItem(NamedTuple):
    """A gift of the catalogue."""

    name: str
    emoji: str
    price: int
    retired: bool


class ModelGift(NamedTuple):
    """A gift: who, of what, how much of each origin, at which share, when and on which day."""

    sender: int
    recipient: int
    item: int
    quantity: int
    paid: int
    bonus: int
    share: Fraction
    moment: datetime
    day: date

    @property
    def coins(self) -> int:
        """Coins of both origins."""
        return self.paid + self.bonus


class ModelShown(NamedTuple):
    """Which revision of an acknowledgement is wanted, was attempted and is shown."""

    wanted: int = 1
    attempted: int = 0
    shown: int = 0

    @property
    def is_tried(self) -> bool:
        """Whether anybody may have read it."""
        return self.attempted > 0 or self.shown > 0

    def more(self, revisions: int = 1) -> "ModelShown":
        """The same, with more to be shown."""
        return self._replace(wanted=self.wanted + revisions)
