"""Drafts, shown before they are published: to their editors in every state, to others by a link."""
