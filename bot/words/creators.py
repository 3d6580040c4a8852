"""What is said to creators about receiving gifts, and to those who follow them."""

from bot.ledger.books.live import Creator
from bot.ledger.guild_settings import GuildSettings
from bot.ledger.requests.live import MOST_DEPUTIES
from bot.words.grammar import Grammar


class CreatorCounts(Grammar):
    """What is counted around creators, with its word."""

    def followers(self, followers: int) -> str:
        """A number of followers, with the word."""
        return f"{self.number(followers)} {'follower' if followers == 1 else 'followers'}"


class CreatorWords(CreatorCounts):
    """The sentences of `/creator` and `/follow`."""

    # Receiving gifts.

    creator_joined = "Welcome! You're a registered creator now."
    creator_joined_before = "You're a registered creator already, so nothing changed."
    creator_left = (
        "You're no longer a registered creator. Your coins, 💎 and followers stay, and "
        "`/creator join` brings you back."
    )
    creator_left_before = "You aren't registered, so nothing changed. `/creator join` does it."
    everyone_receives = (
        "-# Here everyone receives gifts, registered or not; `/creator pause` stops them."
    )
    receiving_paused = "Paused: nobody can send you gifts until `/creator resume`. Nothing is lost."
    receiving_paused_before = "You're paused already. `/creator resume` lets gifts in again."
    receiving_resumed = "Welcome back! You're no longer paused."
    receiving_resumed_before = "You weren't paused, so nothing changed."
    gifts_arrive = "✓ Gifts can reach you."

    def gifts_held_up(
        self, creator: Creator, settings: GuildSettings, *, has_role: bool
    ) -> list[str]:
        """What keeps gifts from a creator, each with its cure; nothing where nothing does."""
        lines = []
        if settings.receivers == "registered" and not creator.registered:
            lines.append(self._not_registered)
        if creator.paused:
            lines.append(self._is_paused)
        if settings.creator_role and not has_role:
            lines.append(self._lacks_role(settings.creator_role))
        if creator.followers < settings.least_followers:
            lines.append(self._lacks_followers(creator.followers, settings.least_followers))
        return lines

    _not_registered = "✗ Only registered creators receive gifts here: use `/creator join`."
    _is_paused = "✗ You're paused: `/creator resume` lets gifts in."

    def _lacks_role(self, role: int) -> str:
        return f"✗ Only members with <@&{role}> receive gifts here: ask who manages this server."

    def _lacks_followers(self, followers: int, least: int) -> str:
        return (
            f"✗ Gifts start at {self.followers(least)} here; you have {self.number(followers)}, "
            f"{self.number(least - followers)} to go."
        )

    # Followers.

    no_followers = (
        "Nobody follows you yet. People do with `/follow`, or with Follow on your live board: "
        "`/live start` puts one up."
    )

    def followers_title(self, followers: int) -> str:
        """How many follow, above the newest of them."""
        return f"**{self.followers(followers)}**, the newest first:"

    def follower_line(self, name: str | None, since_ms: int) -> str:
        """One of them, and since when."""
        return f"- {self.strong_name(name)} · {self.moment(since_ms, 'R')}"

    def more_followers(self, more: int) -> str:
        """Those who are not listed."""
        return f"-# and {self.number(more)} more"

    # Those who act for a creator.

    remove_button = "Remove"
    no_deputies = (
        "You have no helpers. Name one with `/creator helpers member`, and they can thank, skip "
        "and replay in your name, in `/live queue`."
    )
    remove_whom = "Whom? Name the `member` too, or press Remove below. Nothing changed."

    def deputies_title(self, deputies: int) -> str:
        """How many help, and what they may do."""
        return (
            f"**Your helpers** · {deputies} of {MOST_DEPUTIES}\n"
            "They can thank, skip and replay in your name, in `/live queue`."
        )

    def deputy_named(self, name: str) -> str:
        """Somebody helps now."""
        return f"Done! {self.strong_name(name)} helps you now."

    def deputy_named_before(self, name: str) -> str:
        """Somebody helped before."""
        return f"{self.strong_name(name)} helps you already, so nothing changed."

    def deputy_removed(self, name: str) -> str:
        """Somebody helps no more."""
        return f"Done! {self.strong_name(name)} no longer helps you."

    def deputy_removed_before(self, name: str) -> str:
        """Somebody who did not help."""
        return f"{self.strong_name(name)} isn't one of your helpers, so nothing changed."

    # Following.

    unfollow_button = "Unfollow"
    hear_button = "Tell me when shows start"
    hear_no_more_button = "Don't tell me any more"

    def followed(self, name: str, followers: int) -> str:
        """The reader follows somebody now."""
        return f"You follow {self.strong_name(name)} now: {self.followers(followers)}."

    def followed_before(self, name: str, followers: int) -> str:
        """The reader has followed them before."""
        return f"You follow {self.strong_name(name)} already: {self.followers(followers)}."

    def unfollowed(self, name: str, followers: int) -> str:
        """The reader follows somebody no more."""
        return f"You no longer follow {self.strong_name(name)}: {self.followers(followers)} left."

    def unfollowed_before(self, name: str) -> str:
        """The reader did not follow them."""
        return f"You don't follow {self.strong_name(name)}, so nothing changed."

    def hears_offer(self, role: int) -> str:
        """How to be told when shows start."""
        return f"-# <@&{role}> is told in the channel when a show starts here. Want it?"

    def hears_now(self, role: int) -> str:
        """The reader is told when shows start."""
        return f"-# You have <@&{role}>, so you're told when a show starts here."

    def hears_from_now(self, role: int) -> str:
        """The reader has just been given the role."""
        return f"Done! You have <@&{role}> now, and are told when a show starts here."

    def hears_no_more(self, role: int) -> str:
        """The role has just been taken back."""
        return f"Done! You no longer have <@&{role}>, and aren't told when shows start."

    no_live_role = (
        "Nobody is told of shows here any more, so nothing changed. Who manages this server can "
        "choose a role with `/setup live alerts`."
    )
    role_unanswered = (
        "Discord didn't say whether that worked. Look at your roles in a minute, and press again "
        "if it didn't."
    )

    def role_not_given(self, why: str) -> str:
        """A role that Ovation cannot give or take just now, and why."""
        return f"That didn't work, and nothing changed.\n{why}\n-# Show this to who manages here."
