"""Settings from the environment. The defaults are the safe ones for production.

Every variable is listed in the README. Nothing else in the application reads the environment.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

MINIMUM_KEY_LENGTH = 32
MAX_BODY_BYTES = 2 * 1024 * 1024
WEAK_KEYS = {"secret", "changeme", "password", "development"}


class BadSettings(Exception):
    """The environment does not say what is needed; the message is one sentence for the console."""


@dataclass(frozen=True)
class Settings:
    """What one running application needs to know.

    `person_key` is the HMAC key behind child keys and the audit chain: it never changes, and it
    is never in the database.
    """

    data_dir: Path
    database_url: str
    secret_key: str = field(repr=False)
    person_key: str = field(repr=False)
    host: str = "127.0.0.1"
    port: int = 8000
    trusted_hosts: tuple[str, ...] = ()
    proxies: int = 0
    insecure_cookies: bool = False
    idle_minutes: int = 60
    demo: bool = False
    words_file: Path | None = None
    testing: bool = False
    argon2_cost: tuple[int, int, int] = (3, 65536, 2)

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] = os.environ, **known: Any) -> "Settings":
        """Read SSO_LOG_* variables; `known` wins over them. Raises BadSettings."""
        data_dir = Path(known.pop("data_dir", None) or environ.get("SSO_LOG_DATA_DIR", "instance"))
        data_dir = data_dir.resolve()
        values: dict[str, Any] = {
            "data_dir": data_dir,
            "database_url": environ.get("SSO_LOG_DATABASE_URL")
            or f"sqlite:///{data_dir / 'sso-log.sqlite3'}",
            "secret_key": environ.get("SSO_LOG_SECRET_KEY", ""),
            "person_key": environ.get("SSO_LOG_PERSON_KEY", ""),
            "host": environ.get("SSO_LOG_HOST", cls.host),
            "port": _whole_number(environ, "SSO_LOG_PORT", cls.port),
            "trusted_hosts": _words(environ.get("SSO_LOG_TRUSTED_HOSTS", "")),
            "proxies": _whole_number(environ, "SSO_LOG_PROXIES", cls.proxies),
            "idle_minutes": _whole_number(environ, "SSO_LOG_IDLE_MINUTES", cls.idle_minutes),
            "insecure_cookies": environ.get("SSO_LOG_INSECURE_COOKIES") == "1",
            "words_file": Path(environ["SSO_LOG_WORDS"]) if environ.get("SSO_LOG_WORDS") else None,
        }
        values.update(known)
        settings = cls(**values)
        settings.check()
        return settings

    def check(self) -> None:
        """Refuse weak or missing keys, and plain http beyond this machine. Raises BadSettings."""
        for name in ("secret_key", "person_key"):
            value = getattr(self, name)
            if len(value) < MINIMUM_KEY_LENGTH or value.lower() in WEAK_KEYS:
                raise BadSettings(
                    f"SSO_LOG_{name.upper()} must be set to at least {MINIMUM_KEY_LENGTH} random "
                    "characters, for example from: python -c 'import secrets; "
                    "print(secrets.token_urlsafe(48))'"
                )
            if len(set(value)) < 10:
                raise BadSettings(f"SSO_LOG_{name.upper()} is too regular to be a secret.")
        if self.secret_key == self.person_key:
            raise BadSettings("SSO_LOG_SECRET_KEY and SSO_LOG_PERSON_KEY must differ.")
        if self.insecure_cookies and self.host not in ("127.0.0.1", "localhost", "::1"):
            raise BadSettings(
                "SSO_LOG_INSECURE_COOKIES=1 is only for an address of this machine, "
                f"not {self.host}."
            )

    @property
    def sqlalchemy_url(self) -> str:
        """The database URL with the driver named: psycopg 3 for PostgreSQL."""
        for prefix in ("postgresql://", "postgres://"):
            if self.database_url.startswith(prefix):
                return "postgresql+psycopg://" + self.database_url.removeprefix(prefix)
        return self.database_url

    def flask(self) -> dict[str, Any]:
        """The same settings under the names that Flask and its extensions know."""
        return {
            "SETTINGS": self,
            "SECRET_KEY": self.secret_key,
            "SQLALCHEMY_DATABASE_URI": self.sqlalchemy_url,
            # People's answers are parameters: they stay out of error messages and logs.
            "SQLALCHEMY_ENGINE_OPTIONS": {"hide_parameters": True},
            "MAX_CONTENT_LENGTH": MAX_BODY_BYTES,
            "MAX_FORM_MEMORY_SIZE": MAX_BODY_BYTES,
            "MAX_FORM_PARTS": 1000,
            "TRUSTED_HOSTS": list(self.trusted_hosts) or ["127.0.0.1", "localhost", "[::1]"],
            "SESSION_COOKIE_NAME": "sso_log_form",
            "SESSION_COOKIE_SECURE": not self.insecure_cookies,
            "SESSION_COOKIE_HTTPONLY": True,
            "SESSION_COOKIE_SAMESITE": "Lax",
            "WTF_CSRF_TIME_LIMIT": None,
            "WTF_CSRF_SSL_STRICT": True,
            "SSO_LOG_DEMO": self.demo,
            "SSO_LOG_IDLE_MINUTES": self.idle_minutes,
            "TESTING": self.testing,
        }


def _words(text: str) -> tuple[str, ...]:
    return tuple(word for word in text.replace(",", " ").split() if word)


def _whole_number(environ: Mapping[str, str], name: str, default: int) -> int:
    text = environ.get(name, "").strip()
    if not text:
        return default
    if not text.isdigit():
        raise BadSettings(f"{name} must be a whole number, not “{text}”.")
    return int(text)
