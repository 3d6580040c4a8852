"""What is said to those who run the shop, in German."""

from collections.abc import Mapping
from typing import ClassVar

from bot.ledger.outcomes.shop import ExchangeRateSet, ExchangeRefused, PackEdited, PackRefused
from bot.words.german.shop import GermanShopWords
from bot.words.packs import PackWords
from bot.words.refusals import Around


class GermanPackWords(GermanShopWords, PackWords):
    """The sentences of `/setup pack`, `/setup shop` and `/setup exchange`."""

    nothing_to_edit_in_pack = (
        "Nenne, was sich ändern soll: `coins`, `price`, `bonus`, `until` oder `sku`. Nichts "
        "geändert."
    )
    bonus_needs_coins = (
        "Dieses Paket hat keinen Bonus, der enden könnte. Nichts geändert: Nenne auch `bonus`."
    )
    sku_misread = (
        "Eine SKU nennst du bei ihrer ID aus dem Developer Portal, einer Zahl mit 17 bis 19 "
        "Ziffern, oder mit 0 für keine. Nichts geändert."
    )
    sku_unknown = (
        "Unter dieser ID verkauft Discord nichts von diesem Bot. Nichts geändert: Leg im Developer "
        "Portal eine verbrauchbare SKU an und nenne ihre ID."
    )
    sku_not_consumable = (
        "Diese SKU ist nicht verbrauchbar, ließe sich also nur einmal kaufen. Nichts geändert: "
        "Nenne eine, die es ist."
    )
    sku_unchecked = (
        "Discord sagt gerade nicht, was es verkauft. Nichts geändert: Versuch es in einer Minute "
        "noch einmal."
    )

    def until_misread(self, timezone: str) -> str:
        """A date that cannot be read, or that is one day here and another elsewhere."""
        return (
            "Das liest sich nicht als Datum. Nichts geändert: `2026-12-31`, `31.12.`, `Fri 20:30` "
            f"und `in 3 days` gehen, nach der Uhr von {timezone}."
        )

    def price_misread(self, example: str) -> str:
        """A price that cannot be read, in the currency that is used here."""
        return (
            f"Preise sehen hier aus wie `{example}`, ohne Zeichen und ohne Tausenderpunkte. Nichts "
            "geändert: Schreib ihn noch einmal."
        )

    def pack_in_words(self, pack: PackEdited) -> str:
        """A pack with all that belongs to it."""
        bill = self.bill(pack.coins, pack.bonus_coins, pack.price, pack.priced_in)
        until = ""
        if pack.bonus_until_ms:
            until = f", der Bonus bis {self.moment(pack.bonus_until_ms)}"
        sku = f", SKU `{pack.sku}`" if pack.sku else ""
        return f"{bill}{until}{sku}"

    def pack_added(self, pack: PackEdited) -> str:
        """A new pack."""
        return f"✓ Jetzt im Angebot: {self.pack_in_words(pack)}."

    def pack_edited(self, pack: PackEdited) -> str:
        """A pack that was changed."""
        return f"✓ Geändert: {self.pack_in_words(pack)}. Frühere Anfragen bleiben, wie sie waren."

    def pack_retired(self, pack: PackEdited) -> str:
        """A pack that went off the list."""
        return (
            f"✓ Nicht mehr im Angebot: {self.pack_in_words(pack)}. Frühere Anfragen lassen sich "
            "noch bestätigen; `/setup pack restore` holt es zurück."
        )

    def pack_restored(self, pack: PackEdited) -> str:
        """A pack that is back."""
        return f"✓ Wieder im Angebot: {self.pack_in_words(pack)}."

    def no_pack_to_change(self, text: str) -> str:
        """A name that means no pack."""
        return (
            f"Kein Paket heißt {self.quote(text)}. Nichts geändert: Wähle beim Tippen eins aus der "
            "Liste oder nenne seine Münzen, etwa `330`."
        )

    def check_prices(self, currency: str) -> str:
        """What to look after once the currency is another."""
        return (
            f"Die Preise behalten ihre Ziffern und gelten jetzt in {currency}: Sieh sie dir unten "
            "an, und mit `/setup cashout show`, was 1 💎 bringt. Eingestellte Wechselkurse sind "
            "gelöscht: Sie galten für die Währung davor."
        )

    def shop_hint(self, mode: str) -> str:
        """What else there is to do, by how packs are paid for."""
        if mode == "discord":
            return (
                "-# Jedes Paket braucht die ID einer verbrauchbaren SKU: `/setup pack edit`, "
                "Option `sku`. Ein Testkauf gibt keine Münzen; `/shop claim` sagt, ob er ankam."
            )
        if mode == "play":
            return (
                "-# Verkauft wird nichts. Münzen gibst du mit `/mod promo`, `/mod drop` oder "
                "`/mod adjust`."
            )
        return (
            "-# Bezahlt wird außerhalb von Ovation, das machen du und deine Mitglieder unter euch "
            "aus: Wie, schreibst du mit der Option `text`. Anfragen stehen in `/mod purchases` und "
            "im Protokollkanal."
        )

    rates_title = "**Wechselkurse**"
    no_rates = (
        "Es sind keine Wechselkurse eingetragen. Sie zeigen Preise in anderem Geld, mit dem Stand "
        "des Tages, an dem du sie einträgst: `/setup exchange currency:EUR rate:0.92`."
    )
    exchange_hint = (
        "-# Einen Kurs setzt du mit `currency` und `rate`; mit `clear` hat die Währung keinen."
    )
    exchange_misread = (
        "Kurse sehen aus wie `0,92`: was eins deiner Währung in der anderen wert ist. Nach einer "
        "ganzen Zahl schreib zwei oder vier Nachkommastellen (`1,08` oder `1,0850`): Drei könnten "
        "Tausender sein. Nichts geändert."
    )
    rate_needs_currency = "Für welche Währung gilt das? Nichts geändert: Nenne auch `currency`."
    rate_needs_value = (
        "Nenne `rate`, oder setz `clear`, damit diese Währung keinen Kurs hat. Nichts geändert."
    )

    def exchange_set(self, done: ExchangeRateSet) -> str:
        """A rate that holds from now on, or does no longer."""
        if not done.rate:
            return f"✓ Für {done.other} gibt es keinen Kurs mehr."
        return f"✓ {self.rate_of(done.rate, done.priced_in, done.other)}, Stand heute."

    def logged_pack(self, pack: PackEdited, who: str, whom: str) -> str:
        """A pack that somebody put on the list, changed, or took off it."""
        what = self.pack_in_words(pack)
        if pack.retired:
            return f"{who} hat ein Paket aus dem Angebot genommen: {what}."
        if pack.added:
            return f"{who} hat ein Paket ins Angebot genommen: {what}."
        return f"{who} hat ein Paket geändert: {what}."

    def logged_exchange_rate(self, done: ExchangeRateSet, who: str, whom: str) -> str:
        """A rate that somebody set or cleared."""
        if not done.rate:
            return f"{who} hat den Wechselkurs für {done.other} gelöscht."
        before = f" (vorher: {self.millionths(done.before)})" if done.before else ""
        rate = self.rate_of(done.rate, done.priced_in, done.other)
        return f"{who} hat den Wechselkurs {rate} eingetragen{before}."

    kind_pack = "Münzpaket"
    kind_exchange_rate = "Wechselkurs"

    _pack_problems: ClassVar[Mapping[str, str]] = {
        "coins": "Ein Paket enthält 1 bis {most} Münzen.",
        "price": "Ein Paket kostet etwas, höchstens {money}.",
        "bonus": "Ein Bonus sind 0 bis {most} Münzen.",
        "until": "Dieser Zeitpunkt ist vorbei. Nenne einen späteren oder setz den Bonus auf 0.",
        "sku": "Das ist keine SKU. Nenne ihre ID aus dem Developer Portal.",
        "sku-taken": "Ein anderes Paket wird schon als diese SKU verkauft. Ändere erst jenes.",
        "twin": "Genau so ein Paket gibt es schon. Ändern kannst du es mit `/setup pack edit`.",
        "full": "{most} Pakete sind im Angebot, mehr passen nicht. Nimm erst eins heraus.",
    }
    _exchange_problems: ClassVar[Mapping[str, str]] = {
        "unknown": "Diese Währung ist hier unbekannt. Wähle beim Tippen eine aus der Liste.",
        "same": "In dieser Währung sind deine Preise schon. Wähle eine andere.",
        "rate": "Ein Kurs ist mehr als 0 und höchstens eine Million. Nenne einen dazwischen.",
        "none": "Für diese Währung gibt es keinen Kurs.",
    }

    def refused_pack_refused(self, refused: PackRefused, around: Around) -> str:
        """A pack that cannot be so."""
        money = self.money(refused.most, refused.priced_in)
        why = self._pack_problems[refused.code].format(most=self.number(refused.most), money=money)
        return f"Nichts geändert: {why}"

    def refused_exchange_refused(self, refused: ExchangeRefused, around: Around) -> str:
        """A rate that cannot be so."""
        return f"Nichts geändert: {self._exchange_problems[refused.code]}"
