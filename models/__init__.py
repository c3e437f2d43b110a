"""Rows and the shared vocabulary; nothing in here acts."""
