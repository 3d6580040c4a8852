"""What a person sees of a message or a modal: frozen views over the JSON that Discord sends."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

Json = Mapping[str, Any]

EPHEMERAL = 1 << 6
LOADING = 1 << 7
SILENT = 1 << 12
COMPONENTS_V2 = 1 << 15

# The type of the notice that a message was pinned.
PIN_NOTICE = 6


class Kind(IntEnum):
    """The component types that a client draws, numbered as Discord numbers them."""

    ROW = 1
    BUTTON = 2
    STRING_SELECT = 3
    TEXT_INPUT = 4
    USER_SELECT = 5
    ROLE_SELECT = 6
    MENTIONABLE_SELECT = 7
    CHANNEL_SELECT = 8
    SECTION = 9
    TEXT_DISPLAY = 10
    THUMBNAIL = 11
    MEDIA_GALLERY = 12
    FILE = 13
    SEPARATOR = 14
    CONTAINER = 17
    LABEL = 18
    FILE_UPLOAD = 19
    RADIO_GROUP = 21
    CHECKBOX_GROUP = 22
    CHECKBOX = 23


# Selects whose values are the ids of people, roles or channels.
ENTITY_SELECTS = frozenset(range(Kind.USER_SELECT, Kind.CHANNEL_SELECT + 1))
SELECTS = ENTITY_SELECTS | {Kind.STRING_SELECT}
CHOOSERS = SELECTS | {Kind.RADIO_GROUP, Kind.CHECKBOX_GROUP}
FIELDS = CHOOSERS | {Kind.TEXT_INPUT, Kind.CHECKBOX, Kind.FILE_UPLOAD}


@dataclass(frozen=True, slots=True)
class Author:
    """Who wrote a message, under the name that the server shows."""

    id: int
    name: str
    bot: bool


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that hangs on a message; `size` is in bytes."""

    id: int
    filename: str
    size: int
    url: str


@dataclass(frozen=True, slots=True)
class LocalFile:
    """A file of one's own that can be sent with a form."""

    filename: str
    data: bytes = field(repr=False)
    content_type: str = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class Pings:
    """Whom a message calls: members and roles by their ids, and whether everyone.

    A silent one puts up its mark without a sound.
    """

    users: tuple[int, ...] = ()
    roles: tuple[int, ...] = ()
    everyone: bool = False
    silent: bool = False

    @classmethod
    def read(cls, raw: Json) -> Pings:
        """Return whom a message object of the API calls."""
        return cls(
            users=tuple(int(user["id"]) for user in raw.get("mentions") or ()),
            roles=tuple(int(role) for role in raw.get("mention_roles") or ()),
            everyone=bool(raw.get("mention_everyone")),
            silent=bool(int(raw.get("flags") or 0) & SILENT),
        )

    def __bool__(self) -> bool:
        """Tell whether it calls anybody."""
        return bool(self.users or self.roles or self.everyone)

    @property
    def sound(self) -> bool:
        """Tell whether it makes a sound for anybody."""
        return bool(self) and not self.silent


@dataclass(frozen=True, slots=True)
class Button:
    """A button; link and premium buttons have no `custom_id`, and one that sells has a `sku_id`."""

    label: str
    custom_id: str | None
    disabled: bool
    style: int
    emoji: str
    url: str | None = None
    sku_id: int | None = None

    @property
    def caption(self) -> str:
        """Return what stands on the button, emoji first."""
        return " ".join(part for part in (self.emoji, self.label) if part)


@dataclass(frozen=True, slots=True)
class Choice:
    """One line of a select that lists its own options."""

    label: str
    value: str
    description: str
    emoji: str
    default: bool


