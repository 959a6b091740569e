"""`/v2/telematics/analytics`: figures and summaries over all fleets of a partner."""
