"""What promotions, drops and chests must add up to, counted anew from shares and operations."""

from typing import Final

from bot.storage.recounts import IS_MEANT, OF_POTS, Recount

_MADE: Final = "('promo', 'drop', 'chest', 'own-chest')"
_OVER: Final = "('pot-end', 'own-pot-over')"
_ALL: Final = f"({OF_POTS})"

_MOVEMENTS: Final = Recount(
    "movements of pots",
    f"SELECT count(*) FROM operation WHERE kind IN {_ALL}",  # noqa: S608 - put together of constants.
    f"""
    WITH done AS MATERIALIZED (
        SELECT guild, seq, kind, actor, outcome ->> 'pot' AS pot,
            coalesce(outcome ->> 'coins', 0) AS coins,
            coalesce(outcome ->> 'bonus_coins', outcome ->> 'each' * (outcome ->> 'people'), 0)
                AS bonus_coins
        FROM operation WHERE kind IN {_ALL}
    ),
    line (guild, seq, currency, from_kind, from_owner, to_kind, to_owner, amount, times) AS (
        SELECT guild, seq, 'bonus_coins', iif(kind = 'own-chest', 'wallet', 'issued'),
            iif(kind = 'own-chest', actor, 0), 'hold', seq, bonus_coins, 1
        FROM done WHERE kind IN {_MADE}
        UNION ALL
        SELECT guild, seq, 'coins', 'wallet', actor, 'hold', seq, coins, 1
        FROM done WHERE kind IN {_MADE}
        UNION ALL
        SELECT guild, seq, 'bonus_coins', 'hold', pot, 'wallet', actor, bonus_coins, 1
        FROM done WHERE kind = 'own-share'
        UNION ALL
        SELECT guild, seq, 'coins', 'hold', pot, 'spent', 0, coins, 1
        FROM done WHERE kind = 'own-share'
        UNION ALL
        SELECT guild, seq, 'bonus_coins', 'issued', 0, 'wallet', actor, coins, 1
        FROM done WHERE kind = 'own-share'
        UNION ALL
        SELECT done.guild, seq, 'bonus_coins', 'hold', done.pot, iif(own, 'wallet', 'issued'),
            iif(own, keeper, 0), done.bonus_coins, 1
        FROM done JOIN pot ON pot.guild = done.guild AND number = done.pot
        WHERE done.kind IN {_OVER}
        UNION ALL
        SELECT done.guild, seq, 'coins', 'hold', done.pot, iif(own, 'wallet', 'issued'),
            iif(own, keeper, 0), done.coins, 1
        FROM done JOIN pot ON pot.guild = done.guild AND number = done.pot
        WHERE done.kind IN {_OVER}
        UNION ALL
        SELECT guild, seq, currency, from_kind, from_owner, to_kind, to_owner, amount, -1
        FROM done JOIN transfer USING (guild, seq) WHERE {IS_MEANT}
    )
    SELECT guild, seq, currency, amount, from_kind, to_kind, sum(times) FROM line WHERE amount > 0
    GROUP BY guild, seq, currency, from_kind, from_owner, to_kind, to_owner, amount
    HAVING sum(times) <> 0
    """,  # noqa: S608 - put together of constants.
    "guild {}: #{} moves {} of {} from {} to {} otherwise than it says, by {}",
)

_POTS: Final = Recount(
    "pots",
    "SELECT count(*) FROM pot",
    f"""
    WITH counted AS MATERIALIZED (
        SELECT guild, pot, count(*) AS taken, sum(coins) AS coins, sum(bonus_coins) AS bonus_coins,
            max(seq) AS last_seq
        FROM pot_share GROUP BY guild, pot
    ),
    ending AS MATERIALIZED (
        SELECT guild, outcome ->> 'pot' AS pot, kind IN {_OVER} AS is_over, min(seq) AS seq,
            count(*) AS times
        FROM operation WHERE kind IN {_OVER} OR kind = 'own-chest-open'
        GROUP BY guild, outcome ->> 'pot', kind IN {_OVER}
    ),
    held AS MATERIALIZED (
        SELECT guild, owner, coalesce(sum(balance) FILTER (WHERE currency = 'coins'), 0) AS coins,
            coalesce(sum(balance) FILTER (WHERE currency = 'bonus_coins'), 0) AS bonus_coins
        FROM account WHERE kind = 'hold' GROUP BY guild, owner
    )
    SELECT pot.guild, pot.number, pot.taken, coalesce(counted.taken, 0), pot.ended_seq
    FROM pot
    LEFT JOIN counted ON counted.guild = pot.guild AND counted.pot = pot.number
    LEFT JOIN ending AS over ON over.guild = pot.guild AND over.pot = pot.number AND over.is_over
    LEFT JOIN ending AS open
        ON open.guild = pot.guild AND open.pot = pot.number AND NOT open.is_over
    LEFT JOIN held ON held.guild = pot.guild AND held.owner = pot.number
    LEFT JOIN operation ON operation.guild = pot.guild AND operation.seq = pot.number
    WHERE pot.taken <> coalesce(counted.taken, 0)
        OR pot.opened_seq <> coalesce(open.seq, 0)
        OR pot.ended_seq <> coalesce(over.seq, iif(pot.taken = pot.people, counted.last_seq, 0))
        OR (over.seq IS NOT NULL AND pot.taken = pot.people)
        OR coalesce(over.times, 1) > 1 OR coalesce(open.times, 1) > 1
        OR (coalesce(held.coins, 0), coalesce(held.bonus_coins, 0)) IS NOT (
            iif(pot.ended_seq, 0, pot.coins - coalesce(counted.coins, 0)),
            iif(pot.ended_seq, 0, pot.bonus_coins - coalesce(counted.bonus_coins, 0))
        )
        OR (pot.kind, pot.own, pot.keeper, pot.people, pot.coins, pot.bonus_coins) IS NOT (
            CASE operation.kind WHEN 'promo' THEN 'promotion' WHEN 'drop' THEN 'drop'
                WHEN 'chest' THEN 'chest' WHEN 'own-chest' THEN 'chest' END,
            operation.kind = 'own-chest', operation.actor, outcome ->> 'people',
            coalesce(outcome ->> 'coins', 0),
            coalesce(outcome ->> 'bonus_coins', outcome ->> 'each' * (outcome ->> 'people'))
        )
        OR (pot.role, pot.opens_ms, pot.closes_ms) IS NOT (
            coalesce(outcome ->> 'role', 0), coalesce(outcome ->> 'opens_ms', 0),
            outcome ->> 'closes_ms'
        )
        OR (pot.code = '') = (pot.kind = 'promotion') OR (pot.code = '') <> (pot.plain_code = '')
        OR (pot.seed = '') <> (pot.kind <> 'chest' OR coalesce(outcome ->> 'even', 0))
        OR (pot.seed = '' AND (pot.coins + pot.bonus_coins) % pot.people > 0)
        OR (pot.seed <> '' AND pot.coins > 0)
    UNION ALL
    SELECT guild, seq, 0, 0, 'no such pot' FROM operation
    WHERE kind IN {_MADE} AND NOT EXISTS (
        SELECT 1 FROM pot WHERE pot.guild = operation.guild AND number = seq
    )
    """,  # noqa: S608 - put together of constants.
    "guild {}: pot #{} keeps {} shares as taken, counted {} (ended: {}); or it is told otherwise",
)

