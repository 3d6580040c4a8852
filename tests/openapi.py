"""Holds request bodies against Discord's published API description, and against its silent rules.

The description lies where `OVATION_DISCORD_OPENAPI` says, otherwise beside the repository.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError
from jsonschema.validators import extend
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from tests.openapi_rules import silent_problems

DOCUMENT = "urn:discord"

# Keys that the description leaves out by schema. Discord documents the first for commands; the
# others are sent by discord.py 2.7.1 with every edit, embed or kept file, and Discord ignores them.
_KEPT_FILE = ("content_type", "proxy_url", "size", "spoiler", "url", "height", "width")
UNLISTED = {
    "ApplicationCommandCreateRequest": ("nsfw",),
    "ApplicationCommandUpdateRequest": ("nsfw",),
    "ApplicationCommandPatchRequestPartial": ("nsfw",),
    "MessageEditRequestPartial": ("tts",),
    "IncomingWebhookUpdateRequestPartial": ("tts",),
    "IncomingWebhookUpdateForInteractionCallbackRequestPartial": ("tts",),
    "RichEmbed": ("flags",),
    "MessageAttachmentRequest": _KEPT_FILE,
}

# Where the description has bits of permissions as a number alone.
ROLE_REQUESTS = ("CreateRoleRequest", "UpdateRoleRequestPartial")

METHODS = frozenset({"get", "put", "post", "patch", "delete"})
_VERSION = re.compile(r"^(?:https?://[^/]+)?(?:/api)?(?:/v\d+)?(?=/)")


def description_path() -> Path:
    """Return where the description should lie; it may be missing."""
    named = os.environ.get("OVATION_DISCORD_OPENAPI")
    beside = Path(__file__).resolve().parents[2] / "shared" / "discord" / "openapi.json"
    return Path(named) if named else beside


@dataclass(frozen=True, slots=True)
class Route:
    """One path of the description and how a real path is recognised as it."""

    template: str
    pattern: re.Pattern[str]
    operations: Mapping[str, Any]

    @classmethod
    def of(cls, template: str, operations: Mapping[str, Any]) -> Route:
        """Return the route of a template such as `/channels/{channel_id}/messages`."""
        parts = re.split(r"(\{[^}]+\})", template)
        spelled = ("[^/]+" if part.startswith("{") else re.escape(part) for part in parts)
        return cls(template, re.compile("".join(spelled) + "$"), operations)

    @property
    def placeholders(self) -> int:
        """Return how many of its parts are open; the fewest wins."""
        return self.template.count("{")


class Contract:
    """Discord's description, ready to be asked about requests. Unknown keys count as mistakes."""

    def __init__(self, description: Mapping[str, Any]) -> None:
        self._document = closed(description)
        resource = DRAFT202012.create_resource(self._document)
        self._registry: Registry[Any] = Registry().with_resource(DOCUMENT, resource)
        routes = (Route.of(path, item) for path, item in self._document["paths"].items())
        self._routes = sorted(routes, key=lambda route: route.placeholders)
        self._asking = _asking_only_what_may_be_meant(self._document["components"]["schemas"])
        self._validators: dict[str, Any] = {}

    @classmethod
    def load(cls, path: Path | str) -> Contract:
        """Read the description from a file; FileNotFoundError if there is none."""
        return cls(json.loads(Path(path).read_text(encoding="utf-8")))

    def problems(self, method: str, path: str, body: Any) -> list[str]:
        """Return what is wrong with a request, one sentence each, nothing if it is right.

        `path` may carry a host, `/api/v10` and a query; `body` is the JSON, or the payload_json
        of a request with files, None for a request without one.
        """
        bare = _VERSION.sub("", path).partition("?")[0]
        route = next((it for it in self._routes if it.pattern.match(bare)), None)
        verb = method.lower()
        if route is None or verb not in METHODS or verb not in route.operations:
            return [f"{method} {bare} is not in the description."]
        request = route.operations[verb].get("requestBody")
        if request is None:
            # Discord ignores a body here, and so do clients that send an empty one.
            return [f"{method} {bare} takes no body."] if body else []
        if body is None:
            return [f"{method} {bare} needs a body."] if request.get("required") else []
        if "application/json" not in request["content"]:
            return []
        validator = self._validator(route.template, verb)
        written = [text for error in validator.iter_errors(body) for text in explained(error)]
        return written + silent_problems(verb, route.template, body)

    def _validator(self, template: str, verb: str) -> Any:
        steps = ("paths", template, verb, "requestBody", "content", "application/json", "schema")
        pointer = "/".join(_pointer_step(step) for step in steps)
        if pointer not in self._validators:
            reference = {"$ref": f"{DOCUMENT}#/{pointer}"}
            self._validators[pointer] = self._asking(reference, registry=self._registry)
        return self._validators[pointer]


