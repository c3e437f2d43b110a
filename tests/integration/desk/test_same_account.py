"""A ticket from another address is found by the user name that both give, and only suggested."""

from tests.integration.desk.timed import TimedDesk

LOCKED = (
    "I cannot log in to my account since yesterday, the code for my username kestrel_lane never "
    "arrives. Please let me in."
)
AGAIN = "Writing from my work address now: still locked out, no code comes, username kestrel_lane."
OTHER = "Writing from my work address now: still locked out, no code comes, username marlin_bay."


def test_the_same_user_name_makes_it_a_suggestion_and_never_a_join(desk: TimedDesk) -> None:
    first = desk.receive(LOCKED)
    ticket = desk.ticket(desk.receive(AGAIN, From="office@example.net"))
    assert (ticket.duplicate_of, ticket.duplicate_suggestion) == (None, first)


def test_another_user_name_is_another_customer(desk: TimedDesk) -> None:
    desk.receive(LOCKED)
    ticket = desk.ticket(desk.receive(OTHER, From="office@example.net"))
    assert (ticket.duplicate_of, ticket.duplicate_suggestion) == (None, None)
