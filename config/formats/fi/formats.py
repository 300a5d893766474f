"""22.11.2026 klo 14.30, 10 000,5. What people type is read as Django's "fi" reads it."""

DATE_FORMAT = SHORT_DATE_FORMAT = "j.n.Y"
TIME_FORMAT = "G.i"
DATETIME_FORMAT = SHORT_DATETIME_FORMAT = r"j.n.Y \k\l\o G.i"
THOUSAND_SEPARATOR = "\N{NARROW NO-BREAK SPACE}"
