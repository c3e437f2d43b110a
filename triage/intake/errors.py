"""What can be wrong with a source, told apart by who has to act."""


class IntakeError(Exception):
    """A source cannot be read now; the next attempt may succeed by itself."""


class SourceRefusedError(IntakeError):
    """A source refuses us until a person changes something; hammering it would lock us out."""


class MessageUnreadableError(IntakeError):
    """The source lists a message and does not give it."""
