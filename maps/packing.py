"""How a page's data are packed: lines as short texts, and each text once."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import shapely

from maps.page import clean_text

if TYPE_CHECKING:
    from numpy.typing import NDArray

BITS = 5
"""Bits of a number in one character; a sixth says that more follow."""
FIRST = ord("?")
MOST_CHARACTERS = 7
"""Characters of a number below 2³⁴: a difference of a whole turn at a ten-millionth of a degree."""
TEXT_LIMIT = 4000


def quantise(geometry: shapely.Geometry, *, scale: int) -> NDArray[np.int64]:
    """Coordinates as integers of a ``scale``-th of a degree, repeated points dropped; shape (n, 2)."""
    points = np.rint(shapely.get_coordinates(geometry) * scale).astype(np.int64)
    keep = np.ones(len(points), dtype=bool)
    keep[1:] = (np.diff(points, axis=0) != 0).any(axis=1)
    return np.asarray(points[keep])


def encode_polyline(points: NDArray[np.int64]) -> str:
    """Integer points, shape (n, 2), as Google's encoded polyline: differences, sign last, five bits a character.

    x comes before y, as everywhere here (Google's maps write latitude first). The algorithm is at
    https://developers.google.com/maps/documentation/utilities/polylinealgorithm

    >>> encode_polyline(np.array([[-12020000, 3850000], [-12095000, 4070000]]))
    '~ps|U_p~iFnnqC_ulL'
    """
    steps = np.diff(points, axis=0, prepend=np.zeros((1, 2), dtype=np.int64)).ravel()
    numbers = np.where(steps < 0, ~(steps << 1), steps << 1)
    rest = numbers[:, np.newaxis] >> (BITS * np.arange(MOST_CHARACTERS + 1))
    more = rest[:, 1:] > 0
    letters = (rest[:, :-1] & ((1 << BITS) - 1)) + (more << BITS) + FIRST
    said = np.hstack([np.ones((len(numbers), 1), dtype=bool), more[:, :-1]])
    return str(letters[said].astype(np.uint8).tobytes(), "ascii")


def decode_polyline(text: str) -> NDArray[np.int64]:
    """Integer points of an encoded polyline, shape (n, 2).

    >>> decode_polyline("~ps|U_p~iFnnqC_ulL").tolist()
    [[-12020000, 3850000], [-12095000, 4070000]]
    """
    letters = np.frombuffer(text.encode("ascii"), dtype=np.uint8).astype(np.int64) - FIRST
    last = letters < (1 << BITS)
    ends = np.flatnonzero(last) + 1
    starts = np.append(0, ends)[:-1]
    place = np.arange(len(letters)) - np.repeat(starts, ends - starts)
    numbers = np.add.reduceat((letters & ((1 << BITS) - 1)) << (BITS * place), starts) if len(letters) else letters
    steps = np.where(numbers & 1, ~(numbers >> 1), numbers >> 1)
    return np.asarray(np.cumsum(steps.reshape(-1, 2), axis=0))


@dataclass
class Pool:
    """Texts that repeat, each once; ``pool(text)`` gives its number, -1 for the empty text.

    >>> pool = Pool()
    >>> pool("广州"), pool("佛山"), pool("广州"), pool(""), pool.texts
    (0, 1, 0, -1, ['广州', '佛山'])
    """

    texts: list[str] = field(default_factory=list)
    numbers: dict[str, int] = field(default_factory=dict)

    def __call__(self, value: object, *, limit: int = TEXT_LIMIT) -> int:
        """Return the number of the text, cleaned and cut."""
        text = clean_text(value, limit=limit)
        if not text:
            return -1
        number = self.numbers.setdefault(text, len(self.texts))
        if number == len(self.texts):
            self.texts.append(text)
        return number
