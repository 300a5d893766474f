"""The accessibility statement: what the audit and people found, and what the law asks to say."""
