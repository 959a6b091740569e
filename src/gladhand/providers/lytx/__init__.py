"""Lytx: cameras, positions, logs and inspections of the DriveCam platform. The GO9 platform is another API."""
