"""A correction shows in the mailbox: the copies of the ticket's messages are filed anew."""

from models.vocabulary import Category, Channel, Question
from tests.integration.desk.timed import GMT, ORDER, TimedDesk
from triage.desk.corrections import confirm, reclassify
from triage.intake.finished import Copy, finished, mark_filed, note_copies
from triage.intake.store import RawMessage, store


def waiting(desk: TimedDesk) -> list[Copy]:
    with desk.database.read() as session:
        return finished(session, GMT, uid_validity=1, most=10)


def file(desk: TimedDesk) -> None:
    with desk.database.write() as session:
        mark_filed(session, waiting(desk), desk.now)


def test_the_copies_follow_the_last_word_on_the_category(either_desk: TimedDesk) -> None:
    mail = either_desk.mail(ORDER)
    messages = [RawMessage(mail, either_desk.now, uid_validity=1, uid=uid) for uid in (4, 9)]
    with either_desk.database.write() as session:
        store(session, GMT, Channel.EMAIL, messages, either_desk.now)
        note_copies(session, GMT, messages)
    assert waiting(either_desk) == [], "nothing is filed before its ticket is safe"
    either_desk.work()
    assert [copy.uid for copy in waiting(either_desk)] == [4, 9]
    file(either_desk)
    assert waiting(either_desk) == []
    number = 100_001
    with either_desk.acting() as acting:
        confirm(acting, number, Question.CATEGORY)
    assert waiting(either_desk) == []
    with either_desk.acting() as acting:
        reclassify(acting, number, Category.TECHNICAL, "The site was down")
    assert [(copy.uid, copy.filed_as, copy.category) for copy in waiting(either_desk)] == [
        (4, Category.ORDER, Category.TECHNICAL),
        (9, Category.ORDER, Category.TECHNICAL),
    ]
