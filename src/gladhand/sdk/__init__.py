"""Everything that a provider's adapter may import.

A provider is a folder with `provider.toml` (data), `adapter.py` (behaviour), `mapping.py` (pure functions) and
`samples/`. The modules here, in the order in which an author meets them:

- `definition`: what `provider.toml` may say
- `adapter`: the base class, and what its functions answer
- `client`: HTTP, handed to the adapter
- `credentials`: what the fleet typed in
- `errors`: what can go wrong, and what the hub does about it
- `samples`: exchanges kept as files, and the test that plays them

The hub's side: `registry` finds the providers, `calls` is the only way in which adapters are called.
"""
