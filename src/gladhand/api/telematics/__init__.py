"""`/v2/telematics`: normalised records to read, and writes to providers; all resources have their routes from here."""
