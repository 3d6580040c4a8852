"""The cards of creators and of those who follow them."""

from collections.abc import Sequence

from discord import ui

from bot.cards.layout import Beside, Block, Colour, Line, Press, card
from bot.controls.creators import HearOfShows, RemoveDeputy, Unfollow
from bot.storage.creators import Follower
from bot.storage.people import Somebody
from bot.words import Words


def followers_card(
    words: Words, followers: int, newest: Sequence[Follower], held_up: Sequence[str]
) -> ui.LayoutView:
    """How many follow a creator, the newest of them, and what still keeps gifts away."""
    lines = [words.no_followers]
    if newest:
        lines = [words.followers_title(followers)]
        lines += [words.follower_line(one.member.name, one.since_ms) for one in newest]
        if followers > len(newest):
            lines.append(words.more_followers(followers - len(newest)))
    return card("\n".join(lines), "\n".join(held_up), colour=Colour.CALM)


def deputies_card(
    words: Words, owner: int, deputies: Sequence[Somebody], note: str
) -> ui.LayoutView:
    """Who acts for a creator, each with a button, under what came of the last act."""
    blocks: list[Block] = [note, Line()] if note else []
    blocks.append(words.deputies_title(len(deputies)) if deputies else words.no_deputies)
    for deputy in deputies:
        remove = Press(words.remove_button, RemoveDeputy(owner, deputy.user_id or 0))
        blocks.append(Beside(words.strong_name(deputy.name), remove))
    return card(*blocks, colour=Colour.CALM)


def follow_card(
    words: Words,
    text: str,
    owner: int,
    *,
    unfollow: int = 0,
    role: int = 0,
    has_role: bool = False,
    explains: bool = True,
) -> ui.LayoutView:
    """What came of following, with the offer to be told when shows start where a role is.

    `unfollow` is whom a button lets go, by Discord id, `role` what a button gives or takes back;
    0 for no such button. Where `explains`, the role is explained above it.
    """
    buttons = [Press(words.unfollow_button, Unfollow(owner, unfollow))] if unfollow else []
    if role:
        label = words.hear_no_more_button if has_role else words.hear_button
        buttons.append(Press(label, HearOfShows(owner, int(not has_role))))
    note = words.hears_now(role) if has_role else words.hears_offer(role)
    return card(text, note if role and explains else "", buttons)
