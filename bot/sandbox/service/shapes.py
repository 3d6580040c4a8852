"""The kinds of Discord's fields by name, held against every request body before it is read."""

from __future__ import annotations

from typing import Any

from bot.sandbox.service.wire import FormErrors

_TEXTS = (
    "content custom_id description icon_url label name placeholder reason session_id "
    "text title topic url username communication_disabled_until nick filename"
)
_NUMBERS = (
    "accent_color color component_type flags max_length max_value "
    "max_values min_length min_value min_values position rate_limit_per_user spacing style"
)
_OBJECTS = (
    "accessory allowed_mentions author component data description_localizations embed emoji file "
    "footer image media message_reference name_localizations resolved thumbnail"
)
_LISTS_OF_OBJECTS = (
    "attachments choices components default_values embeds fields items options "
    "permission_overwrites"
)
_LISTS = "channel_types contexts integration_types messages parse roles sticker_ids users values"

_KINDS: dict[str, tuple[type, ...]] = {
    **dict.fromkeys(_TEXTS.split(), (str,)),
    **dict.fromkeys(_NUMBERS.split(), (int, float)),
    **dict.fromkeys(_OBJECTS.split(), (dict,)),
    **dict.fromkeys(_LISTS_OF_OBJECTS.split(), (list,)),
    **dict.fromkeys(_LISTS.split(), (list,)),
    # An embed's type is a word, everything else's a number.
    "type": (int, str),
}
_WHOLE = frozenset(_NUMBERS.split()) - {"max_value", "min_value"}
_OF_OBJECTS = frozenset(_LISTS_OF_OBJECTS.split())
_SNOWFLAKES = frozenset({"messages", "roles", "users"})
_BITS = frozenset({"allow", "deny", "permissions", "default_member_permissions"})


def check_shapes(body: Any) -> None:
    """Refuse a body with 400 50035 if a field of a known name holds another kind of value.

    Null passes everywhere: Discord reads it as not given where it does not mean something.
    """
    errors = FormErrors()
    _check(errors, body, "")
    errors.raise_if_any()


def _check(errors: FormErrors, value: Any, path: str) -> None:
    if isinstance(value, list):
        for index, item in enumerate(value):
            if isinstance(item, dict):
                _check(errors, item, f"{path}.{index}" if path else str(index))
    elif isinstance(value, dict):
        for key, inner in value.items():
            place = f"{path}.{key}" if path else key
            if inner is not None and not _fits(key, inner):
                errors.add(place, "BASE_TYPE_BAD_TYPE", "The value has the wrong type.")
            elif isinstance(inner, dict | list):
                _check(errors, inner, place)


def _fits(key: str, value: Any) -> bool:
    if key in _BITS:
        return str(value).isascii() and str(value).isdecimal()
    kinds = _KINDS.get(key)
    if kinds is None:
        return True
    if not isinstance(value, kinds) or (key in _WHOLE and isinstance(value, float)):
        return False
    if isinstance(value, list) and key in _OF_OBJECTS:
        return all(isinstance(item, dict) for item in value)
    if isinstance(value, list) and key in _SNOWFLAKES:
        return all(str(item).isascii() and str(item).isdecimal() for item in value)
    if isinstance(value, dict) and key.endswith("_localizations"):
        return all(isinstance(text, str) for text in value.values())
    return True
