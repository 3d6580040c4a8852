"""The ledger told a second time, in plain dictionaries, dates and fractions of whole coins.

It shares no rule, no unit and no arithmetic with the ledger that it is held against: amounts are
fractions of whole coins and diamonds, people are Discord ids, refusals are raised.
"""

from copy import copy
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from math import ceil, floor
from typing import Any
from zoneinfo import ZoneInfo

from bot.ledger.books import CHANNEL_SINK
from bot.ledger.catalogue import DEFAULT_ITEMS
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
from bot.ledger.requests.live import EndShow
from bot.ledger.requests.marks import Stage
from tests.ledger.browser_model import BrowserModel
from tests.ledger.expected import Expected, ModelGift, ModelItem, ModelShown, RefusedError, refuse

PARTS = {"coins": 1, "bonus_coins": 1, "diamonds": 10_000, "bonus_diamonds": 10_000}
"""Into how many units the ledger divides one of each."""

RANGES = {
    "share": range(10_001),
    "conversion_rate": range(1, 1_000_001),
    "welcome_coins": range(1_000_001),
    "welcome_age_days": range(366),
}


UNKNOWN = -1
"""Among somebody's roles, where nobody says which they have."""
LONGEST_MESSAGES = ((10_000, 400), (2_000, 280), (500, 200), (250, 150), (0, 140))
"""From how many coins on a message may have so many characters."""


