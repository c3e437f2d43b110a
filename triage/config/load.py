"""Reads `config.toml` and the environment into checked settings."""

import ipaddress
import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import SecretStr, ValidationError

from triage.config.environment import CONFIG_VARIABLE, overlay
from triage.config.errors import ConfigError
from triage.config.schema import Security, Settings, Smtp
from triage.config.walk import Table, is_secret, tables
from triage.sla.policy import Policy

_SHORTEST_TOKEN = 24
_HERE = Path(__file__).resolve().parent


def shipped_config() -> Path:
    """Return the `config.toml` that comes with the product."""
    packaged = _HERE.parent / "_data" / "config.toml"
    return packaged if packaged.exists() else _HERE.parents[1] / "config.toml"


def load(path: Path | None = None, environ: Mapping[str, str] = os.environ) -> Settings:
    """Return the settings of `path`, else of `TRIAGE_CONFIG`, else of `./config.toml`.

    Raises:
        ConfigError: the file is missing or no TOML, a key is unknown or its value is wrong,
            a secret stands in the file, or a variable names no setting.
    """
    path = path or Path(environ.get(CONFIG_VARIABLE, "config.toml"))
    data = overlay(_read(path), environ)
    try:
        settings = Settings.model_validate(data)
    except ValidationError as error:
        raise ConfigError(f"{path}: " + "; ".join(_sentences(error))) from None
    _check(settings)
    return settings


def policies_of(settings: Settings) -> dict[str, Policy]:
    """Return every agreement by name.

    Raises:
        ConfigError: one of them is wrong; the message names the key.
    """
    try:
        return {name: Policy.from_mapping(name, table) for name, table in settings.policies.items()}
    except ValueError as error:
        raise ConfigError(str(error)) from error


def _read(path: Path) -> Table:
    try:
        with path.open("rb") as file:
            data = tomllib.load(file)
    except FileNotFoundError:
        raise ConfigError(
            f"{path}: no such file; name one with --config or {CONFIG_VARIABLE}, "
            "or copy the config.toml that comes with triage"
        ) from None
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"{path}: {error}") from error
    return _with_secrets(data, path)


def _with_secrets(data: Table, path: Path) -> Table:
    """Refuse secrets in the file, and read those that it names files for."""
    for name, section, table in tables(Settings, data):
        for key, field in section.model_fields.items():
            if not is_secret(field):
                continue
            if key in table:
                variable = "TRIAGE_" + f"{name}.{key}".replace(".", "__").replace("-", "_").upper()
                raise ConfigError(
                    f"{path}: [{name}] {key} is a secret and must not stand in the file; "
                    f"set {variable}, or {key}_file to a file that holds it"
                )
            if file := table.pop(f"{key}_file", None):
                table[key] = _secret(path.parent / str(file), f"[{name}] {key}_file")
    return data


def _secret(file: Path, name: str) -> str:
    try:
        return file.read_text("utf-8").strip()
    except OSError as error:
        raise ConfigError(f"{name}: {file} cannot be read: {error.strerror}") from error


def _sentences(error: ValidationError) -> list[str]:
    sentences = []
    for item in error.errors(include_url=False):
        *table, key = [str(part) for part in item["loc"]]
        if item["type"] == "extra_forbidden":
            sentences.append(f"[{'.'.join(table)}] {key} is no key; config.toml lists every one")
        else:
            is_hidden = any(word in key for word in ("secret", "password", "token", "dkim_key"))
            shown = "" if is_hidden else f" = {item['input']!r}"
            sentences.append(f"[{'.'.join(table)}] {key}{shown}: {item['msg']}")
    return sentences


def _check(settings: Settings) -> None:
    """Check what one key alone cannot show."""
    for kind in ("mailboxes", "maildirs", "webhooks", "monitors"):
        for name, source in getattr(settings, kind).items():
            if source.policy not in settings.policies:
                known = ", ".join(settings.policies) or "none"
                raise ConfigError(
                    f"[{kind}.{name}] policy = {source.policy!r} is no policy (there are: {known})"
                )
    for name, mailbox in settings.mailboxes.items():
        _check_security(f"mailboxes.{name}", mailbox.host, mailbox.security)
        _check_oauth(f"mailboxes.{name}", mailbox.oauth, settings)
    for name, monitors in settings.monitors.items():
        _check_token(f"monitors.{name}", monitors.token)
    _check_oauth("smtp", settings.smtp.oauth, settings)
    if settings.smtp.host:
        _check_security("smtp", settings.smtp.host, settings.smtp.security)
    _check_dkim(settings.smtp)
    _check_database(settings)


def _check_security(table: str, host: str, security: Security) -> None:
    if security is Security.NONE and not _is_loopback(host):
        raise ConfigError(
            f'[{table}] security = "none" would send the password to {host} in the clear; '
            'use "tls" or "starttls"'
        )


def _check_token(table: str, token: SecretStr | None) -> None:
    if token is not None and len(token.get_secret_value()) < _SHORTEST_TOKEN:
        raise ConfigError(
            f"[{table}] token is shorter than {_SHORTEST_TOKEN} characters and could be guessed; "
            "take the output of `openssl rand -hex 32`"
        )


def _check_oauth(table: str, name: str, settings: Settings) -> None:
    if name and name not in settings.oauth:
        known = ", ".join(settings.oauth) or "none"
        raise ConfigError(f"[{table}] oauth = {name!r} is no account (there are: {known})")


def _check_dkim(smtp: Smtp) -> None:
    given = {
        "dkim_domain": bool(smtp.dkim_domain),
        "dkim_selector": bool(smtp.dkim_selector),
        "dkim_key_file": smtp.dkim_key is not None,
    }
    missing = [key for key, is_given in given.items() if not is_given]
    if missing and len(missing) < len(given):
        raise ConfigError(f"[smtp] {' and '.join(missing)} is missing; to sign needs all three")


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _check_database(settings: Settings) -> None:
    try:
        url = urlsplit(settings.database.url)
    except ValueError:
        url = urlsplit("")
    if not url.scheme or "://" not in settings.database.url:
        raise ConfigError("[database] url is no URL; for example sqlite:///var/triage.db")
    if url.password:
        raise ConfigError(
            "[database] url holds a password; set TRIAGE_DATABASE__PASSWORD or password_file"
        )


def database_url(settings: Settings) -> str:
    """Return SQLAlchemy's URL with the password in it; never to be logged."""
    # Here and not above: the offline commands read the configuration and need no database.
    from sqlalchemy import make_url  # noqa: PLC0415 - it costs a third of their start

    url = make_url(settings.database.url)
    if settings.database.password is not None:
        url = url.set(password=settings.database.password.get_secret_value())
    return url.render_as_string(hide_password=False)
