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
        offered = {option["value"] for option in field["options"]}
        if (value is None and required) or (value is not None and value not in offered):
            errors.add(path, "BASE_TYPE_CHOICES", "Value must be one of the options.")
    elif kind == CHECKBOX_GROUP:
        offered = {option["value"] for option in field["options"]}
        if not set(value or []) <= offered or (required and not value):
            errors.add(path, "BASE_TYPE_CHOICES", "Values must be among the options.")
    elif kind == CHECKBOX and not isinstance(value, bool):
        errors.add(path, "BASE_TYPE_BAD_TYPE", "The value has the wrong type.")


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
    chosen = {str(value) for value in values}
    if len(chosen) != len(values) or not chosen <= offered:
        errors.add(path, "BASE_TYPE_CHOICES", "Value must be one of the options.")


def chosen_in(modal: Json, values: dict[str, Any]) -> list[tuple[int, list[str]]]:
    """Return the type and the chosen values of every select in the modal."""
    return [
        (field["type"], [str(it) for it in values.get(field["custom_id"]) or []])
        for _, field in walk(modal["components"], "")
        if field["type"] in SELECTS
    ]
