"""The pages of one partner."""
