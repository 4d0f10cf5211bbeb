"""Geometry on the ground: datum, district polygons, joins, lines and extents, export."""