class ModelGuild(BrowserModel):
    """One guild."""

    def __init__(self, now: datetime) -> None:
        """Start with nothing but the defaults that every guild has."""
        super().__init__()
        self.now = now
        self.seq = 0
        self.settings: dict[str, Any] = {
            "share": 5_000,
            "conversion_rate": 10_000,
            "welcome_coins": 100,
            "welcome_age_days": 7,
            "timezone": "UTC",
            "log_channel": "0",
        }
        self.numbers: dict[int, int] = {}
        self.purses: dict[tuple[int, str], Fraction] = {}
        self.frozen: dict[int, int] = {}
        self.welcomed: dict[int, int] = {}
        self.gifts: dict[int, ModelGift] = {}
        self.reversed: dict[int, int] = {}
        self.fallen_from: dict[int, int] = {}
        self.shown: dict[tuple[int, str], ModelShown] = {}
        self.told: dict[tuple[int, int], None] = {}
        self.items = {
            item.number: ModelItem(item.name, item.emoji, item.price, item.retired)
            for item in DEFAULT_ITEMS
        }
        self.answers: dict[str, tuple[object, Expected]] = {}

    def snapshot(self) -> "ModelGuild":
        """The guild as it is now, which later requests leave alone."""
        other = copy(self)
        other.__dict__.update({name: copy(value) for name, value in self.__dict__.items()})
        return other

    # What must come of a request.

    def answer(self, request: Request) -> Expected:
        """What must come of a request, which is done."""
        for person in request.people:
            if not person.is_bot:
                self.numbers.setdefault(person.user_id, len(self.numbers) + 1)
        asked = self._asked(request)
        if request.key in self.answers:
            first, expected = self.answers[request.key]
            return expected if asked == first else Expected("key-conflict", {})
        try:
            expected = self._act(request)
        except RefusedError as refusal:
            expected = refusal.expected
        self.answers[request.key] = (asked, expected)
        return expected

    def _asked(self, request: Request) -> object:
        who = (type(request), request.actor.user_id)
        match request:
            case SendGift():
                to = (request.to.user_id, request.item, request.quantity)
                return (*who, *to, request.message)
            case AdjustBalance():
                amount = (str(request.currency), request.amount)
                return (*who, request.member.user_id, *amount, request.reason)
            case ConvertDiamonds():
                return (*who, request.units, request.quoted_rate)
            case ReverseGift():
                return (*who, request.seq, request.reason)
            case FreezeMember() | UnfreezeMember():
                return (*who, request.member.user_id, request.reason)
            case ChangeSetting():
                return (*who, request.changes)
            case EditCatalogue():
                look = (request.name, request.emoji)
                return (*who, request.item, *look, request.price, request.retired)
        return (*who, self.asked_live(request))

    def _act(self, request: Request) -> Expected:
        if any(person.is_bot for person in request.people):
            refuse("bot-recipient")
        match request:
            case SendGift():
                return self._send_gift(request)
            case AdjustBalance():
                return self._adjust(request)
            case GrantWelcome():
                return self._welcome(request.actor)
            case ConvertDiamonds():
                return self._convert(request)
            case ReverseGift():
                return self._reverse(request)
            case FreezeMember() | UnfreezeMember():
                return self._freeze_or_not(request)
            case ChangeSetting():
                return self._change_settings(request)
            case EditCatalogue():
                return self._edit_catalogue(request)
        return self._live(request)

    def _live(self, request: Request) -> Expected:
        expected = self.act_live(request)
        if isinstance(request, EndShow):
            self._tell(request.actor, request.creator.user_id)
        return expected

    def _done(self, kind: str, **facts: object) -> Expected:
        self.seq += 1
        return Expected(kind, {"seq": self.seq, **facts})

    def has(self, who: int, currency: str) -> Fraction:
        """How many whole coins or diamonds somebody has."""
        return self.purses.get((who, currency), Fraction(0))

    def give(self, who: int, currency: str, amount: Fraction | int) -> None:
        """Give, or take with less than 0, whole coins or diamonds."""
        self.purses[who, currency] = self.has(who, currency) + amount

    def _must_have_room(self, who: int, **gains: Fraction | int) -> None:
        for currency, gain in gains.items():
            if gain and (self.has(who, currency) + gain) * PARTS[currency] >= 2**53:
                refuse("balance-too-large", currency=currency)

    def _must_not_be_frozen(self, who: int) -> None:
        if who in self.frozen:
            refuse("frozen", by_seq=self.frozen[who])

    def must_not_be_barred(self, act: str, roles: tuple[int, ...], *, own: bool = True) -> None:
        """See that somebody has no role that is kept out of something, as far as is known."""
        kept_out = int(self.settings.get(f"no_{act}") or 0)
        if kept_out and kept_out in roles:
            refuse("barred", act=act, role=kept_out, own=own)
        if kept_out and UNKNOWN in roles:
            refuse("roles-unknown", act=act)

    def _must_have_reason(self, reason: str) -> None:
        if not reason.strip():
            refuse("reason-missing")
        if len(reason) > 300:
            refuse("message-too-long", length=len(reason), most=300)

    def _tell(self, actor: Person, *others: int) -> None:
        for who in others:
            if who != actor.user_id:
                self.told[who, self.seq] = None

    # Gifts.

    def _send_gift(self, request: SendGift) -> Expected:
        sender, creator = request.actor.user_id, request.to.user_id
        self._must_not_be_frozen(sender)
        if sender == creator:
            refuse("self-gift")
        if request.quantity not in range(1, 1_000):
            refuse("quantity", quantity=request.quantity, least=1, most=999)
        item = self._offered(request)
        self.must_receive(creator)
        cost = item.price * request.quantity
        most = next(most for least, most in LONGEST_MESSAGES if cost >= least)
        if len(request.message) > most:
            refuse("message-too-long", length=len(request.message), most=most)
        return self._pay(request, item, sender, creator)

    def _offered(self, request: SendGift) -> ModelItem:
        item = self.items.get(request.item) or refuse("unknown-gift", item=request.item)
        if item.retired:
            refuse("retired-gift", item=request.item, name=item.name)
        quoted = request.quoted_price
        if quoted is not None and quoted != item.price:
            refuse("price-changed", quoted=quoted, price=item.price)
        return item

    def _pay(self, request: SendGift, item: ModelItem, sender: int, creator: int) -> Expected:
        cost = item.price * request.quantity
        given, paid_for = self.has(sender, "bonus_coins"), self.has(sender, "coins")
        if cost > 1_000_000_000:
            refuse("gift-too-large", total=cost)
        if cost > given + paid_for:
            fits = [
                (item.price, number)
                for number, item in self.items.items()
                if item.price <= given + paid_for and not item.retired
            ]
            best = max(fits)[1] if fits else 0
            refuse("insufficient-coins", total=cost, balance=given + paid_for, affordable=best)
        bonus = min(cost, int(given))
        paid = cost - bonus
        share = Fraction(self.settings["share"], 10_000)
        self._must_have_room(creator, bonus_diamonds=bonus * share, diamonds=paid * share)
        self.give(sender, "bonus_coins", -bonus)
        self.give(sender, "coins", -paid)
        self.give(creator, "bonus_diamonds", bonus * share)
        self.give(creator, "diamonds", paid * share)
        combo = self.joined(sender, creator, request.item) or self.seq + 1
        expected = self._done(
            "gift",
            combo=combo,
            show=self.show_of(creator),
            level_before=self.level(sender),
            level=self.level(sender, cost),
            level_told=self.fallen_from.get(sender, 0),
            sender=self.numbers[sender],
            recipient=self.numbers[creator],
            price=item.price,
            coins=paid,
            bonus_coins=bonus,
            earned_units=cost * share * 10_000,
            coins_left=given + paid_for - cost,
            bonus_coins_left=given - bonus,
        )
        day = self.now.astimezone(ZoneInfo(self.settings["timezone"])).date()
        what = (request.item, request.quantity, paid, bonus)
        self.gifts[self.seq] = ModelGift(sender, creator, *what, share, self.now, day)
        self.enter_combo(self.seq, combo)
        return expected

    def _reverse(self, request: ReverseGift) -> Expected:
        self._must_have_reason(request.reason)
        number = request.seq
        gift = self.gifts.get(number) or refuse("no-such-gift", gift=number)
        if number in self.reversed:
            refuse("already-reversed", gift=number, by_seq=self.reversed[number])
        if gift.sender == request.actor.user_id:
            refuse("own-favour")
        owed = {"diamonds": gift.paid * gift.share, "bonus_diamonds": gift.bonus * gift.share}
        missing = sum(
            max(Fraction(0), amount - self.has(gift.recipient, currency))
            for currency, amount in owed.items()
        )
        if missing:
            creator = self.numbers[gift.recipient]
            refuse("reversal-short", gift=number, recipient=creator, missing=missing * 10_000)
        self._must_have_room(gift.sender, bonus_coins=gift.bonus, coins=gift.paid)
        for currency, amount in owed.items():
            self.give(gift.recipient, currency, -amount)
        self.give(gift.sender, "coins", gift.paid)
        self.give(gift.sender, "bonus_coins", gift.bonus)
        before = self.level(gift.sender)
        self.reversed[number] = self.seq + 1
        after = self.level(gift.sender)
        levels = {"level_before": before, "level": after}
        given = {"coins": gift.paid, "bonus_coins": gift.bonus}
        expected = self._done("reverse", gift=number, **given, **levels)
        if after < before:
            self.fallen_from[gift.sender] = max(before, self.fallen_from.get(gift.sender, 0))
        self.take_out(number)
        self._tell(request.actor, gift.sender, gift.recipient)
        return expected

    def show(self, number: int, revision: int, stage: Stage, *, digest: int = 0) -> bool:
        """Mark how far an acknowledgement has come in its channel; whether that meant anything."""
        key = (number, CHANNEL_SINK)
        shown = self.shown.get(key)
        if shown is None or not shown.shown < revision <= shown.wanted:
            return False
        if stage in {Stage.ATTEMPTED, Stage.DOUBTFUL}:
            if digest:
                self.carry(number)
            else:
                self.shown[key] = shown._replace(attempted=revision)
        elif stage in {Stage.FAILED, Stage.GONE}:
            self.shown[key] = shown._replace(attempted=shown.shown)
        else:
            self.shown[key] = shown._replace(shown=revision)
        return True

    # Wallets.

    def _welcome(self, person: Person) -> Expected:
        who = person.user_id
        if who in self.welcomed:
            refuse("already-welcomed", by_seq=self.welcomed[who])
        born = datetime(2015, 1, 1, tzinfo=UTC) + timedelta(milliseconds=who >> 22)
        coins = self.settings["welcome_coins"]
        least = timedelta(days=self.settings["welcome_age_days"])
        if not coins or self.now - born < least:
            refuse("not-welcomed", least_age_days=least.days)
        self._must_have_room(who, bonus_coins=coins)
        self.give(who, "bonus_coins", coins)
        expected = self._done("welcome", coins=coins)
        self.welcomed[who] = self.seq
        return expected

    def _convert(self, request: ConvertDiamonds) -> Expected:
        who = request.actor.user_id
        self._must_not_be_frozen(who)
        basis_points = self.settings["conversion_rate"]
        if request.quoted_rate != basis_points:
            refuse("rate-changed", quoted=request.quoted_rate, rate=basis_points)
        rate, wanted = Fraction(basis_points, 10_000), Fraction(request.units, 10_000)
        whole = self.has(who, "diamonds") + self.has(who, "bonus_diamonds")
        if wanted > whole:
            refuse("insufficient-diamonds", balance=whole * 10_000)
        if wanted > 10**9:
            refuse("amount", amount=request.units, most=10**13)
        gains: dict[str, int] = {}
        for origin in ("bonus_", ""):
            diamonds = max(Fraction(0), min(wanted, self.has(who, f"{origin}diamonds")))
            gains[origin] = floor(diamonds * rate)
            wanted -= self._price(gains[origin], rate)
        if not any(gains.values()):
            refuse("too-little-to-convert", wanted=request.units)
        self._must_have_room(who, bonus_coins=gains["bonus_"], coins=gains[""])
        for origin, coins in gains.items():
            self.give(who, f"{origin}diamonds", -self._price(coins, rate))
            self.give(who, f"{origin}coins", coins)
        left = self.has(who, "diamonds") + self.has(who, "bonus_diamonds")
        gained = {"coins": gains[""], "bonus_coins": gains["bonus_"]}
        return self._done("convert", units_left=left * 10_000, rate=basis_points, **gained)

    @staticmethod
    def _price(coins: int, rate: Fraction) -> Fraction:
        """What coins cost in diamonds, in the smallest part of a diamond that there is."""
        return Fraction(ceil(coins / rate * 10_000), 10_000)

    def _adjust(self, request: AdjustBalance) -> Expected:
        who, currency = request.member.user_id, str(request.currency)
        self._must_have_reason(request.reason)
        if request.amount == 0 or abs(request.amount) > 10**12:
            refuse("amount", amount=request.amount, most=10**12)
        if request.amount > 0 and who == request.actor.user_id:
            refuse("own-favour")
        amount = Fraction(request.amount, PARTS[currency])
        if amount + self.has(who, currency) < 0:
            refuse("insufficient-balance", currency=currency, amount=-request.amount)
        self._must_have_room(who, **{currency: max(amount, Fraction(0))})
        self.give(who, currency, amount)
        balance = self.has(who, currency) * PARTS[currency]
        expected = self._done("adjust", amount=request.amount, balance=balance)
        self._tell(request.actor, who)
        return expected

    # Members and the guild.

    def _freeze_or_not(self, request: FreezeMember | UnfreezeMember) -> Expected:
        who = request.member.user_id
        self._must_have_reason(request.reason)
        if isinstance(request, FreezeMember):
            if who in self.frozen:
                refuse("already-frozen", by_seq=self.frozen[who])
            expected = self._done("freeze", member=self.numbers[who])
            self.frozen[who] = self.seq
        else:
            if who not in self.frozen:
                refuse("not-frozen")
            if who == request.actor.user_id:
                refuse("own-favour")
            expected = self._done("unfreeze", member=self.numbers[who])
            del self.frozen[who]
        self._tell(request.actor, who)
        return expected

    def _change_settings(self, request: ChangeSetting) -> Expected:
        after = dict(self.settings)
        for name, text in dict(request.changes).items():
            if name in {"timezone", "log_channel"}:
                after[name] = text
            elif text.isdecimal() and int(text) in RANGES[name]:
                after[name] = int(text)
            else:
                refuse("setting-refused", name=name, code="range")
        worth = Fraction(after["share"], 10_000) * Fraction(after["conversion_rate"], 10_000)
        if worth > 1:
            refuse("setting-refused", name="conversion_rate", code="mints")
        if after == self.settings:
            refuse("nothing-changed")
        self.settings = after
        return self._done("setting")

    def _edit_catalogue(self, request: EditCatalogue) -> Expected:
        number = request.item or max([1_000, *self.items]) + 1
        new = ModelItem("", "", 0, retired=False)
        if request.item is not None:
            new = self.items.get(request.item) or refuse("unknown-gift", item=request.item)
        before = new
        for part in ModelItem._fields:
            value = getattr(request, part)
            if value is not None:
                new = new._replace(**{part: value})
        if new == before:
            refuse("nothing-changed")
        for part, wrong in (("name", not new.name), ("emoji", not new.emoji)):
            if wrong:
                refuse("catalogue-refused", code=part)
        if new.price not in range(1, 10**9 + 1):
            refuse("catalogue-refused", code="price")
        others = {
            item.name.lower()
            for other, item in self.items.items()
            if other != number and not item.retired
        }
        if new.name.lower() in others and not new.retired:
            refuse("catalogue-refused", code="name-taken")
        added = number not in self.items
        self.items[number] = new
        return self._done("catalogue", item=number, added=added, **new._asdict())