@dataclass(frozen=True, slots=True)
class Select:
    """A select on a message: its own options, or people, roles or channels, as `kind` says."""

    kind: int
    custom_id: str
    placeholder: str
    choices: tuple[Choice, ...]
    min_values: int
    max_values: int
    disabled: bool


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a modal, with the label above it; lengths are in characters."""

    kind: int
    custom_id: str
    label: str
    description: str
    placeholder: str
    required: bool
    value: str
    checked: bool
    min_length: int
    max_length: int
    choices: tuple[Choice, ...]
    min_values: int
    max_values: int
    id: int | None = None
    label_id: int | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """One version of a message, as its reader sees it; `raw` is the JSON it came as."""

    id: int
    channel_id: int
    flags: int
    author: Author
    raw: Json = field(repr=False, compare=False)
    pings: Pings = field(default_factory=Pings, compare=False)

    @classmethod
    def read(cls, raw: Json, pings: Pings | None = None) -> Message:
        """Return the view over a message object of the API.

        `pings` are those with which it came, which no later edit adds to.
        """
        return cls(
            id=int(raw["id"]),
            channel_id=int(raw["channel_id"]),
            flags=int(raw.get("flags") or 0),
            author=read_author(raw),
            raw=raw,
            pings=Pings.read(raw) if pings is None else pings,
        )

    @property
    def edited(self) -> bool:
        """Tell whether it was edited in its place."""
        return bool(self.raw.get("edited_timestamp"))

    @property
    def pinned(self) -> bool:
        """Tell whether it is pinned in its channel."""
        return bool(self.raw.get("pinned"))

    @property
    def kind(self) -> int:
        """Return its type by Discord's number: 0 for a message, 19 for a reply, and so on."""
        return int(self.raw.get("type") or 0)

    @property
    def answers(self) -> int | None:
        """Return the id of the message that it replies to or tells of, None without one."""
        reference = (self.raw.get("message_reference") or {}).get("message_id")
        return None if reference is None else int(reference)

    @property
    def ephemeral(self) -> bool:
        """Tell whether only its reader can see it."""
        return bool(self.flags & EPHEMERAL)

    @property
    def loading(self) -> bool:
        """Tell whether it still says that the application is thinking."""
        return bool(self.flags & LOADING)

    @property
    def content(self) -> str:
        """Return the plain content, without embeds and components."""
        return str(self.raw.get("content") or "")

    @property
    def embeds(self) -> Sequence[Json]:
        """Return the embeds as they came."""
        return tuple(self.raw.get("embeds") or ())

    @property
    def components(self) -> Sequence[Json]:
        """Return the top-level components as they came."""
        return tuple(self.raw.get("components") or ())

    @property
    def text(self) -> str:
        """Return all visible text, top to bottom, one block a line, without the controls."""
        blocks = [self.content]
        for embed in self.embeds:
            blocks += embed_texts(embed)
        blocks += component_texts(self.components)
        return "\n".join(block for block in blocks if block)

    @property
    def buttons(self) -> tuple[Button, ...]:
        """Return every button, in reading order."""
        return tuple(read_button(item) for item in every(self.components, {Kind.BUTTON}))

    @property
    def selects(self) -> tuple[Select, ...]:
        """Return every select, in reading order."""
        return tuple(read_select(item) for item in every(self.components, SELECTS))

    @property
    def attachments(self) -> tuple[Attachment, ...]:
        """Return the files that hang on it."""
        return tuple(
            Attachment(
                id=int(item["id"]),
                filename=str(item.get("filename", "")),
                size=int(item.get("size") or 0),
                url=str(item.get("url", "")),
            )
            for item in self.raw.get("attachments") or ()
        )

    @property
    def interaction_id(self) -> int | None:
        """Return the interaction that it answers, None for a message sent without one."""
        cause = self.raw.get("interaction_metadata") or self.raw.get("interaction") or {}
        return int(cause["id"]) if "id" in cause else None

    @property
    def nonce(self) -> str | None:
        """Return the nonce that it was created with."""
        nonce = self.raw.get("nonce")
        return None if nonce is None else str(nonce)


@dataclass(frozen=True, slots=True)
class Modal:
    """A form that the application opened; `source` is the message whose control asked for it."""

    id: int
    custom_id: str
    title: str
    channel_id: int | None
    source: int | None
    raw: Json = field(repr=False, compare=False)

    @classmethod
    def read(cls, raw: Json, source: int | None = None) -> Modal:
        """Return the view over the modal that the gateway announced."""
        channel = raw.get("channel_id")
        return cls(
            id=int(raw["id"]),
            custom_id=str(raw["custom_id"]),
            title=str(raw["title"]),
            channel_id=None if channel is None else int(channel),
            source=source,
            raw=raw,
        )

    @property
    def components(self) -> Sequence[Json]:
        """Return the top-level components as they came."""
        return tuple(self.raw.get("components") or ())

    @property
    def fields(self) -> tuple[Field, ...]:
        """Return everything that can be filled in, in reading order."""
        return tuple(
            read_field(item, frame) for frame in self.components for item in every([frame], FIELDS)
        )

    @property
    def text(self) -> str:
        """Return the title, the labels and the texts, one a line."""
        return "\n".join([self.title, *component_texts(self.components)])


