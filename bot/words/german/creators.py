"""What is said to creators and to those who follow them, in German."""

from bot.ledger.requests.live import MOST_DEPUTIES
from bot.words.creators import CreatorCounts, CreatorWords
from bot.words.german.grammar import GermanGrammar


class GermanCreatorCounts(GermanGrammar, CreatorCounts):
    """What is counted around creators, with its word."""

    def followers(self, followers: int) -> str:
        """A number of followers, with the word."""
        return f"{self.number(followers)} Follower"


class GermanCreatorWords(GermanCreatorCounts, CreatorWords):
    """The sentences of `/creator` and `/follow`."""

    # Receiving gifts.

    creator_joined = "Willkommen! Du bist jetzt als Creator angemeldet."
    creator_joined_before = "Du bist schon als Creator angemeldet. Nichts geändert."
    creator_left = (
        "Du bist nicht mehr als Creator angemeldet. Deine Münzen, 💎 und Follower bleiben, und "
        "`/creator join` holt dich zurück."
    )
    creator_left_before = (
        "Du bist gar nicht angemeldet. Nichts geändert: Das geht mit `/creator join`."
    )
    everyone_receives = (
        "-# Hier bekommen alle Geschenke, angemeldet oder nicht; `/creator pause` hält sie an."
    )
    receiving_paused = (
        "Pausiert: Bis `/creator resume` kann dir niemand etwas schicken. Nichts geht verloren."
    )
    receiving_paused_before = (
        "Du hast schon pausiert. Mit `/creator resume` kommen wieder Geschenke."
    )
    receiving_resumed = "Willkommen zurück! Deine Pause ist vorbei."
    receiving_resumed_before = "Du hattest nicht pausiert. Nichts geändert."
    gifts_arrive = "✓ Du kannst Geschenke bekommen."

    _not_registered = "✗ Hier bekommen nur angemeldete Creator Geschenke: Nutze `/creator join`."
    _is_paused = "✗ Du hast pausiert: Mit `/creator resume` kommen wieder Geschenke."

    def _lacks_role(self, role: int) -> str:
        return (
            f"✗ Hier bekommen nur Mitglieder mit <@&{role}> Geschenke: Frag, wer diesen Server "
            "verwaltet."
        )

    def _lacks_followers(self, followers: int, least: int) -> str:
        return (
            f"✗ Geschenke gibt es hier erst bei {self.number(least)} Follower"
            f"{'' if least == 1 else 'n'}; du hast {self.number(followers)}, "
            f"{self._missing(least - followers)} noch."
        )

    # Followers.

    no_followers = (
        "Noch folgt dir niemand. Das geht mit `/follow` oder mit dem Knopf „Folgen“ unter deiner "
        "Live-Tafel: `/live start` stellt eine auf."
    )

    def followers_title(self, followers: int) -> str:
        """How many follow, above the newest of them."""
        return f"**{self.followers(followers)}**, die neuesten zuerst:"

    def more_followers(self, more: int) -> str:
        """Those who are not listed."""
        return f"-# und {self.number(more)} mehr"

    # Those who act for a creator.

    remove_button = "Entfernen"
    no_deputies = (
        "Dir hilft gerade niemand. Nenne jemanden mit `/creator helpers member`: So jemand kann in "
        "deinem Namen danken, überspringen und wiederholen, in `/live queue`."
    )
    remove_whom = "Wen? Nenne auch `member` oder drück unten auf „Entfernen“. Nichts geändert."

    def deputies_title(self, deputies: int) -> str:
        """How many help, and what they may do."""
        return (
            f"**Deine Helfenden** · {deputies} von {MOST_DEPUTIES}\n"
            "Sie können in deinem Namen danken, überspringen und wiederholen, in `/live queue`."
        )

    def deputy_named(self, name: str) -> str:
        """Somebody helps now."""
        return f"Erledigt! {self.strong_name(name)} hilft dir jetzt."

    def deputy_named_before(self, name: str) -> str:
        """Somebody helped before."""
        return f"{self.strong_name(name)} hilft dir schon. Nichts geändert."

    def deputy_removed(self, name: str) -> str:
        """Somebody helps no more."""
        return f"Erledigt! {self.strong_name(name)} hilft dir nicht mehr."

    def deputy_removed_before(self, name: str) -> str:
        """Somebody who did not help."""
        return f"{self.strong_name(name)} hilft dir gar nicht. Nichts geändert."

    # Following.

    unfollow_button = "Nicht mehr folgen"
    hear_button = "Bei Showbeginn Bescheid sagen"
    hear_no_more_button = "Nicht mehr Bescheid sagen"

    def followed(self, name: str, followers: int) -> str:
        """The reader follows somebody now."""
        return f"Du folgst jetzt {self.strong_name(name)}: {self.followers(followers)}."

    def followed_before(self, name: str, followers: int) -> str:
        """The reader has followed them before."""
        return f"Du folgst {self.strong_name(name)} schon: {self.followers(followers)}."

    def unfollowed(self, name: str, followers: int) -> str:
        """The reader follows somebody no more."""
        return f"Du folgst {self.strong_name(name)} nicht mehr: noch {self.followers(followers)}."

    def unfollowed_before(self, name: str) -> str:
        """The reader did not follow them."""
        return f"Du folgst {self.strong_name(name)} gar nicht. Nichts geändert."

    def hears_offer(self, role: int) -> str:
        """How to be told when shows start."""
        return (
            f"-# <@&{role}> erfährt im Kanal, wenn hier eine Show beginnt. Möchtest du die Rolle?"
        )

    def hears_now(self, role: int) -> str:
        """The reader is told when shows start."""
        return f"-# Du hast <@&{role}> und erfährst, wenn hier eine Show beginnt."

    def hears_from_now(self, role: int) -> str:
        """The reader has just been given the role."""
        return f"Erledigt! Du hast jetzt <@&{role}> und erfährst, wenn hier eine Show beginnt."

    def hears_no_more(self, role: int) -> str:
        """The role has just been taken back."""
        return f"Erledigt! <@&{role}> bist du los, und niemand sagt dir mehr Bescheid."

    no_live_role = (
        "Hier wird niemandem mehr Bescheid gesagt. Nichts geändert: Wer den Server verwaltet, kann "
        "mit `/setup live alerts` eine Rolle wählen."
    )
    role_unanswered = (
        "Discord hat nicht gesagt, ob das geklappt hat. Schau in einer Minute auf deine Rollen und "
        "drück noch einmal, wenn nicht."
    )

    def role_not_given(self, why: str) -> str:
        """A role that Ovation cannot give or take just now, and why."""
        return (
            f"Das hat nicht geklappt, und nichts ist geändert.\n{why}\n"
            "-# Zeig das denen, die den Server verwalten."
        )
