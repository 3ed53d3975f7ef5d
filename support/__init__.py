"""The base of the steps: two ports, the servers behind them, and the checks of every scenario."""