def every(components: Sequence[Json], kinds: frozenset[int] | set[Kind]) -> Iterator[Json]:
    """Yield the components of these kinds at any depth, in reading order."""
    for component in components:
        if component.get("type") in kinds:
            yield component
        yield from every(inner(component), kinds)


def inner(component: Json) -> list[Json]:
    """Return what a component holds: its children, and what stands beside or under it."""
    single = (component.get("accessory"), component.get("component"))
    return [*(component.get("components") or ()), *(item for item in single if item)]


def component_texts(components: Sequence[Json]) -> list[str]:
    """Return the texts inside components, in reading order, without the controls' captions."""
    texts: list[str] = []
    for component in components:
        match component.get("type"):
            case Kind.TEXT_DISPLAY:
                texts.append(str(component.get("content") or ""))
            case Kind.LABEL:
                texts += [str(component.get(part) or "") for part in ("label", "description")]
            case Kind.MEDIA_GALLERY:
                texts += [str(item.get("description") or "") for item in component["items"]]
        texts += component_texts(inner(component))
    return [text for text in texts if text]


def embed_texts(embed: Json) -> list[str]:
    """Return the texts of an embed, top to bottom."""
    texts = [str((embed.get("author") or {}).get("name") or "")]
    texts += [str(embed.get(part) or "") for part in ("title", "description")]
    for item in embed.get("fields") or ():
        texts += [str(item["name"]), str(item["value"])]
    texts.append(str((embed.get("footer") or {}).get("text") or ""))
    return [text for text in texts if text]


def read_author(raw: Json) -> Author:
    """Return a message's author under the nickname or display name, where there is one."""
    user = raw.get("author") or {}
    nick = (raw.get("member") or {}).get("nick")
    name = nick or user.get("global_name") or user.get("username") or "somebody"
    return Author(int(user.get("id") or 0), str(name), bool(user.get("bot")))


def read_emoji(raw: Json | None) -> str:
    """Return an emoji as a terminal can show it: itself, or :name: for a server's own."""
    if not raw or not raw.get("name"):
        return ""
    return f":{raw['name']}:" if raw.get("id") else str(raw["name"])


def read_button(raw: Json) -> Button:
    """Return the view over a button component."""
    return Button(
        label=str(raw.get("label") or ""),
        custom_id=raw.get("custom_id"),
        disabled=bool(raw.get("disabled")),
        style=int(raw.get("style") or 2),
        emoji=read_emoji(raw.get("emoji")),
        url=raw.get("url"),
        sku_id=int(raw["sku_id"]) if raw.get("sku_id") else None,
    )


def read_choices(raw: Json) -> tuple[Choice, ...]:
    """Return the options that a select or a group lists."""
    return tuple(
        Choice(
            label=str(item["label"]),
            value=str(item["value"]),
            description=str(item.get("description") or ""),
            emoji=read_emoji(item.get("emoji")),
            default=bool(item.get("default")),
        )
        for item in raw.get("options") or ()
    )


def read_select(raw: Json) -> Select:
    """Return the view over a select component; one value is asked where nothing is said."""
    least, most = (raw.get(key) for key in ("min_values", "max_values"))
    return Select(
        kind=int(raw["type"]),
        custom_id=str(raw["custom_id"]),
        placeholder=str(raw.get("placeholder") or ""),
        choices=read_choices(raw),
        min_values=1 if least is None else int(least),
        max_values=1 if most is None else int(most),
        disabled=bool(raw.get("disabled")),
    )


def read_field(raw: Json, frame: Json) -> Field:
    """Return the view over a modal's field; `frame` is the label or row that holds it."""
    group = raw["type"] == Kind.CHECKBOX_GROUP
    choices = read_choices(raw)
    least, most = (raw.get(key) for key in ("min_values", "max_values"))
    required = raw.get("required")
    return Field(
        kind=int(raw["type"]),
        custom_id=str(raw["custom_id"]),
        label=str(frame.get("label") or raw.get("label") or ""),
        description=str(frame.get("description") or ""),
        placeholder=str(raw.get("placeholder") or ""),
        # A checkbox alone is never wrong, ticked or not.
        required=required is not False and raw["type"] != Kind.CHECKBOX,
        value=str(raw.get("value") or ""),
        checked=bool(raw.get("default")),
        min_length=int(raw.get("min_length") or 0),
        max_length=int(raw.get("max_length") or 4000),
        choices=choices,
        min_values=1 if least is None else int(least),
        max_values=int(most) if most is not None else (len(choices) if group else 1),
        id=raw.get("id"),
        label_id=frame.get("id"),
    )
