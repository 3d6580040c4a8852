"""What debts, budgets and reversals by two must add up to."""

from typing import Final

from bot.storage.recounts import Recount

_DEBTS: Final = Recount(
    "debts",
    "SELECT count(*) FROM account WHERE kind = 'debt'",
    """
    SELECT debt.guild, debt.owner, debt.balance, debt.currency, purse.balance
    FROM account AS debt CROSS JOIN account AS purse
        ON purse.guild = debt.guild AND purse.kind = 'wallet' AND purse.owner = debt.owner
        AND purse.currency = debt.currency AND purse.balance > 0
    WHERE debt.kind = 'debt' AND debt.balance > 0
    """,
    "guild {}: member {} owes {} units of {} and has {} of it",
)

_UNCOVERED: Final = Recount(
    "what debts are booked against",
    "SELECT count(*) FROM transfer WHERE 'debt' IN (from_kind, to_kind)",
    """
    SELECT guild, seq, line, from_kind, to_kind FROM transfer
    WHERE ('debt' IN (from_kind, to_kind)) <> ('uncovered' IN (from_kind, to_kind))
    UNION ALL
    SELECT paid.guild, paid.seq, paid.line, paid.from_kind, paid.to_kind
    FROM transfer AS paid LEFT JOIN transfer AS given
        ON given.guild = paid.guild AND given.seq = paid.seq AND given.line = paid.line - 1
        AND (given.from_kind, given.from_owner, given.currency, given.amount)
            = ('wallet', paid.from_owner, paid.currency, paid.amount)
        AND given.to_kind = iif(paid.currency = 'coins', 'sold', 'issued')
    LEFT JOIN operation ON operation.guild = paid.guild AND operation.seq = paid.seq
    WHERE paid.from_kind = 'debt' AND given.line IS NULL AND kind IS NOT 'forgive'
    """,
    "guild {}: #{} line {} moves from {} to {}, which no debt does so",
)

_OWED: Final = Recount(
    "what reversals left owed",
    "SELECT count(*) FROM operation WHERE kind = 'reverse' AND outcome ->> 'owed_units' > 0",
    """
    SELECT operation.guild, operation.seq, coalesce(outcome ->> 'owed_units', 0) AS told,
        coalesce(sum(amount), 0)
    FROM operation LEFT JOIN transfer ON transfer.guild = operation.guild
        AND transfer.seq = operation.seq AND to_kind = 'debt'
    WHERE kind = 'reverse'
    GROUP BY operation.guild, operation.seq HAVING told <> coalesce(sum(amount), 0)
    UNION ALL
    SELECT operation.guild, operation.seq, 'no second moderator', operation.actor
    FROM operation LEFT JOIN forcing ON forcing.guild = operation.guild
        AND forcing.gift = operation.reverses
    WHERE operation.kind = 'reverse' AND outcome ->> 'owed_units' > 0
        AND (asker IS NULL OR operation.actor IN (
            asker, outcome ->> 'sender', outcome ->> 'recipient'
        ))
    """,
    "guild {}: reversal #{} says that it left {} units owed, not {}",
)

_FORGIVEN: Final = Recount(
    "debts that were forgiven",
    "SELECT count(*) FROM operation WHERE kind = 'forgive'",
    """
    SELECT operation.guild, operation.seq, subject
    FROM operation LEFT JOIN transfer ON transfer.guild = operation.guild
        AND transfer.seq = operation.seq
    WHERE kind = 'forgive'
    GROUP BY operation.guild, operation.seq
    HAVING subject IS NULL OR subject = actor OR subject <> outcome ->> 'member'
        OR count(line) <> (outcome ->> 'coins' > 0) + (outcome ->> 'bonus_coins' > 0)
            + (outcome ->> 'units' > 0) + (outcome ->> 'bonus_units' > 0)
        OR count(line) <> count(DISTINCT currency)
        OR count(line) <> total((from_kind, from_owner, to_kind, to_balance, amount)
            IS ('debt', subject, 'uncovered', NULL, outcome ->> CASE currency
                WHEN 'diamonds' THEN 'units' WHEN 'bonus_diamonds' THEN 'bonus_units'
                ELSE currency END))
        OR max(from_balance) > 0
    """,
    "guild {}: #{} does not let member {} off what it says",
)

