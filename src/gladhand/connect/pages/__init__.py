"""The pages: what a request belongs to, forms, texts, templates, and one view for each page."""
