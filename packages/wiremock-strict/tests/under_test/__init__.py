"""The service under test, tried with the desk that asks the parcel service."""
