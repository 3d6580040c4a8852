"""Why something around shows, creators and thanks was not done, in German."""

from collections.abc import Mapping
from typing import ClassVar

from bot.ledger.outcomes import live
from bot.ledger.requests.live import CHALLENGE_MINUTES
from bot.words.german.creators import GermanCreatorCounts
from bot.words.german.refusals import GermanRefusalWords
from bot.words.live_refusals import LiveRefusalWords
from bot.words.refusals import Around


class GermanLiveRefusalWords(GermanCreatorCounts, GermanRefusalWords, LiveRefusalWords):
    """The refusals of the live rooms: a method for each kind, named after it."""

    def refused_no_show(self, refused: live.NoShow, around: Around) -> str:
        """A show that does not run."""
        return "Gerade läuft keine Show, also ist nichts passiert. `/live start` beginnt eine."

    def refused_show_runs(self, refused: live.ShowRuns, around: Around) -> str:
        """A second show of the same creator."""
        return (
            f"Deine Show läuft schon, in <#{refused.channel}>, also hat keine zweite begonnen. "
            "`/live end` beendet sie."
        )

    def refused_title_too_long(self, refused: live.TitleTooLong, around: Around) -> str:
        """A title with more characters than a board has room for."""
        over = refused.length - refused.most
        return (
            f"Der Titel ist um {self.number(over)} Zeichen zu lang, {refused.most} gehen. Es hat "
            "nichts begonnen: Kürze ihn und versuch es noch einmal."
        )

    # Receiving, following, helping.

    def refused_not_registered(self, refused: live.NotRegistered, around: Around) -> str:
        """Somebody who is no registered creator."""
        return (
            "Hier bekommen nur angemeldete Creator Geschenke. Nichts wurde abgebucht, nichts hat "
            "begonnen: Creator melden sich mit `/creator join` an."
        )

    def refused_receiving_paused(self, refused: live.RecipientPaused, around: Around) -> str:
        """A creator who takes a break from gifts."""
        return (
            "Hier sind Geschenke gerade pausiert. Nichts wurde abgebucht, nichts hat begonnen: "
            "Weiter geht es, wenn der Creator `/creator resume` nutzt."
        )

    def refused_too_few_followers(self, refused: live.TooFewFollowers, around: Around) -> str:
        """A creator whom too few follow."""
        verb = "ist" if refused.followers == 1 else "sind"
        return (
            f"Geschenke brauchen hier {self.followers(refused.least)}. Bisher {verb} es "
            f"{self.number(refused.followers)}: "
            f"{self._missing(refused.least - refused.followers)} noch. Nichts wurde "
            "abgebucht, nichts hat begonnen; `/follow` bringt einen mehr."
        )

    def refused_follow_self(self, refused: live.FollowSelf, around: Around) -> str:
        """Following, challenging or naming oneself."""
        return "Das bist du selbst! Es ist nichts passiert: Wähle jemand anderen."

    def refused_too_many_deputies(self, refused: live.TooManyDeputies, around: Around) -> str:
        """One person more than may help a creator."""
        return (
            f"Mehr als {refused.most} Helfende gehen nicht. Es ist nichts passiert: Nimm erst "
            "jemanden unter `/creator helpers` heraus."
        )

    # What moderators and the calendar do.

    def refused_nothing_held(self, refused: live.NothingHeld, around: Around) -> str:
        """A message that waits no more."""
        return (
            f"Zu {self.reference(refused.gift)} wartet keine Nachricht: Darüber wurde schon "
            "entschieden, oder das Geschenk wurde zurückgenommen. Es ist nichts passiert."
        )

    def refused_own_message(self, refused: live.OwnMessage, around: Around) -> str:
        """A moderator before a message of their own."""
        return (
            f"Die Nachricht zu {self.reference(refused.gift)} ist von dir selbst, also entscheidet "
            "jemand anderes aus der Moderation. Es ist nichts passiert: Sie wartet weiter."
        )

    def refused_already_posted(self, refused: live.AlreadyPosted, around: Around) -> str:
        """A board that was posted before."""
        return (
            f"Diese Bestenliste steht schon da, seit {self.reference(refused.by_seq)}. Es ist "
            "nichts passiert."
        )

    def refused_not_over(self, refused: live.NotOver, around: Around) -> str:
        """The board of a period that goes on."""
        until = f" bis {self.moment(refused.ends_ms)}" if refused.ends_ms else ""
        return (
            f"Dieser Zeitraum läuft noch{until}, also wurde nichts gepostet: Seine Bestenliste "
            "kommt am Ende."
        )

    # The queue.

    def refused_not_deputy(self, refused: live.NotDeputy, around: Around) -> str:
        """Somebody who may not thank in a creator's name."""
        return (
            "Das dürfen nur Creator selbst und wer ihnen hilft, also ist nichts passiert. Creator "
            "benennen Helfende mit `/creator helpers`."
        )

    def refused_already_answered(self, refused: live.AlreadyAnswered, around: Around) -> str:
        """A gift that somebody thanked for or skipped before."""
        return "Da war jemand schneller, also ist nichts passiert. Hier steht, wer jetzt wartet."

    def refused_too_many_replays(self, refused: live.TooManyReplays, around: Around) -> str:
        """One gift after the other shown again."""
        return (
            f"Mehr als {refused.most} Wiederholungen pro Minute gehen nicht. Es wurde nichts "
            f"gezeigt: Die nächste geht {self.moment(refused.from_ms, 'R')}."
        )

    # Goals, matches and plans.

    def refused_goal(self, refused: live.GoalOutOfRange, around: Around) -> str:
        """A goal of nothing, or of too much."""
        return (
            f"Ein Ziel zählt bis zu einer Zahl von 1 bis {self.number(refused.most)}. Gesetzt ist "
            "nichts: Nimm eine Zahl dazwischen."
        )

    def refused_no_goal(self, refused: live.NoGoal, around: Around) -> str:
        """Giving up what is not there."""
        return "Du hast kein Ziel, also ändert sich nichts. Mit `/live goal` setzt du eines."

    def refused_match_minutes(self, refused: live.MinutesOutOfRange, around: Around) -> str:
        """A match of no time, or of too much."""
        return (
            f"Ein Match dauert 1 bis {refused.most} Minuten. Es hat nichts begonnen: Nimm eine "
            "Zahl dazwischen."
        )

    match_own_side: ClassVar[Mapping[str, str]] = {
        "not-registered": (
            "Ein Match spielen hier nur angemeldete Creator. Es hat nichts begonnen: "
            "`/creator join` meldet dich an."
        ),
        "receiving-paused": (
            "Deine Geschenke sind pausiert, und ein Match lebt von Geschenken. Es hat nichts "
            "begonnen: Mit `/creator resume` geht es weiter."
        ),
        "frozen": (
            "Dein Konto ist eingefroren, ein Match muss warten. Es hat nichts begonnen: Frag die "
            "Moderation danach."
        ),
    }
    match_other_side: ClassVar[Mapping[str, str]] = {
        "not-registered": (
            "Die andere Seite ist nicht als Creator angemeldet, und nur so spielt man hier ein "
            "Match. Es hat nichts begonnen: Dazu braucht es ihr `/creator join`."
        ),
        "receiving-paused": (
            "Die Geschenke der anderen Seite sind pausiert, und ein Match lebt von Geschenken. Es "
            "hat nichts begonnen: Dazu braucht es ihr `/creator resume`."
        ),
        "frozen": (
            "Die andere Seite kann gerade nicht mitmachen. Es hat nichts begonnen: Mit "
            "`/live match` forderst du jemand anderen heraus."
        ),
    }

    def refused_match_side(self, refused: live.SideNotReceiving, around: Around) -> str:
        """A match with somebody who receives no gifts now."""
        if refused.role:
            has = "du hast sie nicht" if refused.own else "die andere Seite hat sie nicht"
            return (
                f"Geschenke bekommen hier nur Mitglieder mit <@&{refused.role}>, und {has}. Es hat "
                "nichts begonnen: Ein Match lebt von Geschenken an beide."
            )
        if refused.why != live.TooFewFollowers.kind:
            return (self.match_own_side if refused.own else self.match_other_side)[refused.why]
        who = "du hast" if refused.own else "die andere Seite hat"
        return (
            f"Ein Match braucht hier auf beiden Seiten {self.followers(refused.least)}, und {who} "
            f"{self.number(refused.followers)}: "
            f"{self._missing(refused.least - refused.followers)} noch. Es hat nichts begonnen; "
            "`/follow` bringt einen mehr."
        )

    def refused_challenge_over(self, refused: live.ChallengeOver, around: Around) -> str:
        """A yes that comes too late."""
        return (
            f"Diese Herausforderung war {CHALLENGE_MINUTES} Minuten offen und ist abgelaufen. Es "
            "hat nichts begonnen: `/live match` schickt eine neue."
        )

    def refused_too_many_challenges(self, refused: live.TooManyChallenges, around: Around) -> str:
        """One challenge after the other that nobody accepts."""
        return (
            f"Das waren {refused.most} Herausforderungen hintereinander ohne ein Ja. Es wurde "
            f"nichts abgeschickt: Die nächste geht {self.moment(refused.from_ms, 'R')}."
        )

    def refused_too_many_plans(self, refused: live.TooManyPlans, around: Around) -> str:
        """One coming show more than a list has room for."""
        return (
            f"Mehr als {refused.most} kommende Shows lassen sich nicht ankündigen, und so viele "
            "stehen schon. Angekündigt wurde nichts: Sag eine unter `/live plan` ab oder warte "
            "die nächste ab."
        )

    def refused_match_runs(self, refused: live.MatchRuns, around: Around) -> str:
        """A second match beside one that runs or waits for its answer."""
        return (
            "Für dich oder die andere Seite läuft schon ein Match, oder eine Herausforderung ist "
            "offen. Es hat nichts begonnen: Bring erst das zu Ende."
        )

    def refused_no_match(self, refused: live.NoSuchMatch, around: Around) -> str:
        """A challenge that is answered or over."""
        return (
            "Diese Herausforderung ist vorbei: beantwortet, zurückgezogen oder abgelaufen. "
            "Geändert wurde nichts: `/live match` schickt eine neue."
        )

    def refused_not_opponent(self, refused: live.NotOpponent, around: Around) -> str:
        """An answer by somebody who was not asked."""
        return (
            "Antworten kann nur, wer herausgefordert ist. Es ist nichts geschehen; ein Geschenk an "
            "die beiden zählt, sobald es läuft."
        )

    def refused_moment(self, refused: live.MomentOutOfRange, around: Around) -> str:
        """A moment that is past, or too far away."""
        if refused.at_ms < refused.least_ms:
            return (
                f"{self.moment(refused.at_ms)} ist vorbei oder weniger als eine Minute hin. Es ist "
                "nichts geschehen: Nimm einen späteren Zeitpunkt."
            )
        return (
            f"{self.moment(refused.at_ms)} ist zu weit weg. Es ist nichts geschehen: Nimm einen "
            f"Zeitpunkt vor {self.moment(refused.most_ms)}."
        )

    def refused_plan_closed(self, refused: live.NoSuchPlan, around: Around) -> str:
        """A planned show whose time has come, or that was called off."""
        return "Diese Show hat begonnen oder ist abgesagt, also ändert sich nichts."
