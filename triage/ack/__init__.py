"""Render, queue and send acknowledgements, each at most once."""
