-- Live shows and how gifts are acknowledged in them. Gifts of one kind that follow each other within
-- seconds become one combo with one acknowledgement, which a creator thanks for, skips or shows
-- again. Gifts themselves stay as they are: a combo is the run of gifts of one sender, recipient and
-- item from its number to its last_seq, so every gift belongs to exactly one.

-- answered_seq: 0 where the creator has not reacted yet, else the operation that thanked or skipped;
-- -1 for gifts of the time before there was a queue. quantity and coins are without what was
-- reversed, so a combo of which nothing is left has 0.
CREATE TABLE combo (
    guild INTEGER NOT NULL,
    number INTEGER NOT NULL,
    sender INTEGER NOT NULL,
    recipient INTEGER NOT NULL,
    item INTEGER NOT NULL,
    channel INTEGER NOT NULL,
    show INTEGER NOT NULL DEFAULT 0,
    gifts INTEGER NOT NULL CHECK (gifts > 0),
    quantity INTEGER NOT NULL CHECK (quantity >= 0),
    coins INTEGER NOT NULL CHECK (coins >= 0),
    last_seq INTEGER NOT NULL,
    last_ms INTEGER NOT NULL,
    closed INTEGER NOT NULL DEFAULT 0 CHECK (closed IN (0, 1)),
    answered_seq INTEGER NOT NULL DEFAULT 0 CHECK (answered_seq >= -1),
    answered_ms INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (guild, number),
    FOREIGN KEY (guild, number) REFERENCES gift (guild, seq),
    FOREIGN KEY (guild, last_seq) REFERENCES gift (guild, seq),
    FOREIGN KEY (guild, sender) REFERENCES member (guild, number),
    FOREIGN KEY (guild, recipient) REFERENCES member (guild, number),
    CHECK (last_seq >= number)
) STRICT, WITHOUT ROWID;
CREATE INDEX combo_latest ON combo (guild, sender, recipient, item, number);
CREATE INDEX combo_due ON combo (guild, recipient, coins DESC, number)
WHERE answered_seq = 0 AND coins > 0;
-- Not "> 0": SQLite would walk through all shows' combos where it could look up one show's.
CREATE INDEX combo_by_show ON combo (guild, show, number) WHERE show <> 0;
CREATE INDEX combo_answered ON combo (guild, answered_seq) WHERE answered_seq > 0;

INSERT INTO combo (guild, number, sender, recipient, item, channel, gifts, quantity, coins,
    last_seq, last_ms, closed, answered_seq)
SELECT gift.guild, gift.seq, sender, recipient, item, channel, 1,
    iif(reversal.seq IS NULL, quantity, 0), iif(reversal.seq IS NULL, coins + bonus_coins, 0),
    gift.seq, gift.at_ms, 1, -1
FROM gift LEFT JOIN operation AS reversal
ON reversal.guild = gift.guild AND reversal.reverses = gift.seq;

-- Which digest carried an acknowledgement, named by the first that it carried; 0: a message of its
-- own.
ALTER TABLE outbox ADD COLUMN digest INTEGER NOT NULL DEFAULT 0;
CREATE INDEX outbox_digest ON outbox (guild, digest) WHERE digest > 0;

