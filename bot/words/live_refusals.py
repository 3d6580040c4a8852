"""Why something around shows, creators and thanks was not done, and what would work."""

from collections.abc import Mapping
from typing import ClassVar

from bot.ledger.outcomes import live
from bot.ledger.requests.live import CHALLENGE_MINUTES
from bot.words.creators import CreatorCounts
from bot.words.refusals import Around, RefusalWords


class LiveRefusalWords(CreatorCounts, RefusalWords):
    """The refusals of the live rooms: a method for each kind, named after it."""

    def refused_no_show(self, refused: live.NoShow, around: Around) -> str:
        """A show that does not run."""
        return "No show is running, so nothing was done. `/live start` begins one."

    def refused_show_runs(self, refused: live.ShowRuns, around: Around) -> str:
        """A second show of the same creator."""
        return (
            f"Your show is on already, in <#{refused.channel}>, so no other was started. "
            "`/live end` ends it."
        )

    def refused_title_too_long(self, refused: live.TitleTooLong, around: Around) -> str:
        """A title with more characters than a board has room for."""
        over = refused.length - refused.most
        return (
            f"That title is {self.number(over)} over the limit of {refused.most} characters. "
            "Nothing started: shorten it and try again."
        )

    # Receiving, following, helping.

    def refused_not_registered(self, refused: live.NotRegistered, around: Around) -> str:
        """Somebody who is no registered creator."""
        return (
            "Only registered creators receive gifts here. Nothing was taken or started: a creator "
            "registers with `/creator join`."
        )

    def refused_receiving_paused(self, refused: live.RecipientPaused, around: Around) -> str:
        """A creator who takes a break from gifts."""
        return (
            "Gifts are paused here for now. Nothing was taken or started: they go on when the "
            "creator uses `/creator resume`."
        )

    def refused_too_few_followers(self, refused: live.TooFewFollowers, around: Around) -> str:
        """A creator whom too few follow."""
        return (
            f"Gifts here need a creator with {self.followers(refused.least)}. So far there "
            f"{'is' if refused.followers == 1 else 'are'} {self.number(refused.followers)}: "
            f"{self.number(refused.least - refused.followers)} to go. Nothing was taken or "
            "started; `/follow` adds one."
        )

    def refused_follow_self(self, refused: live.FollowSelf, around: Around) -> str:
        """Following, challenging or naming oneself."""
        return "That's you! Nothing was done: pick somebody else."

    def refused_too_many_deputies(self, refused: live.TooManyDeputies, around: Around) -> str:
        """One person more than may help a creator."""
        return (
            f"{refused.most} helpers are as many as there can be. Nothing was done: remove one "
            "under `/creator helpers` first."
        )

    # What moderators and the calendar do.

    def refused_nothing_held(self, refused: live.NothingHeld, around: Around) -> str:
        """A message that waits no more."""
        return (
            f"No message waits with {self.reference(refused.gift)}: somebody decided about it "
            "before, or the gift was taken back. Nothing was done."
        )

    def refused_own_message(self, refused: live.OwnMessage, around: Around) -> str:
        """A moderator before a message of their own."""
        return (
            f"You wrote the message with {self.reference(refused.gift)} yourself, so another "
            "moderator decides about it. Nothing was done: it waits on."
        )

    def refused_already_posted(self, refused: live.AlreadyPosted, around: Around) -> str:
        """A board that was posted before."""
        return (
            f"That board was posted before, by {self.reference(refused.by_seq)}. Nothing was done."
        )

    def refused_not_over(self, refused: live.NotOver, around: Around) -> str:
        """The board of a period that goes on."""
        until = f" until {self.moment(refused.ends_ms)}" if refused.ends_ms else ""
        return f"That period goes on{until}, so nothing was posted: its board comes at its end."

    # The queue.

    def refused_not_deputy(self, refused: live.NotDeputy, around: Around) -> str:
        """Somebody who may not thank in a creator's name."""
        return (
            "Only the creator and their helpers do this, so nothing was done. The creator names "
            "helpers with `/creator helpers`."
        )

    def refused_already_answered(self, refused: live.AlreadyAnswered, around: Around) -> str:
        """A gift that somebody thanked for or skipped before."""
        return "Somebody was quicker with that one, so nothing was done. Here is who waits now."

    def refused_too_many_replays(self, refused: live.TooManyReplays, around: Around) -> str:
        """One gift after the other shown again."""
        return (
            f"{refused.most} replays a minute are as many as there can be. Nothing was shown: the "
            f"next one can go out {self.moment(refused.from_ms, 'R')}."
        )

    # Goals, matches and plans.

    def refused_goal(self, refused: live.GoalOutOfRange, around: Around) -> str:
        """A goal of nothing, or of too much."""
        return (
            f"A goal counts up to something from 1 to {self.number(refused.most)}. Nothing was "
            "set: pick a number between."
        )

    def refused_no_goal(self, refused: live.NoGoal, around: Around) -> str:
        """Giving up what is not there."""
        return "You have no goal, so nothing was changed. `/live goal` sets one."

    def refused_match_minutes(self, refused: live.MinutesOutOfRange, around: Around) -> str:
        """A match of no time, or of too much."""
        return f"A match takes 1 to {refused.most} minutes. Nothing was started: pick a number."

    match_own_side: ClassVar[Mapping[str, str]] = {
        "not-registered": (
            "Only registered creators play a match here. Nothing was started: `/creator join` "
            "registers you."
        ),
        "receiving-paused": (
            "Your gifts are paused, and a match lives on gifts. Nothing was started: "
            "`/creator resume` lets them go on."
        ),
        "frozen": (
            "Your account is frozen, so a match has to wait. Nothing was started: ask a moderator "
            "about it."
        ),
    }
    match_other_side: ClassVar[Mapping[str, str]] = {
        "not-registered": (
            "The other one is no registered creator, and only they play a match here. Nothing was "
            "started: it takes their `/creator join`."
        ),
        "receiving-paused": (
            "The other one's gifts are paused, and a match lives on gifts. Nothing was started: "
            "it takes their `/creator resume`."
        ),
        "frozen": (
            "The other one can't take part for now. Nothing was started: `/live match` challenges "
            "somebody else."
        ),
    }

    def refused_match_side(self, refused: live.SideNotReceiving, around: Around) -> str:
        """A match with somebody who receives no gifts now."""
        if refused.role:
            has = "you don't have it" if refused.own else "the other one doesn't have it"
            return (
                f"Here only members with <@&{refused.role}> receive gifts, and {has}. Nothing was "
                "started: a match lives on gifts to both."
            )
        if refused.why != live.TooFewFollowers.kind:
            return (self.match_own_side if refused.own else self.match_other_side)[refused.why]
        who = "you have" if refused.own else "the other one has"
        return (
            f"A match here takes creators with {self.followers(refused.least)}, and {who} "
            f"{self.number(refused.followers)}: "
            f"{self.number(refused.least - refused.followers)} to go. Nothing was started; "
            "`/follow` adds one."
        )

    def refused_challenge_over(self, refused: live.ChallengeOver, around: Around) -> str:
        """A yes that comes too late."""
        return (
            f"That challenge was open for {CHALLENGE_MINUTES} minutes and has run out. Nothing was "
            "started: `/live match` sends a new one."
        )

    def refused_too_many_challenges(self, refused: live.TooManyChallenges, around: Around) -> str:
        """One challenge after the other that nobody accepts."""
        return (
            f"That makes {refused.most} challenges in a row without a yes. Nothing was sent: the "
            f"next one can go out {self.moment(refused.from_ms, 'R')}."
        )

    def refused_too_many_plans(self, refused: live.TooManyPlans, around: Around) -> str:
        """One coming show more than a list has room for."""
        return (
            f"{refused.most} coming shows are as many as you can have announced. Nothing was "
            "announced: call one off under `/live plan`, or wait for the next to begin."
        )

    def refused_match_runs(self, refused: live.MatchRuns, around: Around) -> str:
        """A second match beside one that runs or waits for its answer."""
        return (
            "One of you has a match already, running or still to be answered. Nothing was "
            "started: end or take back that one first."
        )

    def refused_no_match(self, refused: live.NoSuchMatch, around: Around) -> str:
        """A challenge that is answered or over."""
        return (
            "That challenge is over: answered, taken back or run out. Nothing was changed: "
            "`/live match` sends a new one."
        )

    def refused_not_opponent(self, refused: live.NotOpponent, around: Around) -> str:
        """An answer by somebody who was not asked."""
        return (
            "That's for the one who was challenged to answer. Nothing was done; a gift to one of "
            "them counts once it is on."
        )

    def refused_moment(self, refused: live.MomentOutOfRange, around: Around) -> str:
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

    def refused_plan_closed(self, refused: live.NoSuchPlan, around: Around) -> str:
        """A planned show whose time has come, or that was called off."""
        return "That show has begun or was called off, so nothing was changed."
