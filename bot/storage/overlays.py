"""A creator's overlay as it is kept, and which alert it has to show next."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, NamedTuple

from bot.ledger.outcomes.browser import AlertTested
from bot.ledger.outcomes.live import GiftReplayed, ThanksSkipped
from bot.storage.combos import (
    COMBO_COLUMNS,
    COMBO_JOINS,
    COMBO_OF_GIFT,
    ComboView,
    combo_of,
    combos,
)
from bot.storage.database import Reader
from bot.storage.people import Somebody

MOST_SUMMED: Final = 20_000
"""Of how many gifts at most one sum is made; what is more comes in the next."""


@dataclass(frozen=True, slots=True)
class OverlayView:
    """An overlay, how far it has come, and how it is to sound."""

    guild: int
    creator: Somebody
    digest: bytes
    opened_ms: int
    played_seq: int
    last_seq: int
    """The guild's last operation when this was read."""
    volume: int
    speaks: bool
    least_coins: int
    holding: bool
    """Whether the creator holds their thank-yous back for now, alerts too."""


class AlertKind(StrEnum):
    """What an alert tells of."""

    GIFT = "gift"
    REPLAY = "replay"
    TEST = "test"
    SUM = "sum"


class GiftSum(NamedTuple):
    """What was given meanwhile, where it is told in one."""

    gifts: int
    people: int
    coins: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """What an overlay shows next: what is up to `through`, for all before `first` is done."""

    kind: AlertKind
    first: int
    """The gift or the operation that it begins with: its name among the creator's alerts."""
    through: int
    combo: ComboView | None = None
    message: str = ""
    """What was written last with what it shows."""
    sum: GiftSum | None = None


class PassedAlert(NamedTuple):
    """An alert that never came to its end, so that those behind it had their turn."""

    first: int
    kind: AlertKind
    at_ms: int
    """When it was passed over."""
    combo: ComboView | None
    """Whose gifts it told of; None where it told of no single combo's."""


class PassedAlerts(NamedTuple):
    """Some of the alerts that were passed over, the newest first."""

    newest: tuple[PassedAlert, ...]
    in_all: int
    """How many there are."""


class Next(NamedTuple):
    """The alert to be shown next, if any, and up to which operation all is done without it."""

    alert: Alert | None
    done: int


