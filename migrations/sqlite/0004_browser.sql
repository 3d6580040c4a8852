-- What the pages in the browser keep: who may open them, and how far a stream's alerts have come.

-- A creator's overlay. Of the secret in its address only a digest is kept, and the handle by which
-- the row is found. Every alert up to played_seq is done. volume is in percent; alerts of fewer coins
-- than least_coins are not shown.
CREATE TABLE overlay (
    guild INTEGER NOT NULL,
    creator INTEGER NOT NULL,
    handle TEXT NOT NULL,
    digest BLOB NOT NULL,
    opened_ms INTEGER NOT NULL,
    played_seq INTEGER NOT NULL CHECK (played_seq >= 0),
    volume INTEGER NOT NULL DEFAULT 60 CHECK (volume BETWEEN 0 AND 100),
    speaks INTEGER NOT NULL DEFAULT 0 CHECK (speaks IN (0, 1)),
    least_coins INTEGER NOT NULL DEFAULT 1 CHECK (least_coins >= 1),
    PRIMARY KEY (guild, creator),
    FOREIGN KEY (guild, creator) REFERENCES member (guild, number)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX overlay_by_handle ON overlay (handle);

-- A combo counts up while its alert is shown, so that it may be done beyond played_seq: up to its
-- gift through_seq. Such a row goes when played_seq has passed it.
CREATE TABLE alert (
    guild INTEGER NOT NULL,
    creator INTEGER NOT NULL,
    combo INTEGER NOT NULL,
    through_seq INTEGER NOT NULL,
    PRIMARY KEY (guild, creator, combo),
    FOREIGN KEY (guild, creator) REFERENCES overlay (guild, creator),
    FOREIGN KEY (guild, combo) REFERENCES combo (guild, number),
    CHECK (through_seq >= combo)
) STRICT, WITHOUT ROWID;

-- Who is signed in to the dashboard, by the digest of what their browser holds.
CREATE TABLE session (
    digest BLOB NOT NULL,
    guild INTEGER NOT NULL,
    member INTEGER NOT NULL,
    began_ms INTEGER NOT NULL,
    expires_ms INTEGER NOT NULL CHECK (expires_ms > began_ms),
    PRIMARY KEY (digest),
    FOREIGN KEY (guild, member) REFERENCES member (guild, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX session_of ON session (guild, member);
CREATE INDEX session_expiring ON session (expires_ms);

-- What waits in a creator's queue is counted in gifts as well: from the index alone, as its coins are.
DROP INDEX combo_due;
CREATE INDEX combo_due ON combo (guild, recipient, coins DESC, number, quantity)
WHERE answered_seq = 0 AND coins > 0;