# Of several rows of a group, max() gives the other columns of the latest.
_BUDGETS: Final = Recount(
    "budgets",
    "SELECT count(*) FROM budget",
    """
    WITH latest AS (
        SELECT guild, actor AS member, outcome ->> 'span' AS span, max(seq), outcome
        FROM operation WHERE kind = 'own-budget' GROUP BY guild, actor, outcome ->> 'span'
    )
    SELECT guild, member, span FROM budget LEFT JOIN latest USING (guild, member, span)
    WHERE (coins, budget.next_coins, budget.next_from_ms) IS NOT (
            outcome ->> 'coins', outcome ->> 'next_coins', outcome ->> 'next_from_ms'
        )
        OR span NOT IN ('day', 'week', 'month')
        OR (budget.next_from_ms = 0 AND budget.next_coins <> -1)
    UNION ALL
    SELECT guild, member, span FROM latest LEFT JOIN budget USING (guild, member, span)
    WHERE budget.coins IS NULL
    UNION ALL
    SELECT guild, actor, outcome ->> 'span' FROM operation
    WHERE kind = 'own-budget' AND outcome ->> 'before' <> -1
        AND (outcome ->> 'coins' = -1 OR outcome ->> 'coins' > outcome ->> 'before')
    """,
    "guild {}: the budget of member {} for a {} is not as they set it last, or rose at once",
)

_FORCINGS: Final = Recount(
    "reversals by two",
    "SELECT count(*) FROM forcing",
    """
    WITH latest AS (
        SELECT guild, outcome ->> 'gift' AS gift, max(seq) AS seq, actor, at_ms
        FROM operation WHERE kind = 'reversal-asked' GROUP BY guild, outcome ->> 'gift'
    ), declined AS (
        SELECT guild, outcome ->> 'gift' AS gift, outcome ->> 'asked_seq' AS asked_seq, seq, actor
        FROM operation WHERE kind = 'reversal-declined'
    )
    SELECT forcing.guild, forcing.gift, forcing.asked_seq
    FROM forcing LEFT JOIN latest
        ON latest.guild = forcing.guild AND latest.gift = forcing.gift
    LEFT JOIN gift ON gift.guild = forcing.guild AND gift.seq = forcing.gift
    LEFT JOIN operation AS reversal INDEXED BY operation_reversing
        ON reversal.guild = forcing.guild AND reversal.reverses = forcing.gift
    LEFT JOIN declined ON declined.guild = forcing.guild AND declined.gift = forcing.gift
        AND declined.asked_seq = forcing.asked_seq
    WHERE (forcing.asked_seq, asker, asked_ms) IS NOT (latest.seq, latest.actor, latest.at_ms)
        OR ended_seq <> coalesce(declined.seq, reversal.seq, 0)
        OR asker IN (sender, recipient)
    UNION ALL
    SELECT latest.guild, latest.gift, latest.seq FROM latest LEFT JOIN forcing
        ON forcing.guild = latest.guild AND forcing.gift = latest.gift
    WHERE forcing.gift IS NULL
    UNION ALL
    SELECT declined.guild, declined.gift, declined.asked_seq FROM declined
    LEFT JOIN gift ON gift.guild = declined.guild AND gift.seq = declined.gift
    LEFT JOIN operation AS asked ON asked.guild = declined.guild AND asked.seq = asked_seq
        AND asked.kind = 'reversal-asked'
    WHERE asked.outcome ->> 'gift' IS NOT declined.gift
        OR declined.actor IN (sender, recipient)
    """,
    "guild {}: whether gift #{} is taken back by two is not as #{} asked, or how it ended",
)

RECOUNTS_OF_FAIRNESS: Final = (_DEBTS, _UNCOVERED, _OWED, _FORGIVEN, _BUDGETS, _FORCINGS)
"""What `ovation doctor` counts anew of debts, limits and reversals by two."""
