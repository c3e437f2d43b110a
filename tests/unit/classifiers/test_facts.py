"""Amounts, ways to pay, names, pictures, periods, descriptions and steps."""

from decimal import Decimal

import pytest

from classifiers.extract.facts import facts
from classifiers.extract.figures import figure, plain
from models.vocabulary import Field


def found(field: Field, text: str, attachments: tuple[str, ...] = ()) -> list[str]:
    return [fact.value for fact in facts(text, text, attachments) if fact.field is field]


@pytest.mark.parametrize(
    ("text", "amounts"),
    [
        ("I paid $25.50", ["25.5 USD"]),
        ("paid 25,50 EUR", ["25.5 EUR"]),
        ("1.500,00 zł przelewem", ["1500 PLN"]),
        ("sent 20 usdt", ["20 USDT"]),
        ("Rs. 500 by upi", ["500 INR"]),
        ("500 руб не пришли", ["500 RUB"]),
        ("充值100美元", ["100 USD"]),
        ("50 ribu via dana", ["50000"]),
        ("skrill 35 gone", ["35"]),
        ("deposit 5k by card", ["5000"]),
        ("0.0021 BTC", ["0.0021 BTC"]),
        ("2 hours ago I paid", []),
        ("order 1234567 is late", []),
        ("1000 followers paid by card", []),
        ("ksh 1,300 via mpesa", ["1300 KES"]),
        ("Rs.1,250/- success", ["1250 INR"]),
        ("$20 USD twice", ["20 USD"]),
        ("20 us dollars", ["20 USD"]),
        ("10 доларів", ["10 USD"]),
        ("500р через СБП", ["500 RUB"]),
        ("50 manatım getdi", ["50 AZN"]),
        ("5만원 충전", ["50000 KRW"]),
        ("۳۰۰ هزار تومان", ["300000 IRR"]),
        ("3k naira", ["3000 NGN"]),
        ("R$ 35,00 no pix", ["35 BRL"]),
        ("P500 thru GCash", ["500 PHP"]),
        ("Loaded ten dollars", ["10 USD"]),
        ("deux cartes, vingt euros", ["20 EUR"]),
        ("сотку баксов на перфект", ["100 USD"]),
        ("amount 4000", ["4000"]),
        ("Kreditkarte wurde mit 25,00 belastet", ["25"]),
        ("my 2k wey i pay with opay", ["2000"]),
        ("zamówienie nr 551201 do anulowania", []),
        ("kwota: 120,50", ["120.5"]),
        ("100 ribu lewat dana", ["100000"]),
        ("my balance is $0", []),
        ("paid with 2 cards", []),
        ("2. So I paid again", []),
        ("deposit on 18 November", []),
        ("on the 12th I transferred", []),
        ("P24-881-204-117 przelewy24", []),
        ("card ending in 8841 was charged", []),
        ("from payeer P1098765432", []),
        ("через Приват24", []),
        ("paid around 7.30 in the evening", []),
        ("paid at 9 in the night nothing came", []),
        ("оплатил в 18.20, нет денег", []),
        ("ödeme saat 14.30 da yapıldı", []),
        ("transfer made on 10.11 still waiting", []),
        ("deposits since 2023, first time a problem", []),
        ("my zip code is 90210 and card is declined", []),
        ("is service 4471 real followers", []),
        ("paid 50 this morning by paypal", ["50"]),
        ("paid around 10.50 by card", ["10.5"]),
        ("um 18 Uhr bezahlt", []),
        ("paid with mastercard 5412 75** **** 9012", []),
    ],
)
def test_amounts(text: str, amounts: list[str]) -> None:
    assert found(Field.AMOUNT, text) == amounts


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("1,500.50", "1500.50"),
        ("1.500,50", "1500.50"),
        ("1 500", "1500"),
        ("0,5", "0.5"),
        ("25", "25"),
    ],
)
def test_figures_are_read_as_they_are_written_anywhere(written: str, number: str) -> None:
    assert figure(written) == Decimal(number)


def test_a_plain_figure_has_no_exponent() -> None:
    assert [plain(Decimal(each)) for each in ("1E+3", "2.50", "100")] == ["1000", "2.5", "100"]


