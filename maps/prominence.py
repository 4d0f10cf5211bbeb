"""Which places get a symbol and a name first: the one decision for the map's opening view, its list and the preview."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from maps.symbols import KIND_STYLES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

    from gazetteer.records import Kind

PER_WEIGHT, PER_DOUBLING, PER_PLAN = 3.0, 8.0, 4.0
"""Points for the weight of a kind, for twice the mentions, and for each plan that names the place."""
LONG_NAME, PER_CHARACTER = 8, 2.5
"""A name of more characters than this covers much of the map: points that each further one costs."""


def prominence(
    kinds: Sequence[Kind], *, mentions: ArrayLike, plans: ArrayLike, names: Sequence[str]
) -> NDArray[np.float64]:
    """Prominence of places in points, shape (n,): what the map shows first where there is no room for all.

    Of places that are spoken of alike a reader looks first for the airport, the station and the port: by the weights
    of :data:`maps.symbols.KIND_STYLES` a station outweighs the business district that is called after it until that is
    mentioned about twice as often.

    >>> prominence(["station", "platform"], mentions=[9, 10], plans=[3, 3], names=["某某南站", "某某南站商务区"])
    array([62.6, 54.7])
    """
    weight = np.array([KIND_STYLES[kind].weight for kind in kinds], dtype=float)
    excess = np.array([max(0, len(name) - LONG_NAME) for name in names], dtype=float)
    told = PER_DOUBLING * np.log2(1 + np.asarray(mentions, dtype=float)) + PER_PLAN * np.asarray(plans, dtype=float)
    return np.asarray(np.round(PER_WEIGHT * weight + told - PER_CHARACTER * excess, 1))
