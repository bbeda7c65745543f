from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from treatygraph.graph.checking.registry import all_rules
from treatygraph.server.pages.rules import as_html


def test_every_rule_is_listed_and_has_a_page(reader: FlaskClient) -> None:
    page = reader.get("/rules").text
    for code, rule in all_rules().items():
        assert f'href="/rules/{code}">{code}</a></th><td>{rule.name}</td>' in page
    assert [each["code"] for each in reader.get("/rules.json").get_json()] == list(all_rules())


def test_the_page_has_the_text_of_the_command(reader: FlaskClient) -> None:
    page = reader.get("/rules/TG203").text
    assert "<h1>TG203 same-as-asserted</h1>" in page
    for title in ("What it does", "Why is this bad?", "Example", "Use instead", "Options", "References"):
        assert f"<h2>{title}</h2>" in page
    assert '<code tabindex="0" class="language-trig">' in page


@pytest.mark.parametrize("name", ["tg203", "same-as-asserted"])
def test_other_names_of_a_rule_lead_to_its_code(reader: FlaskClient, name: str) -> None:
    response = reader.get(f"/rules/{name}")
    assert (response.status_code, response.headers["Location"]) == (301, "/rules/TG203")


def test_an_unknown_rule_is_told(reader: FlaskClient) -> None:
    assert reader.get("/rules/TG999").status_code == 404


def test_html_in_markdown_is_shown_as_text() -> None:
    assert as_html("a <script>b</script> [c](javascript:d)") == (
        "<p>a &lt;script&gt;b&lt;/script&gt; [c](javascript:d)</p>\n"
    )


def test_code_in_a_line_is_code(reader: FlaskClient) -> None:
    for path in ("/rules", "/rules/TG007"):
        page = reader.get(path).text
        assert "`" not in page.partition("<main")[2].partition("</main>")[0], path
        assert "`" not in page.partition('name="description"')[2].partition(">")[0], path
