"""What Discord demands of message components and modals, and the ids it gives them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from bot.sandbox.service.wire import FormErrors, Json

ACTION_ROW, BUTTON, STRING_SELECT, TEXT_INPUT = 1, 2, 3, 4
USER_SELECT, ROLE_SELECT, MENTIONABLE_SELECT, CHANNEL_SELECT = 5, 6, 7, 8
SECTION, TEXT_DISPLAY, THUMBNAIL, MEDIA_GALLERY, FILE, SEPARATOR = 9, 10, 11, 12, 13, 14
CONTAINER, LABEL, FILE_UPLOAD, RADIO_GROUP, CHECKBOX_GROUP, CHECKBOX = 17, 18, 19, 21, 22, 23
SELECTS = {STRING_SELECT, USER_SELECT, ROLE_SELECT, MENTIONABLE_SELECT, CHANNEL_SELECT}
LINK_STYLE, PREMIUM_STYLE = 5, 6

# https://discord.com/developers/docs/components/reference
MOST_COMPONENTS = 40
MOST_TEXT = 4000
MOST_MODAL_ITEMS = 5
MOST_GROUPED = 10

_TOP_LEVEL_V2 = {ACTION_ROW, SECTION, TEXT_DISPLAY, MEDIA_GALLERY, FILE, SEPARATOR, CONTAINER}
_IN_LABEL = SELECTS | {TEXT_INPUT, FILE_UPLOAD, RADIO_GROUP, CHECKBOX_GROUP, CHECKBOX}
_CHILDREN: dict[int, set[int]] = {
    ACTION_ROW: {BUTTON} | SELECTS,
    SECTION: {TEXT_DISPLAY},
    CONTAINER: _TOP_LEVEL_V2 - {CONTAINER},
}

Place = tuple[str, Json]


def walk(components: Any, path: str) -> Iterator[Place]:
    """Yield every component with its path, each before those inside it."""
    if not isinstance(components, list):
        return
    for index, component in enumerate(components):
        if isinstance(component, dict):
            yield from _walk_one(component, f"{path}.{index}" if path else str(index))


def _walk_one(component: Json, path: str) -> Iterator[Place]:
    yield path, component
    yield from walk(component.get("components"), f"{path}.components")
    for key in ("accessory", "component"):
        inner = component.get(key)
        if isinstance(inner, dict):
            yield from _walk_one(inner, f"{path}.{key}")


def assign_ids(components: list[Json]) -> None:
    """Give every component without an id the next free number, as Discord does.

    Whom a select has chosen beforehand may come as a number, and is told as text like every id
    of Discord's: a browser could not tell numbers of that length apart.
    """
    places = list(walk(components, ""))
    taken = {component["id"] for _, component in places if component.get("id")}
    number = 0
    for _, component in places:
        if not component.get("id"):
            number += 1
            while number in taken:
                number += 1
            component["id"] = number
        for chosen in component.get("default_values") or []:
            chosen["id"] = str(chosen["id"])


def find_control(components: list[Json], custom_id: str) -> Json | None:
    """Return the button, select or input with this custom id."""
    for _, component in walk(components, ""):
        if component.get("custom_id") == custom_id:
            return component
    return None


def text_of(components: list[Json]) -> list[str]:
    """Return the contents of all text displays."""
    return [
        str(component.get("content", ""))
        for _, component in walk(components, "")
        if component.get("type") == TEXT_DISPLAY
    ]


def media_of(components: list[Json]) -> list[Place]:
    """Return every media item (a thumbnail's, a gallery's, a file's) with its path."""
    return [
        place
        for path, component in walk(components, "components")
        for place in _media(component, path)
    ]


def _media(component: Json, path: str) -> Iterator[Place]:
    for key in ("media", "file"):
        if isinstance(component.get(key), dict):
            yield f"{path}.{key}", component[key]
    items = component.get("items")
    for index, item in enumerate(items if isinstance(items, list) else []):
        if isinstance(item, dict) and isinstance(item.get("media"), dict):
            yield f"{path}.items.{index}.media", item["media"]


def check_message_components(errors: FormErrors, components: Any, path: str, *, v2: bool) -> None:
    """Note what is wrong with a message's components; `v2` says that the flag is set."""
    if not isinstance(components, list):
        errors.add(path, "BASE_TYPE_BAD_TYPE", "Only iterables may be used in a ListType")
        return
    if not v2:
        errors.length(path, components, 0, 5)
    allowed = _TOP_LEVEL_V2 if v2 else {ACTION_ROW}
    _check_kinds(errors, components, path, allowed)
    _check_places(errors, list(walk(components, path)), path)


def check_modal(errors: FormErrors, data: Json, path: str) -> None:
    """Note what is wrong with a modal."""
    errors.length(f"{path}.custom_id", data.get("custom_id", ""), 1, 100)
    errors.length(f"{path}.title", data.get("title", ""), 1, 45)
    components = data.get("components")
    errors.length(f"{path}.components", components or [], 1, MOST_MODAL_ITEMS)
    inner = f"{path}.components"
    for index, item in enumerate(components or []):
        _check_modal_item(errors, item, f"{inner}.{index}")
    _check_places(errors, list(walk(components, inner)), inner)


def _check_modal_item(errors: FormErrors, item: Any, path: str) -> None:
    kind = item.get("type") if isinstance(item, dict) else None
    if kind == LABEL:
        errors.length(f"{path}.label", item.get("label", ""), 1, 45)
        errors.length(f"{path}.description", item.get("description") or "", 0, 100)
        _check_kinds(errors, [item.get("component")], f"{path}.component", _IN_LABEL)
    elif kind == ACTION_ROW:
        errors.length(f"{path}.components", item.get("components") or [], 1, 1)
        _check_kinds(errors, item.get("components") or [], f"{path}.components", {TEXT_INPUT})
        for index, field in enumerate(item.get("components") or []):
            if isinstance(field, dict):
                label = f"{path}.components.{index}.label"
                errors.length(label, field.get("label") or "", 1, 45)
    elif kind != TEXT_DISPLAY:
        _bad_kind(errors, path, {ACTION_ROW, TEXT_DISPLAY, LABEL})


def _bad_kind(errors: FormErrors, path: str, allowed: set[int]) -> None:
    errors.add(
        f"{path}.type",
        "UNION_TYPE_CHOICES",
        f'Value of field "type" must be one of {tuple(sorted(allowed))}.',
    )


def _check_kinds(errors: FormErrors, items: Any, path: str, allowed: set[int]) -> None:
    for index, item in enumerate(items if isinstance(items, list) else []):
        kind = item.get("type") if isinstance(item, dict) else None
        if kind not in allowed:
            _bad_kind(errors, f"{path}.{index}", allowed)
        elif kind in _CHILDREN:
            _check_kinds(
                errors, item.get("components"), f"{path}.{index}.components", _CHILDREN[kind]
            )


def _check_places(errors: FormErrors, places: list[Place], path: str) -> None:
    if len(places) > MOST_COMPONENTS:
        errors.add(
            path,
            "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED",
            f"The total number of components must be at most {MOST_COMPONENTS}.",
        )
    text = sum(len(it.get("content") or "") for _, it in places if it.get("type") == TEXT_DISPLAY)
    if text > MOST_TEXT:
        errors.add(
            path,
            "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED",
            f"Total displayable text size exceeds the limit of {MOST_TEXT}.",
        )
    _check_unique(errors, places, "custom_id", "COMPONENT_CUSTOM_ID_DUPLICATED")
    _check_unique(errors, places, "id", "COMPONENT_ID_DUPLICATED")
    for place, component in places:
        check = _CHECKS.get(component.get("type", 0))
        if check is not None:
            check(errors, component, place)


def _check_unique(errors: FormErrors, places: list[Place], key: str, code: str) -> None:
    seen: set[object] = set()
    for place, component in places:
        value = component.get(key)
        if not value:
            continue
        if value in seen:
            errors.add(f"{place}.{key}", code, f"Component {key} cannot be duplicated")
        seen.add(value)


def _check_custom_id(errors: FormErrors, component: Json, path: str) -> None:
    if component.get("custom_id") is None:
        errors.required(f"{path}.custom_id")
    else:
        errors.length(f"{path}.custom_id", component["custom_id"], 1, 100)


def _check_row(errors: FormErrors, row: Json, path: str) -> None:
    children = row.get("components") or []
    kinds = {child.get("type") for child in children if isinstance(child, dict)}
    errors.length(f"{path}.components", children, 1, 1 if kinds - {BUTTON} else 5)


def _check_button(errors: FormErrors, button: Json, path: str) -> None:
    style = button.get("style")
    if style not in {1, 2, 3, 4, 5, 6}:
        errors.add(f"{path}.style", "BASE_TYPE_CHOICES", "Value must be one of (1, 2, 3, 4, 5, 6).")
    elif style == LINK_STYLE:
        errors.length(f"{path}.url", button.get("url", ""), 1, 512)
    elif style == PREMIUM_STYLE:
        _check_premium_button(errors, button, path)
        return
    else:
        _check_custom_id(errors, button, path)
    if button.get("sku_id"):
        errors.add(
            f"{path}.sku_id",
            "BUTTON_COMPONENT_SKU_ID_NOT_ALLOWED",
            "Only a premium button can have a sku_id.",
        )
    if style == LINK_STYLE and button.get("custom_id"):
        errors.add(
            path,
            "BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE",
            "A custom id and url cannot both be specified",
        )
    errors.length(f"{path}.label", button.get("label") or "", 0, 80)
    if not button.get("label") and not button.get("emoji"):
        errors.add(
            path, "BUTTON_COMPONENT_LABEL_OR_EMOJI_REQUIRED", "A button needs a label or an emoji."
        )


def _check_premium_button(errors: FormErrors, button: Json, path: str) -> None:
    # What stands on it, the name and the price of what it sells, is Discord's own business:
    # https://discord.com/developers/docs/components/reference#button
    if not button.get("sku_id"):
        errors.required(f"{path}.sku_id")
    for name in ("custom_id", "label", "url", "emoji"):
        if button.get(name):
            errors.add(
                f"{path}.{name}",
                "BUTTON_COMPONENT_PREMIUM_FIELD_NOT_ALLOWED",
                f"A premium button cannot have a {name}.",
            )


def _check_select(errors: FormErrors, select: Json, path: str) -> None:
    _check_custom_id(errors, select, path)
    errors.length(f"{path}.placeholder", select.get("placeholder") or "", 0, 150)
    minimum, maximum = _counts(select)
    options = select.get("options") or []
    most = len(options) if select.get("type") == STRING_SELECT else 25
    if not 0 <= minimum <= 25 or minimum > maximum:
        errors.add(f"{path}.min_values", "BASE_TYPE_MAX", "min_values is out of range.")
    if not 1 <= maximum <= 25 or maximum > most:
        errors.add(f"{path}.max_values", "BASE_TYPE_MAX", "max_values is out of range.")
    if select.get("type") == STRING_SELECT:
        _check_options(errors, options, path, 1, 25)


def _counts(component: Json) -> tuple[int, int]:
    minimum, maximum = component.get("min_values"), component.get("max_values")
    return (1 if minimum is None else minimum), (1 if maximum is None else maximum)


def _check_options(
    errors: FormErrors, options: list[Json], path: str, fewest: int, most: int
) -> None:
    errors.length(f"{path}.options", options, fewest, most)
    seen: set[str] = set()
    for index, option in enumerate(options):
        place = f"{path}.options.{index}"
        errors.length(f"{place}.label", option.get("label", ""), 1, 100)
        errors.length(f"{place}.value", option.get("value", ""), 1, 100)
        errors.length(f"{place}.description", option.get("description") or "", 0, 100)
        value = str(option.get("value"))
        if value in seen:
            errors.add(
                f"{place}.value",
                "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED",
                "The specified option value is already used",
            )
        seen.add(value)


def _check_text_input(errors: FormErrors, field: Json, path: str) -> None:
    _check_custom_id(errors, field, path)
    if field.get("style") not in {1, 2}:
        errors.add(f"{path}.style", "BASE_TYPE_CHOICES", "Value must be one of (1, 2).")
    least, most = field.get("min_length") or 0, field.get("max_length") or MOST_TEXT
    if not 0 <= least <= most <= MOST_TEXT:
        errors.add(f"{path}.max_length", "NUMBER_TYPE_MAX", "The lengths are out of range.")
    errors.length(f"{path}.placeholder", field.get("placeholder") or "", 0, 100)
    errors.length(f"{path}.value", field.get("value") or "", 0, most)


def _check_section(errors: FormErrors, section: Json, path: str) -> None:
    errors.length(f"{path}.components", section.get("components") or [], 1, 3)
    accessory = section.get("accessory")
    if not isinstance(accessory, dict):
        errors.required(f"{path}.accessory")
    elif accessory.get("type") not in {BUTTON, THUMBNAIL}:
        _bad_kind(errors, f"{path}.accessory", {BUTTON, THUMBNAIL})


def _check_text_display(errors: FormErrors, display: Json, path: str) -> None:
    errors.length(f"{path}.content", display.get("content", ""), 1, MOST_TEXT)


def _check_thumbnail(errors: FormErrors, thumbnail: Json, path: str) -> None:
    errors.length(f"{path}.description", thumbnail.get("description") or "", 0, 1024)
    if not (thumbnail.get("media") or {}).get("url"):
        errors.required(f"{path}.media.url")


def _check_gallery(errors: FormErrors, gallery: Json, path: str) -> None:
    items = gallery.get("items") or []
    errors.length(f"{path}.items", items, 1, 10)
    for index, item in enumerate(items):
        _check_thumbnail(errors, item, f"{path}.items.{index}")


def _check_file(errors: FormErrors, file: Json, path: str) -> None:
    if not str((file.get("file") or {}).get("url", "")).startswith("attachment://"):
        errors.add(
            f"{path}.file.url", "COMPONENT_FILE_URL_INVALID", "Only attachment:// is allowed here."
        )


def _check_container(errors: FormErrors, container: Json, path: str) -> None:
    errors.length(f"{path}.components", container.get("components") or [], 1, MOST_COMPONENTS)
    color = container.get("accent_color")
    if color is not None and not 0 <= color <= 0xFFFFFF:
        errors.add(f"{path}.accent_color", "NUMBER_TYPE_MAX", "The colour is out of range.")


def _check_radio(errors: FormErrors, radio: Json, path: str) -> None:
    _check_custom_id(errors, radio, path)
    options = radio.get("options") or []
    _check_options(errors, options, path, 2, MOST_GROUPED)
    _check_defaults(errors, options, path, 1)


def _check_checkboxes(errors: FormErrors, group: Json, path: str) -> None:
    _check_custom_id(errors, group, path)
    options = group.get("options") or []
    _check_options(errors, options, path, 1, MOST_GROUPED)
    _, most = bounds_of(group)
    _check_bounds(errors, group, path, len(options))
    _check_defaults(errors, options, path, most)


def _check_upload(errors: FormErrors, upload: Json, path: str) -> None:
    _check_custom_id(errors, upload, path)
    _check_bounds(errors, upload, path, MOST_GROUPED)


def _check_checkbox(errors: FormErrors, checkbox: Json, path: str) -> None:
    _check_custom_id(errors, checkbox, path)
    if not isinstance(checkbox.get("default") or False, bool):
        errors.add(f"{path}.default", "BASE_TYPE_BAD_TYPE", "The value has the wrong type.")


def bounds_of(field: Json) -> tuple[int, int]:
    """Return how many values a field of a modal takes at least and at most; 1 and 1 unless said.

    Of a group's checkboxes all may be ticked. Nothing at all may be given where that is not
    required, whatever the least number is.
    """
    least, most = _counts(field)
    if field["type"] == CHECKBOX_GROUP and field.get("max_values") is None:
        most = len(field.get("options") or [])
    return least, most


def _check_bounds(errors: FormErrors, field: Json, path: str, most_of_all: int) -> None:
    # https://discord.com/developers/docs/components/reference#checkbox-group
    least, most = bounds_of(field)
    if not 0 <= least <= min(most, MOST_GROUPED):
        errors.add(f"{path}.min_values", "BASE_TYPE_MAX", "min_values is out of range.")
    if not 1 <= most <= min(most_of_all, MOST_GROUPED):
        errors.add(f"{path}.max_values", "BASE_TYPE_MAX", "max_values is out of range.")
    if least == 0 and field.get("required") is not False:
        errors.add(
            f"{path}.required",
            "COMPONENT_REQUIRED_MIN_VALUES",
            "required must be false where min_values is 0.",
        )


def _check_defaults(errors: FormErrors, options: list[Json], path: str, most: int) -> None:
    if sum(bool(option.get("default")) for option in options) > most:
        errors.add(f"{path}.options", "COMPONENT_TOO_MANY_DEFAULTS", "Too many are chosen.")


Check = Callable[[FormErrors, Json, str], None]

_CHECKS: dict[int, Check] = {
    ACTION_ROW: _check_row,
    BUTTON: _check_button,
    TEXT_INPUT: _check_text_input,
    SECTION: _check_section,
    TEXT_DISPLAY: _check_text_display,
    THUMBNAIL: _check_thumbnail,
    MEDIA_GALLERY: _check_gallery,
    FILE: _check_file,
    CONTAINER: _check_container,
    FILE_UPLOAD: _check_upload,
    RADIO_GROUP: _check_radio,
    CHECKBOX_GROUP: _check_checkboxes,
    CHECKBOX: _check_checkbox,
    **dict.fromkeys(SELECTS, _check_select),
}
