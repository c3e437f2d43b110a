"""What is done to a mail follows from the settings and its category alone."""

import pytest

from models.vocabulary import Category
from triage.config.schema import Mailbox
from triage.intake.finished import Copy
from triage.intake.imap.filing import Errand, errand, grouped, has_errands


def mailbox(**changes: object) -> Mailbox:
    values: dict[str, object] = {
        "host": "imap.example.com",
        "username": "u",
        "addresses": "u@example.com",
        "policy": "p",
    }
    return Mailbox.model_validate(values | changes)


@pytest.mark.parametrize(
    ("changes", "category", "expected"),
    [
        ({}, Category.ORDER, Errand(("$Triaged",))),
        ({}, None, Errand(("$Triaged",))),
        ({"keyword": "Done"}, None, Errand(("Done",))),
        ({"sorted_by": "keyword"}, Category.ORDER, Errand(("$Triaged", "triage-order"))),
        ({"sorted_by": "keyword", "sorted_prefix": "x."}, None, Errand(("$Triaged",))),
        ({"sorted_by": "folder"}, Category.TOPUP, Errand(("$Triaged",), "triage-topup")),
        ({"sorted_by": "folder"}, None, Errand(("$Triaged",))),
        ({"after": "move"}, Category.TOPUP, Errand((), "Triaged")),
        (
            {"after": "move", "sorted_by": "folder", "sorted_prefix": "Q/"},
            Category.CLAIM,
            Errand((), "Q/claim"),
        ),
        ({"after": "move", "sorted_by": "folder"}, None, Errand((), "Triaged")),
        (
            {"after": "move", "sorted_by": "keyword"},
            Category.CLAIM,
            Errand(("triage-claim",), "Triaged"),
        ),
        ({"after": "nothing"}, Category.CLAIM, Errand()),
        ({"after": "nothing", "sorted_by": "keyword"}, Category.CLAIM, Errand(("triage-claim",))),
    ],
)
def test_settings_and_category_say_what_is_done(
    changes: dict[str, object], category: Category | None, expected: Errand
) -> None:
    assert errand(mailbox(**changes), category) == expected


def test_mails_are_grouped_by_what_is_done_to_them() -> None:
    settings = mailbox(sorted_by="keyword")
    categories = (Category.ORDER, None, Category.ORDER, Category.TOPUP)
    copies = [Copy(at, at, category, None) for at, category in enumerate(categories, 1)]
    groups = grouped(settings, copies).values()
    assert [[copy.uid for copy in group] for group in groups] == [[1, 3], [2], [4]]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"sorted_by": "keyword"}, Errand(("$Triaged", "triage-order"), None, ("triage-topup",))),
        ({"sorted_by": "folder"}, Errand(("$Triaged",), "triage-order")),
        ({}, Errand(("$Triaged",))),
    ],
)
def test_another_category_takes_the_old_ones_place(
    changes: dict[str, object], expected: Errand
) -> None:
    assert errand(mailbox(**changes), Category.ORDER, Category.TOPUP) == expected


def test_only_doing_nothing_at_all_leaves_no_errands() -> None:
    assert not has_errands(mailbox(after="nothing"))
    assert has_errands(mailbox(after="nothing", sorted_by="folder"))
    assert has_errands(mailbox())
