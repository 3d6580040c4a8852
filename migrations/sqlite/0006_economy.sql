-- Where coins come from and diamonds go to: packs that are bought, pots that many take from, limits
-- that members set themselves, and payouts. Every coin in it is moved by operations; these tables say
-- what was meant by them and how far it has come.

-- Only what a guild changed of the default packs, and what it added. price is in the smallest units
-- of the guild's currency, bonus_coins come with it until bonus_until_ms (0: for good).
CREATE TABLE pack (
    guild INTEGER NOT NULL REFERENCES guild (guild),
    pack INTEGER NOT NULL CHECK (pack > 0),
    coins INTEGER NOT NULL CHECK (coins BETWEEN 1 AND 1000000000),
    price INTEGER NOT NULL CHECK (price BETWEEN 1 AND 1000000000000),
    bonus_coins INTEGER NOT NULL CHECK (bonus_coins BETWEEN 0 AND 1000000000),
    bonus_until_ms INTEGER NOT NULL CHECK (bonus_until_ms >= 0),
    sku INTEGER NOT NULL CHECK (sku >= 0),
    retired INTEGER NOT NULL CHECK (retired IN (0, 1)),
    PRIMARY KEY (guild, pack)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX pack_by_sku ON pack (guild, sku) WHERE sku > 0 AND retired = 0;

-- Coins that somebody asked to buy, named by the operation that asked. What Discord sold is named by
-- its entitlement, of which there is one in all guilds together.
CREATE TABLE purchase (
    guild INTEGER NOT NULL,
    number INTEGER NOT NULL,
    member INTEGER NOT NULL,
    pack INTEGER NOT NULL,
    quantity INTEGER NOT NULL CHECK (quantity BETWEEN 1 AND 100),
    coins INTEGER NOT NULL CHECK (coins > 0),
    bonus_coins INTEGER NOT NULL CHECK (bonus_coins >= 0),
    price INTEGER NOT NULL CHECK (price >= 0),
    currency TEXT NOT NULL,
    asked_ms INTEGER NOT NULL,
    state TEXT NOT NULL,
    ended_seq INTEGER NOT NULL DEFAULT 0,
    entitlement INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (guild, number),
    FOREIGN KEY (guild, number) REFERENCES operation (guild, seq),
    FOREIGN KEY (guild, member) REFERENCES member (guild, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX purchase_waiting ON purchase (guild, number) WHERE ended_seq = 0;
CREATE INDEX purchase_by_member ON purchase (guild, member, number);
CREATE UNIQUE INDEX purchase_by_entitlement ON purchase (entitlement) WHERE entitlement > 0;

-- In which guild somebody looked at the shop last: what Discord sells them is credited there.
CREATE TABLE shop_visit (
    guild INTEGER NOT NULL,
    member INTEGER NOT NULL,
    at_ms INTEGER NOT NULL,
    PRIMARY KEY (guild, member),
    FOREIGN KEY (guild, member) REFERENCES member (guild, number)
) STRICT, WITHOUT ROWID;

-- Coins set aside for many to take from: a promotion's, a drop's or a chest's. The coins themselves
-- lie in the hold of the same number; what nobody takes goes back to where they came from.
CREATE TABLE pot (
    guild INTEGER NOT NULL,
    number INTEGER NOT NULL,
    kind TEXT NOT NULL,
    keeper INTEGER NOT NULL,
    own INTEGER NOT NULL CHECK (own IN (0, 1)),
    coins INTEGER NOT NULL CHECK (coins >= 0),
    bonus_coins INTEGER NOT NULL CHECK (bonus_coins >= 0),
    people INTEGER NOT NULL CHECK (people > 0),
    taken INTEGER NOT NULL CHECK (taken BETWEEN 0 AND people),
    channel INTEGER NOT NULL,
    role INTEGER NOT NULL,
    opens_ms INTEGER NOT NULL,
    closes_ms INTEGER NOT NULL,
    opened_seq INTEGER NOT NULL,
    ended_seq INTEGER NOT NULL,
    seed TEXT NOT NULL,
    code TEXT NOT NULL,
    plain_code TEXT NOT NULL,
    PRIMARY KEY (guild, number),
    FOREIGN KEY (guild, number) REFERENCES operation (guild, seq),
    FOREIGN KEY (guild, keeper) REFERENCES member (guild, number),
    CHECK (coins + bonus_coins > 0)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX pot_by_code ON pot (guild, plain_code) WHERE plain_code <> '' AND ended_seq = 0;
CREATE INDEX pot_of_keeper ON pot (guild, keeper, number) WHERE ended_seq = 0;
CREATE INDEX pot_of_kind ON pot (guild, kind, number);
CREATE INDEX pot_opening ON pot (opens_ms, guild, number) WHERE opened_seq = 0 AND ended_seq = 0;
CREATE INDEX pot_closing ON pot (closes_ms, guild, number) WHERE ended_seq = 0 AND closes_ms > 0;

-- Who took how much from a pot, once each, by which operation.
CREATE TABLE pot_share (
    guild INTEGER NOT NULL,
    pot INTEGER NOT NULL,
    member INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    coins INTEGER NOT NULL CHECK (coins >= 0),
    bonus_coins INTEGER NOT NULL CHECK (bonus_coins >= 0),
    PRIMARY KEY (guild, pot, member),
    FOREIGN KEY (guild, pot) REFERENCES pot (guild, number),
    FOREIGN KEY (guild, member) REFERENCES member (guild, number),
    FOREIGN KEY (guild, seq) REFERENCES operation (guild, seq),
    CHECK (coins + bonus_coins > 0)
) STRICT, WITHOUT ROWID;
CREATE INDEX pot_share_in_order ON pot_share (guild, pot, seq);

-- How many codes somebody tried in a row that were none.
CREATE TABLE guess (
    guild INTEGER NOT NULL,
    member INTEGER NOT NULL,
    wrong INTEGER NOT NULL CHECK (wrong >= 0),
    last_ms INTEGER NOT NULL,
    PRIMARY KEY (guild, member),
    FOREIGN KEY (guild, member) REFERENCES member (guild, number)
) STRICT, WITHOUT ROWID;

-- How many coins a member lets themself give in a day, a week or a month; -1: no limit. From
-- next_from_ms on, where it is not 0, next_coins holds instead.
CREATE TABLE budget (
    guild INTEGER NOT NULL,
    member INTEGER NOT NULL,
    span TEXT NOT NULL,
    coins INTEGER NOT NULL CHECK (coins >= -1),
    next_coins INTEGER NOT NULL CHECK (next_coins >= -1),
    next_from_ms INTEGER NOT NULL CHECK (next_from_ms >= 0),
    PRIMARY KEY (guild, member, span),
    FOREIGN KEY (guild, member) REFERENCES member (guild, number)
) STRICT, WITHOUT ROWID;

-- Diamonds that a creator asked to have paid out, in units; they lie in the hold of the same number
-- until it ends. rate is in millionths of the currency a diamond, fee in basis points, money in the
-- currency's smallest units after the fee: all as they were at that moment.
CREATE TABLE payout (
    guild INTEGER NOT NULL,
    number INTEGER NOT NULL,
    member INTEGER NOT NULL,
    units INTEGER NOT NULL CHECK (units > 0),
    rate INTEGER NOT NULL CHECK (rate > 0),
    fee INTEGER NOT NULL CHECK (fee BETWEEN 0 AND 10000),
    money INTEGER NOT NULL CHECK (money >= 0),
    currency TEXT NOT NULL,
    day TEXT NOT NULL,
    asked_ms INTEGER NOT NULL,
    needs_two INTEGER NOT NULL CHECK (needs_two IN (0, 1)),
    first_approver INTEGER NOT NULL DEFAULT 0,
    second_approver INTEGER NOT NULL DEFAULT 0,
    state TEXT NOT NULL,
    ended_seq INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (guild, number),
    FOREIGN KEY (guild, number) REFERENCES operation (guild, seq),
    FOREIGN KEY (guild, member) REFERENCES member (guild, number),
    CHECK (first_approver = 0 OR first_approver <> second_approver),
    CHECK (member NOT IN (first_approver, second_approver))
) STRICT, WITHOUT ROWID;
CREATE INDEX payout_open ON payout (guild, number) WHERE ended_seq = 0;
CREATE INDEX payout_by_member ON payout (guild, member, number);

-- A reversal that comes short, asked for by one moderator and to be done by another.
CREATE TABLE forcing (
    guild INTEGER NOT NULL,
    gift INTEGER NOT NULL,
    asker INTEGER NOT NULL,
    asked_seq INTEGER NOT NULL,
    asked_ms INTEGER NOT NULL,
    ended_seq INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (guild, gift),
    FOREIGN KEY (guild, gift) REFERENCES gift (guild, seq),
    FOREIGN KEY (guild, asker) REFERENCES member (guild, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX forcing_waiting ON forcing (guild, asked_seq) WHERE ended_seq = 0;

-- What one unit of the guild's currency is worth in another, in millionths, as somebody set it.
CREATE TABLE exchange_rate (
    guild INTEGER NOT NULL REFERENCES guild (guild),
    currency TEXT NOT NULL,
    rate INTEGER NOT NULL CHECK (rate > 0),
    set_seq INTEGER NOT NULL,
    set_ms INTEGER NOT NULL,
    PRIMARY KEY (guild, currency)
) STRICT, WITHOUT ROWID;

-- What members do with what is theirs is none of the moderators' acts, however much of it there is.
DROP INDEX operation_moderated;
CREATE INDEX operation_moderated ON operation (guild, seq)
WHERE kind NOT IN ('gift', 'convert', 'welcome')
AND kind NOT GLOB 'live-*' AND kind NOT GLOB 'own-*';
-- What managers set, newest first, for terms have a history.
CREATE INDEX operation_setting ON operation (guild, seq) WHERE kind = 'setting';
