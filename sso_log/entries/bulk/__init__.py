"""Writes many entries at once, by the rules by which `services` writes one."""

from sso_log.entries.bulk.batch import Batch
from sso_log.entries.bulk.writer import Author, BulkStep, BulkWriter

__all__ = ["Author", "Batch", "BulkStep", "BulkWriter"]
