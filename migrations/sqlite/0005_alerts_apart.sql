-- Test alerts and replays are counted apart, and an alert that breaks every page is passed over.

-- What a creator had shown beside the gifts themselves: again, and as a test of their overlay. Each
-- has a limit of its own, for which the latest of its kind are found without walking through others.
DROP INDEX operation_shown;
CREATE INDEX operation_replayed ON operation (guild, subject, seq) WHERE kind = 'live-replay';
CREATE INDEX operation_tested ON operation (guild, subject, seq) WHERE kind = 'live-test-alert';

-- Alerts that were begun again and again and never came to their end, by the gift or the operation
-- that each begins with. combo is whose gifts they told of, 0 where it is no single one's. Such a row
-- goes when the combo is shown again.
CREATE TABLE passed_alert (
    guild INTEGER NOT NULL,
    creator INTEGER NOT NULL,
    first_seq INTEGER NOT NULL CHECK (first_seq > 0),
    kind TEXT NOT NULL,
    combo INTEGER NOT NULL CHECK (combo >= 0),
    at_ms INTEGER NOT NULL,
    PRIMARY KEY (guild, creator, first_seq),
    FOREIGN KEY (guild, creator) REFERENCES overlay (guild, creator)
) STRICT, WITHOUT ROWID;
