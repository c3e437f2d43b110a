"""Log-in by access token on a real Dovecot, with tokens from a real endpoint."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr

from tests.integration.intake.mailboxes import inbox, mail, now, settings
from tests.servers.dovecot import Dovecot, running_dovecot
from tests.servers.token_endpoint import TokenEndpoint, running_token_endpoint
from triage.config.schema import OAuth
from triage.db import Database
from triage.intake.errors import IntakeError, SourceRefusedError
from triage.intake.imap.client import Client
from triage.intake.imap.connecting import close, connect
from triage.intake.imap.folder import open_folder
from triage.oauth import AccessTokens, TokenError, TokenRefusedError

pytestmark = pytest.mark.servers

USER = "support@example.com"


@pytest.fixture
def endpoint() -> Iterator[TokenEndpoint]:
    with running_token_endpoint(TokenEndpoint(USER)) as running:
        yield running


@pytest.fixture
def server(endpoint: TokenEndpoint) -> Iterator[Dovecot]:
    with running_dovecot(introspection_url=endpoint.introspection_url) as running:
        yield running


class Time:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 2, 10, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


def account(endpoint: TokenEndpoint, folder: Path, **changes: object) -> OAuth:
    values: dict[str, object] = {
        "token_url": f"{endpoint.url}/token",
        "client_id": "triage",
        "refresh_token": SecretStr("refresh-0"),
        "folder": str(folder / "oauth"),
    }
    return OAuth.model_validate(values | changes)


@pytest.mark.parametrize("mechanism", ["OAUTHBEARER", "XOAUTH2"])
def test_a_mailbox_is_read_by_access_token(
    server: Dovecot,
    endpoint: TokenEndpoint,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    mechanism: str,
) -> None:
    if mechanism == "XOAUTH2":
        offered = Client.has_capability
        hidden = "AUTH=OAUTHBEARER"
        monkeypatch.setattr(
            Client, "has_capability", lambda self, name: name != hidden and offered(self, name)
        )
    server.append(USER, [mail(1)])
    tokens = AccessTokens("google", account(endpoint, tmp_path), now)
    folder = open_folder(settings(server, USER, password=None), tokens)
    assert folder.client.uids_from(1) == [1]
    close(folder.client)


def test_a_token_that_the_server_does_not_take_is_refused_and_not_used_again(
    server: Dovecot, endpoint: TokenEndpoint, tmp_path: Path
) -> None:
    tokens = AccessTokens("google", account(endpoint, tmp_path), now)
    tokens.token()
    endpoint.good.clear()
    with pytest.raises(SourceRefusedError, match="refuses the log-in"):
        connect(settings(server, USER), tokens)
    close(connect(settings(server, USER), tokens))
    assert len(endpoint.requests) == 2


def test_a_token_is_kept_until_it_is_about_to_end(endpoint: TokenEndpoint, tmp_path: Path) -> None:
    time = Time()
    tokens = AccessTokens("google", account(endpoint, tmp_path), time)
    first = tokens.token()
    time.now += timedelta(seconds=3600 - 61)
    assert tokens.token() == first
    time.now += timedelta(seconds=1)
    assert tokens.token() != first


def test_a_renewed_refresh_token_outlives_a_restart_and_is_for_us_alone(
    endpoint: TokenEndpoint, tmp_path: Path
) -> None:
    endpoint.renews = True
    AccessTokens("google", account(endpoint, tmp_path), now).token()
    AccessTokens("google", account(endpoint, tmp_path), now).token()
    used = [form["refresh_token"] for form in endpoint.requests]
    assert used == ["refresh-0", "refresh-1"]
    (kept,) = (tmp_path / "oauth").iterdir()
    assert kept.stat().st_mode & 0o077 == 0


def test_a_newly_configured_refresh_token_comes_before_the_kept_one(
    endpoint: TokenEndpoint, tmp_path: Path
) -> None:
    endpoint.renews = True
    AccessTokens("google", account(endpoint, tmp_path), now).token()
    endpoint.refresh_token = "anew"
    anew = account(endpoint, tmp_path, refresh_token=SecretStr("anew"))
    assert AccessTokens("google", anew, now).token()


def test_without_a_refresh_token_the_clients_own_credentials_are_used(
    endpoint: TokenEndpoint, tmp_path: Path
) -> None:
    own = account(endpoint, tmp_path, refresh_token=None, client_secret="s", scope="mail")
    AccessTokens("google", own, now).token()
    assert endpoint.requests == [
        {
            "client_id": "triage",
            "client_secret": "s",
            "scope": "mail",
            "grant_type": "client_credentials",
        }
    ]


def test_a_consent_that_is_over_needs_a_person(endpoint: TokenEndpoint, tmp_path: Path) -> None:
    endpoint.refresh_token = "another"
    with pytest.raises(TokenRefusedError, match="invalid_grant"):
        AccessTokens("google", account(endpoint, tmp_path), now).token()


@pytest.mark.parametrize("status", [500, 503, 429])
def test_an_endpoint_that_is_down_is_tried_again(
    endpoint: TokenEndpoint, tmp_path: Path, status: int
) -> None:
    tokens = AccessTokens("google", account(endpoint, tmp_path), now)
    endpoint.status = status
    with pytest.raises(TokenError) as caught:
        tokens.token()
    assert not isinstance(caught.value, TokenRefusedError)
    endpoint.status = 200
    assert tokens.token()


def test_secrets_are_not_sent_in_the_clear(endpoint: TokenEndpoint, tmp_path: Path) -> None:
    bare = account(endpoint, tmp_path, token_url="http://login.example.com/token")
    with pytest.raises(TokenRefusedError, match="https alone"):
        AccessTokens("google", bare, now).token()


def test_the_days_left_are_told_by_the_provider_or_the_operator(
    endpoint: TokenEndpoint, tmp_path: Path
) -> None:
    time = Time()
    tokens = AccessTokens("google", account(endpoint, tmp_path), time)
    assert tokens.days_left() is None
    endpoint.refresh_token_expires_in = 20 * 86_400
    tokens.token()
    assert tokens.days_left() == 20
    sooner = account(endpoint, tmp_path, expires_at=time.now + timedelta(days=3))
    assert AccessTokens("google", sooner, time).days_left() == 3


def test_a_token_endpoint_that_is_gone_is_a_passing_fault_of_the_mailbox(
    server: Dovecot, tmp_path: Path, database: Database
) -> None:
    gone = OAuth(token_url="http://127.0.0.1:9/token", client_id="triage", folder=str(tmp_path))
    with pytest.raises(IntakeError, match="does not answer"):
        connect(settings(server, USER), AccessTokens("google", gone, now))
    assert inbox(database) == []
