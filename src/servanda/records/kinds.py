"""What kind of thing a name means: of the catalogue, or found by its form."""

from __future__ import annotations

from servanda.catalogue import catalogue
from servanda.records.naming import Named

NAMES = ("entity", "capital")  # the kinds of marks that are names


def kind_of(key: str) -> str:
    """The kind of an entity, of the catalogue or found."""
    return key.kind if isinstance(key, Named) else catalogue().entities[key].kind


def is_area(key: str) -> bool:
    """Whether figures can be of it: a state, or a body or region that counts as one."""
    return not isinstance(key, Named) and (
        catalogue().entities[key].kind == "state" or catalogue().entities[key].area
    )


def area_of(key: str) -> str:
    """The area that figures are of, where they name it: of a region, its union."""
    return catalogue().entities[key].union or key
