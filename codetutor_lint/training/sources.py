"""What training asks of the artifacts: the numbers for a plan, and whether a build is stale."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from codetutor_lint.config import Config


class PlanInputs(Protocol):
    """What one target would be trained on; with a limit, its first lines only.

    ``tokens_train`` counts one epoch, and is an upper bound unless ``tokens_exact``.
    """

    @property
    def rows_train(self) -> int: ...
    @property
    def rows_validation(self) -> int: ...
    @property
    def tokens_train(self) -> int: ...
    @property
    def tokens_exact(self) -> bool: ...
    @property
    def bytes_train(self) -> int: ...
    @property
    def train_bytes(self) -> bytes: ...
    @property
    def validation_bytes(self) -> bytes: ...


class Sources(Protocol):
    """The dataset's sources, seen through the artifacts that they would make."""

    def plan_inputs(self, config: Config, target: str, limit: int | None) -> PlanInputs:
        """The training data of ``target``, made from the sources without writing anything."""

    def dataset_digest(self, config: Config) -> str:
        """The dataset digest that a build would have now."""


class Artifacts:
    """The sources as ``codetutor_lint.artifacts`` reads them."""

    def plan_inputs(self, config: Config, target: str, limit: int | None) -> PlanInputs:
        """The training data of ``target``, made from the sources without writing anything."""
        from codetutor_lint.artifacts.build import plan_inputs

        return plan_inputs(config, target, limit)

    def dataset_digest(self, config: Config) -> str:
        """The dataset digest that a build would have now."""
        from codetutor_lint.artifacts.build import current_dataset_digest

        return current_dataset_digest(config)
