"""What Discord refuses of application commands: names, numbers, sizes and orders."""

from __future__ import annotations

from typing import Any

from bot.sandbox.service.wire import FormErrors, Json

# https://discord.com/developers/docs/interactions/application-commands
MOST_COMMANDS = 100
MOST_CONTEXT_MENUS = 5
MOST_OPTIONS = 25
MOST_CHOICES = 25
MOST_CHARACTERS = 8000

_SIGNS = set("-_'\N{MODIFIER LETTER APOSTROPHE}")
_SUBCOMMAND, _GROUP = 1, 2


def check_set(commands: list[Any]) -> None:
    """Refuse a whole set of commands that Discord would refuse."""
    errors = FormErrors()
    seen: set[tuple[str, int]] = set()
    for index, command in enumerate(commands):
        if not isinstance(command, dict):
            errors.add(str(index), "MODEL_TYPE_CONVERT", "Only dictionaries may be used.")
            continue
        check_command(errors, command, str(index))
        identity = (str(command.get("name")), command.get("type") or 1)
        if identity in seen:
            errors.add(
                str(index),
                "APPLICATION_COMMANDS_DUPLICATE_NAME",
                "Application command names must be unique",
            )
        seen.add(identity)
    for kind, most in (
        (1, MOST_COMMANDS),
        (2, MOST_CONTEXT_MENUS * 3),
        (3, MOST_CONTEXT_MENUS * 3),
    ):
        if sum(it[1] == kind for it in seen) > most:
            errors.add("", "BASE_TYPE_MAX_LENGTH", f"Must be {most} or fewer in length.")
    errors.raise_if_any()


def check_command(errors: FormErrors, command: Json, path: str) -> None:
    """Note what is wrong with one command."""
    prefix = f"{path}." if path else ""
    kind = command.get("type") or 1
    if kind not in {1, 2, 3}:
        errors.add(f"{prefix}type", "BASE_TYPE_CHOICES", "Value must be one of (1, 2, 3).")
        return
    if kind != 1:
        errors.length(f"{prefix}name", command.get("name", ""), 1, 32)
        _check_bare(errors, command, prefix)
        return
    _check_name(errors, command, prefix)
    _check_description(errors, command, prefix)
    options = command.get("options") or []
    _check_options(errors, options, f"{prefix}options", depth=0)
    if _characters(command) > MOST_CHARACTERS:
        errors.add(
            path,
            "APPLICATION_COMMAND_TOO_LARGE",
            f"Command exceeds maximum size ({MOST_CHARACTERS})",
        )


def _check_bare(errors: FormErrors, command: Json, prefix: str) -> None:
    for name in ("description", "options"):
        if command.get(name):
            errors.add(
                f"{prefix}{name}",
                "APPLICATION_COMMAND_CONTEXT_MENU_FIELD",
                f"Context menu commands cannot have {name}",
            )


def _check_name(errors: FormErrors, item: Json, prefix: str) -> None:
    names = {f"{prefix}name": item.get("name", "")}
    for locale, name in (item.get("name_localizations") or {}).items():
        names[f"{prefix}name_localizations.{locale}"] = name
    for path, name in names.items():
        errors.length(path, name, 1, 32)
        if not is_command_name(str(name)):
            errors.add(path, "APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid")


def is_command_name(name: str) -> bool:
    """Tell whether Discord's pattern takes the name: letters, digits, -, _, ', all lower case."""
    return name == name.lower() and all(
        sign.isalpha() or sign.isnumeric() or sign in _SIGNS or _is_indic_sign(sign)
        for sign in name
    )


def _is_indic_sign(sign: str) -> bool:
    # Devanagari and Thai are allowed whole, with the vowel signs that are no letters.
    return "\u0900" <= sign <= "\u097f" or "\u0e00" <= sign <= "\u0e7f"


def _check_description(errors: FormErrors, item: Json, prefix: str) -> None:
    errors.length(f"{prefix}description", item.get("description", ""), 1, 100)
    for locale, text in (item.get("description_localizations") or {}).items():
        errors.length(f"{prefix}description_localizations.{locale}", text, 1, 100)


