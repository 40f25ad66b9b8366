"""Every form and every page against values nobody expects: a sentence, never a 500, never a hang.

Forms and pages are found from the route table (see `tests/sweep.py`): a new one is attacked here
without anyone writing a test for it. SQLite gets everything; PostgreSQL, which refuses NUL and
numbers that are too large by itself, gets a sample. The JSON has its own `test_api_hostile`.
"""

import re
import time
import unicodedata
from collections.abc import Callable
from functools import partial
from itertools import cycle
from pathlib import Path
from urllib.parse import quote, urlencode, urlsplit

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from werkzeug.test import TestResponse

from tests.client import PASSWORD, Browser, check_page
from tests.factories.force import Force
from tests.factories.forms import form_of, replaced
from tests.hostile import BODIES, NAMES, RAW_VALUES, SHORT, VALUES
from tests.sweep import EVERYBODY, Form, Open, Pairs, World, build_world, forms, table

FORM = "application/x-www-form-urlencoded"
LONGEST_SECONDS = 2.0
SAMPLE = (
    "2^31", "2^63", "forty digits", "other digits", "superscript", "year one", "the last year",
    "a template", "combining", "noncharacter", "long", "SQL", "controls",
)  # fmt: skip
SAMPLE_SHORT = ("9223372036854775808", "9" * 40, "²", "0001-01-01", "9999-12-31", "\u202e🧑🏽‍✈️")
COOKIES = {"sso_log_form", "sso_log_session", "sso_log_device"}
# A letter of each of these in a page would mean that something was run, not shown.
RUN = ("<script>alert(1)</script>", "<img src=x", str(31337 * 31337), "root:x:0")
TOGETHER = 8
ROUNDS = 6
ROOT = Path(__file__).resolve().parents[2]


class Attack:
    """Sends requests as one person, and checks every answer."""

    def __init__(self, browser: Open, form: Form | None = None, username: str = "") -> None:
        self.open, self.username = browser, form.username if form else username
        self.form = form
        self.tries = 0
        self.start()

    def start(self) -> None:
        """Sign in, again where the last answer signed somebody out."""
        self.somebody: Browser = self.open(self.username)
        self.token = self.somebody.token()

    def send(self, body: bytes, content_type: str = FORM, path: str = "") -> TestResponse:
        """Post a body to the form, from an address of its own: guessing is slowed down."""
        assert self.form is not None
        self.tries += 1
        source = {"REMOTE_ADDR": f"192.0.{self.tries // 250}.{self.tries % 250}"}
        return self.checked(
            lambda: self.somebody.client.post(
                path or self.form.action,  # type: ignore[union-attr]
                data=body,
                content_type=content_type,
                environ_overrides=source,
            )
        )

    def fill(self, changes: dict[str, str], raw: bool = False) -> TestResponse:
        """Post the form with fields answered differently."""
        assert self.form is not None
        pairs = [(name, value) for name, value in self.form.pairs() if name not in changes]
        body = urlencode([*replaced(pairs, csrf_token=self.token)])
        encode = (lambda text: text) if raw else quote
        extra = "".join(f"&{quote(name)}={encode(value)}" for name, value in changes.items())
        answer = self.send((body + extra).encode())
        if self.form.endpoint in ("auth.sign_out", "auth.do_sign_in", "auth.change_password"):
            self.start()
        return answer

    def checked(self, send: Callable[[], TestResponse]) -> TestResponse:
        """One answer, timed by what it costs the processor: the machine may be busy."""
        began = time.process_time()
        answer = send()
        assert time.process_time() - began < LONGEST_SECONDS, f"{answer.request.path} hangs"
        assert_answered(answer)
        return answer


def assert_answered(answer: TestResponse) -> None:
    """Below 500, a sentence with every refusal, nothing run, nothing put into the headers."""
    asked = f"{answer.request.method} {answer.request.path}?{answer.request.query_string!r:.200}"
    assert answer.status_code < 500, f"{asked}: {answer.status_code}\n{words_of(answer)[:800]}"
    text = answer.text
    for sign in RUN:
        assert sign not in text, f"{asked}: {sign}"
    assert "X-Stolen" not in answer.headers
    names = {cookie.partition("=")[0] for cookie in answer.headers.getlist("Set-Cookie")}
    assert names <= COOKIES, f"{asked}: {names}"
    if answer.status_code in (301, 302, 303):
        assert urlsplit(answer.location).netloc == "", f"{asked}: {answer.location}"
    elif answer.mimetype == "text/html":
        # A page that gives back what was typed gives back its control characters.
        soup = check_page(answer, frozenset({"invalid-codepoint"}))
        if answer.status_code >= 400:
            main = soup.find("main")
            assert main is not None
            sentence = main.get_text(" ", strip=True).replace(soup.h1.get_text(strip=True), "", 1)
            assert len(sentence.split()) >= 3, f"{asked}: {answer.status_code} without a sentence"
    elif answer.status_code >= 400:
        assert answer.json and answer.json["error"].endswith("."), asked


