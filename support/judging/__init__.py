"""The verdict at the end of every scenario, and the evidence of a failed one."""
