"""What the announcer's tests share: gifts sent without Discord, and what became of them there."""

import itertools
import re
from collections import Counter
from collections.abc import Callable, Iterable

import aiosqlite

from bot.ledger.outcomes import GiftSent
from bot.ledger.requests import ChangeSetting, ReverseGift, SendGift
from bot.sandbox.people.seen import Message
from bot.storage.deliveries import Delivery, delivery
from tests.theatre import Theatre
from tests.waiting import until

MESSAGES = "/channels/*/messages"
MESSAGE = "/channels/*/messages/*"
ROSE, PERFUME, TRAIN = 1, 10, 23
CHEAPEST = 6
"""So many gifts, from the first on, cost one coin."""
RECIPIENTS = ("Bea", "Cleo", "Kim", "Lee", "Amir", "Ben", "Chen", "Dana", "Eli", "Fay", "Gus")
_KINDS = itertools.cycle(itertools.product(RECIPIENTS, range(1, CHEAPEST + 1)))


async def send(
    theatre: Theatre,
    key: str,
    *,
    channel: str = "gifts",
    sender: str = "Ann",
    to: str = "",
    item: int = 0,
) -> int:
    """Have a gift sent without Discord; its `#seq`.

    Unless it is said who gets what, it is a gift for a coin that joins no combo.
    """
    somebody, something = next(_KINDS)
    outcome = await theatre.house.writer.submit(
        SendGift(
            guild=theatre.guild,
            key=key,
            actor=theatre.person(sender),
            to=theatre.person(to or somebody),
            item=item or something,
            message=f"gift {key}",
            channel=theatre.channel_id(channel) if channel else 0,
        )
    )
    assert isinstance(outcome, GiftSent)
    return outcome.seq


async def set_gift_channel(theatre: Theatre, channel: str) -> None:
    """Have gifts acknowledged in one channel."""
    await set_channel(theatre, "gift_channel", channel)


async def set_log_channel(theatre: Theatre, channel: str) -> None:
    """Have what moderators do posted in one channel."""
    await set_channel(theatre, "log_channel", channel)


async def set_channel(theatre: Theatre, setting: str, channel: str) -> None:
    """Have one of the guild's channels set."""
    await theatre.house.writer.submit(
        ChangeSetting(
            guild=theatre.guild,
            key=f"set {setting} {channel}",
            actor=theatre.person("Olive"),
            changes=((setting, str(theatre.channel_id(channel))),),
        )
    )


async def reverse(theatre: Theatre, seq: int) -> None:
    """Have a gift taken back by the moderator."""
    await theatre.house.writer.submit(reversal(theatre, seq))


def reversal(theatre: Theatre, seq: int) -> ReverseGift:
    """What the moderator asks to take a gift back."""
    return ReverseGift(
        guild=theatre.guild,
        key=f"reverse {seq}",
        actor=theatre.person("Max"),
        seq=seq,
        reason="a mistake",
    )


async def thanked(theatre: Theatre, channel: str = "gifts") -> Counter[str]:
    """How often each gift stands in a channel, by its key; in a digest and its file too."""
    return keys_of(await told(theatre, await theatre.announced(channel)))


async def told(theatre: Theatre, messages: Iterable[Message]) -> list[str]:
    """What messages and their text files say."""
    olive = await theatre.stage.person("Olive")
    texts = []
    for message in messages:
        files = [
            await olive.download(attachment)
            for attachment in message.attachments
            if attachment.filename.endswith(".txt")
        ]
        texts.append("\n".join([message.text, *(file.decode() for file in files)]))
    return texts


def keys_of(texts: Iterable[str]) -> Counter[str]:
    """How often each gift is told of, by its key."""
    return Counter(key for text in texts for key in re.findall("“gift ([^”]+)”", text))


async def row_of(theatre: Theatre, seq: int, sink: str = "channel") -> Delivery:
    """How a thank-you fares."""
    row = await delivery(theatre.house.reader, theatre.guild, seq, sink)
    assert row is not None
    return row


async def until_troubled(theatre: Theatre, seq: int, sink: str = "channel") -> None:
    """Wait until Discord refused a thank-you at least once."""

    async def is_troubled() -> bool:
        return bool((await row_of(theatre, seq, sink)).trouble)

    await until(is_troubled)


async def change_books(theatre: Theatre, sql: str, *parameters: object) -> None:
    """Leave the books, while the bot is gone, as a power cut leaves them that no test can time."""
    async with aiosqlite.connect(theatre.settings.database_url.removeprefix("sqlite:///")) as books:
        await books.execute(sql, parameters)
        await books.commit()


async def forget_the_answer(theatre: Theatre, seq: int) -> None:
    """Leave the books as a power cut between Discord's answer and its record leaves them."""
    await change_books(
        theatre, "UPDATE outbox SET shown = 0, message = 0 WHERE acknowledgement = ?", seq
    )


def asked(theatre: Theatre, method: str, channel: str = "gifts") -> int:
    """How often the bot asked Discord to post (POST) or change (PATCH) a message in a channel."""
    place = f"/channels/{theatre.channel_id(channel)}/messages"
    return sum(
        exchange.bot and exchange.method == method and exchange.path.startswith(place)
        for exchange in theatre.sandbox.recording.exchanges
    )


def is_told(key: str) -> Callable[[Message], bool]:
    """Whether a message tells of a gift."""
    return lambda message: f"“gift {key}”" in message.text
