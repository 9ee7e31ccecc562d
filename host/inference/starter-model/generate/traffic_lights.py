"""Requests about traffic lights, in any language: which light is meant, and what is asked of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from compact import Call
from generate import tools
from generate.speaker import Speaker

Ways = tuple[str, ...]


@dataclass(frozen=True)
class TrafficLights:
    """The phrases of one language. `{l}` is a light; `{g}` is what one wants to catch."""

    unnamed: Ways
    """Words for a light that do not say which."""
    next: Ways
    second: Ways
    check: Ways
    check_alone: Ways
    """Questions without any light in them."""
    advise: Ways
    advise_alone: Ways
    catch: Ways
    """What one wants to catch, for `{g}`."""
    alerts: tuple[tuple[str, bool], ...]
    """Sentences that turn the warnings on (true) or off."""
    alone_share: float
    """Share of sentences without any light in them."""

    def _light(self, speaker: Speaker, arguments: dict[str, Any]) -> str:
        draw = speaker.random.random()
        if draw < 0.5:
            return speaker.say(self.unnamed)
        if draw < 0.75:
            arguments["which"] = "next"
            return speaker.say(self.next)
        arguments["which"] = "second"
        return speaker.say(self.second)

    def _said(self, speaker: Speaker, tool: str, alone: Ways, named: Ways) -> tuple[str, Call]:
        arguments: dict[str, Any] = {}
        sentence = speaker.say(alone if speaker.chance(self.alone_share) else named)
        if "{g}" in sentence:
            sentence = sentence.replace("{g}", speaker.say(self.catch))
        if "{l}" in sentence:
            sentence = sentence.replace("{l}", self._light(speaker, arguments))
        return sentence, tools.call(tool, arguments)

    def check_light(self, speaker: Speaker) -> tuple[str, Call]:
        """What a light shows and for how long."""
        return self._said(speaker, tools.LIGHT_CHECK, self.check_alone, self.check)

    def advise_speed(self, speaker: Speaker) -> tuple[str, Call]:
        """How fast to drive to arrive on green."""
        return self._said(speaker, tools.LIGHT_ADVISE, self.advise_alone, self.advise)

    def set_alerts(self, speaker: Speaker) -> tuple[str, Call]:
        """Warnings on or off."""
        sentence, enabled = speaker.mean(self.alerts)
        return sentence, tools.call(tools.LIGHT_ALERTS, {"enabled": enabled})
