"""What is said of coins that many take from: promotions, drops and chests."""

from collections.abc import Mapping
from typing import ClassVar

from bot.ledger.money import Currency
from bot.ledger.outcomes import pots
from bot.words.goals import GoalWords


class PotWords(GoalWords):
    """The sentences of pots. `of` is the kind of pot: promotion, drop or chest."""

    collect_button = "Collect"
    open_chest_button = "Open"
    my_share_button = "My share"
    drop_chest_button = "Drop the chest"
    take_chest_back_button = "Take it back"
    make_drop_button = "Drop them"
    make_promotion_button = "Make it"
    end_pot_button = "End"
    end_now_button = "End it now"
    keep_pot_button = "Let it go on"

    pot_names: ClassVar[Mapping[str, str]] = {
        "promotion": "promotion",
        "drop": "drop",
        "chest": "chest",
    }

    def _pot(self, of: str, number: int) -> str:
        """A pot by its number."""
        return f"{self.pot_names.get(of, self.pot_names['chest'])} {self.reference(number)}"

    def _people(self, people: int) -> str:
        return "1 person" if people == 1 else f"{self.number(people)} people"

    def _bonus_coins(self, coins: int) -> str:
        return self.amount(Currency.BONUS_COINS, coins)

    def pot_progress(self, taken: int, people: int) -> str:
        """How many shares are taken, with a bar that is full only once all are."""
        bar = self.goal_bar(taken, people)
        return f"{bar} {self.number(taken)} of {self.number(people)}"

    # Drops, as everybody reads them.

    def drop_open(
        self, keeper: str | None, each: int, people: int, *, taken: int, role: int, closes_ms: int
    ) -> str:
        """A drop that can be collected from."""
        first = f"for the first {self.number(people)}" if people > 1 else "for whoever is first"
        whom = f"{'each ' if people > 1 else ''}{first}{f' with <@&{role}>' if role else ''}"
        return (
            f"🪂 {self.strong_name(keeper)} drops {self._bonus_coins(each)} {whom}!\n"
            f"{self.pot_progress(taken, people)} collected\n"
            f"-# One share each, while there are any. Ends {self.moment(closes_ms, 'R')}"
        )

    def drop_over(self, keeper: str | None, each: int, people: int, taken: int) -> str:
        """A drop that nobody collects from any more."""
        whose = f"🪂 {self.strong_name(keeper)}'s drop"
        if not taken:
            return f"{whose} is over. Nobody collected this time."
        if taken == people:
            return (
                f"{whose} is all gone: {self._people(taken)} collected {self._bonus_coins(each)}"
                f"{'' if taken == 1 else ' each'}."
            )
        return (
            f"{whose} is over: {self.number(taken)} of {self._people(people)} collected "
            f"{self._bonus_coins(each)}{'' if taken == 1 else ' each'}."
        )

    # Chests, as everybody reads them.

    def _chest_for(self, coins: int, people: int) -> str:
        return f"{self.coins(coins)} for {self._people(people)}"

    def chest_shut(self, keeper: str | None, coins: int, people: int, opens_ms: int) -> str:
        """A chest that waits to be opened."""
        return (
            f"🎁 {self.strong_name(keeper)} drops a treasure chest: "
            f"{self._chest_for(coins, people)}! It opens {self.moment(opens_ms, 'R')}."
        )

    def chest_open(
        self, keeper: str | None, coins: int, people: int, *, taken: int, closes_ms: int
    ) -> str:
        """A chest that can be opened."""
        return (
            f"🎁 {self.strong_name(keeper)}'s treasure chest is open: "
            f"{self._chest_for(coins, people)}!\n"
            f"{self.pot_progress(taken, people)} have their share\n"
            f"-# It closes {self.moment(closes_ms, 'R')}"
        )

    def chest_taken_back(self, keeper: str | None, coins: int) -> str:
        """A chest whose keeper took it back before anybody could open it."""
        return (
            f"🎁 {self.strong_name(keeper)} took the treasure chest back before it opened: "
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
        """A chest that nobody opens any more; `given` coins were taken, of an `own` chest the rest
        went back to its keeper. `by_team`: moderators closed it."""
        whose, left = f"🎁 {self.strong_name(keeper)}'s treasure chest", coins - given
        back = f"went back to {self.name(keeper)}" if own else "went back to the server"
        if by_team and not taken:
            return f"{whose} was closed by the server's team, and its {self.coins(coins)} {back}."
        if not taken:
            return f"{whose} is closed. Nobody opened it, and its {self.coins(coins)} {back}."
        if not left:
            verb = "got" if taken == 1 else "shared"
            return f"{whose} is empty: {self._people(taken)} {verb} {self.coins(coins)}."
        closed = "was closed by the server's team" if by_team else "is closed"
        return (
            f"{whose} {closed}: {self.number(taken)} of {self._people(people)} took "
            f"{self.coins(given)}, and {self.number(left)} {back}."
        )

    def chest_uneven(self, fingerprint: str) -> str:
        """How an uneven chest is dealt, and what proves afterwards that nothing was changed."""
        return (
            "-# Uneven shares, drawn by chance, at least 1 each; it costs nothing. You get bonus "
            f"coins.\n-# Fingerprint of the draw: `{fingerprint}`"
        )

    def chest_even(self, each: int) -> str:
        """How a chest is dealt that holds coins that were paid for."""
        return (
            f"-# {self._bonus_coins(each)} for each: bought coins are in it, and those never enter "
            "a game of chance. It costs nothing."
        )

    def chest_evenly(self, each: int) -> str:
        """How an even chest was dealt."""
        return f"-# Even shares: {self._bonus_coins(each)} each."

    def chest_luckiest(self, name: str | None, coins: int) -> str:
        """Who drew the largest share."""
        return f"🍀 Largest share: {self.strong_name(name)}, {self.number(coins)}"

    def chest_told(self, seed: str, number: int) -> str:
        """The seed of a chest that is over, and how to check it."""
        return f"-# Seed of the draw: `{seed}` · `/chest check number:{number}` deals it again"

    posted_again = (
        "-# Posted again, for the message before was deleted while this goes on. Moderators end it "
        "under `/mod drops`."
    )

    # What a member reads alone.

    def share_taken(self, taken: pots.ShareTaken) -> str:
        """One's own share."""
        coins = self._bonus_coins(taken.total)
        told = {
            "promotion": f"🎟️ Code redeemed: {coins} for you!",
            "drop": f"🪂 Collected: {coins} for you!",
        }.get(taken.of, f"🎁 Your share of the chest: {coins}!")
        return f"{told} You have {self.coins(taken.all_coins)} now.\n-# {self.reference(taken.seq)}"

    def share_was(self, of: str, coins: int, seq: int) -> str:
        """What the reader took, once it is over."""
        what = self.pot_names.get(of, self.pot_names["chest"])
        return f"You got {self._bonus_coins(coins)} from this {what} ({self.reference(seq)})."

    def share_missed(self, of: str) -> str:
        """The reader took nothing, and nothing is taken any more."""
        what = self.pot_names.get(of, self.pot_names["chest"])
        return f"You took no share of this {what}, and it is over. The next one comes!"

    def chest_question(
        self, coins: int, people: int, minutes: int, *, bonus_coins: int, left: int
    ) -> str:
        """The one question before a chest with uneven shares; `left` coins stay."""
        taken = f"All {self._bonus_coins(bonus_coins)} come"
        if bonus_coins == 1:
            taken = f"{self._bonus_coins(bonus_coins)} comes"
        return (
            f"Drop a chest of **{self._chest_for(coins, people)}**? It opens "
            f"{self._minutes(minutes)} later, for whoever presses first.\n"
            f"{taken} out of your wallet, and {self.coins(left)} "
            f"{'stays' if left == 1 else 'stay'}.\n"
            "Shares are uneven, drawn by chance, at least 1 each. What nobody takes comes back."
        )

    def chest_question_even(
        self, each: int, people: int, minutes: int, *, coins: int, bonus_coins: int, kept: int
    ) -> str:
        """The one question before a chest with even shares; `kept` coins do not divide."""
        total = coins + bonus_coins
        parts = f" ({self.number(bonus_coins)} bonus)" if bonus_coins else ""
        keeps = "it" if kept == 1 else "them"
        rest = f" {self.coins(kept)} of what you named can't be divided, so you keep {keeps}."
        return (
            f"Drop a chest of **{self._chest_for(total, people)}**? It opens "
            f"{self._minutes(minutes)} later, for whoever presses first.\n"
            f"{self.coins(total)}{parts} come out of your wallet.{rest if kept else ''}\n"
            f"Everybody gets {self._bonus_coins(each)}: there are bought coins in it, and those "
            "never enter a game of chance. What nobody takes comes back as it was."
        )

    def chest_question_issued(self, coins: int, people: int, minutes: int) -> str:
        """The one question before a moderator's chest."""
        return (
            f"Drop a chest of **{self._bonus_coins(coins)} for {self._people(people)}** for the "
            f"server? It opens {self._minutes(minutes)} later, for whoever presses first.\n"
            "The coins are made for it, and no wallet pays. Shares are uneven, drawn by chance, at "
            "least 1 each; what nobody takes goes back. The log tells of it."
        )

    def _minutes(self, minutes: int) -> str:
        return "1 minute" if minutes == 1 else f"{self.number(minutes)} minutes"

    def chest_dropped(self, coins: int, channel: int, opens_ms: int, seq: int) -> str:
        """One's own chest stands."""
        return (
            f"🎁 Your chest with {self.coins(coins)} stands in <#{channel}> and opens "
            f"{self.moment(opens_ms, 'R')}.\n-# {self.reference(seq)}"
        )

    no_such_chest = (
        "No chest stands under that number. Nothing to show: a chest that is over names its own."
    )
    coins_kept = "No chest was dropped, and nothing was taken."
    pot_needs_channel = (
        "Drops and chests stand in text or voice channels, not in threads. Nothing was taken: use "
        "the command there."
    )

    def pot_no_room(self, channel: int) -> str:
        """A channel in which the member may not write themselves."""
        return f"You can't write in <#{channel}>. Nothing was taken: pick another channel."

    def chest_back(self, outcome: pots.PotOver) -> str:
        """One's own chest was taken back."""
        where = self._paid_of_back(outcome)
        verb = "is" if outcome.back == 1 else "are"
        end = f".{where}" if where else f" {verb} in your wallet again."
        return f"Taken back: {self.coins(outcome.back)}{end}\n-# {self.reference(outcome.seq)}"

    def _paid_of_back(self, outcome: pots.PotOver | pots.PotEnded) -> str:
        return self._paid_off(Currency.COINS, outcome.back, outcome.repaid)

    drop_role_gone = (
        "The role that this drop was for doesn't exist any more, so nobody can collect. Nothing "
        "was taken: a moderator can end it under `/mod drops`."
    )

    # Checking a chest.

    def check_head(self, number: int, keeper: str | None, coins: int, people: int) -> str:
        """Which chest is checked."""
        whose = f"{self.strong_name(keeper)}'s chest {self.reference(number)}"
        return f"🔎 {whose}: {self._chest_for(coins, people)}"

    def check_even(self, each: int) -> str:
        """A chest in which there was no chance."""
        return f"It was dealt evenly, {self._bonus_coins(each)} each. Nothing was drawn by chance."

    def check_later(self, fingerprint: str, closes_ms: int) -> str:
        """A chest whose seed is not told yet."""
        return (
            f"Its seed stays secret until it is over, {self.moment(closes_ms, 'R')} at the latest. "
            "Until then this fingerprint, the seed's SHA-256, binds it:\n"
            f"`{fingerprint}`"
        )

    def check_seed(self, seed: str, fingerprint: str) -> str:
        """The seed, and what was told of it at the drop."""
        return f"Seed: `{seed}`\nIts SHA-256 is the fingerprint told at the drop: `{fingerprint}`"

    def check_swapped(self, seed: str, fingerprint: str) -> str:
        """The seed, which is not the one that was told of at the drop."""
        return (
            f"Seed: `{seed}`\n✗ Its SHA-256 is not the fingerprint told at the drop: "
            f"`{fingerprint}`. Please tell the server's team."
        )

    def check_line(self, place: int, name: str | None, coins: int, dealt: int) -> str:
        """One share that was taken, and what the seed deals at that place."""
        told = "✓" if coins == dealt else f"✗ {self.number(dealt)}"
        return f"{place}. {self.name(name)} · {self.number(coins)} {told}"

    def check_result(self, taken: int, right: int) -> str:
        """How many shares are those of the seed."""
        if not taken:
            return "Nobody took a share, so there is nothing to compare."
        if right == taken == 1:
            return "✓ Dealt again from the seed, the one share that was taken is the same."
        if right == taken:
            same = f"{self.number(taken)} of {self.number(taken)} shares are the same"
            return f"✓ Dealt again from the seed: {same}."
        return (
            f"✗ Dealt again from the seed, {self.number(taken - right)} of {self.number(taken)} "
            "shares differ. Please tell the server's team."
        )

    def check_more(self, more: int) -> str:
        """How many shares were compared and are not listed."""
        return f"-# {self.number(more)} more were compared and are not listed."

    check_how = (
        "-# By your own means: the weight of share i, the first being 1, is the first 8 bytes of "
        "the SHA-256 of the text `seed:i`, with the seed as it is written, as a number, plus 1. "
        "Everybody has 1; up to share i lie (coins − people) × weights up to i ÷ all weights, "
        "rounded down, and share i adds what lies beyond share i − 1."
    )

    # Lines, log and notices.

    def line_own_share(self, outcome: pots.ShareTaken, who: str) -> str:
        """A share, on a statement; of a promotion, whoever took it knows its code alone."""
        if outcome.of == "promotion":
            return "code redeemed"
        return f"share of {self._pot(outcome.of, outcome.pot)}"

    def logged_own_share(self, outcome: pots.ShareTaken, who: str, whom: str) -> str:
        """A share."""
        coins = self._bonus_coins(outcome.total)
        what = self._pot(outcome.of, outcome.pot)
        return f"{who} took a share of {what}: {coins}."

    def line_own_chest(self, outcome: pots.ChestDropped, who: str) -> str:
        """A chest, on its keeper's statement."""
        return f"chest for {self._people(outcome.people)}"

    def logged_own_chest(self, outcome: pots.ChestDropped, who: str, whom: str) -> str:
        """A chest of somebody's own coins."""
        chest = self._chest_for(outcome.coins + outcome.bonus_coins, outcome.people)
        return f"{who} dropped a chest of {chest}."

    def logged_own_chest_open(self, outcome: pots.ChestOpened, who: str, whom: str) -> str:
        """A chest opened."""
        return f"{who}'s {self._pot('chest', outcome.pot)} opened."

    def line_own_pot_over(self, outcome: pots.PotOver, who: str) -> str:
        """What was left of a chest, on its keeper's statement."""
        if outcome.early:
            return f"{self._pot(outcome.of, outcome.pot)} taken back"
        return f"rest of {self._pot(outcome.of, outcome.pot)}"

    def logged_own_pot_over(self, outcome: pots.PotOver, who: str, whom: str) -> str:
        """A pot whose time was over, or that its keeper took back."""
        if outcome.early:
            pot = self._pot(outcome.of, outcome.pot)
            return f"{who} took {pot} back before it opened: {self.coins(outcome.back)}."
        whose = f"{who}'s {self._pot(outcome.of, outcome.pot)}"
        return f"{whose} was over: {self._came_to(outcome)}."

    def _came_to(self, outcome: pots.PotOver | pots.PotEnded) -> str:
        taken = f"{self.number(outcome.taken)} of {self.number(outcome.people)} shares taken"
        return f"{taken}, {self.coins(outcome.back)} back"

    def notice_own_pot_over(self, outcome: pots.PotOver, who: str) -> str:
        """A chest of the reader's is over."""
        return (
            f"Your chest is over: {self.number(outcome.taken)} of {self._people(outcome.people)} "
            f"opened it, and {self.coins(outcome.back)} came back.{self._paid_of_back(outcome)}"
        )

    def logged_promo(self, outcome: pots.PromotionCreated, who: str, whom: str) -> str:
        """A promotion; its code stands in no log."""
        coins = self._bonus_coins(outcome.each)
        total = self.number(outcome.each * outcome.people)
        return (
            f"{who} made a promotion: {coins} for {self._people(outcome.people)}, {total} in all."
        )

    def logged_drop(self, outcome: pots.DropCreated, who: str, whom: str) -> str:
        """A drop."""
        coins = self._bonus_coins(outcome.each) + (" each" if outcome.people > 1 else "")
        only = f", only with <@&{outcome.role}>" if outcome.role else ""
        return f"{who} dropped {coins} for {self._people(outcome.people)}{only}."

    def logged_chest(self, outcome: pots.ChestIssued, who: str, whom: str) -> str:
        """A chest of the server's."""
        coins = self._bonus_coins(outcome.bonus_coins)
        return f"{who} dropped a chest of {coins} for {self._people(outcome.people)}."

    def line_pot_end(self, outcome: pots.PotEnded, who: str) -> str:
        """A chest that a moderator ended, on its keeper's statement."""
        return f"{self._pot(outcome.of, outcome.pot)} ended by {who}"

    def logged_pot_end(self, outcome: pots.PotEnded, who: str, whom: str) -> str:
        """A moderator ended a pot; of an own chest, `whom` is its keeper."""
        whose = f"{whom}'s " if outcome.own else ""
        what = f"{whose}{self._pot(outcome.of, outcome.pot)}"
        return f"{who} ended {what}: {self._came_to(outcome)}."

    def notice_pot_end(self, outcome: pots.PotEnded, actor: str) -> str:
        """A moderator ended the reader's chest."""
        back = f"{self.coins(outcome.back)} came back.{self._paid_of_back(outcome)}"
        return f"{actor} ended your chest: {back}"
