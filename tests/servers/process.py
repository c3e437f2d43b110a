"""Starting a real server as a child, in a folder of its own, without privileges."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

_STOP_SECONDS = 10


class ServerError(AssertionError):
    """A server that a test needs is missing or does not start; the test fails, never skips."""


def server_user() -> pwd.struct_passwd:
    """Return who servers run as: ourselves, or `nobody` where we are root."""
    return pwd.getpwnam("nobody") if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())


def find_binary(name: str, package: str, folders: Sequence[Path] = ()) -> str:
    """Return the path of a server's program.

    Raises:
        ServerError: it is not installed; the sentence names the Debian package.
    """
    places = os.pathsep.join([*map(str, folders), os.environ.get("PATH", ""), "/usr/sbin", "/sbin"])
    found = shutil.which(name, path=places)
    if found is None:
        raise ServerError(f"{name} is not installed: apt-get install {package}")
    return found


@contextmanager
def server_folder(name: str) -> Iterator[Path]:
    """Yield a short-lived folder that belongs to the server's user.

    Its path is short: Unix sockets allow about 100 characters.
    """
    folder = Path(tempfile.mkdtemp(prefix=f"triage-{name}-"))
    user = server_user()
    os.chown(folder, user.pw_uid, user.pw_gid)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def as_server_user() -> dict[str, object]:
    """Return the arguments that make `subprocess` drop root's privileges."""
    if os.geteuid() != 0:
        return {}
    user = server_user()
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def start(command: Sequence[str], log: Path) -> subprocess.Popen[bytes]:
    """Start a server in the foreground as the server's user; its output goes to `log`."""
    with log.open("ab") as output:
        return subprocess.Popen(  # type: ignore[call-overload,no-any-return]  # built keywords
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd=log.parent,
            **as_server_user(),
        )


def stop(process: subprocess.Popen[bytes]) -> None:
    """End one process by its own id: politely, then for certain."""
    if process.poll() is None:
        process.terminate()
    try:
        process.wait(_STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
