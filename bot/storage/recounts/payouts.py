"""What payouts must add up to, counted anew from what was asked, decided and moved."""

from typing import Final

from bot.ledger.payment import CURRENCY_DECIMALS, smallest_units
from bot.storage.recounts import OF_PAYOUTS, Recount

_SMALLEST: Final = "CASE payout.currency {} ELSE 0 END".format(
    " ".join(f"WHEN '{code}' THEN {smallest_units(code)}" for code in CURRENCY_DECIMALS)
)

# What pays a debt stands behind the line that fills a wallet, and is no part of what was done.
_MOVEMENTS: Final = Recount(
    "movements of payouts",
    f"SELECT count(*) FROM operation WHERE kind IN ({OF_PAYOUTS})",  # noqa: S608 - constants.
    f"""
    WITH done AS MATERIALIZED (
        SELECT guild, seq, kind, actor, coalesce(subject, actor) AS creator,
            outcome ->> 'payout' AS payout, outcome ->> 'units' AS units
        FROM operation WHERE kind IN ({OF_PAYOUTS})
    ),
    line (guild, seq, currency, from_kind, from_owner, to_kind, to_owner, amount, times) AS (
        SELECT guild, seq, 'diamonds', 'wallet', actor, 'hold', seq, units, 1
        FROM done WHERE kind = 'own-payout'
        UNION ALL
        SELECT guild, seq, 'diamonds', 'hold', payout, 'wallet', creator, units, 1
        FROM done WHERE kind IN ('own-payout-cancelled', 'payout-rejected')
        UNION ALL
        SELECT guild, seq, 'diamonds', 'hold', payout, 'paid_out', 0, units, 1
        FROM done WHERE kind = 'payout-paid'
        UNION ALL
        SELECT guild, seq, currency, from_kind, from_owner, to_kind, to_owner, amount, -1
        FROM done JOIN transfer USING (guild, seq)
        WHERE from_kind <> 'debt' AND NOT (from_kind = 'wallet' AND to_kind = 'issued')
    )
    SELECT guild, seq, amount, currency, from_kind, to_kind FROM line
    GROUP BY guild, seq, currency, from_kind, from_owner, to_kind, to_owner, amount
    HAVING sum(times) <> 0
    """,  # noqa: S608 - put together of constants.
    "guild {}: #{} moves {} of {} from {} to {} otherwise than it says",
)

_PAYOUTS: Final = Recount(
    "payouts",
    "SELECT count(*) FROM payout",
    """
    WITH approved AS MATERIALIZED (
        SELECT guild, outcome ->> 'payout' AS payout, actor, outcome ->> 'needs_another' AS more,
            row_number() OVER (PARTITION BY guild, outcome ->> 'payout' ORDER BY seq) AS place
        FROM operation WHERE kind = 'payout-approved'
    ),
    ended AS MATERIALIZED (
        SELECT guild, outcome ->> 'payout' AS payout, seq, outcome ->> 'units' AS units,
            CASE kind WHEN 'payout-paid' THEN 'paid' WHEN 'payout-rejected' THEN 'rejected'
                ELSE 'cancelled' END AS state
        FROM operation WHERE kind IN ('payout-paid', 'payout-rejected', 'own-payout-cancelled')
    ),
    asked AS MATERIALIZED (SELECT * FROM operation WHERE kind = 'own-payout')
    SELECT payout.guild, payout.number, 'is not what was asked for' FROM payout
    LEFT JOIN asked ON asked.guild = payout.guild AND asked.seq = payout.number
    WHERE (payout.member, payout.day, asked_ms, units, rate, fee, money, currency, needs_two)
        IS NOT (asked.actor, asked.day, asked.at_ms, outcome ->> 'units', outcome ->> 'rate',
            outcome ->> 'fee', outcome ->> 'money', outcome ->> 'paid_in',
            outcome ->> 'needs_two')
    UNION ALL
    SELECT asked.guild, asked.seq, 'is missing' FROM asked
    LEFT JOIN payout ON payout.guild = asked.guild AND payout.number = asked.seq
    WHERE payout.guild IS NULL
    UNION ALL
    SELECT payout.guild, payout.number, 'was approved by others' FROM payout
    LEFT JOIN approved AS one
        ON one.guild = payout.guild AND one.payout = payout.number AND one.place = 1
    LEFT JOIN approved AS two
        ON two.guild = payout.guild AND two.payout = payout.number AND two.place = 2
    WHERE (first_approver, second_approver) <> (coalesce(one.actor, 0), coalesce(two.actor, 0))
        OR EXISTS (
            SELECT 1 FROM approved AS third
            WHERE third.guild = payout.guild AND third.payout = payout.number AND third.place > 2
        )
    UNION ALL
    SELECT payout.guild, payout.number, 'stands otherwise than it was decided' FROM payout
    LEFT JOIN ended ON ended.guild = payout.guild AND ended.payout = payout.number
    WHERE (payout.state, ended_seq) IS NOT (
            coalesce(ended.state, iif(EXISTS (
                SELECT 1 FROM approved
                WHERE approved.guild = payout.guild AND approved.payout = payout.number
                    AND more = 0
            ), 'approved', 'asked')),
            coalesce(ended.seq, 0)
        ) OR ended.units <> payout.units
    UNION ALL
    SELECT payout.guild, payout.number, 'was paid without the approvals that it takes' FROM payout
    WHERE state IN ('approved', 'paid')
        AND (first_approver = 0 OR needs_two AND second_approver = 0)
    UNION ALL
    SELECT payout.guild, payout.number, 'was taken back after it was approved' FROM payout
    JOIN approved ON approved.guild = payout.guild AND approved.payout = payout.number
        AND more = 0
    WHERE state = 'cancelled'
    UNION ALL
    SELECT payout.guild, payout.number, 'was decided by its creator' FROM payout
    JOIN operation ON operation.guild = payout.guild AND operation.seq = ended_seq
    WHERE kind IN ('payout-paid', 'payout-rejected') AND operation.actor = payout.member
    UNION ALL
    SELECT guild, payout, 'ended more than once' FROM ended GROUP BY guild, payout
    HAVING count(*) > 1
    UNION ALL
    SELECT ended.guild, ended.payout, 'ended and was never asked for' FROM ended
    LEFT JOIN payout ON payout.guild = ended.guild AND payout.number = ended.payout
    WHERE payout.guild IS NULL
    """,
    "guild {}: payout #{} {}",
)

