"""Dashboards: pages of questions, each answered in a sentence, a drawing and a table."""
