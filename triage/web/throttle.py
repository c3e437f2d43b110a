"""How often a password may be tried."""

from collections import OrderedDict, deque
from datetime import datetime, timedelta

_WINDOW = timedelta(minutes=15)
_TRIES_PER_LOGIN = 5
_TRIES_PER_ADDRESS = 30
_MOST_KEYS = 10_000


class LoginThrottle:
    """Counts failures in a sliding window, per address and per log-in from that address.

    A log-in is counted together with the address, so that a stranger cannot lock a colleague
    out. Memory is bounded: the key that was quiet longest is forgotten first.
    """

    def __init__(self) -> None:
        self._failures: OrderedDict[str, deque[datetime]] = OrderedDict()

    def wait(self, address: str, login: str, now: datetime) -> timedelta | None:
        """Return how long the next try has to wait, or None."""
        waits = [
            self._wait(key, most, now)
            for key, most in (
                (_key(address, login), _TRIES_PER_LOGIN),
                (address, _TRIES_PER_ADDRESS),
            )
        ]
        longest = max(waits)
        return longest if longest > timedelta(0) else None

    def failed(self, address: str, login: str, now: datetime) -> None:
        """Count a wrong password, whether the log-in exists or not."""
        for key in (_key(address, login), address):
            self._failures.setdefault(key, deque()).append(now)
            self._failures.move_to_end(key)
        while len(self._failures) > _MOST_KEYS:
            self._failures.popitem(last=False)

    def succeeded(self, address: str, login: str) -> None:
        """Forget the failures of somebody who is in."""
        self._failures.pop(_key(address, login), None)

    def _wait(self, key: str, most: int, now: datetime) -> timedelta:
        failures = self._failures.get(key, deque())
        while failures and failures[0] <= now - _WINDOW:
            failures.popleft()
        return failures[-most] + _WINDOW - now if len(failures) >= most else timedelta(0)


def _key(address: str, login: str) -> str:
    return f"{address} {login.strip().casefold()}"
