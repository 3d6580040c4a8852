"""What a gift means beside its coins: its combo, its show, a goal, a match, the sender's level."""

from bot.ledger.books import CHANNEL_SINK, Acknowledgement, Gift, GuildBook, Member
from bot.ledger.books.live import REVIEW_SINK, ROLE_SINK, Combo, Goal
from bot.ledger.guild_settings import level_roles
from bot.ledger.levels import level_of
from bot.ledger.money import earned_units
from bot.ledger.outcomes import Frozen, GiftReversed, Refused
from bot.ledger.outcomes.live import NotRegistered, RecipientPaused, TooFewFollowers


def refuse_recipient(recipient: Member, book: GuildBook) -> Refused | None:
    """Why this member receives no gifts here, if so."""
    creator, settings = book.live.creator(recipient.number), book.settings
    if settings.receivers == "registered" and not creator.registered:
        return NotRegistered()
    if creator.paused:
        return RecipientPaused()
    if creator.followers < settings.least_followers:
        return TooFewFollowers(followers=creator.followers, least=settings.least_followers)
    return None


def refuse_creator(creator: Member, book: GuildBook) -> Refused | None:
    """Why this member does not ask others for gifts now, by a show, a plan or a goal, if so."""
    if creator.frozen_seq is not None:
        return Frozen(by_seq=creator.frozen_seq)
    return refuse_recipient(creator, book)


def combo_for(gift: Gift, book: GuildBook) -> Combo:
    """The combo that a gift joins, or the one that it begins; nothing is entered yet."""
    show = book.live.show_of(gift.recipient)
    number = show.number if show else 0
    latest = book.live.latest(gift.sender, gift.recipient, gift.item)
    if latest and latest.goes_on(number, book.now_ms):
        return latest
    channel = show.channel if show else book.settings.gift_channel or gift.channel
    return Combo(
        number=gift.seq,
        sender=gift.sender,
        recipient=gift.recipient,
        item=gift.item,
        channel=channel,
        show=number,
        gifts=0,
        quantity=0,
        coins=0,
        last_seq=gift.seq,
        last_ms=book.now_ms,
    )


def levels(sender: int, coins: int, book: GuildBook) -> tuple[int, int]:
    """A sender's level before and after giving this many coins, less than 0 to have them back."""
    given = book.live.given.get(sender, 0)
    return level_of(given), level_of(given + coins)


def join(gift: Gift, combo: Combo, message: str, book: GuildBook) -> None:
    """Enter a gift into its combo, count it, and have the combo acknowledged."""
    is_first = combo.gifts == 0
    combo.gifts += 1
    combo.last_seq, combo.last_ms = gift.seq, book.now_ms
    hold_back(gift, message, book)
    reward(gift, book)
    count(gift, combo, 1, book)
    known = book.acknowledgements.get((combo.number, CHANNEL_SINK))
    if is_first or known is None:
        elsewhere = book.settings.gift_channel if combo.show else 0
        fallback = elsewhere or gift.channel
        book.announce(Acknowledgement(combo.number, CHANNEL_SINK, 1, combo.channel, fallback))
    else:
        # One revision counts up, and one more settles it; so too where what was taken back before
        # anybody read of it (0) begins anew.
        known.wanted += 2
        book.announce(known)


def hold_back(gift: Gift, message: str, book: GuildBook) -> None:
    """Have a message wait for a moderator, where the guild asks for that."""
    asked = book.settings.messages
    is_first = not book.live.given.get(gift.sender, 0)
    if not message or asked == "open" or (asked == "first" and not is_first):
        return
    book.live.held.add(gift.seq)
    book.live.changes.held[gift.seq] = True
    if book.settings.log_channel:
        book.announce(Acknowledgement(gift.seq, REVIEW_SINK, 1, book.settings.log_channel))


