"""When the model asks back, and what it asks: few fixed questions, so that a small model writes them without fault."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from compact import Call
from generate import tools
from generate.speaker import Speaker


@dataclass(frozen=True)
class Questions:
    """The questions of one language, and the sentences around them."""

    eat_or_park: str
    """A place was named, or a follow-up came without its first sentence."""
    alerts_on_or_off: str
    which_car_park: str
    which_restaurant: str
    alerts_unclear: tuple[str, ...]
    """Sentences about the warnings that say neither on nor off."""
    car_park_unnamed: tuple[str, ...]
    restaurant_unnamed: tuple[str, ...]
    answer_eat: tuple[str, ...]
    answer_park: tuple[str, ...]
    answer_on: tuple[str, ...]
    answer_off: tuple[str, ...]


ENGLISH = Questions(
    eat_or_park="Are you looking for food or for parking?",
    alerts_on_or_off="Should I turn the red light warnings on or off?",
    which_car_park="Which car park do you mean?",
    which_restaurant="Which restaurant do you mean?",
    alerts_unclear=(
        "[the] red light (alerts|warnings|alert|warning)", "[the] traffic light (alerts|warnings)",
        "change [the] red light (alerts|warnings)", "[the] warnings (about|for|of) red lights",
        "what about the red light (alerts|warnings)",
    ),
    car_park_unnamed=(
        "(show me|tell me about) (the|that) (car park|garage|parking lot)",
        "is there space (at|in) (the|that) (car park|garage)", "how (full|expensive) is (the|that) (car park|garage)",
        "what does (the|that) car park cost", "how many spaces are free (at|in) the garage",
    ),
    restaurant_unnamed=(
        "(show me|tell me about) (the|that) restaurant", "is (the|that) restaurant (open|any good)",
        "when does (the|that) restaurant close", "what's the rating of (the|that) restaurant",
        "details of the restaurant", "book (the|that) restaurant",
    ),
    answer_eat=(
        "food", "something to eat", "[a] restaurant", "food please", "i want to eat", "[to] eat", "the restaurant",
        "i'm hungry",
    ),
    answer_park=(
        "parking", "[to] park", "[a] parking (space|spot)", "parking please", "a car park", "i want to park",
        "the parking",
    ),
    answer_on=("on", "on please", "turn them on", "[switch] on", "yes on", "activate them"),
    answer_off=("off", "off please", "turn them off", "[switch] off", "no off", "deactivate them"),
)
CHINESE = Questions(
    eat_or_park="您想找吃饭的地方还是停车的地方？",
    alerts_on_or_off="要打开还是关闭红灯提醒？",
    which_car_park="您说的是哪个停车场？",
    which_restaurant="您说的是哪家餐厅？",
    alerts_unclear=("红灯(提醒|预警|提示)", "红绿灯(提醒|播报)", "红灯提醒[那个]功能", "设置红灯(提醒|预警)", "那个红灯提醒"),
    car_park_unnamed=(
        "[那个|这个]停车场还有(车位|空位|位子)吗", "[看看|查一下]那个停车场", "那个停车场(多少钱|怎么收费|满了吗)", "[这个|那个]车库(限高多少|还能停吗)", "停车场满了吗",
    ),
    restaurant_unnamed=("那家(餐厅|店|饭店|餐馆)(怎么样|开门吗|几点关门|贵吗)", "[看看|查一下]那家(餐厅|饭店|餐馆)", "那个餐厅(的评分|的地址|在哪)", "(这家|那家)餐厅好吃吗"),
    answer_eat=("吃饭[的地方]", "餐厅", "吃的", "我要吃饭", "找餐厅", "吃饭吧", "饭店"),
    answer_park=("停车[的地方]", "停车场", "我要停车", "找停车场", "停车位", "停车吧", "车位"),
    answer_on=("打开", "开", "打开吧", "开启", "要打开", "开吧"),
    answer_off=("关闭", "关", "关掉", "关了吧", "要关闭", "关吧"),
)


def alerts_answer(speaker: Speaker, questions: Questions) -> tuple[str, Call]:
    """The answer to on or off."""
    enabled = speaker.chance(0.5)
    sentence = speaker.say(questions.answer_on if enabled else questions.answer_off)
    return sentence, tools.call(tools.LIGHT_ALERTS, {"enabled": enabled})


def place_answer(speaker: Speaker, questions: Questions, place: str) -> tuple[str, Call]:
    """The answer to food or parking, at the place that was named."""
    arguments: dict[str, Any] = {"near": place} if place else {}
    if speaker.chance(0.5):
        return speaker.say(questions.answer_eat), tools.call(tools.RESTAURANT_FIND, arguments)
    return speaker.say(questions.answer_park), tools.call(tools.PARKING_FIND, arguments)
