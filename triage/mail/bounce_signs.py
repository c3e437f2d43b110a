"""How bounces and feedback reports look that carry no header mark: by what software writes.

A person who passes a bounce on writes something above it, quotes it or sends it as a forward; the
opening words of a bounce stand first only in the bounce itself.
"""

import re
from typing import Final

from triage.mail.mailboxes import is_robot
from triage.mail.message import ParsedMessage
from triage.mail.subject import is_forward

_OPENING_WITHIN: Final = 700

# What stands first in the text, by the software that says so.
_OPENINGS: Final = (
    # qmail and its children, James
    r"hi[.!,]\s+this is the (?:qmail-send program|james mail server|mailer-daemon)",
    r"this is the (?:qmail-send program|machine generated message from mail service)",
    # Exim and what is built on it: GMX, 1&1, Zoho, MXLogic, mail.ru
    r"this (?:message|e-?mail) (?:was|is|has been) (?:created )?automatically (?:\w+ )?by the mail",
    r"this (?:message|e-?mail) (?:was|is|has been) (?:created )?automatically (?:\w+ )?by mail",
    r"this message was created automatically by facebook",
    r"a message that you (?:have )?sent (?:could not be|was not|has not (?:yet )?been) delivered",
    # Postfix, OpenSMTPD, dma
    r"this is the (?:mail system|postfix program|mail delivery agent|mail delivery system) at",
    r"this is the dragonfly mail agent",
    # sendmail, also the old versions
    r"this is a warning message only",
    r"the original message was received at .{5,120}from",
    r"(?:transcript of session follows|the following addresses had|unsent message follows)",
    # Exchange and Microsoft 365
    r"delivery has failed to these recipients",
    r"your message did not reach some or all of the intended recipients",
    r"your message\s+to:.{1,600}?(?:did not reach|was not delivered|could not be delivered)",
    r"your message to .{3,120} (?:couldn't|could not|wasn't|was not) (?:be )?delivered",
    r"the following (?:recipient|address|addressee)[^\n]{0,20} (?:could not be|cannot be) reached",
    r"the following (?:address|addresses|recipients?)(?:\(e?s\))? (?:failed|had permanent)",
    r"the following (?:address|addresses|recipients?)(?:\(e?s\))? had delivery",
    # Domino, Notes
    r"your message\s+subject:.{1,300}?(?:was not delivered|could not be delivered) to",
    r"failure reasons?\s*-{2,}",
    # MailMarshal, SurfControl, Sun, Courier, GroupWise, IMail, MailFoundry, CommuniGate
    r"your message:?\s+from:.{1,400}?could not be delivered",
    r"your message could not be (?:sent|delivered)",
    r"this report relates to a message you sent with the following header fields",
    r"(?:this is a delivery status notification from|undeliverable mail\s+your message)",
    r"the message that you sent was undeliverable",
    r"(?:unknown user|user mailbox exceeds allowed size|undeliverable to):",
    r"delivery failed \d+ attempts:",
    r"unable to deliver message to(?: the following|:)",
    r"failed to deliver to ['<]",
    # Google, Yahoo, AOL, Amazon, Apple, Yandex and others
    r"(?:address not found|message not delivered|message blocked|recipient inbox full)\b",
    r"delivery to the following recipients? (?:failed|has been delayed|was aborted)",
    r"(?:sorry, )?we (?:were|are) unable to deliver your message",
    r"(?:message from [\w.-]+\.\s+)?unable to deliver (?:your )?message to the following address",
    r"an error occurred while trying to deliver (?:the|this|your) (?:e-?)?mail",
    r"(?:i'm )?sorry to have to inform you that (?:the|your) message",
    r"this is an automatically generated delivery status notification",
    r"we had trouble delivering your message",
    r"your mail (?:sent on:|to the following recipients could not)",
    r"each of the following recipients was rejected",
    r"the mail server (?:could not|was unable to) deliver",
    r"mail delivery (?:failed|failure|error)",
    # The same in other languages
    r"(?:die )?zustellung an (?:die )?folgende[n]? empfänger",
    r"diese (?:nachricht|e-?mail) wurde automatisch .{0,60}(?:erstellt|erzeugt)",
    r"ihre (?:nachricht|e-?mail) konnte (?:an .{3,80} )?nicht zugestellt",
    r"échec de la remise|le message n'a pas (?:pu être|été) remis|votre message .{0,80}n'a pas pu",
    r"no se pudo entregar (?:a|el mensaje)|su mensaje .{0,80}no (?:se ha podido|pudo)",
    r"(?:impossibile recapitare|il messaggio .{0,80}non è stato (?:recapitato|consegnato))",
    r"(?:falha na entrega|não foi possível entregar|a sua mensagem .{0,80}não (?:foi|pôde))",
    r"(?:bezorging aan de volgende|uw bericht .{0,80}(?:is|kon) niet)",
    r"dostarczenie do następujących",
    r"(?:twoja )?wiadomość .{0,80}nie (?:została|może zostać) dostarczona",
    r"не удалось (?:выполнить доставку|доставить (?:сообщение|письмо))",
    r"ваше (?:сообщение|письмо) .{0,80}не (?:было|может быть) доставлено",
    r"не вдалося доставити (?:лист|повідомлення)|ваш лист не (?:було|може бути) доставлено",
    r"(?:iletiniz .{0,80}teslim edilemedi|aşağıdaki alıcılara teslim)",
    r"(?:次の受信者|以下の(?:メールアドレス|宛先|アドレス)|メッセージ(?:を|は)配信|送信されたメール)",
    r"(?:未能传递给以下收件人|您的邮件.{0,40}(?:无法|未能)|很抱歉您发送的邮件|無法傳遞|投递失败)",
    r"(?:다음 (?:받는 사람|수신자)|메일 (?:전송|발송)(?:에|이) 실패)",
)
_OPENING: Final = re.compile(
    rf"[\s*#|_=-]{{0,200}}+(?:{'|'.join(_OPENINGS)})", re.IGNORECASE | re.DOTALL
)

