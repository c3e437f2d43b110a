"""A shop's panel that takes callbacks: a server of its own, which writes down their ids."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

from tests.servers.ports import LOOPBACK, free_port, wait_open
from tests.servers.process import ServerError, stop

REPOSITORY = Path(__file__).parents[3]


@dataclass(frozen=True, slots=True)
class Panel:
    """A panel that is up: where it listens, and the file of the calls that it took."""

    port: int
    journal: Path


@contextmanager
def running_panel(folder: Path) -> Iterator[Panel]:
    """Yield a panel.

    Raises:
        ServerError: It does not start.
    """
    panel = Panel(free_port(), folder / "panel.jsonl")
    command = [sys.executable, "-m", __name__, str(panel.port), str(panel.journal)]
    process = subprocess.Popen(command, cwd=REPOSITORY)
    try:
        if not wait_open(panel.port):
            raise ServerError("the panel does not start")
        yield panel
    finally:
        stop(process)


def _handler(journal: Path) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            note = {"id": self.headers["webhook-id"], "size": len(body)}
            with journal.open("a") as file:
                file.write(json.dumps(note) + "\n")
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            return

    return Handler


if __name__ == "__main__":
    HTTPServer((LOOPBACK, int(sys.argv[1])), _handler(Path(sys.argv[2]))).serve_forever()
