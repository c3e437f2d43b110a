"""triage: a support desk's first pair of hands."""
