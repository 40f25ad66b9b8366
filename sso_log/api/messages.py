"""Every JSON body of the contract, sent and answered, declared once.

msgspec reads and writes bodies from these declarations, and `openapi` describes them from the
same. `Meta.extra` of a field that is sent holds either the `sentence` for what is not of its type,
or `read`, a function that returns its value and raises Refused with the sentence.
"""

import datetime as dt
import uuid
from typing import Annotated, Any, Literal

from msgspec import UNSET, Meta, Struct, UnsetType, field

from sso_log.entries.kinds import KINDS
from sso_log.entries.kinds.declare import Type
from sso_log.entries.parse import Refused, read_instant
from sso_log.weeks.queries import LoggedAbstraction
from sso_log.weeks.services import LIMIT, MINUTES_IN_A_WEEK, STILL_TO_LOG
from sso_log.workflow.states import Action, Status

LARGEST_VERSION = 2**31 - 1


def _read_kind(raw: Any) -> str:
    code = raw.replace("-", "_") if isinstance(raw, str) else ""
    if code not in KINDS:
        raise Refused("Say which kind of entry this is: " + ", ".join(KINDS))
    return code


def _read_device_time(raw: Any) -> dt.datetime | None:
    return None if raw in (None, "") else read_instant(raw)


def _read_true(raw: Any) -> bool:
    if raw is not True:
        raise Refused(STILL_TO_LOG)
    return True


DEVICE_TIME = Meta(extra={"read": _read_device_time}, extra_json_schema={"format": "date-time"})
KindCode = Annotated[str, Meta(extra={"read": _read_kind}, extra_json_schema={"enum": list(KINDS)})]
VersionSeen = Annotated[
    int,
    Meta(
        ge=1,
        le=LARGEST_VERSION,
        extra={"sentence": "Give the number of the version that was looked at"},
    ),
]
Moment = Annotated[str, Meta(extra_json_schema={"format": "date-time"})]
MaybeText = Annotated[str | None, Meta(extra={"sentence": "Give this as text"})]
Minutes = Annotated[int, Meta(ge=0, le=MINUTES_IN_A_WEEK, extra={"sentence": LIMIT})]
Answers = Annotated[
    dict[str, Any],
    Meta(
        extra={"sentence": "Give the answers as one object, keyed by the names of the fields"},
        extra_json_schema={"anyOf": [{"$ref": f"#/components/schemas/Fields_{k}"} for k in KINDS]},
    ),
]


class EntryBody(Struct):
    """An entry, saved as a draft or submitted."""

    kind: KindCode
    action: Annotated[
        Literal["save", "submit"], Meta(extra={"sentence": "Say “save” for a draft or “submit”"})
    ]
    fields: Answers
    base_version: VersionSeen | None = None
    device_time: Annotated[dt.datetime | None, DEVICE_TIME] = None


class DecisionBody(Struct):
    """A decision about the version that was looked at, with its reason."""

    version: VersionSeen
    reason_code: MaybeText = None
    reason: MaybeText = None
    fields: Annotated[
        tuple[str, ...] | None, Meta(extra={"sentence": "Give a list of names of fields"})
    ] = None


class WeekBody(Struct):
    """A week confirmed."""

    on_duty_minutes: Minutes
    absence_minutes: Minutes
    nothing_else: Annotated[
        bool, Meta(extra={"read": _read_true}, extra_json_schema={"const": True})
    ]
    base_version: VersionSeen | None = None


class Error(Struct):
    """What is wrong, and a sentence for each field that needs correcting."""

    error: str
    errors: dict[str, list[str]] | UnsetType = UNSET


class Person(Struct):
    """Somebody named in an entry."""

    id: uuid.UUID
    name: str | None


class SignedIn(Person):
    """Whose session it is."""

    username: str


class Session(Struct):
    """Who is signed in, the token that every change must carry, and the server's time."""

    person: SignedIn
    roles: list[str]
    csrf_token: str
    server_time: Moment


