"""What must hold at the end of every scenario, and what a failed one leaves behind."""
