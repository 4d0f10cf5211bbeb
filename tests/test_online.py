"""Online geocoders against a local server: recorded shapes of answers, and everything that can go wrong."""

from __future__ import annotations

import json
import threading
import urllib.parse
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import pytest

from gazetteer.choose import Chooser
from gazetteer.entries import Gazetteer
from gazetteer.geocode import Geocoder
from gazetteer.online import Amap, Cache, Client, Nominatim, OnlineError, OnlineSource, Overpass, Tianditu
from gazetteer.online.cache import default_cache_path
from gazetteer.online.locate import judge, online_source
from gazetteer.online.providers import Hit
from gazetteer.scope import Scope
from gazetteer.tables import read_tables
from geo.errors import InputError, MissingDataError
from geo.resources import data_path

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

KEY = "s3cret-key"


@dataclass
class Reply:
    body: Any = None
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    raw: bytes | None = None
    hang: bool = False


class Server:
    """Answers in turn what it was told to; the last answer stays."""

    def __init__(self) -> None:
        self.replies: list[Reply] = []
        self.asked: list[dict[str, str]] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                query = urllib.parse.urlsplit(self.path)
                outer.answer(self, {"path": query.path, **dict(urllib.parse.parse_qsl(query.query))})

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                outer.answer(self, {"path": self.path, **dict(urllib.parse.parse_qsl(body))})

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002
                pass

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.http.server_port}"
        self.thread = threading.Thread(target=self.http.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        self.released = threading.Event()
        self.thread.start()

    def answer(self, handler: BaseHTTPRequestHandler, asked: dict[str, str]) -> None:
        self.asked.append({**asked, "user-agent": handler.headers["User-Agent"]})
        reply = self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]
        if reply.hang:
            self.released.wait(5)
            return
        body = reply.raw if reply.raw is not None else json.dumps(reply.body).encode()
        handler.send_response(reply.status)
        for name, value in {**reply.headers, "Content-Length": str(len(body))}.items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(body)

    def close(self) -> None:
        self.released.set()
        self.http.shutdown()
        self.http.server_close()


@pytest.fixture
def server() -> Iterator[Server]:
    running = Server()
    yield running
    running.close()


