"""What the shop must add up to, counted anew from what was asked, confirmed, sold and set."""

from typing import Final

from bot.storage.recounts import IS_MEANT, OF_SHOP, Recount

_MOVEMENTS: Final = Recount(
    "movements of the shop",
    f"SELECT count(*) FROM operation WHERE kind IN ({OF_SHOP})",  # noqa: S608 - constants.
    f"""
    WITH done AS MATERIALIZED (
        SELECT guild, seq, kind, coalesce(subject, actor) AS buyer,
            outcome ->> 'coins' AS coins, outcome ->> 'bonus_coins' AS bonus_coins,
            coalesce(outcome ->> 'owed_coins', 0) AS owed_coins,
            coalesce(outcome ->> 'owed_bonus_coins', 0) AS owed_bonus_coins
        FROM operation WHERE kind IN ({OF_SHOP})
    ),
    line (guild, seq, currency, from_kind, from_owner, to_kind, to_owner, amount, times) AS (
        SELECT guild, seq, 'coins', 'sold', 0, 'wallet', buyer, coins, 1
        FROM done WHERE kind <> 'entitlement-revoked'
        UNION ALL
        SELECT guild, seq, 'bonus_coins', 'issued', 0, 'wallet', buyer, bonus_coins, 1
        FROM done WHERE kind <> 'entitlement-revoked'
        UNION ALL
        SELECT guild, seq, 'coins', 'wallet', buyer, 'sold', 0, coins - owed_coins, 1
        FROM done WHERE kind = 'entitlement-revoked'
        UNION ALL
        SELECT guild, seq, 'bonus_coins', 'wallet', buyer, 'issued', 0,
            bonus_coins - owed_bonus_coins, 1
        FROM done WHERE kind = 'entitlement-revoked'
        UNION ALL
        SELECT guild, seq, 'coins', 'uncovered', 0, 'debt', buyer, owed_coins, 1 FROM done
        UNION ALL
        SELECT guild, seq, 'bonus_coins', 'uncovered', 0, 'debt', buyer, owed_bonus_coins, 1
        FROM done
        UNION ALL
        SELECT guild, seq, currency, from_kind, from_owner, to_kind, to_owner, amount, -1
        FROM done JOIN transfer USING (guild, seq) WHERE {IS_MEANT}
    )
    SELECT guild, seq, amount, currency, from_kind, to_kind FROM line WHERE amount <> 0
    GROUP BY guild, seq, currency, from_kind, from_owner, to_kind, to_owner, amount
    HAVING sum(times) <> 0
    """,  # noqa: S608 - put together of constants.
    "guild {}: #{} moves {} {} from {} to {} otherwise than it says",
)

_PURCHASES: Final = Recount(
    "purchases",
    "SELECT count(*) FROM purchase",
    """
    WITH asked AS MATERIALIZED (
        SELECT guild, seq, actor, at_ms, kind, outcome FROM operation
        WHERE kind IN ('own-purchase', 'own-entitlement')
    ),
    ended AS MATERIALIZED (
        SELECT guild, outcome ->> 'purchase' AS number, seq, CASE kind
                WHEN 'purchase' THEN 'credited' WHEN 'purchase-declined' THEN 'declined'
                WHEN 'own-purchase-withdrawn' THEN 'withdrawn' ELSE 'revoked'
            END AS state
        FROM operation WHERE kind IN (
            'purchase', 'purchase-declined', 'own-purchase-withdrawn', 'entitlement-revoked'
        )
    )
    SELECT purchase.guild, purchase.number, 'is not what was asked for' FROM purchase
    LEFT JOIN asked ON asked.guild = purchase.guild AND asked.seq = purchase.number
    WHERE (purchase.member, pack, quantity, coins, bonus_coins, price, asked_ms, entitlement)
        IS NOT (asked.actor, outcome ->> 'pack', coalesce(outcome ->> 'quantity', 1),
            outcome ->> 'coins', outcome ->> 'bonus_coins', coalesce(outcome ->> 'price', 0),
            asked.at_ms, coalesce(outcome ->> 'entitlement', 0))
        OR currency <> coalesce(outcome ->> 'priced_in', currency)
    UNION ALL
    SELECT asked.guild, asked.seq, 'is missing' FROM asked
    LEFT JOIN purchase ON purchase.guild = asked.guild AND purchase.number = asked.seq
    WHERE purchase.guild IS NULL
    UNION ALL
    SELECT purchase.guild, purchase.number, 'did not end like that' FROM purchase
    LEFT JOIN ended ON ended.guild = purchase.guild AND ended.number = purchase.number
    WHERE (purchase.state, ended_seq) IS NOT (
        coalesce(ended.state, iif(entitlement > 0, 'credited', 'asked')),
        coalesce(ended.seq, iif(entitlement > 0, purchase.number, 0))
    )
    UNION ALL
    SELECT purchase.guild, purchase.number, 'was decided by its buyer' FROM purchase
    JOIN operation ON operation.guild = purchase.guild AND operation.seq = ended_seq
    WHERE kind IN ('purchase', 'purchase-declined') AND operation.actor = purchase.member
    UNION ALL
    SELECT guild, number, 'has more than one end' FROM ended
    GROUP BY guild, number HAVING count(*) > 1
    """,
    "guild {}: purchase #{} {}",
)

