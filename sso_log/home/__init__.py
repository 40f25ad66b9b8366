"""The first page of everybody, by role: what to do next, in few queries."""
