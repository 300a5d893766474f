"""Making quizzes, and the formats that hold questions, known to course files."""

from courses.packages import copying, parts, reading
from courses.packages.reading import Format
from quizzes.packages.cartridge import cartridge
from quizzes.packages.cartridge.manifest import is_cartridge
from quizzes.packages.moodle import backup
from quizzes.packages.quiz_part import KIND, QuizPart
from quizzes.packages.sharing import SharedQuestions


def connect() -> None:
    """Register them."""
    parts.register(KIND, QuizPart())
    copying.register(SharedQuestions())
    reading.register(backup.FORMAT, Format(backup.is_backup, backup.read_backup))
    old = Format(backup.is_old_backup, backup.refuse_old_backup)
    reading.register(f"{backup.FORMAT}-1", old)
    reading.register(cartridge.FORMAT, Format(is_cartridge, cartridge.read_cartridge))
