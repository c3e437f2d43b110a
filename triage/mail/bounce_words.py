"""How bounces begin, what they are called and who signs them, by the software that writes them.

Patterns, all of them for `re.IGNORECASE | re.DOTALL`. An opening is anchored where the text begins
and counts only beside a second sign (`bounce_signs`).
"""

from typing import Final

_NOT: Final = r"(?:\s?n['’o]t)(?: yet)?"
_DELIVERED: Final = r"(?:(?:be(?:en)?|able to be) )?(?:delivered|sent|accepted|relayed)"
_ADDRESSEES: Final = r"(?:recipient|address|addressee|user|receiver|destinat)"

OPENINGS: Final = (
    # qmail and its children, James, PowerMTA, ezmlm
    (
        r"(?:hi|hello)[.!,]?\s+(?:this is|the) [^\n]{0,60}"
        r"\b(?:program|mail server|mail system|mailer|mailer-daemon)\b"
    ),
    r"this is the (?:qmail-send program|machine generated message from mail service)",
    # Exim and what is built on it: GMX, 1&1, Zoho, MXLogic, mail.ru, Facebook
    (
        r"this (?:message|e-?mail|report) (?:was|is|has been) (?:created )?automatically "
        r"(?:\w+ )?by (?:the )?(?:mail|facebook)"
    ),
    r"a message that you (?:have )?sent (?:could not be|was not|has not (?:yet )?been) delivered",
    # Postfix, OpenSMTPD, dma
    r"this is the (?:mail system|postfix program|mail delivery agent|mail delivery system) at",
    r"this is the dragonfly mail agent",
    # sendmail, also the old versions, and filters in front of it
    r"this is a warning message only",
    r"the original message was received at .{5,120}from",
    (
        rf"(?:transcript of session follows|the following {_ADDRESSEES}e?s? (?:had|have|failed)"
        r"|unsent message follows)"
    ),
    r"a message \(from <",
    r"the (?:attached |following |enclosed )?message (?:had|was not relayed)",
    # Exchange and Microsoft 365
    r"delivery (?:has failed|is delayed|failed) (?:to|for) these recipients",
    r"delivery to these recipients (?:or [\w ]{4,20} )?is complete",
    r"your message did not reach some or all of the intended recipients",
    (
        r"your message\s+to:.{1,600}?"
        r"(?:did not reach|(?:was|has) not (?:been )?delivered|could not be delivered|was blocked)"
    ),
    rf"the following {_ADDRESSEES}[^\n]{{0,20}} (?:could not be|cannot be) reached",
    r"[^\n]{1,100} rejected your (?:message|e-?mail) to the following",
    # Domino, Notes
    r"your message\s+subject:.{1,300}?(?:was not delivered|could not be delivered) to",
    r"failure reasons?\s*-{2,}",
    # MailMarshal, SurfControl, Sun, Courier, GroupWise, IMail, MailFoundry, CommuniGate, MDaemon
    r"your message:?\s+from:.{1,400}?could not be delivered",
    r"this report relates to a message you sent with the following header fields",
    r"(?:this is a delivery status notification from|undeliverable mail\s+your message)",
    r"the message that you sent was undeliverable",
    r"(?:unknown user|user mailbox exceeds allowed size|undeliverable to):",
    r"delivery failed \d+ attempts:",
    r"failed to deliver to ['<]",
    r"mailenable: message delivery",
    # InterScan, XMail, mobile carriers
    r"sent >>> (?:rcpt|mail|data)",
    r"\[<\d+>\] xmail bounce",
    r"the user\(s\) account is",
    # Google, Yahoo, AOL, Amazon, Apple and others
    r"(?:address not found|message not delivered|message blocked|recipient inbox full)\b",
    r"delivery incomplete\s*\*",
    rf"(?:e-?mail |mail )?delivery to the following {_ADDRESSEES}",
    r"(?:sorry, )?we (?:were|are) unable to deliver your message",
    r"an error occurred while trying to deliver (?:the|this|your) (?:e-?)?mail",
    r"(?:i'm )?sorry to have to (?:inform|tell) you that (?:the|your) message",
    r"this is an automatically generated (?:delivery status notification|message from)",
    r"(?:we had trouble|there was a (?:temporary |permanent )?(?:problem|error)) delivering your",
    r"your mail (?:sent on:|to the following recipients could not)",
    r"each of the following recipients was rejected",
    r"we're writing to let you know that the group you tried to contact",
    # Any: what was (not) done with a message
    (
        rf"(?:error:\s+)?(?:sorry, )?(?:your|the following|this) (?:e-?mail|mail|message)\b"
        rf"[^\n]{{0,120}}?\b(?:could|can|was|has|were|is){_NOT} {_DELIVERED}"
    ),
    (
        r"your (?:e-?mail|mail|message)\b[^\n]{0,120}?\b(?:was|has been|is) "
        r"(?:automatically |being )?(?:rejected|blocked|quarantined|refused|held)"
    ),
    r"your (?:e-?mail|mail|message) has been (?:successfully )?(?:delivered|relayed) to the follow",
    (
        r"(?:the mail server |we |i )?(?:could not|couldn't|cannot|(?:was |were )?unable to|failed "
        r"to) deliver (?:your |the |this )?(?:e-?mail|mail|message)"
    ),
    r"(?:e-?mail|mail|message) delivery (?:has )?(?:failed|failure|error)",
    # Filters that answer
    r"our (?:virus (?:detector|scanner|checker)|content (?:checker|filter))",
    r"(?:virus|banned contents?|content filter|attachment) (?:alert|violation|warning)",
    r"(?:scanmail for|symantec (?:anti|mail)|norton antivirus|mcafee groupshield|trend smex)",
    # The same in other languages
    r"(?:die )?zustellung an (?:die )?folgende[n]? empfänger|fehler bei der nachrichtenzustellung",
    r"diese (?:nachricht|e-?mail) wurde automatisch .{0,60}(?:erstellt|erzeugt)",
    r"ihre (?:nachricht|e-?mail) (?:an .{3,80} )?konnte (?:an .{3,80} )?nicht zugestellt",
    r"adresse nicht gefunden|nachricht (?:nicht zugestellt|blockiert)\s*\*",
    r"échec de la remise|(?:le|votre) (?:message|e-?mail) .{0,80}n['’](?:a|est) pas",
    r"adresse introuvable|message (?:non distribué|bloqué)\s*\*",
    r"(?:error (?:en|de|al realizar) la entrega|error de entrega) (?:a|para) (?:estos|los|las)",
    r"no se (?:pudo|ha podido) (?:realizar la )?entreg|no se ha encontrado la dirección\s*\*",
    r"(?:su|tu) mensaje .{0,80}no (?:se ha podido|pudo|se ha entregado|ha llegado)",
    r"(?:dirección no encontrada|mensaje (?:no entregado|bloqueado))\s*\*",
    r"impossibile recapitare|indirizzo non trovato|messaggio (?:non recapitato|bloccato)\s*\*",
    r"il (?:tuo )?messaggio .{0,80}non è stato (?:recapitato|consegnato)",
    r"falha na entrega|não foi possível entregar|endereço não encontrado",
    r"(?:a )?sua mensagem .{0,80}não (?:foi|pôde)|mensagem (?:não entregue|bloqueada)\s*\*",
    r"bezorging aan de volgende|kan niet worden (?:afgeleverd|bezorgd) bij|adres niet gevonden",
    r"uw bericht .{0,80}(?:is|kon) niet",
    r"(?:dostarczenie do|nie można dostarczyć do) (?:następujących|tych)|nie znaleziono adresu",
    r"(?:twoja )?wiadomość .{0,80}nie (?:została|może zostać) dostarczona",
    r"не удалось (?:выполнить доставку|доставить (?:сообщение|письмо))|сбой доставки",
    r"(?:ваше )?(?:сообщение|письмо) .{0,80}не (?:было|может быть|доставлено)|адрес не найден",
    r"это письмо (?:создано|отправлено|сформировано) (?:автоматически|почтовым)",
    r"не вдалося доставити (?:лист|повідомлення|таким)|ваш лист не (?:було|може бути) доставлено",
    r"(?:det gick inte att|kan inte) leverera|adressen (?:hittades inte|blev ikke fundet)",
    r"levering(?:en)? (?:til disse|til følgende|mislykkedes|mislyktes)",
    r"toimit(?:us|taminen) (?:epäonnistui|seuraaville)",
    r"doruč(?:ení|enie) (?:následujícím|nasledujúcim|těmto|týmto)|adresa nenalezena",
    r"a kézbesítés (?:nem sikerült|az alábbi|a következő)|a cím nem található",
    r"livrarea (?:nu a reușit|la acești)|adresa nu a fost găsită",
    r"η παράδοση (?:απέτυχε|σε αυτούς)",
    r"(?:iletiniz .{0,80}teslim edilemedi|(?:aşağıdaki|bu) alıcılara|adres bulunamadı)",
    r"(?:次の(?:受信者|あて先|メッセージ)|以下の(?:メールアドレス|宛先|アドレス)|アドレス不明)",
    r"(?:メッセージ(?:を|は)配信|送信されたメール|メールは .{1,80}配信され)",
    r"(?:未能传递给以下收件人|传递到以下收件人|向以下收件人|您的邮件.{0,40}(?:无法|未能)|找不到地址)",
    r"(?:很抱歉您发送的邮件|無法傳遞|投递失败|抱歉，?您的邮件)",
    r"(?:다음 (?:받는 사람|수신자)|메일 (?:전송|발송)(?:에|이) 실패|주소를 찾을 수 없)",
    r"(?:تعذر تسليم|فشل تسليم|فشل التسليم)|(?:ההודעה לא נמסרה|המסירה נכשלה)",
    r"(?:không thể gửi|gửi không thành công)|pengiriman (?:ke|gagal)|tidak dapat mengirim",
)

