"""Promises of the overlay's stream: each alert once and in order, whatever happens meanwhile."""

from pathlib import Path
from typing import Final

import pytest

from bot.ledger.requests import ChangeSetting
from bot.ledger.requests.browser import ChangeOverlay, TestAlert
from bot.ledger.requests.live import (
    DecideMessage,
    HoldThanks,
    ReplayGift,
    SkipThanks,
    StartShow,
    ThankFor,
)
from bot.web.overlays.playback import Timing
from tests.theatre import Theatre, open_theatre
from tests.web.pages import (
    Gallery,
    done,
    gallery_again,
    is_content,
    of_bea,
    open_gallery,
    overlays,
    reversed_by_max,
)

COFFEE: Final = 3
SUM_AFTER: Final = Timing().sum_after
FORGET_AFTER: Final = Timing().forget_after


# Order, and once.


async def test_alerts_come_one_at_a_time_in_order_each_once(gallery: Gallery) -> None:
    async with gallery.page() as page:
        for sender in ("Ann", "Kim", "Lee"):
            await gallery.gift(sender)
        await gallery.sees(page, "Ann", "Kim", "Lee")
        await page.nothing()
    shown = [data["first"] for topic, data in page.heard if topic == "alert" and data]
    assert shown == sorted(shown)
    assert len(set(shown)) == 3
    assert await is_content(gallery)


async def test_what_was_given_before_the_overlay_was_opened_is_not_shown(theatre: Theatre) -> None:
    await theatre.grant("Ann", 10)
    await theatre.use("Ann", "/gift", gift="Rose", to=theatre.id_of("Bea"))
    async with open_gallery(theatre) as gallery, gallery.page() as page:
        await gallery.gift("Kim")
        await gallery.sees(page, "Kim")
        await page.nothing()


async def test_an_alert_says_who_sent_what_and_with_which_words(gallery: Gallery) -> None:
    async with gallery.page() as page:
        first = await gallery.gift("Ann", quantity=3, message="<b>hi</b>")
        alert = await page.alert()
    assert alert["first"] == alert["through"] == first
    assert (alert["kind"], alert["form"]) == ("gift", "line")
    assert (alert["sender"], alert["gift"], alert["quantity"]) == ("Ann", "Rose", 3)
    assert (alert["count"], alert["message"]) == ("×3", "<b>hi</b>")
    assert alert["spoken"] == "Ann sends 3 Rose: <b>hi</b>"


async def test_a_gift_given_through_discord_is_on_at_once(gallery: Gallery) -> None:
    async with gallery.page() as page:
        await gallery.theatre.use(
            "Ann", "/gift", gift="Rose", to=gallery.theatre.id_of("Bea"), message="hello"
        )
        assert (await page.alert())["message"] == "hello"


async def test_a_combo_counts_up_in_place_while_it_is_on(gallery: Gallery) -> None:
    async with gallery.page() as page:
        first = await gallery.gift("Ann", message="one")
        begun = await page.alert()
        second = await gallery.gift("Ann", message="two")
        counted = await page.alert()
        assert (begun["first"], begun["through"], begun["count"]) == (first, first, "")
        assert (counted["first"], counted["through"], counted["count"]) == (first, second, "×2")
        assert counted["message"] == "two"
        await page.finish(counted)
        await page.nothing()


async def test_a_combo_that_goes_on_after_its_alert_has_another(gallery: Gallery) -> None:
    async with gallery.page() as page:
        await gallery.gift("Ann", message="one")
        await gallery.gift("Kim")
        await gallery.sees(page, "Ann", "Kim")
        again = await gallery.gift("Ann")
        alert = await page.alert()
        assert (alert["first"], alert["count"]) == (again, "×2")
        # What was said before is not said again.
        assert alert["message"] == ""
        await page.finish(alert)
        await page.nothing()
    assert await is_content(gallery)


async def test_a_gift_that_came_while_the_report_was_under_way_is_not_lost(
    gallery: Gallery,
) -> None:
    async with gallery.page() as page:
        await gallery.gift("Ann")
        begun = await page.alert()
        second = await gallery.gift("Ann")
        counted = await page.alert()
        assert counted["through"] == second
        # The page has not heard of the second when it says that it is done.
        await page.finish(begun)
        alert = await page.alert()
        assert (alert["first"], alert["count"]) == (second, "×2")