_SUBJECTS: Final = (
    r"undeliver|delivery (?:status|failure|failed|notification|has|report|error|delayed)",
    r"returned mail|mail delivery|failure notice|non[- ]?deliver",
    r"mail (?:system )?(?:error|failure)",
    r"message (?:delivery|undeliver|not|status|could not|bounced)",
    r"could ?n[o']t (?:be )?(?:deliver|sen)",
    r"could not send|rejected mail|bounced? ?mail|unable to deliver|delayed mail",
    r"unzustellbar|nicht zugestellt|zustellung|mailzustellung|non remis|échec de|non distribu",
    r"no se (?:puede|ha podido|pudo) entregar|no entregado|mensaje no|devuelto",
    r"mancata consegna|impossibile recapitare|não entregue|não foi possível|falha",
    r"onbestelbaar|niet bezorgd",
    r"niedostarczon|nie można dostarczyć|zwrot|недостав|не доставлен|не удалось|teslim edilemedi",
    r"配信不能|配信失敗|メール配信|無法傳遞|系统退信|退信|전송 실패|반송",
)
_SUBJECT: Final = re.compile(
    rf"(?:\W{{0,4}}(?:warning|error|notice|automatic|auto)\W{{1,3}}\s*)?(?:{'|'.join(_SUBJECTS)})",
    re.IGNORECASE,
)
# What only the returned mail or its server says.
_RETURNED: Final = re.compile(
    r"^(?:received: |message-id: |return-path: |original message follows|message headers follow)|"
    r"^-{2,60}[^\n]{0,30}(?:original|copy of|returned|unsent|undelivered|message header|below)|"
    r"\b[45]\d\d[ -][45]\.\d{1,3}\.\d{1,3}\b|\b(?:smtp|rcpt to|remote host said|status: ?[45]\.)",
    re.IGNORECASE | re.MULTILINE,
)
_RETURNED_WITHIN: Final = 20_000

_COMPLAINT: Final = re.compile(
    r"\s*(?:this is an? (?:e-?mail |spam )?(?:abuse|feedback|complaint|spam) (?:report|complaint)|"
    r"this (?:is|e-?mail is) (?:an? )?(?:authentication failure|dmarc|spf/dkim).{0,40}report|"
    r"an? (?:user|recipient|subscriber) (?:has )?(?:marked|reported) .{0,80}(?:spam|abuse|junk))",
    re.IGNORECASE,
)
_COMPLAINT_SUBJECT: Final = re.compile(
    r"(?:e-?mail )?feedback report for|complaint about message from|fbl|\[?feedback loop|"
    r"(?:abuse|spam) (?:report|complaint)|dmarc (?:forensic|aggregate|failure)|report domain:",
    re.IGNORECASE,
)
_RETURNED_TYPES: Final = frozenset({"message/rfc822", "text/rfc822-headers"})


def bounce_opening(message: ParsedMessage) -> str | None:
    """Return the words by which a text says that it is a bounce, or None.

    Two signs are wanted: the opening, first in the text, and besides it a robot's address, a
    bounce's subject or the returned mail itself. A subject that says "forwarded" rules it out: a
    person who forwards a bounce is answered.
    """
    if is_forward(message.subject):
        return None
    opening = _OPENING.match(message.text[:_OPENING_WITHIN])
    if opening is None:
        return None
    second = (
        has_robot_sender(message)
        or _SUBJECT.match(message.subject)
        or _RETURNED.search(message.text[:_RETURNED_WITHIN])
        or any(one.content_type in _RETURNED_TYPES for one in message.attachments)
    )
    return opening.group().strip()[:120] if second else None


def bounce_subject(message: ParsedMessage) -> str | None:
    """Return the subject where it is a bounce's and the mail comes from a robot, or None."""
    subject = _SUBJECT.match(message.subject)
    return message.subject[:120] if subject and has_robot_sender(message) else None


def complaint_opening(message: ParsedMessage) -> str | None:
    """Return the words by which a mail says that it is a feedback report, or None.

    Two signs are wanted: a report's opening or subject, and the mail complained about attached, or
    both opening and subject. People complain in their own words and attach pictures.
    """
    if is_forward(message.subject):
        return None
    opening = _COMPLAINT.match(message.text[:_OPENING_WITHIN])
    subject = _COMPLAINT_SUBJECT.match(message.subject)
    attached = any(one.content_type in _RETURNED_TYPES for one in message.attachments)
    if (opening and (subject or attached)) or (subject and attached):
        return (opening.group().strip() if opening else message.subject)[:120]
    return None


def has_robot_sender(message: ParsedMessage) -> bool:
    """Return whether the mail has a null reverse-path or comes from a robot's address."""
    if message.return_path == "":
        return True
    senders = [one.address for one in message.authors[:5]]
    senders += [message.sender.address] if message.sender else []
    senders += [message.return_path] if message.return_path else []
    return not senders or any(map(is_robot, senders))
