"""The controls around shows and acknowledgements."""

from bot.controls import Control, control


@control("dig")
class OpenPicker(Control):
    """Pick a gift to send, for the recipient of a digest; also how that digest is recognised.

    `digest` is the first acknowledgement that the digest carried, `to` a Discord id.
    """

    digest: int
    to: int

    @property
    def announced(self) -> int:
        """The digest, or what else it is recognised by."""
        return self.digest
