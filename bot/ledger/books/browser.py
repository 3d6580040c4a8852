"""Overlays and who is signed in, as a decision sees them in one guild's books."""

from dataclasses import dataclass, field


@dataclass(slots=True)
class Overlay:
    """A creator's overlay: what its secret is recognised by, and how far its alerts have come."""

    creator: int
    handle: str = ""
    digest: bytes = b""
    opened_ms: int = 0
    played_seq: int = 0
    volume: int = 60
    speaks: bool = False
    least_coins: int = 1


@dataclass(frozen=True, slots=True)
class PassedOver:
    """An alert that was begun again and again and never came to its end, so that others had their
    turn. `first` is its name among the creator's alerts, `kind` what it told of, and `combo` whose
    gifts, or 0."""

    first: int
    kind: str
    combo: int


@dataclass(frozen=True, slots=True)
class Session:
    """Somebody who is signed in: by what their browser is recognised, and until when."""

    digest: bytes
    member: int
    began_ms: int
    expires_ms: int


@dataclass(slots=True)
class BrowserChanges:
    """What decisions changed, by the names that the store knows it by."""

    overlays: dict[int, Overlay] = field(default_factory=dict)
    closed: set[int] = field(default_factory=set)
    """Creators whose overlay nothing opens any more. One that was opened again since begins anew,
    so that all that was kept of the one before it goes."""
    played: dict[tuple[int, int], int] = field(default_factory=dict)
    """By creator and combo: up to which gift its alert is done, beyond the overlay's own number."""
    passed_over: dict[tuple[int, int], tuple[PassedOver, int]] = field(default_factory=dict)
    """By creator and alert: what was passed over, and when, in UTC milliseconds."""
    shown_again: set[tuple[int, int]] = field(default_factory=set)
    """By creator: combos that have another turn, so that they were passed over no more."""
    sessions: list[Session] = field(default_factory=list)
    signed_out: list[bytes] = field(default_factory=list)
    signed_out_everywhere: list[int] = field(default_factory=list)
    """Discord users, of whose sessions none is left."""


class BrowserBook:
    """The part of a guild's books that is about pages in the browser."""

    def __init__(self) -> None:
        """Begin with what nobody has read anything of."""
        self.overlays: dict[int, Overlay] = {}
        self.tests: dict[int, list[int]] = {}
        """By creator: when the latest test alerts were asked for, the oldest first."""
        self.changes = BrowserChanges()

    def write(self, overlay: Overlay) -> None:
        """Have an overlay written as it is now, and know it from now on."""
        self.overlays[overlay.creator] = overlay
        self.changes.overlays[overlay.creator] = overlay

    def close(self, creator: int) -> None:
        """Have an overlay gone."""
        del self.overlays[creator]
        self.changes.overlays.pop(creator, None)
        self.changes.closed.add(creator)
        for name in [name for name in self.changes.played if name[0] == creator]:
            del self.changes.played[name]
        for name in [name for name in self.changes.passed_over if name[0] == creator]:
            del self.changes.passed_over[name]

    def show_again(self, creator: int, combo: int) -> None:
        """Have a combo's alert have another turn."""
        self.changes.shown_again.add((creator, combo))
        for name, (passed, _) in [*self.changes.passed_over.items()]:
            if name[0] == creator and passed.combo == combo:
                del self.changes.passed_over[name]
