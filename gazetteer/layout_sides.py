"""Structures told by role (以甲为中心、乙为支点) and by side of the compass (东部突出…。西部突出…)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gazetteer.anchors import anchored
from gazetteer.layout_lines import ROLE, ROLE_WORD, THING, LineReader, Structure
from gazetteer.layout_names import split_items, trim
from gazetteer.layout_text import Draft

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gazetteer.records import Role

_ALONE = ("axis", "hub")
_SIDE = re.compile(
    r"(?:(?<=[。；，：\n])|\A)\s*(?P<verb>(?:提升|推动|推进|加快|做强|做优|强化|引导|支持|促进|优化)?)"
    r"(?P<side>东南部|东北部|西南部|西北部|[东西南北中]部)(?P<kind>(?:片区|地区|区域|板块|组团)?)"
    r"(?=突出|以|重点|着|著|产业|承|包括|加快|主要|打造|依托|聚焦|建设|发展|围绕|构建|要|发挥|提升|融合|[：，]|为)"
)
_FRAME = re.compile(
    r"[^，。；：\n“”]{0,22}(?:格局|布局(?:差异化)?|空间结构|空间体系|[东西南北](?:、[东西南北]){2,3}[一-鿿]{0,2}片区)"
)
_LEADING = re.compile(r"(?:推动|推进|优化|最佳化|完善|构建|形成|统筹|促进)?")
_TRIPLE = re.compile(r"[一-鿿]{2,12}?[东西南北中]部[一-鿿]{2}(?:、[一-鿿]{2,12}?[东西南北中]部[一-鿿]{2}){2,}")
_TRIPLE_ANCHOR = re.compile(r"[东西南北中](?=部[一-鿿]{2}、)")
_SUPPORTED = re.compile(
    r"(?P<core>[一-鿿]{2,8}?(?:极点|核心|中心))(?:带动|引领)、(?P<lines>轴带|廊道|轴线)支撑(?:的?[一-鿿]{0,10}格局)?"
)
_SUPPORTED_ANCHOR = re.compile("、(?=(?:轴带|廊道|轴线)支撑)")


class SideReader(LineReader):
    """Finds roles and sides."""

    def roles(self) -> Iterator[Structure]:
        """以甲为中心、乙为支点、丙和丁两市为节点的网络; 以甲江为轴线."""
        position = 0
        for word in ROLE_WORD.finditer(self.text):
            first = ROLE.match(self.text, max(position, self.elements.back(word.start(), "，。；“”\n", reach=111)))
            if first is None or word.start() < position:
                continue
            run, position = [first], first.end("role")
            while (more := ROLE.match(self.text, run[-1].end("end"))) and run[-1]["end"] in "，、":
                run.append(more)
                position = more.end("role")
            drafts = [d for m in run for d in self._role(m)]
            roles = {d.role for d in drafts}
            told = {
                m["role"] for m in run if any(d.start is not None and m.start() <= d.start < m.end() for d in drafts)
            }
            if not drafts or self._beside_slogan(first.start()):
                continue
            if len(told) < 2 and not (
                roles & set(_ALONE) and told & {"轴线", "主轴", "脉络", "龙头", "主轴线", "传导轴"}
            ):
                continue
            start = min(d.start for d in drafts if d.start is not None)
            start -= self.text[start - 1] == "以"
            end = run[-1].end("role")
            if len(told) < 2 and run[-1]["end"] == "的" and THING.match(self.text, run[-1].end()):
                continue
            if run[-1]["end"] == "的":
                end = self.elements.stop(end, min(len(self.text), end + 24), "，。；\n、")
            followers = list(self._followers(drafts, end))
            if len(told) < 2 and roles == {"hub"} and not followers:
                continue
            drafts += followers
            yield Structure(start, end, re.sub(r"[“”]", "", self.text[start:end]), drafts)

    def frames(self) -> Iterator[Structure]:
        """甲极点带动、轴带支撑的格局."""
        for match in anchored(_SUPPORTED, self.text, _SUPPORTED_ANCHOR, reach=12):
            a, b = trim(self.text, match.span("core"), self.names)
            places = [m.name for m in self.names.within(a, b)]
            core = Draft("pole" if "极" in self.text[a:b] else "core", self.text[a:b], members=places, start=a, end=b)
            lines = Draft("axis", match["lines"], defined=False, start=match.start("lines"), end=match.end("lines"))
            if b - a > 2:
                yield Structure(a, match.end(), self.text[a : match.end()], [core, lines])

    def _followers(self, drafts: list[Draft], end: int) -> Iterator[Draft]:
        """以甲港为龙头，…强化乙港、丙港、丁港: the others of its kind in the sentences that follow."""
        head = drafts[0]
        if head.role != "hub" or len(drafts) > 1 or head.end is None:
            return
        kind = self.text[head.end - 1]
        stop = self.elements.stop(self.elements.stop(end, len(self.text), "。\n") + 1, len(self.text), "。\n")
        many = re.compile(rf"[一-鿿]{{2,5}}{kind}(?:、[一-鿿]{{2,5}}{kind})+").search(self.text, end, stop)
        if many is None:
            return
        for item in split_items(self.text, many.span(), names=self.names):
            a, b = trim(self.text, item, self.names)
            yield Draft("node", self.text[a:b], members=[self.text[a:b]], start=a, end=b)

    def _beside_slogan(self, start: int) -> bool:
        end = self.elements.stop(start, len(self.text), "。\n")
        return any(s.form == "run" for s in self.elements.slogans_in(start, end))

    def sides(self) -> Iterator[Structure]:
        """Three sides of the compass or more, each opening a sentence or a paragraph."""
        group: list[re.Match[str]] = []
        for match in [*_SIDE.finditer(self.text), None]:
            apart = match is None or (group and self._far(group[-1].end(), match.start()))
            again = match is not None and any(m["side"] == match["side"] for m in group)
            if group and (apart or again):
                if len(group) >= 3 and not self._told_by_slogan(group[0].start()):
                    yield self._sided(group)
                group = []
            if match is not None:
                group.append(match)

    def _far(self, start: int, end: int) -> bool:
        between = self.text[start:end]
        return len(between) > 500 or len(re.findall(r"\n\s*\S", between)) > 1

    def _told_by_slogan(self, start: int) -> bool:
        low = self.elements.back(start, "\n", reach=600)
        return any(len(s.parts) > 1 for s in self.elements.slogans_in(low, start))

    def _sided(self, group: list[re.Match[str]]) -> Structure:
        paragraph = self.elements.back(group[0].start("side"), "\n", reach=500)
        frames = list(_FRAME.finditer(self.text, paragraph, group[0].start("side")))
        if not frames and paragraph > 1 and not self.text[paragraph : group[0].start("side")].strip():
            foot = len(self.text[:paragraph].rstrip())
            above = self.elements.back(foot, "\n", reach=400)
            frames = list(_FRAME.finditer(self.text, above, paragraph))
        start, end = group[0].span("side")
        name = "、".join(m["side"] for m in group)
        if frames:
            frame = next((f for f in frames if f[0].endswith("片区")), frames[-1])
            start, end = frame.span()
            start = self.elements.after_number(start, end)
            start = _LEADING.match(self.text, start).end()  # type: ignore[union-attr]
            name = self.text[start:end]
        drafts = []
        for k, match in enumerate(group):
            line = self.elements.stop(match.end(), len(self.text), "\n")
            stop = min(group[k + 1].start("verb") if k + 1 < len(group) else line, line)
            members = self.elements.places(match.end(), stop)
            drafts.append(
                Draft(
                    "zone",
                    match["side"] + match["kind"],
                    members=members,
                    fixed=True,
                    start=match.start("side"),
                    end=match.end("side"),
                )
            )
        return Structure(start, end, name, drafts)

    def triples(self) -> Iterator[Structure]:
        """甲城北部牵引、乙城中部建带、丙南部成链."""
        for match in anchored(_TRIPLE, self.text, _TRIPLE_ANCHOR, reach=12):
            drafts = []
            for a, b in split_items(self.text, match.span(), plain=True):
                a, b = trim(self.text, (a, b), self.names)
                side = re.compile(r"[东西南北中]部").search(self.text, a, b)
                if side is None or side.start() - a < 2:
                    break
                ta, tb = trim(self.text, (a, side.start()), self.names)
                role: Role = "belt" if self.text[b - 1] in "带链" else "zone"
                drafts.append(Draft(role, self.text[ta:tb], members=[self.text[ta:tb]], start=a, end=b))
            if len(drafts) >= 3:
                yield Structure(
                    drafts[0].start or 0, match.end(), "、".join(self.text[d.start : d.end] for d in drafts), drafts
                )
