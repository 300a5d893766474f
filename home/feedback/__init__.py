"""What readers write to the keepers of the site; each message is a task with a day."""
