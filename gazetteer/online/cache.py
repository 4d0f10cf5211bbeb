"""A cache of answers on disk: JSON lines, sorted, without errors and without keys, so that it can be shipped."""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Mapping

Request = dict[str, Any]


def default_cache_path() -> Path:
    """File in which answers are kept: ``$PLAN_ATLAS_CACHE``, else in the user's cache folder."""
    given = os.environ.get("PLAN_ATLAS_CACHE")
    folder = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "plan-atlas"
    return Path(given) if given else folder / "online.jsonl"


class Cache:
    """Answers by request, each a line of JSON ``{"request": ..., "answer": ...}``.

    An answer is on disk as soon as it is put; `save` sorts the file, so that the same answers always make the same
    bytes. A line that cannot be read, as a crash may leave one, is skipped.

    Parameters
    ----------
    path
        The file; made when the first answer comes. None keeps answers for the session only.
    """

    def __init__(self, path: Path | None = None) -> None:
        self.path = path
        self._answers: dict[str, str] = {}
        if path is not None and path.exists():
            for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
                self._read(line)

    def _read(self, line: str) -> None:
        try:
            entry = json.loads(line)
            self._answers[_canonical(entry["request"])] = _canonical(entry["answer"])
        except (ValueError, KeyError, TypeError):
            return

    def __len__(self) -> int:
        return len(self._answers)

    def get(self, request: Mapping[str, Any]) -> Any:
        """Return the answer to a request, None where there is none."""
        found = self._answers.get(_canonical(request))
        return None if found is None else json.loads(found)

    def put(self, request: Mapping[str, Any], answer: Any) -> None:
        """Keep an answer; the caller never puts an error, nor a key in the request."""
        asked, told = _canonical(request), _canonical(answer)
        self._answers[asked] = told
        if self.path is None:
            return
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with self.path.open("a", encoding="utf-8") as file:
                file.write(_line(asked, told))
        except OSError as error:
            raise OutputError(f"{self.path}: the cache cannot be written: {error.strerror or error}") from None

    def save(self) -> None:
        """Write all answers anew, sorted by request, each once."""
        if self.path is None or not self._answers:
            return
        lines = [_line(asked, told) for asked, told in sorted(self._answers.items())]
        try:
            handle, name = tempfile.mkstemp(dir=self.path.parent, prefix=self.path.name)
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.writelines(lines)
            Path(name).replace(self.path)
        except OSError as error:
            raise OutputError(f"{self.path}: the cache cannot be written: {error.strerror or error}") from None


def _canonical(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _line(asked: str, told: str) -> str:
    return f'{{"request":{asked},"answer":{told}}}\n'