def drop_message(gift: Gift, book: GuildBook) -> None:
    """Have the message that waits with a reversed gift forgotten: nobody is to read it any more."""
    if gift.seq not in book.live.held:
        return
    book.live.held.discard(gift.seq)
    book.live.changes.held[gift.seq] = False
    book.live.changes.unsaid.append(gift.seq)
    book.show_anew(gift.seq, REVIEW_SINK)


def reward(gift: Gift, book: GuildBook) -> None:
    """Have a role given, where the sender just reached a level and has come to one with a role."""
    if not book.settings.level_roles:
        return
    before, after = levels(gift.sender, gift.coins + gift.bonus_coins, book)
    if before < after and min(level_roles(book.settings.level_roles)) <= after:
        book.announce(Acknowledgement(gift.seq, ROLE_SINK, 1, 0))


def fall(reversal: GiftReversed, sender: Member, book: GuildBook) -> None:
    """Keep which level a reversal took from a sender, and have the roles taken that went with it.

    Every level up to the one before was told as it was reached.
    """
    before, after = reversal.level_before, reversal.level
    if before == after:
        return
    if before > sender.level_told:
        sender.level_told = before
        book.changed(sender)
    if any(after < level <= before for level in level_roles(book.settings.level_roles)):
        book.announce(Acknowledgement(reversal.seq, ROLE_SINK, 1, 0))


def count(gift: Gift, combo: Combo, sign: int, book: GuildBook) -> None:
    """Count a gift (sign 1), or take it back (-1), wherever more than coins are counted."""
    live = book.live
    coins = sign * (gift.coins + gift.bonus_coins)
    combo.quantity += sign * gift.quantity
    combo.coins += coins
    live.write(combo)
    live.given[gift.sender] = live.given.get(gift.sender, 0) + coins
    show = live.shows.get(combo.show)
    if show:
        show.gifts += sign * gift.quantity
        show.coins += coins
        show.earned_units += sign * earned_units(abs(coins), gift.share)
        live.write(show)
        book.tally_show(gift, show.number, coins)
    goal = live.goal_of(gift.recipient)
    if goal and gift.seq > goal.number:
        _advance(goal, gift, coins, sign, book)
    for match in live.matches_of(gift.recipient):
        if match.counts(gift.seq, gift.at_ms):
            match.score(gift.recipient, coins)
            live.write(match)


def _advance(goal: Goal, gift: Gift, coins: int, sign: int, book: GuildBook) -> None:
    if goal.item not in {0, gift.item} or gift.at_ms >= goal.expires_ms:
        return
    goal.progress = max(0, goal.progress + (sign * gift.quantity if goal.item else coins))
    if goal.progress >= goal.target and not goal.reached_seq:
        goal.reached_seq = gift.seq
        show = book.live.show_of(goal.creator)
        channel = show.channel if show else book.settings.gift_channel or gift.channel
        fallback = book.settings.gift_channel or gift.channel
        book.announce(Acknowledgement(goal.number, CHANNEL_SINK, 1, channel, fallback))
    book.live.write(goal)


def take_back(gift: Gift, book: GuildBook) -> None:
    """Take a reversed gift out of its combo, and have the acknowledgement say so."""
    combo = book.live.combo_of(gift.sender, gift.recipient, gift.item, gift.seq)
    if combo is None:
        raise ValueError(f"gift #{gift.seq} belongs to no combo")
    count(gift, combo, -1, book)
    known = book.acknowledgements.get((combo.number, CHANNEL_SINK))
    if known is None:
        return
    tried = known.attempted or known.shown
    if not tried and not combo.coins:
        # Nobody has read of it, so nobody needs to read that it was taken back.
        known.wanted = 0
    else:
        known.wanted += 1
    book.announce(known)


def revise(combo: Combo, book: GuildBook) -> None:
    """Have a combo's acknowledgement shown anew, if anybody has been shown it."""
    known = book.acknowledgements.get((combo.number, CHANNEL_SINK))
    if known and (known.attempted or known.shown):
        known.wanted += 1
        book.announce(known)
