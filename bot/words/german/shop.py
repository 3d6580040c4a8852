"""What is said in the shop, in German."""

from collections.abc import Mapping
from typing import ClassVar

from bot.ledger.outcomes.shop import (
    EntitlementKnown,
    EntitlementUnknown,
    NoSuchPack,
    NoSuchPurchase,
    OwnPurchase,
    PackPriceChanged,
    PackQuantityOutOfRange,
    PurchaseAsked,
    PurchaseOfAnother,
    PurchaseOver,
    PurchaseWithdrawn,
    TooManyPurchases,
)
from bot.words.german.purchases import GermanPurchaseWords
from bot.words.refusals import Around
from bot.words.shop import ShopWords


class GermanShopWords(GermanPurchaseWords, ShopWords):
    """The sentences of `/shop` and `/calculator`."""

    shop_title = "🪙 **Münzen**"
    shop_empty = (
        "Gerade ist nichts im Angebot. Münzen gibt es auf diesem Server auch geschenkt: Deine "
        "zeigt `/wallet`."
    )
    shop_pays: ClassVar[Mapping[str, str]] = {
        "moderator": (
            "Such dir ein Paket aus und frag es an. Bezahlt wird außerhalb von Ovation; die "
            "Moderation bestätigt es, und dann gehören die Münzen dir."
        ),
        "discord": (
            "Discord verkauft diese Pakete: Du zahlst ihm den Preis auf seinem Knopf. Die Münzen "
            "kommen von selbst, und zwar auf dem Server, auf dem du zuletzt `/shop show` geöffnet "
            "hast."
        ),
        "play": (
            "Münzen sind hier Spielgeld: Zu kaufen gibt es nichts. Du bekommst sie zum Willkommen, "
            "mit Codes (`/redeem`), aus Regen und Truhen und für 💎 (`/diamonds convert`)."
        ),
    }
    not_with_discord = (
        "Bei Discord noch nicht zu kaufen. Die Verwaltung verbindet Pakete mit `/setup pack`."
    )
    bought_one_by_one = (
        "-# Discord verkauft ein Paket nach dem anderen: Kauf das nächste, sobald die Münzen des "
        "letzten da sind."
    )
    pick_pack = "Paket aussuchen"
    nothing_asked = "Nichts angefragt: keine Münzen, nichts zu bezahlen."
    back_to_shop_button = "Zurück zu den Paketen"
    ask_pack_button = "Anfragen"
    claim_button = "Hier abholen"
    own_requests = "**Deine Anfragen**"

    def pack_line(
        self,
        coins: int,
        bonus_coins: int,
        until_ms: int,
        *,
        price: str,
        each: str,
        saved: int,
    ) -> str:
        """One pack: what it gives, what it costs, also by the coin, and what that saves."""
        until = f" bis {self.moment(until_ms, 'd')}" if until_ms and bonus_coins else ""
        less = f" · {self.percent(saved)} gespart" if saved else ""
        return f"**{self.bought(coins, bonus_coins)}**{until} · {price} · {each} je Münze{less}"

    def rest_button(self, coins: int) -> str:
        """Going on with what is still wanted of an amount."""
        return f"Der Rest: {self.coins(coins)}"

    def requests_are_full(self, count: int) -> str:
        """Why nothing more can be asked for."""
        return f"-# {count} Anfragen von dir warten, mehr geht nicht."

    def how_to_pay(self, own_words: str) -> str:
        """What the operator wrote on it, under its title."""
        return f"**So bezahlst du**\n{own_words}"

    def cheapest_for(self, wanted: int, coins: int, price: str) -> str:
        """The cheapest way to so many coins, above the packs that it is made of."""
        over = f", {self.number(coins - wanted)} darüber" if coins > wanted else ""
        return (
            f"Mindestens {self.coins(wanted)} {'kostet' if wanted == 1 else 'kosten'} am "
            f"günstigsten **{price}**. Das ergibt "
            f"{self.coins(coins)}{over}:"
        )

    def too_many_to_combine(self, most: int) -> str:
        """More coins than packs are put together for."""
        return (
            f"Diese Pakete werden für bis zu {self.coins(most)} zusammengestellt. Nenne höchstens "
            "so viele."
        )

    def asked_in_parts(self, most: int) -> str:
        """More of one pack than one request takes."""
        return (
            f"-# Eine Anfrage fasst bis zu {most} Pakete einer Sorte: Mehr geht in einer zweiten."
        )

    def ask_purchase(self, bill: str) -> str:
        """The question before somebody asks to buy."""
        return (
            f"**{bill}** anfragen?\nDie Moderation schreibt dir die Münzen gut, sobald deine "
            "Zahlung da ist. Bis dahin kannst du die Anfrage zurückziehen."
        )

    def purchase_asked(self, done: PurchaseAsked) -> str:
        """The receipt of a request."""
        bill = self.bill(done.coins, done.bonus_coins, done.price, done.priced_in)
        number = self.reference(done.seq)
        return (
            f"Notiert: {number}, {bill}. Die Moderation sieht es jetzt; nenne {number}, wenn du "
            "bezahlst. Du erfährst es, sobald die Münzen dir gehören."
        )

    def purchase_withdrawn(self, done: PurchaseWithdrawn) -> str:
        """A request that was taken back."""
        bill = self.bill(done.coins, done.bonus_coins, done.price, done.priced_in)
        number = self.reference(done.purchase)
        return f"Zurückgezogen: {number}, {bill}. Bezahle dafür nichts mehr."

    def own_request(self, number: int, bill: str, asked_ms: int) -> str:
        """One's own request that waits."""
        return f"{self.reference(number)} {bill} · angefragt {self.moment(asked_ms, 'R')}"

    def waits_at_discord(self, count: int) -> str:
        """What was bought from Discord and is credited nowhere."""
        if count == 1:
            return "1 Kauf bei Discord kannst du hier abholen."
        return f"{self.number(count)} Käufe bei Discord kannst du hier abholen."

    nothing_to_claim = (
        "Bei Discord wartet nichts auf dich. Was du in `/shop show` kaufst, kommt von selbst."
    )
    claimed_test = (
        "Ein Kauf im Testmodus: Es wurde nichts bezahlt, also gibt es keine Münzen. Alles andere "
        "hat funktioniert."
    )
    claimed_taken_back = "Discord hat diesen Kauf zurückgenommen, also gibt es nichts abzuholen."
    claimed_unsold = (
        "Discord hat dir etwas verkauft, für das hier kein Paket steht. Es bleibt dir: Öffne "
        "`/shop show` auf dem Server, auf dem du es gekauft hast, oder frag hier die Verwaltung."
    )
    claim_failed = (
        "Discord antwortet gerade nicht. Nichts ist verloren: Versuch `/shop claim` in einer "
        "Minute noch einmal."
    )

    def claimed(self, coins: int, bonus_coins: int) -> str:
        """What was bought from Discord is credited now."""
        return f"Abgeholt: {self.bought(coins, bonus_coins)} von Discord."

    calculator_no_packs = "Hier ist kein Paket im Angebot, also haben Münzen keinen Preis."
    calculator_play = "Münzen sind hier Spielgeld: Sie kosten nichts, und zu kaufen gibt es nichts."

    def pack_by_pack(self, coins: int) -> str:
        """The title above what an amount costs in each pack."""
        return f"**{self.coins(coins)}**, Paket für Paket"

    def gives(self, portion: str, coins: int) -> str:
        """Some of one pack, with how many coins come of it."""
        return f"{portion}, ergibt {self.number(coins)}"

    def in_other_money(self, amount: str, rate: str, set_ms: int) -> str:
        """An amount in another currency, by a rate that somebody set."""
        return f"- {amount} ({rate}, Stand {self.moment(set_ms, 'd')})"

    def rate_line(self, rate: str, set_ms: int) -> str:
        """A rate in a list, and since when it is so."""
        return f"- {rate}, Stand {self.moment(set_ms, 'd')}"

    other_money = "In anderem Geld, gerundet, zu den Kursen dieses Servers:"
    no_other_money = "-# Hier sind keine Wechselkurse eingetragen, also nichts in anderem Geld."

    def old_rates(self, days: int) -> str:
        """Rates that may no longer be near what is paid."""
        return f"-# Ein Kurs, der älter als {days} Tage ist, stimmt vielleicht nicht mehr."

    def diamonds_of_gift(self, coins: int, share: int, units: int) -> str:
        """What a creator receives for coins."""
        return (
            f"Ein Geschenk für **{self.coins(coins)}** bringt **{self.diamonds(units)}** 💎 ein: "
            f"{self.percent(share)} davon."
        )

    def diamonds_as_money(self, units: int, rate: str, fee: int, money: str) -> str:
        """What diamonds give as money by the settings of cashing out."""
        cost = f" nach {self.percent(fee)} Gebühr" if fee else ""
        return f"{self.diamonds(units)} 💎 geben ausgezahlt **{money}**{cost}, bei {rate} für 1 💎."

    rounded_down = "Das ist abgerundet."
    diamonds_cash_nothing = "Auf diesem Server werden keine Diamanten ausgezahlt."
    only_paid_diamonds = (
        "-# Nur bezahlte Münzen bringen 💎, die ausgezahlt werden können; Bonusmünzen bringen "
        "Bonus-💎."
    )

    def diamonds_too_few(self, least: int) -> str:
        """Fewer diamonds than one payout takes."""
        return f"-# Ausgezahlt wird ab {self.number(least)} 💎."

    def diamonds_too_many(self, most: int) -> str:
        """More diamonds than are paid out in a day."""
        return f"-# Am Tag werden höchstens {self.number(most)} 💎 ausgezahlt."

    def diamonds_as_coins(self, units: int, coins: int) -> str:
        """What diamonds give as coins."""
        return f"{self.diamonds(units)} 💎 geben eingetauscht {self.coins(coins)}."

    _not_sold: ClassVar[Mapping[str, str]] = {
        "play": (
            "Münzen sind hier Spielgeld, zu kaufen gibt es also nichts. Nichts angefragt: Wie man "
            "an Münzen kommt, sagt `/shop show`."
        ),
        "discord": (
            "Die Münzen verkauft hier jetzt Discord. Nichts angefragt: Öffne `/shop show` neu."
        ),
    }

    def refused_no_such_pack(self, refused: NoSuchPack, around: Around) -> str:
        """A pack that is not on offer."""
        return (
            "Dieses Paket ist nicht mehr im Angebot. Nichts passiert: Such dir eins in "
            "`/shop show` aus."
        )

    def refused_pack_quantity(self, refused: PackQuantityOutOfRange, around: Around) -> str:
        """Too many packs, or none."""
        return (
            f"Eine Anfrage fasst 1 bis {refused.most} Pakete einer Sorte. Nichts angefragt: Nimm "
            "ein größeres Paket aus `/shop show`."
        )

    def refused_pack_price_changed(self, refused: PackPriceChanged, around: Around) -> str:
        """A price that is no longer what was shown."""
        before = self.money(refused.quoted, refused.quoted_in)
        now = self.money(refused.price, refused.priced_in)
        if before == now:
            return (
                f"Für {now} gibt es inzwischen **{self.coins(refused.coins)}**. Nichts angefragt: "
                "Alles Neue steht in `/shop show`."
            )
        return (
            f"Der Preis für {self.coins(refused.coins)} ist inzwischen **{now}** statt {before}. "
            "Nichts angefragt: Die neuen Preise stehen in `/shop show`."
        )

    def refused_too_many_purchases(self, refused: TooManyPurchases, around: Around) -> str:
        """One request more than may wait."""
        return (
            f"{refused.most} Anfragen von dir warten schon, mehr geht nicht. Nichts angefragt: "
            "Zieh eine in `/shop show` zurück oder warte auf die Moderation."
        )

    def refused_no_such_purchase(self, refused: NoSuchPurchase, around: Around) -> str:
        """A number that is no request."""
        return (
            f"Unter {self.reference(refused.purchase)} steht kein Kauf. Nichts passiert: Was "
            "wartet, zeigt `/mod purchases`."
        )

    def refused_purchase_over(self, refused: PurchaseOver, around: Around) -> str:
        """A request that was decided about before."""
        ended = self.how_it_ended(refused.purchase, refused.state, refused.by_seq)
        return f"{ended} Jetzt ist nichts passiert."

    def refused_purchase_own(self, refused: OwnPurchase, around: Around) -> str:
        """A moderator who would decide about their own request."""
        return (
            "Das ist dein eigener Kauf, den muss sich jemand anderes ansehen. Nichts passiert; "
            "zurückziehen kannst du ihn in `/shop show`."
        )

    def refused_purchase_of_another(self, refused: PurchaseOfAnother, around: Around) -> str:
        """A request of somebody else."""
        return "Diese Anfrage gehört jemand anderem. Nichts passiert."

    def refused_entitlement_known(self, refused: EntitlementKnown, around: Around) -> str:
        """A purchase from Discord that was credited before."""
        return (
            "Diese Münzen wurden schon gutgeschrieben. Nichts passiert: Wann das war, zeigt "
            "`/history`."
        )

    def refused_entitlement_unknown(self, refused: EntitlementUnknown, around: Around) -> str:
        """A purchase from Discord that was never credited."""
        return "Dieser Kauf wurde hier nie gutgeschrieben, also wurde nichts zurückgenommen."
