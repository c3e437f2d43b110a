"""The configuration: what is written is what is read, and mistakes are named."""

from pathlib import Path

import pytest

from triage.config.document import POLICIES_MARK, render
from triage.config.errors import ConfigError
from triage.config.load import database_url, load, policies_of, shipped_config
from triage.config.schema import Settings

MAILBOX = """
[mailboxes.support]
host = "127.0.0.1"
username = "support"
addresses = "support@example.com"
policy = "smmpanelus"
"""


def write(folder: Path, extra: str) -> Path:
    path = folder / "config.toml"
    path.write_text(shipped_config().read_text("utf-8") + extra, "utf-8")
    return path


def test_the_shipped_file_is_the_schema_written_out() -> None:
    head = shipped_config().read_text("utf-8").split(POLICIES_MARK)[0]
    assert head == render()


def test_the_shipped_file_holds_the_defaults() -> None:
    settings = load(shipped_config(), {})
    assert settings.model_copy(update={"policies": {}}) == Settings()


def test_both_policies_are_shipped() -> None:
    assert set(policies_of(load(shipped_config(), {}))) == {"smmpanelus", "instant-smm-panels"}


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"nowhere\.toml: no such file"):
        load(tmp_path / "nowhere.toml", {})


@pytest.mark.parametrize(
    ("extra", "sentence"),
    [
        ("[smtpd]\nhost = 'x'\n", "smtpd is no key"),
        (MAILBOX + "hosst = 'x'\n", r"\[mailboxes\.support\] hosst is no key"),
        (MAILBOX.replace("smmpanelus", "other"), "'other' is no policy"),
        (MAILBOX + "password = 'x'\n", "TRIAGE_MAILBOXES__SUPPORT__PASSWORD"),
        (MAILBOX + "password_file = 'absent'\n", "absent cannot be read"),
        (
            MAILBOX.replace("127.0.0.1", "mail.example.com") + "security = 'none'\n",
            "would send the password",
        ),
        (MAILBOX + "batch_size = 0\n", r"batch_size = 0: .*greater than 0"),
        ("not toml", "config.toml"),
        (MAILBOX + "max_message_bytes = -1\n", r"max_message_bytes = -1: .*greater than 0"),
    ],
)
def test_a_mistake_in_the_file_is_named(tmp_path: Path, extra: str, sentence: str) -> None:
    with pytest.raises(ConfigError, match=sentence):
        load(write(tmp_path, extra), {})


def test_a_variable_overrides_the_file(tmp_path: Path) -> None:
    environ = {
        "TRIAGE_SMTP__HOST": "mail.example.com",
        "TRIAGE_WEB__PORT": "9000",
        "TRIAGE_MAILBOXES__SUPPORT__IDLE": "false",
        "TRIAGE_MAILBOXES__SUPPORT__PASSWORD": "hunter2",
    }
    settings = load(write(tmp_path, MAILBOX), environ)
    assert settings.smtp.host == "mail.example.com"
    assert settings.web.port == 9000
    assert settings.mailboxes["support"].idle is False
    password = settings.mailboxes["support"].password
    assert password is not None
    assert password.get_secret_value() == "hunter2"
    assert "hunter2" not in repr(settings)


def test_a_signature_needs_domain_selector_and_key(tmp_path: Path) -> None:
    environ = {"TRIAGE_SMTP__DKIM_DOMAIN": "example.com"}
    with pytest.raises(ConfigError, match="dkim_selector and dkim_key_file is missing"):
        load(write(tmp_path, ""), environ)


@pytest.mark.parametrize(
    ("variable", "remedy"),
    [
        ("TRIAGE_SMPT__HOST", "did you mean TRIAGE_SMTP__HOST"),
        ("TRIAGE_SMTP__HOTS", "did you mean TRIAGE_SMTP__HOST"),
        ("TRIAGE_MAILBOXES__SUPPORT__HOSST", "TRIAGE_MAILBOXES"),
        ("TRIAGE_SMTP", "names no setting"),
        ("TRIAGE_POLICIES__SMMPANELUS__VERSIONS__V1__NONSENSE", "names no setting"),
    ],
)
def test_a_misspelt_variable_is_an_error(tmp_path: Path, variable: str, remedy: str) -> None:
    with pytest.raises(ConfigError, match=remedy):
        load(write(tmp_path, ""), {variable: "x"})


def test_a_secret_comes_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("a long enough secret\n", "utf-8")
    path = tmp_path / "config.toml"
    shipped = shipped_config().read_text("utf-8")
    path.write_text(
        shipped.replace('# secret_file = "secrets/service_secret"', 'secret_file = "key"')
    )
    secret = load(path, {}).service.secret
    assert secret is not None
    assert secret.get_secret_value() == "a long enough secret"


def test_a_database_password_stays_out_of_the_url(tmp_path: Path) -> None:
    environ = {"TRIAGE_DATABASE__URL": "postgresql+psycopg://desk:pw@db.example.com/triage"}
    with pytest.raises(ConfigError, match="TRIAGE_DATABASE__PASSWORD"):
        load(write(tmp_path, ""), environ)
    environ = {
        "TRIAGE_DATABASE__URL": "postgresql+psycopg://desk@db.example.com/triage",
        "TRIAGE_DATABASE__PASSWORD": "p@ss",
    }
    url = database_url(load(write(tmp_path, ""), environ))
    assert url == "postgresql+psycopg://desk:p%40ss@db.example.com/triage"
