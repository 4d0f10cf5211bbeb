"""What a plan says of an element where it takes its name up again: 甲带，沿乙铁路，连接丙、丁; 戊区由己、庚组成."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gazetteer.layout_names import split_items, trim, unique

if TYPE_CHECKING:
    from gazetteer.layout_text import Draft, TextReader

_LONGEST_TOLD = 160
_MOST_TIMES = 4
"""How often a name is taken up again at most until it is told where it is."""
_SHORTEST_NAME = 4
_BRACKET = re.compile(r"（(?P<list>[^（）；\n]{4,90})）")
_LISTS = re.compile(
    r"(?:主要|范围)?(?:包括|涵盖|覆盖|包含|含|即|辖|由(?=[^，。；]{2,80}(?:组成|构成)))(?P<list>[^，。；：\n]{2,80})"
)
"""What follows is a list of places, known or not."""
_COURSE = re.compile(
    r"(?:自[东南西北]而[东南西北])?(?:主要)?(?:沿着?|依托|以|由|自|串联|串起|连接|联通|连通|贯通|联动|途?经|流经|北连|南接|东接|西连|延伸至|覆盖|对接)"
)
"""A clause that begins so says where an element runs."""
_ENDS_LIST = re.compile(
    r"(?:等|[两三四五六七八九十]+(?:个|条)?(?:街道|乡镇|镇|县|区|市|地)|为(?:主体|核心|依托|节点|支撑|骨干|载体|重点)|组成|构成|共同).*$"
)
_LONGEST_ITEM = 14


def told_again(reader: TextReader, draft: Draft, end: int) -> list[str]:
    """Places that the text names for an element behind one of the next tellings of its name; else none."""
    if draft.end is None or len(draft.name) < _SHORTEST_NAME:
        return []
    position = draft.end
    for _ in range(_MOST_TIMES):
        if found := _behind(reader, position, min(end, position + _LONGEST_TOLD)):
            return found
        again = reader.text.find(draft.name, position, end)
        if again < 0:
            return []
        position = again + len(draft.name)
    return []


def _behind(reader: TextReader, start: int, end: int) -> list[str]:
    """Places of the clauses right behind a name that say where it is."""
    if (bracket := _BRACKET.match(reader.text, start, end)) is not None:
        return _listed(reader, *bracket.span("list"))
    position = start + (reader.text[start : start + 1] in set("，。：；"))
    stop = reader.stop(position, end, "。；\n")
    found: list[str] = []
    while position < stop:
        clause = reader.stop(position, stop, "，")
        if (listed := _LISTS.match(reader.text, position, clause)) is not None:
            found += _listed(reader, *listed.span("list"))
        elif _COURSE.match(reader.text, position, clause) is not None:
            found += reader.places(position, clause)
        else:
            break
        position = clause + 1
    return list(unique(found))


def _listed(reader: TextReader, start: int, end: int) -> list[str]:
    """Items of a list of places, by their known names; none where it is one of clauses."""
    cut = _ENDS_LIST.search(reader.text, start + 1, end)
    items = split_items(reader.text, (start, cut.start() if cut else end), names=reader.names, seps="、及")
    spans = [trim(reader.text, item, reader.names) for item in items]
    if not all(1 < b - a <= _LONGEST_ITEM for a, b in spans):
        return reader.places(start, end)
    return [known.name if (known := reader.names.at(a, b)) else reader.text[a:b] for a, b in spans]