@pytest.mark.parametrize(
    ("text", "methods"),
    [
        ("paid with my Visa", ["card"]),
        ("through PayPal", ["paypal"]),
        ("usdt trc20", ["usdt", "trc20"]),
        ("perfect money", ["perfect money"]),
        ("gpay se bheja", ["upi"]),
        ("przelewem z banku", ["bank"]),
        ("支付宝付的", ["alipay"]),
        ("کارت به کارت", ["bank"]),
        ("the page does not open", []),
        ("payment problem", []),
        ("Pay up. I will go pay elsewhere", []),
        ("my id card photo", []),
        ("order submit karta hu", []),
        ("my bank says the Visa was charged", ["card"]),
        ("my bank shows it as sent", ["bank"]),
        ("sent usdt from binance", ["usdt"]),
        ("with binance pay", ["crypto"]),
        ("UTR 300918277461", ["upi"]),
        ("jazzcash TRX 31874402915", ["jazzcash"]),
        ("转了60USDT", ["usdt"]),
        ("z blika", ["blik"]),
        ("kartımdan çekildi", ["card"]),
        ("banka hesabıma", ["bank"]),
        ("بالبطاقة", ["card"]),
        ("از کارتم کم شد", ["card"]),
        ("카드로 결제", ["card"]),
        ("I paid with Amazon Pay", ["amazon pay"]),
        ("per Sofortüberweisung", ["sofort"]),
        ("das war sofort da", []),
        ("MTN momo", ["mobile money"]),
        ("bank says the money is gone", []),
        ("el banco dice que salió", []),
        ("банк говорит что ушло", []),
        ("die Bank sagt es ist raus", []),
        ("paid from my bank account", ["bank"]),
        ("i have to chase every deposit", []),
        ("sent from my chase account", ["bank"]),
        ("waiting for a swift answer", []),
        ("servicio con garantía", []),
        ("30 gün garanti var mı", []),
        ("ach so, danke", []),
        ("во всем мире", []),
        ("caixa de entrada", []),
        ("paid thru Maya", ["maya"]),
        ("sent from uba", ["bank"]),
        ("باينانس", ["crypto"]),
        ("500 rupay bheje", []),
        ("300 rupay gpay kiye", ["upi"]),
        ("my RuPay was declined", ["card"]),
        ("names like best_paypal_seller", []),
        ("card_declined at the form", ["card"]),
        ("sent usdt_trc20", ["usdt", "trc20"]),
    ],
)
def test_ways_to_pay(text: str, methods: list[str]) -> None:
    assert found(Field.PAYMENT_METHOD, text) == methods


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("username: johnny5 cannot log in", ["johnny5"]),
        ("my login is markus", ["markus"]),
        ("user panel_king here", ["panel_king"]),
        ('account "starboost" is locked', ["starboost"]),
        ("registered with ann@example.com", ["ann@example.com"]),
        ("my account is locked", []),
        ("I cannot login please help", []),
        ("user 1234567", []),
        ("acct: tommy.resell", ["tommy.resell"]),
        ("user 'fasttrack' is me", ["fasttrack"]),
        ('two accounts, "ladypromo" and another', ["ladypromo"]),
        ("my account neonpanels was hacked", ["neonpanels"]),
        ("my account kuyajeff. Thank you", ["kuyajeff"]),
        ("why is xX_Rey_Xx disabled?", ["xX_Rey_Xx"]),
        ("can't sign in as growthhub", ["growthhub"]),
        ("User name - adrianflow - cannot login", ["adrianflow"]),
        ("please unlock boostboost_ now", ["boostboost_"]),
        ("hacked. help. starpanel", ["starpanel"]),
        ("アドレスをann@example.netに変更", ["ann@example.net"]),
        ("Benutzer socialfritz: kein Zugang", ["socialfritz"]),
        ("Nach dem Login lande ich auf der Loginseite", []),
        ("Account e-mail is wrong", []),
        ("Reset API key for dr.smm, please", ["dr.smm"]),
        ("freeze june.w right away", ["june.w"]),
        ("meu login é agenciazap", ["agenciazap"]),
        ("Mein Benutzername lautet werbeheld", ["werbeheld"]),
        ("kullanıcı adım yusufpanel", ["yusufpanel"]),
        ("мой логин dimapro", ["dimapro"]),
        ("взломали dimapro_x, помогите", ["dimapro_x"]),
        ("我的用户名是xiaoming88,密码忘了", ["xiaoming88"]),
        ("ユーザー名はtanaka_mediaです", ["tanaka_media"]),
        ("tên đăng nhập: thanhseo", ["thanhseo"]),
        ("il mio account (nome utente: beppe74)", ["beppe74"]),
        ("followers for @luna.bakes", []),
        ("my instagram user luna.bakes123", []),
        ("username change?", []),
        ("my login doesn't work", []),
        ("not working.please help", []),
        ("error code order_not_found", []),
        ("on my iphone14 and chrome131", []),
        ("msh 3aref ad5ol 3ala el account bta3y", []),
        ("mera account kisi ne hack kiya", []),
        ("пишет CSRF token mismatch", []),
        ("I'm registered as wolfpanel but see no key", ["wolfpanel"]),
        ("I signed up as nordlicht, no mail", ["nordlicht"]),
        ("registered as reseller", []),
        ("my account is called pinewave", ["pinewave"]),
        ("my account name is pinewave", ["pinewave"]),
        ("another panel called pinewave", []),
        ("dice usuario inexistente", []),
        ("utilisateur inconnu", []),
        ("Benutzer unbekannt", []),
        ("kullanıcı bulunamadı", []),
        ("użytkownik nieznany", []),
        ("for account mira.k@example.net", ["mira.k@example.net"]),
    ],
)
def test_user_names(text: str, names: list[str]) -> None:
    assert found(Field.USERNAME, text) == names


