"""The sample desk that the pages are looked at with: every state, many languages, hostile HTML."""

from datetime import timedelta
from hashlib import sha256

from sqlmodel import Session

from models.vocabulary import (
    AckKind,
    Category,
    Channel,
    ClockEventType,
    Field,
    OutboxState,
    Question,
    Suppression,
    TicketState,
)
from tests.unit.web.seed import (
    INDIA,
    NOW,
    Draft,
    Seeder,
    add_correction,
    add_people,
    add_set_aside,
)
from triage.desk.agents import find_agent
from triage.sla.events import ClockEvent

RECEIPT = b"%PDF-1.4 receipt"
WITH_RECEIPT = (
    b"From: Nadia Test <nadia@example.com>\r\nSubject: Paid but no balance\r\n"
    b"MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
    b"--b\r\nContent-Type: text/plain\r\n\r\nI paid 50 USD.\r\n"
    b"--b\r\nContent-Type: application/pdf; name=receipt.pdf\r\n"
    b"Content-Disposition: attachment; filename=receipt.pdf\r\n\r\n" + RECEIPT + b"\r\n--b--\r\n"
)
HOSTILE_HTML = (
    '<p>Hello, my order <b>884213</b> is stuck.</p><img src="https://tracker.example.net/p.gif">'
    "<script>alert(1)</script>"
    '<p>Here is <a href="https://evil.example.net/login">https://panel.example.com</a></p>'
)


def fill(session: Session) -> dict[str, int]:
    """Add people, tickets, a set-aside message; return ticket numbers by name."""
    add_people(session)
    seeder = Seeder(session)
    numbers = {name: seeder.add(draft) for name, draft in _plain().items()}
    for name, draft in _dependent(numbers).items():
        numbers[name] = seeder.add(draft)
    add_set_aside(
        session,
        b"From: a@example.com\r\nSubject: \xff broken\r\n\r\nx",
        'Traceback (most recent call last):\n  File "pipeline.py", line 90, in _file\n'
        "ValueError: part 3 ends before it starts",
    )
    return numbers


REVIEWED = (
    (Category.TOPUP, Category.TOPUP, 9),
    (Category.TOPUP, Category.BILLING, 2),
    (Category.ORDER, Category.ORDER, 14),
    (Category.ORDER, Category.TECHNICAL, 1),
    (Category.ACCOUNT, Category.ACCOUNT, 5),
    (Category.BILLING, Category.BILLING, 4),
    (Category.BILLING, Category.TOPUP, 1),
    (Category.TECHNICAL, Category.TECHNICAL, 3),
    (Category.OUT_OF_SCOPE, Category.SERVICE, 1),
)
"""What people decided, what the bot had said, and on how many tickets."""


def add_reviewed(session: Session, first: int = 200_000) -> None:
    """Add closed tickets whose category a person corrected or confirmed."""
    agent = find_agent(session, "ada")
    assert agent is not None
    seeder = Seeder(session, first=first)
    for truth, said, count in REVIEWED:
        for _ in range(count):
            draft = Draft("Reviewed", "x", said, timedelta(days=20), columns=_CLOSED)
            number = seeder.add(draft)
            add_correction(session, agent, number, (said, truth))


_CLOSED = {"state": TicketState.CLOSED, "closed_at": NOW - timedelta(days=19)}


def _evidence(question: Question, text: str, weight: float, note: str) -> dict[str, object]:
    return {
        "question": str(question),
        "text": text,
        "start": 0,
        "end": len(text),
        "weight": weight,
        "note": note,
    }


