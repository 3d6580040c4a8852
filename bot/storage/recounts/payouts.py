"""What payouts must add up to, counted anew from what was asked, decided and moved."""

from typing import Final

from bot.ledger.guild_settings import GuildSettings
from bot.ledger.money import UNITS_PER_DIAMOND
from bot.ledger.payment import CURRENCY_DECIMALS, smallest_units
from bot.ledger.requests.payouts import MOST_PAYOUTS_A_DAY
from bot.storage.recounts import IS_MEANT, OF_PAYOUTS, Recount

_SMALLEST: Final = "CASE payout.currency {} ELSE 0 END".format(
    " ".join(f"WHEN '{code}' THEN {smallest_units(code)}" for code in CURRENCY_DECIMALS)
)

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
        FROM done JOIN transfer USING (guild, seq) WHERE {IS_MEANT}
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

_TERMS: Final = (
    *("cashout", "cashout_rate", "cashout_fee", "cashout_least", "cashout_daily", "cashout_two"),
    "currency",
)
_FIGURES: Final = f"""
WITH figure (most_a_day, whole) AS (VALUES ({MOST_PAYOUTS_A_DAY}, {UNITS_PER_DIAMOND})),
"""
_AT_FIRST: Final = "term (name, at_first) AS (VALUES {}),".format(
    ", ".join(f"('{name}', '{getattr(GuildSettings(), name)}')" for name in _TERMS)
)

# Each change of a setting stands in the books with what it was before and after, so that what held
# at any moment can be told. What a creator asked for on a day is counted as far as the rule looks
# back, for a time zone that goes west brings a day again.
_ASKED_AT_THEIR_MOMENT: Final = """
asked AS MATERIALIZED (
    SELECT guild, seq, actor, day, outcome ->> 'units' AS units, outcome ->> 'rate' AS rate,
        outcome ->> 'fee' AS fee, outcome ->> 'paid_in' AS paid_in,
        outcome ->> 'needs_two' AS needs_two,
        row_number() OVER (PARTITION BY guild, actor ORDER BY seq) AS place
    FROM operation WHERE kind = 'own-payout'
),
ended AS MATERIALIZED (
    SELECT guild, outcome ->> 'payout' AS payout, seq, kind <> 'payout-paid' AS is_back
    FROM operation WHERE kind IN ('own-payout-cancelled', 'payout-rejected', 'payout-paid')
),
known AS MATERIALIZED (
    SELECT asked.*, ended.seq AS ended_seq, is_back FROM asked
    LEFT JOIN ended ON ended.guild = asked.guild AND ended.payout = asked.seq
),
earlier AS MATERIALIZED (
    SELECT one.guild, one.seq, sum(other.units) AS units
    FROM known AS one
    JOIN known AS other ON other.guild = one.guild AND other.actor = one.actor
        AND other.day = one.day AND other.seq < one.seq
    CROSS JOIN figure
    WHERE (other.place >= one.place - most_a_day
            OR coalesce(other.ended_seq > one.seq, 1))
        AND NOT coalesce(other.is_back AND other.ended_seq < one.seq, 0)
    GROUP BY one.guild, one.seq
),
change AS MATERIALIZED (
    SELECT guild, seq, value ->> 0 AS name, value ->> 1 AS before, value ->> 2 AS after
    FROM operation, json_each(outcome, '$.changes') WHERE kind = 'setting'
),
entry (guild, name, seq, value) AS (
    SELECT guild, change.name, seq, after FROM change JOIN term ON term.name = change.name
    UNION ALL
    SELECT guild, name, seq, NULL FROM asked, term
    UNION ALL
    SELECT asking.guild, term.name, 0, coalesce(
        (
            SELECT before FROM change
            WHERE change.guild = asking.guild AND change.name = term.name
            ORDER BY seq LIMIT 1
        ), (
            SELECT value FROM setting
            WHERE setting.guild = asking.guild AND setting.name = term.name
        ), at_first)
    FROM (SELECT DISTINCT guild FROM asked) AS asking, term
),
era AS (
    SELECT *, count(value) OVER (PARTITION BY guild, name ORDER BY seq) AS number FROM entry
),
holding AS (
    SELECT *, max(value) OVER (PARTITION BY guild, name, number) AS held FROM era
),
held AS MATERIALIZED (
    SELECT guild, seq,
        max(iif(name = 'cashout', held, NULL)) AS is_on,
        CAST(max(iif(name = 'cashout_rate', held, NULL)) AS INTEGER) AS then_rate,
        CAST(max(iif(name = 'cashout_fee', held, NULL)) AS INTEGER) AS then_fee,
        max(iif(name = 'currency', held, NULL)) AS then_in,
        max(iif(name = 'cashout_least', held, NULL)) * whole AS least,
        max(iif(name = 'cashout_daily', held, NULL)) * whole AS most,
        max(iif(name = 'cashout_two', held, NULL)) * whole AS two_from
    FROM holding CROSS JOIN figure GROUP BY guild, seq
),
counted AS MATERIALIZED (
    SELECT asked.*, is_on, then_rate, then_fee, then_in, least, most, two_from,
        asked.units + coalesce(earlier.units, 0) AS of_day
    FROM asked
    JOIN held ON held.guild = asked.guild AND held.seq = asked.seq
    LEFT JOIN earlier ON earlier.guild = asked.guild AND earlier.seq = asked.seq
)
SELECT guild, seq, 'was asked for while cashing out was off' FROM counted WHERE is_on <> '1'
UNION ALL
SELECT guild, seq, 'was asked for at other terms than those of its moment' FROM counted
WHERE (rate, fee, paid_in) <> (then_rate, then_fee, then_in)
UNION ALL
SELECT guild, seq, 'is less than was paid out at a time' FROM counted WHERE units < least
UNION ALL
SELECT guild, seq, 'is more than its day had left' FROM counted
WHERE most > 0 AND of_day > most
UNION ALL
SELECT guild, seq, 'takes other approvals than its day asked for' FROM counted
WHERE needs_two <> (two_from > 0 AND two_from <= of_day)
"""
_TERMS_THEN: Final = Recount(
    "terms of payouts",
    "SELECT count(*) FROM operation WHERE kind = 'own-payout'",
    "\n".join((_FIGURES, _AT_FIRST, _ASKED_AT_THEIR_MOMENT)),
    "guild {}: payout #{} {}",
)

RECOUNTS_OF_PAYOUTS: Final = (_MOVEMENTS, _PAYOUTS, _TERMS_THEN, _MONEY, _HOLDS, _PAID_OUT)
