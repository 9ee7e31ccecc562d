"""Puts sentences together to dialogues of up to three exchanges, in the shares that the model is trained with.

Most later exchanges have nothing to do with the earlier ones, as in a car; some build on them. Every exchange of a
dialogue is something to learn: the earlier ones are the history of the later ones.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from types import ModuleType

import compact
from compact import Call, Dialogue, Exchange
from generate import names, noise, questions, tools
from generate.chinese import cuisines as chinese_cuisines
from generate.chinese import other_talk as chinese_other_talk
from generate.chinese import parking as chinese_parking
from generate.chinese import restaurants as chinese_restaurants
from generate.chinese.follow_ups import FOLLOW_UPS as CHINESE_FOLLOW_UPS
from generate.chinese.traffic_lights import TRAFFIC_LIGHTS as CHINESE_TRAFFIC_LIGHTS
from generate.english import cuisines as english_cuisines
from generate.english import other_talk as english_other_talk
from generate.english import parking as english_parking
from generate.english import restaurants as english_restaurants
from generate.english.follow_ups import FOLLOW_UPS as ENGLISH_FOLLOW_UPS
from generate.english.traffic_lights import TRAFFIC_LIGHTS as ENGLISH_TRAFFIC_LIGHTS
from generate.follow_ups import FollowUps
from generate.questions import Questions
from generate.speaker import Speaker
from generate.traffic_lights import TrafficLights

_LONGEST_PART_OF_TWO = 44
"""Characters of a sentence that is joined to another one; people keep these short."""
_SHORTEST_FRESH_START = {"en": 18, "zh": 7}
"""Characters below which a sentence after a related call would rather be a follow-up."""
_FOLLOW_UP_SHARE = 0.5
_EXCHANGES = (1, 1, 2, 2, 3, 3)


@dataclass(frozen=True)
class Language:
    """Everything that differs between the languages."""

    code: str
    restaurants: ModuleType
    parking: ModuleType
    traffic_lights: TrafficLights
    follow_ups: FollowUps
    other_talk: ModuleType
    cuisines: ModuleType
    questions: Questions
    place: Callable[[Speaker], str]
    joints: tuple[str, ...]
    shared_place: tuple[str, ...]
    """Food and parking at one place."""
    shared_here: tuple[str, ...]
    """Food and parking close by."""

    @property
    def chinese(self) -> bool:
        """Whether words are written without spaces."""
        return self.code == "zh"


ENGLISH = Language(
    code="en",
    restaurants=english_restaurants,
    parking=english_parking,
    traffic_lights=ENGLISH_TRAFFIC_LIGHTS,
    follow_ups=ENGLISH_FOLLOW_UPS,
    other_talk=english_other_talk,
    cuisines=english_cuisines,
    questions=questions.ENGLISH,
    place=names.english_place,
    joints=(
        "{a} and {b}", "{a} and then {b}", "{a} and also {b}", "first {a} then {b}", "{a} {b} too", "{a} then {b}",
        "{a} plus {b}", "{a} also {b}", "{a} and after that {b}",
    ),
    shared_place=(
        "[find [me]|show me|i need|where is] {f} and (parking|a car park|somewhere to park) "
        "(near|around|close to|by) [the] {n}",
        "(near|around) [the] {n} [find [me]|i need] {f} and parking",
    ),
    shared_here=(
        "[find [me]|show me|i need|i want|we need] {f} and (parking|a car park|somewhere to park|a parking space) "
        "[nearby|near me|close by|around here]",
        "[find [me]|show me] {f} with parking [nearby|close by]",
        "[find [me]|i need] parking and {f} [nearby|around here]", "{f} and where can (i|we) park",
    ),
)
CHINESE = Language(
    code="zh",
    restaurants=chinese_restaurants,
    parking=chinese_parking,
    traffic_lights=CHINESE_TRAFFIC_LIGHTS,
    follow_ups=CHINESE_FOLLOW_UPS,
    other_talk=chinese_other_talk,
    cuisines=chinese_cuisines,
    questions=questions.CHINESE,
    place=names.chinese_place,
    joints=(
        "{a}然后{b}", "{a} 顺便{b}", "先{a}再{b}", "{a}再{b}", "{a}并且{b}", "{a} 还有{b}", "{a} 另外{b}", "{a}和{b}",
        "{a} {b}", "{a} 同时{b}",
    ),
    shared_place=(
        "[帮我|我想]找{n}附近的{f}和停车(场|位|的地方)", "{n}(附近|那边|旁边)(有没有|有){f}和停车(场|位)",
        "{n}附近找(个|家){f}(再|顺便)找个停车(场|位)", "在{n}附近找{f}和停车的地方",
    ),
    shared_here=(
        "[帮我|我想]找(附近的|){f}和停车(场|位|的地方)", "附近(有没有|有){f}和停车(场|位)[吗]",
        "找(个|家|){f}(再|顺便|然后)找个停车(场|位|的地方)", "{f}和停车场", "找(家|个){f} 旁边要能停车",
    ),
)
LANGUAGES = (ENGLISH, CHINESE)

Said = tuple[str, tuple[Call, ...]]


class Storyteller:
    """Makes dialogues of one speaker; the share of roughened sentences is given."""

    def __init__(self, speaker: Speaker, rough_share: float) -> None:
        self.speaker = speaker
        self.rough_share = rough_share
        self._place_asked_about = ""

    def dialogue(self) -> tuple[str, Dialogue]:
        """Language code and dialogue; the speaker knows whether its last sentence used a held-out family."""
        language = self.speaker.pick(LANGUAGES)
        exchanges: list[Exchange] = []
        for _ in range(self.speaker.pick(_EXCHANGES)):
            self.speaker.fresh()
            exchanges.append(self._exchange(language, tuple(exchanges)))
        return language.code, tuple(exchanges)

    def _exchange(self, language: Language, history: Dialogue) -> Exchange:
        said = self._building_on(language, history) if self.speaker.chance(_FOLLOW_UP_SHARE) else None
        utterance, calls = said or self._fresh_start(language, history)
        utterance = noise.style(self.speaker, utterance, language.chinese)
        if self.speaker.chance(self.rough_share):
            utterance = noise.roughen(self.speaker, utterance, language.chinese)
        return Exchange(compact.normalise(self.speaker.reveal(utterance)), calls)

    def _building_on(self, language: Language, history: Dialogue) -> Said | None:
        """A sentence that needs the history; what was not understood in between does not hide it."""
        for exchange in reversed(history):
            if exchange.calls == compact.NOTHING:
                continue
            if exchange.calls[0].name == compact.ASK:
                return self._answer(language, exchange) if exchange is history[-1] else None
            follow_up = language.follow_ups.follow(self.speaker, exchange.calls[-1])
            return follow_up and (follow_up[0], (follow_up[1],))
        return None

    def _answer(self, language: Language, asked: Exchange) -> Said | None:
        question = asked.calls[0].arguments["question"]
        if question == language.questions.alerts_on_or_off:
            sentence, call = questions.alerts_answer(self.speaker, language.questions)
        elif question == language.questions.eat_or_park:
            sentence, call = questions.place_answer(self.speaker, language.questions, self._place_asked_about)
        else:
            return None
        return sentence, (call,)

    def _fresh_start(self, language: Language, history: Dialogue) -> Said:
        related = {call.name for exchange in history for call in exchange.calls}
        while True:
            self.speaker.fresh()
            utterance, calls = self._alone(language, bool(related - {compact.NO_TOOL}))
            short = len(self.speaker.reveal(utterance)) < _SHORTEST_FRESH_START[language.code]
            if not (short and related & {call.name for call in calls} - {compact.NO_TOOL}):
                return utterance, calls

    def _alone(self, language: Language, history_matters: bool) -> Said:
        """A sentence that stands for itself."""
        draw = self.speaker.random.random()
        for share, make in (
            (0.25, language.restaurants.find), (0.05, language.restaurants.show), (0.155, language.parking.find),
            (0.04, language.parking.show), (0.06, language.traffic_lights.check_light),
            (0.045, language.traffic_lights.advise_speed), (0.04, language.traffic_lights.set_alerts),
        ):
            draw -= share
            if draw < 0:
                utterance, call = make(self.speaker)
                return utterance, (call,)
        if draw < 0.05:
            return self._several(language)
        if draw < 0.095:
            return self._question(language, history_matters)
        return language.other_talk.unrelated(self.speaker), compact.NOTHING

    def _question(self, language: Language, history_matters: bool) -> Said:
        asked = language.questions
        draw = self.speaker.random.random()
        if draw < 0.2:
            return self.speaker.say(asked.alerts_unclear), compact.ask(asked.alerts_on_or_off)
        if history_matters:
            return language.other_talk.unrelated(self.speaker), compact.NOTHING
        if draw < 0.35:
            return self.speaker.say(asked.car_park_unnamed), compact.ask(asked.which_car_park)
        if draw < 0.5:
            return self.speaker.say(asked.restaurant_unnamed), compact.ask(asked.which_restaurant)
        if draw < 0.7:
            self._place_asked_about = ""
            return language.follow_ups.without_context(self.speaker), compact.ask(asked.eat_or_park)
        utterance, self._place_asked_about = language.follow_ups.place_alone(self.speaker)
        return utterance, compact.ask(asked.eat_or_park)

    def _several(self, language: Language) -> Said:
        """Two or three requests in one sentence."""
        if self.speaker.chance(0.4):
            return self._food_and_parking(language)
        makers = [
            language.restaurants.find, language.parking.find, language.traffic_lights.check_light,
            language.traffic_lights.advise_speed, language.traffic_lights.set_alerts,
        ]
        self.speaker.random.shuffle(makers)
        utterance, call = self._short(makers[0])
        calls = [call]
        for make in makers[1 : self.speaker.pick((2, 2, 2, 2, 3))]:
            more, call = self._short(make)
            utterance = self.speaker.say(language.joints).replace("{a}", utterance).replace("{b}", more)
            calls.append(call)
        return utterance, tuple(calls)

    def _short(self, make: Callable[[Speaker], tuple[str, Call]]) -> tuple[str, Call]:
        while True:
            utterance, call = make(self.speaker)
            if len(utterance) <= _LONGEST_PART_OF_TWO:
                return utterance, call

    def _food_and_parking(self, language: Language) -> Said:
        if language.chinese:
            cuisine, food = language.cuisines.place(self.speaker)
        else:
            cuisine, food = language.cuisines.thing(self.speaker, "", False)
        eat, park = {"cuisine": cuisine}, {}
        if self.speaker.chance(0.4):
            place = language.place(self.speaker)
            eat["near"] = park["near"] = place
            utterance = self.speaker.say(language.shared_place).replace("{n}", self.speaker.shield(place))
        else:
            utterance = self.speaker.say(language.shared_here)
        calls = [tools.call(tools.RESTAURANT_FIND, eat), tools.call(tools.PARKING_FIND, park)]
        if utterance.find("{f}") > max(utterance.find("parking and"), 0) and "parking and" in utterance:
            calls.reverse()
        return utterance.replace("{f}", food), tuple(calls)
