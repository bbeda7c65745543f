"""Queries that would end, stall or open up a server that evaluates them like any other, for tests and benchmarks."""

from __future__ import annotations

__all__ = ["CROSS", "ENDED", "REFUSED"]

CROSS = " ".join(f"?a{i} ?b{i} ?c{i} ." for i in range(6))
"""A product that no machine finishes."""

ENDED = {
    "cartesian product": f"SELECT (COUNT(*) AS ?n) {{ {CROSS} }}",
    "cartesian product that is sorted": f"SELECT * {{ {CROSS} }} ORDER BY ?c5 ?a0",
    "cartesian product that is grouped": f"SELECT ?a0 (COUNT(*) AS ?n) {{ {CROSS} }} GROUP BY ?a0 ?c1 ?c2 ?c3",
    "cartesian product without duplicates": f"SELECT DISTINCT * {{ {CROSS} }}",
    "cartesian product of rows": f"SELECT * {{ {CROSS} }}",
    "cartesian product as a graph": f"CONSTRUCT {{ ?a0 ?b1 ?c2 }} WHERE {{ {CROSS} }}",
    "cartesian product in a description": f"DESCRIBE ?a0 {{ {CROSS} FILTER(?a0 != ?a1) }}",
    "ask for what is not there": f"ASK {{ {CROSS} FILTER(CONCAT(STR(?c0), STR(?c5)) = 'nothing') }}",
    "product of subqueries": "SELECT (COUNT(*) AS ?n) { "
    + " ".join(f"{{ SELECT ?x{i} {{ ?x{i} ?p{i} ?o{i} }} }}" for i in range(7))
    + " }",
    "product of optionals": "SELECT (COUNT(*) AS ?n) { "
    + " ".join(f"OPTIONAL {{ ?s{i} ?p{i} ?o{i} }}" for i in range(7))
    + " }",
    "product of unions": "SELECT (COUNT(*) AS ?n) { "
    + " ".join(f"{{ ?s{i} ?p ?o{i} }} UNION {{ ?o{i} ?q ?s{i} }}" for i in range(7))
    + " }",
    "product under minus": f"SELECT (COUNT(*) AS ?n) {{ ?s ?p ?o MINUS {{ {CROSS} FILTER(?a0 = ?c5) }} }}",
    "product under exists": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o FILTER NOT EXISTS { "
    + CROSS
    + " FILTER(CONCAT(STR(?a0), STR(?c5)) = STR(?s)) } }",
    "product of values": "SELECT (COUNT(*) AS ?n) { "
    + " ".join(f"VALUES ?v{i} {{ {' '.join(map(str, range(60)))} }}" for i in range(7))
    + " }",
    "thousand triple patterns": f"SELECT * {{ {' '.join(f'?a{i} ?b ?c{i} .' for i in range(1000))} }}",
    "repeated patterns": f"SELECT * {{ {'?s ?p ?o . ' * 300} }}",
    "chain of patterns": f"SELECT (COUNT(*) AS ?n) {{ {' '.join(f'?x{i} ?p{i} ?x{i + 1} .' for i in range(400))} }}",
    "paths with free ends": f"SELECT (COUNT(*) AS ?n) {{ {' '.join(f'?x{i} (!<urn:a>)* ?y{i} .' for i in range(5))} }}",
    "path of paths": "SELECT (COUNT(*) AS ?n) { "
    "?a ((!<urn:a>)*/(!<urn:b>)*/(^!<urn:c>)*/(!<urn:d>|^(!<urn:e>))*)* ?b . "
    "?c (!<urn:a>)* ?d . ?e (!<urn:f>)+ ?f . ?g (!<urn:g>)* ?h . ?i (!<urn:g>)* ?j . ?k (!<urn:g>)* ?l }",
    "words without end": f"SELECT (SUM(STRLEN(CONCAT(STR(?a0), STR(?c1), STR(?c2)))) AS ?n) {{ {CROSS} }}",
    "digests of everything": f"SELECT (MAX(SHA512(CONCAT(STR(?a0), STR(?c1), STR(?c3)))) AS ?n) {{ {CROSS} }}",
    "join of all texts": f"SELECT (GROUP_CONCAT(STR(?c0)) AS ?n) {{ {CROSS} }}",
    "pattern that repeats": f"SELECT (COUNT(*) AS ?n) {{ {CROSS} "
    "FILTER(REGEX(CONCAT(STR(?c0), STR(?a5)), '(a|aa)+(x+x+)+y$')) }",
}
"""Queries that work until they are ended: what each of them is, and its text."""

REFUSED = {
    "exists in exists": "ASK { " + "FILTER EXISTS { " * 850 + "?s ?p ?o" + " }" * 851,
    "subquery in subquery": "SELECT * { " + "{ SELECT * { " * 1170 + "?s ?p ?o" + " } }" * 1170 + " }",
    "group in group": "ASK " + "{" * 2200 + "}" * 2200,
    "brackets in brackets": "ASK { FILTER(" + "(" * 5000 + "1" + ")" * 5000 + ") }",
    "not of not": "ASK { FILTER(" + "!" * 20_000 + "true) }",
    "long sum": f"ASK {{ FILTER({' + '.join(['1'] * 15_000)} > 0) }}",
    "long alternative": f"ASK {{ ?s {'|'.join(['<urn:a>'] * 6000)} ?o }}",
    "long union": "ASK { " + " UNION ".join(["{}"] * 6000) + " }",
    "list in list": "ASK { ?s ?p " + "(" * 3000 + ")" * 3000 + " }",
    "blank node in blank node": "ASK { ?s ?p " + "[ ?p " * 2500 + "1" + " ]" * 2500 + " }",
    "triple in triple": "ASK { ?s ?p " + "<<( ?a ?b " * 1500 + "1" + " )>>" * 1500 + " }",
    "unfinished": "SELECT * {",
    "two queries": "ASK {} ASK {}",
    "control characters": "ASK { ?s ?p '\x00\x01' } \x00 x",
    "expression without end": "SELECT * { FILTER(REGEX('aaaaaaaaaaaaaaaa', '(((a{1,900}){1,900}){1,900}){1,900}')) } {",
    "unknown function": "SELECT * { BIND(<urn:no-such-function>(1) AS ?x) }",
    "update": "DELETE WHERE { ?s ?p ?o }",
    "load": "LOAD <http://127.0.0.1:1/data>",
    "text beyond the limit": "ASK {} #" + "x" * 70_000,
}
"""Queries that are refused: what each of them is, and its text."""
