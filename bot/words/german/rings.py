"""What is said of rings and funnels, in German."""

from collections.abc import Sequence

from bot.ledger.rings import TOGETHER_DAYS, YOUNG_DAYS, Signs
from bot.words.german.grammar import GermanGrammar
from bot.words.rings import RingWords


class GermanRingWords(GermanGrammar, RingWords):
    """The sentences of looking for rings."""

    next_finding_button = "Weiter ▶"
    last_finding_button = "◀ Zurück"
    undo_freezing_button = "Zurücknehmen…"
    freeze_all_title = "Alle davon einfrieren?"
    freeze_givers_title = "Alle einfrieren, die geschenkt haben?"
    unfreeze_all_title = "Wieder freigeben?"
    ring_care = (
        "-# Das ist kein Beweis: Bei befreundeten Mitgliedern, die einander beschenken, sieht es "
        "genauso aus. Schlag ein paar Nummern mit `/mod lookup` nach, bevor du jemanden "
        "einfrierst."
    )
    finding_changed = (
        "Dieser Fund hat sich inzwischen geändert, denn ein Geschenk wurde zurückgenommen. Es ist "
        "nichts passiert: `/mod rings` sucht noch einmal."
    )
    one_of_the_found = (
        "Dein Konto gehört dazu, also entscheidet jemand anders. Es wurde nichts geändert."
    )
    nobody_frozen = "Davon ist niemand mehr eingefroren. Es wurde nichts geändert."

    def funnel_care(self, creator: str | None) -> str:
        """What else it may be, below a funnel."""
        return (
            "-# Das ist kein Beweis: Bei neuen Mitgliedern, die jemandem hierher gefolgt sind, "
            f"sieht es genauso aus, und {self.name(creator)} weiß vielleicht nichts davon. Schlag "
            "ein paar Nummern mit `/mod lookup` nach, bevor du jemanden einfrierst."
        )

    def nothing_found(self, gifts: int, members: int, days: int) -> str:
        """Nothing that is worth a look, and what was looked at."""
        return (
            f"Nichts fällt auf. Angesehen: {self._gifts_among(gifts, members)} aus "
            f"{self._last(days)}. Kein Ring, in dem Münzen durch Eintauschen zurückkommen, und "
            "niemand, dem junge oder reine Bonuskonten mehr schenken als hier üblich."
        )

    def _gifts_among(self, gifts: int, members: int) -> str:
        return (
            f"{self.number(gifts)} {'Geschenk' if gifts == 1 else 'Geschenke'} unter "
            f"{self.number(members)} {'Mitglied' if members == 1 else 'Mitgliedern'}"
        )

    def _days(self, days: int) -> str:
        return f"{self.number(days)} {'Tag' if days == 1 else 'Tagen'}"

    def _last(self, days: int) -> str:
        return "dem letzten Tag" if days == 1 else f"den letzten {self._days(days)}"

    def finding_place(self, place: int, in_all: int, gifts: int, days: int) -> str:
        """Which finding of how many it is, and what was looked at."""
        return (
            f"-# {self.number(place)} von {self.number(in_all)} · {self.number(gifts)} Geschenke "
            f"aus {self._last(days)}"
        )

    rings_cut = "-# Es waren mehr Geschenke, als auf einmal angesehen werden: Wähle weniger Tage."

    def how_sure(self, *, strong: bool) -> str:
        """How much a finding says."""
        return "deutliche Anzeichen" if strong else "einen Blick wert, mehr nicht"

    def ring_found(
        self, members: int, least: int, coins: int, bonus_coins: int, *, strong: bool
    ) -> str:
        """A ring: how large, how sure, and how much goes round in it."""
        return (
            f"**Ein Ring aus {self.number(members)}** · {self.how_sure(strong=strong)}\n"
            f"Münzen kommen dorthin zurück, wo sie losgingen: {self.coins(least)} oder mehr können "
            "ganz herum sein, denn alle darin haben 💎 zu Münzen gemacht. Zusammen "
            f"{self._together(coins, bonus_coins)}."
        )

    def funnel_found(
        self,
        creator: str | None,
        feeders: int,
        coins: int,
        bonus_coins: int,
        received: int,
        *,
        strong: bool,
    ) -> str:
        """A funnel: who is fed, by how many, how sure, and how much of all they received it is."""
        return (
            f"**{self.number(feeders)} Konten schenken nur an {self.name(creator)}** · "
            f"{self.how_sure(strong=strong)}\n"
            f"Zusammen {self._together(coins, bonus_coins)}: {self.share_of(coins, received)} von "
            f"allem, was an {self.name(creator)} ging."
        )

    def _together(self, coins: int, bonus_coins: int) -> str:
        return f"{self.coins(coins)}, {self.share_of(bonus_coins, coins)} davon Bonus"

    def signs(self, signs: Signs) -> list[str]:
        """What speaks for a finding, beside the way its gifts go."""
        told = []
        if signs.together:
            told.append(
                f"{self._of(signs.together, signs)} Konten entstanden innerhalb von "
                f"{self._days(TOGETHER_DAYS)}"
            )
        if signs.young:
            elsewhere = self._elsewhere(signs.young_elsewhere, signs.others)
            told.append(
                f"{self._of(signs.young, signs)} waren beim ersten Geschenk jünger als "
                f"{self.number(YOUNG_DAYS)} Tage{elsewhere}"
            )
        if signs.bonus_only:
            told.append(
                f"{self._of(signs.bonus_only, signs)} gaben nur Bonusmünzen"
                f"{self._elsewhere(signs.bonus_elsewhere, signs.others)}"
            )
        if signs.kept:
            told.append(f"{signs.kept} % von dem, was sie gaben und bekamen, blieb unter ihnen")
        if signs.long:
            told.append("ein Ring aus so vielen schließt sich kaum zufällig")
        return told

    def _of(self, some: int, signs: Signs) -> str:
        if some == signs.of:
            return f"alle {self.number(some)}"
        return f"{self.number(some)} von {self.number(signs.of)}"

    def _elsewhere(self, percent: int, others: int) -> str:
        return f" (von {self.number(others)} anderen: {percent} %)" if others else ""

    no_signs = "sonst spricht nichts dafür"

    def made_coins(self, creator: str | None, coins: int) -> str:
        """What the creator of a funnel made of their diamonds meanwhile."""
        return f"{self.name(creator)} hat seitdem aus 💎 {self.coins(coins)} gemacht"

    def suspect(self, name: str | None, age_days: int | None, *, frozen: bool) -> str:
        """Somebody of a finding, and how old their account is; None for who was forgotten."""
        age = ""
        if age_days is not None:
            age = f" ({self.number(age_days)} {'Tag' if age_days == 1 else 'Tage'})"
        return f"{self.name(name)}{age}{' 🧊' if frozen else ''}"

    def suspects(self, told: Sequence[str], others: int) -> str:
        """Everybody of a finding, in one line."""
        more = f" und {self.number(others)} weitere" if others else ""
        return f"Konten und wie alt sie sind: {', '.join(told)}{more}"

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

    def freeze_all_button(self, members: int) -> str:
        """The button that asks whether everybody of a finding is frozen."""
        return f"Alle {self.number(members)} einfrieren…"

    def freeze_givers_button(self, members: int) -> str:
        """The button that asks whether those are frozen who gave to the creator of a funnel."""
        return f"Nur die {self.number(members)} Schenkenden…"

    def unfreeze_all_button(self, members: int) -> str:
        """The button that asks whether those are free again who were frozen last."""
        return f"{self.number(members)} freigeben…"

    def freeze_all_question(
        self, members: int, others: int, creator: str | None, *, strong: bool, own: bool
    ) -> str:
        """What freezing these people means; `creator`: of a funnel, where they are among them."""
        them = f", darunter {self.strong_name(creator)}," if creator else ""
        accounts = "Konto kann" if members == 1 else "Konten können"
        if them:
            accounts = accounts.replace(" ", f"{them} ", 1)
        what = (
            f"{self.number(members)} {accounts} bis `/mod unfreeze` nichts verschicken, "
            "eintauschen, auszahlen lassen oder live gehen. Alle lesen, was du hier schreibst."
        )
        parts = [what]
        if own:
            parts.append("Dein eigenes gehört dazu und wird ausgelassen.")
        if others:
            parts.append(f"Die übrigen {self.number(others)} sind für einmal zu viele.")
        if not strong:
            parts.append(
                "Hinter den meisten solchen Funden steckt nichts: Schreib, was du herausgefunden "
                "hast."
            )
        return " ".join(parts)

    def ring_reason(self, gift: int) -> str:
        """The reason that is suggested: plain text, which everybody who is frozen reads."""
        return f"wir sehen uns Geschenke an, die im Kreis gehen, etwa #{gift}"

    def funnel_reason(self, gift: int) -> str:
        """The reason that is suggested: plain text, which everybody who is frozen reads."""
        return f"wir sehen uns viele Konten an, die nur an eine Person schenken, etwa #{gift}"

    def all_frozen(self, frozen: int, already: int, forgotten: int, *, own: bool) -> str:
        """What came of freezing the people of a finding."""
        if frozen:
            accounts = "Konto ist" if frozen == 1 else "Konten sind"
            parts = [f"Erledigt! {self.number(frozen)} {accounts} eingefroren"]
        else:
            parts = ["Dadurch wurde niemand eingefroren"]
        if already:
            parts.append(f"{self.number(already)} {'war' if already == 1 else 'waren'} es schon")
        if forgotten:
            parts.append(f"{self.number(forgotten)} gibt es nicht mehr")
        told = f"{', '.join(parts)}."
        mine = " Deins ist dabei und wurde ausgelassen: Das sieht sich jemand anders an."
        return f"{told}{mine if own else ''}"

    def unfreeze_all_question(self, members: int, by: str | None, reason: str, stay: int) -> str:
        """What it means that those are free again who were frozen last, and who stays frozen."""
        accounts = "1 Konto kann" if members == 1 else f"{self.number(members)} Konten können"
        stays = "weiteres bleibt" if stay == 1 else "weitere bleiben"
        more = f"\n{self.number(stay)} {stays} aus anderem Grund eingefroren." if stay else ""
        return (
            f"{accounts} wieder verschicken, eintauschen und live gehen. Eingefroren von "
            f"{self.strong_name(by)}: {self.quote(reason)}\n"
            f"Alle lesen, was du hier schreibst.{more}"
        )

    def all_unfrozen(self, free: int, stay: int) -> str:
        """What came of having those free again who were frozen last."""
        told = f"Erledigt! {self.number(free)} {'Konto ist' if free == 1 else 'Konten sind'} wieder"
        stays = f"{self.number(stay)} {'bleibt' if stay == 1 else 'bleiben'}"
        more = f", {stays} aus anderem Grund eingefroren" if stay else ""
        return f"{told} frei{more}."
