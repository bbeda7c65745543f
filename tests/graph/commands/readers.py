"""Every way in which a command reads a file that somebody else made; ``{}`` stands for its name without the ending."""

from __future__ import annotations

READERS: dict[str, list[str]] = {
    "build": ["build", "{}.trig", "-o", "out"],
    "check": ["check", "{}.trig"],
    "check a query": ["check", "{}.rq"],
    "check --baseline": ["check", "base.trig", "--baseline", "{}.json"],
    "check --catalogue": ["check", "base.trig", "--catalogue", "{}.xml"],
    "check --diff": ["check", "--diff", "{}.trig"],
    "check --fix": ["check", "--fix", "{}.trig"],
    "check --ontology": ["check", "base.trig", "--ontology", "{}.ttl"],
    "check --shapes": ["check", "base.trig", "--shapes", "{}.ttl"],
    "check --violations": ["check", "base.trig", "--violations", "{}.rq"],
    "coverage": ["coverage", "--data", "{}.trig"],
    "deadlocks": ["deadlocks", "--data", "{}.trig"],
    "diff NEW": ["diff", "base.trig", "{}.trig"],
    "diff OLD": ["diff", "{}.trig", "base.trig"],
    "explain": ["explain", "promise", "--data", "{}.trig"],
    "export": ["export", "--data", "{}.trig"],
    "format": ["format", "{}.trig"],
    "format --check": ["format", "--check", "{}.trig"],
    "query": ["query", "{}.rq"],
    "query --data": ["query", "order-of-events", "--data", "{}.trig"],
    "serve": ["serve", "--port", "0", "{}.trig"],
    "serve --build": ["serve", "--port", "0", "--build", "{}.trig"],
    "status": ["status", "--data", "{}.trig"],
    "verify": ["verify", "{}.txt"],
    "verify --data": ["verify", "base.trig", "--data", "{}.trig"],
}
