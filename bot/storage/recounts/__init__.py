"""What the books must add up to, as queries that find every row where they do not."""

from typing import Final, NamedTuple


class Recount(NamedTuple):
    """One thing that must hold: how much there is of it, and a query for what is wrong with it.

    `finding` words one row of `wrong`.
    """

    name: str
    counted: str
    wrong: str
    finding: str


# SQLite's sum of whole numbers fails beyond 64 bits. Summed in two parts it does not, and the parts
# cancel wherever the whole does.
_ZERO_SUM: Final = Recount(
    "zero sum",
    "SELECT count(*) FROM (SELECT DISTINCT guild, currency FROM account)",
    """
    WITH entry (guild, currency, amount) AS (
        SELECT guild, currency, balance FROM account WHERE owner > 0
        UNION ALL SELECT guild, currency, amount FROM transfer WHERE to_owner = 0
        UNION ALL SELECT guild, currency, -amount FROM transfer WHERE from_owner = 0
    )
    SELECT guild, currency, sum(amount / 1000000000) * 1000000000 + sum(amount % 1000000000)
    FROM entry GROUP BY guild, currency
    HAVING sum(amount / 1000000000) * 1000000000 + sum(amount % 1000000000) <> 0
    """,
    "guild {}: all accounts in {} sum to {} units",
)

_BALANCES: Final = Recount(
    "balances",
    "SELECT count(*) FROM account WHERE owner > 0",
    """
    WITH entry (guild, kind, owner, currency, stored, moved) AS (
        SELECT guild, kind, owner, currency, balance, 0 FROM account WHERE owner > 0
        UNION ALL
        SELECT guild, to_kind, to_owner, currency, 0, amount FROM transfer WHERE to_owner > 0
        UNION ALL
        SELECT guild, from_kind, from_owner, currency, 0, -amount FROM transfer
        WHERE from_owner > 0
    )
    SELECT guild, kind, owner, currency, sum(stored), sum(moved)
    FROM entry GROUP BY guild, kind, owner, currency HAVING sum(stored) <> sum(moved)
    """,
    "guild {}: {} {} in {} holds {} units, its transfers sum to {}",
)

_RECORDED_BALANCES: Final = Recount(
    "recorded balances",
    "SELECT count(from_balance) + count(to_balance) FROM transfer",
    """
    WITH movement (guild, kind, owner, currency, seq, line, amount, balance) AS (
        SELECT guild, to_kind, to_owner, currency, seq, line, amount, to_balance
        FROM transfer WHERE to_owner > 0
        UNION ALL
        SELECT guild, from_kind, from_owner, currency, seq, line, -amount, from_balance
        FROM transfer WHERE from_owner > 0
    ),
    chained AS (
        SELECT *, lag(balance, 1, 0) OVER account AS before, lead(seq) OVER account AS next
        FROM movement
        WINDOW account AS (PARTITION BY guild, kind, owner, currency ORDER BY seq, line)
    )
    SELECT guild, kind, owner, currency, seq, balance FROM chained
    WHERE before + amount <> balance OR (next IS NULL AND balance IS NOT (
        SELECT balance FROM account WHERE account.guild = chained.guild
            AND account.kind = chained.kind AND account.owner = chained.owner
            AND account.currency = chained.currency
    ))
    """,
    "guild {}: {} {} in {} after #{} is recorded as {} units, which does not follow",
)

_ACCOUNTS: Final = Recount(
    "accounts",
    "SELECT count(*) FROM account",
    """
    SELECT guild, kind, owner, currency, balance FROM account
    WHERE balance < 0 OR (balance IS NULL) = (owner > 0)
        OR (kind IN ('wallet', 'hold', 'debt')) <> (owner > 0)
        OR (kind IN ('wallet', 'debt') AND NOT EXISTS (
            SELECT 1 FROM member WHERE member.guild = account.guild AND number = owner
        ))
    UNION ALL
    SELECT guild, from_kind, from_owner, currency, from_balance FROM transfer
    WHERE from_balance < 0
    UNION ALL
    SELECT guild, to_kind, to_owner, currency, to_balance FROM transfer WHERE to_balance < 0
    """,
    "guild {}: {} {} in {} holds {} units, which no such account may",
)

_ORDER: Final = Recount(
    "order numbers",
    "SELECT count(*) FROM operation",
    """
    SELECT guild.guild, last_seq, count(seq), min(seq), max(seq)
    FROM guild LEFT JOIN operation ON operation.guild = guild.guild
    GROUP BY guild.guild
    HAVING count(seq) <> last_seq OR coalesce(max(seq), 0) <> last_seq OR min(seq) <> 1
    """,
    "guild {} gave out {} order numbers, {} operations stand from #{} to #{}",
)

