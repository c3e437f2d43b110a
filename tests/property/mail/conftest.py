"""How Hypothesis runs here: a busy machine is no fault of the code, whose bounds others prove."""

from hypothesis import settings

settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")
