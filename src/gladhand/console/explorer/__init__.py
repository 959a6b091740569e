"""Any list of records as a table. All of it follows from the declaration of the resource."""
