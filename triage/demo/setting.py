"""The demo's configuration: the shipped one, with everything under one folder."""

import secrets
from datetime import UTC, datetime
from pathlib import Path

from triage.config.load import load, shipped_config
from triage.config.schema import MaildirSource, Settings

_ADDRESSES = "support@panel.example, billing@panel.example"
_DOMAIN = "panel.example"


def demo_settings(folder: Path, host: str, port: int) -> Settings:
    """Return settings that keep everything under `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    shipped = load(shipped_config(), {})
    source = MaildirSource(
        path=str(folder / "inbox"),
        addresses=_ADDRESSES,
        policy="instant-smm-panels",
        go_live_at=datetime(2000, 1, 1, tzinfo=UTC),
    )
    changes = {
        "service": {"name": "Panel Support", "domain": _DOMAIN, "secret": _secret(folder)},
        "database": {"url": f"sqlite:///{folder.resolve() / 'triage.db'}"},
        "web": {"host": host, "port": port},
        "outbox": {"folder": str(folder / "journal")},
        "smtp": {"maildir": str(folder / "outbox")},
        "maildirs": {"inbox": source.model_dump()},
        "policies": shipped.policies,
    }
    return Settings.model_validate(changes)


def _secret(folder: Path) -> str:
    """Return the demo's key, made at the first start."""
    path = folder / "secret"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_hex(32), "ascii")
    return path.read_text("ascii")
