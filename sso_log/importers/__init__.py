"""Files from elsewhere: read as table, row and cell, checked as a whole, applied or refused whole.

Each kind of file is a module; what a file is and where its mistakes are is shared. Writing files is
not done here.
"""
