"""How a show that is over is shown: what it came to, with a picture where one can be had."""

import asyncio
from typing import Final

from bot.cards.recap import local, recap_card
from bot.controls.live import OpenPicker
from bot.house import House
from bot.ledger.outcomes.live import ShowEnded
from bot.live.illustrations import in_good_time, person
from bot.live.posting import Rendered
from bot.pictures.subjects import Fact, Gifter, Plot, RecapPicture, grid_of
from bot.storage.deliveries import Delivery
from bot.storage.recaps import Recap, recap
from bot.words import Words, speak

RECAP_FILE: Final = "recap.png"
"""The name under which a show's picture hangs in its message."""

_MOST_LABELS: Final = 6
_STEPS_MS: Final = tuple(
    1_000 * seconds
    for seconds in (5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 14_400, 28_800)
)
_DAY_MS: Final = 86_400_000


async def render_recap(house: House, row: Delivery) -> Rendered:
    """A show that ended. What takes long to read is read beside what people wait for."""
    outcome = row.operation.outcome
    if not isinstance(outcome, ShowEnded):
        raise TypeError(f"#{row.acknowledgement} ended no show")
    told = await recap(house.database.reports, row.guild, outcome.show)
    if told is None:
        raise ValueError(f"there is no show #{outcome.show}")
    settings = await house.memory.settings(row.guild)
    words = speak(settings.language)
    files = await recap_files(house, words, told, settings.timezone)
    picker = OpenPicker(row.acknowledgement, told.show.creator.user_id or 0)
    return Rendered(recap_card(words, told, picker, next(iter(files), "")), files)


async def recap_files(house: House, words: Words, told: Recap, timezone: str) -> dict[str, bytes]:
    """The picture of a show by its name; nothing where nobody gave, or it was not had in time."""
    if not told.show.gifts:
        return {}
    data = await in_good_time(
        _picture(house, words, told, timezone), guild=told.show.guild, show=told.show.number
    )
    return {RECAP_FILE: data} if data else {}


async def _picture(house: House, words: Words, told: Recap, timezone: str) -> bytes:
    over = told.show
    creator, *best = await asyncio.gather(
        person(house, words, over.creator),
        *(person(house, words, one.member, level=one.level) for one in told.gifters),
    )
    began, ended = local(over.started_ms, timezone), local(over.ended_ms, timezone)
    most = max((one.coins for one in told.gifters), default=1)
    totals = words.picture_totals
    subject = RecapPicture(
        title=over.title or words.picture_recap_title,
        creator=creator,
        date=words.picture_date(began, ended),
        totals=[
            (totals["coins"], words.number(over.coins)),
            (totals["gifts"], words.number(over.gifts)),
            (totals["people"], words.number(told.people)),
            (totals["diamonds"], words.diamonds(over.earned_units)),
        ],
        plot=_plot(words, told),
        gifters_title=words.picture_gifters_title,
        gifters=[
            Gifter(who, words.number(one.coins), one.coins / most)
            for who, one in zip(best, told.gifters, strict=True)
        ],
        nobody=words.picture_nobody,
        facts=_facts(words, told),
    )
    return await house.gallery.studio.draw(subject, guild=over.guild)


def _plot(words: Words, told: Recap) -> Plot:
    length_ms = told.show.ended_ms - told.show.started_ms
    days = _DAY_MS * max(1, -(-length_ms // (_DAY_MS * _MOST_LABELS)))
    step_ms = next((step for step in _STEPS_MS if length_ms <= step * _MOST_LABELS), days)
    return Plot(
        title=words.picture_plot_title,
        points=told.points,
        minute_labels=[
            (at_ms, words.picture_moment(at_ms)) for at_ms in range(0, length_ms + 1, step_ms)
        ],
        coin_labels=[(line, words.number(line)) for line in grid_of(told.show.coins)],
        empty=words.picture_no_coins,
    )


def _facts(words: Words, told: Recap) -> list[Fact]:
    """What stood out, a line each."""
    labels, facts = words.picture_facts, []
    if longest := told.longest:
        what = words.picture_count(longest.quantity)
        by = words.picture_by(what, longest.sender.name)
        facts.append(Fact(longest.emoji, labels["longest"], by))
    if biggest := told.biggest:
        what = words.picture_gift(biggest.name, biggest.quantity, biggest.coins)
        by = words.picture_by(what, biggest.sender.name)
        facts.append(Fact(biggest.emoji, labels["biggest"], by))
    for goal in told.goals:
        text = words.picture_goal(goal.name, goal.target, goal.progress, is_reached=goal.is_reached)
        facts.append(Fact("🎯", labels["goal"], text))
    for match in told.matches:
        one, other = match.challenger.name, match.opponent.name
        score = words.picture_match(one, match.challenger_coins, other, match.opponent_coins)
        facts.append(Fact("⚔️", labels["match"], score))
    thanks = told.thanks
    if thanks.combos:
        text = words.picture_thanks(thanks.thanked, thanks.combos, thanks.median_ms)
        facts.append(Fact("💛", labels["thanks"], text))
    return facts
