"""What is said of rings and funnels: gifts that look like one hand's, laid before moderators."""

from collections.abc import Sequence

from bot.words.grammar import Grammar


class RingWords(Grammar):
    """The sentences of looking for rings."""

    freeze_all_button = "Freeze all…"
    next_finding_button = "Next ▶"
    last_finding_button = "◀ Back"
    rings_care = (
        "-# This is no proof: friends give to each other, too, and newcomers gather around one "
        "creator. Look a few numbers up with `/mod lookup` before you freeze anybody."
    )
    freeze_all_title = "Freeze all of them?"

    def nothing_found(self, gifts: int, members: int, days: int) -> str:
        """Nothing that is worth a look, and what was looked at."""
        return (
            f"Nothing stands out. Looked at {self._gifts_among(gifts, members)} of the last "
            f"{self._days(days)}: no ring in which coins came back through conversions, and no "
            "creator who is fed by young or bonus-only accounts."
        )

    def _gifts_among(self, gifts: int, members: int) -> str:
        return (
            f"{self.number(gifts)} {'gift' if gifts == 1 else 'gifts'} among "
            f"{self.number(members)} {'member' if members == 1 else 'members'}"
        )

    def _days(self, days: int) -> str:
        return f"{self.number(days)} {'day' if days == 1 else 'days'}"

    def finding_place(self, place: int, in_all: int, gifts: int, days: int) -> str:
        """Which finding of how many it is, and what was looked at."""
        return (
            f"-# {self.number(place)} of {self.number(in_all)} · {self.number(gifts)} gifts of the "
            f"last {self._days(days)}"
        )

    rings_cut = "-# There were more gifts than are looked at together: ask for fewer days."

    def ring_found(self, members: int, least: int, coins: int, bonus_coins: int) -> str:
        """A ring: how large, and how much goes round in it."""
        return (
            f"**A ring of {self.number(members)}**: coins come back to where they started. Each "
            f"step around it carried {self.coins(least)} or more, and everybody in it converts. "
            f"Together {self._together(coins, bonus_coins)}."
        )

    def funnel_found(
        self, creator: str | None, feeders: int, coins: int, bonus_coins: int, received: int
    ) -> str:
        """A funnel: who is fed, by how many, and how much of all they received it is."""
        return (
            f"**{self.number(feeders)} accounts feed {self.name(creator)}**: young ones, or with "
            "nothing but bonus coins, that give to nobody else. "
            f"Together {self._together(coins, bonus_coins)}, {self.share_of(coins, received)} of "
            f"what {self.name(creator)} received."
        )

    def _together(self, coins: int, bonus_coins: int) -> str:
        return f"{self.coins(coins)}, {self.share_of(bonus_coins, coins)} of them bonus"

    def suspect(self, name: str | None, age_days: int | None, *, frozen: bool) -> str:
        """Somebody of a finding, and how old their account is; None for who was forgotten."""
        age = "" if age_days is None else f" ({self._days(age_days)} old)"
        return f"{self.strong_name(name)}{age}{' 🧊' if frozen else ''}"

    def suspects(self, told: Sequence[str], others: int) -> str:
        """Everybody of a finding, in one line."""
        more = f", and {self.number(others)} more" if others else ""
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
        count = f"{self.number(gifts)} {'gift' if gifts == 1 else 'gifts'}"
        numbers = self.reference(first)
        if last != first:
            numbers += f" … {self.reference(last)}"
        who = f"{self.name(sender)} → {self.name(recipient)}"
        return f"{who} · {self.coins(coins)}, {count}: {numbers}"

    def more_flows(self, more: int) -> str:
        """How many steps are not told."""
        return f"-# and {self.number(more)} more between them"

    def freeze_all_question(self, members: int, others: int) -> str:
        """What freezing a finding's people means."""
        more = f" The other {self.number(others)} come with the next search." if others else ""
        return (
            f"{self.number(members)} accounts stop sending, converting and going live until "
            f"`/mod unfreeze`. Each of them reads why.{more}"
        )

    def ring_reason(self, gift: int) -> str:
        """The reason that is suggested: plain text, which everybody who is frozen reads."""
        return f"gifts that go round, such as #{gift}"

    def funnel_reason(self, gift: int) -> str:
        """The reason that is suggested: plain text, which everybody who is frozen reads."""
        return f"many accounts that give to one creator, such as #{gift}"

    def all_frozen(self, frozen: int, already: int, forgotten: int, *, own: bool) -> str:
        """What came of freezing everybody of a finding."""
        is_one = frozen == 1
        parts = [f"Done! {self.number(frozen)} {'account is' if is_one else 'accounts are'} frozen"]
        if already:
            parts.append(f"{self.number(already)} {'was' if already == 1 else 'were'} before")
        if forgotten:
            parts.append(f"{self.number(forgotten)} left for good and can't be")
        told = f"{', '.join(parts)}."
        mine = " You are one of them, and were left out: another moderator looks at that."
        return f"{told}{mine if own else ''}"
