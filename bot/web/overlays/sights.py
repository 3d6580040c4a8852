"""What an overlay's page is sent to show: plain data in the guild's words, nothing of it markup."""

from typing import Any, Final

from bot.ledger.catalogue import Catalogue
from bot.ledger.emoji import custom_emoji_id
from bot.ledger.guild_settings import GuildSettings
from bot.ledger.tiers import Form, tier_of
from bot.storage.combos import ComboView
from bot.storage.overlays import Alert, AlertKind, OverlayView
from bot.storage.shows import LiveBoard
from bot.words import Words
from bot.words.grammar import visible

SECONDS: Final = {Form.LINE: 3.0, Form.CARD: 4.0, Form.PICTURE: 7.0, Form.HIGHLIGHT: 10.0}
"""How long an alert is on: others show small ones for at most 4 s and large ones for 5 to 10."""
GAP_SECONDS: Final = 0.25
"""How long nothing is on between two alerts, as alert pages of others have it."""
_TEST_COINS: Final = 199
_OF_TESTS: Final = "🌹"
_OF_SUMS: Final = "🎁"


def form_of(alert: Alert, settings: GuildSettings) -> Form:
    """How loudly an alert speaks."""
    if alert.kind is AlertKind.TEST:
        return Form.PICTURE
    coins = alert.combo.coins if alert.combo else alert.sum.coins if alert.sum else 0
    return tier_of(coins, settings).form


def seconds_of(alert: Alert, settings: GuildSettings) -> float:
    """How long an alert is on after it last counted up."""
    return SECONDS[form_of(alert, settings)]


def alert_sight(
    words: Words, alert: Alert, settings: GuildSettings, speed: float = 1.0
) -> dict[str, Any]:
    """An alert as the page shows it, `speed` times faster. `spoken` is what is read out where the
    page speaks."""
    form = form_of(alert, settings)
    sight = {
        "first": alert.first,
        "through": alert.through,
        "kind": alert.kind.value,
        "form": form.name.lower(),
        "seconds": SECONDS[form] / speed,
        "gap": GAP_SECONDS / speed,
    }
    if alert.combo:
        return sight | _combo_sight(words, alert, alert.combo, settings)
    if alert.sum:
        told = words.overlay_sum(*alert.sum)
        return sight | {
            "title": told,
            "picture": emoji_path(_OF_SUMS),
            "coins": words.coins(alert.sum.coins),
            "worth": alert.sum.coins,
            "colour": _colour(tier_of(alert.sum.coins, settings).colour),
            "spoken": told,
        }
    return sight | {
        "title": words.overlay_test_title,
        "label": words.overlay_test,
        "picture": emoji_path(_OF_TESTS),
        "worth": _TEST_COINS,
        "colour": _colour(tier_of(_TEST_COINS, settings).colour),
        "spoken": words.overlay_test_title,
    }


def _combo_sight(
    words: Words, alert: Alert, combo: ComboView, settings: GuildSettings
) -> dict[str, Any]:
    sender = words.plain_name(combo.sender.name)
    is_replay = alert.kind is AlertKind.REPLAY
    # Who is shown again rose to their level then, not now.
    is_raised = combo.level > combo.level_before > 0 and not is_replay
    level = words.overlay_raised(combo.level) if is_raised else words.overlay_level(combo.level)
    return {
        "sender": sender,
        "gift": combo.name,
        "picture": emoji_path(combo.emoji),
        "quantity": combo.quantity,
        "count": f"×{words.number(combo.quantity)}" if combo.quantity > 1 else "",
        "coins": words.coins(combo.coins),
        "worth": combo.coins,
        "message": visible(alert.message),
        "level": level if combo.level else "",
        "raised": is_raised,
        "title": words.overlay_gift(sender, combo.name, combo.quantity),
        "label": words.overlay_replay if is_replay else "",
        "colour": _colour(tier_of(combo.coins, settings).colour),
        "spoken": words.overlay_spoken(sender, combo.name, combo.quantity, alert.message),
    }


def looks_sight(words: Words, overlay: OverlayView, language: str) -> dict[str, Any]:
    """How the page is to sound, and whether nothing new is shown for now."""
    return {
        "volume": overlay.volume,
        "speaks": overlay.speaks,
        "least": overlay.least_coins,
        "holding": overlay.holding,
        "language": language,
        "paused": words.overlay_paused,
        "connecting": words.overlay_connecting,
        "replaced": words.overlay_replaced,
        "idle": words.overlay_idle,
        "unseen": words.overlay_unseen,
        "sound": words.overlay_sound,
        "top": words.overlay_top,
        "latest": words.overlay_latest,
    }


def board_sight(words: Words, board: LiveBoard | None, catalogue: Catalogue) -> dict[str, Any]:
    """The goal, the top gifters and the latest gifts of the running show; empty without one."""
    if board is None:
        return {}
    goal = board.goal
    item = catalogue.get(goal.item) if goal else None
    return {
        "goal": {
            "title": words.overlay_goal(item.name if item else "", goal.progress, goal.target),
            "share": min(1.0, goal.progress / goal.target),
            "reached": goal.progress >= goal.target,
        }
        if goal
        else None,
        "top": [
            {
                "name": words.plain_name(gifter.member.name),
                "coins": words.number(gifter.coins),
                "level": words.overlay_level(gifter.level) if gifter.level else "",
            }
            for gifter in board.gifters
        ],
        "latest": [
            {
                "name": words.plain_name(combo.sender.name),
                "picture": emoji_path(combo.emoji),
                "count": f"×{words.number(combo.quantity)}",
            }
            for combo in board.latest
        ],
    }


def emoji_path(emoji: str) -> str:
    """Where the page finds the picture of a gift's emoji, on this very server."""
    number = custom_emoji_id(emoji)
    if number is not None:
        return f"/emoji/{number}"
    return "/emoji/" + "-".join(f"{ord(letter):x}" for letter in emoji)


def _colour(colour: int) -> str:
    return f"#{colour:06x}"