async def test_a_combo_around_another_gift_is_shown_once_and_that_gift_too(
    gallery: Gallery,
) -> None:
    await gallery.gift("Ann")
    await gallery.gift("Kim")
    await gallery.gift("Ann")
    async with gallery.page() as page:
        (combo, _) = await gallery.sees(page, "Ann", "Kim")
        assert combo["count"] == "×2"
        await page.nothing()
    assert await is_content(gallery)


async def test_a_report_that_is_repeated_or_forged_does_nothing_more(gallery: Gallery) -> None:
    async with gallery.page() as page:
        await gallery.gift("Ann")
        alert = await page.alert()
        await gallery.gift("Kim")
        await gallery.gift("Lee")
        assert await page.report(alert, first=alert["first"] + 1, through=alert["first"] + 1) == 204
        await page.finish(alert)
        await page.finish(alert)
        await gallery.sees(page, "Kim", "Lee")
        await page.nothing()


@pytest.mark.parametrize(
    "said",
    [
        [],
        {},
        {"first": 1, "through": 1},
        {"first": "1", "through": 1, "kind": "gift"},
        {"first": True, "through": 1, "kind": "gift"},
        {"first": 2, "through": 1, "kind": "gift"},
        {"first": 1, "through": 2**60, "kind": "gift"},
        {"first": 1, "through": 1, "kind": "lie"},
    ],
)
async def test_a_report_that_says_nothing_sensible_is_refused(
    gallery: Gallery, said: object
) -> None:
    async with gallery.page() as page:
        await gallery.gift("Ann")
        await page.alert()
        headers = {"Authorization": f"Bearer {page.secret}", "Origin": gallery.url}
        path = f"{gallery.url}/overlay/finished"
        async with gallery.session.post(path, headers=headers, json=said) as response:
            assert response.status == 400
    async with gallery.page() as page:
        assert (await page.alert())["sender"] == "Ann"


# What the creator and the moderators do.


async def test_a_skipped_alert_is_stopped_and_the_next_is_on(gallery: Gallery) -> None:
    async with gallery.page() as page:
        first = await gallery.gift("Ann")
        await gallery.gift("Kim")
        await page.alert()
        await of_bea(gallery, SkipThanks, combo=first)
        await gallery.sees(page, "Kim")
        await page.nothing()


async def test_an_alert_skipped_before_its_turn_is_never_on(gallery: Gallery) -> None:
    async with gallery.page() as page:
        await gallery.gift("Ann")
        await page.alert()
        skipped = await gallery.gift("Kim")
        await gallery.gift("Lee")
        await of_bea(gallery, SkipThanks, combo=skipped)
        await page.finish(page.heard[-1][1])
        await gallery.sees(page, "Lee")


async def test_thanking_for_a_gift_leaves_its_alert_on(gallery: Gallery) -> None:
    async with gallery.page() as page:
        first = await gallery.gift("Ann")
        await page.alert()
        await of_bea(gallery, ThankFor, combo=first)
        await gallery.gift("Kim")
        await page.finish(page.heard[-1][1])
        await gallery.sees(page, "Kim")


async def test_a_reversed_gift_is_stopped_and_the_next_is_on(gallery: Gallery) -> None:
    async with gallery.page() as page:
        first = await gallery.gift("Ann")
        await gallery.gift("Kim")
        await page.alert()
        await reversed_by_max(gallery, first)
        await gallery.sees(page, "Kim")
        await page.nothing()
    assert await is_content(gallery)


async def test_a_reversed_gift_of_a_combo_counts_it_down(gallery: Gallery) -> None:
    async with gallery.page() as page:
        await gallery.gift("Ann")
        second = await gallery.gift("Ann")
        while (alert := await page.alert())["count"] != "×2":
            pass
        await reversed_by_max(gallery, second)
        assert (await page.alert())["count"] == ""
        await page.finish(alert)
        await page.nothing()


async def test_a_combo_whose_new_gift_was_taken_back_is_not_shown_again(gallery: Gallery) -> None:
    async with gallery.page() as page:
        await gallery.gift("Ann")
        await gallery.sees(page, "Ann")
        again = await gallery.gift("Ann")
        assert (await page.alert())["first"] == again
        await reversed_by_max(gallery, again)
        await page.nothing()


