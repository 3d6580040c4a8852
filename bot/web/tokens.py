"""Secrets that open a page: how they are made, what is kept of them, and how they are compared."""

import base64
import hashlib
import hmac
import secrets
from typing import Final, NamedTuple

_HANDLE_LETTERS: Final = 12
"""Of the 43 letters that 32 random bytes make, those by which a row is found."""
_OF_THIS_PROCESS: Final = secrets.token_bytes(32)


class Token(NamedTuple):
    """A secret just made. It is shown once; only its handle and its digest are kept."""

    secret: str

    @property
    def handle(self) -> str:
        """The part by which it is found again; it opens nothing."""
        return handle_of(self.secret)

    @property
    def digest(self) -> bytes:
        """What is kept to recognise it."""
        return digest_of(self.secret)


def new_token() -> Token:
    """A secret of 256 random bits."""
    return Token(secrets.token_urlsafe(32))


def token_for(asked: str) -> Token:
    """The one secret for what was asked under a key; sent twice, a form gets the same again."""
    made = hmac.new(_OF_THIS_PROCESS, asked.encode(), hashlib.sha256).digest()
    return Token(base64.urlsafe_b64encode(made).decode().rstrip("="))


def handle_of(secret: str) -> str:
    """The part of a secret by which its row is found."""
    return secret[:_HANDLE_LETTERS]


def digest_of(secret: str) -> bytes:
    """SHA-256 of a secret; of 256 random bits, nothing slower is needed."""
    return hashlib.sha256(secret.encode(errors="replace")).digest()


def opens(secret: str, digest: bytes) -> bool:
    """Whether a secret is the one of this digest, in a time that tells nothing."""
    return hmac.compare_digest(digest_of(secret), digest)
