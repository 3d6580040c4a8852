"""Files that came with requests, and where they are found again."""

from __future__ import annotations

import mimetypes
import struct
from collections import OrderedDict
from dataclasses import dataclass
from urllib.parse import quote

from bot.sandbox.service.wire import Json

_STORED_BYTES = 256 * 1024 * 1024
_PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came with a request, under the number of its form field."""

    number: int
    filename: str
    content_type: str
    data: bytes


@dataclass(frozen=True, slots=True)
class StoredFile:
    """An uploaded file."""

    filename: str
    content_type: str
    data: bytes

    def describe(self, attachment_id: int, url: str) -> Json:
        """Return the attachment's JSON."""
        body: Json = {
            "id": str(attachment_id),
            "filename": self.filename,
            "size": len(self.data),
            "url": url,
            "proxy_url": url,
            "content_type": self.content_type,
        }
        if self.data.startswith(_PNG):
            body["width"], body["height"] = struct.unpack(">II", self.data[16:24])
        return body


class Files:
    """Uploaded files by attachment id; the oldest go when the store is full."""

    def __init__(self) -> None:
        self.address = ""
        self._files: OrderedDict[int, StoredFile] = OrderedDict()
        self._bytes = 0

    def store(self, channel_id: int, attachment_id: int, upload: Upload) -> Json:
        """Keep an upload under this id and return the attachment's JSON."""
        guessed, _ = mimetypes.guess_type(upload.filename)
        stored = StoredFile(upload.filename, guessed or upload.content_type, upload.data)
        self._files[attachment_id] = stored
        self._bytes += len(stored.data)
        while self._bytes > _STORED_BYTES:
            _, oldest = self._files.popitem(last=False)
            self._bytes -= len(oldest.data)
        return stored.describe(attachment_id, self._url(channel_id, attachment_id, stored.filename))

    def find(self, attachment_id: int) -> StoredFile | None:
        """Return a stored file, None if there is none (any more)."""
        return self._files.get(attachment_id)

    def _url(self, channel_id: int, attachment_id: int, filename: str) -> str:
        return f"{self.address}/attachments/{channel_id}/{attachment_id}/{quote(filename)}"
