"""Promises about what members read of their own account."""

from bot.ledger.money import Currency, Purse
from bot.ledger.outcomes import BalanceAdjusted, GiftReversed, GiftSent, MemberFrozen
from bot.ledger.requests.marks import MarkSeen, MarkTold
from bot.storage import statements
from bot.storage.database import Database
from bot.storage.paging import Page
from bot.storage.statements import (
    Entry,
    GiftsFrom,
    GiftsSince,
    Totals,
    WalletView,
    gifts_since,
    last_recipient,
    notices,
    statement,
    totals,
    wallet,
)
from tests.ledger.scene import ANN, BEA, DIAMOND, GUILD, KIM, MOD, PERFUME, ROSE, accepted
from tests.storage.scene import Scene
from tests.storage.test_guilds import forget


async def statement_of(scene: Scene, number: int, limit: int = 100) -> list[Entry]:
    """All of a member's statement that fits on a page."""
    return list((await statement(scene.reader, GUILD, number, limit=limit)).entries)


async def test_a_stranger_has_an_empty_wallet_and_no_number(scene: Scene) -> None:
    assert await wallet(scene.reader, GUILD, ANN.user_id) == WalletView()


async def test_a_wallet_tells_all_four_currencies(scene: Scene) -> None:
    for amount, currency in enumerate(Currency, start=1):
        await scene.adjust(ANN, amount, currency)
    view = await wallet(scene.reader, GUILD, ANN.user_id)
    assert view.purse == Purse(1, 2, 3, 4)
    assert view.number == await scene.number(ANN)


async def test_a_wallet_tells_whether_its_owner_was_welcomed(scene: Scene) -> None:
    await scene.adjust(BEA, 1)
    await scene.welcome(ANN)
    assert (await wallet(scene.reader, GUILD, ANN.user_id)).welcomed is True
    assert (await wallet(scene.reader, GUILD, BEA.user_id)).welcomed is False


async def test_a_wallet_tells_by_what_it_was_frozen(scene: Scene) -> None:
    frozen = accepted(await scene.freeze(ANN), MemberFrozen)
    assert (await wallet(scene.reader, GUILD, ANN.user_id)).frozen_seq == frozen.seq
    await scene.unfreeze(ANN)
    assert (await wallet(scene.reader, GUILD, ANN.user_id)).frozen_seq is None


async def test_a_wallet_counts_what_its_owner_was_not_told(scene: Scene) -> None:
    await scene.adjust(ANN, 10)
    first = accepted(await scene.adjust(ANN, 20), BalanceAdjusted)
    await scene.freeze(ANN)
    await scene.writer.mark(MarkSeen(guild=GUILD, user_id=ANN.user_id, seq=first.seq))
    view = await wallet(scene.reader, GUILD, ANN.user_id)
    assert (view.notices, view.seen_seq) == (3, first.seq)
    await scene.writer.mark(MarkTold(guild=GUILD, user_id=ANN.user_id, seq=first.seq))
    assert (await wallet(scene.reader, GUILD, ANN.user_id)).notices == 1


async def test_a_wallet_of_one_guild_is_not_that_of_another(scene: Scene) -> None:
    await scene.adjust(ANN, 10)
    assert await wallet(scene.reader, GUILD + 1, ANN.user_id) == WalletView()


async def test_totals_leave_out_what_was_reversed(scene: Scene) -> None:
    await scene.adjust(ANN, 1_000)
    await scene.sent(ANN, BEA, PERFUME, 3)
    mistaken = await scene.sent(ANN, BEA, PERFUME, 9)
    await scene.reverse(mistaken.seq)
    ann, bea = await scene.number(ANN), await scene.number(BEA)
    assert await totals(scene.reader, GUILD, ann) == Totals(given=60, received=0)
    assert await totals(scene.reader, GUILD, bea) == Totals(given=0, received=60)


