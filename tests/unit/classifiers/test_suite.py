"""The suite answers in the contract's form, alone as in batches, and cheaply."""

import json
import subprocess
import sys

from classifiers.document import Document
from classifiers.registry import REGISTRY
from classifiers.suite import Suite
from models.vocabulary import Category, Channel, Question

KEYS = {
    *("id", "category", "priority", "abusive", "language", "english", "missing", "present"),
    *("scores", "evidence", "model"),
}
DOCUMENT = Document(Channel.TICKET, "Hi", "order 1234567 not started", id="a")


def test_the_answer_has_the_keys_of_the_contract(suite: Suite) -> None:
    (answer,) = suite.classify([DOCUMENT])
    line = json.loads(json.dumps(answer.to_json()))
    assert set(line) >= KEYS
    assert line["id"] == "a"
    assert line["present"] == {"order_id": ["1234567"]}
    assert set(line["scores"]) == {"category", "abusive", "language"}
    assert set(line["scores"]["category"]) == {str(category) for category in Category}
    assert line["model"] == suite.version


def test_every_question_about_a_document_has_one_classifier() -> None:
    questions = [entry.question for entry in REGISTRY]
    assert sorted(questions) == sorted(set(Question) - {Question.DUPLICATE})


def test_no_documents_give_no_answers(suite: Suite) -> None:
    assert suite.classify([]) == []


def test_a_batch_gives_what_each_alone_gives(suite: Suite) -> None:
    bodies = ["", "hello", "order 1", "deposit missing", "充值没到账", "x" * 50_000]
    documents = [Document(Channel.EMAIL, "", body) for body in bodies]
    alone = [suite.classify([document])[0].to_json() for document in documents]
    assert [answer.to_json() for answer in suite.classify(documents)] == alone


def test_serving_does_not_import_what_only_training_needs() -> None:
    code = (
        "import sys; from classifiers.suite import Suite; Suite.load();"
        "sys.exit(any(name in sys.modules for name in ('sklearn', 'scipy', 'pandas')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
