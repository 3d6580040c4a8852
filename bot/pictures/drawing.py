"""What the studio's thread does: subjects become files. Loads everything that drawing needs."""

from bot.pictures.easel import png, portrait
from bot.pictures.gift import draw_gift
from bot.pictures.recap import draw_recap
from bot.pictures.subjects import GiftPicture, Picture

__all__ = ["draw", "portrait"]


def draw(subject: Picture) -> bytes:
    """The picture of a subject as PNG."""
    picture = draw_gift(subject) if isinstance(subject, GiftPicture) else draw_recap(subject)
    return png(picture)
