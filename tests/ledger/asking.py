"""What can be asked of two guilds, in any order and batch by batch, and what must come of it."""

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    rule,
)

from bot.ledger.accounts import Account, Kind, boundary, wallet
from bot.ledger.books import CHANNEL_SINK, Books, GuildBook, Line, Transfer
from bot.ledger.money import MOST_BALANCE, Currency
from bot.ledger.outcomes import (
    Accepted,
    BalanceAdjusted,
    DiamondsConverted,
    GiftReversed,
    GiftSent,
    Outcome,
    WelcomeGranted,
)
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
from bot.ledger.requests.marks import Mark, MarkShown, Stage
from bot.ledger.rules import decide, mark, moves_the_day
from tests.ledger.expected import ModelGift
from tests.ledger.model import PARTS, ModelGuild
from tests.ledger.scene import ANN, BEA, KIM, MOD, NOW, ROBOT, account_of_age, milliseconds
from tests.ledger.shelf import Shelf, as_stored

GUILDS = (1, 2)
NEWBORN = Person(account_of_age(3), "Newborn")
MEMBERS = (ANN, BEA, KIM, MOD)
PEOPLE = (*MEMBERS, *MEMBERS, *MEMBERS, NEWBORN, ROBOT)
"""Members come up more often, so that most requests are about somebody who has something."""

guilds = st.sampled_from((1, 1, 2))
people = st.sampled_from(PEOPLE)
pick = st.integers(0, 999)
items = st.sampled_from((1, 1, 1, 6, 10, 15, 24, 43, 1_001, 1_002, 999))
reasons = st.sampled_from((*["fair"] * 10, " ", "x" * 301))
amounts = st.one_of(
    st.integers(-3_000, 50_000),
    st.sampled_from((0, -1, 10**7, 10**12, 10**12 + 1, -(10**12))),
)
numbers_of_settings = st.sampled_from(
    ("0", "1", "100", "3333", "5000", "7001", "9999", "10000", "12345", "30000", "1000001", "x")
)
changes = st.one_of(
    st.tuples(
        st.sampled_from(("share", "conversion_rate", "welcome_coins", "welcome_age_days")),
        numbers_of_settings,
    ),
    st.tuples(
        st.just("timezone"), st.sampled_from(("UTC", "Pacific/Kiritimati", "America/New_York"))
    ),
)


def worth(account: Account) -> int:
    """How a unit on an account counts for its owner: what they owe counts against them."""
    return -1 if account.kind is Kind.DEBT else int(account.is_stored)


def wallets_gained(lines: list[Line]) -> dict[str, int]:
    """By how many units of each currency the wallets of a guild grew together, without debts."""
    gained = dict.fromkeys(PARTS, 0)
    for line in lines:
        gained[line.source.currency] -= line.amount * worth(line.source)
        gained[line.target.currency] += line.amount * worth(line.target)
    return gained


def live_trace(book: GuildBook) -> object:
    """What a refusal leaves as it is of a book about shows."""
    live, written = book.live, book.live.changes
    entries = (live.combos, live.shows, live.goals, live.matches, written.creators)
    copies = [{number: replace(entry) for number, entry in part.items()} for part in entries]
    switched = (written.followers, written.deputies)
    switches = [part.copy() for part in switched]
    return (copies, switches, len(written.sweeps), book.changes.show_tallies.copy())


