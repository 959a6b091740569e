"""What a partner sees of the movement of drivers, where the agreement protects it."""