async def test_a_held_message_is_shown_once_it_is_approved(gallery: Gallery) -> None:
    await done(gallery, ChangeSetting, "Olive", changes=(("messages", "all"),))
    async with gallery.page() as page:
        first = await gallery.gift("Ann", message="may I?")
        alert = await page.alert()
        assert (alert["message"], alert["spoken"]) == ("", "Ann sends Rose")
        await done(gallery, DecideMessage, "Max", seq=first, approve=True)
        assert (await page.alert())["message"] == "may I?"


async def test_a_denied_message_is_never_shown(gallery: Gallery) -> None:
    await done(gallery, ChangeSetting, "Olive", changes=(("messages", "all"),))
    first = await gallery.gift("Ann", message="may I?")
    await done(gallery, DecideMessage, "Max", seq=first, approve=False)
    async with gallery.page() as page:
        await gallery.sees(page, "Ann")
    assert not any("may I" in str(data) for _, data in page.heard)


async def test_a_replay_is_shown_once_more_and_says_so(gallery: Gallery) -> None:
    async with gallery.page() as page:
        first = await gallery.gift("Ann", message="hello")
        await gallery.sees(page, "Ann")
        await of_bea(gallery, ReplayGift, combo=first)
        alert = await page.alert()
        assert (alert["kind"], alert["label"], alert["message"]) == ("replay", "Replay", "hello")
        await page.finish(alert)
        await page.nothing()


async def test_a_replay_of_what_is_taken_back_is_stopped_or_never_on(gallery: Gallery) -> None:
    async with gallery.page() as page:
        first = await gallery.gift("Ann")
        await gallery.sees(page, "Ann")
        for _ in range(2):
            await of_bea(gallery, ReplayGift, combo=first)
        assert (await page.alert())["kind"] == "replay"
        await reversed_by_max(gallery, first)
        await page.nothing()
        await gallery.gift("Kim")
        await gallery.sees(page, "Kim")


async def test_a_test_alert_is_marked_as_one(gallery: Gallery) -> None:
    async with gallery.page() as page:
        await of_bea(gallery, TestAlert)
        alert = await page.alert()
        assert (alert["kind"], alert["label"]) == ("test", "TEST · not a gift")
        await page.finish(alert)
        await page.nothing()


async def test_gifts_under_the_minimum_are_not_shown_until_their_combo_reaches_it(
    gallery: Gallery,
) -> None:
    await of_bea(gallery, ChangeOverlay, volume=60, speaks=False, least_coins=3)
    async with gallery.page() as page:
        await gallery.gift("Kim")
        await gallery.gift("Ann", quantity=2)
        await page.nothing()
        await gallery.gift("Ann")
        alert = await page.alert()
        assert (alert["sender"], alert["count"]) == ("Ann", "×3")
        await page.finish(alert)
        await page.nothing()


async def test_held_alerts_wait_also_over_a_restart_and_come_in_order(tmp_path: Path) -> None:
    async with open_theatre(tmp_path) as theatre:
        async with theatre.bot_running(), open_gallery(theatre) as gallery, gallery.page() as page:
            await of_bea(gallery, HoldThanks, on=True)
            assert (await page.told("looks"))["holding"] is False
            assert (await page.told("looks"))["holding"] is True
            await gallery.gift("Ann")
            await gallery.gift("Kim")
        async with theatre.bot_running(), gallery_again(gallery) as gallery, gallery.page() as page:
            assert (await page.told("looks"))["holding"] is True
            await page.nothing()
            await of_bea(gallery, HoldThanks, on=False)
            await gallery.sees(page, "Ann", "Kim")


async def test_how_it_sounds_is_told_when_it_changes(gallery: Gallery) -> None:
    async with gallery.page() as page:
        assert (await page.told("looks"))["volume"] == 60
        await of_bea(gallery, ChangeOverlay, volume=5, speaks=True, least_coins=100)
        looks = await page.told("looks")
        assert (looks["volume"], looks["speaks"], looks["least"]) == (5, True, 100)
        await done(gallery, ChangeSetting, "Olive", changes=(("language", "de"),))
        assert (await page.told("looks"))["language"] == "de"


