"""A combo that its sender counts up by the button of its own message, in the press's own answer."""

from bot.conversation import Conversation
from bot.ledger.books import CHANNEL_SINK
from bot.ledger.requests.marks import Stage
from bot.live.renderings import render
from bot.live.renderings.gifts import goes_on
from bot.storage.deliveries import Delivery, Key, delivery


def row_of(conversation: Conversation, combo: int) -> Key:
    """The row of the outbox by which a combo is shown."""
    return conversation.guild, combo, CHANNEL_SINK


async def is_own(conversation: Conversation, combo: int) -> bool:
    """Whether the reader's press counts this combo up where it stands: theirs, and still going."""
    row = await conversation.in_time(_row(conversation, combo))
    message = conversation.interaction.message
    if row is None or row.combo is None or message is None or row.digest:
        return False
    # A press can be faster than the mark that its message stands there.
    is_its_message = row.message in {0, message.id} and row.attempted > 0
    is_theirs = row.combo.sender.user_id == conversation.actor.user_id
    return is_theirs and is_its_message and goes_on(row.combo, conversation.house.clock())


async def count_up(conversation: Conversation, combo: int) -> bool:
    """Show a combo as it is now in the place of its message; whether that arrived.

    The answer to a press is under no limit of the channel, and the announcer has nothing more to
    show until more is sent, or the combo settles.
    """
    row = await conversation.in_time(_row(conversation, combo))
    message = conversation.interaction.message
    if row is None or message is None:
        return False
    rendered = await conversation.in_time(render(conversation.house, row))
    if not await conversation.show_to_all(rendered.view, rendered.files):
        return False
    # The last revision is left to the announcer: it settles the combo.
    await conversation.mark(row.mark(Stage.SHOWN, row.wanted - 1, message.channel.id, message.id))
    return True


async def _row(conversation: Conversation, combo: int) -> Delivery | None:
    return await delivery(conversation.house.reader, *row_of(conversation, combo))
