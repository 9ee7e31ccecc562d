"""Asking for somewhere to park, in Mandarin."""

from __future__ import annotations

from typing import Any

from compact import Call
from generate import names, numbers, tools
from generate.chinese import restaurants
from generate.speaker import Speaker

Arguments = dict[str, Any]

_WANT = (
    "[请|麻烦|麻烦你]帮(我|忙)(找|搜|查|看看|搜一下|找一下|查一下){what}", "(找|搜|搜索|查找|寻找|搜一下|找一下){what}", "(附近|这边|周围|这附近|这里)有没有{what}",
    "哪里有{what}", "有没有{what}", "(我想|我要|想|我们想)(找|去){what}", "带我去{what}", "{what}", "{what}有吗", "{what}在哪[里|儿]",
    "我需要{what}", "(能|可以)帮我找{what}吗", "(来|给我来|给我找|给我搜){what}", "去{what}", "看看有没有{what}", "有{what}吗",
    "请问(哪里|哪儿)有{what}", "推荐{what}", "我在找{what}", "显示{what}", "有什么{what}", "附近的{what}", "给我找{what}",
)
_PARK = (
    "(哪里|哪儿|在哪|在哪里|去哪|去哪儿)(可以|能|好|)停车", "[我|我们](想|要|得)停[个|一下]车", "帮我停[个]车", "车[应该|可以|能]停(哪|在哪|哪里|哪儿|在哪里)",
    "[这附近|附近|这里]能停车吗", "找(个地方|地方|位置)停车", "去停车", "停车", "有没有地方[可以|能]停车", "有地方停车吗", "我的车停哪[里|儿]", "把车停(哪|哪儿|在哪)",
    "有停车的地方吗", "在哪儿泊车", "怎么停车",
)
_PARK_AT = (
    "去{n}停车[停哪里|停哪]", "{n}(附近|周边|旁边|那边)(哪里|哪儿)(能|可以|好)停车", "我要(去|到){n}停哪[里|儿]",
    "{n}(附近|旁边|周围)(有没有|有)(停车场|车位|停车位|停车的地方|地方停车)[吗]", "在{n}(附近|旁边)停车", "{n}能停车吗", "(去|到){n}[的话]车停哪[里|儿]",
    "{n}(好|方便)停车吗",
)
_THING = (
    "停车场", "停车位", "车位", "停车的地方", "地方停车", "车库", "停车库", "空车位", "空位的停车场", "泊车位", "能停车的地方", "停车楼", "公共停车场", "parking",
    "parking lot", "停车点",
)
_COUNT = ("个", "一个", "几个", "", "", "", "一些")
_PRICE = (
    "(每小时|一小时|一个小时)(不超过|最多|不高于){m}的", "{m}(一|每)小时(以内|以下|)的", "(每小时|一小时|一个小时){m}(以内|以下|之内|左右)的", "不超过{m}(一|每)小时的",
    "{m}以内的", "收费不超过{m}的", "停车费{m}以下的", "低于{m}(每|一)小时的", "单价{m}以内的",
)
_PRICE_AFTER = (
    "(每小时|一小时|一个小时)(不超过|最多|别超过){m}", "最多{m}(一|每)小时", "{m}(一|每)小时以内", "停车费不要超过{m}", "超过{m}就算了", "价格{m}以内",
    "预算{m}(一|每)小时",
)
_FREE_OF_CHARGE = ("免费的", "免费", "不要钱的", "不收费的", "不花钱的", "免停车费的")
_HEIGHT = ("限高{h}以上的", "能停{h}高的车的", "能进{h}高的车的", "高度{h}以上的", "限高不低于{h}的", "净高{h}以上的", "能停下{h}高的车的", "限高至少{h}的")
_HEIGHT_AFTER = (
    "[我的|我]车高{h}", "我的(车|面包车|房车|货车|商务车)(有|高|)[高]{h}[高]", "车[子]有{h}高", "要限高{h}以上", "车身高{h}", "车高是{h}", "车顶有行李架[一共]{h}",
    "高度{h}", "开的是{h}高的车", "我这车{h}高",
)
_COVERED = ("室内[的]", "地下[的]", "有顶[棚]的", "有遮挡的", "带顶的", "带棚的", "不淋雨的", "有屋顶的", "能遮雨的", "有棚子的", "遮阳的", "有盖的", "有遮雨棚的")
_COVERED_AFTER = ("要室内的", "要有顶的", "别淋着雨", "最好是地下的", "下雨了要有顶棚", "车不能晒到", "要能遮雨", "要地下车库")
_ORDER = (
    ("最近的", "distance"), ("离我最近的", "distance"), ("距离最近的", "distance"), ("走路最近的", "distance"), ("步行最近的", "distance"),
    ("最便宜的", "price"), ("便宜[点|一点]的", "price"), ("价格最低的", "price"), ("实惠的", "price"), ("不贵的", "price"),
    ("收费最低的", "price"),
    ("空位最多的", "free-spaces"), ("车位最多的", "free-spaces"), ("空位多的", "free-spaces"), ("车位充足的", "free-spaces"),
    ("最空的", "free-spaces"), ("好停[车]的", "free-spaces"), ("不那么满的", "free-spaces"), ("剩余车位最多的", "free-spaces"),
    ("位置多的", "free-spaces"),
)
_ORDER_AFTER = (
    ("按距离排[序]", "distance"), ("越近越好", "distance"), ("少走点路", "distance"), ("走路要近", "distance"), ("按价格排[序]", "price"),
    ("越便宜越好", "price"), ("便宜点[的]", "price"), ("不要太贵", "price"), ("空位越多越好", "free-spaces"), ("要空位多[的]", "free-spaces"),
    ("按空位排[序]", "free-spaces"), ("哪个最近", "distance"), ("哪个最便宜", "price"), ("哪个空位最多", "free-spaces"),
    ("别停满了的", "free-spaces"),
)
_SHOW = (
    "{c}[现在]还有(位[子|置]|车位|空位|多少车位|多少空位|几个车位|几个位)[吗]", "{c}(有没有|有)(车位|空位|位子)[吗]", "{c}(多少钱|收费多少|怎么收费|贵吗|贵不贵)[一小时]",
    "{c}(满了吗|满没满|满不满|停满了吗)", "{c}限高(多少|是多少|几米)", "{c}(怎么样|远吗|在哪[里|儿]|好停吗)", "[我]想(看看|了解){c}",
    "(看看|看一下|查一下|查查|显示|介绍一下|打开){c}", "{c}[剩|还剩]多少(车位|空位|位子)", "帮我(看看|查一下|查){c}",
    "{c}的(价格|收费标准|空位|限高|情况|信息|详情|位置|车位)[是多少|怎么样]", "{c}走过去(要多久|远吗|多远)", "{c}停一小时多少钱", "{c}还能停[车]吗", "我的车能进{c}吗",
    "{c}停得下吗", "{c}空位多吗",
)
_SHARES = {"near": 0.4, "price": 0.14, "height": 0.13, "covered": 0.15, "order": 0.18}


