"""Evaluation without a pool, in the process itself: for tests, and for systems that cannot fork."""

from __future__ import annotations

from dataclasses import dataclass, field

from treatygraph.graph.dataset import Dataset
from treatygraph.server.pool.client import Cancellation
from treatygraph.server.pool.engine import evaluate_task
from treatygraph.server.pool.spool import Answer, Spool
from treatygraph.server.pool.tasks import Limits, Task

__all__ = ["LocalPool"]


@dataclass(frozen=True, slots=True)
class LocalPool:
    """Answers as a pool does, but knows no deadline: nothing can stop the engine inside a process.

    :param dataset: the graph.
    :param limits: what one query may cost.
    """

    dataset: Dataset
    limits: Limits = field(default_factory=Limits)

    def ask(self, task: Task, client: str = "", cancellation: Cancellation | None = None) -> Answer:
        """Answer a query.

        :param task: the query; its limits are lowered to those of the server.
        :param client: not used here.
        :param cancellation: not used here.
        :returns: the answer, whole.
        :raises QueryError: if there is none.
        """
        spool = Spool()
        try:
            outcome = evaluate_task(self.dataset, task.limited(self.limits), spool)
            spool.flush()
            return Answer(outcome, spool)
        except BaseException:
            spool.close()
            raise
