"""The words of automatic replies and out-of-office notes, in the languages of our customers.

Patterns without accents, for text from which they were taken (`folded` in `vacation`): mail
programs lose them.
"""

from typing import Final

AUTOMATIC: Final = (
    r"auto(?=\s*:\s*(?:re\s*:|\[#|out of|away))|yahoo! auto response",
    r"out[- ]of[- ](?:the[- ])?office|vacation (?:message|reply|response|notice)|urlaubsnotiz",
    r"(?:out[- ]of[- ](?:the[- ])?office )?(?:auto[- ]?repl(?:y|ies)|auto[- ]?respon(?:se|der|d))",
    r"(?:automatic|automated) (?:e-?mail )?(?:reply|response|answer|acknowledge?ment|notification)",
    r"automatische (?:antwort|beantwortung|abwesenheits\w+|r(?:u|ue)ckantwort)|auto-?antwort",
    r"abwesenheits(?:notiz|nachricht|meldung|assistent|benachrichtigung|info\w*|mail)",
    r"reponse automatique|message d['’]absence|notification d['’]absence|avis d['’]absence",
    r"respuesta automatica|contestacion automatica|aviso de ausencia|resposta automatica",
    r"risposta automatica|autorisponditore|avviso di assenza",
    r"automatisch (?:antwoord|bericht)|autoantwoord|afwezigheids(?:bericht|assistent|melding)",
    r"autosvar|auto-svar|automatiskt? svar|franvaro(?:meddelande|besked)|fraværs?besked",
    r"automaattinen (?:vastaus|poissaoloviesti)|lomavastaaja|poissaoloviesti|automaatvastus",
    r"(?:odpowiedz automatyczna|odp\. automatyczna|automatyczna odpowiedz|autoodpowiedz)",
    r"automaticka odpove[dď]|auto-?odpove[dď]|automatikus valasz|raspuns automat",
    r"автоответ(?:чик)?|автоматическ(?:ии|ая отправка) ответа?",
    r"автовідповідь|автоматична відповідь",
    r"автоматичен отговор|аутоматски одговор|automatski odgovor|samodejni odgovor",
    r"αυτοματη απαντηση|automatiska atbilde|automatinis atsakymas|resposta automatica",
    r"otomatik (?:yanıt|yanit|cevap)|avtomatik (?:cavab|javob)|awtomatikong tugon",
    r"رد تلقائي|رد آلي|الرد الالي|پاسخ خودکار|תשובה אוטומטית|מענה אוטומטי",
    r"自动答复|自动回复|自動回覆|自動回復|自動返信(?:メール|メッセージ)?|自動応答(?:メール|メッセージ)?|不在通知",
    r"자동 ?회신|자동 ?응답|부재 ?중 ?(?:메시지|알림)|(?:thư )?trả lời tự động|tra loi tu đong",
    r"(?:thu )?tra loi tu dong|balasan otomatis|respons otomatis|jawaban otomatis|ตอบกลับอัตโนมัติ",
    r"स्वचालित (?:उत्तर|जवाब)|স্বয়ংক্রিয় উত্তর|jibu (?:la )?otomatiki",
)
"""What only software calls its mail."""

ABSENT: Final = (
    r"(?:i(?:['’]m| am)(?: currently)? )?(?:out[- ]of[- ](?:the[- ])?office|ooo|ooto|on vacation)",
    r"(?:i(?:['’]m| am)(?: currently)? )?(?:on (?:(?:annual|maternity|sick) )?leave|on holidays?)",
    r"(?:annual|maternity|paternity|parental|sick) leave|vacation|holidays?|away",
    r"away from (?:my|the) (?:office|desk|e-?mail|mail)",
    r"abwesenheit|abwesend|urlaub(?:s(?:meldung|info))?|im urlaub|nicht im (?:buro|buero|haus)",
    r"absence(?: du bureau)?|absente?(?:\(e\))?(?: du bureau)?|en conges?|conges|en vacances",
    r"fuera de (?:la )?oficina|ausente|ausencia|de vacaciones|vacaciones",
    r"fora do escritorio|ausencia(?: temporaria)?|(?:de )?ferias",
    r"fuori (?:sede|ufficio)|assen(?:za|te)|(?:in )?ferie",
    r"afwezig(?:heid)?|niet aanwezig|(?:op |met )?vakantie|buiten kantoor",
    r"franvaro|(?:pa )?semester|inte pa kontoret|fravær(?:ende)?|ikke til stede|ferie",
    r"poissa(?: toimistosta)?|lomalla|poza biurem|nieobecn\w*|urlop|mimo kancelar\w*|dovolena",
    r"hazon kivul|szabadsag\w*|absent de la birou|concediu",
    r"нет на месте|отпуск|в отпуске|відпустка|у відпустці|в отпуск|εκτος γραφειου|αδεια",
    r"ofis dısında|ofis disinda|izindeyim|izinde|خارج المكتب|في إجازة|מחוץ למשרד|בחופשה",
    r"不在办公室|休假|不在(?:のお知らせ|のため)?|休暇|부재 ?중|휴가 ?중?",
    r"di luar kantor|sedang cuti|cuti|ไม่อยู่ที่ทำงาน|nghi phep|nghỉ phép|nipo likizo",
)
"""What people write about as well: the text has to say that its author is away."""

