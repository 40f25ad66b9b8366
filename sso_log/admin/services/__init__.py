"""What administration does: `people` (accounts) and `grants` (roles and cover)."""
