"""Documents move only along their graph (I-12), whoever sets their state."""

import importlib
import pkgutil
import re
from collections.abc import Iterator
from enum import Enum
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import configure_mappers
from sqlalchemy.orm.attributes import set_committed_value

import server
from server.db import Table, core
from server.errors import Refusal
from server.graph import GRAPHS, Graph
from tests.graphs import all_graphs

configure_mappers()

TITLES = [graph.document for graph in all_graphs()]
BY_TITLE = {graph.document: (table, graph) for table, graph in GRAPHS.items()}

NO_DOCUMENTS = {"Container", "Printer"}
"""Things that are used again and again: their state says how they are found."""


def lying(table: type, state: Enum) -> Any:
    """A row as it is read from the database."""
    row: Any = sa.inspect(table).class_manager.new_instance()
    set_committed_value(row, "state", state)
    return row


def test_every_document_has_its_graph_and_is_drawn() -> None:
    with_state = {
        mapper.class_.__name__ for mapper in Table.registry.mappers if "state" in mapper.columns
    }
    assert with_state - NO_DOCUMENTS == {table.__name__ for table in GRAPHS}
    assert sorted(TITLES) == sorted(BY_TITLE)


@pytest.mark.parametrize("title", TITLES)
def test_every_state_is_in_the_graph_and_can_be_reached(title: str) -> None:
    graph: Graph[Any] = BY_TITLE[title][1]
    reached, todo = set(graph.starts), list(graph.starts)
    while todo:
        new = graph.edges[todo.pop()] - reached
        reached |= new
        todo += new
    states: Any = type(next(iter(graph.starts)))
    assert set(graph.edges) == reached == set(states)
    for target in graph.edges:
        assert graph.sources_of(target) == [
            source for source in graph.edges if target in graph.edges[source]
        ]


@pytest.mark.parametrize("title", TITLES)
def test_a_row_goes_along_its_edges_and_nowhere_else(title: str) -> None:
    table, graph = BY_TITLE[title]
    for source, targets in graph.edges.items():
        for target in graph.edges:
            row = lying(table, source)
            if target in targets:
                row.state = target
                assert row.state is target
                continue
            with pytest.raises(Refusal) as refused:
                row.state = target
            assert row.state is source
            assert (refused.value.status, refused.value.code) == (409, "wrong_state")
            told = f" is {source.value}, it can't become {target.value}: it can become "
            assert told in refused.value.sentence
            assert all(way.value in refused.value.sentence for way in targets - {source})
            assert targets or refused.value.sentence.endswith("nothing else any more.")


@pytest.mark.parametrize("title", TITLES)
def test_a_row_begins_where_its_documents_begin(title: str) -> None:
    table, graph = BY_TITLE[title]
    for state in graph.edges:
        row: Any = sa.inspect(table).class_manager.new_instance()
        if state in graph.starts:
            row.state = state
            continue
        with pytest.raises(ValueError, match=f"{graph.document}: none begins {state.value}"):
            row.state = state


def prepared() -> Iterator[tuple[str, str]]:
    """The updates with values of their own that modules have prepared, and where they stand."""
    for info in pkgutil.walk_packages(server.__path__, "server."):
        if ".migrations." in info.name:
            continue
        for name, value in vars(importlib.import_module(info.name)).items():
            for one in value.values() if isinstance(value, dict) else [value]:
                if isinstance(one, sa.Update) and one.table in {core(table) for table in GRAPHS}:
                    yield f"{info.name}.{name}", str(one)


def test_every_prepared_step_asks_for_the_state_that_it_comes_from() -> None:
    """The listener sees loaded rows only: a statement must guard itself."""
    steps = {
        where: statement
        for where, statement in prepared()
        if " state=" in (sets := statement.partition(" WHERE ")[0])
        and " id=" not in sets  # every column: it is told its values when it runs
    }
    assert {"server.outbound.pick._COUNT_ON", "server.work.tasks._END"} <= set(steps)
    unguarded = [
        where
        for where, statement in steps.items()
        if not re.search(
            r"\bstate\b", statement.partition(" WHERE ")[2].partition(" RETURNING ")[0]
        )
        and "CASE WHEN" not in statement
    ]
    assert unguarded == []
