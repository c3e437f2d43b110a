"""The five questions asked of every message; pure functions over text."""
