"""Promises about what is read of single operations and of what moderators did."""

from bot.ledger.money import Currency
from bot.ledger.outcomes import BalanceAdjusted, GiftReversed, SettingChanged
from bot.ledger.outcomes.live import ShowStarted, Thanked
from bot.ledger.requests.live import StartShow, ThankFor
from bot.ledger.requests.marks import Stage
from bot.storage.operations import Shown, gift, operation, operation_under, operations_on
from bot.storage.statements import statement
from tests.ledger.scene import ANN, BEA, CHANNEL, DIAMOND, GUILD, MOD, PERFUME, accepted
from tests.storage.scene import Scene


async def test_a_gift_is_read_whole(scene: Scene) -> None:
    await scene.adjust(ANN, 100)
    sent = await scene.sent(ANN, BEA, PERFUME, 3, message="hi")
    view = await gift(scene.reader, GUILD, sent.seq)
    assert view is not None
    assert (view.sender.user_id, view.recipient.user_id) == (ANN.user_id, BEA.user_id)
    assert (view.name, view.quantity, view.price, view.total) == ("Perfume", 3, 20, 60)
    assert view.earned_units == sent.earned_units == 30 * DIAMOND
    assert (view.channel, view.day, view.note) == (CHANNEL, "2026-11-21", "hi")
    assert view.at_ms == scene.clock.now_ms
    assert view.reversed_by is None


async def test_a_gift_tells_where_its_acknowledgement_stands(scene: Scene) -> None:
    await scene.adjust(ANN, 100)
    sent = await scene.sent(ANN, BEA)
    waiting = await gift(scene.reader, GUILD, sent.seq)
    assert waiting is not None
    assert waiting.acknowledgement == Shown(CHANNEL, 0, 1, 0, 0, doubtful=False, trouble="")
    await scene.shown(sent.seq, Stage.DOUBTFUL, channel=CHANNEL)
    await scene.shown(sent.seq, Stage.SHOWN, channel=CHANNEL, message=555)
    shown = await gift(scene.reader, GUILD, sent.seq)
    assert shown is not None
    assert shown.acknowledgement == Shown(CHANNEL, 555, 1, 1, 1, doubtful=True, trouble="")


async def test_what_was_done_is_read_by_the_key_it_was_asked_under(scene: Scene) -> None:
    await scene.adjust(ANN, 100)
    sent = await scene.sent(ANN, BEA, key="once")
    view = await operation_under(scene.reader, GUILD, "once")
    assert view is not None
    assert view.outcome == sent
    assert view.actor.user_id == ANN.user_id
    await scene.gift(ANN, BEA, quantity=999, key="refused")
    for guild, key in ((GUILD, "refused"), (GUILD, "unknown"), (GUILD + 1, "once")):
        assert await operation_under(scene.reader, guild, key) is None


async def test_what_is_no_gift_is_not_read_as_one(scene: Scene) -> None:
    await scene.adjust(ANN, 100)
    sent = await scene.sent(ANN, BEA)
    back = accepted(await scene.reverse(sent.seq), GiftReversed)
    assert await gift(scene.reader, GUILD, 1) is None
    assert await gift(scene.reader, GUILD, back.seq) is None
    assert await gift(scene.reader, GUILD, 99) is None
    assert await gift(scene.reader, GUILD + 1, sent.seq) is None
    reversed_gift = await gift(scene.reader, GUILD, sent.seq)
    assert reversed_gift is not None
    assert reversed_gift.reversed_by == back.seq


async def test_a_reversal_tells_the_gift_with_the_words_of_its_sender(scene: Scene) -> None:
    await scene.adjust(ANN, 100)
    sent = await scene.sent(ANN, BEA, message="hi")
    back = accepted(await scene.reverse(sent.seq, reason="by mistake"), GiftReversed)
    view = await operation(scene.reader, GUILD, back.seq)
    assert view is not None
    assert view.outcome == back
    assert view.note == "by mistake"
    assert view.actor.user_id == MOD.user_id
    assert view.subject is not None
    assert view.subject.user_id == ANN.user_id
    assert view.gift is not None
    assert (view.gift.seq, view.gift.note, view.gift.reversed_by) == (sent.seq, "hi", back.seq)


