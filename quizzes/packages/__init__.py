"""Questions and quizzes in course files, ours and those of others."""
