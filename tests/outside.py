"""One installation as an outsider meets it: the `sso-log` command, and HTTP to a served process.

Nothing of the application is imported here: what these helpers know is the published contract.
The database is SQLite in a new folder, or whatever `SSO_LOG_DATABASE_URL` the maker gives.
"""

import datetime as dt
import json
import os
import re
import secrets
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import requests

LONDON = ZoneInfo("Europe/London")
PASSWORD = "a tall ladder {username}"
HACKNEY, TOWER_HAMLETS = "E09000012-sso-1", "E09000030-sso-1"
PEOPLE = {
    "alice": ("officer", HACKNEY, "W1001"),
    "carl": ("officer", HACKNEY, "W1002"),
    "sam": ("sergeant", HACKNEY, "W2001"),
    "sid": ("sergeant", HACKNEY, "W2002"),
    "sue": ("sergeant", TOWER_HAMLETS, "W2003"),
    "ivy": ("inspector", "central-east", "W3001"),
    "ana": ("analyst", "met", None),
    "aud": ("auditor", "met", None),
    "bob": ("board", "met", None),
    "adi": ("admin", "met", None),
}
SCHOOLS = (
    "urn,name,local_authority_name,phase_of_education,gender,status,gss_code,dfe_la_code\n"
    "900001,Mare Street School,Hackney,Secondary,Mixed,Open,E09000012,204\n"
    "900002,Lea Bank School,Hackney,Secondary,Mixed,Open,E09000012,204\n"
    "900003,Stepping Stones Academy,Tower Hamlets,Secondary,Mixed,Open,E09000030,211\n"
)
TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


def today() -> dt.date:
    """Today in London."""
    return dt.datetime.now(LONDON).date()


def posted_from() -> dt.date:
    """The first day of everybody's posting: long enough ago for both changes of the clock."""
    return today() - dt.timedelta(days=800)


def term_monday() -> dt.date:
    """The Monday of a week of November that is over, in term everywhere."""
    year = (today() - dt.timedelta(days=30)).year
    day = dt.date(year, 11, 12)
    if day > today() - dt.timedelta(days=14):
        day = dt.date(year - 1, 11, 12)
    return day - dt.timedelta(days=day.weekday())


@dataclass
class Person:
    """Somebody with a browser."""

    base: str
    username: str
    session: requests.Session = field(default_factory=requests.Session)

    def sign_in(self, password: str | None = None) -> requests.Response:
        """Sign in with the form, as `username`."""
        secret = password or PASSWORD.format(username=self.username)
        fields = {"username": self.username, "password": secret}
        return self.post("/sign-in", fields, page="/sign-in")

    def get(self, path: str, **extra: Any) -> requests.Response:
        """A page, without following where it sends the browser."""
        return self.session.get(self.base + path, allow_redirects=False, timeout=30, **extra)

    def post(self, path: str, fields: Any, page: str | None = None) -> requests.Response:
        """Send a form, with the token of a page that has one."""
        found = TOKEN.search(self.get(page or "/account/password").text)
        pairs = list(fields.items()) if isinstance(fields, dict) else list(fields)
        pairs.append(("csrf_token", found.group(1) if found else ""))
        return self.session.post(self.base + path, data=pairs, allow_redirects=False, timeout=30)

    def token(self) -> str:
        """The token of the JSON routes."""
        return str(self.get("/api/v1/session").json()["csrf_token"])

    def send(self, method: str, path: str, body: Any) -> requests.Response:
        """Send JSON to a path under /api/v1."""
        return self.session.request(
            method,
            f"{self.base}/api/v1{path}",
            data=body if isinstance(body, bytes) else json.dumps(body).encode(),
            headers={"X-CSRF-Token": self.token(), "Content-Type": "application/json"},
            timeout=30,
        )

    def put(
        self, entry: str, kind: str, fields: dict[str, Any], action: str = "submit", **extra: Any
    ) -> requests.Response:
        """PUT one entry."""
        body = {"kind": kind, "base_version": None, "action": action, "fields": fields, **extra}
        return self.send("PUT", f"/entries/{entry}", body)

    def submitted(self, kind: str, fields: dict[str, Any]) -> str:
        """The id of a new entry that was accepted."""
        entry = new_id()
        answer = self.put(entry, kind, fields)
        assert answer.status_code == 201, answer.text
        return entry

    def read(self, entry: str) -> dict[str, Any]:
        """An entry read back."""
        answer = self.get(f"/api/v1/entries/{entry}")
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    def decide(self, entry: str, decision: str = "approve", **more: Any) -> requests.Response:
        """Decide on the version there is."""
        body = {"version": self.read(entry)["version"], **more}
        return self.send("POST", f"/entries/{entry}/{decision}", body)

    def approve(self, *entries: str) -> None:
        """Approve entries that are approvable."""
        for entry in entries:
            answer = self.decide(entry)
            assert answer.status_code == 200, answer.text