_MEMBERS: Final = Recount(
    "members",
    "SELECT count(*) FROM member",
    """
    SELECT guild.guild, last_member, count(number)
    FROM guild LEFT JOIN member ON member.guild = guild.guild
    GROUP BY guild.guild
    HAVING count(number) <> last_member OR coalesce(max(number), 0) <> last_member
    """,
    "guild {} gave out {} member numbers, {} members stand",
)

_FREEZES: Final = Recount(
    "freezes",
    "SELECT count(*) FROM operation WHERE kind IN ('freeze', 'unfreeze')",
    """
    SELECT guild, number, frozen_seq FROM member
    WHERE frozen_seq IS NOT (
        SELECT iif(kind = 'freeze', seq, NULL) FROM operation INDEXED BY operation_by_subject
        WHERE operation.guild = member.guild AND subject = number
            AND kind IN ('freeze', 'unfreeze') AND kind NOT GLOB 'live-*'
        ORDER BY seq DESC LIMIT 1
    )
    """,
    "guild {}: member {} is frozen by #{}, which is not what was last done",
)

# What was told is kept when somebody falls: until then it is the level that they have.
_LEVELS_TOLD: Final = Recount(
    "levels told",
    "SELECT count(*) FROM member",
    """
    WITH fallen AS MATERIALIZED (
        SELECT guild, subject, max(outcome ->> 'level_before') AS level FROM operation
        WHERE kind = 'reverse' AND outcome ->> 'level_before' > outcome ->> 'level'
        GROUP BY guild, subject
    )
    SELECT member.guild, number, level_told, coalesce(level, 0)
    FROM member LEFT JOIN fallen ON fallen.guild = member.guild AND subject = number
    WHERE level_told <> coalesce(level, 0)
    """,
    "guild {}: to member {}, level {} is kept as told, but they fell from {}",
)

# A week begins with its Monday, six days before the Sunday on or after the day.
_TALLIES: Final = Recount(
    "tallies",
    "SELECT count(*) FROM tally WHERE period NOT GLOB 'show:*'",
    """
    WITH standing (guild, day, sender, recipient, coins) AS (
        SELECT guild, day, sender, recipient, coins + bonus_coins FROM gift
        WHERE NOT EXISTS (
            SELECT 1 FROM operation WHERE operation.guild = gift.guild AND reverses = gift.seq
        )
    ),
    daily (guild, board, member, day, coins) AS (
        SELECT guild, 'given', sender, day, sum(coins) FROM standing GROUP BY guild, sender, day
        UNION ALL
        SELECT guild, 'received', recipient, day, sum(coins) FROM standing
        GROUP BY guild, recipient, day
        UNION ALL
        SELECT pot.guild, 'chest', keeper, day, sum(iif(ended_seq = 0, coins + bonus_coins, (
            SELECT coalesce(sum(share.coins + share.bonus_coins), 0) FROM pot_share AS share
            WHERE share.guild = pot.guild AND share.pot = number
        )))
        FROM pot JOIN operation ON operation.guild = pot.guild AND seq = number
        WHERE own = 1 GROUP BY pot.guild, keeper, day
    ),
    entry (guild, board, period, member, stored, counted) AS (
        SELECT guild, board, period, member, coins, 0 FROM tally WHERE period NOT GLOB 'show:*'
        UNION ALL SELECT guild, board, 'all', member, 0, coins FROM daily
        UNION ALL SELECT guild, board, 'day:' || day, member, 0, coins FROM daily
        UNION ALL SELECT guild, board, 'month:' || substr(day, 1, 7), member, 0, coins FROM daily
        UNION ALL
        SELECT guild, board, 'week:' || date(day, 'weekday 0', '-6 days'), member, 0, coins
        FROM daily
    )
    SELECT guild, board, period, member, sum(stored), sum(counted)
    FROM entry GROUP BY guild, board, period, member HAVING sum(stored) <> sum(counted)
    """,
    "guild {}: {} in {} by member {} is kept as {} coins, the gifts sum to {}",
)

