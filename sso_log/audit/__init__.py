"""The audit trail: a closed vocabulary of events in an append-only, hash-chained table.

This is the logging duty of section 62 of the Data Protection Act 2018. What an entry went through
is told in `entries`; here is who did what to the record, when, from where and why.
"""
