"""Mailboxes over IMAP: reading what is new, and marking or moving what is done."""

from triage.intake.imap.poller import ImapPoller

__all__ = ["ImapPoller"]