_REQUESTS: Final = Recount(
    "requests",
    "SELECT count(*) FROM request",
    """
    SELECT guild, seq, sum(done), sum(answered) FROM (
        SELECT guild, seq, at_ms, 1 AS done, 0 AS answered FROM operation
        UNION ALL SELECT guild, seq, at_ms, 0, 1 FROM request WHERE seq IS NOT NULL
    ) GROUP BY guild, seq
    HAVING sum(done) <> 1 OR sum(answered) <> 1 OR min(at_ms) <> max(at_ms)
    """,
    "guild {}: #{} stands for {} operations and {} requests, or not at the same moment",
)

# Somewhere on earth it is up to 12 hours earlier and up to 14 hours later than in UTC.
_DAYS: Final = Recount(
    "days",
    "SELECT count(*) FROM operation",
    """
    SELECT guild, seq, day FROM operation
    WHERE day IS NOT date(day) OR day NOT BETWEEN date(at_ms / 1000 - 43200, 'unixepoch')
        AND date(at_ms / 1000 + 50400, 'unixepoch')
    """,
    "guild {}: #{} is counted on {}, a day that it was nowhere",
)

_OUTCOMES: Final = Recount(
    "outcomes",
    "SELECT count(*) FROM operation",
    """
    SELECT guild, seq, kind FROM operation
    WHERE CASE WHEN json_valid(outcome)
        THEN (outcome ->> 'kind', outcome ->> 'seq') IS NOT (kind, seq) ELSE 1 END
    UNION ALL
    SELECT guild, key, 'refusal' FROM request
    WHERE refusal IS NOT NULL AND CASE WHEN json_valid(refusal)
        THEN refusal ->> 'kind' IS NULL ELSE 1 END
    """,
    "guild {}: what came of {} ({}) cannot be read",
)

# What pays a debt follows what filled the wallet: out of the wallet, then off the debt. It is no
# part of what an operation says that it moves.
IS_MEANT: Final = """
transfer.from_kind <> 'debt' AND NOT EXISTS (
    SELECT 1 FROM transfer AS paid
    WHERE paid.guild = transfer.guild AND paid.seq = transfer.seq
        AND paid.line = transfer.line + 1 AND paid.from_kind = 'debt'
)
"""
"""Which transfers are an operation's own, and pay no debt."""

# In these three, an operation's transfers are as they should be if there are as many as there
# should be, each in a currency of its own, and each is one of those that should be there.
_GIFTS: Final = Recount(
    "gifts",
    "SELECT count(*) FROM gift",
    f"""
    SELECT gift.guild, gift.seq, gift.name
    FROM gift LEFT JOIN transfer ON transfer.guild = gift.guild AND transfer.seq = gift.seq
        AND {IS_MEANT}
    LEFT JOIN operation ON operation.guild = gift.guild AND operation.seq = gift.seq
    GROUP BY gift.guild, gift.seq
    HAVING count(line) <> (coins > 0) + (bonus_coins > 0)
            + (coins * share > 0) + (bonus_coins * share > 0)
        OR count(line) <> count(DISTINCT currency)
        OR count(line) <> total(CASE currency
            WHEN 'coins' THEN (from_kind, from_owner, to_kind, to_owner, amount, from_balance)
                = ('wallet', sender, 'spent', 0, coins,
                    outcome ->> 'coins_left' - outcome ->> 'bonus_coins_left')
            WHEN 'bonus_coins' THEN (from_kind, from_owner, to_kind, to_owner, amount, from_balance)
                = ('wallet', sender, 'spent', 0, bonus_coins, outcome ->> 'bonus_coins_left')
            WHEN 'diamonds' THEN (from_kind, from_owner, to_kind, to_owner, amount)
                = ('issued', 0, 'wallet', recipient, coins * share)
            WHEN 'bonus_diamonds' THEN (from_kind, from_owner, to_kind, to_owner, amount)
                = ('issued', 0, 'wallet', recipient, bonus_coins * share)
        END)
    """,  # noqa: S608 - put together of constants.
    "guild {}: gift #{} ({}) did not move what it says",
)

_REVERSALS: Final = Recount(
    "reversals",
    "SELECT count(*) FROM operation WHERE reverses IS NOT NULL",
    f"""
    WITH entry (guild, seq, reverses, currency, member, amount) AS (
        SELECT operation.guild, operation.seq, operation.reverses, currency,
            CASE (transfer.seq = operation.reverses, from_kind, to_kind)
                WHEN (1, 'wallet', 'spent') THEN from_owner
                WHEN (1, 'issued', 'wallet') THEN to_owner
                WHEN (0, 'wallet', 'issued') THEN from_owner
                WHEN (0, 'spent', 'wallet') THEN to_owner
                WHEN (0, 'uncovered', 'debt') THEN to_owner
            END,
            iif(from_kind = 'wallet' OR to_kind = 'debt', -amount, amount)
        FROM operation CROSS JOIN transfer ON transfer.guild = operation.guild
            AND transfer.seq IN (operation.seq, operation.reverses) AND {IS_MEANT}
        WHERE operation.reverses IS NOT NULL
    )
    SELECT guild, seq, reverses FROM entry
    GROUP BY guild, seq, currency, member HAVING member IS NULL OR sum(amount) <> 0
    """,  # noqa: S608 - put together of constants.
    "guild {}: #{} does not give back what gift #{} moved",
)

