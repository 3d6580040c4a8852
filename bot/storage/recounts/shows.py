"""What shows, combos and creators must add up to, counted anew from gifts and operations."""

from typing import Final

from bot.storage.combos import COMBO_OF_GIFT
from bot.storage.recounts import Recount

_PARTS: Final = f"""
part AS MATERIALIZED (
    SELECT gift.guild, gift.seq, gift.sender, gift.recipient, gift.at_ms, gift.share,
        reversal.seq IS NULL AS stands, gift.quantity, gift.coins + gift.bonus_coins AS coins,
        {COMBO_OF_GIFT} AS combo
    FROM gift LEFT JOIN operation AS reversal
        ON reversal.guild = gift.guild AND reversal.reverses = gift.seq
)
"""  # noqa: S608 - put together of constants.

_COMBOS: Final = Recount(
    "combos",
    "SELECT count(*) FROM combo",
    f"""
    WITH {_PARTS},
    counted AS (
        SELECT guild, combo, count(*) AS gifts, sum(quantity * stands) AS quantity,
            sum(coins * stands) AS coins, min(seq) AS first_seq, max(seq) AS last_seq,
            max(at_ms) AS last_ms
        FROM part GROUP BY guild, combo
    )
    SELECT combo.guild, combo.number, combo.gifts, combo.quantity, combo.coins,
        counted.gifts, counted.quantity, counted.coins
    FROM combo LEFT JOIN counted ON counted.guild = combo.guild AND counted.combo = combo.number
    LEFT JOIN gift AS last ON last.guild = combo.guild AND last.seq = combo.last_seq
    WHERE (combo.gifts, combo.quantity, combo.coins, combo.number, combo.last_seq, combo.last_ms)
        IS NOT (counted.gifts, counted.quantity, counted.coins, counted.first_seq,
            counted.last_seq, last.at_ms)
    """,  # noqa: S608 - put together of constants.
    "guild {}: combo #{} keeps {} gifts, {} pieces and {} coins, its gifts sum to {}, {} and {}",
)

# Gifts of before there were combos say of none that they are part of it.
_GIFTS_IN_COMBOS: Final = Recount(
    "gifts in combos",
    "SELECT count(*) FROM gift",
    f"""
    WITH {_PARTS},
    told AS (
        SELECT part.guild, part.seq, part.combo, combo.show, part.at_ms,
            coalesce(outcome ->> 'combo', 0) AS told_combo,
            coalesce(outcome ->> 'show', 0) AS told_show,
            lag(part.at_ms) OVER (PARTITION BY part.guild, part.combo ORDER BY part.seq) AS before
        FROM part
        LEFT JOIN combo ON combo.guild = part.guild AND combo.number = part.combo
        LEFT JOIN operation ON operation.guild = part.guild AND operation.seq = part.seq
    )
    SELECT guild, seq, combo, told_combo FROM told
    WHERE combo IS NULL OR (told_combo > 0 AND (told_combo, told_show) IS NOT (combo, show))
        OR (told_combo = 0 AND combo <> seq) OR at_ms - before >= 10000
    """,  # noqa: S608 - put together of constants.
    "guild {}: gift #{} is part of combo {}, and was told as part of {}, or came too late for it",
)

_SHOWS: Final = Recount(
    "shows",
    "SELECT count(*) FROM show",
    f"""
    WITH {_PARTS},
    counted AS (
        SELECT part.guild, combo.show, sum(part.quantity) AS gifts, sum(part.coins) AS coins,
            sum(part.coins * share) AS earned_units
        FROM part JOIN combo ON combo.guild = part.guild AND combo.number = part.combo
        WHERE stands AND combo.show > 0 GROUP BY part.guild, combo.show
    ),
    ending AS MATERIALIZED (
        SELECT guild, outcome ->> 'show' AS show, min(seq) AS seq, at_ms, count(*) AS times
        FROM operation WHERE kind IN ('live-end', 'show-end')
        GROUP BY guild, outcome ->> 'show'
    )
    SELECT show.guild, show.number, show.gifts, show.coins, coalesce(counted.gifts, 0),
        coalesce(counted.coins, 0)
    FROM show
    LEFT JOIN counted ON counted.guild = show.guild AND counted.show = show.number
    LEFT JOIN ending ON ending.guild = show.guild AND ending.show = show.number
    LEFT JOIN operation ON operation.guild = show.guild AND operation.seq = show.number
    WHERE (show.gifts, show.coins, show.earned_units) IS NOT (
            coalesce(counted.gifts, 0), coalesce(counted.coins, 0),
            coalesce(counted.earned_units, 0)
        )
        OR ('live-start', show.started_ms, show.creator, show.channel, show.by_voice) IS NOT (
            operation.kind, operation.at_ms, outcome ->> 'creator', outcome ->> 'channel',
            outcome ->> 'by_voice'
        )
        OR show.ended_ms <> coalesce(max(ending.at_ms, show.started_ms + 1), 0) OR times > 1
    UNION ALL
    SELECT combo.guild, combo.number, gifts, coins, 'no', 'such'
    FROM combo WHERE show > 0 AND NOT EXISTS (
        SELECT 1 FROM show WHERE show.guild = combo.guild AND show.number = combo.show
            AND show.creator = combo.recipient
    )
    UNION ALL
    SELECT guild, min(number), sum(gifts), sum(coins), count(*), 'running' FROM show
    WHERE ended_ms = 0 GROUP BY guild, creator HAVING count(*) > 1
    """,  # noqa: S608 - put together of constants.
    "guild {}: show #{} keeps {} gifts and {} coins, counted {} and {}; or it is told otherwise",
)

