"""Why something around shows, creators and thanks was not done, and what would work."""

from bot.ledger import live_outcomes
from bot.words.creators import CreatorCounts
from bot.words.refusals import Around, RefusalWords


class LiveRefusalWords(CreatorCounts, RefusalWords):
    """The refusals of the live rooms: a method for each kind, named after it."""

    def refused_no_show(self, refused: live_outcomes.NoShow, around: Around) -> str:
        """A show that does not run."""
        return "No show is running, so nothing was done. `/live start` begins one."

    def refused_show_runs(self, refused: live_outcomes.ShowRuns, around: Around) -> str:
        """A second show of the same creator."""
        return (
            f"Your show is on already, in <#{refused.channel}>, so no other was started. "
            "`/live end` ends it."
        )

    def refused_title_too_long(self, refused: live_outcomes.TitleTooLong, around: Around) -> str:
        """A title with more characters than a board has room for."""
        over = refused.length - refused.most
        return (
            f"That title is {self.number(over)} over the limit of {refused.most} characters. "
            "Nothing started: shorten it and try again."
        )

    # Receiving, following, helping.

    def refused_not_registered(self, refused: live_outcomes.NotRegistered, around: Around) -> str:
        """Somebody who is no registered creator."""
        return (
            "Only registered creators receive gifts here. Nothing was taken or started: a creator "
            "registers with `/creator join`."
        )

    def refused_receiving_paused(
        self, refused: live_outcomes.RecipientPaused, around: Around
    ) -> str:
        """A creator who takes a break from gifts."""
        return (
            "Gifts are paused here for now. Nothing was taken or started: they go on when the "
            "creator uses `/creator resume`."
        )

    def refused_too_few_followers(
        self, refused: live_outcomes.TooFewFollowers, around: Around
    ) -> str:
        """A creator whom too few follow."""
        return (
            f"Gifts here need a creator with {self.followers(refused.least)}. So far there "
            f"{'is' if refused.followers == 1 else 'are'} {self.number(refused.followers)}: "
            f"{self.number(refused.least - refused.followers)} to go. Nothing was taken or "
            "started; `/follow` adds one."
        )

    def refused_follow_self(self, refused: live_outcomes.FollowSelf, around: Around) -> str:
        """Following, challenging or naming oneself."""
        return "That's you! Nothing was done: pick somebody else."

    def refused_too_many_deputies(
        self, refused: live_outcomes.TooManyDeputies, around: Around
    ) -> str:
        """One person more than may help a creator."""
        return (
            f"{refused.most} helpers are as many as there can be. Nothing was done: remove one "
            "under `/creator helpers` first."
        )

    # What moderators and the calendar do.

    def refused_nothing_held(self, refused: live_outcomes.NothingHeld, around: Around) -> str:
        """A message that waits no more."""
        return (
            f"No message waits with {self.reference(refused.gift)}: somebody decided about it "
            "before. Nothing was done."
        )

    def refused_already_posted(self, refused: live_outcomes.AlreadyPosted, around: Around) -> str:
        """A board that was posted before."""
        return (
            f"That board was posted before, by {self.reference(refused.by_seq)}. Nothing was done."
        )

    # The queue.

    def refused_not_deputy(self, refused: live_outcomes.NotDeputy, around: Around) -> str:
        """Somebody who may not thank in a creator's name."""
        return (
            "Only the creator and their helpers do this, so nothing was done. The creator names "
            "helpers with `/creator helpers`."
        )

    def refused_already_answered(
        self, refused: live_outcomes.AlreadyAnswered, around: Around
    ) -> str:
        """A gift that somebody thanked for or skipped before."""
        return "Somebody was quicker with that one, so nothing was done. Here is who waits now."

    # Goals, matches and plans.

    def refused_goal(self, refused: live_outcomes.GoalOutOfRange, around: Around) -> str:
        """A goal of nothing, or of too much."""
        return (
            f"A goal counts up to something from 1 to {self.number(refused.most)}. Nothing was "
            "set: pick a number between."
        )

    def refused_no_goal(self, refused: live_outcomes.NoGoal, around: Around) -> str:
        """Giving up what is not there."""
        return "You have no goal, so nothing was changed. `/live goal` sets one."

    def refused_match_minutes(
        self, refused: live_outcomes.MinutesOutOfRange, around: Around
    ) -> str:
        """A match of no time, or of too much."""
        return f"A match takes 1 to {refused.most} minutes. Nothing was started: pick a number."

    def refused_match_runs(self, refused: live_outcomes.MatchRuns, around: Around) -> str:
        """A second match beside one that runs or waits for its answer."""
        return (
            "One of you has a match already, running or still to be answered. Nothing was "
            "started: end or take back that one first."
        )

    def refused_no_match(self, refused: live_outcomes.NoSuchMatch, around: Around) -> str:
        """A challenge that is answered or over."""
        return (
            "That challenge is answered already. Nothing was changed: `/live match` sends a new "
            "one."
        )

    def refused_not_opponent(self, refused: live_outcomes.NotOpponent, around: Around) -> str:
        """An answer by somebody who was not asked."""
        return (
            "That's for the one who was challenged to answer. Nothing was done; a gift to one of "
            "them counts once it is on."
        )

    def refused_moment(self, refused: live_outcomes.MomentOutOfRange, around: Around) -> str:
        """A moment that is past, or too far away."""
        if refused.at_ms < refused.least_ms:
            return (
                f"{self.moment(refused.at_ms)} is past, or less than a minute away. Nothing was "
                "done: pick a later moment."
            )
        return (
            f"{self.moment(refused.at_ms)} is too far away. Nothing was done: pick a moment "
            f"before {self.moment(refused.most_ms)}."
        )

    def refused_plan_closed(self, refused: live_outcomes.NoSuchPlan, around: Around) -> str:
        """A planned show whose time has come, or that was called off."""
        return "That show has begun or was called off, so nothing was changed."
