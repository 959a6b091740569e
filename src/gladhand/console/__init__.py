"""The console: pages for operators and for partners' engineers. It calls the API and changes nothing by itself."""