_SHOW_TALLIES: Final = Recount(
    "boards of shows",
    "SELECT count(*) FROM tally WHERE period GLOB 'show:*'",
    f"""
    WITH {_PARTS},
    standing AS (
        SELECT part.guild, 'show:' || combo.show AS period, part.sender, part.recipient, part.coins
        FROM part JOIN combo ON combo.guild = part.guild AND combo.number = part.combo
        WHERE stands AND combo.show > 0
    ),
    entry (guild, board, period, member, stored, counted) AS (
        SELECT guild, board, period, member, coins, 0 FROM tally WHERE period GLOB 'show:*'
        UNION ALL SELECT guild, 'given', period, sender, 0, coins FROM standing
        UNION ALL SELECT guild, 'received', period, recipient, 0, coins FROM standing
    )
    SELECT guild, board, period, member, sum(stored), sum(counted)
    FROM entry GROUP BY guild, board, period, member HAVING sum(stored) <> sum(counted)
    """,  # noqa: S608 - put together of constants.
    "guild {}: {} in {} by member {} is kept as {} coins, the gifts sum to {}",
)

# Of several rows of a group, max() gives the other columns of the latest.
_CREATORS: Final = Recount(
    "creators",
    "SELECT count(*) FROM creator",
    """
    WITH switch AS MATERIALIZED (
        SELECT guild, kind, iif(kind = 'live-hold', outcome ->> 'creator', actor) AS member,
            max(seq), outcome ->> 'on' AS is_on
        FROM operation WHERE kind IN ('live-creator', 'live-pause', 'live-hold')
        GROUP BY guild, kind, 3
    ),
    counted AS (SELECT guild, creator, count(*) AS followers FROM follower GROUP BY guild, creator),
    stored (guild, member, kind, kept) AS (
        SELECT guild, member, 'live-creator', registered FROM creator
        UNION ALL SELECT guild, member, 'live-pause', paused FROM creator
        UNION ALL SELECT guild, member, 'live-hold', holding FROM creator
        UNION ALL SELECT guild, member, 'followers', followers FROM creator
    ),
    wanted (guild, member, kind, made) AS (
        SELECT guild, member, kind, is_on FROM switch
        UNION ALL SELECT guild, creator, 'followers', followers FROM counted
    )
    SELECT guild, member, kind, kept, coalesce(made, 0)
    FROM stored LEFT JOIN wanted USING (guild, member, kind) WHERE kept <> coalesce(made, 0)
    UNION ALL
    SELECT guild, member, kind, 'not', made
    FROM wanted LEFT JOIN stored USING (guild, member, kind) WHERE kept IS NULL
    """,
    "guild {}: of creator {}, {} is kept as {}, but is {}",
)

_SWITCHES: Final = Recount(
    "followers, deputies and reminders",
    "SELECT (SELECT count(*) FROM follower) + (SELECT count(*) FROM deputy) "
    "+ (SELECT count(*) FROM reminder)",
    """
    WITH switch AS MATERIALIZED (
        SELECT guild, kind, max(seq), outcome ->> 'on' AS is_on,
            CASE kind WHEN 'live-follow' THEN outcome ->> 'creator'
                WHEN 'live-deputy' THEN actor ELSE outcome ->> 'plan' END AS one,
            iif(kind = 'live-deputy', outcome ->> 'deputy', actor) AS other
        FROM operation WHERE kind IN ('live-follow', 'live-deputy', 'live-reminder')
        GROUP BY guild, kind, 5, 6
    ),
    stored (guild, kind, one, other) AS (
        SELECT guild, 'live-follow', creator, follower FROM follower
        UNION ALL SELECT guild, 'live-deputy', creator, deputy FROM deputy
        UNION ALL SELECT guild, 'live-reminder', plan, member FROM reminder
    )
    SELECT guild, kind, one, other FROM stored
    LEFT JOIN switch USING (guild, kind, one, other) WHERE is_on IS NOT 1
    UNION ALL
    SELECT guild, kind, one, other FROM switch
    LEFT JOIN stored USING (guild, kind, one, other)
    WHERE is_on = 1 AND stored.guild IS NULL
    """,
    "guild {}: {} of {} by {} is not as it was last switched",
)

