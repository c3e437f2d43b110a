"""The words by which mail clients mark what is not the author's: labels, verbs, separators.

Collected per language from what Gmail, Outlook, Apple Mail, Yahoo, Thunderbird, Exchange, Zimbra
and the mobile clients write in their translations. All are compared case-folded.
"""

from typing import Final

# "On <date> <somebody> wrote:". Whole words; the languages follow in the order of the lines.
VERBS: Final = (
    *("wrote", "writes", "schrieb", "geschrieben", "a écrit", "écrit", "escribió", "escribio"),
    *("escreveu", "ha scritto", "scrisse", "schreef", "geschreven", "skrev", "kirjoitti"),
    *("napisał", "napisała", "napisał(a)", "napisano", "pisze", "napsal", "napsala", "napsal(a)"),
    *("napísal", "napísala", "napísal(a)", "írta", "a scris", "написа", "написал", "написала"),
    *("написал(а)", "пишет", "писал", "написав", "написала", "пише", "писав", "je napisao"),
    *("je napisala", "je napisao/la", "је написао", "је написала", "je napisal", "έγραψε"),
    *("yazdı", "yazdi", "yazmış", "كتب", "كتبت", "نوشت", "נכתב", "כתב", "כתבה", "ने लिखा", "लिखा"),
    *("লিখেছেন", "เขียนว่า", "เขียน", "đã viết", "viết", "menulis", "tulis", "写道", "寫道", "写到"),
    *("のメール", "書きました", "님이 작성", "작성", "썼습니다", "kirjutas", "rakstīja", "rašė"),
    *("va escriure", "ha escrit", "idatzi zuen", "escribiu", "skrifaði", "scríobh", "aliandika"),
    *(
        "sumulat",
        "yozdi",
        "жазды",
        "დაწერა",
        "գրել է",
        "shkroi",
        "напиша",
        "schrieb am",
        "het geskryf",
    ),
)

# Words that such a line begins with, where it does not begin with the date itself.
LEADS: Final = (
    *("on", "am", "um", "le", "el", "il", "em", "no dia", "op", "den", "på", "w dniu", "dnia"),
    *("dne", "dňa", "dana", "dana,", "pe", "în", "la", "in data", "il giorno", "στις", "ngày"),
    *("vào", "lúc", "pada", "dia", "в", "у", "на", "дана", "tarihinde", "في", "در", "ב", "בתאריך"),
    *("เมื่อ", "於", "在", "noong", "tarehe", "a", "kl", "il", "data", "més", "dia", "op datum"),
)

