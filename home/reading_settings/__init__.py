"""How a reader wants pages to look: size, spacing, width, colours, plain language first."""
