"""The configuration: its schema, and how file and environment are read."""