_SHARES: Final = Recount(
    "shares of pots",
    "SELECT count(*) FROM pot_share",
    """
    SELECT share.guild, share.pot, share.member, share.coins + share.bonus_coins
    FROM pot_share AS share
    LEFT JOIN pot ON pot.guild = share.guild AND number = share.pot
    LEFT JOIN operation ON operation.guild = share.guild AND operation.seq = share.seq
    WHERE ('own-share', share.member, share.pot, share.coins, share.bonus_coins, pot.kind) IS NOT (
            operation.kind, actor, outcome ->> 'pot', outcome ->> 'coins',
            outcome ->> 'bonus_coins', outcome ->> 'of'
        )
        OR once IS NOT
            iif(pot.kind = 'promotion', 'promo:', 'share:') || share.pot || ':' || share.member
        OR share.seq <= number OR share.member = keeper
        OR (seed = '' AND share.coins + share.bonus_coins
            <> (pot.coins + pot.bonus_coins) / people)
        OR share.coins + share.bonus_coins > pot.coins + pot.bonus_coins - people + 1
        OR operation.at_ms < opens_ms OR (closes_ms > 0 AND operation.at_ms >= closes_ms)
    UNION ALL
    SELECT share.guild, share.pot, 'all', sum(share.coins + share.bonus_coins)
    FROM pot_share AS share JOIN pot ON pot.guild = share.guild AND number = share.pot
    GROUP BY share.guild, share.pot
    HAVING sum(share.coins) > pot.coins OR sum(share.bonus_coins) > pot.bonus_coins
        OR (count(*) = people
            AND sum(share.coins + share.bonus_coins) <> pot.coins + pot.bonus_coins)
    UNION ALL
    SELECT guild, outcome ->> 'pot', actor, 'no such share' FROM operation
    WHERE kind = 'own-share' AND NOT EXISTS (
        SELECT 1 FROM pot_share AS share WHERE share.guild = operation.guild
            AND share.pot = outcome ->> 'pot' AND share.member = actor AND share.seq = operation.seq
    )
    """,
    "guild {}: of pot #{}, member {} has {} coins, which is not their share",
)

# Read in the order of their index, so that no more than one chest is held at a time.
_DRAWS: Final = Recount(
    "draws of chests",
    "SELECT count(*) FROM pot WHERE seed <> ''",
    """
    WITH taken AS (
        SELECT share.guild, share.pot, share.member, share.coins + share.bonus_coins AS had,
            seed, pot.coins + pot.bonus_coins AS total, people, row_number() OVER (
                PARTITION BY share.guild, share.pot ORDER BY share.seq
            ) AS place
        FROM pot_share AS share INDEXED BY pot_share_in_order
        CROSS JOIN pot ON pot.guild = share.guild AND pot.number = share.pot
        WHERE seed <> ''
    )
    SELECT guild, pot, 'member ' || member, had, dealt_share(seed, total, people, place)
    FROM taken WHERE had IS NOT dealt_share(seed, total, people, place)
    UNION ALL
    SELECT pot.guild, number, 'fingerprint', outcome ->> 'fingerprint', fingerprint(seed)
    FROM pot CROSS JOIN operation ON operation.guild = pot.guild AND operation.seq = number
    WHERE pot.kind = 'chest' AND coalesce(nullif(outcome ->> 'fingerprint', ''), iif(
        seed = '', '', fingerprint(seed)
    )) IS NOT iif(seed = '', '', fingerprint(seed))
    """,
    "guild {}: chest #{} was not dealt by its seed: {} is recorded with {}, dealt again with {}",
)

RECOUNTS_OF_POTS: Final = (_MOVEMENTS, _POTS, _SHARES, _DRAWS)
"""What the recount looks at of pots."""
