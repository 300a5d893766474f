"""
Questions in from files and out to files: GIFT, Aiken and Moodle XML.

Reading and writing are pure: they speak of what happened by codes and values, which
`messages` says in somebody's language. `committing` and `exporting` know the database.
"""
