"""Sentences that only make sense after another one, in any language: what they change of the call before."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from compact import Call
from generate import tools
from generate.speaker import Speaker

Arguments = dict[str, Any]
Ways = tuple[str, ...]


@dataclass(frozen=True)
class FollowUps:
    """The phrases of one language. `{x}` is something to eat, `{n}` a place."""

    cheaper: Ways
    open_now: Ways
    closer: Ways
    better: Ways
    cheapest: Ways
    switch: Ways
    """Something else to eat."""
    switch_place: Ways
    here: Ways
    """Near the car instead."""
    park_there: Ways
    eat_there: Ways
    covered: Ways
    free_spaces: Ways
    next_light: Ways
    then_speed: Ways
    then_check: Ways
    stop_alerts: Ways
    start_alerts: Ways
    bare_place: Ways
    """A place, and nothing said of what is wanted there."""
    leads: Ways
    """What may stand before a changed wish."""
    tails: Ways
    """What may stand behind it."""
    place: Callable[[Speaker], str]
    cuisine: Callable[[Speaker], tuple[str, str]]
    restaurants: ModuleType
    parking: ModuleType

    def _wish(self, speaker: Speaker, words: str) -> str:
        return speaker.pick(self.leads) + words + speaker.pick(self.tails)

    def _change(self, speaker: Speaker, call: Call, changed: Arguments) -> str:
        """Words for a change that both finders know; `changed` receives it."""
        draw = speaker.random.random()
        if draw < 0.35:
            if call.name == tools.RESTAURANT_FIND:
                changed["price-max"] = "budget"
            else:
                changed["order"] = "price"
            return speaker.say(self.cheaper)
        if draw < 0.5:
            changed["order"] = "distance"
            return speaker.say(self.closer)
        if draw < 0.6:
            changed["order"] = "price"
            return speaker.say(self.cheapest)
        if draw < 0.67:
            changed.pop("near", None)
            return speaker.say(self.here)
        place = self.place(speaker)
        changed["near"] = place
        return speaker.say(self.switch_place).replace("{n}", speaker.shield(place))

    def _there(self, call: Call) -> Arguments:
        return {"near": call.arguments["near"]} if "near" in call.arguments else {}

    def _after_restaurants(self, speaker: Speaker, call: Call) -> tuple[str, Call]:
        changed = dict(call.arguments)
        draw = speaker.random.random()
        if draw < 0.12:
            changed["open-now"] = True
            sentence = speaker.say(self.open_now)
        elif draw < 0.19:
            changed["order"] = "rating"
            sentence = speaker.say(self.better)
        elif draw < 0.42:
            changed["cuisine"], word = self.cuisine(speaker)
            sentence = speaker.say(self.switch).replace("{x}", word)
        elif draw < 0.48:
            sentence = self._wish(speaker, self.restaurants.distance(speaker, changed))
        elif draw < 0.53:
            sentence = self._wish(speaker, self.restaurants.stars(speaker, changed))
        elif draw < 0.57:
            sentence = self._wish(speaker, self.restaurants.price(speaker, changed))
        elif draw < 0.66:
            return speaker.say(self.park_there), tools.call(tools.PARKING_FIND, self._there(call))
        else:
            sentence = self._change(speaker, call, changed)
        return sentence, tools.call(call.name, changed)

    def _after_parking(self, speaker: Speaker, call: Call) -> tuple[str, Call]:
        changed = dict(call.arguments)
        draw = speaker.random.random()
        if draw < 0.12:
            changed["covered"] = True
            sentence = speaker.say(self.covered)
        elif draw < 0.22:
            changed["order"] = "free-spaces"
            sentence = speaker.say(self.free_spaces)
        elif draw < 0.32:
            sentence = self._wish(speaker, self.parking.price(speaker, changed))
        elif draw < 0.42:
            sentence = self._wish(speaker, self.parking.height(speaker, changed))
        elif draw < 0.52:
            return speaker.say(self.eat_there), tools.call(tools.RESTAURANT_FIND, self._there(call))
        else:
            sentence = self._change(speaker, call, changed)
        return sentence, tools.call(call.name, changed)

    def _after_lights(self, speaker: Speaker, call: Call) -> tuple[str, Call]:
        if "which" not in call.arguments and speaker.chance(0.5):
            return speaker.say(self.next_light), tools.call(call.name, {"which": "second"})
        if call.name == tools.LIGHT_CHECK:
            return speaker.say(self.then_speed), tools.call(tools.LIGHT_ADVISE, call.arguments)
        return speaker.say(self.then_check), tools.call(tools.LIGHT_CHECK, call.arguments)

    def follow(self, speaker: Speaker, call: Call) -> tuple[str, Call] | None:
        """A sentence that builds on a call, and the call it asks for; None where nothing builds on it."""
        if call.name == tools.RESTAURANT_FIND:
            return self._after_restaurants(speaker, call)
        if call.name == tools.RESTAURANT_SHOW:
            return speaker.say(self.park_there), tools.call(tools.PARKING_FIND, {"near": call.arguments["restaurant"]})
        if call.name == tools.PARKING_FIND:
            return self._after_parking(speaker, call)
        if call.name == tools.LIGHT_ALERTS:
            enabled = not call.arguments["enabled"]
            ways = self.start_alerts if enabled else self.stop_alerts
            return speaker.say(ways), tools.call(call.name, {"enabled": enabled})
        if call.name in (tools.LIGHT_CHECK, tools.LIGHT_ADVISE):
            return self._after_lights(speaker, call)
        return None

    def without_context(self, speaker: Speaker) -> str:
        """A follow-up to which the earlier sentence is missing."""
        return speaker.say(speaker.pick((self.cheaper, self.closer, self.open_now, self.cheapest)))

    def place_alone(self, speaker: Speaker) -> tuple[str, str]:
        """A place, and nothing said of what is wanted there; also the place itself."""
        place = self.place(speaker)
        return speaker.say(self.bare_place).replace("{n}", speaker.shield(place)), place