def _price_words(speaker: Speaker, arguments: Arguments, ways: tuple[str, ...]) -> str:
    words, arguments["price-per-hour-max"] = numbers.chinese_money(speaker)
    return speaker.say(ways).replace("{m}", speaker.shield(words))


def _height_words(speaker: Speaker, arguments: Arguments, ways: tuple[str, ...]) -> str:
    words, arguments["height-cm-min"] = numbers.chinese_height(speaker)
    return speaker.say(ways).replace("{h}", speaker.shield(words))


def price(speaker: Speaker, arguments: Arguments) -> str:
    """What an hour may cost."""
    return _price_words(speaker, arguments, _PRICE_AFTER)


def height(speaker: Speaker, arguments: Arguments) -> str:
    """How high the car is."""
    return _height_words(speaker, arguments, _HEIGHT_AFTER)


def _before(speaker: Speaker, arguments: Arguments) -> str:
    """What is said before the noun."""
    said = []
    if "near" not in arguments and speaker.chance(_SHARES["near"] + 0.1):
        said.append(restaurants.near(speaker, arguments))
    if speaker.chance(_SHARES["covered"]):
        arguments["covered"] = True
        said.append(speaker.say(_COVERED))
    if speaker.chance(0.05):
        arguments["price-per-hour-max"] = 0
        said.append(speaker.say(_FREE_OF_CHARGE))
    elif speaker.chance(_SHARES["price"]):
        said.append(_price_words(speaker, arguments, _PRICE))
    if speaker.chance(_SHARES["height"] / 2):
        said.append(_height_words(speaker, arguments, _HEIGHT))
    if speaker.chance(_SHARES["order"]):
        words, arguments["order"] = speaker.mean(_ORDER)
        said.append(words)
    if speaker.chance(0.3):
        speaker.random.shuffle(said)
    return "".join(said)


def _after(speaker: Speaker, arguments: Arguments) -> str:
    """What is said as an afterthought."""
    draw = speaker.random.random()
    if draw < 0.1 and "height-cm-min" not in arguments:
        words = height(speaker, arguments)
    elif draw < 0.15 and "price-per-hour-max" not in arguments:
        words = price(speaker, arguments)
    elif draw < 0.19 and "covered" not in arguments:
        words, arguments["covered"] = speaker.say(_COVERED_AFTER), True
    elif draw < 0.24 and "order" not in arguments:
        words, arguments["order"] = speaker.mean(_ORDER_AFTER)
    else:
        return ""
    return speaker.pick((" ", "")) + words


def find(speaker: Speaker) -> tuple[str, Call]:
    """A request with any of the fields."""
    arguments: Arguments = {}
    draw = speaker.random.random()
    if draw < 0.18:
        sentence = speaker.say(_PARK)
    elif draw < 0.32:
        place = names.chinese_place(speaker)
        arguments["near"] = place
        sentence = speaker.say(_PARK_AT).replace("{n}", speaker.shield(place))
    else:
        sentence = speaker.say(
            _WANT).replace("{what}", speaker.pick(_COUNT) + _before(speaker, arguments) + speaker.pick(_THING),
        )
    sentence += _after(speaker, arguments)
    if "height-cm-min" not in arguments and speaker.chance(0.04):
        sentence = f"{height(speaker, arguments)} {sentence}"
    return sentence, tools.call(tools.PARKING_FIND, arguments)


def show(speaker: Speaker) -> tuple[str, Call]:
    """A question about one car park by name."""
    name = names.chinese_car_park(speaker)
    return speaker.say(_SHOW).replace("{c}", speaker.shield(name)), tools.call(tools.PARKING_SHOW, {"car-park": name})
