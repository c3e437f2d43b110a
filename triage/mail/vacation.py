"""Out-of-office notes that carry no header mark, in the languages of our customers.

Words alone prove nothing: a customer may write "automatic reply" about his own problem. So the
subject has to begin with a note's title, set off by a colon, a dash or the end, and the mail has to
be an answer or say in its text that its author is away.
"""

import re
from typing import Final

from triage.mail.message import ParsedMessage
from triage.mail.subject import base_subject

_TITLES: Final = (
    r"auto(?=\s*:\s*(?:re\s*:|\[#|out of|away))",
    *("out of (?:the )?office", "automatic reply", "automatic response", "auto[- ]?reply"),
    *("auto[- ]?response", "autoresponse", "auto[- ]?responder", "automated (?:reply|response)"),
    *(
        "on vacation",
        "vacation",
        "away from (?:my|the) (?:office|mail)",
        "on leave",
        "annual leave",
    ),
    *(
        "automatische antwort",
        "abwesenheitsnotiz",
        "abwesenheitsnachricht",
        "abwesenheit",
        "abwesend",
    ),
    *(
        "automatische beantwortung",
        "réponse automatique",
        "absence du bureau",
        "absente?(?: du bureau)?",
    ),
    *(
        "message d'absence",
        "respuesta automática",
        "fuera de (?:la )?oficina",
        "ausente",
        "ausencia",
    ),
    *(
        "resposta automática",
        "fora do escritório",
        "ausência(?: temporária)?",
        "risposta automatica",
    ),
    *(
        "fuori (?:sede|ufficio)",
        "assenza",
        "automatisch antwoord",
        "automatisch bericht",
        "afwezig",
    ),
    *("afwezigheid(?:sbericht)?", "autosvar", "automatiskt svar", "frånvaro(?:meddelande)?"),
    *("automatisk svar", "fravær(?:ende|sbesked)?", "ikke til stede", "automaattinen vastaus"),
    *(
        "poissa(?: toimistosta)?",
        "lomavastaaja",
        "odpowiedź automatyczna",
        "automatyczna odpowiedź",
    ),
    *("autoodpowiedź", "poza biurem", "nieobecność", "automatická odpověď", "mimo kancelář"),
    *(
        "automatická odpoveď",
        "mimo kancelárie",
        "automatikus válasz",
        "házon kívül",
        "răspuns automat",
    ),
    *("absent de la birou", "автоответ", "автоматический ответ", "автоматическая отправка ответа"),
    *("нет на месте", "автовідповідь", "автоматична відповідь", "автоматичен отговор"),
    *("аутоматски одговор", "automatski odgovor", "samodejni odgovor", "αυτόματη απάντηση"),
    *(
        "εκτός γραφείου",
        "otomatik (?:yanıt|cevap)",
        "ofis dışında",
        "رد تلقائي",
        "رد آلي",
        "پاسخ خودکار",
    ),
    *(
        "תשובה אוטומטית",
        "מענה אוטומטי",
        "自动答复",
        "自动回复",
        "自動回覆",
        "自動回復",
        "不在办公室",
    ),
    *(
        "自動返信",
        "自動応答",
        "不在通知",
        "不在(?:のお知らせ)?",
        "자동 ?회신",
        "자동 ?응답",
        "부재 ?중",
    ),
    *(
        "trả lời tự động",
        "thư trả lời tự động",
        "balasan otomatis",
        "respons otomatis",
        "di luar kantor",
    ),
    *(
        "ตอบกลับอัตโนมัติ",
        "ไม่อยู่ที่ทำงาน",
        "automaatvastus",
        "automātiskā atbilde",
        "automatinis atsakymas",
    ),
    *("resposta automàtica", "स्वचालित (?:उत्तर|जवाब)", "স্বয়ংক্রিয় উত্তর", "jibu (?:la )?otomatiki"),
    *("avtomatik cavab", "avtomatik javob", "awtomatikong tugon"),
)
_TITLE: Final = re.compile(
    rf"\W{{0,3}}(?:{'|'.join(_TITLES)})\s*[\])]?\s*(?:[:：–—\-(\[]|$)", re.IGNORECASE
)
# In the first person and about being away: what a note says and a question does not.
_AWAY_WORDS: Final = (
    r"\bi(?:'m| am| will be|'ll be)(?: currently| now)? (?:out of (?:the |my )?office|away)",
    r"\bi(?:'m| am| will be)(?: currently)? on (?:annual |sick |parental )?(?:leave|vacation)",
    r"\bi(?:'m| am| will be)(?: currently)? on holidays?",
    r"\b(?:upon|on) my return|\bwhen i(?: am|'m)? (?:return|back|get back)",
    r"\b(?:limited|no|without) access to (?:my )?e-?mail|\bcurrently out of (?:the )?office",
    r"\bich bin (?:[^\n]{0,50} )?(?:nicht im büro|nicht im haus|abwesend|im urlaub|außer haus)",
    r"\bje suis (?:actuellement )?(?:absent|en congé|en vacances)",
    r"\b(?:estoy|estaré|me encuentro) (?:fuera|ausente|de vacaciones)",
    r"\b(?:estou|estarei) (?:fora|ausente|de férias)|\b(?:sono|sarò) (?:fuori|assente|in ferie)",
    r"\bik ben (?:[^\n]{0,30} )?(?:afwezig|niet aanwezig|met vakantie|vrij)",
    r"\bjag är (?:[^\n]{0,30} )?(?:borta|ledig|på semester|inte på kontoret)",
    r"\bjeg (?:er|har) (?:[^\n]{0,30} )?(?:fraværende|ferie|ikke på kontoret|ikke til stede)",
    r"\bolen (?:[^\n]{0,30} )?(?:poissa|lomalla|vapaalla)",
    r"\b(?:jestem|przebywam|będę) (?:[^\n]{0,30} )?(?:nieobecn|poza biurem|na urlopie)",
    r"\b(?:jsem|budu) (?:[^\n]{0,30} )?(?:mimo kancelář|na dovolené|nepřítom)",
    r"\b(?:som|budem) (?:[^\n]{0,30} )?(?:mimo kancelári|na dovolenke)",
    r"\b(?:szabadságon|házon kívül) (?:vagyok|leszek)",
    r"\b(?:sunt|voi fi) (?:[^\n]{0,20} )?(?:plecat|în concediu|absent)",
    r"\b(?:нахожусь|буду|я) в отпуске|\bотсутствую\b|\bбуду отсутствовать",
    r"\bу відпустці|\bбуду відсутн|\bв отпуск съм|\bна годишњем одмору",
    r"\b(?:απουσιάζω|θα απουσιάζω|εκτός γραφείου|σε άδεια)",
    r"\b(?:izindeyim|ofis dışındayım|ofiste değilim)|خارج المكتب|في إجازة|מחוץ למשרד|בחופשה",
    r"不在办公室|休假|出差|休暇|不在に|外出し|부재중|휴가|छुट्टी पर हूँ|ছুটিতে আছি|ลาพักร้อน|ไม่อยู่ที่",
    r"(?:đang|sẽ) nghỉ (?:phép|lễ)|vắng mặt|\bsedang cuti|\bdi luar kantor|\bnipo likizo",
    r"\bna godišnjem odmoru|\bna dopustu|\bpuhkusel|\batvaļinājumā|\batostog",
)
_AWAY: Final = re.compile("|".join(_AWAY_WORDS), re.IGNORECASE)
_SAID_WITHIN: Final = 1_500
_SUBJECT_WITHIN: Final = 200


def vacation_note(message: ParsedMessage) -> str | None:
    """Return the title of an out-of-office note, or None.

    The title anchors at the subject's beginning; the mail must also answer another (it has
    In-Reply-To or References, or names the other's subject as an answer) or say that its author
    is away.
    """
    subject = message.subject[:_SUBJECT_WITHIN]
    title = _TITLE.match(subject)
    if title is None:
        return None
    rest = subject[title.end() :].strip()
    answers = bool(message.in_reply_to or message.references) or rest != base_subject(rest)
    says_away = _AWAY.search(message.text[:_SAID_WITHIN]) is not None
    return title.group().strip() if answers or says_away else None