FROM_LABELS: Final = (
    *("from", "von", "de", "da", "van", "od", "fra", "från", "lähettäjä", "odesílatel", "feladó"),
    *("от", "від", "од", "από", "kimden", "gönderen", "من", "از", "מאת", "từ", "dari", "จาก"),
    *(
        "发件人",
        "寄件者",
        "寄件人",
        "差出人",
        "送信者",
        "보낸 사람",
        "보낸사람",
        "saatja",
        "no",
        "nuo",
    ),
    *("expeditor", "expéditeur", "expeditör", "remitente", "remetente", "mittente", "afzender"),
    *("nadawca", "odosielateľ", "pošiljatelj", "prejeto od", "de la", "prej", "kutoka", "mula kay"),
    *("प्रेषक", "প্রেরক", "sender", "absender", "avsender", "avsändare", "afsender", "kimdən"),
)
DATE_LABELS: Final = (
    *("sent", "date", "gesendet", "datum", "envoyé", "envoyé le", "date d'envoi", "enviado"),
    *("enviado el", "enviado em", "enviada em", "enviada", "fecha", "data", "inviato", "inviata"),
    *("verzonden", "datum", "wysłano", "wysłany", "data", "sendt", "skickat", "skickad", "dato"),
    *("lähetetty", "päivämäärä", "päiväys", "odesláno", "odoslané", "elküldve", "küldve", "dátum"),
    *("trimis", "dată", "отправлено", "дата", "надіслано", "послано", "изпратено", "στάλθηκε"),
    *("ημερομηνία", "gönderildi", "gönderme tarihi", "tarih", "gönderilme tarihi", "göndərildi"),
    *("تم الإرسال", "التاريخ", "تاریخ", "נשלח", "תאריך", "đã gửi", "gửi", "ngày", "dikirim"),
    *("tanggal", "terkirim", "ส่ง", "วันที่", "发送时间", "发送日期", "日期", "傳送日期", "寄件日期"),
    *("时间", "送信日時", "日時", "日付", "보낸 날짜", "날짜", "보낸날짜", "saadetud", "kuupäev"),
    *("nosūtīts", "išsiųsta", "poslano", "poslato", "message du", "messaggio del", "ipinadala"),
    *("भेजा गया", "दिनांक", "तारीख", "তারিখ", "imetumwa", "tarehe", "yuborildi", "sana"),
)
TO_LABELS: Final = (
    *("to", "an", "à", "a", "para", "aan", "do", "til", "till", "vastaanottaja", "komu", "címzett"),
    *("către", "pentru", "кому", "до", "прима", "προς", "kime", "alıcı", "إلى", "به", "אל", "đến"),
    *("tới", "kepada", "untuk", "ถึง", "收件人", "收件者", "宛先", "받는 사람", "받는사람", "saaja"),
    *("kam", "kam:", "kam", "destinatario", "destinataire", "destinatário", "pre", "za", "prima"),
    *("प्रति", "প্রতি", "kwa", "kimə", "kimga", "cc", "cci", "copie à", "copia", "kopie", "kopia"),
    *("kopi", "dw", "копия", "копія", "副本", "抄送", "참조", "bcc", "kopio", "másolat", "bilgi"),
    *("reply-to", "antwort an", "répondre à", "responder a", "odpowiedz do", "rispondi a"),
)
SUBJECT_LABELS: Final = (
    *("subject", "betreff", "objet", "sujet", "asunto", "assunto", "oggetto", "onderwerp"),
    *("temat", "emne", "ämne", "aihe", "předmět", "predmet", "tárgy", "subiect", "тема", "θέμα"),
    *("относно", "предмет", "konu", "الموضوع", "موضوع", "נושא", "tiêu đề", "chủ đề", "subjek"),
    *("perihal", "subyek", "เรื่อง", "หัวเรื่อง", "主题", "主旨", "主題", "件名", "제목", "teema"),
    *("temats", "tema", "assumpte", "gaia", "efni", "zadeva", "naslov", "विषय", "বিষয়", "mada"),
    *("paksa", "mövzu", "mavzu", "subjekt", "titel"),
)

# "----- Original Message -----", with dashes or without them where it is a line of its own.
SEPARATORS: Final = (
    *("original message", "original appointment", "forwarded message", "begin forwarded message"),
    *(
        "ursprüngliche nachricht",
        "originalnachricht",
        "original-nachricht",
        "weitergeleitete nachricht",
    ),
    *("anfang der weitergeleiteten nachricht", "message d'origine", "message original"),
    *("message transféré", "début du message réexpédié", "début du message transféré"),
    *("mensaje original", "mensaje reenviado", "inicio del mensaje reenviado", "mensagem original"),
    *("mensagem encaminhada", "início da mensagem encaminhada", "messaggio originale"),
    *("messaggio inoltrato", "inizio messaggio inoltrato", "oorspronkelijk bericht"),
    *("doorgestuurd bericht", "begin doorgestuurd bericht", "begin van doorgestuurd bericht"),
    *("oprindelig meddelelse", "oprindelig besked", "videresendt meddelelse", "videresendt besked"),
    *(
        "opprinnelig melding",
        "videresendt melding",
        "ursprungligt meddelande",
        "originalmeddelande",
    ),
    *(
        "vidarebefordrat meddelande",
        "vidarebefordrat brev",
        "alkuperäinen viesti",
        "välitetty viesti",
    ),
    *(
        "wiadomość oryginalna",
        "oryginalna wiadomość",
        "wiadomość przekazana",
        "przekazana wiadomość",
    ),
    *("wiadomość napisana przez", "původní zpráva", "přeposlaná zpráva", "pôvodná správa"),
    *(
        "preposlaná správa",
        "eredeti üzenet",
        "továbbított üzenet",
        "mesaj original",
        "mesajul original",
    ),
    *(
        "mesaj redirecționat",
        "исходное сообщение",
        "пересылаемое сообщение",
        "перенаправленное сообщение",
    ),
    *("пересланное сообщение", "оригинальное сообщение", "оригінальне повідомлення"),
    *(
        "переслане повідомлення",
        "вихідне повідомлення",
        "оригинално съобщение",
        "препратено съобщение",
    ),
    *("izvorna poruka", "originalna poruka", "prosleđena poruka", "proslijeđena poruka"),
    *("izvirno sporočilo", "posredovano sporočilo", "αρχικό μήνυμα", "προωθημένο μήνυμα"),
    *("orijinal mesaj", "özgün ileti", "orijinal ileti", "iletilmiş mesaj", "yönlendirilen ileti"),
    *(
        "الرسالة الأصلية",
        "رسالة أصلية",
        "رسالة معاد توجيهها",
        "پیام اصلی",
        "הודעה מקורית",
        "הודעה שהועברה",
    ),
    *(
        "thư gốc",
        "tin nhắn gốc",
        "thư được chuyển tiếp",
        "pesan asli",
        "pesan terusan",
        "mesej asal",
    ),
    *("ข้อความต้นฉบับ", "ข้อความที่ส่งต่อ", "原始邮件", "转发邮件", "转发的邮件", "原始郵件", "轉寄郵件"),
    *(
        "原始信件",
        "元のメッセージ",
        "転送メッセージ",
        "転送されたメッセージ",
        "원본 메시지",
        "원본 메일",
    ),
    *(
        "전달된 메시지",
        "algne kiri",
        "edastatud kiri",
        "sākotnējais ziņojums",
        "pirminis pranešimas",
    ),
    *("missatge original", "missatge reenviat", "jatorrizko mezua", "mensaxe orixinal"),
    *("मूल संदेश", "अग्रेषित संदेश", "মূল বার্তা", "ujumbe asili", "orijinal mesaj", "asl xabar"),
)

