"""What the scripts of the national tables share: districts of points, identifiers, writing."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from gazetteer.names import identifier
from gazetteer.tables import read_table
from gazetteer.units import Units
from geo.shapes import load_districts

if TYPE_CHECKING:
    import geopandas as gpd

FOLDER = Path(__file__).resolve().parent
FIELDS = [
    "id", "name", "aliases", "kind", "geometry", "lng", "lat", "datum", "precision", "districts", "members",
    "radius_km", "status", "segments", "source", "note",
]  # fmt: skip


MOVED = ("两江新区",)
"""Counties that polygons of different years draw so differently that only the city is told."""


class Ground:
    """Counties of the whole country, asked by position."""

    def __init__(self) -> None:
        frame = load_districts(country=True)
        self.frame = frame
        self.tree = shapely.STRtree(frame.geometry.to_numpy())
        self.units = Units(row for row in read_table(FOLDER / "admin.csv").rows)

    def county(self, lng: float, lat: float) -> Any | None:
        """Return the row of the county (adcode, name, city, province) that holds a position."""
        hits = self.tree.query(shapely.Point(lng, lat), predicate="within")
        return None if len(hits) == 0 else self.frame.iloc[int(hits[0])]

    def counties(self, lng: np.ndarray, lat: np.ndarray) -> gpd.GeoDataFrame:
        """Return the counties that hold many positions, row by row, empty where none does."""
        points, polygons = self.tree.query(shapely.points(lng, lat), predicate="within")
        found = np.full(len(lng), -1)
        found[points] = polygons
        columns = ["adcode", "name", "city", "province"]
        return self.frame[columns].iloc[found].reset_index(drop=True).mask(found < 0)

    def name(self, county: Any) -> str:
        """Name of a county as a row states it: after its city's where several counties are called so."""
        if county["name"] in MOVED:
            return str(county["city"])
        for name in (county["name"], f"{county['city']}{county['name']}", county["city"]):
            found = self.units.find(name)
            if len(found) == 1 and (found[0].adcode == county["adcode"] or name == county["city"]):
                return str(name)
        raise LookupError(f"no unit for {county['province']}{county['city']}{county['name']}")


def write(file: str, rows: list[dict[str, str]]) -> None:
    """Give the rows their ids, sort them and write them."""
    taken = {row["id"] for path in FOLDER.glob("*.csv") if path.name != file for row in read(path)}
    seen: Counter[str] = Counter()
    for row in sorted(rows, key=lambda row: (identifier(row["name"]), row["districts"])):
        wanted = identifier(row["name"])
        seen[wanted] += 1
        while (i := wanted if seen[wanted] == 1 else f"{wanted}-{seen[wanted]}") in taken:
            seen[wanted] += 1
        row["id"] = i
        taken.add(i)
    with (FOLDER / file).open("w", encoding="utf-8", newline="") as target:
        writer = csv.DictWriter(target, FIELDS, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(sorted(rows, key=lambda row: row["id"]))
    print(f"{file}: {len(rows)} rows, {dict(Counter(row['precision'] for row in rows))}")


def read(path: Path) -> list[dict[str, str]]:
    """Read a table as it stands."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
