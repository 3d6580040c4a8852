-- What the first shows taught: a row that went another way finds back, a level is told once, and a
-- challenge that nobody answers is found when its time is over.

-- The channel that a row was meant for, wherever its message stands; 0 for gifts, whose own row tells.
ALTER TABLE outbox ADD COLUMN home INTEGER NOT NULL DEFAULT 0;
UPDATE outbox SET home = channel
WHERE NOT EXISTS (
    SELECT 1 FROM gift WHERE gift.guild = outbox.guild AND gift.seq = outbox.acknowledgement
);

-- The level from which a reversal let a member fall, so that rising to it again is no news; 0 where
-- none did.
ALTER TABLE member ADD COLUMN level_told INTEGER NOT NULL DEFAULT 0
CHECK (level_told BETWEEN 0 AND 50);

-- Challenges that wait for an answer, by when their time is over.
CREATE INDEX match_offered ON match (ends_ms, guild, number) WHERE ended_seq = 0 AND begins_ms = 0;
-- Whom somebody challenged last.
CREATE INDEX match_by_challenger ON match (guild, challenger, number);

-- What a creator had shown beside the gifts themselves: again, or as a test of their overlay.
CREATE INDEX operation_shown ON operation (guild, subject, seq)
WHERE kind IN ('live-replay', 'live-test-alert');

-- Seven Roses at once are seven gifts, on a board as in every thank-you.
UPDATE show SET gifts = (
    SELECT coalesce(sum(quantity), 0) FROM combo
    WHERE combo.guild = show.guild AND combo.show = show.number AND combo.show <> 0
);
