"""Logging in: by password, or by an access token (RFC 7628, and XOAUTH2 before it)."""

from imapclient.exceptions import IMAPClientAbortError, LoginError

from triage.config.schema import Mailbox
from triage.intake.errors import IntakeError, SourceRefusedError
from triage.intake.imap.client import Client
from triage.oauth import AccessTokens, TokenError, TokenRefusedError

_PASSING = ("[INUSE]", "[UNAVAILABLE]", "[LIMIT]", "[SERVERBUG]", "[CONTACTADMIN]")
"""Codes of a refused log-in that is not about the password (RFC 5530)."""


def log_in(client: Client, settings: Mailbox, tokens: AccessTokens | None) -> None:
    """Log in, unless the server has let us in already.

    Raises:
        SourceRefusedError: the password, the token or the account is not good.
        IntakeError: the server or the token endpoint is not willing now.
    """
    if client.is_preauthenticated:
        return
    token = None if tokens is None else _token(tokens)
    try:
        with client.limit():
            _authenticate(client, settings, token)
            client.capabilities()  # asked once here, where the answer is bounded
    except LoginError as error:
        if tokens is not None:
            tokens.forget()
        raise _refusal(error, settings) from error


def _token(tokens: AccessTokens) -> str:
    try:
        return tokens.token()
    except TokenRefusedError as error:
        raise SourceRefusedError(str(error)) from error
    except TokenError as error:
        raise IntakeError(str(error)) from error


def _authenticate(client: Client, settings: Mailbox, token: str | None) -> None:
    if token is not None:
        mechanism = "OAUTHBEARER" if client.has_capability("AUTH=OAUTHBEARER") else "XOAUTH2"
        client.sasl_login(mechanism, _Bearer(mechanism, settings.username, token))
        return
    if client.has_capability("LOGINDISABLED"):
        raise SourceRefusedError(f"{settings.host} allows no log-in on this connection")
    if settings.password is None:
        raise SourceRefusedError(f"no password is configured for {settings.username}")
    password = settings.password.get_secret_value()
    if client.has_capability("AUTH=PLAIN"):
        client.plain_login(settings.username, password)
    else:
        client.login(settings.username, password)


class _Bearer:
    """Answers the server's challenges: the token first, then nothing more.

    A server that refuses the token sends its reason as a second challenge and waits for an empty
    answer before it says NO (RFC 7628 section 3.2.3). imapclient would send the token again.
    """

    def __init__(self, mechanism: str, username: str, token: str) -> None:
        if mechanism == "OAUTHBEARER":
            name = username.replace("=", "=3D").replace(",", "=2C")
            self._answers = [f"n,a={name},\x01auth=Bearer {token}\x01\x01", "\x01"]
        else:
            self._answers = [f"user={username}\x01auth=Bearer {token}\x01\x01", ""]

    def __call__(self, challenge: bytes) -> str:
        del challenge
        return self._answers.pop(0) if self._answers else ""


def _refusal(error: LoginError, settings: Mailbox) -> IntakeError:
    text = str(error)
    is_passing = isinstance(error.__context__, IMAPClientAbortError) or any(
        code in text.upper() for code in _PASSING
    )
    kind = IntakeError if is_passing else SourceRefusedError
    return kind(f"{settings.host} refuses the log-in of {settings.username}: {text}")
