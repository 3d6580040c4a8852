"""Modals from the user's side: what was filled in, whether it fits, and how it travels."""

from __future__ import annotations

from typing import Any

from bot.sandbox.service.components import (
    ACTION_ROW,
    CHECKBOX,
    CHECKBOX_GROUP,
    FILE_UPLOAD,
    LABEL,
    RADIO_GROUP,
    SELECTS,
    STRING_SELECT,
    TEXT_INPUT,
    bounds_of,
    walk,
)
from bot.sandbox.service.wire import FormErrors, Json
from bot.sandbox.service.world import Guild


def values_of(components: Any) -> dict[str, Any]:
    """Return what was filled in by custom id, however the client nests it."""
    return {
        str(component["custom_id"]): component.get("values", component.get("value"))
        for _, component in walk(components, "")
        if "custom_id" in component
    }


def filled_modal(components: list[Json], values: dict[str, Any]) -> list[Json]:
    """Return the modal's components as the bot receives them, with the values filled in."""
    filled: list[Json] = []
    for item in components:
        body: Json = {"type": item["type"], "id": item["id"]}
        if item["type"] == LABEL:
            body["component"] = _filled(item["component"], values)
        elif item["type"] == ACTION_ROW:
            body["components"] = [_filled(field, values) for field in item["components"]]
        filled.append(body)
    return filled


def _filled(field: Json, values: dict[str, Any]) -> Json:
    body: Json = {"type": field["type"], "id": field["id"], "custom_id": field["custom_id"]}
    value = values.get(field["custom_id"])
    if field["type"] in SELECTS | {FILE_UPLOAD, CHECKBOX_GROUP}:
        body["values"] = [str(it) for it in value or []]
    elif field["type"] == TEXT_INPUT:
        body["value"] = "" if value is None else str(value)
    else:
        body["value"] = value
    return body


def check_filled(errors: FormErrors, modal: Json, values: dict[str, Any], guild: Guild) -> None:
    """Note what is wrong with the values, as Discord's clients and servers check them."""
    for _, field in walk(modal["components"], ""):
        if "custom_id" in field:
            path = f"data.components.{field['custom_id']}"
            _check_field(errors, field, values.get(field["custom_id"]), guild, path)


def _check_field(errors: FormErrors, field: Json, value: Any, guild: Guild, path: str) -> None:
    kind = field["type"]
    required = field.get("required", True) is not False
    if kind == TEXT_INPUT:
        least = field.get("min_length") or (1 if required else 0)
        if value or required:
            errors.length(path, value or "", least, field.get("max_length") or 4000)
    elif kind in SELECTS:
        check_selected(errors, field, value or [], guild, path)
    elif kind == RADIO_GROUP:
        offered = [option["value"] for option in field["options"]]
        if (value is None and required) or (value is not None and value not in offered):
            errors.add(path, "BASE_TYPE_CHOICES", "Value must be one of the options.")
    elif kind == CHECKBOX_GROUP:
        if _is_list(errors, field, value, path):
            _check_distinct(errors, value, {it["value"] for it in field["options"]}, path)
    elif kind == FILE_UPLOAD:
        _is_list(errors, field, value, path)
    elif kind == CHECKBOX and not isinstance(value, bool):
        errors.add(path, "BASE_TYPE_BAD_TYPE", "The value has the wrong type.")


def _is_list(errors: FormErrors, field: Json, value: Any, path: str) -> bool:
    """Tell whether there are values in a list, having noted it where they are too few or many."""
    if not isinstance(value, list):
        errors.required(path)
        return False
    least, most = bounds_of(field)
    if value or field.get("required") is not False:
        errors.length(path, value, least, most)
    return True


def _check_distinct(errors: FormErrors, values: list[Any], offered: set[str], path: str) -> None:
    chosen = {str(value) for value in values}
    if len(chosen) != len(values) or not chosen <= offered:
        errors.add(path, "BASE_TYPE_CHOICES", "Value must be one of the options.")


def check_selected(errors: FormErrors, control: Json, values: Any, guild: Guild, path: str) -> None:
    """Note what is wrong with the values chosen in a select."""
    minimum, maximum = control.get("min_values"), control.get("max_values")
    least = 1 if minimum is None else minimum
    if control.get("required") is False:
        least = 0
    if not isinstance(values, list):
        errors.required(path)
        return
    errors.length(path, values, least, 1 if maximum is None else maximum)
    if control["type"] == STRING_SELECT:
        offered = {option["value"] for option in control.get("options") or []}
    else:
        offered = {str(it) for it in (*guild.members, *guild.roles, *guild.channels)}
    _check_distinct(errors, values, offered, path)


def check_attached(errors: FormErrors, modal: Json, values: dict[str, Any], sent: set[int]) -> None:
    """Note files that are named in the form and did not come with it, or in two places."""
    named: set[str] = set()
    for field in _uploads(modal):
        path = f"data.components.{field['custom_id']}"
        given = values.get(field["custom_id"])
        for number in map(str, given if isinstance(given, list) else []):
            if not number.isdecimal() or int(number) not in sent or number in named:
                errors.add(path, "BASE_TYPE_CHOICES", "There is no such file.")
            named.add(number)


def attached_in(modal: Json, values: dict[str, Any]) -> list[tuple[str, list[str]]]:
    """Return the custom id and the numbers of the files of every upload in the modal."""
    return [
        (field["custom_id"], [str(it) for it in values.get(field["custom_id"]) or []])
        for field in _uploads(modal)
    ]


def _uploads(modal: Json) -> list[Json]:
    return [field for _, field in walk(modal["components"], "") if field["type"] == FILE_UPLOAD]


def chosen_in(modal: Json, values: dict[str, Any]) -> list[tuple[int, list[str]]]:
    """Return the type and the chosen values of every select in the modal."""
    return [
        (field["type"], [str(it) for it in values.get(field["custom_id"]) or []])
        for _, field in walk(modal["components"], "")
        if field["type"] in SELECTS
    ]
