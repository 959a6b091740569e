"""What a person lets an application do: public clients, authorization codes, and the sessions of their tokens."""
