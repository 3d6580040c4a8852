"""What the tests of several rooms share: who acts, what is set up, what stands in the books."""

from collections.abc import Mapping
from typing import Any

from bot.controls import Control
from bot.ledger.guild_settings import GuildSettings
from bot.ledger.requests import ChangeSetting
from bot.sandbox.people.exchange import Exchange
from bot.sandbox.people.seen import Message, Modal
from bot.sandbox.service.world import Role
from bot.storage.statements import WalletView, wallet
from tests.theatre import Theatre
from tests.waiting import until

BUTTON, MODAL_SUBMIT = 3, 5


async def gift(
    theatre: Theatre, who: str = "Ann", what: str = "Rose", to: str = "Bea", **options: Any
) -> int:
    """Have a gift sent by command; its number."""
    await theatre.use(who, "/gift", gift=what, to=theatre.id_of(to), **options)
    return await last_seq(theatre)


async def last_seq(theatre: Theatre) -> int:
    """The number of what was done last in the guild."""
    rows = await theatre.house.reader.fetch(
        "SELECT last_seq FROM guild WHERE guild = ?", (theatre.guild,)
    )
    return int(rows[0][0]) if rows else 0


async def account(theatre: Theatre, name: str) -> WalletView:
    """What a member has in the books."""
    return await wallet(theatre.house.reader, theatre.guild, theatre.id_of(name))


async def number_of(theatre: Theatre, name: str) -> int:
    """The number of a member in the books."""
    number = (await account(theatre, name)).number
    assert number is not None
    return number


async def set_up(theatre: Theatre, **settings: Any) -> None:
    """Have the guild's settings changed, as `/setup` would."""
    changes = tuple((name, str(value)) for name, value in settings.items())
    await theatre.house.writer.submit(
        ChangeSetting(
            guild=theatre.guild,
            key=f"set {changes}",
            actor=theatre.person("Olive"),
            changes=changes,
        )
    )


async def settings_of(theatre: Theatre) -> GuildSettings:
    """The guild's settings, as everything reads them."""
    settings: GuildSettings = await theatre.house.memory.settings(theatre.guild)
    return settings


def role(theatre: Theatre, name: str) -> Role:
    """A role of the guild."""
    return next(it for it in theatre.sandbox.world.guild.roles.values() if it.name == name)


async def freeze(theatre: Theatre, who: str, by: str = "Max", reason: str = "a dispute") -> str:
    """Have somebody frozen; what is answered."""
    said = await theatre.use(by, "/mod freeze", member=theatre.id_of(who), reason=reason)
    assert said.reply.ephemeral
    return said.reply.text


async def unfreeze(theatre: Theatre, who: str, by: str = "Max") -> str:
    """Have somebody unfrozen; what is answered."""
    said = await theatre.use(by, "/mod unfreeze", member=theatre.id_of(who), reason="settled")
    return said.reply.text


async def reverse(theatre: Theatre, number: str, by: str = "Max") -> str:
    """Have a gift reversed by command; what is answered."""
    said = await theatre.use(by, "/mod reverse", gift=number, reason="wrong person")
    assert said.reply.ephemeral
    return said.reply.text


async def adjust(
    theatre: Theatre, who: str, amount: str, currency: str = "coins", by: str = "Max"
) -> str:
    """Have a balance adjusted by command; what is answered, or the title of the form."""
    said = await theatre.use(
        by,
        "/mod adjust",
        member=theatre.id_of(who),
        currency=currency,
        amount=amount,
        reason="a prize",
    )
    return said.modal.title if said.has_modal else said.reply.text


async def fill(theatre: Theatre, name: str, modal: Modal, **values: str) -> Exchange:
    """Have somebody send a form in, and wait for the answer."""
    person = await theatre.stage.person(name)
    return await (await person.fill(modal, values)).settled()


async def force(theatre: Theatre, name: str, command: str, /, **options: Any) -> Exchange:
    """Have somebody send a command that their client does not list."""
    max_ = await theatre.stage.person("Max")
    index = await max_.commands(refresh=True)
    person = await theatre.stage.person(name)
    theatre.sandbox.world.trusting = True
    exchange = await person.use(index.find(command), options, channel="gifts", check=False)
    await exchange.settled()
    theatre.sandbox.world.trusting = False
    return exchange


async def force_press(theatre: Theatre, name: str, message: Message, control: Control) -> Exchange:
    """Have somebody press a button that the message does not show them."""
    data = {"component_type": 2, "custom_id": control.custom_id}
    return await _forge(theatre, name, message, {"type": BUTTON, "data": data})


async def force_form(theatre: Theatre, name: str, control: Control) -> Exchange:
    """Have somebody send in a form that was never opened for them."""
    person = await theatre.stage.person(name)
    opened = await (await person.menu("Send a gift", theatre.id_of("Bea"))).settled()
    await theatre.grant(name, 10)
    opened = await (await person.menu("Send a gift", theatre.id_of("Bea"))).settled()
    data = {"id": str(opened.modal.id), "custom_id": control.custom_id, "components": []}
    return await _forge(theatre, name, None, {"type": MODAL_SUBMIT, "data": data})


async def _forge(
    theatre: Theatre, name: str, message: Message | None, payload: Mapping[str, Any]
) -> Exchange:
    person = await theatre.stage.person(name)
    place: dict[str, Any] = {"channel_id": str(theatre.channel_id("gifts"))}
    if message is not None:
        place = {
            "channel_id": str(message.channel_id),
            "message_id": str(message.id),
            "message_flags": message.flags,
        }
    theatre.sandbox.world.trusting = True
    exchange = await person.forge({**place, **payload})
    await exchange.settled()
    theatre.sandbox.world.trusting = False
    return exchange


async def until_told(theatre: Theatre, name: str) -> None:
    """Wait until it is written down that somebody read what moderators did."""
    memory, who = theatre.house.memory, theatre.id_of(name)
    await until(lambda: not memory.is_untold(theatre.guild, who))
