"""Everything that a provider's adapter may import.

A provider is a folder with `provider.toml` (data), `adapter.py` (behaviour), `mapping.py` (pure functions) and
`samples/`; `gladhand provider new` begins one. The modules here, in the order in which an author meets them:

- `definition`: what `provider.toml` may say
- `adapter`: the base class, and what its functions answer
- `sheet`: one rule for every field that a write may name
- `client`: HTTP, handed to the adapter
- `credentials`: what the fleet typed in
- `errors`: what can go wrong, and what the hub does about it
- `session`, `oauth2`: what an adapter got for signing in, and needs again
- `passwords`, `countries`: what several providers want
- `samples`: exchanges kept as files, and the test that plays them

The hub's side: `registry` finds the providers, `calls` is the only way in which adapters are called, `rehearsal` does
so without sending anything.
"""
