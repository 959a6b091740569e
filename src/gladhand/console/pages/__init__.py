"""What all pages of the console share: the frame, forms, calls to the API, errors."""