SUBJECTS: Final = (
    r"undeliver|delivery (?:status|failure|failed|notification|has|report|error|delayed)",
    r"message \S{1,40} delayed",
    r"returned (?:mail|post|to sender)|mail delivery|failure notice|non[- ]?deliver",
    r"(?:e-?mail|mail) (?:system )?(?:error|failure|delivery)|permanent delivery",
    r"message (?:delivery|undeliver|not|status|could not|bounced|you sent blocked)",
    r"(?:sorry, your message )?could ?n[o']t (?:be )?(?:deliver|sen)",
    r"could not send|rejected mail|bounced? ?mail|unable to deliver|delayed mail|failed mail",
    r"please confirm your (?:message|e-?mail)",
    r"sorry, your message|there was an error sending your|error sending message",
    r"automatically rejected|(?:delivered|relayed): ",
    r"(?:e-?mail )?virus(?:es)? (?:found|detected|alert|in |\()",
    r"banned (?:cont|att|file)|content (?:alert|violation)",
    r"unzustellbar|nicht zugestellt|zustellung|mailzustellung|non remis|échec de|non distribu",
    r"no se (?:puede|ha podido|pudo) entregar|no entregado|mensaje no|devuelto",
    r"mancata consegna|impossibile recapitare|non recapitabile|não entregue|não foi possível",
    r"não é possível entregar|falha (?:na|de) entrega|onbestelbaar|niet bezorgd",
    r"niedostarcz|nie można dostarczyć|zwrot (?:wiadomo|poczty|do nadawcy)",
    r"недостав|не доставлен|не уда(?:лось|ется)",
    r"teslim edilemedi|kunde inte levereras|ikke lever|toimitus epäonnistui|nedoruč",
    r"kézbesíthetetlen|nelivrat|δεν (?:είναι δυνατή|παραδόθηκε)|تعذر التسليم|לא ניתן למסירה",
    r"配信不能|配信失敗|メール配信|メッセージを配信|無法傳遞|系统退信|退信|未送达|未傳遞",
    r"전송 실패|반송|배달되지 않음|không gửi được|tidak terkirim",
)

NAMES: Final = (
    r"(?:e-?mail|mail) delivery (?:sub)?(?:system|service|agent|software)",
    r"(?:mail|system) administrator|systemadministrator|mail(?:er)?[- _]?daemon|post ?master",
    r"internet mail (?:delivery|service)|microsoft exchange|mdaemon at|inter ?scan",
    r"content[- ]filter|delivery subsystem|mail (?:router|gateway|system|server)",
    r"администратор системы|почтовый сервер|administrator systemu|administrateur système",
    r"administrador del sistema|amministratore di sistema|系统管理员|系統管理員|시스템 관리자",
)
