"""The collector of garbage, kept from going over large tables while nothing is thrown away."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def collector_paused() -> Iterator[None]:
    """Pause the collection of cyclic garbage; it goes on as before when the block ends, whatever happens in it.

    For short work that makes many objects and few cycles: one collection in its midst goes over everything that the
    process holds, and may take as long as the work.

    >>> with collector_paused():
    ...     gc.isenabled()
    False
    >>> gc.isenabled()
    True
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
