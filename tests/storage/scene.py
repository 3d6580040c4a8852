"""One guild that lives through the writer, for a test to act in and to read about."""

from dataclasses import dataclass, field
from itertools import count
from random import Random
from typing import Any, Final, TypeVar

from bot.ledger.books import CHANNEL_SINK
from bot.ledger.money import Currency
from bot.ledger.outcomes import Accepted, GiftSent, Outcome
from bot.ledger.requests import (
    AdjustBalance,
    ChangeSetting,
    ConvertDiamonds,
    EditCatalogue,
    FreezeMember,
    GrantWelcome,
    Person,
    Request,
    ReverseGift,
    SendGift,
    UnfreezeMember,
)
from bot.ledger.requests.marks import MarkShown, Stage
from bot.storage.database import Reader
from bot.storage.people import somebody
from bot.storage.writer import Writer
from tests.ledger.scene import ANN, BEA, CHANNEL, GUILD, KIM, MOD, NOW, ROSE, accepted, milliseconds

MINUTE_MS: Final = 60_000

_Accepted = TypeVar("_Accepted", bound=Accepted)


@dataclass
class Clock:
    """A clock that stands still until it is moved, in UTC milliseconds."""

    now_ms: int = milliseconds(NOW)

    def __call__(self) -> int:
        """The moment."""
        return self.now_ms


@dataclass
class Scene:
    """A guild, the writer that keeps its books, and a reader that looks into them."""

    writer: Writer
    reader: Reader
    clock: Clock
    guild: int = GUILD
    keys: "count[int]" = field(default_factory=lambda: count(1))
    pause_ms: int = MINUTE_MS
    """How much time passes before each request."""

    def new_key(self) -> str:
        """A key that was never used in this guild."""
        return f"key-{next(self.keys)}"

    async def submit(self, request: Request) -> Outcome:
        """Have a request written; a minute passes, or whatever the pause is."""
        self.clock.now_ms += self.pause_ms
        return await self.writer.submit(request)

    async def ask(self, kind: type[Request], actor: Person, **facts: Any) -> Outcome:
        """Somebody asks for something."""
        facts.setdefault("key", self.new_key())
        return await self.submit(kind(guild=self.guild, actor=actor, **facts))

    async def done(
        self, kind: type[Request], actor: Person, outcome: type[_Accepted], **facts: Any
    ) -> _Accepted:
        """Somebody asks for something, and it is done."""
        return accepted(await self.ask(kind, actor, **facts), outcome)

    async def number(self, person: Person) -> int:
        """The number of somebody whom the books know."""
        known = await somebody(self.reader, self.guild, person.user_id)
        assert known is not None
        return known.number

    async def gift(
        self, sender: Person, recipient: Person, item: int = ROSE, quantity: int = 1, **more: Any
    ) -> Outcome:
        """Somebody sends a gift."""
        facts = {"channel": CHANNEL, "key": self.new_key(), **more}
        return await self.submit(
            SendGift(
                guild=self.guild,
                actor=sender,
                to=recipient,
                item=item,
                quantity=quantity,
                **facts,
            )
        )

    async def sent(
        self, sender: Person, recipient: Person, item: int = ROSE, quantity: int = 1, **more: Any
    ) -> GiftSent:
        """Somebody sends a gift, and it is accepted."""
        return accepted(await self.gift(sender, recipient, item, quantity, **more), GiftSent)

    async def adjust(
        self,
        member: Person,
        amount: int,
        currency: Currency = Currency.COINS,
        *,
        by: Person = MOD,
        reason: str = "a prize",
    ) -> Outcome:
        """A moderator gives or takes."""
        return await self.submit(
            AdjustBalance(
                guild=self.guild,
                key=self.new_key(),
                actor=by,
                member=member,
                currency=currency,
                amount=amount,
                reason=reason,
            )
        )

    async def welcome(self, member: Person) -> Outcome:
        """Somebody is welcomed."""
        return await self.submit(GrantWelcome(guild=self.guild, key=self.new_key(), actor=member))

    async def convert(self, member: Person, units: int, *, rate: int = 10_000) -> Outcome:
        """Somebody converts diamonds."""
        return await self.submit(
            ConvertDiamonds(
                guild=self.guild,
                key=self.new_key(),
                actor=member,
                units=units,
                quoted_rate=rate,
            )
        )

    async def reverse(self, seq: int, *, by: Person = MOD, reason: str = "by mistake") -> Outcome:
        """A moderator takes a gift back."""
        return await self.submit(
            ReverseGift(guild=self.guild, key=self.new_key(), actor=by, seq=seq, reason=reason)
        )

    async def freeze(self, member: Person, *, reason: str = "a dispute") -> Outcome:
        """A moderator freezes a member."""
        return await self.submit(
            FreezeMember(
                guild=self.guild, key=self.new_key(), actor=MOD, member=member, reason=reason
            )
        )

    async def unfreeze(self, member: Person, *, reason: str = "settled") -> Outcome:
        """A moderator lets a member go on."""
        return await self.submit(
            UnfreezeMember(
                guild=self.guild, key=self.new_key(), actor=MOD, member=member, reason=reason
            )
        )

    async def set(self, *changes: tuple[str, str]) -> Outcome:
        """A manager changes settings."""
        return await self.submit(
            ChangeSetting(guild=self.guild, key=self.new_key(), actor=MOD, changes=changes)
        )

    async def edit(self, item: int | None = None, **facts: Any) -> Outcome:
        """A manager changes the catalogue."""
        return await self.submit(
            EditCatalogue(guild=self.guild, key=self.new_key(), actor=MOD, item=item, **facts)
        )

    async def shown(self, seq: int, stage: Stage, *, revision: int = 1, **facts: Any) -> bool:
        """Mark what became of showing a gift in its channel."""
        return await self.writer.mark(
            MarkShown(
                guild=self.guild,
                acknowledgement=seq,
                sink=CHANNEL_SINK,
                revision=revision,
                stage=stage,
                **facts,
            )
        )

    async def busy_day(self, doings: int, seed: int = 1) -> list[Accepted]:
        """People do `doings` things of every kind, some of them refused; what was accepted."""
        dice = Random(seed)
        done: list[Accepted] = []
        for person in (ANN, BEA, KIM):
            await self.adjust(person, 100_000)
            await self.welcome(person)
        for _ in range(doings):
            outcome = await self._do_something(dice, done)
            if isinstance(outcome, Accepted):
                done.append(outcome)
        return done

    async def _do_something(self, dice: Random, done: list[Accepted]) -> Outcome:
        one, other = dice.sample((ANN, BEA, KIM), 2)
        gifts = [outcome.seq for outcome in done if isinstance(outcome, GiftSent)]
        act = dice.choices(range(8), weights=(40, 10, 8, 5, 2, 2, 1, 1))[0]
        if act == 1 and gifts:
            return await self.reverse(dice.choice(gifts))
        if act == 2:
            return await self.convert(one, dice.randint(1, 5_000_000))
        if act == 3:
            currency = dice.choice(list(Currency))
            return await self.adjust(one, dice.randint(-1_000, 3_000), currency)
        if act == 4:
            return await self.freeze(one)
        if act == 5:
            return await self.unfreeze(one)
        if act == 6:
            return await self.set(("share", str(dice.randint(0, 10_000))))
        if act == 7:
            return await self.edit(dice.randint(1, 10), price=dice.randint(1, 50))
        self.clock.now_ms += dice.randint(0, 12 * 60 * MINUTE_MS)
        return await self.gift(one, other, dice.randint(1, 30), dice.randint(1, 9), message="hi")
