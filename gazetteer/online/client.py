"""HTTP for the providers: rate limits, retries, time and size limits; what it says never holds a key or address."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any, Final

import requests

from geo.errors import PlanAtlasError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

USER_AGENT: Final = "plan-atlas/0.1 (maps of Chinese plan documents)"
TIMEOUT_S: Final = (5.0, 30.0)
"""For the connection, and for each part of the answer."""
ATTEMPTS: Final = 4
BACK_OFF_S: Final = 1.0
"""Wait before the first retry; it doubles each time."""
MAX_WAIT_S: Final = 60.0
"""A server that asks for a longer wait is not asked again."""
MAX_BYTES: Final = 20 * 2**20
RETRIED: Final = frozenset({429, 500, 502, 503, 504})


class OnlineError(PlanAtlasError, ConnectionError):
    """A provider did not answer, or what it answered cannot be used."""


class BusyError(OnlineError):
    """A provider says in its answer that it was asked too fast; it is asked again."""


@dataclass(slots=True)
class Client:
    """Asks one provider, never faster than it allows.

    Parameters
    ----------
    provider
        Name used in messages.
    interval_s
        Least time between two requests.
    clock, sleep
        Replaced in tests.
    """

    provider: str
    interval_s: float = 1.0
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    session: requests.Session = field(default_factory=requests.Session)
    _next: float = 0.0

    def json(
        self,
        url: str,
        *,
        params: Mapping[str, Any] | None = None,
        data: Mapping[str, Any] | None = None,
        accept: Callable[[Any], None] | None = None,
    ) -> Any:
        """Ask for JSON: GET, or POST with ``data``.

        Parameters
        ----------
        url, params, data
            The request. Neither they nor anything made of them appears in a message: they may hold a key.
        accept
            Called with the answer; raises `BusyError` to have it asked again, `OnlineError` to refuse it.

        Raises
        ------
        OnlineError
            No usable answer after `ATTEMPTS` attempts; one line that names the provider and the last reason.
        """
        problem = ""
        for attempt in range(ATTEMPTS):
            self._wait()
            pause = BACK_OFF_S * 2**attempt
            try:
                status, headers, body = self._ask(url, params, data)
            except requests.Timeout:
                problem = "did not answer in time"
            except requests.RequestException as error:
                problem = f"cannot be reached ({type(error).__name__})"
            else:
                if status == 200:
                    try:
                        return self._read(body, accept)
                    except BusyError as error:
                        problem = str(error)
                elif status in RETRIED:
                    problem = f"answered {status}"
                    pause = max(pause, _retry_after(headers.get("Retry-After", "")))
                else:
                    raise OnlineError(f"{self.provider} answered {status}")
            if attempt + 1 == ATTEMPTS:
                break
            if pause > MAX_WAIT_S:
                raise OnlineError(f"{self.provider} {problem} and asks for a wait of {pause:.0f} s")
            self.sleep(pause)
        raise OnlineError(f"{self.provider} {problem}, {ATTEMPTS} times")

    def _wait(self) -> None:
        now = self.clock()
        if now < self._next:
            self.sleep(self._next - now)
            now = max(self.clock(), self._next)
        self._next = now + self.interval_s

    def _ask(
        self, url: str, params: Mapping[str, Any] | None, data: Mapping[str, Any] | None
    ) -> tuple[int, Mapping[str, str], bytes]:
        method = "GET" if data is None else "POST"
        with self.session.request(
            method, url, params=params, data=data, timeout=TIMEOUT_S, stream=True, allow_redirects=False,
            headers={"User-Agent": USER_AGENT, "Accept": "application/json"},
        ) as response:  # fmt: skip
            body = b""
            for part in response.iter_content(65536):
                body += part
                if len(body) > MAX_BYTES:
                    raise OnlineError(f"{self.provider} answered more than {MAX_BYTES // 2**20} MB")
            return response.status_code, response.headers, body

    def _read(self, body: bytes, accept: Callable[[Any], None] | None) -> Any:
        try:
            answer = json.loads(body)
        except ValueError:
            raise BusyError("answered what is not JSON") from None
        if accept is not None:
            accept(answer)
        return answer


def _retry_after(value: str) -> float:
    """Seconds of a ``Retry-After`` header, a number or a date; 0 for anything else.

    >>> _retry_after("7"), _retry_after("soon")
    (7.0, 0.0)
    """
    if value.strip().isdigit():
        return float(value)
    try:
        return max(0.0, parsedate_to_datetime(value).timestamp() - time.time())
    except (TypeError, ValueError):
        return 0.0
