"""HTML into what a reader sees."""

import pytest

from tests.unit.mail.mails import read
from triage.mail.htmltext import html_to_text


def text_of(html: str, most: int = 10_000) -> str:
    made = html_to_text(html, most)
    assert made is not None
    return made.text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>one</p><p>two</p>", "one\n\ntwo"),
        ("one<br>two<br/>three", "one\ntwo\nthree"),
        ("<div>one</div><div>two</div>", "one\ntwo"),
        ("<ul><li>one</li><li>two</li></ul>", "- one\n- two"),
        ("<table><tr><td>id</td><td>12345</td></tr><tr><td>sum</td></tr></table>", "id 12345\nsum"),
        ("a &amp; b &lt;c&gt; &euro;5 &#8364;", "a & b <c> €5 €"),
        ("one\n   two\tthree&nbsp;four", "one two three four"),
        ("<pre>a\n  b</pre>", "a\n  b"),
        ("<style>p{}</style><script>alert(1)</script><title>t</title><p>seen</p>", "seen"),
        ("<p style='display:none'>hidden</p>seen", "seen"),
        ("<!-- hidden --><!--[if mso]>hidden<![endif]-->seen", "seen"),
        ("<img src='http://e.example/1.png' alt='a picture'>", "a picture"),
        ("<b>bo</b>ld and <a href='http://e.example'>link</a>", "bold and link"),
        ("<p>open <b>for ever", "open for ever"),
        ("", ""),
        ("just words", "just words"),
        ("pay&#8203;ment pay\u200bment&shy;s", "payment payments"),
        ("a&#7;b&#1;c", "abc"),
        ("żółw 你好 🐢", "żółw 你好 🐢"),
    ],
)
def test_layout(html: str, text: str) -> None:
    assert text_of(html) == text


def test_what_is_cited_is_marked_as_in_plain_text() -> None:
    html = "<div>mine</div><blockquote type='cite'><p>theirs</p><blockquote type=cite>older"
    assert text_of(html) == "mine\n\n> theirs\n>\n> > older"


def test_an_indented_paragraph_is_no_quotation() -> None:
    html = "<blockquote style='margin:0 0 0 40px;border:none'>mine too</blockquote>"
    assert text_of(html) == "mine too"


def test_a_remote_picture_and_nothing_else_is_no_text() -> None:
    message = read("<img src='https://e.example/open.gif'>", "Content-Type: text/html")
    assert message.text == ""


def test_the_answered_mail_is_known_by_outlooks_container() -> None:
    message = read(
        "<div>My answer</div><div id='appendonsend'></div><hr><div id='divRplyFwdMsg'>"
        "<b>Von:</b> x</div><div>their words</div>",
        "Content-Type: text/html",
    )
    assert message.text.endswith("their words")
    assert message.reply_text == "My answer"


def test_an_entity_of_a_hundred_thousand_digits() -> None:
    assert text_of("a&#" + "9" * 100_000 + ";b").startswith("a")


def test_twenty_thousand_open_elements_lose_no_text() -> None:
    assert text_of("<div>" * 20_000 + "deep") == "deep"


def test_more_markup_than_the_limit_is_cut_and_noted() -> None:
    made = html_to_text("<p>word</p>" * 40_000, 1_000_000)
    assert made is not None
    assert made.is_cut
    assert made.text.startswith("word\n\nword")


def test_no_more_characters_are_made_than_wanted() -> None:
    assert len(text_of("<p>some words</p>" * 1_000, most=500)) <= 520


ANSWERS = {
    "gmail": (
        '<div dir="ltr">It is 48213.</div><br><div class="gmail_quote"><div dir="ltr" '
        'class="gmail_attr">On Mon, Nov 2, 2026 at 10:15 AM Help &lt;<a href="mailto:'
        'help@desk.example">help@desk.example</a>&gt; wrote:<br></div><blockquote '
        'class="gmail_quote" style="border-left:1px solid">Which order?</blockquote></div>'
    ),
    "outlook": (
        '<p class="MsoNormal">It is 48213.</p><div style="border-top:solid #E1E1E1 1.0pt">'
        '<p class="MsoNormal"><b>From:</b> Help &lt;help@desk.example&gt;<br><b>Sent:</b> Monday'
        "<br><b>To:</b> Ann<br><b>Subject:</b> RE: order</p></div><p>Which order?</p>"
    ),
    "apple": (
        "It is 48213.<div><br><blockquote type=cite><div>On 2 Nov 2026, at 10:15, Help &lt;"
        "help@desk.example&gt; wrote:</div><br><div>Which order?</div></blockquote></div>"
    ),
    "thunderbird": (
        '<p>It is 48213.</p><div class="moz-cite-prefix">On 02.11.26 10:15, Help wrote:<br></div>'
        '<blockquote type="cite" cite="mid:1@desk.example">Which order?</blockquote>'
    ),
    "yahoo": (
        '<div class="ydp1">It is 48213.</div><div id="yahoo_quoted_1" class="yahoo_quoted"><div>'
        "On Monday, Help wrote:</div><div>Which order?</div></div>"
    ),
    "outlook on the web": (
        '<div>It is 48213.</div><div id="x_appendonsend"></div><hr><div id="x_divRplyFwdMsg">'
        "<b>De :</b> Help</div><div>Which order?</div>"
    ),
}


@pytest.mark.parametrize("client", ANSWERS)
def test_an_answer_in_html_alone_is_the_authors_words(client: str) -> None:
    message = read(ANSWERS[client], "Content-Type: text/html; charset=utf-8")
    assert "Which order?" in message.text
    assert message.reply_text == "It is 48213."