@pytest.mark.parametrize(
    ("text", "attachments", "is_there"),
    [
        ("see", ("shot.PNG",), True),
        ("see", ("proof.pdf",), True),
        ("see", ("notes.txt",), False),
        ("see https://prnt.sc/abc", (), True),
        ("see https://example.com/a.jpg?x=1", (), True),
        ("see [image: IMG_1.jpg]", (), True),
        ("see https://shots.example.net/a/81kdQ", (), True),
        ("I attached a screenshot", (), False),
        ("https://www.instagram.com/p/abc", (), False),
    ],
)
def test_pictures(text: str, attachments: tuple[str, ...], is_there: bool) -> None:  # noqa: FBT001 - a table
    assert bool(found(Field.SCREENSHOT, text, attachments)) is is_there


@pytest.mark.parametrize(
    ("text", "is_there"),
    [
        ("downtime in March", True),
        ("awaria w marcu", True),
        ("2026-03", True),
        ("on 03/03/2026", True),
        ("last month you were late", True),
        ("tickets 4821, 4822", True),
        ("за прошлый месяц", True),
        ("上个月", True),
        ("outage of 11/11", True),
        ("downtime on the 2nd", True),
        ("Gutschrift für den Monat Mai", True),
        ("Mart ayındaki kesinti", True),
        ("pas 12.12 panel mati", True),
        ("site-ul a picat marți", True),
        ("14-куни ишламади", True),
        ("availability was 97.3 %", False),
        ("support 24/7", False),
        ("you may check it", False),
        ("you were late", False),
    ],
)
def test_periods(text: str, is_there: bool) -> None:  # noqa: FBT001 - a table
    assert bool(found(Field.PERIOD, text)) is is_there


@pytest.mark.parametrize(
    ("text", "is_there"),
    [
        ("order 1234567 not started", True),
        ("my deposit was not credited", True),
        ("zamówienie stoi od wczoraj", True),
        ("充值没到账", True),
        ("refund please", True),
        ("not working pls help", False),
        ("hello", False),
        ("help me please urgent", False),
        ("payment problem", False),
        ("1234567", False),
        ("срочно помогите", False),
        ("site down", True),
        ("cant login", True),
        ("mot de passe oublié", True),
        ("забыл пароль", True),
        ("忘记密码了", True),
        ("충전 안됨", True),
        ("invoice please", True),
        ("how does it work", True),
        ("balans artmadı", True),
        ("Still 0 of 1000", True),
        ("paypal payment missing", True),
        ("status of 1234567?", True),
        ("cashapp payment 20$ no balance", True),
        ("bank transfer, still waiting since yesterday", True),
        ("pagato con satispay e non è arrivato nulla", True),
        ("error 500", True),
        ("error", False),
        ("I have a problem with my order 1234567", False),
        ("no funciona ayuda por favor", False),
        ("ça marche pas, aidez moi", False),
        ("ich habe ein Problem mit meiner Bestellung", False),
        ("не работает помогите", False),
        ("kaam nahi kar raha bhai", False),
        ("لا يعمل", False),
        ("도와주세요", False),
        ("https://photos.example.com/p/DkX81aa-qq2/", False),
        ("USDT " + "0a1b" * 16, False),
        ("fix your site you clowns", False),
        ("sort your stuff out idiots!!", False),
        ("siteyi düzeltin salaklar", False),
        ("arreglen la página inútiles", False),
        ("почините сайт дебилы", False),
        ("nothing works fix it", False),
        ("bonsoir rien ne marche", False),
        ("nada funciona aqui, arrumem", False),
        ("SLA", False),
        ("there is a bug", False),
        ("merhaba hesabımla ilgili bir sorun var", False),
        ("otp is not coming", True),
        ("kod gelmiyor", True),
        ("no funds showing in panel", True),
        ("what happened to my order 5512882", True),
        ("что с заказом 5512882", True),
        ("trang web bị lỗi", True),
        ("saldo ga masuk", True),
        ("any news on 5512882", True),
        ("wrong amount", True),
        ("8812345 not done", True),
        ("min order?", True),
        ("precio?", True),
        ("got 40 views instead of 900", True),
        ("hey pack of clowns fix my order", False),
    ],
)
def test_descriptions(text: str, is_there: bool) -> None:  # noqa: FBT001 - a table
    assert bool(found(Field.DESCRIPTION, text)) is is_there


