"""Where the data that ships with Plan Atlas lies, in a checkout and in an installed package."""

from functools import cache
from pathlib import Path

from geo.errors import MissingDataError


@cache
def data_directory() -> Path:
    """Folder that holds ``shapes/``, ``gazetteer/``, ``vocabulary/``, ``layouts/`` and ``catalogue/``.

    Raises
    ------
    MissingDataError
        Neither the installed package nor the checkout has the folder.
    """
    package = Path(__file__).resolve().parent
    for candidate in (package / "_data", package.parent / "data"):
        if (candidate / "gazetteer").is_dir():
            return candidate
    raise MissingDataError("the data folder of Plan Atlas is missing: reinstall the package plan-atlas")


def data_path(*parts: str) -> Path:
    """Path of one data file or folder.

    >>> data_path("gazetteer").name
    'gazetteer'
    """
    return data_directory().joinpath(*parts)
