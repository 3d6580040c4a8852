"""What the log channel shows of moderators' acts."""

from discord import ui

from bot.cards.layout import Colour, Press, card
from bot.controls.moderation import LookUp
from bot.storage.operations import OperationView
from bot.words import Words


def act_of(words: Words, operation: OperationView) -> str:
    """What somebody with the right to it did, to whom."""
    subject = operation.subject.name if operation.subject else None
    recipient = operation.gift.recipient.name if operation.gift else None
    return words.logged(operation.outcome, operation.actor.name, subject, recipient)


def log_card(words: Words, operation: OperationView) -> ui.LayoutView:
    """One act: what was done, by whom, to whom, and why."""
    return card(
        f"{words.reference(operation.seq)} {act_of(words, operation)}",
        words.because(operation.note) if operation.note else "",
        [Press(words.look_up, LookUp(operation.seq))],
        colour=Colour.CARE,
    )
