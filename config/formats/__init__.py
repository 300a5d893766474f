"""
How dates, times and numbers are written in Finland, a module for each language.

Django's "sv" and "en" are those of Sweden and the United States, and its "fi" writes months
out. What is not named here stays Django's. ISO dates are read in every language beside these:
browsers send them.
"""