class Asking(RuleBasedStateMachine):
    """Two guilds whose books are held against their models after every step."""

    def __init__(self) -> None:
        """Open both guilds' books for the first time."""
        super().__init__()
        self.now = NOW
        self.shelves = {guild: Shelf(guild) for guild in GUILDS}
        self.models = {guild: ModelGuild(NOW) for guild in GUILDS}
        self.asked: list[Request] = []
        self.commits_always = False
        self.next_key = 0
        self.begin_batch()

    # Batches.

    def begin_batch(self) -> None:
        """Open the books anew, as the next batch of a writer does."""
        now_ms = milliseconds(self.now)
        self.books = Books([shelf.open(now_ms) for shelf in self.shelves.values()])
        for model in self.models.values():
            model.now = self.now
        self.kept = {guild: model.snapshot() for guild, model in self.models.items()}

    @initialize(rich=st.booleans(), commits_always=st.booleans())
    def people_have_something(self, rich: bool, commits_always: bool) -> None:
        """Fill wallets, one of them almost to the brim."""
        self.commits_always = commits_always
        if rich:
            for currency in Currency:
                self.fill_to_the_brim(KIM, currency)
            self.begin_batch()
        for guild in GUILDS:
            for member in (ANN, BEA):
                for currency, amount in ((Currency.COINS, 60_000), (Currency.BONUS_COINS, 500)):
                    self.adjust(guild, MOD, member, currency, amount, "fair")

    def fill_to_the_brim(self, person: Person, currency: Currency) -> None:
        """Let one wallet be almost full before anything else happens."""
        model, book = self.models[1], self.books.guild(1)
        member = book.member(person)
        model.numbers.setdefault(person.user_id, member.number)
        amount = MOST_BALANCE - 2_000
        account = wallet(member.number, currency)
        outcome = BalanceAdjusted(
            seq=book.next_seq(),
            member=member.number,
            currency=currency,
            amount=amount,
            balance=amount,
        )
        book.record(outcome, member)
        issued = boundary(Kind.ISSUED, currency)
        moved = Transfer(outcome.seq, 1, issued, account, amount, None, amount)
        book.changes.transfers.append(moved)
        model.seq += 1
        model.give(person.user_id, currency, Fraction(amount, PARTS[currency]))
        self.shelves[1].put(book)
        self.books = Books([shelf.open(book.now_ms) for shelf in self.shelves.values()])

    @rule(hours=st.integers(0, 200))
    def a_batch_is_committed(self, hours: int) -> None:
        """Put the books away, and open them again later."""
        self.commit(timedelta(hours=hours))

    @rule(seconds=st.sampled_from((0, 1, 5, 9, 10, 11, 70)))
    def a_batch_is_committed_and_the_next_comes_soon(self, seconds: int) -> None:
        """Put the books away, and open them again while combos go on."""
        self.commit(timedelta(seconds=seconds))

    def commit(self, pause: timedelta) -> None:
        """Put the books away, and open them again after a pause."""
        for book in self.books:
            self.shelves[book.guild].put(book)
        self.now += pause
        self.begin_batch()

    @rule()
    def a_batch_is_rolled_back(self) -> None:
        """Lose what was not put away, and nothing else."""
        self.roll_back()

    def roll_back(self) -> None:
        """Open the books anew as they were before the batch."""
        self.models = self.kept
        self.begin_batch()

    # Requests.

    def key(self) -> str:
        """A key that was never used."""
        self.next_key += 1
        return f"key-{self.next_key}"

    def ask(self, request: Request) -> None:
        """Ask both the books and the model, and hold one to the other."""
        self.asked.append(request)
        elsewhere = {book.guild: self.trace(book.guild) for book in self.books}
        here = elsewhere.pop(request.guild)
        model = self.models[request.guild]
        replayed = request.key in model.answers
        expected = model.answer(request)
        outcome = decide(request, self.books)
        facts = {name: getattr(outcome, name) for name in expected.facts}
        assert (outcome.kind, facts) == expected
        assert as_stored(outcome) == outcome
        assert all(self.trace(guild) == before for guild, before in elsewhere.items())
        if isinstance(outcome, Accepted) and not replayed:
            self.hold_origins_apart(outcome, request.guild)
        else:
            assert self.trace(request.guild) == here
        self.heard(request, outcome)
        if self.commits_always or moves_the_day(request):
            self.commit(timedelta(0))

    def mark(self, request: Mark, *, expected: bool = True) -> None:
        """Enter a mark into the books, which means something or not."""
        assert mark(request, self.books) is expected
        self.heard(request, expected)

    def heard(self, asked: Request | Mark, answer: Outcome | bool) -> None:
        """Whoever follows along hears of everything that is asked, and what came of it."""

    def trace(self, guild: int) -> object:
        """What a refusal, and whatever happens in another guild, leaves as it is."""
        book = self.books.guild(guild)
        written = book.changes
        counts = (written.operations, written.transfers, written.gifts, written.notices)
        shown = {key: replace(value) for key, value in written.acknowledgements.items()}
        state = (book.last_seq, book.settings, book.catalogue, written.tallies.copy())
        sizes = [len(rows) for rows in counts]
        return (sizes, shown, *state, book.balances.copy(), book.once.copy(), live_trace(book))

    def hold_origins_apart(self, outcome: Accepted, guild: int) -> None:
        """See that what was given away never becomes what was paid for."""
        lines = [
            Line(moved.source, moved.target, moved.amount)
            for moved in self.books.guild(guild).changes.transfers
            if moved.seq == outcome.seq
        ]
        gained = wallets_gained(lines)
        for origin in ("", "bonus_"):
            coins, diamonds = gained[f"{origin}coins"], gained[f"{origin}diamonds"]
            if isinstance(outcome, GiftSent | GiftReversed):
                gift = self.gift_of(outcome, guild)
                assert diamonds == -coins * gift.share * 10_000
                assert (coins <= 0) is isinstance(outcome, GiftSent) or not coins
            elif isinstance(outcome, DiamondsConverted):
                assert coins >= 0 >= diamonds
                assert coins * 10**8 <= -diamonds * outcome.rate
            elif isinstance(outcome, WelcomeGranted):
                assert (coins, diamonds) == (outcome.coins if origin else 0, 0)
            elif not isinstance(outcome, BalanceAdjusted):
                assert not lines
        if isinstance(outcome, BalanceAdjusted):
            assert {name: gain for name, gain in gained.items() if gain} == {
                str(outcome.currency): outcome.amount
            }

    def gift_of(self, outcome: GiftSent | GiftReversed, guild: int) -> ModelGift:
        """The gift that was sent or reversed."""
        seq = outcome.seq if isinstance(outcome, GiftSent) else outcome.gift
        return self.models[guild].gifts[seq]

    @rule(
        guild=guilds,
        sender=people,
        to=people,
        item=items,
        quantity=st.sampled_from((1, 1, 2, 3, 17, 999, 0, 1_000)),
        message=st.sampled_from(("", "", "hello", "x" * 141)),
        quoted=st.sampled_from((None, None, None, 1, 20)),
    )
    def send_gift(
        self,
        guild: int,
        sender: Person,
        to: Person,
        item: int,
        quantity: int,
        message: str,
        quoted: int | None,
    ) -> None:
        """Somebody sends a gift."""
        self.ask(
            SendGift(
                guild=guild,
                key=self.key(),
                actor=sender,
                to=to,
                item=item,
                quantity=quantity,
                message=message,
                quoted_price=quoted,
            )
        )

    @rule(guild=guilds, sender=st.integers(0, 3), ahead=st.integers(1, 3), item=items)
    def send_a_plain_gift(self, guild: int, sender: int, ahead: int, item: int) -> None:
        """Somebody sends a gift to somebody else and makes no mistake."""
        self.send_gift(guild, MEMBERS[sender], MEMBERS[(sender + ahead) % 4], item, 1, "", None)

    @rule(guild=guilds, ahead=st.integers(1, 3), item=st.sampled_from((1, 6, 10, 24)))
    def send_gifts_around(self, guild: int, ahead: int, item: int) -> None:
        """Everybody sends a gift to somebody else."""
        for sender in range(4):
            self.send_a_plain_gift(guild, sender, ahead, item)

    @rule(guild=guilds, which=pick)
    def take_back(self, guild: int, which: int) -> None:
        """A moderator takes back a gift that stands, and makes no mistake."""
        model = self.models[guild]
        standing = [seq for seq in model.gifts if seq not in model.reversed]
        if standing:
            seq = standing[which % len(standing)]
            self.ask(
                ReverseGift(guild=guild, key=self.key(), actor=NEWBORN, seq=seq, reason="fair")
            )

    @rule(
        guild=guilds,
        actor=people,
        member=people,
        currency=st.sampled_from(Currency),
        amount=amounts,
        reason=reasons,
    )
    def adjust(
        self,
        guild: int,
        actor: Person,
        member: Person,
        currency: Currency,
        amount: int,
        reason: str,
    ) -> None:
        """Somebody gives or takes."""
        self.ask(
            AdjustBalance(
                guild=guild,
                key=self.key(),
                actor=actor,
                member=member,
                currency=currency,
                amount=amount,
                reason=reason,
            )
        )

    @rule(guild=guilds, actor=people)
    def welcome(self, guild: int, actor: Person) -> None:
        """Somebody is welcomed."""
        self.ask(GrantWelcome(guild=guild, key=self.key(), actor=actor))

    @rule(
        guild=guilds,
        actor=st.sampled_from(MEMBERS),
        units=st.one_of(st.integers(-1, 10**6), st.sampled_from((10**8, 10**13, 10**13 + 1))),
        known_rate=st.sampled_from((True, True, True, False)),
    )
    def convert(self, guild: int, actor: Person, units: int, known_rate: bool) -> None:
        """Somebody converts diamonds."""
        rate = self.models[guild].settings["conversion_rate"] + (not known_rate)
        request = ConvertDiamonds(
            guild=guild, key=self.key(), actor=actor, units=units, quoted_rate=rate
        )
        self.ask(request)

    @rule(guild=guilds, actor=st.sampled_from(MEMBERS))
    def convert_everything(self, guild: int, actor: Person) -> None:
        """Somebody converts all diamonds that they have."""
        model = self.models[guild]
        who = actor.user_id
        whole = model.has(who, "diamonds") + model.has(who, "bonus_diamonds")
        self.convert(guild, actor, int(whole * 10_000), known_rate=True)

    @rule(guild=guilds, actor=people, which=pick, reason=reasons)
    def reverse(self, guild: int, actor: Person, which: int, reason: str) -> None:
        """Somebody takes a gift back, or something that is none."""
        gifts = list(self.models[guild].gifts)
        seq = gifts[which % len(gifts)] if gifts and which % 10 else which // 10
        self.ask(ReverseGift(guild=guild, key=self.key(), actor=actor, seq=seq, reason=reason))

    @rule(guild=guilds, actor=people, which=pick, reason=reasons)
    def freeze_or_unfreeze(self, guild: int, actor: Person, which: int, reason: str) -> None:
        """Somebody freezes or unfreezes somebody, mostly so that it makes a difference."""
        frozen = [person for person in MEMBERS if person.user_id in self.models[guild].frozen]
        member = (frozen or PEOPLE)[which % len(frozen or PEOPLE)]
        act = UnfreezeMember if bool(frozen) is bool(which % 8) else FreezeMember
        self.ask(act(guild=guild, key=self.key(), actor=actor, member=member, reason=reason))

    @rule(guild=guilds, changes=st.lists(changes, min_size=0, max_size=2).map(tuple))
    def change_settings(self, guild: int, changes: tuple[tuple[str, str], ...]) -> None:
        """A manager changes settings."""
        self.ask(ChangeSetting(guild=guild, key=self.key(), actor=MOD, changes=changes))

    @rule(
        guild=guilds,
        item=st.sampled_from((None, 1, 10, 24, 1_001, 999)),
        name=st.sampled_from((None, "Rose", "rose", "Perfume", "Sunset", "Sunrise", "")),
        emoji=st.sampled_from((None, "🌇", "🌅", "")),
        price=st.sampled_from((None, 1, 2, 25, 10**9, 0)),
        retired=st.sampled_from((None, None, True, False)),
    )
    def edit_catalogue(self, guild: int, **parts: Any) -> None:
        """A manager adds a gift or changes one."""
        self.ask(EditCatalogue(guild=guild, key=self.key(), actor=MOD, **parts))

    # The same again.

    @rule(which=pick, price=st.sampled_from((None, 1, 7)), channel=pick)
    def ask_again(self, which: int, price: int | None, channel: int) -> None:
        """A request is delivered a second time, in circumstances of its own."""
        request = self.asked[which % len(self.asked)]
        if isinstance(request, SendGift) and request.key in self.models[request.guild].answers:
            request = replace(request, quoted_price=price, channel=channel, to_roles=(channel,))
        self.ask(request)

    @rule(which=pick, actor=people)
    def ask_as_somebody_else(self, which: int, actor: Person) -> None:
        """A request comes a second time, but from another person."""
        self.ask(replace(self.asked[which % len(self.asked)], actor=actor))

    @rule(which=pick, other=pick)
    def ask_under_a_used_key(self, which: int, other: int) -> None:
        """Something is asked under the key of something else."""
        key = self.asked[other % len(self.asked)].key
        self.ask(replace(self.asked[which % len(self.asked)], key=key))

    @rule(
        guild=guilds,
        which=pick,
        revision=st.sampled_from((1, 1, 2, 3)),
        stages=st.lists(st.sampled_from(Stage), min_size=1, max_size=3),
        digest=st.sampled_from((0, 0, 7)),
    )
    def show(self, guild: int, which: int, revision: int, stages: list[Stage], digest: int) -> None:
        """The announcer reports what became of a thank-you, perhaps in a digest."""
        model = self.models[guild]
        numbers = [0, *(number for number, sink in model.shown if sink == CHANNEL_SINK)]
        number = numbers[-1 - which % min(len(numbers), 4)]
        for stage in stages:
            request = MarkShown(
                guild=guild,
                acknowledgement=number,
                sink=CHANNEL_SINK,
                revision=revision,
                stage=stage,
                digest=digest,
            )
            expected = model.show(number, revision, stage, digest=digest)
            self.mark(request, expected=expected)
