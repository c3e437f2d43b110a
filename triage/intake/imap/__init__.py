"""Mailboxes over IMAP: reading what is new, and marking or moving what is done."""