AWAY: Final = (
    r"\bi(?:['’]m| am| will be|['’]ll be)(?: currently| now)? (?:out of (?:the |my )?office|away)",
    r"\bi(?:'m| am| will be)(?: currently)? on (?:annual |sick |parental )?(?:leave|vacation)",
    r"\bi(?:'m| am| will be)(?: currently)? on holidays?",
    r"\b(?:upon|on) my return|\bwhen i(?: am|'m)? (?:return|back|get back)",
    r"\b(?:limited|no|without) access to (?:my )?e-?mail|\bcurrently out of (?:the )?office",
    r"\bich bin (?:[^\n]{0,50} )?(?:nicht im buro|nicht im haus|abwesend|im urlaub|außer haus)",
    r"\bje suis (?:actuellement )?(?:absent|en conge|en vacances)",
    r"\b(?:estoy|estare|me encuentro) (?:fuera|ausente|de vacaciones)",
    r"\b(?:estou|estarei) (?:fora|ausente|de ferias)|\b(?:sono|saro) (?:fuori|assente|in ferie)",
    r"\bik ben (?:[^\n]{0,30} )?(?:afwezig|niet aanwezig|met vakantie|vrij)",
    r"\bjag ar (?:[^\n]{0,30} )?(?:borta|ledig|pa semester|inte pa kontoret)",
    r"\bjeg (?:er|har) (?:[^\n]{0,30} )?(?:fraværende|ferie|ikke pa kontoret|ikke til stede)",
    r"\bolen (?:[^\n]{0,30} )?(?:poissa|lomalla|vapaalla)",
    r"\b(?:jestem|przebywam|bede) (?:[^\n]{0,30} )?(?:nieobecn|poza biurem|na urlopie)",
    r"\b(?:jsem|budu) (?:[^\n]{0,30} )?(?:mimo kancelar|na dovolene|nepritom)",
    r"\b(?:som|budem) (?:[^\n]{0,30} )?(?:mimo kancelari|na dovolenke)",
    r"\b(?:szabadsagon|hazon kivul) (?:vagyok|leszek)",
    r"\b(?:sunt|voi fi) (?:[^\n]{0,20} )?(?:plecat|in concediu|absent)",
    r"\b(?:нахожусь|буду|я) в отпуске|\bотсутствую\b|\bбуду отсутствовать",
    r"\bу відпустці|\bбуду відсутн|\bв отпуск съм|\bна годишњем одмору",
    r"\b(?:απουσιαζω|θα απουσιαζω|εκτος γραφειου|σε αδεια)",
    r"\b(?:izindeyim|ofis dısındayım|ofiste degilim)|خارج المكتب|في إجازة|מחוץ למשרד|בחופשה",
    r"不在办公室|休假|出差|休暇|不在に|外出し|부재중|휴가|छुट्टी पर हूँ|ছুটিতে আছি|ลาพักร้อน|ไม่อยู่ที่",
    r"(?:đang|se) nghi (?:phep|le)|vang mat|\bsedang cuti|\bdi luar kantor|\bnipo likizo",
    r"\bna godisnjem odmoru|\bna dopustu|\bpuhkusel|\batvalinajuma|\batostog",
)
"""In the first person and about being away: what a note says and a question does not."""

OWN_WORDS: Final = (
    r"this is an auto(?:mated|matic|[- ]?generated|matically generated) (?:e-?mail|message)",
    r"this is an auto(?:mated|matic|matically generated) (?:reply|response|notification)",
    r"this is an auto(?:mated|matic|matically generated) (?:acknowledge?ment|confirmation)",
    r"this (?:e-?mail|message|reply) (?:was|is|has been) (?:sent |generated )?automatically",
    r"(?:please )?do not (?:reply|respond) to this (?:automatic |automated )?(?:e-?mail|message)",
    r"(?:dies|das) ist eine automatisch(?:e|\s\w+) (?:antwort|nachricht|e-?mail)",
    r"diese (?:e-?mail|nachricht) wurde automatisch (?:erstellt|erzeugt|generiert|versandt)",
    r"ceci est (?:un|une) (?:message|reponse|e-?mail|courriel) automatique",
    r"este es un mensaje automatico|esta es una respuesta automatica",
    r"esta e uma (?:mensagem|resposta) automatica|questo e un messaggio automatico",
    r"questa e una risposta automatica",
    r"dit is een automatisch\w* (?:\w+ )?(?:bericht|antwoord|e-?mail)",
    r"to jest (?:wiadomosc automatyczna|automatyczna (?:wiadomosc|odpowiedz))",
    r"(?:ta )?wiadomosc została wygenerowana automatycznie",
    r"это (?:автоматическ(?:ии ответ|ое (?:сообщение|письмо|уведомление)))",
    r"це автоматичн(?:а відповідь|е повідомлення)",
    r"bu (?:bir )?otomatik (?:bir )?(?:mesaj|yanıt|e-?posta)",
    r"本邮件(?:由系统|为系统)自动|此邮件为(?:系统)?自动|このメールは自動",
    r"본 메일은 (?:발신 ?전용|자동)",
)
"""How a program's answer begins, in the languages in which desks answer."""