async def test_the_figures_of_the_show_stand_beside_the_alerts(gallery: Gallery) -> None:
    overlays(gallery).timing = Timing(board=0.01)
    async with gallery.page() as page:
        assert await page.told("board") == {}
        channel = gallery.theatre.channel_id("gifts")
        await of_bea(gallery, StartShow, channel=channel)
        await gallery.gift("Ann", quantity=7)
        while not (board := await page.told("board")).get("top"):
            pass
    assert [(one["name"], one["coins"]) for one in board["top"]] == [("Ann", "7")]
    assert [(one["name"], one["count"]) for one in board["latest"]] == [("Ann", "×7")]


# Being away.


async def test_many_alerts_that_waited_long_are_summed_up_and_newer_ones_played(
    gallery: Gallery,
) -> None:
    await gallery.gift("Ann", quantity=2)
    await gallery.gift("Kim")
    gallery.theatre.clock.advance(SUM_AFTER + 1)
    await gallery.gift("Lee")
    async with gallery.page() as page:
        alert = await page.alert()
        assert (alert["kind"], alert["title"]) == ("sum", "Meanwhile: 2 gifts from 2 people")
        assert alert["coins"] == "3 coins"
        await page.finish(alert)
        await gallery.sees(page, "Lee")
        await page.nothing()


async def test_one_combo_that_waited_long_is_played_as_itself(gallery: Gallery) -> None:
    await gallery.gift("Ann")
    await gallery.gift("Ann")
    gallery.theatre.clock.advance(SUM_AFTER + 1)
    async with gallery.page() as page:
        (alert,) = await gallery.sees(page, "Ann")
        assert (alert["kind"], alert["count"]) == ("gift", "×2")
        await page.nothing()


async def test_a_clock_set_back_loses_no_alert_in_a_sum(gallery: Gallery) -> None:
    clock = gallery.theatre.clock
    await gallery.gift("Ann")
    await gallery.gift("Kim")
    clock.advance(10 * SUM_AFTER)
    await gallery.gift("Lee", message="from a future that was taken back")
    tested = await of_bea(gallery, TestAlert)
    clock.advance(-10 * SUM_AFTER)
    await gallery.gift("Ann", COFFEE)
    await gallery.gift("Kim", COFFEE)
    clock.advance(SUM_AFTER + 1)
    async with gallery.page() as page:
        before = await page.alert()
        assert (before["kind"], before["title"]) == ("sum", "Meanwhile: 2 gifts from 2 people")
        await page.finish(before)
        await gallery.sees(page, "Lee")
        test = await page.alert()
        assert (test["kind"], test["first"]) == ("test", tested.seq)
        await page.finish(test)
        after = await page.alert()
        assert (after["kind"], after["title"]) == ("sum", "Meanwhile: 2 gifts from 2 people")
        await page.finish(after)
        await page.nothing()


async def test_what_waited_very_long_is_forgotten(gallery: Gallery) -> None:
    await gallery.gift("Ann")
    await of_bea(gallery, TestAlert)
    gallery.theatre.clock.advance(FORGET_AFTER + 1)
    await gallery.gift("Kim")
    async with gallery.page() as page:
        await gallery.sees(page, "Kim")
        await page.nothing()


async def test_a_page_that_comes_back_goes_on_where_the_one_before_it_stopped(
    gallery: Gallery,
) -> None:
    await gallery.gift("Ann")
    await gallery.gift("Kim")
    async with gallery.page() as page:
        await gallery.sees(page, "Ann")
        assert (await page.alert())["sender"] == "Kim"
    async with gallery.page() as page:
        await gallery.sees(page, "Kim")
        await page.nothing()


async def test_a_page_that_comes_back_hears_only_what_is_new(gallery: Gallery) -> None:
    # Another page keeps the same board up meanwhile.
    async with gallery.page() as other:
        async with gallery.page() as page:
            await gallery.gift("Ann")
            alert = await page.alert()
            await other.told("board")
        async with gallery.page(last_id=page.last_id) as page:
            await page.told("player")
            await gallery.gift("Kim")
            await other.finish(alert)
            assert (await page.alert())["sender"] == "Kim"
        assert {topic for topic, _ in page.heard} == {"hello", "player", "alert"}


@pytest.mark.parametrize("last_id", ["", "0", "nonsense", "ffffffffffff-9", "-1", "é-²"])
async def test_a_number_of_another_board_means_nothing_here(gallery: Gallery, last_id: str) -> None:
    await gallery.gift("Ann")
    async with gallery.page(last_id=last_id) as page:
        assert (await page.alert())["sender"] == "Ann"
