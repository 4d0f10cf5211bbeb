"""Labels that do not overlap: badges moved apart, each name at the first free place beside its badge."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from maps.figure_fonts import text_width

if TYPE_CHECKING:
    from collections.abc import Sequence

Box = tuple[float, float, float, float]

LINE_HEIGHT: Final = 1.28
CHARACTERS_A_LINE: Final = 9
CLOSERS: Final = frozenset("—、·）)")
OPENERS: Final = frozenset("（(")
REACHES: Final = (0.0, 12.0, 26.0, 44.0, 66.0)
"""Distances in points from the badge at which a name is tried in turn."""


@dataclass(frozen=True, slots=True)
class Badge:
    """A number to place, in points: where it belongs, and what is to stand beside it."""

    x: float
    y: float
    text: str


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a badge and its name came to stand; ``lines`` is empty where the name found no room."""

    badge: Badge
    x: float
    y: float
    lines: tuple[str, ...] = ()
    box: Box = (0.0, 0.0, 0.0, 0.0)
    far: bool = False


class Boxes:
    """Rectangles that are taken."""

    def __init__(self, frame: Box) -> None:
        self.frame = frame
        self.taken: list[Box] = []

    def free(self, box: Box, *, room: float = 1.5) -> bool:
        """Whether a rectangle lies in the frame and touches none that is taken."""
        x0, y0, x1, y1 = box
        inside = x0 >= self.frame[0] and y0 >= self.frame[1] and x1 <= self.frame[2] and y1 <= self.frame[3]
        return inside and not any(
            x0 - room < b[2] and x1 + room > b[0] and y0 - room < b[3] and y1 + room > b[1] for b in self.taken
        )

    def take(self, box: Box) -> None:
        """Mark a rectangle as taken."""
        self.taken.append(box)


def break_name(name: str) -> tuple[str, ...]:
    """Break a long name into lines of about the same length, at a mark if there is one near.

    >>> break_name("与珠江口西岸都市圈联动发展轴"), break_name("中新知识城—广州科学城发展轴")
    (('与珠江口西岸都', '市圈联动发展轴'), ('中新知识城—', '广州科学城发展轴'))
    """
    if len(name) <= CHARACTERS_A_LINE:
        return (name,)
    lines, start = [], 0
    for left in range(min(3, math.ceil(len(name) / CHARACTERS_A_LINE)), 0, -1):
        end = len(name) if left == 1 else _cut_near(name, start + math.ceil((len(name) - start) / left))
        lines.append(name[start:end])
        start = end
    return tuple(line for line in lines if line)


def _cut_near(name: str, at: int) -> int:
    """Where to break a name: at a mark within three characters, else just there."""
    shifts = sorted(range(-3, 4), key=abs)
    marked = (at + s for s in shifts if name[at + s - 1 : at + s] in CLOSERS or name[at + s : at + s + 1] in OPENERS)
    return next(marked, at)


def place(badges: Sequence[Badge], boxes: Boxes, *, radius: float, size: float) -> list[Placed]:
    """Place badges and their names.

    Parameters
    ----------
    badges
        In the order of their claim: the first finds the best place.
    boxes
        What is taken already; what is placed is added.
    radius
        Of a badge, in points.
    size
        Of the names, in points.

    >>> boxes = Boxes((0, 0, 200, 200))
    >>> one, two = place([Badge(50, 50, "核心"), Badge(52, 50, "一极")], boxes, radius=8, size=10)
    >>> round(math.hypot(one.x - two.x, one.y - two.y)) >= 16, one.lines
    (True, ('核心',))
    """
    spots: list[tuple[float, float]] = []
    for badge in badges:
        spots.append(_apart(badge, spots, radius))
    for x, y in spots:
        boxes.take((x - radius, y - radius, x + radius, y + radius))
    return [_named(badge, x, y, boxes, radius, size) for badge, (x, y) in zip(badges, spots, strict=True)]


def _apart(badge: Badge, spots: Sequence[tuple[float, float]], radius: float) -> tuple[float, float]:
    """Nearest place for a badge that touches no other."""

    def clear(x: float, y: float) -> bool:
        return all(math.hypot(x - a, y - b) >= 2 * radius + 2 for a, b in spots)

    if clear(badge.x, badge.y):
        return badge.x, badge.y
    for ring, k in itertools.product(range(8), range(12)):
        reach, angle = radius * (1.3 + ring * 1.1), k * math.pi / 6
        x, y = badge.x + math.cos(angle) * reach, badge.y + math.sin(angle) * reach
        if clear(x, y):
            return x, y
    return badge.x, badge.y


def _named(badge: Badge, x: float, y: float, boxes: Boxes, radius: float, size: float) -> Placed:
    lines = break_name(badge.text)
    width = max(text_width(line, size) for line in lines)
    height = LINE_HEIGHT * size * len(lines)
    for far in REACHES:
        r = radius + 3 + far
        s = r * 0.72
        corners = [
            (x + r, y - height / 2), (x - r - width, y - height / 2),
            (x - width / 2, y - r - height), (x - width / 2, y + r),
            (x + s, y + s), (x + s, y - s - height), (x - s - width, y + s), (x - s - width, y - s - height),
        ]  # fmt: skip
        for left, low in corners:
            box = (left, low, left + width, low + height)
            if boxes.free(box):
                boxes.take(box)
                return Placed(badge, x, y, lines, box, far > 0)
    return Placed(badge, x, y)