async def test_gifts_since_are_summed_by_sender_and_the_largest_come_first(scene: Scene) -> None:
    for sender in (ANN, KIM):
        await scene.adjust(sender, 1_000)
    early = await scene.sent(ANN, BEA, PERFUME)
    await scene.sent(ANN, BEA, ROSE)
    await scene.sent(KIM, BEA, PERFUME, 2)
    await scene.sent(ANN, BEA, ROSE, 4)
    mistaken = await scene.sent(ANN, BEA, PERFUME, 20)
    await scene.reverse(mistaken.seq)
    bea = await scene.number(BEA)
    since = await gifts_since(scene.reader, GUILD, bea, early.seq)
    assert [(found.sender.name, found.gifts, found.coins) for found in since.senders] == [
        ("Kim", 1, 40),
        ("Ann", 2, 5),
    ]
    assert (since.gifts, since.is_all, since.newest_seq) == (3, True, mistaken.seq - 1)
    largest = await gifts_since(scene.reader, GUILD, bea, early.seq, limit=1)
    assert largest == since._replace(senders=since.senders[:1])
    assert await gifts_since(scene.reader, GUILD, bea, mistaken.seq) == GiftsSince()


async def test_the_last_recipient_is_whom_the_newest_gift_went_to(
    database: Database, scene: Scene
) -> None:
    assert await last_recipient(scene.reader, GUILD, ANN.user_id) is None
    await scene.adjust(ANN, 100)
    await scene.sent(ANN, BEA)
    await scene.sent(ANN, KIM)
    latest = await last_recipient(scene.reader, GUILD, ANN.user_id)
    assert latest is not None
    assert latest.user_id == KIM.user_id
    await forget(database, latest.number)
    assert await last_recipient(scene.reader, GUILD, ANN.user_id) is None


async def test_a_statement_tells_what_who_how_much_and_what_was_left(scene: Scene) -> None:
    await scene.adjust(ANN, 100, reason="raffle")
    await scene.welcome(ANN)
    sent = await scene.sent(ANN, BEA, PERFUME, 6, message="for you")
    ann, bea = await scene.number(ANN), await scene.number(BEA)
    gift, welcome, adjustment = await statement_of(scene, ann)

    assert (gift.seq, gift.kind, gift.note, gift.outcome) == (sent.seq, "gift", "for you", sent)
    assert gift.actor.name == "Ann"
    assert gift.counterpart is not None
    assert gift.counterpart.name == "Bea"
    assert gift.moved == Purse(coins=-20, bonus_coins=-100)
    assert gift.after == Purse(coins=80)

    assert (welcome.kind, welcome.counterpart, welcome.note) == ("welcome", None, "")
    assert welcome.moved == Purse(bonus_coins=100)
    assert welcome.after == Purse(coins=100, bonus_coins=100)

    assert (adjustment.kind, adjustment.note) == ("adjust", "raffle")
    assert adjustment.actor.user_id == MOD.user_id
    assert adjustment.subject is not None
    assert adjustment.subject.number == ann

    (received,) = await statement_of(scene, bea)
    assert received.counterpart is not None
    assert received.counterpart.name == "Ann"
    assert received.moved == Purse(diamonds=10 * DIAMOND, bonus_diamonds=50 * DIAMOND)
    assert received.after.all_diamonds == 60 * DIAMOND


async def test_a_reversal_stands_in_both_statements_and_is_told_beside_the_gift(
    scene: Scene,
) -> None:
    await scene.adjust(ANN, 100)
    sent = await scene.sent(ANN, BEA, PERFUME)
    back = accepted(await scene.reverse(sent.seq, reason="wrong Bea"), GiftReversed)
    for person in (ANN, BEA):
        reversal, gift, *_ = await statement_of(scene, await scene.number(person))
        assert (reversal.seq, reversal.reverses, reversal.note) == (
            back.seq,
            sent.seq,
            "wrong Bea",
        )
        assert (gift.seq, gift.reversed_by) == (sent.seq, back.seq)
        assert reversal.gift is not None
        assert reversal.gift.seq == sent.seq
        assert reversal.moved == Purse(*(-amount for amount in gift.moved))


