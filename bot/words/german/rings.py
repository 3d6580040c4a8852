"""What is said of rings and funnels, in German."""

from collections.abc import Sequence

from bot.words.german.grammar import GermanGrammar
from bot.words.rings import RingWords


class GermanRingWords(GermanGrammar, RingWords):
    """The sentences of looking for rings."""

    freeze_all_button = "Alle einfrieren…"
    next_finding_button = "Weiter ▶"
    last_finding_button = "◀ Zurück"
    rings_care = (
        "-# Das ist kein Beweis: Auch befreundete Mitglieder beschenken einander, und neue "
        "sammeln sich gern um jemanden. Schlag ein paar Nummern mit `/mod lookup` nach, bevor du "
        "jemanden einfrierst."
    )
    freeze_all_title = "Alle davon einfrieren?"

    def nothing_found(self, gifts: int, members: int, days: int) -> str:
        """Nothing that is worth a look, and what was looked at."""
        return (
            f"Nichts fällt auf. Angesehen: {self._gifts_among(gifts, members)} aus "
            f"{self._days(days)}. Kein Ring, in dem Münzen durch Eintauschen zurückkommen, und "
            "niemand, für den junge oder reine Bonuskonten sammeln."
        )

    def _gifts_among(self, gifts: int, members: int) -> str:
        return (
            f"{self.number(gifts)} {'Geschenk' if gifts == 1 else 'Geschenke'} unter "
            f"{self.number(members)} {'Mitglied' if members == 1 else 'Mitgliedern'}"
        )

    def _days(self, days: int) -> str:
        return f"{self.number(days)} {'Tag' if days == 1 else 'Tagen'}"

    def finding_place(self, place: int, in_all: int, gifts: int, days: int) -> str:
        """Which finding of how many it is, and what was looked at."""
        return (
            f"-# {self.number(place)} von {self.number(in_all)} · {self.number(gifts)} Geschenke "
            f"aus {self._days(days)}"
        )

    rings_cut = "-# Es waren mehr Geschenke, als auf einmal angesehen werden: Wähle weniger Tage."

    def ring_found(self, members: int, least: int, coins: int, bonus_coins: int) -> str:
        """A ring: how large, and how much goes round in it."""
        return (
            f"**Ein Ring aus {self.number(members)}**: Münzen kommen dorthin zurück, wo sie "
            f"losgingen. Jeder Schritt trug mindestens {self.coins(least)}, und alle darin "
            f"tauschen ein. Zusammen {self._together(coins, bonus_coins)}."
        )

    def funnel_found(
        self, creator: str | None, feeders: int, coins: int, bonus_coins: int, received: int
    ) -> str:
        """A funnel: who is fed, by how many, and how much of all they received it is."""
        return (
            f"**{self.number(feeders)} Konten sammeln für {self.name(creator)}**: junge oder "
            "solche mit nichts als Bonusmünzen, die sonst niemanden beschenken. "
            f"Zusammen {self._together(coins, bonus_coins)}; an {self.name(creator)} ging davon "
            f"{self.share_of(coins, received)} von allem."
        )

    def _together(self, coins: int, bonus_coins: int) -> str:
        return f"{self.coins(coins)}, {self.share_of(bonus_coins, coins)} davon Bonus"

    def suspect(self, name: str | None, age_days: int | None, *, frozen: bool) -> str:
        """Somebody of a finding, and how old their account is; None for who was forgotten."""
        age = ""
        if age_days is not None:
            age = f" ({self.number(age_days)} {'Tag' if age_days == 1 else 'Tage'} alt)"
        return f"{self.strong_name(name)}{age}{' 🧊' if frozen else ''}"

    def suspects(self, told: Sequence[str], others: int) -> str:
        """Everybody of a finding, in one line."""
        more = f" und {self.number(others)} weitere" if others else ""
        return f"{', '.join(told)}{more}"

    def flow_line(
        self,
        sender: str | None,
        recipient: str | None,
        *,
        coins: int,
        gifts: int,
        first: int,
        last: int,
    ) -> str:
        """What one gave another, with the numbers of gifts to look up."""
        count = f"{self.number(gifts)} {'Geschenk' if gifts == 1 else 'Geschenke'}"
        numbers = self.reference(first)
        if last != first:
            numbers += f" … {self.reference(last)}"
        who = f"{self.name(sender)} → {self.name(recipient)}"
        return f"{who} · {self.coins(coins)}, {count}: {numbers}"

    def more_flows(self, more: int) -> str:
        """How many steps are not told."""
        return f"-# und {self.number(more)} weitere untereinander"

    def freeze_all_question(self, members: int, others: int) -> str:
        """What freezing a finding's people means."""
        more = (
            f" Die übrigen {self.number(others)} kommen bei der nächsten Suche." if others else ""
        )
        return (
            f"{self.number(members)} Konten können bis `/mod unfreeze` nichts verschicken, "
            f"eintauschen oder live gehen. Alle lesen den Grund.{more}"
        )

    def ring_reason(self, gift: int) -> str:
        """The reason that is suggested: plain text, which everybody who is frozen reads."""
        return f"Geschenke, die im Kreis gehen, etwa #{gift}"

    def funnel_reason(self, gift: int) -> str:
        """The reason that is suggested: plain text, which everybody who is frozen reads."""
        return f"viele Konten, die nur an eine Person schenken, etwa #{gift}"

    def all_frozen(self, frozen: int, already: int, forgotten: int, *, own: bool) -> str:
        """What came of freezing everybody of a finding."""
        is_one = frozen == 1
        accounts = "Konto ist" if is_one else "Konten sind"
        parts = [f"Erledigt! {self.number(frozen)} {accounts} eingefroren"]
        if already:
            parts.append(f"{self.number(already)} {'war' if already == 1 else 'waren'} es schon")
        if forgotten:
            parts.append(f"{self.number(forgotten)} gibt es nicht mehr")
        told = f"{', '.join(parts)}."
        mine = " Deins ist dabei und wurde ausgelassen: Das sieht sich jemand anders an."
        return f"{told}{mine if own else ''}"
