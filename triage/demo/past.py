"""Lets the story happen: every call comes through the door that real ones come through."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

from pydantic import SecretStr
from standardwebhooks import Webhook

from triage.config.schema import MonitorSource, WebhookSource
from triage.demo.story import Call, calls, works
from triage.desk.availability_works import enter
from triage.intake.monitors import MonitorCall, receive_report
from triage.intake.webhook import WebhookAnswer, receive
from triage.runtime import Job, Runtime

_ACCEPTED = 202


@dataclass
class DemoRuntime(Runtime):
    """The demo's installation, which can be put into the past; None is the present."""

    time: datetime | None = None

    def now(self) -> datetime:
        """Return the time that the installation believes it is, in UTC."""
        return self.time or super().now()


class RefusedError(Exception):
    """A door refused a call of the story, which is a mistake in the story."""


def live_through(runtime: DemoRuntime) -> None:
    """Let the past happen, call by call, each at its time; acknowledgements are sent afterwards.

    Raises:
        RefusedError: A door refused a call.
    """
    now = runtime.now()
    for call in calls(now):
        runtime.time = call.at
        answer = _post(runtime, call)
        if answer.status != _ACCEPTED:
            raise RefusedError(f"{call.source} {call.type}: {answer.body}")
        runtime.run_once({Job.WORK})
    runtime.time = now
    window = works(now)
    with runtime.database.write() as session:
        enter(session, window, "manager", window.starts_at)
    runtime.run_once({Job.WORK})
    runtime.time = None


def _post(runtime: DemoRuntime, call: Call) -> WebhookAnswer:
    body = json.dumps(call.body, ensure_ascii=False).encode()
    settings = runtime.settings
    if call.source in settings.monitors:
        source = settings.monitors[call.source]
        report = MonitorCall(call.source, _signed(source, body), body)
        return receive_report(runtime.database, source, report, call.at)
    hook = settings.webhooks[call.source]
    headers = _signed(hook, body)
    return receive(runtime.database, call.source, hook, headers, body, call.at)


def _signed(source: WebhookSource | MonitorSource, body: bytes) -> dict[str, str]:
    """Return the headers of a call that is signed now, whenever it happened."""
    key = source.secret or SecretStr("")
    webhook_id, signed_at = sha256(body).hexdigest()[:24], datetime.now(UTC)
    return {
        "webhook-id": webhook_id,
        "webhook-timestamp": str(int(signed_at.timestamp())),
        "webhook-signature": Webhook(key.get_secret_value()).sign(
            webhook_id, signed_at, body.decode()
        ),
    }
