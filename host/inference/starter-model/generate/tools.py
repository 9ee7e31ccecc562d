"""The tools of the shipped skills: names, fields in the order of their WIT records, cases.

Must agree with skills/*/wit/skill.wit; the tests of the product's sentences notice when it does not.
"""

from __future__ import annotations

from typing import Any

from compact import Call

RESTAURANT_FIND = "restaurant-finder.find"
RESTAURANT_SHOW = "restaurant-finder.show"
PARKING_FIND = "parking.find"
PARKING_SHOW = "parking.show"
LIGHT_CHECK = "traffic-lights.check"
LIGHT_ADVISE = "traffic-lights.advise-speed"
LIGHT_ALERTS = "traffic-lights.set-alerts"

FIELDS: dict[str, tuple[str, ...]] = {
    RESTAURANT_FIND: ("cuisine", "price-max", "open-now", "near", "distance-m-max", "stars-min", "order"),
    RESTAURANT_SHOW: ("restaurant",),
    PARKING_FIND: ("near", "price-per-hour-max", "height-cm-min", "covered", "order"),
    PARKING_SHOW: ("car-park",),
    LIGHT_CHECK: ("which",),
    LIGHT_ADVISE: ("which",),
    LIGHT_ALERTS: ("enabled",),
}

CUISINES = (
    "chinese", "noodles", "hotpot", "dumplings", "japanese", "sushi", "korean", "thai", "indian", "italian",
    "pizza", "french", "german", "mexican", "burger", "steak", "barbecue", "seafood", "vegetarian", "coffee",
    "bakery",
)


def call(name: str, arguments: dict[str, Any]) -> Call:
    """A call with its arguments in the order of the record."""
    unknown = set(arguments) - set(FIELDS[name])
    if unknown:
        raise ValueError(f"{name} has no field {unknown}")
    return Call(name, {field: arguments[field] for field in FIELDS[name] if field in arguments})
