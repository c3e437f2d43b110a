"""Numbers are taken for what they are: order numbers, payment references, or neither."""

import pytest

from classifiers.extract.facts import facts
from models.vocabulary import Field

HASH = "9f" + "ab" * 31


def found(field: Field, text: str) -> list[str]:
    return [fact.value for fact in facts(text, text, ()) if fact.field is field]


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("Order 1234567 is late", ["1234567"]),
        ("order #4521", ["4521"]),
        ("order no. 98", ["98"]),
        ("orders 1234567, 1234568 and 1234569 are stuck", ["1234567", "1234568", "1234569"]),
        ("1234567\n1234568\nplease refill", ["1234567", "1234568"]),
        ("#55443 has dropped", ["55443"]),
        ("7654321 not started", ["7654321"]),
        ("طلب رقم ١٢٣٤٥٦٧ لم يبدأ", ["1234567"]),
        ("order ۷۶۵۴۳۲۱ را لغو کنید", ["7654321"]),
        ("zamówienie nr 88112 stoi", ["88112"]),
        ("订单12345没开始", ["12345"]),
        ("ORD-20391 cancel", ["ORD-20391"]),
        ("order 1000 followers never came", []),
        ("it was on 12/03/2026 at 10:30", []),
        ("call me at +91 98765 43210", []),
        ("since 2026 I pay $1500", []),
        ("service 1234 is slow", []),
        ("error 50213 on the page", []),
        ("https://www.instagram.com/p/1234567/", []),
        ("user12345@example.com", []),
        ("5000 likes in 24 hours, 50%", []),
        ("card ending 4242", []),
        ("zam. 8812093 nie ruszyło", ["8812093"]),
        ("Auftragsnr. 9912034 hängt", ["9912034"]),
        ("注文番号5567809、フォロワーが減りました", ["5567809"]),
        ("zamówienia nr 551200 i 551201 do anulowania", ["551200", "551201"]),
        ("29128 5813 940827 hamısı dayanıb", ["29128", "5813", "940827"]),
        ("263865 dropped to zero", ["263865"]),
        ("it is on a deleted post, 307428 please", ["307428"]),
        ("A assinatura dos posts. A ordem é a 612963.", ["612963"]),
        ("cancel mesh start 8246090", ["8246090"]),
        ("ma 179648 dice completato", ["179648"]),
        ("the amount for 4493176 was not returned", ["4493176"]),
        ("who closed my ticket on 9966115 without answer", ["9966115"]),
        ("Quick summary: 4890816 was cancelled", ["4890816"]),
        ("330126 ve 330127 düşüş var", ["330126", "330127"]),
        ("los pedidos son 771203 y 771209", ["771203", "771209"]),
        ("8812310번 주문 취소해주세요", ["8812310"]),
        ("7781290这单掉粉了", ["7781290"]),
        ("অর্ডার ৫৫১২৩৪৯ এখনো পেন্ডিং", ["5512349"]),
        ("refill #4410238 / #4410239", ["4410238", "4410239"]),
        ("what happened to ORDER5512093", ["5512093"]),
        ("orders 7713310-7713342 all late", ["7713310", "7713342"]),
        ("order 5512093, Tel. 0711 9934120", ["5512093"]),
    ],
)
def test_order_numbers(text: str, ids: list[str]) -> None:
    assert found(Field.ORDER_ID, text) == ids


@pytest.mark.parametrize(
    "text",
    [
        "tickets 3301, 3307 and 3308 were answered late",
        "Re: [#2231] still nothing",
        "тикеты 1204, 1209, 1215",
        "Mob. 07700 900 118",
        "VAT no. DE000000000, registered 00112233",
        "my phone 9876543210 is on whatsapp",
        "if i order 1000 and then 1000 more",
        "progress reached 100 and stopped",
        "error 50213, eroare 40312, hata 50021, خطأ 41900",
        "the wrong post, .../p/9928371",
        "followers of @luna_1234567",
        "video 7301234567890123456",
        "Tel. 0711 9934120",
        "phone 0803 4417 725",
        "Rufnummer 0151 23456789",
        "build 20261103 crashes",
        "call me at 9812345670",
        "WhatsApp 555 012 8871",
        "my number is 03214567890",
        "sms to 07033124578 never arrives",
        "promo code FLASH20OFF expired",
        "coupon SUMMER2026X not accepted",
        "código promocional VERANO2026",
        "промокод SALE2026NY не работает",
        "complaint case no CMP-22019 at my bank",
        "followers for IG/TT/YT 2026",
    ],
)
def test_other_numbers_are_no_order_and_no_payment(text: str) -> None:
    assert found(Field.ORDER_ID, text) == []
    assert found(Field.TRANSACTION_ID, text) == []


