"""Pinyin, initials and Traditional forms of names: what a search box and an English interface need."""

from __future__ import annotations

import itertools
import re
from functools import cache

from opencc import OpenCC
from pypinyin import Style, lazy_pinyin

UNIT_SUFFIX = re.compile(r"(?<=..)(?:特别行政区|自治州|自治县|地区|新区|[省市区县旗])$")
ENGLISH = {"香港特别行政区": "Hong Kong", "澳门特别行政区": "Macao"}
"""Names that are not spelled in pinyin in English."""
READINGS = {"佛": "fo", "涌": "chong", "圩": "xu", "长": "chang"}
"""Characters read otherwise in names of places than in running text (地名专读, after 现代汉语词典)."""
TRADITIONAL = ("s2t", "s2tw", "s2hk")


def latin_name(name: str) -> str:
    """Name of an administrative unit in Latin letters, without the word for its level.

    >>> latin_name("番禺区"), latin_name("肇庆市"), latin_name("香港特别行政区")
    ('Panyu', 'Zhaoqing', 'Hong Kong')
    """
    if name in ENGLISH:
        return ENGLISH[name]
    syllables = _syllables(UNIT_SUFFIX.sub("", name))
    text = "".join(syllables[:1])
    for before, syllable in itertools.pairwise(syllables):
        text += "'" + syllable if syllable[0] in "aoe" and before[-1].isalpha() else syllable
    return text[:1].upper() + text[1:]


def pinyin(name: str) -> list[str]:
    """Syllables of a name, one a character; what is not Chinese stays itself, in lower case.

    >>> pinyin("广州南站"), pinyin("8号线")
    (['guang', 'zhou', 'nan', 'zhan'], ['8', 'hao', 'xian'])
    """
    return [part.lower() for part in _syllables(name)]


def _syllables(name: str) -> list[str]:
    parts: list[str] = lazy_pinyin(name, style=Style.NORMAL, errors=list)  # type: ignore[arg-type]
    if len(parts) != len(name):
        return parts
    return [READINGS.get(character, part) for character, part in zip(name, parts, strict=True)]


@cache
def _converter(table: str) -> OpenCC:
    return OpenCC(table)


def syllable_table(names: list[str]) -> tuple[dict[str, str], dict[str, list[str]]]:
    """Pinyin of each character, and of the names that are read differently as a whole.

    A page carries the small table instead of a string for every name.

    >>> table, exceptions = syllable_table(["广州", "重庆"])
    >>> table["州"], exceptions
    ('zhou', {'重庆': ['chong', 'qing']})
    """
    characters = sorted({character for name in names for character in name if "\u3400" <= character <= "\u9fff"})
    table = {character: _syllables(character)[0] for character in characters}
    exceptions = {}
    for name in sorted(set(names)):
        syllables = pinyin(name)
        if len(syllables) == len(name) and syllables != [table.get(c, c.lower()) for c in name]:
            exceptions[name] = syllables
    return table, exceptions


def simplified_table(names: list[str]) -> dict[str, str]:
    """Traditional characters that may stand for those of the names, each with its Simplified one.

    >>> simplified_table(["广州里"]) == {"廣": "广", "裏": "里", "裡": "里"}
    True
    """
    table: dict[str, str] = {}
    for text in sorted({character for name in names for character in name}) + sorted(set(names)):
        for variant in TRADITIONAL:
            converted = _converter(variant).convert(text)
            if len(converted) == len(text):
                table.update({t: s for s, t in zip(text, converted, strict=True) if s != t})
    return dict(sorted(table.items()))


def traditional_table(texts: list[str]) -> dict[str, str]:
    """Traditional characters of the texts with their Simplified forms, one for one: a page turns a quotation with it.

    >>> traditional_table(["廣州"])
    {'廣': '广'}
    """
    characters = sorted({character for text in texts for character in text if character >= "\u3400"})
    converter = _converter("t2s")
    pairs = ((character, converter.convert(character)) for character in characters)
    return {t: s for t, s in pairs if s != t and len(s) == 1}
