"""The audit trail: every change of rights, with who made it, when and from where."""
