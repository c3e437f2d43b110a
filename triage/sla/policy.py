"""A policy: a name and the versions of its terms, each in force from a date (rule S15)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Self

from triage.sla.profile import read_version
from triage.sla.table import Table
from triage.sla.terms import PolicyVersion


@dataclass(frozen=True, slots=True)
class Policy:
    """An agreement on service, as configured under `[policies.NAME]`.

    Attributes:
        name: The key in the configuration; a mailbox or webhook source names its policy by it.
        versions: At least one, the earliest first.
    """

    name: str
    versions: tuple[PolicyVersion, ...]

    @classmethod
    def from_mapping(cls, name: str, data: Mapping[str, object]) -> Self:
        """Build a policy from the plain values of its configuration table.

        Args:
            name: The policy's name.
            data: The table `[policies.NAME]`: its `versions`, a table per version.

        Raises:
            ValueError: Names the key, the value and the remedy.
        """
        table = Table(f"policies.{name}", data)
        versions = table.table("versions")
        found = [read_version(key, versions.table(key)) for key in list(versions.keys())]
        table.finish()
        if not found:
            raise table.fail("versions", "give at least one version with its in_force_from")
        found.sort(key=lambda version: version.in_force_from)
        for earlier, later in pairwise(found):
            if earlier.in_force_from == later.in_force_from:
                raise versions.fail(later.name, f"{earlier.name} is in force from the same day")
        return cls(name, tuple(found))

    def version_at(self, instant: datetime) -> PolicyVersion:
        """Return the version in force at an instant; the first one before any was (rule S15)."""
        version = self.versions[0]
        for later in self.versions[1:]:
            if later.in_force_at <= instant:
                version = later
        return version