# A closing formula is cut with the name beneath it and never without.
CLOSINGS: Final = (
    *("regards", "best regards", "kind regards", "warm regards", "best", "cheers", "brgds", "br"),
    *("sincerely", "yours sincerely", "yours truly", "best wishes", "with best regards", "rgds"),
    *("many thanks and regards", "thanks and regards", "thanks & regards", "with kind regards"),
    *("mit freundlichen grüßen", "mit freundlichen grüssen", "freundliche grüße", "viele grüße"),
    *("mit freundlichem gruß", "beste grüße", "liebe grüße", "mfg", "lg", "vg", "gruß", "grüße"),
    *("cordialement", "bien cordialement", "bien à vous", "salutations", "sincères salutations"),
    *(
        "saludos",
        "un saludo",
        "saludos cordiales",
        "atentamente",
        "cordialmente",
        "un cordial saludo",
    ),
    *("atenciosamente", "att", "abraços", "cumprimentos", "com os melhores cumprimentos"),
    *("cordiali saluti", "distinti saluti", "saluti", "un saluto", "met vriendelijke groet"),
    *(
        "met vriendelijke groeten",
        "vriendelijke groet",
        "groet",
        "groeten",
        "mvg",
        "mvh",
        "vh",
        "kh",
    ),
    *("med venlig hilsen", "venlig hilsen", "hilsen", "med vennlig hilsen", "vennlig hilsen"),
    *(
        "med vänlig hälsning",
        "med vänliga hälsningar",
        "vänliga hälsningar",
        "vänligen",
        "hälsningar",
    ),
    *("ystävällisin terveisin", "terveisin", "terv", "pozdrawiam", "z poważaniem", "z powazaniem"),
    *("pozdrawiam serdecznie", "serdecznie pozdrawiam", "s pozdravem", "s pozdravom", "zdravím"),
    *("üdvözlettel", "üdv", "tisztelettel", "cu respect", "cu stimă", "o zi bună", "numai bine"),
    *("с уважением", "з повагою", "с уважение", "с поштовањем", "s poštovanjem", "lp", "pozdrav"),
    *("lep pozdrav", "με εκτίμηση", "φιλικά", "saygılarımla", "saygılar", "iyi günler", "hörmətlə"),
    *(
        "مع التحية",
        "تحياتي",
        "با احترام",
        "בברכה",
        "trân trọng",
        "salam",
        "hormat saya",
        "terima kasih",
    ),
    *(
        "ขอแสดงความนับถือ",
        "此致",
        "敬礼",
        "祝好",
        "谢谢",
        "よろしくお願いします",
        "以上",
        "敬具",
        "감사합니다",
    ),
    *("parimate soovidega", "lugupidamisega", "ar cieņu", "pagarbiai", "atentament", "salutacions"),
    *("सादर", "धन्यवाद", "ধন্যবাদান্তে", "wako", "hurmat bilan"),
)
