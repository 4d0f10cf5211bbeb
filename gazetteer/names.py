"""Names as keys: the one form under which a name is looked up, and the short forms of administrative units."""

from __future__ import annotations

import csv
import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final

from gazetteer.characters import fold_marks, simplify
from geo.resources import data_path

if TYPE_CHECKING:
    from collections.abc import Iterable

MAX_KEYS: Final = 200_000
_KEYS: Final[dict[str, str]] = {}
_DROPPED: Final = str.maketrans("", "", " \t\r\n\u200b“”‘’《》")
_ETHNIC: Final = (
    "(?:壮|回|满|苗|侗|瑶|彝|藏|土家|蒙古|维吾尔|布依|朝鲜|哈尼|黎|傣|畲|傈僳|仡佬|拉祜|佤|水|纳西|羌|土|仫佬|毛南|"
    "锡伯|柯尔克孜|景颇|达斡尔|撒拉|布朗|塔吉克|普米|鄂温克|鄂伦春|怒|保安|裕固|独龙|哈萨克|东乡|白|各)族"
)
_UNIT_SUFFIX: Final = re.compile(
    rf"(?:{_ETHNIC})*(?:特别行政区|自治区|自治州|自治县|自治旗|林区|特区|矿区|地区|新区|街道|省|市|区|县|盟|旗|镇|乡|街)$"
)


def folded(name: str) -> str:
    """Key of a name that is already Simplified: marks folded, spaces, quotation and title marks dropped.

    >>> folded("广州白云 (棠溪)站")
    '广州白云（棠溪）站'
    """
    return fold_marks(name).translate(_DROPPED)


def key(name: str) -> str:
    """Key under which a name is looked up: Simplified, marks folded, spaces and quotation marks dropped.

    >>> key("廣州「南站」")
    '广州南站'
    """
    found = _KEYS.get(name)
    if found is None:
        if len(_KEYS) > MAX_KEYS:
            _KEYS.clear()
        found = _KEYS[name] = folded(simplify(name))
    return found


@lru_cache(maxsize=16384)
def short_unit_name(name: str) -> str:
    """Name of an administrative unit without its rank; the name itself where nothing usable would be left.

    >>> [short_unit_name(n) for n in ("广州市", "连山壮族瑶族自治县", "香港特别行政区", "赣县区", "城区")]
    ['广州', '连山', '香港', '赣县', '城区']
    """
    short = _UNIT_SUFFIX.sub("", name)
    return short if len(short) >= 2 else name


def warm_keys(names: Iterable[str]) -> None:
    """Compute the keys of many names at once; `key` then has them at hand."""
    wanted = [name for name in dict.fromkeys(names) if name not in _KEYS and "\n" not in name]
    for name, simple in zip(wanted, simplify("\n".join(wanted)).split("\n") if wanted else (), strict=True):
        _KEYS[name] = folded(simple)


def identifier(name: str) -> str:
    """Pinyin of a name with hyphens, fit to be the ``id`` of a row.

    >>> identifier("广州南站"), identifier("T3航站楼")
    ('guang-zhou-nan-zhan', 't3-hang-zhan-lou')
    """
    from pypinyin import lazy_pinyin  # a third of a second, and few names need an identifier

    syllables = re.findall(r"[a-z0-9]+", " ".join(lazy_pinyin(name, errors=lambda s: f" {s} ")).lower())
    return "-".join(syllables)


@cache
def vocabulary(table: str) -> tuple[dict[str, str], ...]:
    """Rows of one table of ``data/vocabulary``, by its name without ``.csv``."""
    with data_path("vocabulary", f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


@cache
def _generic_pattern() -> re.Pattern[str]:
    words = sorted((row["word"] for row in vocabulary("generic_names")), key=len, reverse=True)
    return re.compile(f"(?:{'|'.join(map(re.escape, words))})+")


@lru_cache(maxsize=16384)
def is_generic(name: str) -> bool:
    """Whether a name consists of common words alone, so that many cities have a place so called.

    >>> is_generic("大学城"), is_generic("南站"), is_generic("东部新城"), is_generic("琶洲会展中心")
    (True, True, True, False)
    """
    return _generic_pattern().fullmatch(key(name)) is not None


@cache
def ordinary_words() -> frozenset[str]:
    """Short names of units that are ordinary words as well (新兴, 和平, 合作): never looked for without their rank."""
    return frozenset(row["word"] for row in vocabulary("unit_words"))