OF_POTS: Final = "'promo', 'drop', 'chest', 'own-chest', 'own-share', 'pot-end', 'own-pot-over'"
OF_PAYOUTS: Final = "'own-payout', 'own-payout-cancelled', 'payout-rejected', 'payout-paid'"
OF_SHOP: Final = "'purchase', 'own-entitlement', 'entitlement-revoked'"
_ELSEWHERE: Final = f"'gift', 'reverse', {OF_POTS}, {OF_PAYOUTS}, {OF_SHOP}"
"""The kinds of operations whose movements have a recount of their own."""
_OTHER_MOVEMENTS: Final = Recount(
    "other movements",
    f"SELECT count(*) FROM operation WHERE kind NOT IN ({_ELSEWHERE})",  # noqa: S608
    f"""
    SELECT operation.guild, operation.seq, kind
    FROM operation
    LEFT JOIN transfer ON transfer.guild = operation.guild AND transfer.seq = operation.seq
        AND {IS_MEANT}
    WHERE kind NOT IN ({_ELSEWHERE})
    GROUP BY operation.guild, operation.seq
    HAVING count(line) <> CASE kind
            WHEN 'welcome' THEN 1
            WHEN 'adjust' THEN 1
            WHEN 'convert' THEN (outcome ->> 'units' > 0) + (outcome ->> 'bonus_units' > 0)
                + (outcome ->> 'coins' > 0) + (outcome ->> 'bonus_coins' > 0)
            ELSE 0
        END
        OR count(line) <> count(DISTINCT currency)
        OR count(line) <> total(CASE
            WHEN kind = 'welcome'
                THEN (currency, from_kind, from_owner, to_kind, to_owner, amount)
                = ('bonus_coins', 'issued', 0, 'wallet', actor, outcome ->> 'coins')
            WHEN kind = 'adjust' AND amount = outcome ->> 'amount'
                THEN (currency, from_kind, from_owner, to_kind, to_owner, to_balance - (
                    SELECT coalesce(sum(paid.amount), 0) FROM transfer AS paid
                    WHERE paid.guild = transfer.guild AND paid.seq = transfer.seq
                        AND paid.from_kind = 'debt'
                ))
                = (outcome ->> 'currency', 'issued', 0, 'wallet', subject, outcome ->> 'balance')
            WHEN kind = 'adjust' AND -amount = outcome ->> 'amount'
                THEN (currency, from_kind, from_owner, to_kind, to_owner, from_balance)
                = (outcome ->> 'currency', 'wallet', subject, 'issued', 0, outcome ->> 'balance')
            WHEN kind = 'convert' AND currency IN ('diamonds', 'bonus_diamonds')
                THEN (from_kind, from_owner, to_kind, to_owner, amount)
                = ('wallet', actor, 'converted', 0,
                    outcome ->> iif(currency = 'diamonds', 'units', 'bonus_units'))
            WHEN kind = 'convert' THEN (from_kind, from_owner, to_kind, to_owner, amount)
                = ('converted', 0, 'wallet', actor, outcome ->> currency)
        END)
    """,  # noqa: S608 - put together of constants.
    "guild {}: #{} ({}) did not move what it says",
)

