"""IMS Common Cartridges."""
