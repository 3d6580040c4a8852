"""Which handler answers which request, and what a handler is given."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.service.state import State
from bot.sandbox.service.uploads import Upload
from bot.sandbox.service.wire import Json, RefusedError, invalid_form
from bot.sandbox.service.world import User

ANYBODY, BOT, USER, TOKEN = "anybody", "bot", "user", "token"


@dataclass(slots=True)
class Call:
    """One request on its way to a handler."""

    state: State
    user: User
    params: dict[str, str]
    query: dict[str, str]
    body: Any = None
    uploads: list[Upload] = field(default_factory=list)

    def id(self, name: str) -> int:
        """Return a snowflake of the path; 400 if it is none."""
        return snowflake(self.params[name], name)

    def json(self) -> Json:
        """Return the body, which must be a JSON object."""
        if not isinstance(self.body, dict):
            raise RefusedError(400, 50109, "The request body contains invalid JSON.")
        return self.body

    def number(self, name: str, default: int, minimum: int, maximum: int) -> int:
        """Return a whole number of the query string; 400 if out of range."""
        text = self.query.get(name)
        if text is None:
            return default
        if not text.isdecimal() or not minimum <= int(text) <= maximum:
            raise invalid_form(
                name, "NUMBER_TYPE_MAX", f"int value should be between {minimum} and {maximum}."
            )
        return int(text)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a handler answers; `body=None` goes with 204."""

    status: int = 204
    body: Any = None


Handler = Callable[[Call], Answer]


@dataclass(frozen=True, slots=True)
class Route:
    """A route's method and template, who may call it, and its handler."""

    method: str
    template: str
    who: str
    handler: Handler


class Router:
    """Finds a route by method and path, segment by segment; fixed segments go first."""

    def __init__(self) -> None:
        self._tree: Json = {}

    def add(self, method: str, template: str, handler: Handler, who: str = ANYBODY) -> None:
        """Add a route such as `/channels/{channel_id}/messages`."""
        node = self._tree
        for part in template.strip("/").split("/"):
            node = node.setdefault("{}" if part.startswith("{") else part, {})
        node.setdefault("/routes", {})[method] = Route(method, template, who, handler)

    def find(self, method: str, path: str) -> tuple[Route, dict[str, str]] | None:
        """Return the route and the values of its parameters; None if there is none."""
        parts = path.strip("/").split("/")
        routes = self._descend(self._tree, parts)
        route = routes.get(method) if routes else None
        if route is None:
            return None
        names = route.template.strip("/").split("/")
        params = {
            name[1:-1]: value
            for name, value in zip(names, parts, strict=True)
            if name.startswith("{")
        }
        return route, params

    def _descend(self, node: Json, parts: list[str]) -> dict[str, Route] | None:
        if not parts:
            return node.get("/routes")
        for key in (parts[0], "{}"):
            if key in node:
                found = self._descend(node[key], parts[1:])
                if found:
                    return found
        return None


def snowflake(value: object, name: str) -> int:
    """Return an id given as text or number; 400 50035 if it is none."""
    text = str(value)
    if not text.isascii() or not text.isdecimal() or len(text) > 20:
        raise invalid_form(name, "NUMBER_TYPE_COERCE", f'Value "{text}" is not snowflake.')
    return int(text)
