"""A parcel service's contract, and a front desk that asks it: what these tests are played with."""
