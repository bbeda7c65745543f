from __future__ import annotations

from collections import defaultdict

from treatygraph.graph.promises.demands import AllOf, AnyOf, Demand, Occurs, Requirement
from treatygraph.graph.promises.preconditions import Core, Deadlocks
from treatygraph.server.pages.demand_graph import DemandGraph, draw_demands, required_words
from treatygraph.server.wording import Link

WORDS = defaultdict(lambda: Link("?"), {name: Link(f"event {name}", name) for name in "abcd"})


def demand(dependent: str, requirement: Requirement) -> Demand:
    return Demand(dependent, requirement, (), (), "https://example.org/origin")


def picture(*demands: Demand, cores: tuple[Core, ...] = (), assumed: tuple[str, ...] = ()) -> DemandGraph:
    return draw_demands(Deadlocks((), (), assumed, demands, cores, (), (), ()), WORDS)


def test_what_comes_first_stands_at_the_left() -> None:
    drawn = picture(demand("b", Occurs("a")), demand("c", Occurs("b")))
    places = {box.link.text: box.x for box in drawn.boxes}
    assert places["event a"] < places["event b"] < places["event c"]
    assert [arrow.number for arrow in drawn.arrows] == [1, 2]


def test_a_circle_is_drawn_too() -> None:
    circle = (demand("b", Occurs("a")), demand("a", Occurs("b")))
    drawn = picture(*circle, cores=(Core(("a", "b"), circle),))
    assert {box.state for box in drawn.boxes} == {"deadlocked"}
    assert all(arrow.circular for arrow in drawn.arrows)


def test_what_waits_for_itself_is_drawn_too() -> None:
    assert len(picture(demand("a", Occurs("a"))).boxes) == 1


def test_one_of_several_ways_is_told_apart() -> None:
    drawn = picture(demand("c", AnyOf((Occurs("a"), Occurs("b")))), demand("d", AllOf((Occurs("a"), Occurs("b")))))
    assert [arrow.choice for arrow in drawn.arrows] == [True, True, False, False]


def test_what_is_also_of_another_kind_is_drawn_without_a_number() -> None:
    demands = (demand("b", Occurs("a")), demand("c", Occurs("b")))
    drawn = draw_demands(Deadlocks((), (), (), demands, (), (), (), ()), WORDS, [("c", "a"), ("c", "elsewhere")])
    (kind,) = [arrow for arrow in drawn.arrows if arrow.kind]
    assert kind.number == 0
    assert len(drawn.arrows) == 3


def test_boxes_do_not_lie_upon_each_other() -> None:
    drawn = picture(*(demand(each, Occurs("a")) for each in "bcd"))
    places = {(box.x, box.y) for box in drawn.boxes}
    assert len(places) == 4
    assert all(0 <= box.y < drawn.height and 0 <= box.x < drawn.width for box in drawn.boxes)


def test_what_is_assumed_is_marked() -> None:
    assert "assumed" in {box.state for box in picture(demand("b", Occurs("a")), assumed=("a",)).boxes}


def test_no_demands_make_an_empty_picture() -> None:
    assert picture().boxes == ()


def test_requirements_are_put_into_words() -> None:
    both = AllOf((Occurs("a"), AnyOf((Occurs("b"), Occurs("c")))))
    assert required_words(both, WORDS) == "(event a and (event b or event c))"
    assert required_words(AllOf(()), WORDS) == "some day"
    assert required_words(AnyOf((Occurs("a"),)), WORDS) == "event a"
