"""Choosing by weight, and identities that are the same at every build. Pure."""

import datetime as dt
import random
import uuid
from collections.abc import Mapping
from typing import TypeVar

from sso_log.ids import EPOCH, UUID_VERSION

T = TypeVar("T")
Weights = Mapping[T, float]


def pick(chance: random.Random, weights: Weights[T]) -> T:
    """One of the keys, as often as its weight says."""
    left = chance.random() * sum(weights.values())
    for choice, weight in weights.items():
        left -= weight
        if left < 0:
            return choice
    return choice


def happens(chance: random.Random, probability: float) -> bool:
    """Whether something of this probability happens."""
    return chance.random() < probability


def about(chance: random.Random, mean: float) -> int:
    """A whole number near a mean, never negative: the part after the point is left to chance."""
    drawn = max(0.0, mean + chance.uniform(-0.35, 0.35) * mean)
    whole = int(drawn)
    return whole + (chance.random() < drawn - whole)


def id_at(chance: random.Random, moment: dt.datetime) -> uuid.UUID:
    """A UUID version 7 of a past moment, from this source of chance."""
    milliseconds = (moment - EPOCH) // dt.timedelta(milliseconds=1)
    value = milliseconds << 80 | UUID_VERSION << 76 | chance.getrandbits(12) << 64
    return uuid.UUID(int=value | 0b10 << 62 | chance.getrandbits(62))