class Clock:
    """Time that passes only by sleeping."""

    def __init__(self) -> None:
        self.now = 100.0
        self.slept: list[float] = []

    def time(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


@pytest.fixture(autouse=True)
def _keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLAN_ATLAS_AMAP_KEY", KEY)
    monkeypatch.setenv("PLAN_ATLAS_TIANDITU_KEY", KEY)


def client(name: str, clock: Clock | None = None, interval_s: float = 0.0) -> Client:
    clock = clock or Clock()
    return Client(name, interval_s=interval_s, clock=clock.time, sleep=clock.sleep)


AMAP_POI = {
    "id": "B0", "name": "某某创新园", "type": "商务住宅;产业园区",
    "address": [], "location": "113.375000,22.980000",
    "cityname": "广州市", "adname": "番禺区", "adcode": "440113", "pname": "广东省", "tel": [],
}  # fmt: skip


def amap_answer(*pois: dict[str, Any]) -> dict[str, Any]:
    return {"status": "1", "info": "OK", "infocode": "10000", "count": str(len(pois)), "pois": list(pois)}


@cache
def gazetteer() -> Gazetteer:
    return Gazetteer(read_tables([data_path("gazetteer", "admin.csv")]))


def chooser(*area: str) -> Chooser:
    return Chooser(gazetteer(), Scope(area, gazetteer().units))


def test_amap_is_asked_in_the_unit_and_moved_out_of_its_datum(server: Server) -> None:
    server.replies = [Reply(amap_answer(AMAP_POI, {**AMAP_POI, "location": []}))]
    hits = Amap(base_url=server.url, client=client("amap")).search("某某创新园", unit=gazetteer().units.one("广州市"))
    (hit,) = hits
    # GCJ-02 lies about 530 m east and 290 m south of WGS 84 in Panyu
    assert (hit.lng, hit.lat) == (pytest.approx(113.375 - 0.0053, abs=4e-4), pytest.approx(22.98 + 0.0027, abs=4e-4))
    assert (hit.name, hit.city, hit.district, hit.adcode) == ("某某创新园", "广州市", "番禺区", 440113)
    (asked,) = server.asked
    assert (asked["path"], asked["keywords"], asked["city"], asked["citylimit"], asked["key"]) == (
        "/v3/place/text", "某某创新园", "440100", "true", KEY,
    )  # fmt: skip
    assert asked["user-agent"].startswith("plan-atlas/")


def test_tianditu_is_already_wgs84(server: Server) -> None:
    poi = {"name": "某某馆", "lonlat": "113.375,22.98", "city": "广州市", "county": "番禺区", "countyCode": "156440113"}
    server.replies = [Reply({"resultType": 1, "count": "1", "pois": [poi], "status": {"infocode": 1000}})]
    tianditu = Tianditu(base_url=server.url, client=client("tianditu"))
    (hit,) = tianditu.search("某某馆", unit=gazetteer().units.one("番禺区"))
    assert (hit.lng, hit.lat, hit.district, hit.adcode) == (113.375, 22.98, "番禺区", 440113)
    assert json.loads(server.asked[0]["postStr"])["specify"] == "156440113"
    assert server.asked[0]["tk"] == KEY


def test_nominatim_needs_no_key(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PLAN_ATLAS_AMAP_KEY")
    found = {
        "place_id": 1, "osm_type": "way", "osm_id": 2, "lat": "22.98", "lon": "113.375", "category": "leisure",
        "type": "park", "name": "某某公园", "display_name": "某某公园, 番禺区, 广州市, 中国", "importance": 0.1,
        "address": {"leisure": "某某公园", "city": "广州市", "district": "番禺区"},
    }  # fmt: skip
    server.replies = [Reply([found])]
    (hit,) = Nominatim(base_url=server.url, client=client("nominatim")).search("某某公园")
    assert (hit.name, hit.lng, hit.lat, hit.city, hit.district) == ("某某公园", 113.375, 22.98, "广州市", "番禺区")
    assert server.asked[0]["format"] == "jsonv2"


def test_overpass_joins_the_ways_of_a_line(server: Server) -> None:
    def way(*points: tuple[float, float]) -> dict[str, Any]:
        return {"type": "way", "role": "", "geometry": [{"lon": lng, "lat": lat} for lng, lat in points]}

    stop = {"type": "way", "role": "platform", "geometry": [{"lon": 0, "lat": 0}, {"lon": 1, "lat": 1}]}
    first, second = way((113.0, 23.0), (113.1, 23.0)), way((113.1, 23.0), (113.1, 23.1))
    server.replies = [Reply({"elements": [first, {"type": "relation", "members": [first, second, stop]}]})]
    overpass = Overpass(base_url=server.url, client=client("overpass"))
    line = overpass.course("某线", "rail", bounds=(112.9, 22.9, 113.2, 23.2))
    assert line is not None
    assert line.geom_type == "LineString"
    assert set(line.coords) == {(113.0, 23.0), (113.1, 23.0), (113.1, 23.1)}
    assert overpass.course("某线", "rail", bounds=(112.9, 22.9, 113.2, 23.2)) == line
    assert len(server.asked) == 1


def test_a_name_cannot_leave_its_quotes_in_an_overpass_query(server: Server) -> None:
    server.replies = [Reply({"elements": []})]
    overpass = Overpass(base_url=server.url, client=client("overpass"))
    assert overpass.course('a"];node(1);out;//\n', "road", bounds=(113, 22, 114, 23)) is None
    assert '["name"="a\\"];node(1);out;//"]' in server.asked[0]["data"]


@pytest.mark.parametrize(
    ("replies", "says"),
    [
        ([Reply(status=500, body={})], "amap answered 500, 4 times"),
        ([Reply(status=429, body={}, headers={"Retry-After": "600"})], "asks for a wait of 600 s"),
        ([Reply(status=403, body={})], "amap answered 403"),
        ([Reply(status=302, body={}, headers={"Location": "http://127.0.0.1:9/"})], "amap answered 302"),
        ([Reply(raw=b"<html>busy</html>")], "answered what is not JSON, 4 times"),
        ([Reply(raw=b'{"status": "1", "pois": [')], "answered what is not JSON, 4 times"),
        ([Reply({"status": "0", "info": "INVALID_USER_KEY", "infocode": "10001"})], "amap refused: code 10001"),
        ([Reply({"status": "0", "info": "CUQPS", "infocode": "10021"})], "code 10021, 4 times"),
        ([Reply({"status": "1", "pois": [{"name": "a"}]})], "in a form that is not known"),
        ([Reply({"status": "1", "pois": [{**AMAP_POI, "location": "here"}]})], "in a form that is not known"),
        ([Reply([])], "amap refused"),
    ],
)
def test_a_failure_is_one_line_without_the_key_and_is_never_kept(
    server: Server, tmp_path: Path, replies: list[Reply], says: str
) -> None:
    server.replies = list(replies)
    kept = Cache(tmp_path / "cache.jsonl")
    amap = Amap(base_url=server.url, cache=kept, client=client("amap"))
    with pytest.raises(OnlineError) as caught:
        amap.search("某某创新园")
    assert says in str(caught.value)
    assert KEY not in str(caught.value)
    assert "\n" not in str(caught.value)
    assert caught.value.__cause__ is None
    assert len(kept) == 0
    assert not (tmp_path / "cache.jsonl").exists()
    server.replies = [Reply(amap_answer(AMAP_POI))]
    assert len(amap.search("某某创新园")) == 1


def test_a_server_that_hangs_or_is_gone_is_given_up(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gazetteer.online.client.TIMEOUT_S", (1.0, 0.05))
    server.replies = [Reply(hang=True)]
    with pytest.raises(OnlineError, match="did not answer in time, 4 times"):
        Amap(base_url=server.url, client=client("amap")).search("某某")
    with pytest.raises(OnlineError, match=r"cannot be reached \(ConnectionError\), 4 times") as caught:
        Amap(base_url="http://127.0.0.1:1", client=client("amap")).search("某某")
    assert KEY not in str(caught.value)


def test_an_answer_without_end_is_cut(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gazetteer.online.client.MAX_BYTES", 1000)
    server.replies = [Reply(raw=b"[" * 5000)]
    with pytest.raises(OnlineError, match="answered more than"):
        Amap(base_url=server.url, client=client("amap")).search("某某")


def test_retries_back_off_and_heed_the_server(server: Server) -> None:
    clock = Clock()
    busy, good = {"status": "0", "infocode": "10021"}, amap_answer(AMAP_POI)
    server.replies = [
        Reply(status=503, body={}),
        Reply(status=429, headers={"Retry-After": "7"}),
        Reply(busy),
        Reply(good),
    ]
    amap = Amap(base_url=server.url, client=client("amap", clock))
    assert len(amap.search("某某创新园")) == 1
    assert clock.slept == [1.0, 7.0, 4.0]


def test_requests_keep_their_distance(server: Server) -> None:
    clock = Clock()
    server.replies = [Reply([])]
    nominatim = Nominatim(base_url=server.url, client=client("nominatim", clock, interval_s=1.0))
    for name in ("甲", "乙", "丙"):
        nominatim.search(name)
    assert clock.slept == [1.0, 1.0]
    assert Nominatim().client.interval_s == 1.0  # what its operators ask for


def test_answers_are_kept_without_the_key_and_the_file_is_always_the_same(server: Server, tmp_path: Path) -> None:
    server.replies = [Reply(amap_answer(AMAP_POI))]
    files = []
    for run, names in enumerate((("甲", "乙", "丙"), ("丙", "甲", "乙", "甲"))):
        path = tmp_path / f"cache-{run}.jsonl"
        amap = Amap(base_url=server.url, cache=Cache(path), client=client("amap"))
        for name in names:
            amap.search(name)
        amap.cache.save()
        files.append(path.read_bytes())
    assert files[0] == files[1]
    assert KEY.encode() not in files[0]
    count = len(server.asked)
    shipped = Amap(base_url=server.url, cache=Cache(tmp_path / "cache-0.jsonl"), client=client("amap"))
    assert shipped.search("乙")[0].name == "某某创新园"
    assert len(server.asked) == count


def test_that_nothing_was_found_is_an_answer_too(server: Server, tmp_path: Path) -> None:
    server.replies = [Reply(amap_answer())]
    amap = Amap(base_url=server.url, cache=Cache(tmp_path / "cache.jsonl"), client=client("amap"))
    assert amap.search("无") == amap.search("无") == []
    assert len(server.asked) == 1


def test_a_torn_line_of_the_cache_is_skipped(tmp_path: Path) -> None:
    path = tmp_path / "cache.jsonl"
    Cache(path).put({"name": "甲"}, [1])
    path.write_bytes(path.read_bytes() + b'{"request":{"name":"\xff\n[]\n{"answer":1}\n{"req')
    kept = Cache(path)
    assert (len(kept), kept.get({"name": "甲"})) == (1, [1])


def test_keys_come_from_the_environment_only(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PLAN_ATLAS_CACHE", str(tmp_path / "c.jsonl"))
    assert default_cache_path() == tmp_path / "c.jsonl"
    monkeypatch.delenv("PLAN_ATLAS_AMAP_KEY")
    with pytest.raises(MissingDataError, match="set the environment variable PLAN_ATLAS_AMAP_KEY"):
        online_source("amap")
    with pytest.raises(InputError, match="unknown online provider 'baidu': use one of amap, tianditu, nominatim"):
        online_source("baidu")
    monkeypatch.setenv("PLAN_ATLAS_AMAP_KEY", KEY)
    assert KEY not in repr(online_source("amap").provider)


HIT = Hit("某某创新园", 113.37, 22.98, "广州市", "番禺区", 440113)


@pytest.mark.parametrize(
    ("hit", "name", "area", "refused"),
    [
        (HIT, "某某创新园", ("广州市",), ""),
        (HIT, "广州某某创新园", ("广州市",), ""),
        (HIT, "番禺区某某创新园", ("广州市",), ""),
        (HIT, "某某创新园", ("南沙区",), ""),
        (HIT, "别的产业基地", ("广州市",), "found only '某某创新园'"),
        (HIT, "某某创新园", ("佛山市",), "某某创新园 in 番禺区 is outside the plan's area"),
        (HIT, "某某创新园", ("成都市",), "某某创新园 in 番禺区 is outside the plan's area"),
        (HIT, "南沙区某某创新园", ("广州市",), "某某创新园 in 番禺区 is not in 南沙区"),
        (
            Hit("某某创新园", 113.37, 22.98, "广州市", "南沙区"),
            "某某创新园",
            ("广州市",),
            "said to be in 南沙区, and lies in 番禺区",
        ),
        (Hit("某某创新园", 104.06, 30.66, "成都市", "武侯区"), "某某创新园", ("成都市",), ""),
        (Hit("某某创新园", 104.06, 30.66, "成都市", "武侯区"), "某某创新园", ("广州市",), "outside the plan's area"),
        (Hit("某某创新园", 0.0, 0.0), "某某创新园", ("广州市",), "in no known unit is outside the plan's area"),
    ],
)
def test_an_answer_that_cannot_be_meant_is_refused(hit: Hit, name: str, area: tuple[str, ...], refused: str) -> None:
    _, reason = judge(hit, name, chooser(*area))
    assert (refused in reason) if refused else reason == ""


def with_source(server: Server, **replies: Any) -> Gazetteer:
    source = OnlineSource(
        Amap(base_url=server.url, client=client("amap")), Overpass(base_url=server.url, client=client("overpass"))
    )
    return Gazetteer(gazetteer().rows.values(), gazetteer().units, online=source)


def test_an_unknown_name_is_placed_by_the_online_source_before_its_unit(server: Server) -> None:
    server.replies = [Reply(amap_answer(AMAP_POI))]
    online = with_source(server)
    answer = Geocoder(online, area=["广州市"]).resolve("某某创新园", kind="platform")
    assert answer.resolved == "online"
    assert answer.place is not None
    assert (answer.place.precision, answer.place.districts) == ("site", ("番禺区",))
    assert online.place(answer.place.id) == answer.place
    near = Geocoder(online, area=["广州市"]).resolve("某某创新园区", kind="platform")
    assert near.place is not None
    assert (near.resolved, near.place.precision) == ("online", "approximate")


def test_a_refused_answer_leaves_the_reason(server: Server) -> None:
    server.replies = [Reply(amap_answer({**AMAP_POI, "adname": "南沙区", "adcode": "440115"}))]
    answer = Geocoder(with_source(server), area=["广州市", "佛山市"]).resolve("某某创新园", kind="platform")
    assert (answer.place, answer.resolved) == (None, "none")
    assert answer.reason == "online: 某某创新园 is said to be in 南沙区, and lies in 番禺区"


def test_a_provider_that_fails_is_left_alone_and_the_plan_is_read_to_its_end(server: Server) -> None:
    server.replies = [Reply(status=500, body={})]
    coder = Geocoder(with_source(server), area=["广州市"])
    for i in range(6):
        assert coder.resolve(f"某某创新园{i}号馆", kind="facility").resolved == "context"
    assert len(server.asked) == 3 * 4  # three names, four attempts each


def test_units_regions_and_plans_without_an_area_ask_nobody(server: Server) -> None:
    server.replies = [Reply(amap_answer(AMAP_POI))]
    online = with_source(server)
    Geocoder(online, area=["广州市"]).resolve("某某国", kind="region")
    Geocoder(online, area=["广州市"]).resolve("某某县", kind="admin")
    Geocoder(online).resolve("某某创新园", kind="platform")
    assert server.asked == []


def test_a_road_is_asked_of_overpass(server: Server) -> None:
    way = {"type": "way", "geometry": [{"lon": 113.36, "lat": 22.97}, {"lon": 113.38, "lat": 22.97}]}
    server.replies = [Reply({"elements": [way]})]
    answer = Geocoder(with_source(server), area=["广州市"]).resolve("某某快速路", kind="road")
    assert answer.place is not None
    assert (answer.resolved, answer.place.geometry.geom_type) == ("online", "LineString")  # type: ignore[union-attr]
    assert answer.place.districts == ("番禺区",)
    assert "OpenStreetMap" in answer.place.source
