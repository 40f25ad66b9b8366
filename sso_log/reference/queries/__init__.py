"""Questions about reference data: units and postings in `units`, the register in `schools`."""
