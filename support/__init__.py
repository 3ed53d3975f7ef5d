"""What the steps stand on: two ports, the servers behind them, and the checks of every scenario."""
