"""Sign-in of people by an OpenID provider that the operator has, such as a company's directory."""