@dataclass
class Site:
    """A new installation: its folder, its environment, and its server once `serve` was called."""

    folder: Path
    database_url: str | None = None
    process: subprocess.Popen[bytes] | None = None
    base: str = ""

    def __post_init__(self) -> None:
        clean = {k: v for k, v in os.environ.items() if not k.startswith("SSO_LOG_")}
        self.env = clean | {
            "SSO_LOG_DATA_DIR": str(self.folder),
            "SSO_LOG_SECRET_KEY": secrets.token_urlsafe(48),
            "SSO_LOG_PERSON_KEY": secrets.token_urlsafe(48),
            "SSO_LOG_INSECURE_COOKIES": "1",
        }
        if self.database_url:
            self.env["SSO_LOG_DATABASE_URL"] = self.database_url

    def run(self, *words: str, stdin: str = "", **env: str) -> subprocess.CompletedProcess[str]:
        """Run one command and wait for it."""
        return subprocess.run(
            [sys.executable, "-m", "sso_log.cli", *words],
            input=stdin, capture_output=True, text=True, timeout=120, check=False,
            env=self.env | env,
        )  # fmt: skip

    def done(self, *words: str, stdin: str = "") -> str:
        """What a command prints that must succeed."""
        answer = self.run(*words, stdin=stdin)
        assert answer.returncode == 0, answer.stderr
        return answer.stdout

    def create_user(self, username: str, role: str, unit: str, warrant: str | None) -> None:
        """A person whose password everybody here knows."""
        words = ["create-user", username, "--name", f"{username.title()} O’Neill", "--role", role]
        words += ["--unit", unit, "--from", posted_from().isoformat(), "--password-stdin"]
        words += ["--warrant-number", warrant] if warrant else []
        self.done(*words, stdin=PASSWORD.format(username=username) + "\n")

    def furnish(self, people: Iterable[str] = PEOPLE) -> None:
        """The force, these people, three schools, and who looks after two of them."""
        self.done("init")
        register = self.folder / "register.csv"
        register.write_text(SCHOOLS, encoding="utf-8")
        self.done("import", "schools", str(register))
        with ThreadPoolExecutor(2) as two:
            list(two.map(lambda who: self.create_user(who, *PEOPLE[who]), people))
        since = ("--from", posted_from().isoformat())
        self.done("assign-school", "alice", "900001", "--lead", *since)
        self.done("assign-school", "alice", "900002", *since)

    def serve(self) -> None:
        """Start the production server on a free port and wait until it is ready."""
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            port = taken.getsockname()[1]
        self.base = f"http://127.0.0.1:{port}"
        with (self.folder / "serve.log").open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "sso_log.cli", "serve", "--port", str(port)],
                env=self.env, stdout=log, stderr=log,
            )  # fmt: skip
        for _attempt in range(150):
            try:
                if requests.get(self.base + "/readyz", timeout=5).status_code == 200:
                    return
            except requests.ConnectionError:
                time.sleep(0.1)
        raise AssertionError((self.folder / "serve.log").read_text())

    def stop(self) -> None:
        """Stop the server."""
        if self.process:
            self.process.terminate()
            self.process.wait(timeout=20)

    def person(self, username: str) -> Person:
        """Somebody signed in."""
        person = Person(self.base, username)
        answer = person.sign_in()
        assert answer.status_code == 303, answer.text
        return person

    def indicator(self, name: str, *words: str) -> dict[str, Any]:
        """The figure that the command prints."""
        found: dict[str, Any] = json.loads(self.done("indicator", name, *words, "--json"))
        return found


def new_id() -> str:
    """A UUIDv7, as the tablet makes them."""
    now = int(time.time() * 1000)
    value = (now << 80) | (7 << 76) | (secrets.randbits(12) << 64) | (2 << 62)
    return str(uuid.UUID(int=value | secrets.randbits(62)))