_PACKS: Final = Recount(
    "packs",
    "SELECT count(*) FROM pack",
    """
    WITH kept AS MATERIALIZED (
        SELECT guild, outcome ->> 'pack' AS pack, outcome, max(seq) FROM operation
        WHERE kind = 'pack' GROUP BY guild, outcome ->> 'pack'
    )
    SELECT pack.guild, pack.pack, 'is not as it was set last' FROM pack
    LEFT JOIN kept ON kept.guild = pack.guild AND kept.pack = pack.pack
    WHERE (coins, price, bonus_coins, bonus_until_ms, sku, retired) IS NOT (
        outcome ->> 'coins', outcome ->> 'price', outcome ->> 'bonus_coins',
        outcome ->> 'bonus_until_ms', outcome ->> 'sku', outcome ->> 'retired'
    )
    UNION ALL
    SELECT kept.guild, kept.pack, 'is missing' FROM kept
    LEFT JOIN pack ON pack.guild = kept.guild AND pack.pack = kept.pack WHERE pack.guild IS NULL
    """,
    "guild {}: pack {} {}",
)

# With another currency there are no rates any more: they were for the one before.
_RATES: Final = Recount(
    "exchange rates",
    "SELECT count(*) FROM exchange_rate",
    """
    WITH turned AS MATERIALIZED (
        SELECT guild, max(seq) AS seq FROM operation, json_each(outcome, '$.changes') AS change
        WHERE kind = 'setting' AND change.value ->> 0 = 'currency' GROUP BY guild
    ),
    last AS MATERIALIZED (
        SELECT guild, outcome ->> 'other' AS currency, outcome ->> 'rate' AS rate,
            max(seq) AS seq, at_ms
        FROM operation WHERE kind = 'exchange-rate' GROUP BY guild, outcome ->> 'other'
    ),
    kept AS (
        SELECT last.* FROM last LEFT JOIN turned ON turned.guild = last.guild
        WHERE rate > 0 AND last.seq > coalesce(turned.seq, 0)
    )
    SELECT exchange_rate.guild, exchange_rate.currency, 'is not as it was set last'
    FROM exchange_rate LEFT JOIN kept
        ON kept.guild = exchange_rate.guild AND kept.currency = exchange_rate.currency
    WHERE (exchange_rate.rate, set_seq, set_ms) IS NOT (kept.rate, kept.seq, kept.at_ms)
    UNION ALL
    SELECT kept.guild, kept.currency, 'is missing' FROM kept
    LEFT JOIN exchange_rate
        ON exchange_rate.guild = kept.guild AND exchange_rate.currency = kept.currency
    WHERE exchange_rate.guild IS NULL
    """,
    "guild {}: the exchange rate for {} {}",
)

RECOUNTS_OF_SHOP: Final = (_MOVEMENTS, _PURCHASES, _PACKS, _RATES)
