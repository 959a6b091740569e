"""Sessions at providers, stored encrypted per connection and shared by all processes."""
