"""What is said of rings and funnels: gifts that look like one hand's, laid before moderators."""

from collections.abc import Sequence

from bot.ledger.rings import TOGETHER_DAYS, YOUNG_DAYS, Signs
from bot.words.grammar import Grammar


class RingWords(Grammar):
    """The sentences of looking for rings."""

    next_finding_button = "Next ▶"
    last_finding_button = "◀ Back"
    undo_freezing_button = "Undo…"
    freeze_all_title = "Freeze all of them?"
    freeze_givers_title = "Freeze those who gave?"
    unfreeze_all_title = "Free them again?"
    ring_care = (
        "-# This is no proof: friends who give to each other look the same. Look a few numbers up "
        "with `/mod lookup` before you freeze anybody."
    )
    finding_changed = (
        "That finding has changed since, for a gift was taken back. Nothing was done: `/mod rings` "
        "looks again."
    )
    one_of_the_found = "You are one of them, so another moderator decides. Nothing changed."
    nobody_frozen = "Nobody of them is frozen any more. Nothing changed."

    def funnel_care(self, creator: str | None) -> str:
        """What else it may be, below a funnel."""
        return (
            "-# This is no proof: newcomers who came with their creator look the same, and "
            f"{self.name(creator)} may know nothing of it. Look a few numbers up with "
            "`/mod lookup` before you freeze anybody."
        )

    def nothing_found(self, gifts: int, members: int, days: int) -> str:
        """Nothing that is worth a look, and what was looked at."""
        return (
            f"Nothing stands out. Looked at {self._gifts_among(gifts, members)} of "
            f"{self._last(days)}: no ring in which coins came back through conversions, and no "
            "creator whom young or bonus-only accounts feed more than is usual here."
        )

    def _gifts_among(self, gifts: int, members: int) -> str:
        return (
            f"{self.number(gifts)} {'gift' if gifts == 1 else 'gifts'} among "
            f"{self.number(members)} {'member' if members == 1 else 'members'}"
        )

    def _days(self, days: int) -> str:
        return f"{self.number(days)} {'day' if days == 1 else 'days'}"

    def _last(self, days: int) -> str:
        return "the last day" if days == 1 else f"the last {self._days(days)}"

    def finding_place(self, place: int, in_all: int, gifts: int, days: int) -> str:
        """Which finding of how many it is, and what was looked at."""
        return (
            f"-# {self.number(place)} of {self.number(in_all)} · {self.number(gifts)} gifts of "
            f"{self._last(days)}"
        )

    rings_cut = "-# There were more gifts than are looked at together: ask for fewer days."

    def how_sure(self, *, strong: bool) -> str:
        """How much a finding says."""
        return "strong signs" if strong else "worth a look, no more"

    def ring_found(
        self, members: int, least: int, coins: int, bonus_coins: int, *, strong: bool
    ) -> str:
        """A ring: how large, how sure, and how much goes round in it."""
        return (
            f"**A ring of {self.number(members)}** · {self.how_sure(strong=strong)}\n"
            f"Coins come back to where they started: {self.coins(least)} or more can have gone all "
            "the way round, for everybody in it made coins of their 💎. Together "
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
            f"**{self.number(feeders)} accounts give to {self.name(creator)} alone** · "
            f"{self.how_sure(strong=strong)}\n"
            f"Together {self._together(coins, bonus_coins)}: {self.share_of(coins, received)} of "
            f"what {self.name(creator)} received."
        )

    def _together(self, coins: int, bonus_coins: int) -> str:
        return f"{self.coins(coins)}, {self.share_of(bonus_coins, coins)} of them bonus"

    def signs(self, signs: Signs) -> list[str]:
        """What speaks for a finding, beside the way its gifts go."""
        told = []
        if signs.together:
            told.append(
                f"{self._of(signs.together, signs)} accounts were made within "
                f"{self._days(TOGETHER_DAYS)} of each other"
            )
        if signs.young:
            told.append(
                f"{self._of(signs.young, signs)} were younger than {self._days(YOUNG_DAYS)} when "
                f"they first gave{self._elsewhere(signs.young_elsewhere, signs.others)}"
            )
        if signs.bonus_only:
            told.append(
                f"{self._of(signs.bonus_only, signs)} gave nothing but bonus coins"
                f"{self._elsewhere(signs.bonus_elsewhere, signs.others)}"
            )
        if signs.kept:
            told.append(f"{signs.kept} % of what they gave and received stayed among them")
        if signs.long:
            told.append("a ring of so many hardly closes by chance")
        return told

    def _of(self, some: int, signs: Signs) -> str:
        if some == signs.of:
            return f"all {self.number(some)}"
        return f"{self.number(some)} of {self.number(signs.of)}"

    def _elsewhere(self, percent: int, others: int) -> str:
        return f" (of {self.number(others)} others who give: {percent} %)" if others else ""

    no_signs = "nothing else speaks for it"

    def made_coins(self, creator: str | None, coins: int) -> str:
        """What the creator of a funnel made of their diamonds meanwhile."""
        return f"{self.name(creator)} has made {self.coins(coins)} of 💎 since"

    def suspect(self, name: str | None, age_days: int | None, *, frozen: bool) -> str:
        """Somebody of a finding, and how old their account is; None for who was forgotten."""
        age = "" if age_days is None else f" ({self._days(age_days)})"
        return f"{self.name(name)}{age}{' 🧊' if frozen else ''}"

    def suspects(self, told: Sequence[str], others: int) -> str:
        """Everybody of a finding, in one line."""
        more = f", and {self.number(others)} more" if others else ""
        return f"Accounts and how old they are: {', '.join(told)}{more}"

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
        count = f"{self.number(gifts)} {'gift' if gifts == 1 else 'gifts'}"
        numbers = self.reference(first)
        if last != first:
            numbers += f" … {self.reference(last)}"
        who = f"{self.name(sender)} → {self.name(recipient)}"
        return f"{who} · {self.coins(coins)}, {count}: {numbers}"

    def more_flows(self, more: int) -> str:
        """How many steps are not told."""
        return f"-# and {self.number(more)} more between them"

    def freeze_all_button(self, members: int) -> str:
        """The button that asks whether everybody of a finding is frozen."""
        return f"Freeze all {self.number(members)}…"

    def freeze_givers_button(self, members: int) -> str:
        """The button that asks whether those are frozen who gave to the creator of a funnel."""
        return f"Freeze the {self.number(members)} who gave…"

    def unfreeze_all_button(self, members: int) -> str:
        """The button that asks whether those are free again who were frozen last."""
        return f"Unfreeze {self.number(members)}…"

    def freeze_all_question(
        self, members: int, others: int, creator: str | None, *, strong: bool, own: bool
    ) -> str:
        """What freezing these people means; `creator`: of a funnel, where they are among them."""
        them = f", {self.strong_name(creator)} among them," if creator else ""
        is_one = members == 1
        what = (
            f"{self.number(members)} {'account' if is_one else 'accounts'}{them} "
            f"{'stops' if is_one else 'stop'} sending, converting, cashing out and going live "
            "until `/mod unfreeze`. Each of them reads what you write here."
        )
        parts = [what]
        if own:
            parts.append("You are one of them, and are left out.")
        if others:
            parts.append(f"The other {self.number(others)} are too many for once.")
        if not strong:
            parts.append("Most findings like this one are innocent: write what you found out.")
        return " ".join(parts)

    def ring_reason(self, gift: int) -> str:
        """The reason that is suggested: plain text, which everybody who is frozen reads."""
        return f"we are looking into gifts that go round, such as #{gift}"

    def funnel_reason(self, gift: int) -> str:
        """The reason that is suggested: plain text, which everybody who is frozen reads."""
        return f"we are looking into many accounts that give to one creator, such as #{gift}"

    def all_frozen(self, frozen: int, already: int, forgotten: int, *, own: bool) -> str:
        """What came of freezing the people of a finding."""
        if frozen:
            accounts = "account is" if frozen == 1 else "accounts are"
            parts = [f"Done! {self.number(frozen)} {accounts} frozen"]
        else:
            parts = ["Nobody was frozen by this"]
        if already:
            parts.append(f"{self.number(already)} {'was' if already == 1 else 'were'} before")
        if forgotten:
            parts.append(f"{self.number(forgotten)} left for good and can't be")
        told = f"{', '.join(parts)}."
        mine = " You are one of them, and were left out: another moderator looks at that."
        return f"{told}{mine if own else ''}"

    def unfreeze_all_question(self, members: int, by: str | None, reason: str, stay: int) -> str:
        """What it means that those are free again who were frozen last, and who stays frozen."""
        accounts = (
            "1 account sends, converts and goes"
            if members == 1
            else (f"{self.number(members)} accounts send, convert and go")
        )
        stays = f"{self.number(stay)} more {'stays' if stay == 1 else 'stay'} frozen"
        more = f"\n{stays}, for another reason." if stay else ""
        return (
            f"{accounts} live again. {self.strong_name(by)} froze them: {self.quote(reason)}\n"
            f"Each of them reads what you write here.{more}"
        )

    def all_unfrozen(self, free: int, stay: int) -> str:
        """What came of having those free again who were frozen last."""
        told = f"Done! {self.number(free)} {'account is' if free == 1 else 'accounts are'} free"
        stays = f"{self.number(stay)} {'stays' if stay == 1 else 'stay'} frozen"
        more = f", {stays} for another reason" if stay else ""
        return f"{told} again{more}."