# What a gift's operation and its reversal tell people is what its row says.
_TOLD: Final = Recount(
    "what was told",
    "SELECT count(*) FROM operation WHERE kind IN ('gift', 'reverse')",
    """
    SELECT operation.guild, operation.seq, operation.kind
    FROM operation
    LEFT JOIN gift ON gift.guild = operation.guild
        AND gift.seq = iif(operation.kind = 'gift', operation.seq, operation.reverses)
    WHERE operation.kind IN ('gift', 'reverse') AND (
        (sender, recipient, name, emoji, quantity, coins, bonus_coins,
            (coins + bonus_coins) * share)
        IS NOT (outcome ->> 'sender', outcome ->> 'recipient', outcome ->> 'name',
            outcome ->> 'emoji', outcome ->> 'quantity', outcome ->> 'coins',
            outcome ->> 'bonus_coins', outcome ->> 'earned_units')
        OR (operation.kind = 'gift' AND (sender, item, price, gift.at_ms, gift.day) IS NOT (
            actor, outcome ->> 'item', outcome ->> 'price', operation.at_ms, operation.day
        ))
        OR (operation.kind = 'reverse' AND (gift.seq, sender, 'reverse:' || gift.seq) IS NOT (
            outcome ->> 'gift', subject, once
        ))
    )
    UNION ALL
    SELECT gift.guild, gift.seq, 'gift' FROM gift
    LEFT JOIN operation ON operation.guild = gift.guild AND operation.seq = gift.seq
    WHERE operation.kind IS NOT 'gift'
    UNION ALL
    SELECT guild, seq, kind FROM operation WHERE (kind = 'reverse') <> (reverses IS NOT NULL)
    """,
    "guild {}: #{} ({}) does not tell what its gift's row says",
)

# Of several rows of a group, max() gives the other columns of the latest.
_SETTINGS: Final = Recount(
    "settings as they were set",
    "SELECT count(*) FROM setting",
    """
    WITH entry (guild, name, seq, value) AS (
        SELECT guild, change.value ->> 0, seq, change.value ->> 2
        FROM operation, json_each(outcome, '$.changes') AS change WHERE operation.kind = 'setting'
    ),
    latest AS (SELECT guild, name, max(seq), value FROM entry GROUP BY guild, name)
    SELECT guild, name, setting.value, latest.value
    FROM setting LEFT JOIN latest USING (guild, name) WHERE setting.value IS NOT latest.value
    UNION ALL
    SELECT guild, name, setting.value, latest.value
    FROM latest LEFT JOIN setting USING (guild, name) WHERE setting.value IS NULL
    """,
    "guild {}: {} is {}, but was set to {}",
)

_CATALOGUE: Final = Recount(
    "catalogue as it was edited",
    "SELECT count(*) FROM catalogue",
    """
    WITH latest AS (
        SELECT guild, outcome ->> 'item' AS item, max(seq), outcome
        FROM operation WHERE kind = 'catalogue' GROUP BY guild, outcome ->> 'item'
    )
    SELECT guild, item, name FROM catalogue LEFT JOIN latest USING (guild, item)
    WHERE (name, emoji, price, retired) IS NOT (outcome ->> 'name', outcome ->> 'emoji',
        outcome ->> 'price', outcome ->> 'retired')
    UNION ALL
    SELECT guild, item, outcome ->> 'name' FROM latest LEFT JOIN catalogue USING (guild, item)
    WHERE name IS NULL
    """,
    "guild {}: gift {} of the catalogue ({}) is not as it was edited last",
)

_ACKNOWLEDGEMENTS: Final = Recount(
    "acknowledgements",
    "SELECT count(*) FROM outbox",
    """
    SELECT guild, acknowledgement, sink, wanted FROM outbox WHERE max(shown, attempted) > wanted
    UNION ALL
    SELECT expected.guild, expected.number, expected.sink, 'no' FROM (
        SELECT guild, number, 'channel' AS sink FROM combo
        UNION ALL
        SELECT guild, seq, iif(kind = 'live-start', 'board', 'channel') FROM operation
        WHERE kind IN ('live-start', 'live-end', 'show-end', 'live-plan', 'live-match',
            'live-match-end', 'live-thanks-all', 'live-replay', 'live-board')
        UNION ALL SELECT guild, number, 'channel' FROM goal WHERE reached_seq > 0
    ) AS expected
    LEFT JOIN outbox ON outbox.guild = expected.guild AND outbox.sink = expected.sink
        AND acknowledgement = expected.number
    WHERE wanted IS NULL
    """,
    "guild {}: of #{} the {} wants {} revision, which cannot be",
)

RECOUNTS: Final = (
    _ZERO_SUM,
    _BALANCES,
    _RECORDED_BALANCES,
    _ACCOUNTS,
    _ORDER,
    _MEMBERS,
    _FREEZES,
    _LEVELS_TOLD,
    _TALLIES,
    _REQUESTS,
    _DAYS,
    _OUTCOMES,
    _GIFTS,
    _REVERSALS,
    _OTHER_MOVEMENTS,
    _TOLD,
    _SETTINGS,
    _CATALOGUE,
    _ACKNOWLEDGEMENTS,
)
"""Everything that `ovation doctor` counts anew, in the order in which it is told."""
