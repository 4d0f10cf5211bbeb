"""Characters: Traditional to Simplified with offsets kept, and regional vocabulary with a span map."""

from __future__ import annotations

import csv
import re
import unicodedata
from array import array
from dataclasses import dataclass
from functools import cache
from typing import Literal

import ahocorasick_rs
import numpy as np
import opencc

from gazetteer.anchors import anchored
from geo.resources import data_path

Script = Literal["simplified", "traditional", "traditional-taiwan"]

# CJK Radicals Supplement: PDF fonts map these glyphs to the radical block, and NFKC leaves them as they are.
_RADICALS = str.maketrans(
    "⺀⺄⺈⺍⺗⺝⺟⺠⺡⺣⺤⺨⺪⺫⺬⺮⺯⺶⺷⺸⺹⺻⺼⺾⻀⻁⻂⻃⻄⻅⻆⻇⻈⻉⻊⻋⻌⻍⻎⻏⻐⻑⻒⻓⻔⻖⻗⻘⻙⻚⻛⻜⻝⻟⻠⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲⻳",
    "冫乙刀小心月母民水火爪犬疋网示竹糸羊羊羊老聿肉艹艹虎衤西西见角角讠贝足车辶辶辶邑钅長镸长门阝雨青韦页风飞食饣饣马骨鬼鱼鸟卤麦黄黾齊齐齒齿龍龙龜龜龟",
)
_RADICAL = re.compile("[⺀-⻳]")
_COMPATIBLE = re.compile("[\u2f00-\u2fdf\uf900-\ufaff]")
# One form for each mark that plans write in several ways; the length never changes.
_MARKS = {
    **dict.fromkeys("―─－–‒﹣−‐‑~～", "—"),
    **dict.fromkeys("﹒•‧∙・･⋅．", "·"),
    **dict.fromkeys('「『﹁﹃〝″"', "“"),
    **dict.fromkeys("」』﹂﹄〞", "”"),
    **dict(zip(",;:()!?[]\u3000\xa0", "，；：（）！？［］  ", strict=True)),
}
_MARK = re.compile(f"[{re.escape(''.join(_MARKS))}]")


@cache
def _converter(configuration: str) -> opencc.OpenCC:
    return opencc.OpenCC(configuration)


@cache
def _simplified_character(character: str) -> str:
    single = _converter("t2s").convert(unicodedata.normalize("NFKC", character) if character >= "\u2e80" else character)
    return single if len(single) == 1 else character


def simplify(text: str) -> str:
    """Simplified form of ``text``, character by character, so that every offset stays what it was.

    OpenCC's ``t2s`` reads phrases (乾隆 keeps 乾); where a line's length would change, its characters are converted
    one at a time.  CJK radicals and compatibility ideographs of PDF text become the characters that they show.

    >>> simplify("廣州南站與⻄江")
    '广州南站与西江'
    >>> simplify("乾隆")
    '乾隆'
    """
    if _RADICAL.search(text):
        text = text.translate(_RADICALS)
    if _COMPATIBLE.search(text):
        text = "".join(_simplified_character(c) if "\u2f00" <= c <= "\u2fdf" or c >= "\uf900" else c for c in text)
    whole: str = _converter("t2s").convert(text)
    if len(whole) == len(text):
        return whole
    return "".join(_simplified_character(c) for c in text)


def traditional(text: str) -> str:
    """Traditional form of a name, for search.

    >>> traditional("广州南站")
    '廣州南站'
    """
    converted: str = _converter("s2t").convert(text)
    return converted


def fold_marks(text: str) -> str:
    """``text`` with one form for each dash, dot, quotation mark and bracket; the length stays.

    >>> fold_marks("(A―B、「C」)")
    '（A—B、“C”）'
    """
    return _MARK.sub(lambda m: _MARKS[m.group()], text)


@cache
def taiwan_vocabulary() -> dict[str, str]:
    """Taiwanese words and the mainland words that stand for them (``data/vocabulary/taiwan.csv``)."""
    with data_path("vocabulary", "taiwan.csv").open(encoding="utf-8", newline="") as file:
        return {row["taiwan"]: row["mainland"] for row in csv.DictReader(file)}