def _plain() -> dict[str, Draft]:
    category = Question.CATEGORY
    return {
        "topup": Draft(
            "Paid 50 USD by card, balance still zero",
            "Hello,\n\nI paid 50 USD by card two hours ago, transaction TX-88421907, and my balance"
            " is still zero. The bank says that the money has left.\n\nPlease look at it.\n\nNadia",
            Category.TOPUP,
            timedelta(hours=2),
            present=(
                Field.DESCRIPTION,
                Field.TRANSACTION_ID,
                Field.PAYMENT_METHOD,
                Field.AMOUNT,
            ),
            kind=AckKind.RECEIVED_HIGH,
            raw=WITH_RECEIPT,
            attachments=(
                {
                    "name": "receipt.pdf",
                    "type": "application/pdf",
                    "sniffed": "application/pdf",
                    "size": len(RECEIPT),
                    "sha256": sha256(RECEIPT).hexdigest(),
                },
            ),
            evidence={
                category: (
                    _evidence(category, "balance is still zero", 2.41, "paid but not credited"),
                    _evidence(category, "paid 50 USD by card", 1.87, "a payment"),
                    _evidence(category, "transaction TX-88421907", 0.95, "a payment reference"),
                ),
                Question.MISSING: (
                    _evidence(Question.MISSING, "TX-88421907", 1.0, "transaction_id"),
                    _evidence(Question.MISSING, "50 USD", 1.0, "amount"),
                    _evidence(Question.MISSING, "card", 1.0, "payment_method"),
                ),
            },
        ),
        "overdue": Draft(
            "Crypto deposit confirmed on chain but not credited",
            "USDT TRC20, hash 9f31c0, 120 USDT. Confirmed since last week.",
            Category.TOPUP,
            timedelta(days=8),
            requester=("Omar Sample", "omar@example.org"),
            outbox=OutboxState.REFUSED,
            kind=AckKind.RECEIVED_HIGH,
            columns={"flags": ["ack_refused"]},
        ),
        "unsure": Draft(
            "Problem with add funds page",
            "When I press pay on the add funds page it loads for ever.",
            Category.TOPUP,
            timedelta(minutes=35),
            score=0.46,
            is_unsure=True,
            requester=("", "player77@example.net"),
            present=(Field.DESCRIPTION,),
            missing=(Field.TRANSACTION_ID, Field.PAYMENT_METHOD, Field.AMOUNT),
            kind=AckKind.INFORMATION_MISSING,
        ),
        "order": Draft(
            "Order 884213 stuck at 40 %",
            "Order 884213 has not moved since Monday.",
            html=HOSTILE_HTML,
            ago=timedelta(days=1, hours=3),
            requester=("Kim Example", "kim@example.com"),
        ),
        "missing": Draft(
            "my order not come pls help",
            "my order not come pls help fast",
            ago=timedelta(hours=20),
            score=0.81,
            requester=("raju", "raju.test@example.com"),
            present=(Field.DESCRIPTION,),
            missing=(Field.ORDER_ID,),
            outbox=None,
            suppressed=(Suppression.RATE, "sender: 11 in an hour, 10 allowed"),
        ),
        "polish": Draft(
            "Nie mogę się zalogować po zmianie hasła",
            "Dzień dobry, po zmianie hasła konto marek_test jest zablokowane. Proszę o pomoc.",
            Category.ACCOUNT,
            timedelta(hours=5),
            policy=INDIA,
            language="pl",
            requester=("Marek Próba", "marek@example.org"),
            kind=AckKind.OTHER_LANGUAGE,
        ),
        "arabic": Draft(
            "لم يصل الطلب رقم 55120",
            "السلام عليكم، الطلب رقم 55120 متأخر منذ ثلاثة أيام.",
            ago=timedelta(hours=9),
            policy=INDIA,
            language="ar",
            requester=("ليلى تجربة", "layla@example.com"),
        ),
        "hindi": Draft(
            "bhai mera payment atka hua hai",
            "bhai 500 rupaye UPI se bheje, UTR 402918827731, balance nahi aaya",
            Category.TOPUP,
            timedelta(hours=26),
            policy=INDIA,
            channel=Channel.TICKET,
            language="hi",
            requester=("Asha", "asha@example.in"),
            customer_category=Category.BILLING,
            kind=AckKind.RECEIVED_HIGH,
        ),
        "abusive": Draft(
            "you are thieves and idiots",
            "You thieves are idiots. Give the money back.",
            Category.BILLING,
            timedelta(hours=3),
            is_abusive=True,
            requester=("angry", "angry@example.net"),
            kind=AckKind.ABUSIVE,
            evidence={
                Question.ABUSIVE: (
                    _evidence(Question.ABUSIVE, "thieves are idiots", 3.2, "insult aimed at staff"),
                )
            },
        ),
        "claim": Draft(
            "Wniosek o rekompensatę z tytułu SLA",
            "Proszę o rekompensatę za luty 2026, zgłoszenia 100004 i 100007.",
            Category.CLAIM,
            timedelta(days=9),
            language="pl",
            requester=("Ewa Przykład", "ewa@example.pl"),
            kind=AckKind.CLAIM,
        ),
        "technical": Draft(
            "API returns 500 on /orders",
            "Since this morning the API answers 500 on POST /orders. Steps: send any order.",
            Category.TECHNICAL,
            timedelta(minutes=12),
            present=(Field.DESCRIPTION, Field.STEPS),
            missing=(Field.SCREENSHOT,),
            requester=("Dev Test", "dev@example.org"),
            outbox=OutboxState.IN_DOUBT,
            kind=AckKind.INFORMATION_MISSING,
            columns={"flags": ["ack_in_doubt"]},
        ),
        "service": Draft(
            "Which speed does drip feed have?",
            "How fast is drip feed for the 5k package?",
            Category.SERVICE,
            timedelta(days=2),
            requester=("Lin", "lin@example.com"),
            events=(ClockEvent(ClockEventType.REPLIED, NOW - timedelta(days=1)),),
        ),
        "waiting": Draft(
            "Invoice for February",
            "Please send the invoice.",
            Category.BILLING,
            timedelta(days=3),
            missing=(Field.USERNAME,),
            columns={"state": TicketState.WAITING},
            outbox=None,
        ),
        "spam": Draft(
            "We sell followers cheaper \u202egpj.exe",
            "Best price on the market.",
            Category.OUT_OF_SCOPE,
            timedelta(hours=7),
            score=0.99,
            suppressed=(Suppression.AUTO_SUBMITTED, "Auto-Submitted: auto-generated"),
            outbox=None,
            columns={
                "state": TicketState.CLOSED,
                "closed_at": NOW - timedelta(hours=7),
                "flags": ["machine_generated"],
            },
        ),
    }


def _dependent(numbers: dict[str, int]) -> dict[str, Draft]:
    return {
        "duplicate": Draft(
            "Any news about order 884213?",
            "Any news?",
            ago=timedelta(hours=4),
            requester=("Kim Example", "kim@example.com"),
            duplicate_of=numbers["order"],
            kind=AckKind.DUPLICATE,
        ),
        "suggested": Draft(
            "Order stuck, second time I write",
            "It is about order 884213 again, I think.",
            ago=timedelta(hours=1),
            requester=("Kim Example", "kim@example.com"),
            suggestion=numbers["order"],
        ),
    }
