"""What is said of coins that many take from, in German."""

from collections.abc import Mapping
from typing import ClassVar

from bot.ledger.outcomes import pots
from bot.words.german.goals import GermanGoalWords
from bot.words.pots import PotWords


class GermanPotWords(GermanGoalWords, PotWords):
    """The sentences of pots."""

    collect_button = "Einsammeln"
    open_chest_button = "Öffnen"
    my_share_button = "Mein Anteil"
    drop_chest_button = "Truhe aufstellen"
    take_chest_back_button = "Zurücknehmen"
    make_drop_button = "Regnen lassen"
    make_promotion_button = "Anlegen"
    end_pot_button = "Beenden"
    end_now_button = "Jetzt beenden"
    keep_pot_button = "Weiterlaufen lassen"

    pot_names: ClassVar[Mapping[str, str]] = {
        "promotion": "Aktion",
        "drop": "Münzregen",
        "chest": "Truhe",
    }

    def _people(self, people: int) -> str:
        return "1 Person" if people == 1 else f"{self.number(people)} Leute"

    def pot_progress(self, taken: int, people: int) -> str:
        """How many shares are taken, with a bar that is full only once all are."""
        bar = self.goal_bar(taken, people)
        return f"{bar} {self.number(taken)} von {self.number(people)}"

    def drop_open(
        self, keeper: str | None, each: int, people: int, *, taken: int, role: int, closes_ms: int
    ) -> str:
        """A drop that can be collected from."""
        first = f"die ersten {self.number(people)}" if people > 1 else "die erste Person"
        whom = f"{first}{f' mit <@&{role}>' if role else ''}"
        coins = f"{'je ' if people > 1 else ''}{self._bonus_coins(each)}"
        return (
            f"🪂 {self.strong_name(keeper)} lässt Münzen regnen: {coins} für {whom}!\n"
            f"{self.pot_progress(taken, people)} eingesammelt\n"
            "-# Ein Anteil je Person, solange es welche gibt. Ende "
            f"{self.moment(closes_ms, 'R')}"
        )

    def drop_over(self, keeper: str | None, each: int, people: int, taken: int) -> str:
        """A drop that nobody collects from any more."""
        whose = f"🪂 Der Münzregen von {self.strong_name(keeper)}"
        if not taken:
            return f"{whose} ist vorbei. Diesmal hat niemand eingesammelt."
        gave = f"je {self._bonus_coins(each)}"
        if taken == people:
            return f"{whose} ist aufgebraucht: {gave} gingen an {self._people(taken)}."
        return (
            f"{whose} ist vorbei: {gave} gingen an {self.number(taken)} von "
            f"{self.number(people)} möglichen."
        )

    def _chest_for(self, coins: int, people: int) -> str:
        return f"{self.coins(coins)} für {self._people(people)}"

    def chest_shut(self, keeper: str | None, coins: int, people: int, opens_ms: int) -> str:
        """A chest that waits to be opened."""
        return (
            f"🎁 {self.strong_name(keeper)} stellt eine Schatztruhe auf: "
            f"{self._chest_for(coins, people)}! Sie geht {self.moment(opens_ms, 'R')} auf."
        )

    def chest_open(
        self, keeper: str | None, coins: int, people: int, *, taken: int, closes_ms: int
    ) -> str:
        """A chest that can be opened."""
        return (
            f"🎁 Die Schatztruhe von {self.strong_name(keeper)} ist offen: "
            f"{self._chest_for(coins, people)}!\n"
            f"{self.pot_progress(taken, people)} haben ihren Anteil\n"
            f"-# Sie schließt {self.moment(closes_ms, 'R')}"
        )

    def chest_taken_back(self, keeper: str | None, coins: int) -> str:
        """A chest whose keeper took it back before anybody could open it."""
        return (
            f"🎁 {self.strong_name(keeper)} hat die Schatztruhe zurückgenommen, bevor sie aufging: "
            f"{self.coins(coins)}."
        )

    def chest_over(
        self,
        keeper: str | None,
        coins: int,
        people: int,
        *,
        taken: int,
        given: int,
        own: bool,
        by_team: bool,
    ) -> str:
        """A chest that nobody opens any more."""
        whose, left = f"🎁 Die Schatztruhe von {self.strong_name(keeper)}", coins - given
        back = f"zurück an {self.name(keeper)}" if own else "zurück an den Server"
        if by_team and not taken:
            return f"{whose} hat das Team des Servers geschlossen: {self.coins(coins)} {back}."
        if not taken:
            return f"{whose} ist zu. Niemand hat sie geöffnet: {self.coins(coins)} {back}."
        if not left:
            return f"{whose} ist leer: {self._chest_for(coins, taken)}."
        closed = "hat das Team des Servers geschlossen" if by_team else "ist zu"
        have = "hat" if taken == 1 else "haben"
        return (
            f"{whose} {closed}: {self.number(taken)} von {self.number(people)} {have} "
            f"{self.coins(given)} bekommen, {self.number(left)} gehen {back}."
        )

    def chest_uneven(self, fingerprint: str) -> str:
        """How an uneven chest is dealt, and what proves that nothing was changed."""
        return (
            "-# Ungleiche Anteile, ausgelost, mindestens 1 für jede Person; es kostet nichts. Du "
            f"bekommst Bonusmünzen.\n-# Fingerabdruck der Auslosung: `{fingerprint}`"
        )

    def chest_even(self, each: int) -> str:
        """How a chest is dealt that holds coins that were paid for."""
        return (
            f"-# {self._bonus_coins(each)} für jede Person: Gekaufte Münzen sind dabei, und um die "
            "wird nie gelost. Es kostet nichts."
        )

    def chest_evenly(self, each: int) -> str:
        """How an even chest was dealt."""
        return f"-# Gleiche Anteile: je {self._bonus_coins(each)}."

    def chest_luckiest(self, name: str | None, coins: int) -> str:
        """Who drew the largest share."""
        return f"🍀 Größter Anteil: {self.strong_name(name)}, {self.number(coins)}"

    def chest_told(self, seed: str, number: int) -> str:
        """The seed of a chest that is over, and how to check it."""
        return f"-# Startwert: `{seed}` · `/chest check number:{number}` verteilt noch einmal"

    posted_again = (
        "-# Noch einmal geschickt: Die Nachricht davor wurde gelöscht, obwohl es noch läuft. "
        "Beenden kann es das Team unter `/mod drops`."
    )

    def share_taken(self, taken: pots.ShareTaken) -> str:
        """One's own share."""
        coins = self._bonus_coins(taken.total)
        told = {
            "promotion": f"🎟️ Code eingelöst: {coins} für dich!",
            "drop": f"🪂 Eingesammelt: {coins} für dich!",
        }.get(taken.of, f"🎁 Dein Anteil an der Truhe: {coins}!")
        now = f"Du hast jetzt {self.coins(taken.all_coins)}."
        return f"{told} {now}\n-# {self.reference(taken.seq)}"

    def share_was(self, of: str, coins: int, seq: int) -> str:
        """What the reader took, once it is over."""
        what = self.pot_names.get(of, self.pot_names["chest"])
        return f"{what}: Du hast {self._bonus_coins(coins)} bekommen ({self.reference(seq)})."

    def share_missed(self, of: str) -> str:
        """The reader took nothing, and nothing is taken any more."""
        what = self.pot_names.get(of, self.pot_names["chest"])
        return f"{what}: Du hast keinen Anteil, und es ist vorbei. Beim nächsten Mal!"

    def chest_question(
        self, coins: int, people: int, minutes: int, *, bonus_coins: int, left: int
    ) -> str:
        """The one question before a chest with uneven shares."""
        return (
            f"Eine Truhe mit **{self._chest_for(coins, people)}** aufstellen? Sie geht "
            f"{self._minutes(minutes)} später auf, für die, die zuerst drücken.\n"
            f"Dafür gehen {self._bonus_coins(bonus_coins)} aus deinem Wallet, es bleiben "
            f"{self.coins(left)}.\n"
            "Die Anteile sind ungleich und ausgelost, mindestens 1 für jede Person. Was niemand "
            "nimmt, kommt zurück."
        )

    def chest_question_even(
        self, each: int, people: int, minutes: int, *, coins: int, bonus_coins: int, kept: int
    ) -> str:
        """The one question before a chest with even shares."""
        total = coins + bonus_coins
        parts = f" ({self.number(bonus_coins)} Bonus)" if bonus_coins else ""
        parted = "lässt sich" if kept == 1 else "lassen sich"
        rest = f" {self.coins(kept)} {parted} nicht teilen, die behältst du."
        return (
            f"Eine Truhe mit **{self._chest_for(total, people)}** aufstellen? Sie geht "
            f"{self._minutes(minutes)} später auf, für die, die zuerst drücken.\n"
            f"Dafür gehen {self.coins(total)}{parts} aus deinem Wallet.{rest if kept else ''}\n"
            f"Jede Person bekommt {self._bonus_coins(each)}: Gekaufte Münzen sind dabei, und um "
            "die wird nie gelost. Was niemand nimmt, kommt zurück, wie es war."
        )

    def chest_question_issued(self, coins: int, people: int, minutes: int) -> str:
        """The one question before a moderator's chest."""
        return (
            f"Eine Truhe mit **{self._bonus_coins(coins)} für {self._people(people)}** für den "
            f"Server aufstellen? Sie geht {self._minutes(minutes)} später auf, für die, die "
            "zuerst drücken.\nDie Münzen werden dafür ausgegeben, kein Wallet bezahlt. Die Anteile "
            "sind ungleich und ausgelost, mindestens 1 für jede Person; was niemand nimmt, geht "
            "zurück. Es steht im Protokoll."
        )

    def _minutes(self, minutes: int) -> str:
        return "1 Minute" if minutes == 1 else f"{self.number(minutes)} Minuten"

    def chest_dropped(self, coins: int, channel: int, opens_ms: int, seq: int) -> str:
        """One's own chest stands."""
        return (
            f"🎁 Deine Truhe mit {self.coins(coins)} steht in <#{channel}> und geht "
            f"{self.moment(opens_ms, 'R')} auf.\n-# {self.reference(seq)}"
        )

    no_such_chest = (
        "Unter dieser Nummer steht keine Truhe. Nichts zu zeigen: Eine Truhe, die vorbei ist, "
        "nennt ihre selbst."
    )
    coins_kept = "Keine Truhe aufgestellt, nichts abgezogen."
    pot_needs_channel = (
        "Münzregen und Truhen stehen in Text- oder Sprachkanälen, nicht in Threads. Nichts "
        "abgezogen: Nimm den Befehl dort."
    )

    def pot_no_room(self, channel: int) -> str:
        """A channel in which the member may not write themselves."""
        return f"In <#{channel}> kannst du nicht schreiben. Nichts abgezogen: Nimm einen anderen."

    def chest_back(self, outcome: pots.PotOver) -> str:
        """One's own chest was taken back."""
        where = self._paid_of_back(outcome)
        verb = "ist" if outcome.back == 1 else "sind"
        end = f".{where}" if where else f" {verb} wieder in deinem Wallet."
        return f"Zurückgenommen: {self.coins(outcome.back)}{end}\n-# {self.reference(outcome.seq)}"

    drop_role_gone = (
        "Die Rolle, für die dieser Münzregen war, gibt es nicht mehr, also kann niemand "
        "einsammeln. Nichts genommen: Das Team kann ihn unter `/mod drops` beenden."
    )

    def check_head(self, number: int, keeper: str | None, coins: int, people: int) -> str:
        """Which chest is checked."""
        whose = f"Truhe {self.reference(number)} von {self.strong_name(keeper)}"
        return f"🔎 {whose}: {self._chest_for(coins, people)}"

    def check_even(self, each: int) -> str:
        """A chest in which there was no chance."""
        return f"Sie wurde gleich verteilt, je {self._bonus_coins(each)}. Gelost wurde nichts."

    def check_later(self, fingerprint: str, closes_ms: int) -> str:
        """A chest whose seed is not told yet."""
        return (
            f"Der Startwert bleibt geheim, bis sie vorbei ist, spätestens "
            f"{self.moment(closes_ms, 'R')}. Bis dahin bindet ihn dieser Fingerabdruck, sein "
            f"SHA-256:\n`{fingerprint}`"
        )

    def check_seed(self, seed: str, fingerprint: str) -> str:
        """The seed, and what was told of it at the drop."""
        return (
            f"Startwert: `{seed}`\nSein SHA-256 ist der Fingerabdruck vom Aufstellen: "
            f"`{fingerprint}`"
        )

    def check_swapped(self, seed: str, fingerprint: str) -> str:
        """The seed, which is not the one that was told of at the drop."""
        return (
            f"Startwert: `{seed}`\n✗ Sein SHA-256 ist nicht der Fingerabdruck vom Aufstellen: "
            f"`{fingerprint}`. Sag bitte dem Team des Servers Bescheid."
        )

    def check_result(self, taken: int, right: int) -> str:
        """How many shares are those of the seed."""
        if not taken:
            return "Niemand hat einen Anteil, also gibt es nichts zu vergleichen."
        if right == taken == 1:
            return "✓ Neu verteilt aus dem Startwert: Der eine genommene Anteil stimmt."
        if right == taken:
            same = f"{self.number(taken)} von {self.number(taken)} Anteilen stimmen"
            return f"✓ Neu verteilt aus dem Startwert: {same}."
        return (
            f"✗ Neu verteilt aus dem Startwert: {self.number(taken - right)} von "
            f"{self.number(taken)} Anteilen weichen ab. Sag bitte dem Team des Servers Bescheid."
        )

    def check_more(self, more: int) -> str:
        """How many shares were compared and are not listed."""
        return f"-# {self.number(more)} weitere wurden verglichen und stehen nicht in der Liste."

    check_how = (
        "-# Mit eigenen Mitteln: Das Gewicht von Anteil i, gezählt ab 1, sind die ersten 8 Bytes "
        "des SHA-256 vom Text `seed:i` als Zahl, plus 1; `seed` ist der Startwert, wie er dasteht. "
        "Alle haben 1; bis Anteil i liegen (Münzen − Leute) × Gewichte bis i ÷ alle Gewichte, "
        "abgerundet, und zu Anteil i kommt, was über Anteil i − 1 hinausgeht."
    )

    def line_own_share(self, outcome: pots.ShareTaken, who: str) -> str:
        """A share, on a statement."""
        if outcome.of == "promotion":
            return "Code eingelöst"
        return f"Anteil: {self._pot(outcome.of, outcome.pot)}"

    def logged_own_share(self, outcome: pots.ShareTaken, who: str, whom: str) -> str:
        """A share."""
        coins = self._bonus_coins(outcome.total)
        what = self._pot(outcome.of, outcome.pot)
        return f"{who} hat einen Anteil genommen, {what}: {coins}."

    def line_own_chest(self, outcome: pots.ChestDropped, who: str) -> str:
        """A chest, on its keeper's statement."""
        return f"Truhe für {self._people(outcome.people)}"

    def logged_own_chest(self, outcome: pots.ChestDropped, who: str, whom: str) -> str:
        """A chest of somebody's own coins."""
        chest = self._chest_for(outcome.coins + outcome.bonus_coins, outcome.people)
        return f"{who} hat eine Truhe aufgestellt: {chest}."

    def logged_own_chest_open(self, outcome: pots.ChestOpened, who: str, whom: str) -> str:
        """A chest opened."""
        return f"{self._pot('chest', outcome.pot)} von {who} ging auf."

    def line_own_pot_over(self, outcome: pots.PotOver, who: str) -> str:
        """What was left of a chest, on its keeper's statement."""
        if outcome.early:
            return f"{self._pot(outcome.of, outcome.pot)} zurückgenommen"
        return f"Rest: {self._pot(outcome.of, outcome.pot)}"

    def logged_own_pot_over(self, outcome: pots.PotOver, who: str, whom: str) -> str:
        """A pot whose time was over, or that its keeper took back."""
        if outcome.early:
            pot = self._pot(outcome.of, outcome.pot)
            return f"{who} hat {pot} vor dem Öffnen zurückgenommen: {self.coins(outcome.back)}."
        whose = f"{self._pot(outcome.of, outcome.pot)} von {who}"
        return f"{whose} ist vorbei: {self._came_to(outcome)}."

    def _came_to(self, outcome: pots.PotOver | pots.PotEnded) -> str:
        taken = f"{self.number(outcome.taken)} von {self.number(outcome.people)} Anteilen genommen"
        return f"{taken}, {self.coins(outcome.back)} zurück"

    def notice_own_pot_over(self, outcome: pots.PotOver, who: str) -> str:
        """A chest of the reader's is over."""
        return (
            f"Deine Truhe ist vorbei: {self.number(outcome.taken)} von "
            f"{self._people(outcome.people)} haben sie geöffnet, zurück kamen "
            f"{self.coins(outcome.back)}.{self._paid_of_back(outcome)}"
        )

    def logged_promo(self, outcome: pots.PromotionCreated, who: str, whom: str) -> str:
        """A promotion; its code stands in no log."""
        coins = self._bonus_coins(outcome.each)
        total = self.number(outcome.each * outcome.people)
        people = self._people(outcome.people)
        return f"{who} hat eine Aktion angelegt: {coins} für {people}, zusammen {total}."

    def logged_drop(self, outcome: pots.DropCreated, who: str, whom: str) -> str:
        """A drop."""
        coins = ("je " if outcome.people > 1 else "") + self._bonus_coins(outcome.each)
        whom = f", nur mit <@&{outcome.role}>" if outcome.role else ""
        return f"{who} hat {coins} regnen lassen, für {self._people(outcome.people)}{whom}."

    def logged_chest(self, outcome: pots.ChestIssued, who: str, whom: str) -> str:
        """A chest of the server's."""
        coins = self._bonus_coins(outcome.bonus_coins)
        people = self._people(outcome.people)
        return f"{who} hat eine Truhe aufgestellt: {coins} für {people}."

    def line_pot_end(self, outcome: pots.PotEnded, who: str) -> str:
        """A chest that a moderator ended, on its keeper's statement."""
        return f"{self._pot(outcome.of, outcome.pot)} beendet von {who}"

    def logged_pot_end(self, outcome: pots.PotEnded, who: str, whom: str) -> str:
        """A moderator ended a pot; of an own chest, `whom` is its keeper."""
        whose = f" von {whom}" if outcome.own else ""
        what = f"{self._pot(outcome.of, outcome.pot)}{whose}"
        return f"{who} hat {what} beendet: {self._came_to(outcome)}."

    def notice_pot_end(self, outcome: pots.PotEnded, actor: str) -> str:
        """A moderator ended the reader's chest."""
        came = "kam" if outcome.back == 1 else "kamen"
        back = f"{self.coins(outcome.back)} {came} zurück.{self._paid_of_back(outcome)}"
        return f"{actor} hat deine Truhe beendet: {back}"
