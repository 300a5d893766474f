"""The words of the field: written once, explained wherever a text uses them."""