async def test_outcomes_come_back_as_they_were_decided(scene: Scene) -> None:
    changed = accepted(
        await scene.set(("share", "100"), ("timezone", "Europe/Berlin")), SettingChanged
    )
    adjusted = accepted(await scene.adjust(ANN, 5, Currency.DIAMONDS), BalanceAdjusted)
    for outcome in (changed, adjusted):
        view = await operation(scene.reader, GUILD, outcome.seq)
        assert view is not None
        assert view.outcome == outcome
    assert await operation(scene.reader, GUILD, 99) is None


async def test_the_audit_lists_what_moderators_did_newest_first(scene: Scene) -> None:
    await scene.adjust(ANN, 1_000)
    await scene.welcome(ANN)
    sent = await scene.sent(ANN, BEA, PERFUME)
    await scene.convert(BEA, DIAMOND)
    await scene.freeze(BEA)
    await scene.set(("share", "100"))
    await scene.unfreeze(BEA)
    await scene.edit(1, price=2)
    await scene.adjust(BEA, 10 * DIAMOND, Currency.BONUS_DIAMONDS)
    await scene.reverse(sent.seq)
    everything = await operations_on(scene.reader, GUILD, None, limit=100)
    assert [view.kind for view in everything.entries] == [
        "reverse",
        "adjust",
        "catalogue",
        "unfreeze",
        "setting",
        "freeze",
        "adjust",
    ]
    on_bea = await operations_on(scene.reader, GUILD, await scene.number(BEA), limit=100)
    assert [view.kind for view in on_bea.entries] == ["adjust", "unfreeze", "freeze"]


async def test_pages_of_the_audit_meet_in_both_directions(scene: Scene) -> None:
    for amount in range(1, 11):
        await scene.adjust(ANN if amount % 2 else BEA, amount)
    ann = await scene.number(ANN)
    for subject, seqs in ((None, list(range(10, 0, -1))), (ann, [9, 7, 5, 3, 1])):
        page = await operations_on(scene.reader, GUILD, subject, limit=3)
        read = list(page.entries)
        while page.has_older:
            page = await operations_on(scene.reader, GUILD, subject, before=read[-1].seq, limit=3)
            read.extend(page.entries)
        assert [view.seq for view in read] == seqs
        newer = await operations_on(
            scene.reader, GUILD, subject, after=page.entries[0].seq, limit=3
        )
        assert newer.has_older
        assert newer.entries[-1].seq > page.entries[0].seq


async def test_a_gift_that_joined_a_combo_tells_of_the_combos_acknowledgement(scene: Scene) -> None:
    await scene.adjust(ANN, 100)
    scene.pause_ms = 1_000
    first, second = await scene.sent(ANN, BEA), await scene.sent(ANN, BEA)
    await scene.shown(first.seq, Stage.SHOWN, revision=3, channel=CHANNEL, message=555)
    view = await gift(scene.reader, GUILD, second.seq)
    assert view is not None
    assert view.acknowledgement == Shown(CHANNEL, 555, 3, 3, 0, doubtful=False, trouble="")


async def test_what_creators_do_every_day_is_no_act_of_a_moderator_and_no_line_of_a_statement(
    scene: Scene,
) -> None:
    await scene.adjust(ANN, 100)
    await scene.done(StartShow, MOD, ShowStarted, creator=BEA, channel=CHANNEL)
    sent = await scene.sent(ANN, BEA)
    await scene.done(ThankFor, BEA, Thanked, creator=BEA, combo=sent.seq)
    bea = await scene.number(BEA)
    audit = await operations_on(scene.reader, GUILD, None, limit=100)
    assert [view.kind for view in audit.entries] == ["adjust"]
    assert (await operations_on(scene.reader, GUILD, bea, limit=100)).entries == ()
    lines = await statement(scene.reader, GUILD, bea, limit=100)
    assert [line.kind for line in lines.entries] == ["gift"]