_OVERLAY: Final = """
SELECT overlay.guild, creator.number, creator.user_id, creator.name, digest, opened_ms, played_seq,
    guild.last_seq, volume, speaks, least_coins, coalesce(holding, 0)
FROM overlay
CROSS JOIN guild ON guild.guild = overlay.guild
CROSS JOIN member AS creator
    ON creator.guild = overlay.guild AND creator.number = overlay.creator
LEFT JOIN creator AS known ON known.guild = overlay.guild AND known.member = overlay.creator
"""
_BY_HANDLE: Final = f"{_OVERLAY} WHERE handle = ?"
_OF_CREATOR: Final = f"{_OVERLAY} WHERE overlay.guild = ? AND overlay.creator = ?"
_STANDS: Final = """
AND NOT EXISTS (
    SELECT 1 FROM operation AS reversal
    WHERE reversal.guild = gift.guild AND reversal.reverses = gift.seq
)
"""
# What the creator skipped in their queue is not shown, nor what is taken back. Nothing after the
# last operation is looked at, so that gifts and what else is shown are seen as of one moment.
_UNTOLD: Final = f"""
FROM gift INDEXED BY gift_by_recipient
CROSS JOIN combo ON combo.guild = gift.guild AND combo.number = {COMBO_OF_GIFT}
LEFT JOIN alert ON alert.guild = gift.guild AND alert.creator = gift.recipient
    AND alert.combo = combo.number
LEFT JOIN operation AS answer
    ON answer.guild = combo.guild AND answer.seq = combo.answered_seq
WHERE gift.guild = ?1 AND gift.recipient = ?2 AND gift.seq > ?3 AND gift.seq <= ?6
    AND gift.seq > coalesce(alert.through_seq, 0) AND combo.coins >= ?4
    AND coalesce(answer.kind, '') <> '{ThanksSkipped.kind}' AND gift.at_ms >= ?5 {_STANDS}
"""
_FIRST: Final = f"SELECT gift.seq, combo.number, gift.at_ms {_UNTOLD} ORDER BY gift.seq LIMIT 1"
_YOUNG: Final = f"SELECT gift.seq {_UNTOLD} AND gift.at_ms >= ?7 ORDER BY gift.seq LIMIT 1"
_SUM: Final = f"""
SELECT count(*), count(DISTINCT sender), coalesce(sum(coins), 0), coalesce(max(seq), 0),
    count(DISTINCT combo)
FROM (
    SELECT gift.seq, gift.sender, gift.coins + gift.bonus_coins AS coins, combo.number AS combo
    {_UNTOLD} AND gift.seq < ?7
    ORDER BY gift.seq LIMIT {MOST_SUMMED}
)
"""  # noqa: S608 - put together of constants.
# Each by the index of its own kind, whose condition SQLite wants to read here again.
_OTHER: Final = f"""
SELECT * FROM (
    SELECT seq, kind, outcome ->> '$.combo' FROM operation INDEXED BY operation_replayed
    WHERE operation.guild = ?1 AND subject = ?2 AND seq > ?3 AND seq <= ?4 AND at_ms >= ?5
        AND kind = '{GiftReplayed.kind}' AND EXISTS (
            SELECT 1 FROM combo WHERE combo.guild = operation.guild
                AND number = operation.outcome ->> '$.combo' AND combo.coins > 0
        )
    ORDER BY seq LIMIT 1
)
UNION ALL
SELECT * FROM (
    SELECT seq, kind, 0 FROM operation INDEXED BY operation_tested
    WHERE operation.guild = ?1 AND subject = ?2 AND seq > ?3 AND seq <= ?4 AND at_ms >= ?5
        AND kind = '{AlertTested.kind}'
    ORDER BY seq LIMIT 1
)
ORDER BY 1 LIMIT 1
"""  # noqa: S608 - put together of constants.
# One statement, so that the combo is as it was with its last gift.
_OF_COMBO: Final = f"""
FROM gift INDEXED BY gift_by_sender WHERE gift.guild = combo.guild AND gift.sender = combo.sender
    AND gift.seq BETWEEN max(combo.number, ?3) AND combo.last_seq
    AND gift.recipient = combo.recipient AND gift.item = combo.item {_STANDS}
"""
_TELLING: Final = f"""
SELECT {COMBO_COLUMNS}, combo.last_seq, EXISTS (SELECT 1 {_OF_COMBO}), coalesce((
    SELECT text FROM (SELECT gift.guild, gift.seq {_OF_COMBO}) AS told
    CROSS JOIN note ON note.guild = told.guild AND note.seq = told.seq
    WHERE NOT EXISTS (
        SELECT 1 FROM held_message
        WHERE held_message.guild = told.guild AND held_message.gift = told.seq
    )
    ORDER BY told.seq DESC LIMIT 1
), '')
FROM combo {COMBO_JOINS} WHERE combo.guild = ?1 AND combo.number = ?2
"""  # noqa: S608 - put together of constants.
_PASSED: Final = """
FROM passed_alert WHERE guild = ?1 AND creator = ?2 AND at_ms >= ?3 AND (combo = 0 OR EXISTS (
    SELECT 1 FROM combo AS told
    WHERE told.guild = ?1 AND told.number = passed_alert.combo AND told.quantity > 0
))
"""
_PASSED_OVER: Final = f"""
SELECT first_seq, kind, combo, at_ms {_PASSED} ORDER BY first_seq DESC LIMIT ?4
"""
_PASSED_IN_ALL: Final = f"SELECT count(*) {_PASSED}"
_COMBO_WITH: Final = f"""
SELECT {COMBO_OF_GIFT} FROM gift WHERE gift.guild = ? AND gift.seq = ? AND gift.recipient = ?
"""  # noqa: S608 - put together of constants.


def _overlay(row: tuple[Any, ...]) -> OverlayView:
    guild, number, user_id, name, digest, opened_ms, played, last, *looks = row
    volume, speaks, least, holding = looks
    creator = Somebody(number, user_id, name)
    return OverlayView(
        guild, creator, digest, opened_ms, played, last, volume, bool(speaks), least, bool(holding)
    )


async def overlay_with(reader: Reader, handle: str) -> OverlayView | None:
    """The overlay whose secret has this handle; whether it opens it is for the caller to see."""
    rows = await reader.fetch(_BY_HANDLE, (handle,))
    return _overlay(rows[0]) if rows else None


