"""How a page is made of its template: everything that people wrote is escaped on its way in."""

import importlib
import re
from functools import cache
from pathlib import Path
from typing import Any, Final

from aiohttp import web

from bot.words import languages

_TEMPLATES: Final = Path(__file__).with_name("templates")
_COMMAND: Final = re.compile("`([^`]+)`")


@cache
def _templates() -> Any:
    """The templates; what reads them takes 2 MB, and is loaded for the first who opens a page."""
    jinja2 = importlib.import_module("jinja2")
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.filters["coded"] = _coded
    return environment


def _coded(text: str) -> Any:
    """A sentence of ours in which commands stand between backticks, as HTML."""
    markupsafe = importlib.import_module("markupsafe")
    return markupsafe.Markup(_COMMAND.sub(r"<code>\1</code>", str(markupsafe.escape(text))))


def page(template: str, **values: Any) -> web.Response:
    """An HTML page made of a template. Raises jinja2.UndefinedError for what was not given."""
    text: str = _templates().get_template(template).render(**values)
    return web.Response(text=text, content_type="text/html")


def language_of(request: web.Request, otherwise: str = "en") -> str:
    """The first language that a browser asks for and that is spoken here."""
    asked = request.headers.get("Accept-Language", "").split(",")
    codes = (part.partition(";")[0].strip().partition("-")[0].lower() for part in asked)
    return next((code for code in codes if code in languages()), otherwise)