# A gift counts for the goal that stood when it came, and is taken out again while that stands.
_GOALS: Final = Recount(
    "goals",
    "SELECT count(*) FROM goal",
    """
    WITH counted AS MATERIALIZED (
        SELECT goal.guild, goal.number, target, ended_seq, gift.seq,
            iif(goal.item > 0, quantity, coins + bonus_coins) AS amount
        FROM goal CROSS JOIN gift INDEXED BY gift_by_recipient
            ON gift.guild = goal.guild AND gift.recipient = goal.creator
                AND gift.seq > goal.number
        WHERE goal.item IN (0, gift.item) AND gift.at_ms < expires_ms
            AND (ended_seq = 0 OR gift.seq < ended_seq)
    ),
    event AS (
        SELECT guild, number, target, seq, amount FROM counted
        UNION ALL
        SELECT counted.guild, number, target, reversal.seq, -amount
        FROM counted JOIN operation AS reversal
            ON reversal.guild = counted.guild AND reversal.reverses = counted.seq
        WHERE ended_seq = 0 OR reversal.seq < ended_seq
    ),
    running AS (
        SELECT guild, number, target, seq, amount,
            sum(amount) OVER (PARTITION BY guild, number ORDER BY seq) AS progress
        FROM event
    ),
    came AS (
        SELECT guild, number, sum(amount) AS progress,
            coalesce(min(seq) FILTER (WHERE progress >= target), 0) AS reached_seq
        FROM running GROUP BY guild, number
    ),
    ending AS MATERIALIZED (
        SELECT guild, seq, outcome ->> iif(kind = 'live-goal', 'replaced', 'goal') AS number
        FROM operation WHERE kind IN ('live-goal', 'live-goal-end')
    )
    SELECT goal.guild, goal.number, goal.progress, goal.reached_seq,
        coalesce(came.progress, 0), coalesce(came.reached_seq, 0)
    FROM goal
    LEFT JOIN came ON came.guild = goal.guild AND came.number = goal.number
    LEFT JOIN ending ON ending.guild = goal.guild AND ending.number = goal.number
    LEFT JOIN operation ON operation.guild = goal.guild AND operation.seq = goal.number
    WHERE (goal.progress, goal.reached_seq, goal.ended_seq) IS NOT (
            coalesce(came.progress, 0), coalesce(came.reached_seq, 0), coalesce(ending.seq, 0)
        )
        OR ('live-goal', goal.creator, goal.item, goal.target, goal.expires_ms) IS NOT (
            kind, outcome ->> 'creator', outcome ->> 'item', outcome ->> 'target',
            outcome ->> 'expires_ms'
        )
    """,
    "guild {}: goal #{} keeps {}, reached by #{}; its gifts sum to {}, reached by #{}; "
    "or it is told otherwise",
)

_MATCHES: Final = Recount(
    "matches",
    "SELECT count(*) FROM match",
    """
    WITH counted AS (
        SELECT match.guild, match.number,
            sum(iif(gift.recipient = challenger, coins + bonus_coins, 0)) AS challenger_coins,
            sum(iif(gift.recipient = opponent, coins + bonus_coins, 0)) AS opponent_coins
        FROM match CROSS JOIN gift INDEXED BY gift_by_recipient
            ON gift.guild = match.guild AND gift.recipient IN (challenger, opponent)
                AND gift.seq > accepted_seq
        LEFT JOIN operation AS reversal
            ON reversal.guild = gift.guild AND reversal.reverses = gift.seq
        WHERE accepted_seq > 0 AND gift.at_ms >= begins_ms AND gift.at_ms < ends_ms
            AND (ended_seq = 0 OR gift.seq < ended_seq)
            AND (reversal.seq IS NULL OR (ended_seq > 0 AND reversal.seq > ended_seq))
        GROUP BY match.guild, match.number
    ),
    answer AS MATERIALIZED (
        SELECT guild, outcome ->> 'match' AS number,
            max(iif(outcome ->> 'accepted' = 1, seq, 0)) AS accepted_seq,
            max(iif(outcome ->> 'accepted' = 1, at_ms, 0)) AS begins_ms,
            max(coalesce(outcome ->> 'ends_ms', 0)) AS ends_ms,
            max(iif(outcome ->> 'accepted' = 1, 0, seq)) AS ended_seq
        FROM operation
        WHERE kind IN ('live-match-answer', 'live-match-lapsed', 'live-match-end')
        GROUP BY guild, outcome ->> 'match'
    )
    SELECT match.guild, match.number, match.challenger_coins, match.opponent_coins,
        coalesce(counted.challenger_coins, 0), coalesce(counted.opponent_coins, 0)
    FROM match
    LEFT JOIN counted ON counted.guild = match.guild AND counted.number = match.number
    LEFT JOIN answer ON answer.guild = match.guild AND answer.number = match.number
    LEFT JOIN operation ON operation.guild = match.guild AND operation.seq = match.number
    WHERE (match.challenger_coins, match.opponent_coins) IS NOT (
            coalesce(counted.challenger_coins, 0), coalesce(counted.opponent_coins, 0)
        )
        OR (match.accepted_seq, match.begins_ms, match.ends_ms, match.ended_seq) IS NOT (
            coalesce(answer.accepted_seq, 0), coalesce(answer.begins_ms, 0),
            coalesce(nullif(answer.ends_ms, 0), outcome ->> 'expires_ms', 0),
            coalesce(answer.ended_seq, 0)
        )
        OR ('live-match', match.challenger, match.opponent, match.minutes) IS NOT (
            kind, outcome ->> 'challenger', outcome ->> 'opponent', outcome ->> 'minutes'
        )
    """,
    "guild {}: match #{} keeps {} to {} coins, its gifts sum to {} to {}; or it is told otherwise",
)

