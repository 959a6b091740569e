"""What the import contracts of pyproject.toml cannot say: their patterns match whole names of modules only."""

import grimp


def test_no_module_of_sql_knows_a_web_framework():
    graph = grimp.build_graph("gladhand", include_external_packages=True, cache_dir=None)
    of_sql = [name for name in graph.modules if name.endswith(("queries", "_statement"))]

    chains = [graph.find_shortest_chain(name, framework) for name in of_sql for framework in ("fastapi", "starlette")]

    assert len(of_sql) > 50
    assert [" -> ".join(chain) for chain in chains if chain] == []
