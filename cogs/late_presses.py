"""A public message that still offers what is over: put right by the answer to a late press."""

from bot.controls import Control, custom_ids
from bot.conversation import Conversation
from bot.ledger.books import CHANNEL_SINK
from bot.live.renderings import render
from bot.storage.deliveries import delivery


async def put_right(conversation: Conversation, pressed: Control, number: int) -> None:
    """Show operation `number` as it stands now, where the message does that bears the control.

    The announcer changes the one message that it knows of. Another may stand where Discord left
    open whether it took the first, and one is late where the channel refuses changes: whoever
    presses there mends it, under no limit of the channel. What is said next is said in private.
    """
    message = conversation.interaction.message
    is_deferred = conversation.interaction.response.is_done()
    if message is None or is_deferred or pressed.custom_id not in custom_ids(message.components):
        return
    reader, guild = conversation.house.reader, conversation.guild
    row = await delivery(reader, guild, number, CHANNEL_SINK)
    if row is None:
        return
    rendered = await render(conversation.house, row)
    conversation.in_place = True
    await conversation.show_to_all(rendered.view, rendered.files)
