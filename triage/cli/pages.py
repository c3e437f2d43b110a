"""The pages and the webhook door, served until a signal comes."""

import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager

import click
import uvicorn

from triage.cli.lazy import WrongUsage
from triage.runtime import Runtime
from triage.web.app import create_app


def serve_pages(runtime: Runtime) -> None:
    """Serve them in this thread.

    Raises:
        WrongUsage: The port is taken, or not ours to take.
    """
    web = runtime.settings.web
    config = uvicorn.Config(
        create_app(runtime), host=web.host, port=web.port, log_level="warning", access_log=False
    )
    server = _Server(config)
    server.run()
    if not server.started:
        raise WrongUsage(
            f"the pages cannot be served on {web.host}:{web.port}; is the port taken? "
            "Set [web] port to another one"
        )


class _Server(uvicorn.Server):
    """Says where the pages are once they are there; a signal ends it and not the process."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Handle signals; uvicorn would raise them again before the other threads have ended."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self.handle_exit)
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            for bound in (one for server in self.servers for one in server.sockets):
                host, port = bound.getsockname()[:2]
                click.echo(f"The pages are on http://{host}:{port}/", err=True)
