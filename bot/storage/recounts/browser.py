"""What is kept for the pages in the browser must add up to, as queries that find where it does not.

How far an alert was shown is a page's word; that it is about something there is, is ours.
"""

from typing import Final

from bot.storage.recounts import Recount

_OVERLAYS: Final = Recount(
    "overlays",
    "SELECT count(*) FROM overlay",
    """
    WITH done AS MATERIALIZED (
        SELECT guild, seq, kind, at_ms, outcome, outcome ->> 'creator' AS creator FROM operation
        WHERE kind IN ('live-overlay', 'live-overlay-closed', 'live-overlay-looks')
    ),
    creators AS MATERIALIZED (
        SELECT guild, creator, max(seq) FILTER (WHERE kind = 'live-overlay') AS opened,
            coalesce(max(seq) FILTER (WHERE kind = 'live-overlay-closed'), 0) AS closed,
            max(seq) FILTER (WHERE kind = 'live-overlay-looks') AS looks
        FROM done GROUP BY guild, creator
    ),
    kept AS (
        SELECT creators.guild, creators.creator, closed, opening.at_ms,
            coalesce(looking.outcome ->> 'volume', 60) AS volume,
            coalesce(looking.outcome ->> 'speaks', 0) AS speaks,
            coalesce(looking.outcome ->> 'least_coins', 1) AS least
        FROM creators
        JOIN done AS opening ON opening.guild = creators.guild AND opening.seq = opened
        LEFT JOIN done AS looking
            ON looking.guild = creators.guild AND looking.seq = looks AND looks > closed
        WHERE opened > closed
    )
    SELECT overlay.guild, overlay.creator, 'is not as it was set or opened'
    FROM overlay
    LEFT JOIN kept ON kept.guild = overlay.guild AND kept.creator = overlay.creator
    WHERE (opened_ms, overlay.volume, overlay.speaks, least_coins)
        IS NOT (kept.at_ms, kept.volume, kept.speaks, kept.least)
    UNION ALL
    SELECT kept.guild, kept.creator, 'is missing' FROM kept
    LEFT JOIN overlay ON overlay.guild = kept.guild AND overlay.creator = kept.creator
    WHERE overlay.guild IS NULL
    UNION ALL
    SELECT overlay.guild, overlay.creator, 'has come to alerts that there are not'
    FROM overlay
    LEFT JOIN guild ON guild.guild = overlay.guild
    LEFT JOIN kept ON kept.guild = overlay.guild AND kept.creator = overlay.creator
    WHERE played_seq NOT BETWEEN coalesce(closed, 0) + 1 AND coalesce(last_seq, 0)
    UNION ALL
    SELECT max(guild), max(creator), 'is found by the handle of another' FROM overlay
    GROUP BY handle HAVING count(*) > 1
    """,
    "guild {}: the overlay of member {} {}",
)

_ALERTS: Final = Recount(
    "alerts",
    "SELECT count(*) FROM alert",
    """
    SELECT alert.guild, alert.creator, alert.combo, alert.through_seq
    FROM alert
    LEFT JOIN overlay ON overlay.guild = alert.guild AND overlay.creator = alert.creator
    LEFT JOIN combo ON combo.guild = alert.guild AND combo.number = alert.combo
    WHERE overlay.guild IS NULL OR combo.guild IS NULL OR combo.recipient <> alert.creator
        OR alert.through_seq NOT BETWEEN max(combo.number, played_seq + 1) AND combo.last_seq
    """,
    "guild {}: of member {}'s alerts, combo #{} is kept as shown up to #{}, which it cannot be",
)

_PASSED_OVER: Final = Recount(
    "passed alerts",
    "SELECT count(*) FROM passed_alert",
    """
    SELECT passed_alert.guild, passed_alert.creator, first_seq
    FROM passed_alert
    LEFT JOIN overlay
        ON overlay.guild = passed_alert.guild AND overlay.creator = passed_alert.creator
    LEFT JOIN operation AS first
        ON first.guild = passed_alert.guild AND first.seq = first_seq
    LEFT JOIN combo ON combo.guild = passed_alert.guild AND combo.number = passed_alert.combo
    WHERE overlay.guild IS NULL OR first_seq > played_seq OR CASE passed_alert.kind
        WHEN 'gift' THEN combo.recipient IS NOT passed_alert.creator
            OR first_seq NOT BETWEEN combo.number AND combo.last_seq
        WHEN 'sum' THEN first.kind IS NOT 'gift' OR passed_alert.combo <> 0
        WHEN 'replay' THEN first.kind IS NOT 'live-replay'
            OR first.subject IS NOT passed_alert.creator
            OR first.outcome ->> '$.combo' IS NOT passed_alert.combo
        WHEN 'test' THEN first.kind IS NOT 'live-test-alert' OR passed_alert.combo <> 0
            OR first.subject IS NOT passed_alert.creator
        ELSE TRUE END
    """,
    "guild {}: of member {}'s alerts, #{} is kept as passed over, which it cannot be",
)

_SESSIONS: Final = Recount(
    "sessions",
    "SELECT count(*) FROM session",
    """
    SELECT session.guild, session.member
    FROM session
    LEFT JOIN member ON member.guild = session.guild AND member.number = session.member
    WHERE member.number IS NULL OR length(digest) <> 32 OR expires_ms <= began_ms
    """,
    "guild {}: somebody is signed in as member {} who cannot be",
)

RECOUNTS_OF_BROWSER: Final = (_OVERLAYS, _ALERTS, _PASSED_OVER, _SESSIONS)