class Return(Struct):
    """Why an entry was returned, reopened or made void."""

    reason_code: str | None
    reason: str | None
    fields: list[str]


class EntrySummary(Struct):
    """An entry in a list: no narrative, no fact about a child."""

    id: uuid.UUID
    reference: str
    kind: KindCode
    status: Status
    version: int
    school: str | None
    happened_on: dt.date | None
    submitted_at: Moment | None
    decided_at: Moment | None
    updated_at: Moment
    return_: Return | None = field(name="return")


class EntrySaved(EntrySummary):
    """The answer to an entry sent; `ignored` are the names that are no question of its kind."""

    ignored: list[str]


class EntryPage(Struct):
    """Some of one's own entries; `next` is the cursor of the page after."""

    entries: list[EntrySummary]
    next: str | None


class Flag(Struct):
    """Something for the sergeant to look at."""

    code: str
    sentence: str


class Event(Return):
    """One step in the history of an entry, with its reason if it has one."""

    at: Moment
    by: str
    action: Action
    from_: Status | None = field(name="from")
    to: Status
    version: int


class ConflictCopy(Struct):
    """A body that met a conflict, kept for its officer."""

    id: uuid.UUID
    received_at: Moment
    body: dict[str, Any]


class EntryWhole(EntrySummary):
    """An entry read back, with flags, history and one's own unresolved conflict copies."""

    officer: Person
    decided_by: Person | None
    fields: dict[str, Any]
    flags: list[Flag]
    history: list[Event]
    conflicts: list[ConflictCopy]


class Conflict(Struct):
    """An entry taken by something else: both bodies, and the copy under which yours is kept."""

    error: str
    yours: dict[str, Any]
    stored: EntryWhole | None
    conflict: uuid.UUID


class ConflictResolved(Struct):
    """A conflict copy that has been dealt with."""

    id: uuid.UUID
    resolved: bool


class Week(Struct):
    """A week as confirmed, or with what its form would begin with."""

    week: str
    status: str
    on_duty_minutes: int
    absence_minutes: int
    nothing_else: bool
    version: int | None
    first_confirmed_at: Moment | None
    confirmed_at: Moment | None
    abstractions: tuple[LoggedAbstraction, ...] | UnsetType = UNSET


class Code(Struct, rename={"attributes": "facts"}):
    """One code of a dated list; its facts are the list’s own columns, such as its outcome class."""

    code: str
    label: str
    hint: str | None
    valid_from: dt.date | None
    valid_until: dt.date | None
    attributes: dict[str, str]


class School(Struct):
    """A school of one's own."""

    urn: str
    name: str
    phase: str | None


class Condition(Struct):
    """A condition on the answer to another question."""

    field: str
    values: list[str]
    unless: bool


class Question(Struct, rename={"applies_when": "asked"}):
    """One question of a kind, as a form is drawn from it. Rows and groups have `columns`."""

    name: str
    label: str
    hint: str
    type: Type
    choices: str | None
    applies_when: Condition | None
    required: bool
    missing: str
    low: int | None
    high: int | None
    max_length: int
    future: bool
    repeatable: bool
    columns: list["Question"] | UnsetType = UNSET
    gate: str | UnsetType | None = UNSET

    def __post_init__(self) -> None:
        """Leave out what only rows and groups have."""
        self.choices = self.choices or None
        self.gate = (self.gate or None) if self.columns else UNSET
        self.columns = self.columns or UNSET


class Section(Struct):
    """Questions under one heading."""

    title: str
    intro: str
    fields: list[Question]


class Kind(Struct):
    """A kind of entry and its questions."""

    code: str
    slug: str
    letter: str
    noun: str
    sections: list[Section]


class Reference(Struct):
    """Kinds, code lists and one's own schools; `version` changes whenever any of it does."""

    kinds: list[Kind]
    lists: dict[str, list[Code]]
    schools: list[School]
    version: str = ""
