"""Folders of files that are written together: all of them, or none."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from geo.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Iterator


def check_folder(folder: Path) -> None:
    """See early, before plans are read, whether an atlas can be put there; nothing is made.

    Raises
    ------
    OutputError
        It is a file, stands below one, or must not be written.
    """
    above = next(path for path in (folder, *folder.absolute().parents) if path.exists())
    if not above.is_dir():
        raise OutputError(f"{above}: is a file; name a folder for the atlas")
    if not os.access(above, os.W_OK | os.X_OK):
        raise OutputError(f"{above}: must not be written; name another folder for the atlas")


@contextlib.contextmanager
def moved_together(folder: Path) -> Iterator[Path]:
    """Folder aside for files that are moved to ``folder`` when all are whole; a full disk leaves what was there."""
    made = not folder.exists()
    aside = None
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder, prefix=".new-") as name:
            aside = name
            yield Path(name)
            for file in sorted(Path(name).iterdir()):
                file.replace(folder / file.name)
            made = False
    except OutputError as error:
        raise OutputError(str(error).replace(str(aside), str(folder))) from None
    except OSError as error:
        raise OutputError(f"{folder}: cannot be written ({error.strerror})") from None
    finally:
        if made:
            with contextlib.suppress(OSError):
                folder.rmdir()