def test_a_count_beside_an_order_is_no_order() -> None:
    assert found(Field.ORDER_ID, "7737811 was for 500 and i got 1900") == ["7737811"]
    assert found(Field.ORDER_ID, "Order 7702841: 10000 ordered, 3420 delivered") == ["7702841"]


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        (f"hash {HASH}", [HASH]),
        (f"tx 0x{HASH.upper()}", [f"0x{HASH}"]),
        ("paypal transaction 8AB12345CD678901E", ["8AB12345CD678901E"]),
        ("UTR 123456789012", ["123456789012"]),
        ("paystack PSK_40ce17", ["PSK_40ce17"]),
        ("reference flw_tx_70b1c4", ["flw_tx_70b1c4"]),
        ("MPX_88120 from the wallet", ["MPX_88120"]),
        ("withdrawn, TXa81f0c2d94e7", ["TXa81f0c2d94e7"]),
        ("zelle conf# 41MZK8", ["41MZK8"]),
        ("pi_3NabcDEFghiJKLmnoPQR is paid", ["pi_3NabcDEFghiJKLmnoPQR"]),
        ("payeer operation no 1234567890", ["1234567890"]),
        ("perfect money batch 588120347", ["588120347"]),
        ("ref no 9031 774 120588", ["9031774120588"]),
        ("INV-2026-118834", ["INV-2026-118834"]),
        ("payment id tr_WDqYK6vllg", ["tr_WDqYK6vllg"]),
        ("CPKA4XJ7QZP2M9T0WLEB6YNRVS complete", ["CPKA4XJ7QZP2M9T0WLEB6YNRVS"]),
        ("UPI transaction ID: CICAgOD3wLmNXA", ["CICAgOD3wLmNXA"]),
        ("PhonePe txn T2411201532087654321098", ["T2411201532087654321098"]),
        ("my wire (SW-77120-X)", ["SW-77120-X"]),
        ("Our reference: REF 0099-1823-AA", ["0099-1823-AA"]),
        ("FLW-MOCK-9182aa7c is paid", ["FLW-MOCK-9182aa7c"]),
        ("receipt #D-7K2M9QXA", ["D-7K2M9QXA"]),
        ("nr P24-881-204-117", ["P24-881-204-117"]),
        ("mpesa code TJK4ZX81QP", ["TJK4ZX81QP"]),
        ("pix E00416968202411181230AbCdEf12345", ["E00416968202411181230AbCdEf12345"]),
        ("trans id 38291047562", ["38291047562"]),
        ("trx id: 28876543210 rs 400", ["28876543210"]),
        ("gcash Ref. No. 2013 456 789012", ["2013456789012"]),
        ("ref: flw_tx_1731920000_ab12cd", ["flw_tx_1731920000_ab12cd"]),
        ("código de autenticação 3F8A.91BC.2D7E.55AA", ["3F8A.91BC.2D7E.55AA"]),
        ("RTGS UTR SBINR52024111812345678", ["SBINR52024111812345678"]),
        ("cs_live_a1B2c3D4e5F6g7H8i9J0 completed", ["cs_live_a1B2c3D4e5F6g7H8i9J0"]),
        ("Nagad TxnID 71ABCD2E", ["71ABCD2E"]),
        ("支付宝订单号 2024111822001478901234567890", ["2024111822001478901234567890"]),
        ("order ref P01-7781234-9982231", ["P01-7781234-9982231"]),
        ("Last 4 digits 6612. Auth code 07A91C", ["07A91C"]),
        ("western union MTCN 129 887 3321", ["1298873321"]),
        ("перфект, батч 588993311", ["588993311"]),
        ("Deposit 0670385412 missing", ["0670385412"]),
        ("load wallet with transfer. ZSDTQQBBUTVGJB2KJ", ["ZSDTQQBBUTVGJB2KJ"]),
        ("activation code 1234567890123456", ["1234567890123456"]),
        ("FIP/GTB/0042817 not credited", ["FIP/GTB/0042817"]),
        ("sent 4,000, NIP/ZEN/77120934", ["NIP/ZEN/77120934"]),
        ("reference: MB/2211/88120", ["MB/2211/88120"]),
        ("payment (PAYID-9KX2M7)", ["PAYID-9KX2M7"]),
        ("my transfer 7KQ20X is lost", ["7KQ20X"]),
        ("the sms code 48391 does not come", []),
        ("رقم الدفعة 598812334", ["598812334"]),
        ("número de operación 01928374", ["01928374"]),
        ("Transfer number 987 654 321.", ["987654321"]),
        (f"哈希{HASH},很久了", [HASH]),
        ("hash 0x4e3a 8f1c 77b0 92d1 5c6e", ["0x4e3a8f1c77b092d15c6e"]),
        ("tx hash 0x4e3a...92d1", ["0x4e3a...92d1"]),
        ("رقم العملية ٠٠٩١٨٢٧٣٦٤٥", ["00918273645"]),
        ("U12345678 to U87654321, batch number: 601234987", ["601234987"]),
        ("from P1098765432, operation #2231457890", ["2231457890"]),
        ("from purse Z330917264015, transaction 1184420937", ["1184420937"]),
        ("my wallet TXYZabcdefghijkmnopqrstuvwxyz12345", []),
        ("transaction failed", []),
        ("order 1234567 is late", []),
    ],
)
def test_payment_references(text: str, ids: list[str]) -> None:
    assert found(Field.TRANSACTION_ID, text) == ids


def test_a_fact_points_at_its_words() -> None:
    text = "I paid $25.50 by PayPal for order 1234567"
    for fact in facts(text, text, ()):
        if fact.field is Field.AMOUNT:
            assert text[fact.start : fact.end] == "$25.50"
        if fact.field is Field.ORDER_ID:
            assert text[fact.start : fact.end] == "1234567"
        if fact.field is Field.PAYMENT_METHOD:
            assert text[fact.start : fact.end] == "PayPal"


def test_a_quoted_number_is_known_too() -> None:
    text = "any news?\n> order 1234567"
    own = "any news?\n               "
    assert [fact.value for fact in facts(text, own, ()) if fact.field is Field.ORDER_ID] == [
        "1234567"
    ]
