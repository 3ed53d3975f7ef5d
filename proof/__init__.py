"""What this project promises of itself, measured: each command writes its part of docs/proof.md."""