# What was thanked for stays so until another gift joins. What waits was passed over by nobody.
_THANKS: Final = Recount(
    "thanks",
    "SELECT count(*) FROM combo WHERE answered_seq <> -1",
    """
    WITH thanks AS MATERIALIZED (
        SELECT guild, seq, at_ms, outcome ->> 'creator' AS creator,
            coalesce(outcome ->> 'combo', 0) AS combo,
            coalesce(outcome ->> 'through', 0) AS through
        FROM operation WHERE kind IN ('live-thanks', 'live-thanks-all', 'live-skip')
    )
    SELECT combo.guild, combo.number, answered_seq FROM combo
    WHERE answered_seq > 0 AND NOT EXISTS (
        SELECT 1 FROM thanks
        WHERE thanks.guild = combo.guild AND thanks.seq = answered_seq
            AND thanks.creator = recipient AND thanks.at_ms = answered_ms
            AND thanks.seq > last_seq AND (thanks.combo = number OR thanks.through >= number)
    )
    UNION ALL
    SELECT combo.guild, combo.number, 0
    FROM combo CROSS JOIN thanks ON thanks.guild = combo.guild AND thanks.creator = recipient
    WHERE answered_seq = 0 AND coins > 0 AND thanks.seq > last_seq
        AND (thanks.combo = number OR thanks.through >= number)
    UNION ALL
    SELECT guild, number, answered_seq FROM combo
    WHERE answered_seq = 0 AND answered_ms <> 0 OR (answered_seq = -1 AND closed = 0)
    """,
    "guild {}: combo #{} is kept as answered by #{}, which is not what was done",
)

_PLANS: Final = Recount(
    "plans",
    "SELECT count(*) FROM plan",
    """
    WITH ending AS MATERIALIZED (
        SELECT guild, seq, outcome ->> 'plan' AS number
        FROM operation WHERE kind = 'live-plan-closed'
    )
    SELECT plan.guild, plan.number, closed_seq
    FROM plan
    LEFT JOIN ending ON ending.guild = plan.guild AND ending.number = plan.number
    LEFT JOIN operation ON operation.guild = plan.guild AND operation.seq = plan.number
    WHERE closed_seq <> coalesce(ending.seq, 0)
        OR ('live-plan', creator, plan.at_ms) IS NOT (
            kind, outcome ->> 'creator', outcome ->> 'at_ms'
        )
    """,
    "guild {}: plan #{} is kept as closed by #{}, which is not what was done",
)

_HELD: Final = Recount(
    "held messages",
    "SELECT count(*) FROM held_message",
    """
    WITH decided AS MATERIALIZED (
        SELECT guild, seq, outcome ->> 'gift' AS gift, outcome ->> 'approved' AS approved
        FROM operation WHERE kind = 'message'
    )
    SELECT guild, gift, seq FROM held_message JOIN decided USING (guild, gift)
    UNION ALL
    SELECT decided.guild, gift, decided.seq FROM decided
    JOIN note ON note.guild = decided.guild AND note.seq = gift WHERE approved = 0
    """,
    "guild {}: the message with gift #{} stands or waits although it was decided by #{}",
)

RECOUNTS_OF_SHOWS: Final = (
    _COMBOS,
    _GIFTS_IN_COMBOS,
    _SHOWS,
    _SHOW_TALLIES,
    _CREATORS,
    _SWITCHES,
    _GOALS,
    _MATCHES,
    _THANKS,
    _PLANS,
    _HELD,
)
"""What `ovation doctor` counts anew of shows, in the order in which it is told."""
