-- The whole ledger: who takes part, what was asked, what came of it, and what is still to be shown.
-- It exists at once and whole so that every coin has an answer to "where did it come from" from the
-- first one on. What stands in operation, transfer, gift and request is never edited: a mistake is
-- mended by an operation that names the first. All times are UTC milliseconds; every row carries its
-- guild first, the unit of isolation.

-- One row a guild, under which order numbers are given out: contiguous, in the order of commits.
CREATE TABLE guild (
    guild INTEGER NOT NULL,
    last_seq INTEGER NOT NULL CHECK (last_seq >= 0),
    last_member INTEGER NOT NULL CHECK (last_member >= 0),
    last_item INTEGER NOT NULL CHECK (last_item >= 0),
    PRIMARY KEY (guild)
) STRICT, WITHOUT ROWID;

-- The only table that knows who somebody is on Discord. Forgetting a person clears user_id and name;
-- the keyed hash in identity stays, so that coming back does not start anew.
CREATE TABLE member (
    guild INTEGER NOT NULL REFERENCES guild (guild),
    number INTEGER NOT NULL CHECK (number > 0),
    user_id INTEGER,
    name TEXT,
    identity BLOB,
    frozen_seq INTEGER,
    seen_seq INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (guild, number),
    CHECK (user_id IS NOT NULL OR identity IS NOT NULL)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX member_by_user ON member (guild, user_id) WHERE user_id IS NOT NULL;
CREATE UNIQUE INDEX member_by_identity ON member (guild, identity) WHERE identity IS NOT NULL;

-- What was done, in the guild's order. once names what may happen only once; outcome holds numbers,
-- never what people wrote.
CREATE TABLE operation (
    guild INTEGER NOT NULL,
    seq INTEGER NOT NULL CHECK (seq > 0),
    kind TEXT NOT NULL,
    actor INTEGER NOT NULL,
    subject INTEGER,
    once TEXT,
    reverses INTEGER,
    at_ms INTEGER NOT NULL,
    day TEXT NOT NULL,
    outcome TEXT NOT NULL,
    PRIMARY KEY (guild, seq),
    FOREIGN KEY (guild, actor) REFERENCES member (guild, number),
    FOREIGN KEY (guild, subject) REFERENCES member (guild, number),
    FOREIGN KEY (guild, reverses) REFERENCES operation (guild, seq)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX operation_once ON operation (guild, once) WHERE once IS NOT NULL;
CREATE INDEX operation_by_subject ON operation (guild, subject, seq) WHERE subject IS NOT NULL;
CREATE INDEX operation_reversing ON operation (guild, reverses) WHERE reverses IS NOT NULL;
CREATE INDEX operation_moderated ON operation (guild, seq)
WHERE kind NOT IN ('gift', 'convert', 'welcome');

-- Every delivery that was answered, refusals included: the same key gets the same answer forever.
-- What was accepted is told by its operation, what was refused by the refusal.
CREATE TABLE request (
    guild INTEGER NOT NULL,
    key TEXT NOT NULL,
    fingerprint BLOB NOT NULL,
    seq INTEGER,
    refusal TEXT,
    at_ms INTEGER NOT NULL,
    PRIMARY KEY (guild, key),
    FOREIGN KEY (guild, seq) REFERENCES operation (guild, seq),
    CHECK ((seq IS NULL) <> (refusal IS NULL))
) STRICT, WITHOUT ROWID;

-- What people wrote: messages with gifts, reasons of moderators. It can be emptied without a trace in
-- the books.
CREATE TABLE note (
    guild INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (guild, seq),
    FOREIGN KEY (guild, seq) REFERENCES operation (guild, seq)
) STRICT, WITHOUT ROWID;

-- Wallets and holds store a balance, never negative. Boundary accounts have none: they are summed
-- from their transfers when somebody asks, so that no row is written by every gift.
CREATE TABLE account (
    guild INTEGER NOT NULL REFERENCES guild (guild),
    kind TEXT NOT NULL,
    owner INTEGER NOT NULL CHECK (owner >= 0),
    currency TEXT NOT NULL,
    balance INTEGER CHECK (balance BETWEEN 0 AND 9007199254740991),
    PRIMARY KEY (guild, kind, owner, currency),
    CHECK ((balance IS NULL) = (owner = 0))
) STRICT, WITHOUT ROWID;

-- Double entry: one amount of one currency, from one account to another of the same guild. Both
-- references name the currency, so that no transfer can change it. A stored account's balance after
-- the transfer stands beside it.
CREATE TABLE transfer (
    guild INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    line INTEGER NOT NULL CHECK (line > 0),
    currency TEXT NOT NULL,
    amount INTEGER NOT NULL CHECK (amount BETWEEN 1 AND 10000000000000),
    from_kind TEXT NOT NULL,
    from_owner INTEGER NOT NULL,
    from_balance INTEGER CHECK (from_balance >= 0),
    to_kind TEXT NOT NULL,
    to_owner INTEGER NOT NULL,
    to_balance INTEGER CHECK (to_balance >= 0),
    PRIMARY KEY (guild, seq, line),
    FOREIGN KEY (guild, seq) REFERENCES operation (guild, seq),
    FOREIGN KEY (guild, from_kind, from_owner, currency)
    REFERENCES account (guild, kind, owner, currency),
    FOREIGN KEY (guild, to_kind, to_owner, currency)
    REFERENCES account (guild, kind, owner, currency),
    CHECK (from_kind <> to_kind OR from_owner <> to_owner),
    CHECK ((from_balance IS NULL) = (from_owner = 0)),
    CHECK ((to_balance IS NULL) = (to_owner = 0))
) STRICT, WITHOUT ROWID;
CREATE INDEX transfer_from ON transfer (guild, from_kind, from_owner, currency, seq, line)
WHERE from_owner > 0;
CREATE INDEX transfer_to ON transfer (guild, to_kind, to_owner, currency, seq, line)
WHERE to_owner > 0;

-- A gift's row stands alone: what it was called, what it cost and what it earned at that moment, and
-- the guild's local day. share is in basis points.
CREATE TABLE gift (
    guild INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    sender INTEGER NOT NULL,
    recipient INTEGER NOT NULL,
    item INTEGER NOT NULL,
    name TEXT NOT NULL,
    emoji TEXT NOT NULL,
    quantity INTEGER NOT NULL CHECK (quantity BETWEEN 1 AND 999),
    price INTEGER NOT NULL CHECK (price > 0),
    coins INTEGER NOT NULL CHECK (coins >= 0),
    bonus_coins INTEGER NOT NULL CHECK (bonus_coins >= 0),
    share INTEGER NOT NULL CHECK (share BETWEEN 0 AND 10000),
    channel INTEGER NOT NULL,
    at_ms INTEGER NOT NULL,
    day TEXT NOT NULL,
    PRIMARY KEY (guild, seq),
    FOREIGN KEY (guild, seq) REFERENCES operation (guild, seq),
    FOREIGN KEY (guild, sender) REFERENCES member (guild, number),
    FOREIGN KEY (guild, recipient) REFERENCES member (guild, number),
    CHECK (coins + bonus_coins = quantity * price),
    CHECK (sender <> recipient)
) STRICT, WITHOUT ROWID;
CREATE INDEX gift_by_sender ON gift (guild, sender, seq);
CREATE INDEX gift_by_recipient ON gift (guild, recipient, seq);

-- Sums that boards read, kept with every gift; the books are the truth and the audit recounts them.
-- The member comes before the period, so that the rows which one gift changes lie side by side.
CREATE TABLE tally (
    guild INTEGER NOT NULL,
    board TEXT NOT NULL,
    period TEXT NOT NULL,
    member INTEGER NOT NULL,
    coins INTEGER NOT NULL CHECK (coins >= 0),
    PRIMARY KEY (guild, member, board, period),
    FOREIGN KEY (guild, member) REFERENCES member (guild, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX tally_best ON tally (guild, board, period, coins DESC, member);

-- What is still to be shown, and how far it has come: the revision wanted, the revision a sink has
-- shown, and the attempt that is recorded before anything is sent.
CREATE TABLE outbox (
    guild INTEGER NOT NULL,
    acknowledgement INTEGER NOT NULL,
    sink TEXT NOT NULL,
    wanted INTEGER NOT NULL CHECK (wanted >= 0),
    shown INTEGER NOT NULL DEFAULT 0 CHECK (shown >= 0),
    attempted INTEGER NOT NULL DEFAULT 0 CHECK (attempted >= 0),
    attempts INTEGER NOT NULL DEFAULT 0,
    channel INTEGER NOT NULL,
    fallback INTEGER NOT NULL DEFAULT 0,
    message INTEGER NOT NULL DEFAULT 0,
    doubtful INTEGER NOT NULL DEFAULT 0 CHECK (doubtful IN (0, 1)),
    trouble TEXT NOT NULL DEFAULT '',
    attempted_ms INTEGER NOT NULL DEFAULT 0,
    shown_ms INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (guild, acknowledgement, sink),
    FOREIGN KEY (guild, acknowledgement) REFERENCES operation (guild, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX outbox_waiting ON outbox (guild, acknowledgement, sink) WHERE shown < wanted;
CREATE INDEX outbox_doubtful ON outbox (guild, acknowledgement) WHERE doubtful = 1;

-- What a member has yet to be told of what moderators did to their account.
CREATE TABLE notice (
    guild INTEGER NOT NULL,
    member INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    PRIMARY KEY (guild, member, seq),
    FOREIGN KEY (guild, member) REFERENCES member (guild, number),
    FOREIGN KEY (guild, seq) REFERENCES operation (guild, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE setting (
    guild INTEGER NOT NULL REFERENCES guild (guild),
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (guild, name)
) STRICT, WITHOUT ROWID;

-- Only what a guild changed of the default gifts, and what it added.
CREATE TABLE catalogue (
    guild INTEGER NOT NULL REFERENCES guild (guild),
    item INTEGER NOT NULL CHECK (item > 0),
    name TEXT NOT NULL,
    emoji TEXT NOT NULL,
    price INTEGER NOT NULL CHECK (price BETWEEN 1 AND 1000000000),
    retired INTEGER NOT NULL CHECK (retired IN (0, 1)),
    PRIMARY KEY (guild, item)
) STRICT, WITHOUT ROWID;

-- What this installation remembers of itself, as which commands Discord was last told of.
CREATE TABLE installation (
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (name)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER operation_is_never_edited BEFORE UPDATE ON operation
BEGIN
    SELECT RAISE(ABORT, 'an operation is never edited: reverse it with another');
END;
CREATE TRIGGER operation_is_never_deleted BEFORE DELETE ON operation
BEGIN
    SELECT RAISE(ABORT, 'an operation is never deleted: reverse it with another');
END;
CREATE TRIGGER transfer_is_never_edited BEFORE UPDATE ON transfer
BEGIN
    SELECT RAISE(ABORT, 'a transfer is never edited: reverse it with another');
END;
CREATE TRIGGER transfer_is_never_deleted BEFORE DELETE ON transfer
BEGIN
    SELECT RAISE(ABORT, 'a transfer is never deleted: reverse it with another');
END;
CREATE TRIGGER gift_is_never_edited BEFORE UPDATE ON gift
BEGIN
    SELECT RAISE(ABORT, 'a gift is never edited: reverse it');
END;
CREATE TRIGGER gift_is_never_deleted BEFORE DELETE ON gift
BEGIN
    SELECT RAISE(ABORT, 'a gift is never deleted: reverse it');
END;
CREATE TRIGGER request_is_never_edited BEFORE UPDATE ON request
BEGIN
    SELECT RAISE(ABORT, 'an answer is never edited: a key keeps its first outcome');
END;
CREATE TRIGGER request_is_never_deleted BEFORE DELETE ON request
BEGIN
    SELECT RAISE(ABORT, 'an answer is never deleted: a key keeps its first outcome');
END;
