"""The rules of Discord's API that its description does not hold, checked on request bodies."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

Json = Mapping[str, Any]

COMPONENTS_V2 = 1 << 15
ROW, BUTTON, STRING_SELECT, TEXT_INPUT, CHANNEL_SELECT = 1, 2, 3, 4, 8
SELECTS = frozenset({STRING_SELECT, *range(5, CHANNEL_SELECT + 1)})
V2_ONLY = frozenset({9, 10, 11, 12, 13, 14, 17})
LINK, PREMIUM = 5, 6
SUBCOMMANDS = frozenset({1, 2})
TEXT_DISPLAY = 10
EPHEMERAL_CALLBACKS = frozenset({4, 5})
UPDATE_CALLBACKS = frozenset({6, 7})
AUTOCOMPLETE_CALLBACK, MODAL_CALLBACK = 8, 9

# https://discord.com/developers/docs/components/reference and .../interactions/application-commands
LARGEST_TREE = 40
LARGEST_TEXT = 4_000
LARGEST_CONTENT = 2_000
LARGEST_EMBEDS = 6_000
LARGEST_COMMAND = 8_000
LARGEST_MODAL = 5
BUTTONS_IN_A_ROW = 5
ROWS_WITHOUT_V2 = 5


def silent_problems(method: str, template: str, body: Any) -> list[str]:
    """Return what breaks a rule that the description leaves out; `template` names the route."""
    if template.endswith("/callback"):
        return list(_callback(body))
    if "/commands" in template and "/permissions" not in template:
        return list(_commands(body))
    if "/messages" in template or (template.startswith("/webhooks/") and "token" in template):
        return list(message_problems(body, creates=method == "post"))
    return []


def _callback(body: Any) -> Iterator[str]:
    if not isinstance(body, Mapping):
        return
    data = body.get("data") or {}
    match body.get("type"):
        case 4 | 5 | 6 | 7 as kind:
            yield from message_problems(data, creates=kind in EPHEMERAL_CALLBACKS)
        case 8:
            yield from _repeated((c.get("name") for c in data.get("choices") or ()), "choice")
        case 9:
            yield from _modal(data)


def message_problems(body: Any, *, creates: bool) -> Iterator[str]:
    """Yield what breaks a rule in a message; only a new one has to carry the V2 flag itself."""
    if not isinstance(body, Mapping):
        return
    components = body.get("components") or ()
    v2 = bool((body.get("flags") or 0) & COMPONENTS_V2)
    if v2:
        for key in ("content", "embeds", "poll", "sticker_ids"):
            if body.get(key):
                yield f"$.{key}: a Components V2 message cannot have {key}."
        yield from _unreferenced(body, components)
    elif creates and any(it.get("type") in V2_ONLY for it in _every(components)):
        yield "$.flags: these components need the Components V2 flag."
    if not v2 and len(components) > ROWS_WITHOUT_V2:
        yield f"$.components: at most {ROWS_WITHOUT_V2} rows without Components V2."
    if len(str(body.get("content") or "")) > LARGEST_CONTENT:
        yield f"$.content: at most {LARGEST_CONTENT} characters."
    yield from _embeds(body.get("embeds") or ())
    yield from _tree(components)


def _unreferenced(body: Json, components: Sequence[Json]) -> Iterator[str]:
    """Yield the attachments that a Components V2 message hides by naming them nowhere."""
    shown = {
        str((media or {}).get("url"))
        for it in _every(components)
        for media in (
            it.get("media"),
            it.get("file"),
            *(item.get("media") for item in it.get("items") or ()),
        )
    }
    for attachment in body.get("attachments") or ():
        name = attachment.get("filename")
        if name and f"attachment://{name}" not in shown:
            yield f"$.attachments: no component shows {name!r}."


def _tree(components: Sequence[Json]) -> Iterator[str]:
    """Yield what is wrong with components taken together and one by one."""
    every = list(_every(components))
    if len(every) > LARGEST_TREE:
        yield f"$.components: {len(every)} components with the nested ones; {LARGEST_TREE} may be."
    written = sum(len(it.get("content") or "") for it in every if it.get("type") == TEXT_DISPLAY)
    if written > LARGEST_TEXT:
        yield f"$.components: {written} characters of text; {LARGEST_TEXT} may be."
    yield from _repeated((it.get("custom_id") for it in every), "custom_id")
    yield from _repeated((it.get("id") for it in every if it.get("id")), "component id")
    for component in every:
        yield from _component(component)


def _component(component: Json) -> Iterator[str]:
    kind = component.get("type")
    if kind == ROW:
        yield from _row([it.get("type") for it in component.get("components") or ()])
    elif kind == BUTTON:
        yield from _button(component)
    elif kind in SELECTS:
        yield from _select(component)


def _row(kinds: Sequence[Any]) -> Iterator[str]:
    if len(kinds) > 1 and any(kind != BUTTON for kind in kinds):
        yield "$.components: a row holds buttons or one other component."
    if len(kinds) > BUTTONS_IN_A_ROW:
        yield f"$.components: a row holds at most {BUTTONS_IN_A_ROW} buttons."


def _button(button: Json) -> Iterator[str]:
    style = button.get("style")
    key = {LINK: "url", PREMIUM: "sku_id"}.get(style, "custom_id") if style else "custom_id"
    if not button.get(key):
        yield f"$.components: a button of style {style} needs {key}."
    others = {"custom_id", "url", "sku_id"} - {key}
    if any(button.get(other) for other in others):
        yield f"$.components: a button of style {style} has {key} alone."
    if style != PREMIUM and not (button.get("label") or button.get("emoji")):
        yield "$.components: a button needs a label or an emoji."


def _select(select: Json) -> Iterator[str]:
    name = select.get("custom_id")
    options = select.get("options") or ()
    least, most = select.get("min_values", 1), select.get("max_values", 1)
    if least is not None and most is not None and least > most:
        yield f"$.components: {name} asks for at least {least} and at most {most} values."
    if select.get("type") != STRING_SELECT:
        return
    if not options:
        yield f"$.components: {name} offers nothing."
    if options and most is not None and most > len(options):
        yield f"$.components: {name} takes {most} values but offers {len(options)}."
    if most is not None and sum(bool(it.get("default")) for it in options) > most:
        yield f"$.components: {name} has more defaults than it takes values."
    yield from _repeated((it.get("value") for it in options), f"value of {name}")


def _embeds(embeds: Sequence[Json]) -> Iterator[str]:
    length = sum(
        len(text or "")
        for embed in embeds
        for text in (
            embed.get("title"),
            embed.get("description"),
            (embed.get("footer") or {}).get("text"),
            (embed.get("author") or {}).get("name"),
            *(part for it in embed.get("fields") or () for part in (it["name"], it["value"])),
        )
    )
    if length > LARGEST_EMBEDS:
        yield f"$.embeds: {length} characters; {LARGEST_EMBEDS} may be."


def _modal(data: Json) -> Iterator[str]:
    components = data.get("components") or ()
    if len(components) > LARGEST_MODAL:
        yield f"$.data.components: a modal holds at most {LARGEST_MODAL} items."
    yield from _tree(components)
    for field in _every(components):
        least, most = field.get("min_length") or 0, field.get("max_length")
        if most is not None and least > most:
            yield f"$.data.components: {field.get('custom_id')} has a minimum above its maximum."


def _commands(body: Any) -> Iterator[str]:
    listed = body if isinstance(body, list) else [body]
    commands = [it for it in listed if isinstance(it, Mapping)]
    names = Counter((it.get("type") or 1, it.get("name")) for it in commands)
    for (_, name), count in names.items():
        if count > 1:
            yield f"$: {count} commands are called {name!r}."
    for command in commands:
        yield from _command(command)


def _command(command: Json) -> Iterator[str]:
    name = str(command.get("name", ""))
    if (command.get("type") or 1) != 1:
        if command.get("options") or command.get("description"):
            yield f"{name}: a menu entry has no description and no options."
        return
    if "name" in command and not is_command_name(name):
        yield f"{name}: not a name that a command may have."
    if "name" in command and not command.get("description"):
        yield f"{name}: a typed command needs a description."
    yield from _options(name, command.get("options") or ())
    size = command_size(command)
    if size > LARGEST_COMMAND:
        yield f"{name}: {size} characters; {LARGEST_COMMAND} may be."


def _options(name: str, options: Sequence[Json]) -> Iterator[str]:
    yield from _repeated((it.get("name") for it in options), f"option of {name}")
    branches = [it for it in options if it.get("type") in SUBCOMMANDS]
    if branches and len(branches) != len(options):
        yield f"{name}: subcommands and options cannot stand side by side."
    optional = ""
    for option in options:
        own = str(option.get("name", ""))
        if not is_command_name(own):
            yield f"{name} {own}: not a name that an option may have."
        if option.get("required") and optional:
            yield f"{name} {own}: a required option stands after the optional {optional}."
        optional = optional or ("" if option.get("required") else own)
        yield from _bounds(f"{name} {own}", option)
        yield from _options(f"{name} {own}", option.get("options") or ())


def _bounds(name: str, option: Json) -> Iterator[str]:
    for least, most in (("min_value", "max_value"), ("min_length", "max_length")):
        low, high = option.get(least), option.get(most)
        if low is not None and high is not None and low > high:
            yield f"{name}: {least} is above {most}."
    if option.get("autocomplete") and option.get("choices"):
        yield f"{name}: choices and autocomplete exclude each other."
    yield from _repeated(
        (it.get("name") for it in option.get("choices") or ()), f"choice of {name}"
    )


def is_command_name(name: str) -> bool:
    """Tell whether a typed command or option may have the name.

    Letters, digits, `-`, `_` and `'` in any script, with the marks of Devanagari and Thai, in
    lower case where there is one, 1..32 characters: Discord's documented pattern.
    """
    return 1 <= len(name) <= 32 and name == name.lower() and all(map(_may_stand, name))


def _may_stand(sign: str) -> bool:
    if sign in "-_'" or unicodedata.category(sign)[0] in "LN":
        return True
    return unicodedata.name(sign, "").startswith(("DEVANAGARI", "THAI"))


def command_size(node: Json) -> int:
    """Return a command's characters as Discord counts them: the longest localisation of each."""
    size = 0
    for key in ("name", "description"):
        localised = (node.get(f"{key}_localizations") or {}).values()
        size += max(len(str(text)) for text in (node.get(key) or "", *localised))
    for choice in node.get("choices") or ():
        localised = (choice.get("name_localizations") or {}).values()
        size += max(len(str(text)) for text in (choice.get("name") or "", *localised))
        size += len(str(choice.get("value", "")))
    return size + sum(command_size(option) for option in node.get("options") or ())


def _every(components: Iterable[Any]) -> Iterator[Json]:
    """Yield components at every depth."""
    for component in components:
        if isinstance(component, Mapping):
            yield component
            single = (component.get("accessory"), component.get("component"))
            yield from _every([*(component.get("components") or ()), *filter(None, single)])


def _repeated(values: Iterable[Any], what: str) -> Iterator[str]:
    for value, count in Counter(value for value in values if value is not None).items():
        if count > 1:
            yield f"{what} {value!r} stands {count} times."
