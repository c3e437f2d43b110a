"""Cut what is quoted."""


def reply_of(text: str, answered_at: int | None) -> str:
    """Return the author's own words."""
    return text if answered_at is None else text[:answered_at]
