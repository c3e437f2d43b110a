"""Loopback ports that nobody listens on, and waiting until somebody does."""

import socket
import time

LOOPBACK = "127.0.0.1"


def free_port() -> int:
    """Return a TCP port of the loopback interface that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        port: int = probe.getsockname()[1]
        return port


def is_open(port: int) -> bool:
    """Tell whether something accepts connections on a loopback port."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex((LOOPBACK, port)) == 0


def wait_open(port: int, seconds: float = 20.0) -> bool:
    """Wait until a loopback port accepts connections; False where it never does."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if is_open(port):
            return True
        time.sleep(0.02)
    return False
