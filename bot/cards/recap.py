"""The card of a recap, in public and in private, and of the file that belongs to it."""

from collections.abc import Sequence
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import discord
from discord import ui

from bot.cards.layout import Block, Choice, Colour, Menu, Press, card
from bot.controls.live import OpenPicker
from bot.controls.recap import PickRecap, TakeFile
from bot.storage.recaps import Recap
from bot.storage.shows import ShowView
from bot.words import Words


def recap_card(words: Words, recap: Recap, picker: OpenPicker, picture: str = "") -> ui.LayoutView:
    """What a show came to, for everybody; `picture` is the name of an attached one."""
    buttons = [Press(words.recap_send_button, picker)]
    if recap.show.gifts:
        buttons.append(Press(words.recap_file_button, TakeFile(recap.show.number)))
    return card(*_told(words, recap, picture), buttons, colour=Colour.GIFT)


def earlier_card(
    words: Words,
    recap: Recap,
    shows: Sequence[ShowView],
    pick: PickRecap,
    *,
    timezone: str,
    picture: str = "",
) -> ui.LayoutView:
    """One of a creator's shows for one reader, and a menu of the others."""
    blocks = _told(words, recap, picture)
    if len(shows) > 1:
        blocks.append(Menu(pick, words.recap_pick, _choices(words, recap, shows, timezone)))
    if recap.show.gifts:
        blocks.append([Press(words.recap_file_button, TakeFile(recap.show.number))])
    return card(*blocks, colour=Colour.CALM)


def _choices(words: Words, recap: Recap, shows: Sequence[ShowView], timezone: str) -> list[Choice]:
    return [
        Choice(
            words.recap_choice(one.title, local(one.started_ms, timezone)),
            str(one.number),
            words.recap_choice_totals(one.gifts, one.coins),
            chosen=one.number == recap.show.number,
        )
        for one in shows
    ]


def local(at_ms: int, timezone: str) -> datetime:
    """A moment in UTC milliseconds, by the clocks of a time zone."""
    return datetime.fromtimestamp(at_ms / 1000, tz=UTC).astimezone(ZoneInfo(timezone))


def _told(words: Words, recap: Recap, picture: str) -> list[Block]:
    over = recap.show
    length_ms = over.ended_ms - over.started_ms
    if not over.gifts:
        return [words.recap_empty(over.creator.name, over.title, length_ms)]
    blocks: list[Block] = ["\n".join(_lines(words, recap, length_ms))]
    if picture:
        blocks.append(ui.MediaGallery(discord.MediaGalleryItem(f"attachment://{picture}")))
    return blocks


def _lines(words: Words, recap: Recap, length_ms: int) -> list[str]:
    over, longest, biggest = recap.show, recap.longest, recap.biggest
    lines = [
        words.recap_title(over.creator.name, over.title),
        words.recap_totals(
            length_ms=length_ms, gifts=over.gifts, coins=over.coins, units=over.earned_units
        ),
        words.recap_champions(
            [(words.giver(one.member.name, one.level), one.coins) for one in recap.gifters]
        ),
    ]
    if longest:
        lines.append(words.recap_longest(longest.emoji, longest.quantity, longest.sender.name))
    if biggest:
        what = (biggest.emoji, biggest.name, biggest.quantity, biggest.coins)
        lines.append(words.recap_biggest(*what, biggest.sender.name))
    lines += [
        words.recap_goal(
            goal.name, goal.emoji, goal.target, goal.progress, is_reached=goal.is_reached
        )
        for goal in recap.goals
    ]
    lines += [
        words.recap_match(
            match.challenger.name, match.challenger_coins, match.opponent.name, match.opponent_coins
        )
        for match in recap.matches
    ]
    thanks = recap.thanks
    if thanks.thanked:
        name = over.creator.name
        lines.append(words.recap_thanks(name, thanks.thanked, thanks.combos, thanks.median_ms))
    return lines


def file_card(words: Words, names: Sequence[str], text: str) -> ui.LayoutView:
    """Files with a sentence above them."""
    return card(text, *(ui.File(f"attachment://{name}") for name in names))