def _check_options(errors: FormErrors, options: list[Json], path: str, *, depth: int) -> None:
    errors.length(path, options, 0, MOST_OPTIONS)
    kinds = {option.get("type") for option in options}
    nested = bool(kinds & {_SUBCOMMAND, _GROUP})
    if nested and kinds - {_SUBCOMMAND, _GROUP}:
        errors.add(
            path,
            "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID",
            "Sub-command and sub-command group option types are mutually exclusive to other types",
        )
    _check_order(errors, options, path)
    names: set[str] = set()
    for index, option in enumerate(options):
        place = f"{path}.{index}"
        _check_option(errors, option, place, depth)
        name = str(option.get("name"))
        if name in names:
            errors.add(
                f"{place}.name",
                "APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS",
                "Option name already exists",
            )
        names.add(name)


def _check_order(errors: FormErrors, options: list[Json], path: str) -> None:
    optional_seen = False
    for index, option in enumerate(options):
        if option.get("type") in {_SUBCOMMAND, _GROUP}:
            continue
        if option.get("required") and optional_seen:
            errors.add(
                f"{path}.{index}",
                "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID",
                "Required options must be placed before non-required options",
            )
        optional_seen = optional_seen or not option.get("required")


def _check_option(errors: FormErrors, option: Json, place: str, depth: int) -> None:
    kind = option.get("type")
    if kind not in range(1, 12):
        errors.add(f"{place}.type", "BASE_TYPE_CHOICES", "Value must be one of 1 to 11.")
        return
    _check_name(errors, option, f"{place}.")
    _check_description(errors, option, f"{place}.")
    if kind in {_SUBCOMMAND, _GROUP}:
        if (kind == _GROUP and depth > 0) or depth > 1:
            errors.add(
                place,
                "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID",
                "Sub-command groups cannot be nested",
            )
        _check_options(errors, option.get("options") or [], f"{place}.options", depth=depth + 1)
        return
    _check_choices(errors, option, place)
    _check_bounds(errors, option, place)


def _check_choices(errors: FormErrors, option: Json, place: str) -> None:
    choices = option.get("choices") or []
    errors.length(f"{place}.choices", choices, 0, MOST_CHOICES)
    if choices and option.get("autocomplete"):
        errors.add(
            place,
            "APPLICATION_COMMAND_AUTOCOMPLETE_CHOICES_EXCLUSIVE",
            "Autocomplete and choices are mutually exclusive",
        )
    check_choices(errors, choices, f"{place}.choices")


def check_choices(errors: FormErrors, choices: list[Json], path: str) -> None:
    """Note what is wrong with choices, fixed ones or those of an autocomplete answer."""
    for index, choice in enumerate(choices):
        errors.length(f"{path}.{index}.name", choice.get("name", ""), 1, 100)
        value = choice.get("value")
        if value is None:
            errors.required(f"{path}.{index}.value")
        elif isinstance(value, str):
            errors.length(f"{path}.{index}.value", value, 1, 100)


def _check_bounds(errors: FormErrors, option: Json, place: str) -> None:
    for name in ("min_value", "max_value"):
        value = option.get(name)
        if value is not None and abs(value) > 2**53:
            errors.add(f"{place}.{name}", "NUMBER_TYPE_MAX", "The bound is out of range.")
    least, most = option.get("min_length"), option.get("max_length")
    if least is not None and not 0 <= least <= 6000:
        errors.add(f"{place}.min_length", "NUMBER_TYPE_MAX", "The bound is out of range.")
    if most is not None and not 1 <= most <= 6000:
        errors.add(f"{place}.max_length", "NUMBER_TYPE_MAX", "The bound is out of range.")


def _characters(item: Json) -> int:
    """Count names, descriptions and choice values; of localisations the longest counts."""
    total = _longest(item, "name") + _longest(item, "description")
    for choice in item.get("choices") or []:
        value = choice.get("value")
        total += _longest(choice, "name") + (len(value) if isinstance(value, str) else 0)
    return total + sum(_characters(option) for option in item.get("options") or [])


def _longest(item: Json, key: str) -> int:
    texts = [item.get(key) or "", *(item.get(f"{key}_localizations") or {}).values()]
    return max(len(str(text)) for text in texts)
