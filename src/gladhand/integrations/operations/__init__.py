"""Operations: one write to one TSP, followed from acceptance to its end."""
