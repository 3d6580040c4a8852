"""The languages that Discord's clients speak, and which of them a browser's reader wants."""

from __future__ import annotations

from typing import Final

# https://discord.com/developers/docs/reference#locales
LOCALES: Final = [
    "en-US",
    "en-GB",
    "bg",
    "cs",
    "da",
    "de",
    "el",
    "es-ES",
    "es-419",
    "fi",
    "fr",
    "hi",
    "hr",
    "hu",
    "id",
    "it",
    "ja",
    "ko",
    "lt",
    "nl",
    "no",
    "pl",
    "pt-BR",
    "ro",
    "ru",
    "sv-SE",
    "th",
    "tr",
    "uk",
    "vi",
    "zh-CN",
    "zh-TW",
]
_ALSO_CALLED: Final = {"nb": "no", "nn": "no"}
_MOST_WISHES: Final = 20


def locale_for(accept_language: str) -> str:
    """Return the locale that fits best what a browser's `Accept-Language` asks for.

    Browsers name what they like best first. Where none of it is spoken, it is the first locale.
    """
    for wish in accept_language.split(",", _MOST_WISHES)[:_MOST_WISHES]:
        tag = wish.partition(";")[0].strip().lower()
        found = _exactly(tag) or _roughly(tag.partition("-")[0])
        if found:
            return found
    return LOCALES[0]


def _exactly(tag: str) -> str | None:
    return next((locale for locale in LOCALES if locale.lower() == tag), None)


def _roughly(language: str) -> str | None:
    named = _ALSO_CALLED.get(language, language)
    return next((locale for locale in LOCALES if locale.partition("-")[0] == named), None)
