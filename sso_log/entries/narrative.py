"""Does a text look as if it identified a child? A warning, never a block.

Looks for what gives a person away: a phone number, a postcode, a date of birth, an e-mail
address, and two capitalised words in a row that are not a place, an agency or a rank. It errs on
the side of silence: a warning that is usually wrong is one that nobody reads. Pure.
"""

import datetime as dt
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass

YOUNGEST_YEARS, OLDEST_YEARS = 3, 20
# Longer than any answer may be: what lies beyond is refused anyway.
LONGEST_SEARCHED = 12_000

_PHONE = re.compile(r"(?<![\w£])(?:\+44[\s-]?(?:\(0\))?|0)(?:[\s-]?\d){9,10}(?!\w)")
_POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[ABD-HJLNP-UW-Z]{2}\b")
_POSTCODE_SMALL = re.compile(r"\b[a-z]{1,2}\d[a-z\d]? \d[abd-hjlnp-uw-z]{2}\b", re.IGNORECASE)
# Bounded, and begun only where a word begins: anything else takes hours over a megabyte of letters.
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}\.[\w.]{1,190}")
_DATE = re.compile(r"\b(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})\b")
_BORN = re.compile(r"\b(?:d\.?o\.?b\.?|date of birth|born on)\b[^.\n]{0,20}\d", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_TITLE = re.compile(r"\b(Mr|Mrs|Ms|Miss|Mx|Dr)\.? (?=[A-Z])")

# Words that begin a sentence and are no part of a name that follows.
LEADING = frozenset(
    """
    a about after again all also an and any are as asked at attended because before both but by
    called child class contacted dear discussed during each eventually every finally first five
    following for four from gave general group had he head her his however i if in informed is it
    its last later law law let like made met mother my next no not note now of offered officer on
    once one only or other our parent pc police pupil recorded referred returned said saw second
    see seen she since six so some spoke student suspect talked teacher ten that the their then
    there these they this those three to today told tomorrow two under until up victim visited
    was we were what when where which while who why witness with yesterday you your dad mum father
    sister brother boy girl friend carer
    """.split()  # noqa: SIM905
)
# A run of capitals that holds one of these is a place, a body, a rank or a scheme.
NOT_A_PERSON = frozenset(
    """
    academy academies agency agreement aid aldi approach april asda assembly association august
    authority avenue awareness barking barnet bcu bexley board body borough brent bridge broadway
    bromley bus camden car care cctv central centre charity children church class classes clever
    close club college committee common community control convenor council county court coordinator
    crescent crime cris croydon dagenham days december department deputy designated detective
    director district dlr drive drop duty ealing early east ehcp england english enfield estate
    family february federation first forum foundation free friday gardens gate general girls goes
    grammar green greenwich grove hackney hall hammersmith haringey harrow havering head health
    heath help high hill hillingdon home hospital hounslow house hub inclusion infant inspector
    intervention islington january join july june junior justice kensington key kingston kingdom
    knife ks3 ks4 lambeth lane lead leader learning legal lewisham lesson library line liaison
    local london lunch manager march market mash may meeting member mental mentor merton met
    metropolitan monday multi national neighbourhood network never newham north november nurse
    october office officer online operation panel parade park partnership pastoral phase place
    plan platform police prevent primary principal programme project protection protocol pru
    public pupil ramadan referral rail redbridge restorative richmond road room route royal safe
    safeguarding safer safety saturday school schools scheme secondary section senco sergeant
    service services session site sixth social south southwark special square staff stage
    standards station stop street strategy study sunday superintendent support sutton team term
    thames thursday tower town training transport trust tuesday turnaround tube unit university
    upper vale victim village violence walk wandsworth ward waltham waterloo watch way wednesday
    week west westminster wing woods workshop worker year young youth village virtual zone
    muslim christian jewish sikh hindu catholic anglican black white asian british christmas
    easter eid diwali snapchat instagram whatsapp tiktok microsoft teams google facebook youtube
    st saint saints lady holy queen king prince princess
    """.split()  # noqa: SIM905
)


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that may identify a person: what it looks like, and the words themselves."""

    what: str
    words: str


def findings(text: str, today: dt.date, known: Iterable[str] = ()) -> list[Finding]:
    """What in a text looks as if it identified a person; `known` are names that do not."""
    text = text[:LONGEST_SEARCHED]
    matches = [Finding("an e-mail address", match[0]) for match in _EMAIL.finditer(text)]
    matches += [Finding("a phone number", match[0].strip()) for match in _PHONE.finditer(text)]
    matches += [Finding("a postcode", words) for words in _postcodes(text)]
    matches += [Finding("a date of birth", words) for words in _birth_dates(text, today)]
    matches += [Finding("a name", words) for words in _names(text, known)]
    return list(dict.fromkeys(matches))


def digest(texts: Iterable[str]) -> str:
    """A fingerprint of texts, to know that they are the ones already asked about."""
    whole = "\0".join(" ".join(text.split()) for text in texts)
    return hashlib.sha256(whole.encode("utf-8", "replace")).hexdigest()[:32]


def _postcodes(text: str) -> list[str]:
    matches = [match[0] for match in _POSTCODE.finditer(text)]
    return matches + [
        match[0] for match in _POSTCODE_SMALL.finditer(text) if match[0] not in matches
    ]


def _birth_dates(text: str, today: dt.date) -> list[str]:
    matches = [match[0] for match in _DATE.finditer(text) if _is_birth(match, today)]
    return matches or [match[0] for match in _BORN.finditer(text)]


def _is_birth(match: re.Match[str], today: dt.date) -> bool:
    """A date as long ago as a pupil was born; a date of last week is none."""
    day, month, year = (int(part) for part in match.groups())
    year += 2000 if year < 100 else 0
    try:
        born = dt.date(year, month, day)
    except ValueError:
        return False
    return YOUNGEST_YEARS * 365 <= (today - born).days <= (OLDEST_YEARS + 1) * 365


def _names(text: str, known: Iterable[str]) -> list[str]:
    matches = []
    stop = NOT_A_PERSON | {
        word.casefold() for name in known for word in _WORD.findall(name) if len(word) > 2
    }
    for run in _runs(text):
        words = _without_lead(run)
        if not 2 <= len(words) <= 4:
            continue
        if any(_plain(word) in stop for word in words):
            continue
        matches.append(" ".join(words))
    for match in _TITLE.finditer(text):
        after = _WORD.match(text, match.end())
        if after and _plain(after[0]) not in stop and not any(after[0] in run for run in matches):
            matches.append(f"{match[1]} {after[0]}")
    return matches


def _runs(text: str) -> list[list[str]]:
    """Stretches of capitalised words with single spaces between them."""
    runs: list[list[str]] = []
    end = -1
    for match in _WORD.finditer(text):
        if not _is_capitalised(match[0]):
            end = -1
        elif end >= 0 and text[end : match.start()] in (" ", "  "):
            runs[-1].append(match[0])
            end = match.end()
        else:
            runs.append([match[0]])
            end = match.end()
    return runs


def _is_capitalised(word: str) -> bool:
    """`Amara`, `O’Neil`, `Anne-Marie`; not `MASH`, not `I`."""
    return len(word) > 1 and word[0].isupper() and not word.isupper()


def _without_lead(run: list[str]) -> list[str]:
    words = list(run)
    while words and _plain(words[0]) in LEADING:
        words.pop(0)
    return words


def _plain(word: str) -> str:
    return word.casefold().removesuffix("’s").removesuffix("'s")
