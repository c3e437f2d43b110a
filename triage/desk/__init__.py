"""Turn an intake row into a ticket in one transaction, and carry out what agents decide."""
