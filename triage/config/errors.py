"""What is wrong with a configuration."""


class ConfigError(ValueError):
    """Names the key or variable, its value where that is no secret, and the remedy."""
