"""What is said while a server is set up: the page, its settings, and the list of gifts."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from bot.ledger.catalogue import Item
from bot.ledger.guild_settings import NAMES, GuildSettings
from bot.words.grammar import escaped
from bot.words.settings import ECONOMY_SETTINGS, LIVE_SETTINGS, SettingWords


class SetupWords(SettingWords):
    """The sentences of the setup room."""

    # The offer and the page.

    offer = (
        "👋 Hello! Ovation lets viewers send gifts here, and thanks for every one at once.\n"
        "Setting it up takes a minute and is for whoever manages this server."
    )
    offer_button = "Set up"
    page_suggests = (
        "**Set up Ovation**\nHere is a suggestion for your server. Save it, or pick something "
        "else: what you pick is saved at once."
    )
    save_button = "Save the suggestions"
    texts_button = "Time zone and coins"
    test_button = "Send a test gift"
    receiver_buttons: ClassVar[Mapping[str, str]] = {
        "everyone": "Let everyone receive gifts",
        "registered": "Only registered creators receive",
    }
    texts_title = "Time zone and coins"
    pick_channel = "No channel"
    pick_role = "No role"
    anyone = "Everyone"
    suggested = "*suggested*"
    saved = "saved"

    page_labels: ClassVar[Mapping[str, str]] = {
        "gift_channel": "Gifts are thanked in",
        "log_channel": "What moderators do is posted in",
        "moderator_role": "Moderators",
        "manager_role": "Managers",
        "creator_role": "Who may receive gifts",
    }
    page_unset: ClassVar[Mapping[str, str]] = {
        "gift_channel": "the channel where each was sent",
        "log_channel": "no channel",
        "moderator_role": "whoever has Moderate Members",
        "manager_role": "whoever has Manage Server",
        "creator_role": "everyone",
    }
    form_labels: ClassVar[Mapping[str, str]] = {
        "timezone": "Time zone, such as Europe/Berlin",
        "welcome_coins": "Welcome coins, 0 for none",
        "welcome_age_days": "For accounts this many days old",
        "confirm_coins": "Ask before gifts of this many coins",
    }

    def page_ready(self, gift_channel: int, welcome_coins: int) -> str:
        """The page's first line once nothing is left to be saved."""
        where = f"Gifts in <#{gift_channel}>" if gift_channel else "Gifts wherever they are sent"
        coins = self.number(welcome_coins) if welcome_coins else "no"
        return f"**Ready!** {where}, {coins} welcome coins."

    def page_row(self, name: str, value: int, *, suggested: bool) -> str:
        """One choice of the page: what it is about, what it is now, and whether that is saved."""
        if not value:
            return f"**{self.page_labels[name]}** {self.page_unset[name]}"
        state = self.suggested if suggested else self.saved
        also = (
            f", and {self.page_unset[name]}" if name in {"moderator_role", "manager_role"} else ""
        )
        shown = self.setting_value(name, str(value))
        return f"**{self.page_labels[name]}** {shown}{also} · {state}"

    def page_texts(self, settings: GuildSettings, suggested_timezone: str) -> str:
        """What is typed rather than picked."""
        zone = suggested_timezone or settings.timezone
        state = f" · {self.suggested}" if suggested_timezone else ""
        return (
            f"**Time zone** {escaped(zone)}{state}\n"
            f"**Language** {self.setting_value('language', settings.language)}\n"
            f"**Welcome coins** {self._welcome(settings)}\n"
            f"**Asking before a gift** {self._value_of(settings, 'confirm_coins')}\n"
            f"**Registering to receive gifts** {self._value_of(settings, 'receivers')}"
        )

    def _welcome(self, settings: GuildSettings) -> str:
        coins = self._value_of(settings, "welcome_coins")
        if not settings.welcome_coins or not settings.welcome_age_days:
            return coins
        return f"{coins}, for accounts at least {self.days(settings.welcome_age_days)} old"

    def _value_of(self, settings: GuildSettings, name: str) -> str:
        return self.setting_value(name, str(getattr(settings, name)))

    # What Ovation may do.

    permission_names: ClassVar[Mapping[str, str]] = {
        "view_channel": "View Channel",
        "send_messages": "Send Messages",
        "embed_links": "Embed Links",
        "attach_files": "Attach Files",
        "read_message_history": "Read Message History",
        "use_external_emojis": "Use External Emojis",
        "connect": "Connect",
        "pin_messages": "Pin Messages",
    }
    no_such_channel = "That is no text channel of this server. Nothing changed: pick another."
    no_such_role = "That is no role of this server. Nothing changed: pick another."

    def permissions(self, channel: int, missing: Sequence[str]) -> str:
        """What Ovation still needs in a channel, with the cure."""
        if not missing:
            return f"✓ <#{channel}>: Ovation can do all it needs."
        names = ", ".join(self.permission_names[name] for name in missing)
        return f"✗ <#{channel}>: allow {names}"

    def channel_gone(self, name: str) -> str:
        """A channel that was chosen and is there no more."""
        return f"✗ {self._label(name)}: that channel is gone. Pick another."

    def role_gone(self, name: str) -> str:
        """A role that was chosen and is there no more."""
        return f"✗ {self._label(name)}: that role is gone. Pick another."

    # The test gift.

    test_mark = "🧪 **Test gift.** No coins moved, and nothing was entered in the books."

    def test_sent(self, channel: int, url: str) -> str:
        """The test gift was posted."""
        return f"🧪 Test gift posted in <#{channel}>: {url}\nNo coins moved."

    def test_refused(self, channel: int) -> str:
        """Discord did not let Ovation post."""
        return (
            f"🧪 The test gift did not get into <#{channel}>: Discord refused it. "
            "No coins moved. Check the permissions below and try again."
        )

    test_unanswered = (
        "🧪 Discord did not say whether the test gift arrived. No coins moved: look into the "
        "channel, and try again if it is not there."
    )

    # Settings.

    def settings_saved(self, changes: Sequence[tuple[str, str, str]]) -> str:
        """What was changed, from what to what."""
        return "\n".join(f"✓ Saved · {self.setting_change(*change)}" for change in changes)

    def set_meanwhile(self, name: str, value: str) -> str:
        """What was not saved, because somebody else has set it since the form was opened."""
        return (
            f"✗ Not saved: {self.setting_names[name]}. Somebody else changed it while your form "
            f"was open, and it stays as they set it: {self.setting_value(name, value)}. Open the "
            "form again to change it."
        )

    def settings_list(self, settings: GuildSettings) -> str:
        """All settings of a server but those of its economy, which have a page of their own."""
        shown = [name for name in NAMES if name not in ECONOMY_SETTINGS]
        lines = self.settings_now(settings, shown).split("\n")
        first = NAMES.index(LIVE_SETTINGS[0])
        lines.insert(first, f"\n__{self.live_settings_title}__")
        return "\n".join(lines)

    def _label(self, name: str) -> str:
        label = self.setting_names[name]
        return label[:1].upper() + label[1:]

    economy_pages = (
        "-# Coins and 💎 have pages of their own: `/setup shop`, `/setup cashout show`, "
        "`/setup limits` and `/setup rules`."
    )
    all_shown = "✓ Every gift was thanked: nothing is waiting."

    def backlog(
        self,
        waiting: int,
        oldest_ms: int | None,
        troubles: Sequence[tuple[str, int]],
        doubtful: int,
    ) -> str:
        """What waits to be posted, since when and why; each trouble with how many it holds up."""
        lines = [self.all_shown]
        if waiting:
            verb = "post waits" if waiting == 1 else "posts wait"
            since = f", the oldest since {self.moment(oldest_ms, 'R')}" if oldest_ms else ""
            sign = "✗" if troubles else "…"
            lines = [f"{sign} {self.number(waiting)} {verb} to be shown{since}."]
        lines += [f"-# {self.number(count)} × {self.quote(text)}" for text, count in troubles]
        if doubtful:
            verb = "post" if doubtful == 1 else "posts"
            lines.append(
                f"-# {self.number(doubtful)} {verb} may stand in a channel twice: after a lost "
                "answer, the channel could not be read."
            )
        return "\n".join(lines)

    def rates(self, settings: GuildSettings) -> str:
        """What a gift earns and what that is worth."""
        return (
            f"Creators earn {self.percent(settings.share)} of a gift in 💎, and 1 💎 converts to "
            f"{self.coins_at(settings.conversion_rate)}."
        )

    rates_hint = "-# Change it with `share` (as in 50) or `conversion` (as in 0.5)."
    share_misread = (
        "A share is a percentage from 0 to 100, such as 50 or 12.5. Nothing changed: try again."
    )
    rate_misread = (
        "A conversion is how many coins 1 💎 becomes, such as 1 or 0.5. Nothing changed: try again."
    )

    def share_instead(self, rate: int, most_share: int) -> str:
        """Which share would go with the rate that stands."""
        share = self.percent(most_share)
        return f"-# With {self.rate(rate)} for 1 💎, a share of up to {share} works."

    def settings_now(self, settings: GuildSettings, chosen: Sequence[str]) -> str:
        """Some settings as they are."""
        return "\n".join(
            f"**{self._label(name)}** {self._value_of(settings, name)}" for name in chosen
        )

    def change_hint(self, options: Sequence[str], *, clears: bool = False) -> str:
        """Which options of a command change what it shows, and whether `clear` takes that back."""
        also = "; `clear` takes it back" if clears else ""
        return f"-# Change it with {self._options(options)}{also}."

    def _options(self, options: Sequence[str]) -> str:
        return f" {self.or_word} ".join(f"`{option}`" for option in options)

    channels_hint = "-# Choose one with `for` and `channel`; `clear` takes it back."
    channel_needs_use = "For gifts, or for the log? Nothing changed: choose one with `for`."

    roles_hint = (
        "-# Set one with `moderators`, `managers` or `creators`; `clear` takes one back to nobody "
        "extra, or to everyone for creators."
    )

    def hidden_from(self, role: int, commands: Sequence[str]) -> str:
        """A role that has a right here, and from which Discord hides the commands for it."""
        names = " and ".join(f"`{command}`" for command in commands)
        return (
            f"✗ Discord hides {names} from <@&{role}>: let them use it under Server Settings → "
            "Integrations → Ovation."
        )

    set_or_clear = "Nothing can be set and cleared at once. Nothing changed: do one of the two."

    def nearest_timezones(self, zones: Sequence[str]) -> str:
        """Time zones that may have been meant."""
        names = " · ".join(escaped(zone) for zone in zones)
        return f"-# Did you mean {names}?" if zones else ""

    def timezone_choice(self, zone: str, time: str) -> str:
        """A time zone with its time of day, as a choice."""
        return f"{zone} · now {time}"

    # The list of gifts.

    retire_button = "Retire it"
    keep_gift_button = "Keep it"
    gift_kept = "It stays on offer. Nothing changed."
    nothing_to_edit = "Say what is new: `name`, `emoji` or `price`. Nothing changed."

    def priced(self, emoji: str, name: str, price: int) -> str:
        """A gift with its price."""
        return f"{emoji} **{escaped(name)}** ({self.coins(price)})"

    emoji_unchecked = (
        "Discord did not say whether it knows that emoji. Nothing changed: try again in a minute."
    )

    def gift_added(self, item: Item) -> str:
        """A gift that is new."""
        return f"Added! {self.priced(item.emoji, item.name, item.price)} can be sent now."

    def gift_edited(self, before: Item, after: Item) -> str:
        """A gift that changed."""
        old = self.priced(before.emoji, before.name, before.price)
        return f"Changed! {old} → {self.priced(after.emoji, after.name, after.price)}"

    def gift_retired(self, item: Item) -> str:
        """A gift that is no longer offered."""
        return (
            f"Retired! {self.priced(item.emoji, item.name, item.price)} can't be sent any more. "
            "Its history stays, and `/setup gift restore` brings it back."
        )

    def gift_restored(self, item: Item) -> str:
        """A gift that is offered again."""
        return f"Back again! {self.priced(item.emoji, item.name, item.price)} can be sent now."

    def retire_question(self, item: Item) -> str:
        """Whether it is meant."""
        return (
            f"Take {self.priced(item.emoji, item.name, item.price)} off the list? Nobody could "
            "send it any more; what was sent stays as it is."
        )

    def retired_already(self, item: Item) -> str:
        """A gift that cannot be retired twice."""
        return (
            f"{item.emoji} **{escaped(item.name)}** is retired already. Nothing changed: "
            "`/setup gift restore` brings it back."
        )

    def offered_already(self, item: Item) -> str:
        """A gift that is not retired."""
        return f"{item.emoji} **{escaped(item.name)}** is on offer already. Nothing changed."

    def no_gift_to_change(self, text: str, nearest: Sequence[str]) -> str:
        """A name that is no gift's, and those that come nearest."""
        names = " · ".join(f"**{escaped(name)}**" for name in nearest)
        hint = f"Did you mean {names}?" if nearest else "Pick one from the list as you type."
        return f"There is no gift called {self.quote(text)} here. Nothing changed. {hint}"
