"""Units, postings, schools, the school calendar and the dated code lists: what entries refer to.

All of it is data with dates, never code, because forces rename, merge and move these things. People
and their grants are in `auth`; what officers do at schools is in `entries`.
"""
