"""Settings: command line, environment, file, default, in this order."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from treatygraph.graph.config import find_file, read_configuration
from treatygraph.graph.errors import ConfigurationError, InputError
from treatygraph.graph.settings import OTHER_VARIABLES, Configuration


def write(folder: Path, text: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "pyproject.toml"
    file.write_text(text, "utf-8")
    return file


def test_without_a_file_the_defaults_hold(tmp_path: Path) -> None:
    assert read_configuration(start=tmp_path, environment={}) == Configuration()


def test_each_setting_can_stand_in_the_file(tmp_path: Path) -> None:
    write(
        tmp_path,
        '[tool.treatygraph]\npaths = ["a.trig", "b"]\noutput = "out"\nbuild = "o"\nstore = "s"\nsources = ["texts"]\n'
        'reasoner = "owlrl"\nhost = "::1"\nport = 1\nworkers = 3\ntimeout = 2.5\nmax-rows = 9\nmax-bytes = 4096\n'
        'allow-service = ["Example.org:8080", "[::1]"]\n'
        'url-prefix = "/g"\npublic-url = "https://example.org/g/"\nwatch = true\nforwarded = 1\naccess-log = true\n'
        'builtin = false\nshapes = ["s.ttl"]\nontology = ["o.ttl"]\nviolations = ["q"]\n'
        'catalogue = "c.xml"\nselect = ["TG2"]\nextend-select = ["tg007"]\nignore = ["TG3"]\nfail-on = "error"\n'
        'baseline = "b.json"\ngoldens = "g"\n[tool.treatygraph.per-file-ignores]\n"old/*" = ["TG205"]\n',
    )
    found = read_configuration(start=tmp_path, environment={})
    assert found == Configuration(
        paths=(tmp_path / "a.trig", tmp_path / "b"),
        output=tmp_path / "out",
        build=tmp_path / "o",
        store=str(tmp_path / "s"),
        sources=(tmp_path / "texts",),
        reasoner="owlrl",
        host="::1",
        port=1,
        workers=3,
        timeout=2.5,
        max_rows=9,
        max_bytes=4096,
        allow_service=("example.org:8080", "[::1]"),
        url_prefix="/g",
        public_url="https://example.org/g",
        watch=True,
        forwarded=1,
        access_log=True,
        builtin=False,
        shapes=(tmp_path / "s.ttl",),
        ontology=(tmp_path / "o.ttl",),
        violations=(tmp_path / "q",),
        catalogue=tmp_path / "c.xml",
        select=("TG2",),
        extend_select=("TG007",),
        ignore=("TG3",),
        per_file_ignores={f"{tmp_path}/old/*": ("TG205",)},
        fail_on="error",
        baseline=tmp_path / "b.json",
        goldens=tmp_path / "g",
    )
    default = Configuration()
    assert all(getattr(found, each) != getattr(default, each) for each in Configuration._fields)


def test_paths_of_the_file_are_relative_to_the_file_and_others_to_the_folder(tmp_path: Path) -> None:
    write(tmp_path, '[tool.treatygraph]\npaths = ["data"]\n')
    inner = tmp_path / "inner"
    inner.mkdir()
    found = read_configuration(start=inner, environment={"TREATYGRAPH_OUTPUT": "out"})
    assert found.paths == (tmp_path / "data",)
    assert found.output == inner / "out"


def test_the_command_line_goes_before_the_environment_before_the_file(tmp_path: Path) -> None:
    write(tmp_path, "[tool.treatygraph]\nport = 1\n")
    environment = {"TREATYGRAPH_PORT": "2"}
    assert read_configuration(start=tmp_path, environment={}).port == 1
    assert read_configuration(start=tmp_path, environment=environment).port == 2
    assert read_configuration(start=tmp_path, environment=environment, port=3).port == 3


def test_an_option_that_was_not_given_leaves_the_file_in_force(tmp_path: Path) -> None:
    write(tmp_path, '[tool.treatygraph]\npaths = ["data"]\nport = 1\n')
    found = read_configuration(start=tmp_path, environment={}, paths=(), port=None)
    assert (found.paths, found.port) == ((tmp_path / "data",), 1)


def test_an_empty_variable_counts_as_none(tmp_path: Path) -> None:
    assert read_configuration(start=tmp_path, environment={"TREATYGRAPH_PORT": ""}) == Configuration()


def test_a_variable_with_several_paths_is_split_as_the_system_splits_them(tmp_path: Path) -> None:
    found = read_configuration(start=tmp_path, environment={"TREATYGRAPH_PATHS": os.pathsep.join("ab")})
    assert found.paths == (tmp_path / "a", tmp_path / "b")


def test_the_nearest_file_with_the_table_is_taken(tmp_path: Path) -> None:
    outer = write(tmp_path, "[tool.treatygraph]\n")
    write(tmp_path / "a", '[project]\nname = "other"\n')
    inner = write(tmp_path / "a" / "b", "[tool.treatygraph]\n")
    assert find_file(tmp_path / "a") == outer
    assert find_file(tmp_path / "a" / "b") == inner


def test_a_named_file_goes_before_the_nearest(tmp_path: Path) -> None:
    write(tmp_path, "[tool.treatygraph]\nport = 1\n")
    other = write(tmp_path / "other", "[tool.treatygraph]\nport = 2\n")
    assert read_configuration(start=tmp_path, file=other, environment={}).port == 2


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("prot = 1", "there is no setting 'prot'. Did you mean 'port'?"),
        (
            "wholly-different = 1",
            "there is no setting 'wholly-different'. The settings are paths, output, build, store, sources, reasoner, ",
        ),
        ('paths = "data"', "paths must be a list of paths, not 'data'."),
        ("paths = [1]", "paths must be a list of paths, not [1]."),
        ('output = ""', "output must be a path, not ''."),
        ('reasoner = "fast"', "reasoner must be 'builtin' or 'owlrl', not 'fast'."),
        ('host = ""', "host must be an address, not ''."),
        ("builtin = 1", "builtin must be true or false, not 1."),
        ('select = "TG2"', "select must be a list of codes of rules, not 'TG2'."),
        ('fail-on = "never"', "fail-on must be 'error', 'warning' or 'info', not 'never'."),
        ('per-file-ignores = ["TG2"]', "per-file-ignores must be a table of patterns with lists of codes"),
        (
            'per-file-ignores = {"old/[a.ttl" = ["TG2"]}',
            "per-file-ignores must be a table of patterns such as 'old/*.ttl', with all brackets closed, not {",
        ),
        ('per-file-ignores = {"" = ["TG2"]}', "per-file-ignores must be a table of patterns such as 'old/*.ttl', "),
        ("port = true", "port must be a number from 0 to 65535, not true."),
        ("port = 65536", "port must be a number from 0 to 65535, not 65536."),
    ],
)
def test_a_wrong_setting_is_told_with_file_and_repair(tmp_path: Path, line: str, message: str) -> None:
    file = write(tmp_path, f"[tool.treatygraph]\n{line}\n")
    with pytest.raises(ConfigurationError) as raised:
        read_configuration(start=tmp_path, environment={})
    assert str(raised.value).startswith(f"[tool.treatygraph] in {file}: {message}")


def test_a_wrong_variable_is_told_by_its_name(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"^TREATYGRAPH_PORT: port must be a number .*, not 'http'"):
        read_configuration(start=tmp_path, environment={"TREATYGRAPH_PORT": "http"})


@pytest.mark.parametrize(
    ("name", "repair"),
    [
        ("TREATYGRAPH_PROT", "Did you mean TREATYGRAPH_PORT?"),
        ("TREATYGRAPH_STORE_USR", "Did you mean TREATYGRAPH_STORE_USER?"),
        ("TREATYGRAPH_MAX-ROWS", "Did you mean TREATYGRAPH_MAX_ROWS?"),
        ("TREATYGRAPH_QQQQQQQQQQQQQQQQQQQQQ", "docs/reference/settings.md names all that there are."),
    ],
)
def test_a_variable_that_is_none_of_ours_is_told(tmp_path: Path, name: str, repair: str) -> None:
    with pytest.raises(ConfigurationError) as raised:
        read_configuration(start=tmp_path, environment={name: "1"})
    assert str(raised.value) == f"There is no variable {name}. {repair}"
    assert read_configuration(start=tmp_path, environment={name: "", "TREATY": "1"}) == Configuration()


def test_variables_that_are_no_settings_are_known(tmp_path: Path, repository: Path) -> None:
    variables = {f"TREATYGRAPH_{name.upper()}": "x" for name in OTHER_VARIABLES}
    assert read_configuration(start=tmp_path, environment=variables) == Configuration()
    page = (repository / "docs" / "reference" / "settings.md").read_text("utf-8")
    assert [name for name in variables if f"`{name}" not in page] == []


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("MAX_ROWS", "0", "max-rows must be a number from 1 to 2147483648, not 0."),
        ("WATCH", "x", "watch must be true or false, not 'x'."),
        (
            "ALLOW_SERVICE",
            "http://x/",
            "allow-service must be a list of hosts such as 'example.org' or 'example.org:8080', not 'http://x/'.",
        ),
        ("STORE", "ftp://x", "store must be a folder, or a URL that begins with http:// or https://, not 'ftp://x'."),
    ],
)
def test_a_wrong_value_is_told_as_people_write_it(tmp_path: Path, name: str, text: str, message: str) -> None:
    with pytest.raises(ConfigurationError) as raised:
        read_configuration(start=tmp_path, environment={f"TREATYGRAPH_{name}": text})
    assert str(raised.value) == f"TREATYGRAPH_{name}: {message}"


def test_a_wrong_option_of_several_values_is_told_as_it_is_written(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r", not 'a', 'http://x/'\.$"):
        read_configuration(start=tmp_path, environment={}, allow_service=("a", "http://x/"))
    with pytest.raises(ConfigurationError, match=r"^--store must be a folder, or a URL .*, not 'ftp://x'\.$"):
        read_configuration(start=tmp_path, environment={}, store="ftp://x")


def test_variables_hold_codes_truth_and_paths(tmp_path: Path) -> None:
    environment = {"TREATYGRAPH_SELECT": "tg2, TG401", "TREATYGRAPH_BUILTIN": "false", "TREATYGRAPH_BASELINE": "b"}
    environment["TREATYGRAPH_ALLOW_SERVICE"] = "a.example, b:1"
    found = read_configuration(start=tmp_path, environment=environment)
    assert found.allow_service == ("a.example", "b:1")
    assert (found.select, found.builtin, found.baseline) == (("TG2", "TG401"), False, tmp_path / "b")


def test_a_wrong_option_is_told_as_it_is_written(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"^--url-prefix must be a path such as '/graph', not 'a b'"):
        read_configuration(start=tmp_path, environment={}, url_prefix="a b")


@pytest.mark.parametrize("host", ["", "http://a", "a/b", "a:0", "a:", "a b", "u@a", "a:123456", "*.a", "[a]x"])
def test_what_is_no_host_is_told(host: str, tmp_path: Path) -> None:
    message = r"^--allow-service must be a list of hosts such as 'example.org' or 'example.org:8080', not "
    with pytest.raises(ConfigurationError, match=message):
        read_configuration(start=tmp_path, environment={}, allow_service=(host,))


def test_an_unknown_option_is_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"^the command line: there is no setting 'ports'"):
        read_configuration(start=tmp_path, environment={}, ports=1)


def test_a_file_that_is_no_toml_is_told_with_its_line(tmp_path: Path) -> None:
    file = write(tmp_path, "[tool.treatygraph]\nport =\n")
    with pytest.raises(InputError) as raised:
        read_configuration(start=tmp_path, environment={})
    assert str(raised.value).startswith(f"{file}: The settings cannot be read: ")
    assert "line 2" in str(raised.value)


def test_a_named_file_that_does_not_exist_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="The settings cannot be read"):
        read_configuration(file=tmp_path / "none.toml", environment={})


def test_a_table_that_is_none_is_told(tmp_path: Path) -> None:
    write(tmp_path, "[tool]\ntreatygraph = 3\n")
    with pytest.raises(ConfigurationError, match="is no table"):
        read_configuration(start=tmp_path, environment={})


def test_the_page_of_the_settings_has_a_row_for_each_with_its_default(repository: Path) -> None:
    page = (repository / "docs" / "reference" / "settings.md").read_text("utf-8")
    rows = [line.strip("| ").split(" | ") for line in page.splitlines() if line.startswith("| `")]
    default = Configuration()
    assert [row[0].strip("`").replace("-", "_") for row in rows] == [*Configuration._fields]
    assert [row[1].strip("`") for row in rows] == [f"TREATYGRAPH_{each.upper()}" for each in Configuration._fields]
    plain = {row[0].strip("`"): row[2].strip("`") for row in rows}
    assert {name: plain[name] for name in ("output", "reasoner", "host", "port")} == {
        name: str(getattr(default, name)) for name in ("output", "reasoner", "host", "port")
    }


def test_a_store_is_a_folder_or_the_url_of_a_server(tmp_path: Path) -> None:
    write(tmp_path, '[tool.treatygraph]\nstore = "https://example.org/sparql"\n')
    assert read_configuration(start=tmp_path, environment={}).store == "https://example.org/sparql"
    assert read_configuration(start=tmp_path, environment={"TREATYGRAPH_STORE": "s"}).store == str(tmp_path / "s")


@pytest.mark.parametrize(
    ("text", "environment", "place"),
    [
        ("[tool.treatygraph]\npaths = []\n", {}, "[tool.treatygraph] in "),
        ("", {"TREATYGRAPH_PATHS": ":"}, "TREATYGRAPH_PATHS: "),
    ],
)
def test_no_paths_are_not_the_graph_that_comes_along(
    text: str, environment: dict[str, str], place: str, tmp_path: Path
) -> None:
    write(tmp_path, text)
    with pytest.raises(ConfigurationError, match=r"paths must be a list of one path or more, not \[\]\.") as told:
        read_configuration(start=tmp_path, environment=environment)
    assert str(told.value).startswith(place)