-- A show is named by the operation that started it; what it is called lies in note. The sums are
-- kept with every gift, and the audit recounts them. ended_ms is 0 while it runs.
CREATE TABLE show (
    guild INTEGER NOT NULL,
    number INTEGER NOT NULL,
    creator INTEGER NOT NULL,
    channel INTEGER NOT NULL,
    by_voice INTEGER NOT NULL CHECK (by_voice IN (0, 1)),
    started_ms INTEGER NOT NULL,
    ended_ms INTEGER NOT NULL DEFAULT 0,
    gifts INTEGER NOT NULL DEFAULT 0 CHECK (gifts >= 0),
    coins INTEGER NOT NULL DEFAULT 0 CHECK (coins >= 0),
    earned_units INTEGER NOT NULL DEFAULT 0 CHECK (earned_units >= 0),
    PRIMARY KEY (guild, number),
    FOREIGN KEY (guild, number) REFERENCES operation (guild, seq),
    FOREIGN KEY (guild, creator) REFERENCES member (guild, number)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX show_running ON show (guild, creator) WHERE ended_ms = 0;
CREATE INDEX show_by_creator ON show (guild, creator, number);

-- What a member is as a creator: registered or not, not receiving for now, holding back their
-- acknowledgements for now, and how many follow them.
CREATE TABLE creator (
    guild INTEGER NOT NULL,
    member INTEGER NOT NULL,
    registered INTEGER NOT NULL CHECK (registered IN (0, 1)),
    paused INTEGER NOT NULL CHECK (paused IN (0, 1)),
    holding INTEGER NOT NULL CHECK (holding IN (0, 1)),
    followers INTEGER NOT NULL CHECK (followers >= 0),
    PRIMARY KEY (guild, member),
    FOREIGN KEY (guild, member) REFERENCES member (guild, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX creator_holding ON creator (guild, member) WHERE holding = 1;

CREATE TABLE follower (
    guild INTEGER NOT NULL,
    creator INTEGER NOT NULL,
    follower INTEGER NOT NULL,
    since_ms INTEGER NOT NULL,
    PRIMARY KEY (guild, creator, follower),
    FOREIGN KEY (guild, creator) REFERENCES member (guild, number),
    FOREIGN KEY (guild, follower) REFERENCES member (guild, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX follower_newest ON follower (guild, creator, since_ms);
CREATE INDEX follower_of ON follower (guild, follower);

-- Who may thank, skip and show again in a creator's name.
CREATE TABLE deputy (
    guild INTEGER NOT NULL,
    creator INTEGER NOT NULL,
    deputy INTEGER NOT NULL,
    PRIMARY KEY (guild, creator, deputy),
    FOREIGN KEY (guild, creator) REFERENCES member (guild, number),
    FOREIGN KEY (guild, deputy) REFERENCES member (guild, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX deputy_of ON deputy (guild, deputy);

-- A goal counts one item, or coins where item is 0. It is celebrated once: reached_seq is the gift
-- that reached it. ended_seq is the operation that gave it up or put another in its place.
CREATE TABLE goal (
    guild INTEGER NOT NULL,
    number INTEGER NOT NULL,
    creator INTEGER NOT NULL,
    item INTEGER NOT NULL,
    target INTEGER NOT NULL CHECK (target > 0),
    progress INTEGER NOT NULL DEFAULT 0 CHECK (progress >= 0),
    expires_ms INTEGER NOT NULL,
    reached_seq INTEGER NOT NULL DEFAULT 0,
    ended_seq INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (guild, number),
    FOREIGN KEY (guild, number) REFERENCES operation (guild, seq),
    FOREIGN KEY (guild, creator) REFERENCES member (guild, number)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX goal_running ON goal (guild, creator) WHERE ended_seq = 0;

-- Two creators, some minutes, and what each was given meanwhile. begins_ms and accepted_seq are 0
-- until the opponent accepts; ended_seq is the operation that declined, withdrew or counted it.
CREATE TABLE match (
    guild INTEGER NOT NULL,
    number INTEGER NOT NULL,
    challenger INTEGER NOT NULL,
    opponent INTEGER NOT NULL,
    channel INTEGER NOT NULL,
    minutes INTEGER NOT NULL CHECK (minutes > 0),
    begins_ms INTEGER NOT NULL DEFAULT 0,
    ends_ms INTEGER NOT NULL DEFAULT 0,
    challenger_coins INTEGER NOT NULL DEFAULT 0 CHECK (challenger_coins >= 0),
    opponent_coins INTEGER NOT NULL DEFAULT 0 CHECK (opponent_coins >= 0),
    ended_seq INTEGER NOT NULL DEFAULT 0,
    accepted_seq INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (guild, number),
    FOREIGN KEY (guild, number) REFERENCES operation (guild, seq),
    FOREIGN KEY (guild, challenger) REFERENCES member (guild, number),
    FOREIGN KEY (guild, opponent) REFERENCES member (guild, number),
    CHECK (challenger <> opponent)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX match_of_challenger ON match (guild, challenger) WHERE ended_seq = 0;
CREATE INDEX match_of_opponent ON match (guild, opponent) WHERE ended_seq = 0;
CREATE INDEX match_due ON match (ends_ms, guild, number) WHERE ended_seq = 0 AND begins_ms > 0;

-- A show that was announced; closed_seq is the operation that reminded of it or called it off.
CREATE TABLE plan (
    guild INTEGER NOT NULL,
    number INTEGER NOT NULL,
    creator INTEGER NOT NULL,
    channel INTEGER NOT NULL,
    at_ms INTEGER NOT NULL,
    closed_seq INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (guild, number),
    FOREIGN KEY (guild, number) REFERENCES operation (guild, seq),
    FOREIGN KEY (guild, creator) REFERENCES member (guild, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX plan_due ON plan (at_ms, guild, number) WHERE closed_seq = 0;
CREATE INDEX plan_by_creator ON plan (guild, creator, at_ms) WHERE closed_seq = 0;

CREATE TABLE reminder (
    guild INTEGER NOT NULL,
    plan INTEGER NOT NULL,
    member INTEGER NOT NULL,
    PRIMARY KEY (guild, plan, member),
    FOREIGN KEY (guild, plan) REFERENCES plan (guild, number),
    FOREIGN KEY (guild, member) REFERENCES member (guild, number)
) STRICT, WITHOUT ROWID;

-- The messages that wait for a moderator before anybody else reads them.
CREATE TABLE held_message (
    guild INTEGER NOT NULL,
    gift INTEGER NOT NULL,
    PRIMARY KEY (guild, gift),
    FOREIGN KEY (guild, gift) REFERENCES gift (guild, seq)
) STRICT, WITHOUT ROWID;

-- What creators and their followers do every day is no act of a moderator, and no line of an
-- account's statement.
DROP INDEX operation_by_subject;
CREATE INDEX operation_by_subject ON operation (guild, subject, seq)
WHERE subject IS NOT NULL AND kind NOT GLOB 'live-*';
DROP INDEX operation_moderated;
CREATE INDEX operation_moderated ON operation (guild, seq)
WHERE kind NOT IN ('gift', 'convert', 'welcome') AND kind NOT GLOB 'live-*';