@pytest.mark.parametrize(
    ("text", "is_there"),
    [
        ("When I click Save the page turns white", True),
        ("I opened orders, pressed refill and got error 500", True),
        ("klikam zapisz i wyskakuje błąd", True),
        ("нажимаю кнопку, ничего не происходит", True),
        ("the site is slow", False),
        ("error 502", False),
        ("When i click Favorites i get 404", True),
        ("siparişi onayla diyorum sonra hata 500 veriyor", True),
        ("Отправляю запрос, в ответ приходит пустая строка", True),
        ("al darle a guardar me sale error 500", True),
        ("pas klik tombol malah balik ke login", True),
        ("ボタンを押すと画面が真っ白になります", True),
        ("سایت باز نمیشه", False),
        ("Changed the language to Spanish, it reverts to English", True),
        ("opened my invoices, clicked the second one, the first one opens", True),
        ("blank screen when i click on child panels", True),
        ("Getting error 419 after I submit the ticket form", True),
        ("pressed pay, session expired", True),
        ("toco el botón comprar y la app se cierra", True),
        ("按钮没反应", False),
        ("POST to /api/v2 with action=refill comes back with 405", True),
        ("Our cron calls action=balance and gets HTML", True),
        ("I request action=services, the body is truncated", True),
        ("1. open child panels 2. type a name, page goes white", True),
        ("settings > press save > spinner", True),
        ("pulso guardar y me manda al inicio", True),
        ("cliquei em salvar e o campo zera", True),
        ("wpisuję ilość, zmienia się na 0", True),
        ("Открываю вторую вкладку, открывается первая", True),
        ("Seite wird weiß wenn ich auf Rechnungen klicke", True),
        ("je choisis un service et le prix disparaît", True),
        ("选择服务后价格变成0", True),
        ("I cannot select any service, list is empty", False),
        ("unable to submit the form, says invalid", False),
        ("i had to use my phone because the desktop site is not loading", False),
        ("something went wrong on every page", False),
        ("what is going on, nothing loads", False),
        ("since you changed the design nothing works", False),
        ("can you check why nothing loads", False),
        ("the page is blank when I open it", False),
        ("cuando van a arreglar la pagina? no carga", False),
        ("kiedy naprawicie stronę, nic nie działa", False),
        ("когда починят сайт, ничего не открывается", False),
        ("app open nhi ho rhi, blank", False),
        ("não consigo abrir o painel, dá erro", False),
    ],
)
def test_steps(text: str, is_there: bool) -> None:  # noqa: FBT001 - a table
    assert bool(found(Field.STEPS, text)) is is_there


def test_an_address_in_quoted_mail_counts_where_it_is_called_the_accounts() -> None:
    quoted = "From: Panel <desk@example.com>\nTo: sam@example.net\nfor your account ann@example.net"
    text = f"locked out\n{quoted}"
    own = text.replace(quoted, " " * len(quoted))
    names = [fact.value for fact in facts(text, own, ()) if fact.field is Field.USERNAME]
    assert names == ["ann@example.net"]
