"""Which school did they mean? What was typed becomes a URN, or a choice to make.

An officer's own schools are chosen from a list; any other is typed, as a name or a URN, or picked
from what the search box offers, which ends with the URN in brackets.
"""

import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from sso_log.auth.identity import Actor
from sso_log.clock import today_london
from sso_log.entries.forms.binding import ANOTHER_SCHOOL
from sso_log.entries.kinds.declare import Schema, Type
from sso_log.entries.parse import shown
from sso_log.reference.models import School
from sso_log.reference.queries import schools as register

_URN = re.compile(r"\d{5,7}", flags=re.ASCII)
_ENDS_WITH_URN = re.compile(r"\((?:URN )?(\d{5,7})\)\s*$", flags=re.ASCII)
LONGEST = 120


@dataclass(frozen=True, slots=True)
class SchoolOption:
    """A school as it is offered: URN, name, and where it is."""

    urn: str
    name: str
    where: str = ""

    @property
    def text(self) -> str:
        """The line that the search box offers and takes back."""
        place = f", {self.where}" if self.where else ""
        return f"{self.name}{place} ({self.urn})"


@dataclass(slots=True)
class Resolved:
    """Raw answers with URNs for what was typed; what could not be told apart is in `errors`.

    `options` holds the schools to choose from, by the name of the field; `another` the fields in
    which “another” was selected and nothing typed yet.
    """

    raw: dict[str, Any]
    errors: dict[str, str] = field(default_factory=dict)
    options: dict[str, list[SchoolOption]] = field(default_factory=dict)
    another: set[str] = field(default_factory=set)


def option_of(school: School) -> SchoolOption:
    """The school as an option."""
    where = ", ".join(part for part in (school.local_authority_name, school.postcode) if part)
    return SchoolOption(str(school.urn), school.name, where)


def own_schools(actor: Actor) -> list[SchoolOption]:
    """The officer's schools of today, those they lead first."""
    return [option_of(school) for school in register.schools_of(actor.id, today_london())]


def find_schools(text: str) -> list[SchoolOption]:
    """Schools that match what was typed, at most twenty."""
    return [option_of(school) for school in register.search(text[:LONGEST], today_london())]


def resolve(schema: Schema, raw: dict[str, Any]) -> Resolved:
    """Turn every typed school into its URN where there is only one that it can mean."""
    resolved = Resolved(deepcopy(raw))
    for name, record, key in _schools_in(schema, resolved.raw):
        typed = record.get(key)
        if typed == ANOTHER_SCHOOL:
            resolved.another.add(name)
            del record[key]
            continue
        if isinstance(typed, dict):
            record[key] = typed["typed"]
            resolved.errors[name] = "You selected one school and typed another: keep only one"
        elif isinstance(typed, str) and typed and not _URN.fullmatch(typed):
            _resolve_one(resolved, name, record, key, typed)
    return resolved


def _resolve_one(
    resolved: Resolved, name: str, record: dict[str, Any], key: str, typed: str
) -> None:
    if match := _ENDS_WITH_URN.search(typed):
        record[key] = match[1]
        return
    if len(typed) > LONGEST or typed != shown(typed):
        resolved.errors[name] = "Enter the name of the school, or its URN"
        return
    matching = find_schools(typed)
    exact = [one for one in matching if one.name.casefold() == typed.casefold()]
    if len(matching) == 1 or len(exact) == 1:
        record[key] = (exact or matching)[0].urn
    elif matching:
        resolved.errors[name] = f"There is more than one school like “{typed}”: select one"
        resolved.options[name] = matching
    else:
        resolved.errors[name] = f"There is no open school like “{typed}”: check the spelling"


def _schools_in(schema: Schema, raw: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Every place for a school: the name of its field, and where its answer is kept."""
    for question in schema.of_type(Type.SCHOOL):
        yield question.name, raw, question.name
    for question in schema.of_type(Type.ROWS):
        columns = [column.name for column in question.columns if column.type is Type.SCHOOL]
        for position, row in enumerate(raw.get(question.name) or []):
            for column in columns:
                yield f"{question.name}-{position}-{column}", row, column
