"""Variants of a message: other values in the slots, and slips, the same ones every time."""

import re
from random import Random

from models.vocabulary import Category
from triage.learning.augment import slip, variants
from triage.learning.corpus import Example
from triage.learning.slots import fill_slots


def dice(seed: int = 4) -> Random:
    return Random(seed)  # noqa: S311 - noise, not secrets


EXAMPLE = Example(
    subject="Order {order_id}",
    body="I paid {amount} for {order_ids}, see {link} and write to {email}. Płatność {crypto_hash}",
    category=Category.ORDER,
    abusive=False,
    language="en",
    variety=None,
    author="a",
)


def test_the_same_seed_gives_the_same_variants() -> None:
    assert list(variants(EXAMPLE, 5, 1)) == list(variants(EXAMPLE, 5, 1))
    assert list(variants(EXAMPLE, 5, 1)) != list(variants(EXAMPLE, 5, 2))


def test_the_first_variant_is_clean_and_every_slot_is_filled() -> None:
    made = list(variants(EXAMPLE, 6, 1))
    assert made[0][1].startswith("I paid ")
    assert "Płatność" in made[0][1]
    assert all("{" not in subject + body for subject, body in made)
    assert len(set(made)) == 6


def test_an_unknown_slot_stays() -> None:
    assert fill_slots("{what} {amount}", dice()).startswith("{what} ")


def test_every_known_slot_has_many_values() -> None:
    for name in (
        *("order_id", "order_ids", "transaction_id", "crypto_hash", "amount", "link", "username"),
        *("email", "service_id", "date", "phone", "name"),
    ):
        values = {fill_slots(f"{{{name}}}", dice(seed)) for seed in range(30)}
        assert len(values) > 4, name
        assert not any("{" in value for value in values)


def test_slips_change_letters_and_keep_numbers() -> None:
    same = dice()
    slipped = [slip("Where is my money for order 1234567, please?", same) for _ in range(40)]
    assert len(set(slipped)) > 5
    assert all("1234567" in text for text in slipped)


def test_an_empty_text_survives_every_slip() -> None:
    same = dice()
    assert {slip("", same) for _ in range(30)} == {""}


def test_amounts_and_links_come_in_many_shapes() -> None:
    rolled = dice()
    amounts = {fill_slots("{amount}", rolled) for _ in range(500)}
    shapes = {re.sub(r"[\d.,]+", "0", amount) for amount in amounts}
    assert len(shapes) > 20
    assert {"$0", "0 zł", "₹0", "0 USDT"} <= shapes
    links = {fill_slots("{link}", rolled) for _ in range(500)}
    assert len({re.sub(r"^(https?://)?(www\.)?", "", link).split("/")[0] for link in links}) > 10
    assert any("?" in link for link in links)
    assert any(link.startswith("www.") for link in links)
