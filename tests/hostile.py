"""Values that no form of ours expects, and names of people that every form must keep.

`VALUES` are text; `BODIES` are whole bodies as bytes, for what text cannot say.
"""

from collections.abc import Callable

VALUES: dict[str, str] = {
    "nothing": "",
    "spaces": "   \t ",
    "minus one": "-1",
    "zero": "0",
    "2^31": "2147483648",
    "2^63": "9223372036854775808",
    "forty digits": "9" * 40,
    "1e400": "1e400",
    "NaN": "NaN",
    "other digits": "٣٤",
    "superscript": "²",
    "a fullwidth number": "\uff11\uff12",
    "no date": "2026-02-30",
    "year zero": "0000-00-00",
    "year one": "0001-01-01",
    "the last year": "9999-12-31",
    "no week": "2026-W54",
    "no id": "00000000-0000-0000-0000-000000000000",
    "braces": "{31337}",
    "a template": "{{31337*31337}}${31337*31337}#{31337*31337}{%raw%}",
    "format": "%s%n%(x)d{0.__class__}",
    "SQL": "' OR 1=1; DROP TABLE entry; --",
    "LIKE": "%_\\%",
    "HTML": "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>",
    "a path": "../../../../etc/passwd",
    "lines": "one\r\nSet-Cookie: stolen=1\r\n\r\n<h1>two</h1>",
    "bidirectional": "\u202egnp.exe\u2066x",
    "emoji": "🧑🏽‍✈️🏳️‍🌈",
    "controls": "\x01\x1b[2J\x7f\x85",
    "noncharacter": "\ufffe\uffff",
    "combining": "Z" + "\u0351" * 400,
    "long": "x" * 12_000,
    "JSON": '{"a": [1, null]}',
    "null": "null",
    "python": "__import__('os').system('id')",
}
# Percent-encoded by hand: what no text can hold.
RAW_VALUES: dict[str, str] = {
    "NUL": "a%00b",
    "a lone surrogate": "%ED%A0%80",
    "not UTF-8": "%FF%FE",
    "cut UTF-8": "%C3",
    "overlong": "%C0%AF",
}
# Enough for lists of a page: each of these once meant trouble for a parameter of an address.
SHORT = (
    "", "-1", "9223372036854775808", "9" * 40, "٣٤", "²", "2026-02-30", "0001-01-01", "9999-12-31",
    "no-such", "' OR 1=1 --", "<script>alert(1)</script>", "{{31337*31337}}", "\u202e🧑🏽‍✈️",
    "x" * 3000,
    "00000000-0000-0000-0000-000000000000", "%_\\", "csv", "one\r\nX-Stolen: 1",
)  # fmt: skip

# A body, its content type, and the statuses that may answer it.
BODIES: dict[str, tuple[Callable[[str], bytes], str, set[int]]] = {
    "nothing": (lambda _t: b"", "application/x-www-form-urlencoded", {400}),
    "no type": (lambda t: f"csrf_token={t}".encode(), "", {400}),
    "text": (lambda t: f"csrf_token={t}".encode(), "text/plain", {400}),
    "JSON": (lambda t: f'{{"csrf_token": "{t}"}}'.encode(), "application/json", {400}),
    "half multipart": (lambda _t: b"--x\r\nContent-Disp", "multipart/form-data; boundary=x", {400}),
    "no boundary": (lambda _t: b"--x\r\n", "multipart/form-data", {400}),
    "200,000 parameters": (
        lambda t: f"csrf_token={t}&".encode() + b"a=1&" * 200_000,
        "application/x-www-form-urlencoded",
        {413},
    ),
    "2 MB of text": (
        lambda t: f"csrf_token={t}&notes=".encode() + b"x" * 2_097_153,
        "application/x-www-form-urlencoded",
        {413},
    ),
    "20 MB of text": (
        lambda t: f"csrf_token={t}&notes=".encode() + b"x" * 20_000_000,
        "application/x-www-form-urlencoded",
        {413},
    ),
}

NAMES: tuple[str, ...] = (
    "Siobhán O'Connor", "Seán Ó Súilleabháin", "Aoife Nic Ghiolla Phádraig", "Renée Dubois",
    "François L’Écuyer", "Zoë Müller", "Jürgen Weiß", "Søren Ångström", "Bjørn Øye", "Þóra Guðrún",
    "Łukasz Żółć", "Małgorzata Święch", "Jiří Dvořák", "Žofie Šťastná", "Győző Erdős",
    "Ștefan Țăran", "Ioana Măgureanu", "Đorđe Čabarkapa", "Gülşen Çağlayan", "İbrahim Işık",
    "Nguyễn Thị Ánh Tuyết", "Trần Đức Hạnh", "Nuñez-Peña", "João Conceição", "Íñigo Arizmendi",
    "Anne-Marie d'Arcy", "Mary Jane St. John-Smythe", "J. R. R. de la Cruz y Ortega", "O", "U Nu",
    "Ng", "X Æ A-12", "D’Angelo Brown", "O`Neil", "Μαρία Παπαδοπούλου", "Георгий Иванович Щукин",
    "Олександр Їжакевич", "محمد عبد الله", "فاطمة الزهراء", "דוד בן־גוריון", "李小龍",
    "佐藤 さくら",
    "김민수", "สมชาย ใจดี", "प्रिया शर्मा", "তাসলিমা আক্তার", "ਗੁਰਪ੍ਰੀਤ ਸਿੰਘ", "தமிழ்ச்செல்வி", "සුනිල් පෙරේරා",
    "አበበ ቢቂላ", "Ọláwálé Adébáyọ̀", "Nneka Ọkọnkwọ", "Ka‘iulani Keohokālole", "Tāmati Ngāpō",
    "Müller-Lüdenscheidt", "Null", "Test", "van der Berg", "Ewa Nowak-Kowalska-Wiśniewska",
    "Uvuvwevwevwe Onyetenyevwe " + "Ossas" * 30,
)  # fmt: skip
