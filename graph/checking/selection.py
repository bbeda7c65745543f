"""Which rules apply, as in ruff: what is named more exactly wins, and at a tie what is left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatch
from pathlib import Path

from treatygraph.graph.checking.findings import Finding
from treatygraph.graph.errors import ConfigurationError

__all__ = ["ALL", "Selection", "require_codes"]

ALL = "ALL"
"""Stands for the beginning of every code."""


@dataclass(frozen=True)
class Selection:
    """A choice of rules by codes or beginnings of codes.

    :param select: the rules to apply; empty for those that are on by default.
    :param extend_select: rules to apply besides.
    :param ignore: rules to leave out.
    :param per_file_ignores: rules to leave out in files, by patterns of their names or their absolute paths.

    >>> Selection(select=("TG2",), ignore=("TG20",), extend_select=("TG203",)).applies("TG203", default=True)
    True
    >>> Selection(ignore=("TG2",)).applies("TG203", default=True)
    False
    """

    select: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    per_file_ignores: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def codes(self) -> tuple[str, ...]:
        """All codes that are named, to be looked up before they are relied on."""
        in_files = (code for codes in self.per_file_ignores.values() for code in codes)
        return (*self.select, *self.extend_select, *self.ignore, *in_files)

    def applies(self, code: str, *, default: bool, path: str | None = None) -> bool:
        """Tell whether a rule applies.

        :param code: its code.
        :param default: whether it is on by default.
        :param path: the file that is looked at.
        :returns: True if what is said of it is to be heard.
        """
        wanted = _exactness(code, (*self.select, *self.extend_select))
        if wanted == 0 and not self.select and default:
            wanted = 1
        if path is not None and any(_exactness(code, codes) for codes in self._ignored_in(path)):
            return False
        return wanted > _exactness(code, self.ignore)

    def leaves_out(self, family: str) -> bool:
        """Tell whether no rule of a family can apply, so that nothing need be looked for.

        :param family: how the codes of its rules begin.
        :returns: True if no code of the family is named more exactly, and the family itself is not to be heard.

        >>> Selection(ignore=("TG3",)).leaves_out("TG3"), Selection(select=("TG301",)).leaves_out("TG3")
        (True, False)
        """
        inside = any(code.startswith(family) for code in (*self.select, *self.extend_select) if code != family)
        return not inside and not self.applies(family, default=True)

    def chosen(self, findings: Iterable[Finding]) -> tuple[Finding, ...]:
        """Keep the findings of the rules that apply.

        :param findings: findings.
        :returns: those that are to be heard, in their order; among them all that keep files or queries from being
            looked at, since the rules that apply find nothing there.
        """
        from treatygraph.graph.checking.registry import all_rules

        found = tuple(findings)
        rules = all_rules() if found else {}
        return tuple(
            each
            for each in found
            if each.always or self.applies(each.code, default=rules[each.code].default, path=each.path)
        )

    def _ignored_in(self, path: str) -> Iterator[tuple[str, ...]]:
        """Return the codes that are left out in a file."""
        places = (Path(path).name, str(Path(path).absolute()), str(Path(path).resolve()))
        for pattern, codes in self.per_file_ignores.items():
            # Two stars and what parts them from the next folder may stand for no folder at all.
            patterns = (pattern, pattern.replace("**/", ""))
            if any(fnmatch(place, each) for place in places for each in patterns):
                yield codes


def require_codes(selection: Selection) -> None:
    """Refuse codes that no rule has, and a choice of no rule, after which nothing could be found.

    :param selection: the choice.
    :raises ConfigurationError: if one of them begins no rule's code, or if no rule is left.
    """
    from treatygraph.graph.checking.registry import all_rules

    for code in selection.codes:
        if code != ALL and not any(rule.startswith(code) for rule in all_rules()):
            raise ConfigurationError(
                f"No rule's code begins with {code!r}.", repair="`treatygraph rule --all` lists the rules."
            )
    named = selection.select or selection.ignore
    if named and not any(selection.applies(code, default=rule.default) for code, rule in all_rules().items()):
        raise ConfigurationError("No rule is left to apply: all are ignored.", repair="Ignore fewer rules.")


def _exactness(code: str, prefixes: Iterable[str]) -> int:
    """Return how exactly the longest of some prefixes names a code; 0 when none does."""
    named = [1 if prefix == ALL else len(prefix) + 1 for prefix in prefixes if prefix == ALL or code.startswith(prefix)]
    return max(named, default=0)
