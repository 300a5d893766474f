"""Course backups of Moodle (.mbz)."""
