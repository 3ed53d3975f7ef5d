"""One run over many machines: which scenarios each of them plays."""