def words_of(answer: TestResponse) -> str:
    return BeautifulSoup(answer.text, "html.parser").get_text(" ", strip=True)


@pytest.fixture
def world(force: Force) -> World:
    return build_world(force)


@pytest.fixture
def found(app: Flask, world: World, browser: Open) -> list[Form]:
    return forms(app, world, browser)


def test_every_route_that_posts_has_a_form_in_the_sweep(app: Flask, found: list[Form]) -> None:
    posted = {str(row["endpoint"]) for row in table(app) if "POST" in row["methods"]}
    assert posted - {form.endpoint for form in found} == set()


def test_no_value_in_any_form_breaks_the_server(
    engine_name: str, found: list[Form], browser: Open
) -> None:
    values = VALUES if engine_name == "sqlite" else {name: VALUES[name] for name in SAMPLE}
    turn = cycle(values.values())
    for form in found:
        attack = Attack(browser, form)
        names = form.names() or ["surprise"]
        # The forms of entries are long, and have a sweep of their own in `test_entry_hostile`.
        long = form.endpoint.startswith("entries.")
        for name in SAMPLE if long else values:
            attack.fill(dict.fromkeys(names, values[name]))
        for start in range(0, len(names), TOGETHER):
            attack.fill({name: next(turn) for name in names[start : start + TOGETHER]})
        for raw in RAW_VALUES.values():
            answer = attack.fill({names[0]: raw}, raw=True)
            assert answer.status_code == 400, f"{form.endpoint}: {raw}"


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_no_body_breaks_any_form(engine_name: str, found: list[Form], browser: Open) -> None:
    for form in found:
        attack = Attack(browser, form)
        for name, (make, content_type, expected) in BODIES.items():
            answer = attack.send(make(attack.token), content_type)
            assert answer.status_code in expected, f"{form.endpoint}, {name}: {answer.status_code}"
        for pairs in shapes_of(form):
            attack.send(urlencode([*pairs, ("csrf_token", attack.token)]).encode())
            if form.endpoint == "auth.sign_out":
                attack.start()


def shapes_of(form: Form) -> list[Pairs]:
    """The form with everything missing, repeated, or under names of another shape."""
    patterns = ("{}[]", "{0}-0-{0}", "{}-999999999-school", "{}.x", "__proto__[{}]")
    return [
        [],
        [(name, "1") for name in form.names() for _ in range(3)],
        *([(pattern.format(name), "1") for name in form.names()] for pattern in patterns),
    ]