async def overlay_of(reader: Reader, guild: int, creator: int) -> OverlayView | None:
    """The overlay of a creator's number."""
    rows = await reader.fetch(_OF_CREATOR, (guild, creator))
    return _overlay(rows[0]) if rows else None


async def next_alert(
    reader: Reader, overlay: OverlayView, *, sum_before_ms: int, since_ms: int
) -> Next:
    """What an overlay shows next, the oldest first, of what was given or asked for `since_ms`.

    Gifts of several combos from before `sum_before_ms` are told in one sum, as far as nothing
    younger stands between them: clocks go back, and what is between would be passed with them.
    """
    guild, creator, played = overlay.guild, overlay.creator.number, overlay.played_seq
    last_seq = overlay.last_seq
    untold = (guild, creator, played, overlay.least_coins, since_ms, last_seq)
    asked = (guild, creator, played, last_seq, max(since_ms, sum_before_ms))
    gifts, others = await reader.fetch_each([(_FIRST, untold), (_OTHER, asked)])
    if others and (not gifts or others[0][0] < gifts[0][0]):
        return await _other(reader, guild, *others[0])
    if not gifts:
        return Next(None, last_seq)
    first, number, at_ms = gifts[0]
    if at_ms < sum_before_ms:
        young = await reader.fetch(_YOUNG, (*untold, sum_before_ms))
        end = min([last_seq + 1, *(row[0] for row in (*young, *others))])
        ((*told, through, runs),) = await reader.fetch(_SUM, (*untold, end))
        if runs > 1:
            alert = Alert(kind=AlertKind.SUM, first=first, through=through, sum=GiftSum(*told))
            return Next(alert, first - 1)
    now = await telling(reader, guild, number, first)
    alert = Alert(
        kind=AlertKind.GIFT,
        first=first,
        through=now.last_seq,
        combo=now.combo,
        message=now.message,
    )
    return Next(alert, first - 1)


async def _other(reader: Reader, guild: int, seq: int, kind: str, number: int) -> Next:
    if kind == AlertTested.kind:
        return Next(Alert(kind=AlertKind.TEST, first=seq, through=seq), seq - 1)
    now = await telling(reader, guild, number, number)
    alert = Alert(
        kind=AlertKind.REPLAY, first=seq, through=seq, combo=now.combo, message=now.message
    )
    return Next(alert, seq - 1)


class Telling(NamedTuple):
    """A combo as it is told from one of its gifts on."""

    combo: ComboView
    last_seq: int
    """Its last gift."""
    is_left: bool
    """Whether any of these gifts was not taken back."""
    message: str
    """What was written last with them; nothing of what waits for a moderator."""

    @property
    def is_over(self) -> bool:
        """Whether it is to be told no more: the creator skipped it, or it was taken back."""
        return self.combo.answered_by == ThanksSkipped.kind or not self.is_left


async def telling(reader: Reader, guild: int, number: int, first: int) -> Telling:
    """A combo that is told from its gift `first` on."""
    (row,) = await reader.fetch(_TELLING, (guild, number, first))
    last_seq, is_left, message = row[-3:]
    return Telling(combo_of(row), last_seq, bool(is_left), message)


async def combo_told(reader: Reader, guild: int, creator: int, seq: int) -> int:
    """The combo that gift `#seq` to a creator's number is part of; 0 where that is none."""
    rows = await reader.fetch(_COMBO_WITH, (guild, seq, creator))
    return int(rows[0][0]) if rows else 0


async def passed_over(
    reader: Reader, guild: int, creator: int, since_ms: int, limit: int
) -> PassedAlerts:
    """What was passed over of a creator's alerts since a moment, the newest first: not what was
    shown again, nor what was taken back."""
    facts = (guild, creator, since_ms)
    kept, ((in_all,),) = await reader.fetch_each(
        [(_PASSED_OVER, (*facts, limit)), (_PASSED_IN_ALL, facts)]
    )
    found = await combos(reader, [(guild, combo) for _, _, combo, _ in kept if combo])
    newest = tuple(
        PassedAlert(first, AlertKind(kind), at_ms, found.get((guild, combo)))
        for first, kind, combo, at_ms in kept
    )
    return PassedAlerts(newest, in_all)
