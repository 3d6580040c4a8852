"""The operator's settings: typed, documented here once, built once and passed in."""

import re
from enum import StrEnum
from ipaddress import IPv6Address
from typing import Final, Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.storage.opening import path_of

_PREFIX: Final = "OVATION_"
LOOPBACK_HOSTS: Final = frozenset({"127.0.0.1", "::1", "localhost"})
"""The names of this very machine."""
_USUAL_PORTS: Final = {"http": 80, "https": 443}


class LogFormat(StrEnum):
    """How the log is written."""

    CONSOLE = "console"
    JSON = "json"


class Settings(BaseSettings):
    """What an operator can set, by environment or `.env`; every name begins with OVATION_."""

    model_config = SettingsConfigDict(
        env_prefix=_PREFIX, env_file=".env", env_ignore_empty=True, extra="ignore", frozen=True
    )

    discord_token: SecretStr | None = Field(
        default=None, description="The bot's token. Without one, a sandbox is started instead."
    )
    database_url: str = Field(
        default="sqlite:///ovation.db",
        description="Where the books are kept: three slashes for a relative path, four absolute.",
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        default="INFO", description="The least severe entries that the log shows."
    )
    log_format: LogFormat = Field(
        default=LogFormat.CONSOLE, description="console for people, json for machines."
    )
    discord_api_url: str | None = Field(
        default=None, description="Another server that speaks Discord's REST interface, v10."
    )
    discord_gateway_url: str | None = Field(
        default=None, description="Another server that speaks Discord's gateway, v10."
    )
    shutdown_seconds: float = Field(
        default=10.0, gt=0, le=300, description="How long stopping may take before it is forced."
    )
    voice_states: bool = Field(
        default=False,
        description="Whether shows of registered creators start and end as they go live in voice.",
    )
    sandbox_port: int = Field(
        default=0, ge=0, le=65_535, description="The sandbox's port on loopback; 0: any free one."
    )
    web_host: str = Field(
        default="127.0.0.1", description="Where the pages are listened for: this machine alone."
    )
    web_port: int = Field(
        default=8787, ge=0, le=65_535, description="The pages' port; 0: any free one."
    )
    public_url: str | None = Field(
        default=None,
        description="What the pages are called outside, as https://gifts.example.com.",
    )

    @field_validator("database_url")
    @classmethod
    def _names_a_database(cls, url: str) -> str:
        path_of(url)
        return url

    @field_validator("discord_api_url", "discord_gateway_url")
    @classmethod
    def _is_an_address(cls, url: str | None) -> str | None:
        if url is not None and urlsplit(url).scheme not in {"http", "https", "ws", "wss"}:
            raise ValueError("an address begins with http://, https://, ws:// or wss://")
        return url

    @field_validator("web_host")
    @classmethod
    def _is_a_host(cls, host: str) -> str:
        try:
            is_host = IPv6Address(host).version if ":" in host else re.fullmatch(r"[\w.-]+", host)
        except ValueError:
            is_host = None
        if not is_host:
            raise ValueError("a name or an address of this machine, without a port")
        return host

    @field_validator("public_url")
    @classmethod
    def _is_an_origin(cls, url: str | None) -> str | None:
        return None if url is None else origin_of(url)


def origin_of(url: str) -> str:
    """A public address as browsers write it in `Origin`: in small letters, without the usual port.

    Raises ValueError where it is more than a name, or where others could listen.
    """
    parts = urlsplit(url)
    extra = parts.path.strip("/") or parts.query or parts.fragment or "@" in parts.netloc
    if parts.scheme not in _USUAL_PORTS or not parts.hostname or extra:
        raise ValueError("a public address is http:// or https:// and a name, nothing more")
    if parts.scheme == "http" and parts.hostname not in LOOPBACK_HOSTS:
        raise ValueError("a public address begins with https://, or anybody on the way listens")
    if ":" in parts.hostname:
        host = f"[{IPv6Address(parts.hostname)}]"
    else:
        host = parts.hostname
        if not re.fullmatch(r"[a-z0-9.-]+", host):
            raise ValueError("a public address has a to z, digits, dots and hyphens, as xn--…")
    is_usual = parts.port in {None, _USUAL_PORTS[parts.scheme]}
    return f"{parts.scheme}://{host}" if is_usual else f"{parts.scheme}://{host}:{parts.port}"


class SettingsRefused(Exception):  # noqa: N818 - the name is the sentence that follows it.
    """Settings are wrong; each of `problems` is one readable line."""

    def __init__(self, problems: list[str]) -> None:
        """Carry the problems, one line each."""
        super().__init__("\n".join(problems))
        self.problems = problems


def load_settings() -> Settings:
    """The settings of this process. Raises SettingsRefused, which never shows a secret."""
    try:
        return Settings()
    except ValidationError as error:
        raise SettingsRefused(
            [
                f"{_PREFIX}{str(problem['loc'][0]).upper()}: {problem['msg']}"
                for problem in error.errors(include_input=False, include_url=False)
            ]
        ) from None