def test_a_megabyte_of_letters_in_a_note_is_refused_at_once(browser: Open) -> None:
    attack, path = Attack(browser, username="officer"), "/entries/new/engagement"
    for letters in ("1", "x", "a.", "A-", "0 ", "Ab "):
        pairs = replaced(form_of("engagement"), notes=letters * (1_500_000 // len(letters)))
        data = {**dict(pairs), "csrf_token": attack.token}
        answer = attack.checked(lambda d=data: attack.somebody.client.post(path, data=d))
        assert answer.status_code in (413, 422)


def test_no_parameter_of_any_page_breaks_the_server(
    app: Flask, engine_name: str, world: World, browser: Open
) -> None:
    values = SHORT if engine_name == "sqlite" else SAMPLE_SHORT
    asked: set[str] = set()
    for username in EVERYBODY:
        attack = Attack(browser, username=username)
        for row in table(app):
            rule = str(row["rule"])
            if "GET" not in row["methods"] or username not in row["roles"] or rule in asked:
                continue
            asked.add(rule)
            path = world.addresses(rule)[0]
            for first in range(ROUNDS):  # each parameter another value in each round
                turn = cycle(values[first * 2 :] + values[: first * 2])
                pairs = [(name, next(turn)) for name in PARAMETERS]
                query = urlencode(pairs + pairs[: first % 2 * 5])
                attack.checked(partial(attack.somebody.client.get, f"{path}?{query}"))
            for name in ("format", "page", "from"):  # a wrong one of these hides the others
                query = urlencode({name: values[-1]})
                attack.checked(partial(attack.somebody.client.get, f"{path}?{query}"))


# Every parameter that some page reads; the test below keeps this whole.
PARAMETERS = (
    "from", "until", "unit", "type", "kind", "capacity", "format", "by", "page", "sort", "table",
    "part", "officer", "school", "q", "role", "person", "tag", "subject", "before", "next",
    "select", "flagged", "status", "updated_since", "cursor", "borough", "on", "like", "diversion",
    "done", "phase", "week", "compare",
)  # fmt: skip
READ = re.compile(r"request\.args\.get(?:list)?\(\s*\"([a-z_]+)\"")


def test_the_parameters_of_the_sweep_are_all_there_are() -> None:
    read = {
        name for path in (ROOT / "sso_log").rglob("*.py") for name in READ.findall(path.read_text())
    }
    assert read, "the sweep no longer finds what pages read"
    assert read - set(PARAMETERS) == set()


@pytest.mark.parametrize("raw", [*RAW_VALUES.values()])
def test_an_address_that_is_no_text_is_refused(browser: Open, raw: str) -> None:
    attack = Attack(browser, username="officer")
    for path in (f"/entries?status={raw}", f"/schools?{raw}=1", f"/help/{raw}", f"/entries/{raw}"):
        answer = attack.checked(lambda path=path: attack.somebody.client.get(path))
        assert answer.status_code in (400, 404), path


def test_too_many_parameters_of_an_address_are_refused(browser: Open) -> None:
    attack = Attack(browser, username="officer")
    answer = attack.checked(lambda: attack.somebody.client.get("/entries?" + "a=1&" * 200_000))
    assert answer.status_code == 413


@pytest.mark.parametrize("path", ["/../../etc/passwd", "/static/../../pyproject.toml",
    "/static/%2e%2e/%2e%2e/pyproject.toml", "/static/..%5c..%5cpyproject.toml",
    "/help/..%2f..%2fetc%2fpasswd", "/schools/99999999999999999999", "/schools/-1",
    "/weeks/2026-W99", "/weeks/0000-W00", "/weeks/9999-W53", "/framework/..%2f..%2fx",
    "/framework/__class__", "/entries/new/__class__", "/entries/" + "a" * 5_000])  # fmt: skip
def test_an_address_that_means_nothing_is_not_found(browser: Open, path: str) -> None:
    attack = Attack(browser, username="sergeant")
    answer = attack.checked(lambda: attack.somebody.client.get(path))
    assert answer.status_code in (400, 403, 404), answer.status_code


def test_sixty_real_names_of_people_come_back_exactly(browser: Open) -> None:
    admin = browser("admin")
    for number, name in enumerate(NAMES):
        username = f"person{number}"
        pairs = new_person(username, unicodedata.normalize("NFD", name))
        admin.get(admin.post("/admin/people/new", pairs).location)
        assert admin.page.h1.get_text(strip=True) == unicodedata.normalize("NFC", name)
        somebody = browser("")
        somebody.sign_in(username)
        somebody.get("/account/password")
        assert unicodedata.normalize("NFC", name) in somebody.page.get_text()


def new_person(username: str, name: str) -> Pairs:
    """An account for an auditor, who needs no warrant number and no team."""
    fields = {"username": username, "name": name, "password": PASSWORD, "warrant_number": "",
              "role": "auditor", "unit": "met", "valid_from": "2020-09-01"}  # fmt: skip
    return list(fields.items())


def test_text_of_an_entry_comes_back_exactly(browser: Open) -> None:
    officer = browser("officer")
    for text in ("\n".join(NAMES), *(v for n, v in VALUES.items() if n not in NOT_KEPT)):
        pairs = replaced(form_of("engagement", action="save"), notes=text)
        shown = officer.post("/entries/new/engagement", pairs, status=None)
        if shown.status_code == 200:  # asked whether these are names of children; they are not
            asked = officer.page.find("input", attrs={"name": "narrative_checked"})["value"]
            pairs = replaced(pairs, narrative_checked=asked)
            shown = officer.post("/entries/new/engagement", pairs)
        officer.get(shown.location.partition("?")[0] + "/edit")
        kept = officer.page.find("textarea", attrs={"name": "notes"}).get_text()
        expected = unicodedata.normalize("NFC", text).replace("\r\n", "\n").strip()
        assert kept.replace("\r\n", "\n").strip() == expected, text[:60]


# Too long for a note, or made of characters that no page may hold.
NOT_KEPT = ("long", "controls", "noncharacter", "nothing", "spaces")
KEPT = "Žofie <b>&amp; “O'Neil” {{7}}"


def test_what_was_typed_is_still_there_when_a_form_is_refused(
    found: list[Form], browser: Open
) -> None:
    lost = []
    for form in found:
        # The rows of a template are copied by scripts; a search is turned into what it found.
        typed = [name for name in form.typed() if "__n__" not in name and "search" not in name]
        if not typed:
            continue
        attack = Attack(browser, form)
        answer = attack.fill({name: f"{KEPT} {name}" for name in typed})
        if answer.status_code in (302, 303):
            continue
        text = BeautifulSoup(answer.text, "html.parser")
        there = " ".join(
            [text.get_text()]
            + [tag.get_text() for tag in text.find_all("textarea")]
            + [str(tag.get("value")) for tag in text.find_all("input")]
        )
        lost += [f"{form.endpoint}: {name}" for name in typed if f"{KEPT} {name}" not in there]
    assert not lost


def test_a_password_is_never_given_back(found: list[Form], browser: Open) -> None:
    secret = "correct horse battery"
    asked = 0
    for form in found:
        names = [name for name, kind, _value in form.fields if kind == "password"]
        if names:
            asked += 1
            answer = Attack(browser, form).fill(dict.fromkeys(names, secret) | {"unit": "x"})
            assert secret not in answer.text, form.endpoint
    assert asked >= 4