def recorded(path: Path | str) -> Iterator[tuple[str, str, Any]]:
    """Yield method, path and body of each request that the bot made in a sandbox's recording."""
    with Path(path).open(encoding="utf-8") as lines:
        for line in lines:
            entry = json.loads(line)
            if entry.get("kind") == "http" and entry.get("bot"):
                yield entry["method"], entry["path"], entry["request"]


def closed(description: Mapping[str, Any]) -> dict[str, Any]:
    """Return a copy in which objects with listed properties take no others.

    The description composes no request's properties with allOf, so that closing each is right.
    """
    document: dict[str, Any] = json.loads(json.dumps(description))
    for name, keys in UNLISTED.items():
        schema = document["components"]["schemas"].get(name)
        for key in keys if schema else ():
            schema["properties"].setdefault(key, {})
    # Discord takes an id as a number too, and clients number their attachments so.
    document["components"]["schemas"]["SnowflakeType"]["type"] = ["string", "integer"]
    # It takes bits of permissions as text, which is how it documents and sends them.
    for name in ROLE_REQUESTS:
        schema = document["components"]["schemas"].get(name)
        if schema:
            schema["properties"]["permissions"]["type"] = ["string", "integer", "null"]
    for node in _nodes(document):
        if isinstance(node.get("properties"), dict) and node.get("type") == "object":
            node.setdefault("additionalProperties", False)
        choices = node.get("oneOf")
        # A list of numbers with their names is asked one by one otherwise.
        if isinstance(choices, list) and all("const" in choice for choice in choices):
            node["enum"] = [choice["const"] for choice in node.pop("oneOf")]
    return document


def _asking_only_what_may_be_meant(schemas: Mapping[str, Any]) -> Any:
    """Return a validator that passes over alternatives whose `type` is not that of the value.

    They would fail whatever else the value holds, and take most of the time: a message may be
    made of a dozen kinds of components at each of four levels. Where none is left, all are asked.
    """
    types = {f"#/components/schemas/{name}": _types_of(schema) for name, schema in schemas.items()}

    def narrowed(keyword: str) -> Any:
        ask: Any = Draft202012Validator.VALIDATORS[keyword]

        def asked(validator: Any, choices: list[Any], value: Any, schema: Any) -> Any:
            if isinstance(value, dict) and "type" in value:
                kind = value["type"]
                known = [(choice, types.get(choice.get("$ref"))) for choice in choices]
                meant = [choice for choice, kinds in known if kinds is None or kind in kinds]
                choices = meant or choices
            return ask(validator, choices, value, schema)

        return asked

    extended: Any = extend
    return extended(Draft202012Validator, {it: narrowed(it) for it in ("oneOf", "anyOf")})


def _types_of(schema: Mapping[str, Any]) -> list[Any] | None:
    """Return the values of `type` that a schema takes; None where it takes others or none too."""
    kinds: list[Any] | None = schema.get("properties", {}).get("type", {}).get("enum")
    return kinds if "type" in schema.get("required", ()) else None


def explained(error: ValidationError) -> Iterator[str]:
    """Yield the mistakes behind an error, those of the alternative that was meant."""
    if error.validator not in {"anyOf", "oneOf"} or not error.context:
        yield f"{error.json_path}: {error.message[:300]}"
        return
    alternatives: dict[Any, list[ValidationError]] = {}
    for inner in error.context:
        alternatives.setdefault(inner.schema_path[0], []).append(inner)
    meant = min(alternatives.values(), key=_distance)
    for inner in meant:
        yield from explained(inner)


def _distance(errors: Iterable[ValidationError]) -> tuple[int, int]:
    """Return how far a value is from an alternative: of another type, or with mistakes inside."""
    listed = list(errors)
    other = sum(
        not error.relative_path
        if error.validator == "type"
        else list(error.relative_path) == ["type"]
        for error in listed
    )
    return other, len(listed)


def _nodes(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from _nodes(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _nodes(inner)


def _pointer_step(step: str) -> str:
    return quote(step.replace("~", "~0").replace("/", "~1"), safe="~@")
