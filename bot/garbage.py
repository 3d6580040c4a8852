"""How often Python looks for garbage that reference counts do not find."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

SELDOM: Final = 25_000
"""Objects that come into being, more than go, between two looks; Python's own is 700."""


@contextmanager
def seldom_looked_for() -> Iterator[None]:
    """Have Python look for garbage less often, and never among what stands already.

    Of what a thousand gifts make, all goes by reference counts when their batch is over. Looking
    through it again and again meanwhile took a tenth of deciding. Inside another such block this
    one changes nothing: what came in between may be garbage, and would never be found.
    """
    if gc.get_freeze_count():
        yield
        return
    thresholds = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(SELDOM, *thresholds[1:])
    try:
        yield
    finally:
        gc.set_threshold(*thresholds)
        gc.unfreeze()