async def test_what_moves_nothing_stands_in_the_statement_too(scene: Scene) -> None:
    await scene.adjust(ANN, 100)
    await scene.set(("share", "0"))
    await scene.sent(ANN, BEA, PERFUME)
    await scene.freeze(BEA)
    freeze, gift = await statement_of(scene, await scene.number(BEA))
    assert (freeze.kind, gift.kind) == ("freeze", "gift")
    assert freeze.moved == gift.moved == gift.after == Purse()


async def test_every_balance_in_a_statement_follows_from_the_one_before(scene: Scene) -> None:
    await scene.busy_day(150)
    for person in (ANN, BEA, KIM):
        entries = await statement_of(scene, await scene.number(person), limit=1_000)
        assert len(entries) > 30
        for entry, before in zip(entries, [*(e.after for e in entries[1:]), Purse()], strict=True):
            expected = [held + change for held, change in zip(before, entry.moved, strict=True)]
            assert entry.after == Purse(*expected)
        assert entries[0].after == (await wallet(scene.reader, GUILD, person.user_id)).purse


async def test_pages_of_a_statement_meet_without_gap_or_repetition_in_both_directions(
    scene: Scene,
) -> None:
    await scene.busy_day(80)
    ann = await scene.number(ANN)
    whole = [entry.seq for entry in await statement_of(scene, ann, limit=1_000)]

    pages: list[Page[Entry]] = [await statement(scene.reader, GUILD, ann, limit=7)]
    while pages[-1].has_older:
        oldest = pages[-1].entries[-1].seq
        pages.append(await statement(scene.reader, GUILD, ann, before=oldest, limit=7))
    assert [entry.seq for page in pages for entry in page.entries] == whole
    assert [page.has_newer for page in pages] == [False] + [True] * (len(pages) - 1)

    page = pages[-1]
    upwards = [page]
    while page.has_newer:
        page = await statement(scene.reader, GUILD, ann, after=page.entries[0].seq, limit=7)
        upwards.insert(0, page)
    assert [entry.seq for page in upwards for entry in page.entries] == whole
    assert [page.has_older for page in upwards] == [True] * (len(upwards) - 1) + [False]


async def test_a_page_beyond_either_end_is_empty_and_says_where_to_turn(scene: Scene) -> None:
    await scene.adjust(ANN, 10)
    ann = await scene.number(ANN)
    assert await statement(scene.reader, GUILD, ann, after=99, limit=7) == Page(
        (), has_older=True, has_newer=False
    )
    assert await statement(scene.reader, GUILD, ann, before=1, limit=7) == Page(
        (), has_older=False, has_newer=True
    )
    assert await statement(scene.reader, GUILD, 99, limit=7) == Page(
        (), has_older=False, has_newer=False
    )


async def test_notices_tell_what_was_done_and_why_oldest_first(scene: Scene) -> None:
    await scene.adjust(ANN, 50, reason="raffle")
    await scene.adjust(ANN, -20, reason="counted twice")
    await scene.freeze(ANN, reason="a dispute")
    ann = await scene.number(ANN)
    told = await notices(scene.reader, GUILD, ann, 2)
    assert [(entry.kind, entry.note, entry.moved.coins) for entry in told] == [
        ("adjust", "raffle", 50),
        ("adjust", "counted twice", -20),
    ]
    await scene.writer.mark(MarkTold(guild=GUILD, user_id=ANN.user_id, seq=told[-1].seq))
    (left,) = await notices(scene.reader, GUILD, ann, 2)
    assert left.kind == "freeze"


async def test_only_the_newest_gifts_are_summed_after_a_long_absence(scene: Scene) -> None:
    most = statements.MOST_GIFTS_SUMMED
    await scene.adjust(ANN, most + 5)
    sent = [await scene.sent(ANN, BEA) for _ in range(most + 5)]
    assert isinstance(sent[0], GiftSent)
    since = await gifts_since(scene.reader, GUILD, await scene.number(BEA), 0)
    (found,) = since.senders
    assert found == GiftsFrom(found.sender, gifts=most, coins=most)
    assert (since.gifts, since.is_all) == (most, False)
