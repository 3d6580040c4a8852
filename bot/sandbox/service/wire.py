"""JSON as Discord writes it: the error bodies, their numbers and the way form errors nest."""

from __future__ import annotations

from typing import Any

import orjson

Json = dict[str, Any]


def encode(body: Any) -> bytes:
    """Return the JSON text, in no more memory than it needs.

    orjson's own result keeps the room in which it grew, four times as much for a short text, and
    what goes out here is often kept for a resume or in a recording.
    """
    return bytes(memoryview(orjson.dumps(body)))


class RefusedError(Exception):
    """An HTTP error answer: a status, Discord's code, its sentence and nested form errors."""

    def __init__(
        self, status: int, code: int, message: str, errors: Json | None = None, **extra: Any
    ) -> None:
        super().__init__(f"{status} {code} {message}")
        self.status = status
        self.body: Json = {"message": message, "code": code, **extra}
        if errors:
            self.body["errors"] = errors


class FormErrors:
    """Collects what is wrong with a request body, by path, and refuses with all of it at once."""

    def __init__(self) -> None:
        self._tree: Json = {}

    def __bool__(self) -> bool:
        return bool(self._tree)

    def add(self, path: str, code: str, message: str) -> None:
        """Note one mistake at a dotted path such as `components.0.custom_id`."""
        node = self._tree
        for part in path.split(".") if path else []:
            node = node.setdefault(part, {})
        node.setdefault("_errors", []).append({"code": code, "message": message})

    def required(self, path: str) -> None:
        """Note that the field at this path is missing."""
        self.add(path, "BASE_TYPE_REQUIRED", "This field is required")

    def length(self, path: str, value: object, minimum: int, maximum: int) -> None:
        """Note a text or list whose length lies outside the bounds, which are inclusive."""
        if not isinstance(value, str | list):
            self.add(path, "BASE_TYPE_BAD_TYPE", "The value has the wrong type.")
        elif not minimum <= len(value) <= maximum:
            self.add(
                path,
                "BASE_TYPE_BAD_LENGTH",
                f"Must be between {minimum} and {maximum} in length.",
            )

    def raise_if_any(self) -> None:
        """Refuse with 400 50035 if anything was noted."""
        if self._tree:
            raise RefusedError(400, 50035, "Invalid Form Body", self._tree)


def invalid_form(path: str, code: str, message: str) -> RefusedError:
    """Return the refusal for a body with a single mistake."""
    errors = FormErrors()
    errors.add(path, code, message)
    return RefusedError(400, 50035, "Invalid Form Body", errors._tree)


_UNKNOWN = {
    "application": (10002, "Unknown Application"),
    "channel": (10003, "Unknown Channel"),
    "guild": (10004, "Unknown Guild"),
    "member": (10007, "Unknown Member"),
    "message": (10008, "Unknown Message"),
    "overwrite": (10009, "Unknown Overwrite"),
    "role": (10011, "Unknown Role"),
    "user": (10013, "Unknown User"),
    "emoji": (10014, "Unknown Emoji"),
    "webhook": (10015, "Unknown Webhook"),
    "sku": (10027, "Unknown SKU"),
    "entitlement": (10029, "Unknown Entitlement"),
    "interaction": (10062, "Unknown interaction"),
    "command": (10063, "Unknown application command"),
    "voice state": (10065, "Unknown Voice State"),
}


def unknown(what: str) -> RefusedError:
    """Return the 404 with Discord's number for a thing that does not exist."""
    code, message = _UNKNOWN[what]
    return RefusedError(404, code, message)


def missing_access() -> RefusedError:
    """Return the refusal for a channel or guild that the caller cannot see."""
    return RefusedError(403, 50001, "Missing Access")


def missing_permissions() -> RefusedError:
    """Return the refusal for an act that the caller lacks the permission for."""
    return RefusedError(403, 50013, "Missing Permissions")