@cache
def _taiwan_words() -> tuple[ahocorasick_rs.AhoCorasick, tuple[str, ...]]:
    """The Taiwanese words in one automaton (leftmost-longest), and the mainland words in their order."""
    words = taiwan_vocabulary()
    automaton = ahocorasick_rs.AhoCorasick(list(words), matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)
    return automaton, tuple(words.values())


def detect_script(text: str, simplified: str | None = None) -> Script:
    """Which characters, and for Traditional ones whose vocabulary, a text is written in.

    >>> detect_script("建设广州地铁"), detect_script("建設廣州地鐵")
    ('simplified', 'traditional')
    >>> detect_script("最佳化網際網路與數位經濟，人工智慧、奈米、晶片、資訊")
    'traditional-taiwan'
    """
    simplified = simplify(text) if simplified is None else simplified
    if text == simplified or _differing(text, simplified) < 0.03 * len(text):
        return "simplified"
    words = len(_taiwan_words()[0].find_matches_as_indexes(simplified))
    return "traditional-taiwan" if words >= max(3, len(text) / 4000) else "traditional"


def _differing(text: str, other: str) -> int:
    """At how many offsets two texts of one length differ."""
    codes, others = (np.frombuffer(t.encode("utf-32-le", "surrogatepass"), np.uint32) for t in (text, other))
    return int(np.count_nonzero(codes != others))


def mainland(name: str) -> str:
    """A Simplified name in mainland vocabulary.

    >>> mainland("广州人工智慧与数位经济试验区")
    '广州人工智能与数字经济试验区'
    """
    automaton, words = _taiwan_words()
    for word, start, end in reversed(automaton.find_matches_as_indexes(name)):
        name = name[:start] + words[word] + name[end:]
    return name


@dataclass(frozen=True, slots=True)
class SpanMap:
    """A converted text and, for each of its characters, the span of the stored text that it stands for."""

    text: str
    starts: array[int] | None
    ends: array[int] | None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Stored-text span of ``text[start:end]``; a word converted as a whole is never cut."""
        if self.starts is None or self.ends is None or start >= end:
            return start, end
        return self.starts[start], self.ends[end - 1]


# A space between an ideograph and a number or letter is typography (8 号线), and so are Markdown's marks of emphasis:
# neither is the end of a word.
_TYPOGRAPHY = re.compile(
    r"\*{2,3}|__|(?<=[\u4e00-\u9fff）”])[ \xa0]+(?=[0-9A-Za-z])|(?<=[0-9A-Za-z%])[ \xa0]+(?=[\u4e00-\u9fff（“])"
)
_TYPOGRAPHY_ANCHOR = re.compile("[*_ \xa0]")


def reading_form(simplified: str, script: Script, *, folded: str | None = None) -> SpanMap:
    """The form in which a text is matched, with its span map.

    Simplified, marks folded, mainland vocabulary, no space between an ideograph and a number. ``folded`` is the text
    with its marks folded, where it is at hand.

    >>> form = reading_form("建设货柜码头和8 号线", "traditional-taiwan")
    >>> form.text, form.span(2, 5), form.span(8, 11)
    ('建设集装箱码头和8号线', (2, 4), (7, 11))
    """
    folded = fold_marks(simplified) if folded is None else folded
    converted = [(*m.span(), "") for m in anchored(_TYPOGRAPHY, folded, _TYPOGRAPHY_ANCHOR, reach=0)]
    if script == "traditional-taiwan":
        automaton, words = _taiwan_words()
        converted += [(start, end, words[word]) for word, start, end in automaton.find_matches_as_indexes(folded)]
        converted.sort()
    if not converted:
        return SpanMap(folded, None, None)
    parts: list[str] = []
    starts, ends = array("l"), array("l")
    offsets = array("l", range(len(folded) + 1))
    position = 0
    for start, end, word in converted:
        parts += (folded[position:start], word)
        same = len(word) == end - start
        starts += offsets[position : end if same else start]
        ends += offsets[position + 1 : (end if same else start) + 1]
        if not same:
            starts.extend([start] * len(word))
            ends.extend([end] * len(word))
        position = end
    parts.append(folded[position:])
    starts += offsets[position:-1]
    ends += offsets[position + 1 :]
    return SpanMap("".join(parts), starts, ends)
