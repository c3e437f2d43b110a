"""Bring raw messages in, once, and lose none."""