# Units times rate times what the fee leaves is more than SQLite's whole numbers hold, so that it is
# multiplied in halves of seven digits, as by hand.
_MONEY: Final = Recount(
    "money of payouts",
    "SELECT count(*) FROM payout",
    f"""
    WITH factor AS (
        SELECT guild, number, units, money, rate * (10000 - fee) * {_SMALLEST} AS each FROM payout
    ),
    halved AS (
        SELECT guild, number, units, money, each / 100000000000000 AS whole,
            units / 10000000 AS c, units % 10000000 AS d,
            each % 100000000000000 / 10000000 AS a, each % 10000000 AS b
        FROM factor
    )
    SELECT guild, number, money, units * whole + c * a + (c * b + d * a + d * b / 10000000)
        / 10000000 AS counted
    FROM halved WHERE money <> counted
    """,  # noqa: S608 - put together of constants.
    "guild {}: payout #{} is kept as {} of its currency's smallest units, it comes to {}",
)

_HOLDS: Final = Recount(
    "holds of payouts",
    "SELECT count(*) FROM payout",
    """
    SELECT payout.guild, payout.number, coalesce(account.balance, 0), iif(ended_seq, 0, units)
    FROM payout
    LEFT JOIN account ON account.guild = payout.guild AND kind = 'hold'
        AND owner = payout.number AND account.currency = 'diamonds'
    WHERE coalesce(account.balance, 0) <> iif(ended_seq, 0, units)
    UNION ALL
    SELECT payout.guild, payout.number, balance, 0
    FROM payout
    JOIN account ON account.guild = payout.guild AND kind = 'hold' AND owner = payout.number
        AND account.currency <> 'diamonds'
    WHERE balance <> 0
    """,
    "guild {}: payout #{} holds {} units and should hold {}",
)

_PAID_OUT: Final = Recount(
    "diamonds paid out",
    "SELECT count(*) FROM payout WHERE state = 'paid'",
    """
    WITH entry (guild, moved, paid) AS (
        SELECT guild, amount, 0 FROM transfer WHERE to_kind = 'paid_out'
        UNION ALL SELECT guild, -amount, 0 FROM transfer WHERE from_kind = 'paid_out'
        UNION ALL SELECT guild, 0, units FROM payout WHERE state = 'paid'
    )
    SELECT guild, sum(moved), sum(paid) FROM entry GROUP BY guild HAVING sum(moved) <> sum(paid)
    """,
    "guild {}: {} units of diamonds left as paid out, the payouts sum to {}",
)

RECOUNTS_OF_PAYOUTS: Final = (_MOVEMENTS, _PAYOUTS, _MONEY, _HOLDS, _PAID_OUT)
