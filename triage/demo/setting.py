"""The demo's configuration: the shipped one, with everything under one folder."""

import secrets
from base64 import b64encode
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from pydantic import SecretStr

from triage.config.load import load, shipped_config
from triage.config.schema import MaildirSource, MonitorSource, Settings, WebhookSource

_ADDRESS = "support@panel.example"
_ADDRESSES = f"{_ADDRESS}, billing@panel.example"
_DOMAIN = "panel.example"
PANEL = "panel"
"""The shop's panel, whose agreement promises availability."""
MONITORS = {"oslo": "Oslo", "singapore": "Singapore"}
"""The monitors of its site, and where they stand."""
_PROMISED = "smmpanelus"


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
    secret = _secret(folder)
    panel = WebhookSource(policy=_PROMISED, address=_ADDRESS, secret=_key(secret, PANEL))
    monitors = {
        name: MonitorSource(policy=_PROMISED, location=place, secret=_key(secret, name))
        for name, place in MONITORS.items()
    }
    changes = {
        "service": {"name": "Panel Support", "domain": _DOMAIN, "secret": secret},
        "database": {"url": f"sqlite:///{folder.resolve() / 'triage.db'}"},
        "web": {"host": host, "port": port},
        "outbox": {"folder": str(folder / "journal")},
        "smtp": {"maildir": str(folder / "outbox")},
        "maildirs": {"inbox": source},
        "webhooks": {PANEL: panel},
        "monitors": monitors,
        "policies": shipped.policies,
    }
    return Settings.model_validate(changes)


def _key(secret: str, name: str) -> SecretStr:
    """Return the key with which a source of the demo signs its calls."""
    digest = sha256(f"{secret} {name}".encode()).digest()
    return SecretStr(f"whsec_{b64encode(digest).decode()}")


def _secret(folder: Path) -> str:
    """Return the demo's key, made at the first start."""
    path = folder / "secret"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_hex(32), "ascii")
    return path.read_text("ascii")
