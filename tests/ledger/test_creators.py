"""Creators: who receives gifts, who follows them, and who acts in their name."""

import pytest

from bot.ledger.outcomes import BotRecipient, Frozen, MemberFrozen, NothingChanged
from bot.ledger.outcomes.live import (
    CreatorFollowed,
    CreatorRegistered,
    DeputyNamed,
    FollowSelf,
    NotRegistered,
    ReceivingPaused,
    RecipientPaused,
    TooFewFollowers,
    TooManyDeputies,
)
from bot.ledger.requests import Person
from bot.ledger.requests.live import (
    MOST_DEPUTIES,
    FollowCreator,
    NameDeputy,
    PauseReceiving,
    RegisterCreator,
)
from tests.ledger.scene import ANN, BEA, KIM, ROBOT, Scene, accepted, account_of_age


def test_by_default_everybody_receives() -> None:
    Scene().holding(ANN, coins=1).sent(ANN, BEA)


def test_where_the_guild_says_so_only_registered_creators_receive() -> None:
    scene = Scene(receivers="registered").holding(ANN, coins=1)
    assert scene.gift(ANN, BEA) == NotRegistered()
    scene.done(RegisterCreator, BEA, CreatorRegistered, on=True)
    scene.sent(ANN, BEA)
    scene.done(RegisterCreator, BEA, CreatorRegistered, on=False)
    assert scene.gift(ANN, BEA) == NotRegistered()


@pytest.mark.parametrize("kind", [RegisterCreator, PauseReceiving])
def test_what_is_so_already_is_not_done_again(kind: type[RegisterCreator]) -> None:
    scene = Scene()
    assert scene.ask(kind, BEA, on=False) == NothingChanged()
    scene.ask(kind, BEA, on=True)
    assert scene.ask(kind, BEA, on=True) == NothingChanged()


def test_a_frozen_member_registers_as_nothing() -> None:
    scene = Scene()
    frozen = accepted(scene.freeze(BEA), MemberFrozen)
    assert scene.ask(RegisterCreator, BEA, on=True) == Frozen(by_seq=frozen.seq)


def test_a_creator_who_pauses_receives_nothing_until_they_go_on() -> None:
    scene = Scene().holding(ANN, coins=1)
    scene.done(PauseReceiving, BEA, ReceivingPaused, on=True)
    assert scene.gift(ANN, BEA) == RecipientPaused()
    scene.done(PauseReceiving, BEA, ReceivingPaused, on=False)
    scene.sent(ANN, BEA)


def test_below_the_followers_that_the_guild_asks_for_nobody_receives() -> None:
    scene = Scene(least_followers=2).holding(ANN, coins=2)
    assert scene.gift(ANN, BEA) == TooFewFollowers(followers=0, least=2)
    scene.done(FollowCreator, ANN, CreatorFollowed, creator=BEA)
    assert scene.gift(ANN, BEA) == TooFewFollowers(followers=1, least=2)
    scene.done(FollowCreator, KIM, CreatorFollowed, creator=BEA)
    scene.sent(ANN, BEA)
    scene.done(FollowCreator, ANN, CreatorFollowed, creator=BEA)
    assert scene.gift(ANN, BEA) == TooFewFollowers(followers=1, least=2)


def test_following_is_switched_and_counted() -> None:
    scene = Scene()
    switched = [
        scene.done(FollowCreator, person, CreatorFollowed, creator=BEA)
        for person in (ANN, KIM, ANN, ANN)
    ]
    assert [(one.on, one.followers) for one in switched] == [
        (True, 1),
        (True, 2),
        (False, 1),
        (True, 2),
    ]
    assert scene.book.live.creator(scene.member(BEA).number).followers == 2
    pair = (scene.member(BEA).number, scene.member(ANN).number)
    assert scene.book.live.changes.followers[pair] == scene.book.now_ms


def test_a_replayed_press_follows_once() -> None:
    scene = Scene()
    followed = scene.done(FollowCreator, ANN, CreatorFollowed, creator=BEA, key="press")
    assert scene.ask(FollowCreator, ANN, creator=BEA, key="press") == followed
    assert scene.book.live.creator(scene.member(BEA).number).followers == 1


def test_nobody_follows_themselves_or_a_bot() -> None:
    scene = Scene()
    assert scene.ask(FollowCreator, BEA, creator=BEA) == FollowSelf()
    assert scene.ask(FollowCreator, BEA, creator=ROBOT) == BotRecipient()


def test_a_deputy_is_named_and_dismissed_by_the_creator() -> None:
    scene = Scene()
    pair = (scene.member(BEA).number, scene.member(KIM).number)
    assert scene.ask(NameDeputy, BEA, deputy=KIM, on=False) == NothingChanged()
    scene.done(NameDeputy, BEA, DeputyNamed, deputy=KIM, on=True)
    assert scene.ask(NameDeputy, BEA, deputy=KIM, on=True) == NothingChanged()
    assert scene.book.live.deputies == {pair}
    scene.done(NameDeputy, BEA, DeputyNamed, deputy=KIM, on=False)
    assert scene.book.live.deputies == set()
    assert scene.book.live.changes.deputies == {pair: False}


def test_nobody_is_their_own_deputy_and_no_bot_is_one() -> None:
    scene = Scene()
    assert scene.ask(NameDeputy, BEA, deputy=BEA, on=True) == FollowSelf()
    assert scene.ask(NameDeputy, BEA, deputy=ROBOT, on=True) == BotRecipient()


def test_a_creator_has_ten_deputies_and_no_more() -> None:
    scene = Scene()
    people = [Person(account_of_age(900, 50 + order), f"Deputy {order}") for order in range(11)]
    scene.done(NameDeputy, KIM, DeputyNamed, deputy=BEA, on=True)
    for person in people[:10]:
        scene.done(NameDeputy, BEA, DeputyNamed, deputy=person, on=True)
    refusal = scene.ask(NameDeputy, BEA, deputy=people[10], on=True)
    assert refusal == TooManyDeputies(most=MOST_DEPUTIES)
    scene.done(NameDeputy, BEA, DeputyNamed, deputy=people[0], on=False)
    scene.done(NameDeputy, BEA, DeputyNamed, deputy=people[10], on=True)
