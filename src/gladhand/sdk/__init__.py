"""Everything that a provider's adapter may import.

A provider is a folder with `provider.toml` (data), `adapter.py` (what it can do), a module per resource and `samples/`;
`gladhand provider new` begins one. The modules here, in the order in which an author meets them:

- `definition`, `sign_in`, `limits`: what `provider.toml` may say
- `adapter`: the base class of adapters
- `reading`: `Read`, `Slice`, `Batch`: how records are fetched
- `windows`, `one_by_one`: windows of time, and reads that ask for one vehicle or driver after the other
- `numbered_pages`: lists whose pages have numbers
- `writing`: `Write`, `Written`: how records are created and changed
- `records`, `rows`: normalised records, and the JSON objects that they are made from
- `field_map`, `field_rules`, `user_rules`: the rule of every field that a write may name
- `prepared`: a change in the provider's form, and the outcome of each field
- `client`, `http`: requests and responses
- `credentials`: what the fleet has typed in
- `errors`: what can go wrong, and what the hub does about it
- `session`, `oauth2`: sessions and tokens
- `calls`: how many requests a read takes
- `units`, `values`, `countries`, `regions`, `source_ids`, `eld`, `inspections`, `safety_words`: values in
  the form of the records
- `keys`, `passwords`: what writes need
- `clock`: the time
"""
