"""The promises of this project, measured: each command writes its part of docs/proof.md."""
