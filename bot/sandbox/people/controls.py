"""Finding a control by what stands on it, and the data that using it sends."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from bot.sandbox.people.command_index import Value, nearest
from bot.sandbox.people.seen import (
    ENTITY_SELECTS,
    Button,
    Choice,
    Field,
    Json,
    Kind,
    LocalFile,
    Message,
    Modal,
    Select,
    inner,
)

T = TypeVar("T")

Given = Value | LocalFile | Sequence[Value | LocalFile]


class ControlRefusedError(LookupError):
    """A person cannot do that with this message or modal; the text says why."""


def find_button(message: Message, caption: str, *, check: bool = True) -> Button:
    """Return the button with this label, caption, emoji or custom_id.

    The exact text wins over another case, that over a beginning. With `check`, a disabled button
    and one that leads out of Discord are refused as a client refuses them.
    """
    button = named(
        [it for it in message.buttons if it.sku_id is None],
        caption,
        lambda it: (it.label, it.caption, it.emoji, it.custom_id or ""),
        "button",
    )
    if button.custom_id is None:
        raise ControlRefusedError(f"The button {button.caption!r} is a link.")
    if check and button.disabled:
        raise ControlRefusedError(f"The button {button.caption!r} is disabled.")
    return button


def find_select(message: Message, control: str | None, *, check: bool = True) -> Select:
    """Return the select with this placeholder or custom_id, or the only one there is."""
    selects = message.selects
    if control is None and len(selects) == 1:
        select = selects[0]
    elif control is None:
        captions = ", ".join(select.placeholder or select.custom_id for select in selects)
        raise ControlRefusedError(
            f"Say which select is meant: {captions}." if selects else "There is no select here."
        )
    else:
        select = named(selects, control, lambda it: (it.placeholder, it.custom_id), "select")
    if check and select.disabled:
        raise ControlRefusedError(f"The select {select.placeholder!r} is disabled.")
    return select


def named(things: Sequence[T], wanted: str, names: Callable[[T], Iterable[str]], kind: str) -> T:
    """Return the thing of this name: exact, else in another case, else the only beginning."""
    folded = wanted.casefold()
    tests: tuple[Callable[[str], bool], ...] = (
        lambda name: name == wanted,
        lambda name: name.casefold() == folded,
        lambda name: bool(folded) and name.casefold().startswith(folded),
    )
    for test in tests:
        found = [thing for thing in things if any(test(name) for name in names(thing))]
        if len(found) == 1 or (found and test is not tests[-1]):
            return found[0]
    known = [next((name for name in names(thing) if name), "") for thing in things]
    if not known:
        raise ControlRefusedError(f"There is no {kind} here.")
    end = nearest(wanted, known)
    listing = f"; there are {', '.join(known)}." if end == "." else end
    raise ControlRefusedError(f"There is no {kind} {wanted!r}{listing}")


def chosen(
    choices: Sequence[Choice], kind: int, values: Sequence[Value], *, check: bool = True
) -> list[str]:
    """Return the values to send for what a person picked: labels or values, ids for others."""
    if kind in ENTITY_SELECTS or not check:
        return [_value_of(choices, value) for value in values]
    return [
        named(choices, str(value), lambda it: (it.label, it.value), "option").value
        for value in values
    ]


def picked(select: Select, values: Sequence[Value], *, check: bool = True) -> dict[str, Any]:
    """Return the interaction data of picking these values in a select."""
    sent = chosen(select.choices, select.kind, values, check=check)
    if check:
        _count(select.placeholder or select.custom_id, len(sent), select)
    return {
        "component_type": select.kind,
        "type": select.kind,
        "custom_id": select.custom_id,
        "values": sent,
    }


def filled(
    modal: Modal,
    values: Mapping[str, Given],
    files: list[LocalFile] | None = None,
    *,
    check: bool = True,
) -> list[Json]:
    """Return the components that submitting the modal sends.

    `values` maps labels or custom_ids to what is entered; the rest keeps what is prefilled. With
    `check`, lengths, counts and required fields are held to as a client holds to them. Files are
    put on the end of `files`, and named by their place in it.
    """
    beside = [] if files is None else files
    fields = {field.custom_id: field for field in modal.fields}
    given: dict[str, Given] = {}
    for name, value in values.items():
        field = named(tuple(fields.values()), name, lambda it: (it.label, it.custom_id), "field")
        given[field.custom_id] = value
    answers = {
        custom_id: _answer(field, given.get(custom_id), beside, check=check)
        for custom_id, field in fields.items()
    }
    return [_submitted(component, answers) for component in modal.components]


def _answer(field: Field, given: Given | None, files: list[LocalFile], *, check: bool) -> Json:
    """Return one filled field."""
    base: dict[str, Any] = {"type": field.kind, "custom_id": field.custom_id}
    if field.id is not None:
        base["id"] = field.id
    if field.kind == Kind.TEXT_INPUT:
        return base | {"value": _text(field, given, check=check)}
    if field.kind == Kind.CHECKBOX:
        return base | {"value": field.checked if given is None else bool(given)}
    if field.kind == Kind.FILE_UPLOAD:
        return base | {"values": _attached(field, given, files, check=check)}
    values = _values(field, given, check=check)
    if field.kind == Kind.RADIO_GROUP:
        return base | {"value": values[0] if values else None}
    return base | {"values": values}


def _text(field: Field, given: Given | None, *, check: bool) -> str:
    text = field.value if given is None else str(given)
    if not check:
        return text
    name = field.label or field.custom_id
    if not text and field.required:
        raise ControlRefusedError(f"{name} must be filled in.")
    if text and not field.min_length <= len(text) <= field.max_length:
        raise ControlRefusedError(
            f"{name} takes {field.min_length} to {field.max_length} characters, not {len(text)}."
        )
    return text


def _attached(
    field: Field, given: Given | None, files: list[LocalFile], *, check: bool
) -> list[str]:
    """Put files beside a form and return their places there."""
    chosen = [it for it in _several(given) if isinstance(it, LocalFile)]
    if len(chosen) < len(_several(given)):
        raise ControlRefusedError(f"{field.label or field.custom_id} takes files.")
    if check and (chosen or field.required):
        _count(field.label or field.custom_id, len(chosen), field)
    files += chosen
    return [str(len(files) - len(chosen) + number) for number in range(len(chosen))]


def _several(given: Given | None) -> list[Value | LocalFile]:
    if given is None:
        return []
    return [given] if isinstance(given, str | int | float | LocalFile) else list(given)


def _values(field: Field, given: Given | None, *, check: bool) -> list[str]:
    if given is None:
        values = [choice.value for choice in field.choices if choice.default]
    else:
        several = [it for it in _several(given) if not isinstance(it, LocalFile)]
        values = chosen(field.choices, field.kind, several, check=check)
    if check and (values or field.required):
        _count(field.label or field.custom_id, len(values), field)
    return values


def _count(name: str, count: int, control: Select | Field) -> None:
    least, most = control.min_values, control.max_values
    if not least <= count <= most:
        wanted = f"{least}" if least == most else f"{least} to {most}"
        raise ControlRefusedError(f"{name} takes {wanted} of its options, not {count}.")


def _submitted(component: Json, answers: Mapping[str, Json]) -> Json:
    """Return a modal's component as it is sent back: frames keep their shape, fields answer."""
    if component.get("custom_id") in answers:
        return answers[component["custom_id"]]
    frame: dict[str, Any] = {key: component[key] for key in ("type", "id") if key in component}
    if component["type"] == Kind.ROW:
        frame["components"] = [_submitted(child, answers) for child in inner(component)]
    elif component["type"] == Kind.LABEL:
        frame["component"] = _submitted(component["component"], answers)
    return frame


def _value_of(choices: Sequence[Choice], value: Value) -> str:
    """Return the value behind a label, or what was given where there is no such label."""
    return next((it.value for it in choices if it.label == value), str(value))
