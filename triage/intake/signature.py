"""Who may post: Standard Webhooks signatures, with two keys while they are rotated."""

from collections.abc import Mapping
from typing import Protocol

from pydantic import SecretStr
from standardwebhooks import Webhook, WebhookVerificationError
from standardwebhooks.webhooks import EmptyWebhookSecretError


class Keys(Protocol):
    """A source's keys, as its configuration names them."""

    @property
    def secret(self) -> SecretStr | None:
        """The key that signs."""

    @property
    def previous_secret(self) -> SecretStr | None:
        """The key before it."""


class NoKeyError(Exception):
    """The source has no usable key: nobody can post to it."""


def is_signed(settings: Keys, headers: Mapping[str, str], body: bytes) -> bool:
    """Tell whether one of the source's keys signed these bytes within the last five minutes.

    The window, forwards too, is the library's, as the specification recommends; it bounds how
    long a recorded call can be played again, which changes nothing even then (its id is known).

    Raises:
        NoKeyError: no key is configured, or one is not `whsec_` and base64.
    """
    keys = [key for key in (settings.secret, settings.previous_secret) if key is not None]
    if not keys:
        raise NoKeyError("no key is configured")
    return any(_is_signed_with(key, headers, body) for key in keys)


def _is_signed_with(key: SecretStr, headers: Mapping[str, str], body: bytes) -> bool:
    try:
        verifier = Webhook(key.get_secret_value())
    except (ValueError, EmptyWebhookSecretError) as error:
        raise NoKeyError("a key is not whsec_ followed by base64") from error
    try:
        verifier.verify(body, dict(headers), json_parse=False)
    except (WebhookVerificationError, ValueError):
        # ValueError: a signature that is no base64, or a body that is no UTF-8.
        return False
    return True
