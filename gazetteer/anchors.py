"""Anchors: where in a text a slow pattern is worth a try."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator


def anchored(pattern: re.Pattern[str], text: str, anchor: re.Pattern[str], *, reach: int) -> Iterator[re.Match[str]]:
    r"""Matches of a pattern in a text, as ``pattern.finditer(text)``, tried only near those of a quick one.

    Parameters
    ----------
    pattern
        A pattern that begins with what is optional or common, so that a search with it is slow.
    text
        The text.
    anchor
        A pattern for what every match holds; one that begins with a character or a set of characters is quick. It
        should take in one character only (and look at others), so that it misses none that overlap.
    reach
        How many characters before its anchor a match may begin.

    >>> import re
    >>> [m.group() for m in anchored(re.compile(r"[A-Z]?\d+号线"), "地铁8号线、B12号线", re.compile("号线"), reach=3)]
    ['8号线', 'B12号线']
    """
    position = 0
    for found in anchor.finditer(text):
        at = found.start()
        for start in range(max(position, at - reach), at + 1):
            match = pattern.match(text, start)
            if match is not None:
                yield match
                position = match.end()
                break
