"""What a person sees, drawn for a terminal: messages, modals and the course of an exchange."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.style import Style
from rich.text import Text

from bot.sandbox.people.exchange import Exchange
from bot.sandbox.people.markdown import Markdown
from bot.sandbox.people.names import Names
from bot.sandbox.people.seen import (
    FIELDS,
    PIN_NOTICE,
    SELECTS,
    Button,
    Choice,
    Field,
    Json,
    Kind,
    Message,
    Modal,
    Pings,
    embed_texts,
    read_button,
    read_field,
    read_select,
)
from bot.sandbox.people.shop import Offer

# Button styles by Discord's numbers: primary, secondary, success, danger, link, premium.
_BUTTONS = {
    1: Style(color="white", bgcolor="blue"),
    2: Style(color="white", bgcolor="bright_black"),
    3: Style(color="white", bgcolor="green"),
    4: Style(color="white", bgcolor="red"),
    5: Style(color="blue", underline=True),
    6: Style(color="white", bgcolor="magenta"),
}

_ENTITIES = {
    Kind.USER_SELECT: "members",
    Kind.ROLE_SELECT: "roles",
    Kind.MENTIONABLE_SELECT: "members and roles",
    Kind.CHANNEL_SELECT: "channels",
}

CHOICES_SHOWN = 25


class Screen:
    """Draws with the names of one guild; `now` gives Unix seconds for the relative times."""

    def __init__(self, names: Names, now: Callable[[], float] = time.time) -> None:
        self._markdown = Markdown(names, now)
        self._names = names
        self._offers: dict[int, Offer] = {}

    def learn(self, offers: Iterable[Offer]) -> None:
        """Know what is sold from now on: Discord, not the bot, says what stands on such buttons."""
        self._offers = {offer.sku_id: offer for offer in offers}

    def message(self, message: Message, reader: str | None = None) -> RenderableType:
        """Return a message with who wrote it, where, and who alone can see it."""
        return Group(self._heading(message, reader), Padding(self._body(message), (0, 0, 0, 2)))

    def modal(self, modal: Modal) -> RenderableType:
        """Return a form with its fields, what is prefilled and what may be entered."""
        parts = [part for frame in modal.components for part in self._frame(frame)]
        return Panel(Group(*parts), title=Text(modal.title, "bold"), title_align="left")

    def exchange(self, exchange: Exchange, reader: str | None = None) -> RenderableType:
        """Return all that an exchange has led to so far."""
        if exchange.failure:
            return Text(f"✗ {exchange.what}: {exchange.failure}.", "red")
        if exchange.has_modal:
            return self.modal(exchange.modal)
        answers = exchange.created or exchange.updated
        if not answers:
            return Text(f"✓ {exchange.what}", "dim")
        return Group(*(self.message(message, reader) for message in answers))

    def _heading(self, message: Message, reader: str | None) -> Text:
        heading = Text.assemble((message.author.name, "bold"))
        if message.author.bot:
            heading.append(" APP", "bold blue")
        heading.append(f" in #{self._names.channel_name(message.channel_id)}", "dim")
        if message.ephemeral:
            heading.append(f"  🔒 only {reader or 'one member'} sees this", "italic yellow")
        if message.edited:
            heading.append("  (edited)", "dim")
        if message.pinned:
            heading.append("  📌 pinned", "dim")
        if message.pings:
            sign = "🔕" if message.pings.silent else "🔔"
            heading.append(f"  {sign} {', '.join(self._called(message.pings))}", "yellow")
        return heading

    def _called(self, pings: Pings) -> list[str]:
        """Return the names of everybody that a message calls."""
        users = [f"@{self._names.member_name(user)}" for user in pings.users]
        roles = [f"@{self._names.role_name(role)}" for role in pings.roles]
        return users + roles + (["everyone"] if pings.everyone else [])

    def gone(self, message: Message) -> RenderableType:
        """Return what tells that a message was deleted, with how it began."""
        lines = message.text.splitlines()
        start = self._markdown.text(lines[0]) if lines else Text("(nothing to see)")
        place = self._names.channel_name(message.channel_id)
        heading = Text(f"🗑 {message.author.name} in #{place}, deleted: ", "dim")
        start.stylize("dim strike")
        return heading.append_text(start)

    def _body(self, message: Message) -> RenderableType:
        if message.loading:
            return Text("… is thinking", "italic dim")
        if message.kind == PIN_NOTICE:
            return Text("📌 pinned a message to this channel", "italic dim")
        parts: list[RenderableType] = []
        if message.content:
            parts.append(self._markdown.text(message.content))
        parts += [self._embed(embed) for embed in message.embeds]
        parts += self._components(message.components)
        parts += [Text(f"📎 {it.filename} ({it.size} bytes)") for it in message.attachments]
        return Group(*(parts or [Text("(nothing to see)", "dim")]))

    def _embed(self, embed: Json) -> RenderableType:
        lines = [self._markdown.text(text) for text in embed_texts(embed)]
        return Panel(Group(*lines), border_style=_accent(embed.get("color")), expand=False)

    def _components(self, components: Iterable[Json]) -> list[RenderableType]:
        return [part for component in components for part in self._component(component)]

    def _component(self, raw: Json) -> list[RenderableType]:
        match raw.get("type"):
            case Kind.TEXT_DISPLAY:
                return [self._markdown.text(str(raw.get("content") or ""))]
            case Kind.CONTAINER:
                inside = Group(*self._components(raw.get("components") or ()))
                border = _accent(raw.get("accent_color"))
                return [Panel(inside, border_style=border, expand=False)]
            case Kind.SECTION:
                beside = [raw["accessory"]] if raw.get("accessory") else []
                return self._components([*(raw.get("components") or ()), *beside])
            case Kind.ROW:
                return self._row(raw.get("components") or ())
            case Kind.BUTTON:
                return [self._buttons([read_button(raw)])]
            case Kind.SEPARATOR:
                return [Text("─" * 24 if raw.get("divider", True) else "", "dim")]
            case Kind.FILE | Kind.THUMBNAIL | Kind.MEDIA_GALLERY:
                return [Text(f"🖼 {line}", "dim") for line in _media(raw)]
            case kind if kind in SELECTS:
                return [self._select(raw)]
        return []

    def _row(self, components: Sequence[Json]) -> list[RenderableType]:
        buttons = [read_button(it) for it in components if it.get("type") == Kind.BUTTON]
        others = [it for it in components if it.get("type") != Kind.BUTTON]
        return [*([self._buttons(buttons)] if buttons else []), *self._components(others)]

    def _buttons(self, buttons: Sequence[Button]) -> Text:
        text = Text()
        for button in buttons:
            style = _BUTTONS.get(button.style, _BUTTONS[2])
            if button.disabled:
                style = Style(dim=True, strike=True)
            text.append(" " if text else "")
            text.append(f"[ {self._caption(button)} ]", style)
        return text

    def _caption(self, button: Button) -> str:
        if button.sku_id is None:
            return button.caption
        offer = self._offers.get(button.sku_id)
        return f"🛍 {offer.name} · {offer.price}" if offer else "🛍 Buy"

    def _select(self, raw: Json) -> RenderableType:
        select = read_select(raw)
        what = _ENTITIES.get(Kind(select.kind), f"{len(select.choices)} options")
        heading = Text.assemble((f"▾ {select.placeholder or select.custom_id}", "bold"))
        heading.append(f" ({what})", "dim")
        if select.disabled:
            heading.stylize("strike")
        return Group(heading, *_choices(select.choices))

    def _frame(self, frame: Json) -> list[RenderableType]:
        """Return a row of a modal: texts as they are, fields with their label."""
        if frame.get("type") == Kind.TEXT_DISPLAY:
            return [self._markdown.text(str(frame.get("content") or ""))]
        children = [frame.get("component"), *(frame.get("components") or ())]
        fields = [it for it in children if it and it.get("type") in FIELDS]
        return [_field(read_field(it, frame)) for it in fields]


def _field(field: Field) -> RenderableType:
    heading = Text.assemble((field.label or field.custom_id, "bold"))
    if field.required:
        heading.append(" *", "red")
    if field.custom_id.casefold() != field.label.casefold():
        heading.append(f"  {field.custom_id}=", "cyan")
    if field.description:
        heading.append(f"  {field.description}", "dim")
    if field.kind == Kind.TEXT_INPUT:
        entered = Text(f"  {field.value}") if field.value else Text(f"  {field.placeholder}", "dim")
        return Group(heading, entered)
    if field.kind == Kind.CHECKBOX:
        return Text.assemble("● " if field.checked else "○ ", heading)
    if field.kind == Kind.FILE_UPLOAD:
        return Group(heading, Text(f"  {field.min_values} to {field.max_values} files", "dim"))
    return Group(heading, *_choices(field.choices))


def _choices(choices: Sequence[Choice]) -> list[Text]:
    lines: list[Text] = []
    for choice in choices[:CHOICES_SHOWN]:
        line = Text("  ● " if choice.default else "  ○ ")
        line.append(" ".join(part for part in (choice.emoji, choice.label) if part))
        line.append(f"  {choice.description}" if choice.description else "", "dim")
        lines.append(line)
    return lines


def _media(raw: Json) -> list[str]:
    """Return the names of the pictures and files that a component shows."""
    items = raw.get("items") or [raw]
    sources = [(it.get("media") or it.get("file") or {}).get("url") or "" for it in items]
    return [
        str(it.get("description") or source.removeprefix("attachment://").rpartition("/")[2])
        for it, source in zip(items, sources, strict=True)
    ]


def _accent(colour: int | None) -> Style:
    return Style(color="bright_black" if colour is None else f"#{colour:06x}")
