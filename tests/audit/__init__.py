"""What `make audit` looks at: longer than a test may take, each part with figures of its own."""
