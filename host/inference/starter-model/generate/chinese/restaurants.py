"""Asking for somewhere to eat or drink, in Mandarin."""

from __future__ import annotations

from typing import Any

from compact import Call
from generate import names, numbers, tools
from generate.chinese import cuisines
from generate.speaker import Speaker

Arguments = dict[str, Any]

_WANT = (
    "[请|麻烦|麻烦你]帮(我|忙)(找|搜|查|看看|搜一下|找一下|查一下|推荐){what}", "[给我|请|麻烦]推荐[一下]{what}", "(找|搜|搜索|查找|寻找|搜一下|找一下){what}",
    "(附近|这边|周围|这附近|这里)有没有{what}", "哪里有{what}", "有没有{what}",
    "(我想|我要|想|我们想)(找|去){what}", "带我去{what}", "{what}", "{what}有吗", "{what}在哪[里|儿]", "有什么{what}[推荐]", "我需要{what}",
    "(能|可以)[不能]帮我找{what}吗", "(来|给我来|给我找|给我搜){what}", "去{what}", "看看有没有{what}", "你知道{what}吗", "列出{what}",
    "(想|我想)(订|预订|预定){what}", "帮我(订|预订|预定){what}", "我(打算|准备)(去|找){what}", "有{what}吗", "请问(哪里|哪儿)有{what}",
    "(介绍|给我介绍){what}[吧|呗]", "我在找{what}", "能不能推荐{what}", "咱们(去|找){what}吧", "想知道(哪里|附近)有{what}", "显示{what}",
    "麻烦(找|查)[一下]{what}", "给我个{what}",
)
_EAT = (
    "[我|我们]想吃{dish}", "[我|我们](要|想去|打算)吃{dish}", "(哪里|哪儿|哪)(能|可以)吃[到]{dish}", "去吃{dish}[吧]", "(突然|有点|好|特别|非常)想吃{dish}",
    "哪里的{dish}好吃", "今天(中午|晚上)[想]吃{dish}", "{dish}(哪里|哪儿)有", "吃{dish}", "馋{dish}了", "咱们去吃{dish}吧", "孩子(想吃|要吃){dish}",
    "来点{dish}", "有{dish}(吃|卖)吗", "晚饭吃{dish}(怎么样|吧)", "我老婆想吃{dish}", "找(个地方|地方)吃{dish}", "附近哪里卖{dish}",
    "有没有地方[能]吃{dish}", "点{dish}", "想找地方吃{dish}", "我要一份{dish}",
)
_DRINK = (
    "[我|我们]想喝{dish}", "去喝{dish}[吧]", "(哪里|哪儿)(能|可以)喝[到|杯]{dish}", "来杯{dish}", "想喝杯{dish}", "找(个地方|地方)喝{dish}",
    "买杯{dish}", "喝{dish}", "哪里能买到{dish}", "困了想喝{dish}",
)
_COUNT = ("一家", "家", "个", "一个", "几家", "", "", "", "一些")
_ANY_FOOD = (
    "餐厅", "餐馆", "饭店", "饭馆", "吃饭的地方", "吃的", "好吃的", "馆子", "美食", "吃东西的地方", "小吃", "小吃店", "能吃饭的地方", "酒吧", "快餐店",
    "可以吃{odd}的餐馆", "有{odd}的餐厅", "{foreign}餐厅", "{foreign}菜馆", "自助餐", "西餐厅",
)
_HUNGRY = (
    "[我|我们][肚子](饿了|好饿|有点饿|饿死了|太饿了)", "[我|我们]想(吃饭|吃东西|吃点东西|吃点什么)", "(附近|这里|周围|这边)有什么(好吃的|吃的|餐厅|饭店)",
    "(哪里|哪儿|去哪|去哪儿|在哪)(吃饭|可以吃饭|能吃饭)", "(中午|晚上|早上|今天)吃什么(好|呢|)", "去吃饭[吧]", "该吃饭了", "想(吃早饭|吃午饭|吃晚饭|吃夜宵)", "肚子咕咕叫了",
    "有什么好吃的推荐", "吃饭的地方有哪些", "一天没吃饭了", "带我去吃饭", "我要吃饭", "找地方吃饭", "附近的美食", "想下馆子",
)
_FOREIGN = ("西班牙", "越南", "希腊", "土耳其", "俄罗斯", "新疆", "巴西", "美式", "英国", "非洲", "马来", "清真")
_ODD = ("{w}", "{w}", "炸酱豆腐", "土豆丝", "红烧肉", "豆汁", "沙拉", "鸡翅", "羊蝎子", "三明治", "冰淇淋", "炸鸡", "豆腐", "卤煮", "排骨", "米饭")
_NEAR = (
    "{n}附近[的]", "{n}旁边[的]", "{n}周边[的]", "离{n}(近|不远|近一点)的", "{n}那边[的]", "{n}周围[的]", "{n}那儿[的]", "在{n}附近[的]", "靠近{n}的",
    "{n}边上[的]", "{n}一带[的]", "{n}(里|里面)的", "{n}对面[的]", "{n}那一块的", "距离{n}不远的", "挨着{n}的", "{n}的", "{n}门口的",
)
_HERE = (
    "附近[的]", "周围[的]", "周边[的]", "这附近[的]", "我附近的", "离我近的", "旁边[的]", "这边的", "这一带的", "就近的", "身边的", "路上的", "当前位置附近的",
    "前面的",
)
_DISTANCE = (
    "{d}(以内|之内|内)[的]", "(不超过|不到){d}的", "{d}范围内[的]", "方圆{d}(内|以内)的", "距离{d}(以内|内)的", "离我{d}以内的", "最远{d}的", "{d}之内能到的",
    "距离不超过{d}的", "附近{d}(内|以内)的",
)
_STARS = (
    "{s}星(以上|及以上)[的]", "评分(在|){s}分以上[的]", "至少{s}星的", "评分(不低于|大于|高于|超过){s}[分]的", "{s}星的", "{s}分以上的", "不低于{s}星的",
    "最少{s}星的", "评分{s}以上的", "{s}颗星以上的",
)
_PRICE = (
    ("便宜[点|一点]的", "budget"), ("便宜", "budget"), ("实惠[点]的", "budget"), ("平价[的]", "budget"), ("不贵的", "budget"),
    ("经济实惠的", "budget"), ("性价比高的", "budget"), ("价格便宜的", "budget"), ("物美价廉的", "budget"), ("低价的", "budget"),
    ("花钱少的", "budget"), ("省钱的", "budget"),
    ("中等价位的", "moderate"), ("价格适中的", "moderate"), ("(不太|不要太|别太|不是很)贵的", "moderate"), ("价格合理的", "moderate"),
    ("中档[的]", "moderate"), ("价位中等的", "moderate"), ("不算太贵的", "moderate"),
    ("高档[的]", "expensive"), ("贵一点的", "expensive"), ("高级[的]", "expensive"), ("奢华的", "expensive"),
    ("上档次的", "expensive"), ("豪华[的]", "expensive"), ("高端[的]", "expensive"),
)
_PRICE_AFTER = (
    ("要便宜[点|一点]的", "budget"), ("便宜点[的]", "budget"), ("不想花太多钱", "budget"), ("预算不多", "budget"), ("越省越好", "budget"),
    ("价格低一点", "budget"), ("不要贵的", "budget"), ("最好便宜(点|一些)", "budget"), ("别太贵", "moderate"), ("不要太贵", "moderate"),
    ("价格适中就行", "moderate"), ("中等价位", "moderate"),
    ("贵点没关系", "expensive"), ("价格无所谓", "expensive"), ("要高档的", "expensive"), ("多贵都行", "expensive"),
)
_PER_HEAD = ("人均{m}(以内|以下|左右|)的", "人均消费{m}(以内|以下|左右|)的", "人均不超过{m}的", "人均消费在{m}(以下|以内|)的", "人均价格{m}以内的")
_OPEN = (
    "现在[还]开(着|门)的", "还(在营业|开着|没关门|没打烊)的", "(正在|在|现在)营业的", "现在能吃的", "营业中的", "开着门的", "这个点还开的", "开门的", "还开门的", "没关门的",
    "现在开着的", "这会儿开着的",
)
_OPEN_AFTER = ("[要]现在(开着|开门|营业)[的]", "还没关门的", "得是开着的", "最好现在就开门", "现在要营业的", "要开着门的")
_ORDER = (
    ("最近的", "distance"), ("离我最近的", "distance"), ("距离最近的", "distance"), ("最便宜的", "price"), ("价格最低的", "price"),
    ("评分最高的", "rating"), ("口碑最好的", "rating"), ("评价最好的", "rating"), ("最好[吃]的", "rating"), ("人气最高的", "rating"),
    ("最受欢迎的", "rating"), ("最实惠的", "price"), ("最省钱的", "price"), ("走几步就到的", "distance"),
    ("评分高[一点|一些|点]的", "rating"), ("评分(不错|比较高|很高)的", "rating"), ("口碑(好|不错|比较好)的", "rating"),
    ("评价(高|好|不错|比较好)的", "rating"), ("好评[多|率高]的", "rating"), ("受欢迎的", "rating"), ("人气高的", "rating"),
)
_ORDER_AFTER = (
    ("按距离排[序]", "distance"), ("越近越好", "distance"), ("由近到远", "distance"), ("按评分排[序]", "rating"), ("评分高的优先", "rating"),
    ("按价格排[序]", "price"), ("越便宜越好", "price"), ("从便宜到贵", "price"), ("近的优先", "distance"), ("哪家最近", "distance"),
    ("哪家最便宜", "price"), ("哪家最好", "rating"), ("哪家评分最高", "rating"), ("[要]评分高[一点]的", "rating"),
    ("口碑要好", "rating"), ("评价好一点的", "rating"),
)
_SHOW = (
    "{r}这家(餐厅|店|饭店|餐馆)[现在](怎么样|开门吗|好吃吗|贵吗|几点关门)", "{r}这家(餐厅|店|饭店|餐馆)的(评分|地址|价格|营业时间)[是多少|是什么]",
    "餐厅{r}(怎么样|开门吗|在哪里|几点关门)", "(看看|查一下){r}这家(餐厅|店|饭店|餐馆)",
    "{r}怎么样", "{r}[现在]开门(了吗|吗|没有)", "{r}几点(关门|开门|打烊|营业)",
    "[告诉我]{r}的(地址|电话|评分|营业时间|人均消费|详情|价格|具体位置|信息|推荐菜)[是什么|是多少|告诉我|有吗]", "(看看|看一下|查一下|打开|显示|介绍一下|查查){r}", "{r}贵不贵",
    "{r}(好吃吗|好不好|贵吗|好不好吃)", "{r}评分(多少|怎么样|高吗)", "{r}还(开着|营业)吗", "{r}在(哪|哪里|哪儿|什么地方)",
    "我(想|要)去{r}吃饭", "帮我(查|看|查一下)[一下]{r}", "{r}人均(多少|多少钱|消费是多少)", "我想了解[一下]{r}", "{r}有几颗星", "{r}有什么(特色菜|推荐菜|好吃的)",
    "{r}营业到几点", "在{r}(订|预订|订个|订一个)[位|座|桌]", "有一家叫{r}的[餐馆|餐厅|饭店]怎么样", "叫{r}的(餐馆|餐厅|饭店)在哪", "餐厅{r}的(地址|电话)",
    "我要去名叫{r}的餐馆", "{r}关门了吗", "说说{r}",
)

_SHARES = {"near": 0.34, "open": 0.15, "distance": 0.12, "stars": 0.12, "price": 0.16, "order": 0.14}
_PER_HEAD_BUDGET_MAX, _PER_HEAD_MODERATE_MAX = 60, 150
"""Yuan for one person: up to here it is budget, up to there moderate."""


def near(speaker: Speaker, arguments: Arguments) -> str:
    """Where to look."""
    if speaker.chance(0.35):
        return speaker.say(_HERE)
    place = names.chinese_place(speaker)
    arguments["near"] = place
    return speaker.say(_NEAR).replace("{n}", speaker.shield(place))


def distance(speaker: Speaker, arguments: Arguments) -> str:
    """How far at most."""
    words, arguments["distance-m-max"] = numbers.chinese_distance(speaker)
    return speaker.say(_DISTANCE).replace("{d}", speaker.shield(words))


def stars(speaker: Speaker, arguments: Arguments) -> str:
    """How good at least."""
    words, arguments["stars-min"] = numbers.chinese_stars(speaker)
    return speaker.say(_STARS).replace("{s}", speaker.shield(words))


def price(speaker: Speaker, arguments: Arguments) -> str:
    """What it may cost, before the noun."""
    if speaker.chance(0.2):
        low = 10 * speaker.random.randint(2, 30)
        high = low + speaker.pick((0, 0, 50, 100))
        arguments["price-max"] = (
            "budget" if high <= _PER_HEAD_BUDGET_MAX else "moderate" if high <= _PER_HEAD_MODERATE_MAX else "expensive"
        )
        spoken = f"{low}-{high}" if high > low else str(low) if speaker.chance(0.6) else numbers.chinese_words(low)
        return speaker.say(_PER_HEAD).replace("{m}", speaker.shield(spoken + speaker.pick(("元", "块", "块钱", ""))))
    words, arguments["price-max"] = speaker.mean(_PRICE)
    return words


def _before(speaker: Speaker, arguments: Arguments) -> str:
    """What is said before the noun, in any order."""
    said = []
    if speaker.chance(_SHARES["near"] + 0.12):
        said.append(near(speaker, arguments))
    if speaker.chance(_SHARES["open"]):
        arguments["open-now"] = True
        said.append(speaker.say(_OPEN))
    if speaker.chance(_SHARES["distance"]):
        said.append(distance(speaker, arguments))
    if speaker.chance(_SHARES["stars"]):
        said.append(stars(speaker, arguments))
    if speaker.chance(_SHARES["price"]):
        said.append(price(speaker, arguments))
    if speaker.chance(_SHARES["order"]):
        words, arguments["order"] = speaker.mean(_ORDER)
        said.append(words)
    if said and speaker.chance(0.3):
        speaker.random.shuffle(said)
    return "".join(said)


def _after(speaker: Speaker, arguments: Arguments) -> str:
    """What is said as an afterthought."""
    draw = speaker.random.random()
    if draw < 0.05 and "price-max" not in arguments:
        words, arguments["price-max"] = speaker.mean(_PRICE_AFTER)
    elif draw < 0.1 and "open-now" not in arguments:
        words, arguments["open-now"] = speaker.say(_OPEN_AFTER), True
    elif draw < 0.14 and "order" not in arguments:
        words, arguments["order"] = speaker.mean(_ORDER_AFTER)
    elif draw < 0.17 and "distance-m-max" not in arguments:
        words = distance(speaker, arguments)
    elif draw < 0.2 and "stars-min" not in arguments:
        words = stars(speaker, arguments)
    elif draw < 0.23:
        words = speaker.pick(("谢谢", "快点", "好吗", "行吗", "要好吃的", "两个人", "我们四个人", "带孩子", "和朋友一起", "请客吃饭"))
    else:
        return ""
    return speaker.pick((" ", "")) + words


def _any_food(speaker: Speaker) -> str:
    odd = speaker.pick(_ODD).replace("{w}", speaker.shield(names.chinese_word(speaker)))
    return speaker.say(_ANY_FOOD).replace("{odd}", odd).replace("{foreign}", speaker.pick(_FOREIGN))


def _eat(speaker: Speaker, arguments: Arguments) -> str:
    """I want to eat this."""
    arguments["cuisine"], dish = cuisines.dish(speaker)
    before = _before(speaker, arguments) if speaker.chance(0.4) else ""
    frame = speaker.say(_DRINK if dish in cuisines.DRINKS else _EAT)
    if before.endswith("的") or not before:
        return frame.replace("{dish}", before + dish)
    return f"{before}{frame.replace('{dish}', dish)}"


def find(speaker: Speaker) -> tuple[str, Call]:
    """A request with any of the fields."""
    arguments: Arguments = {}
    draw = speaker.random.random()
    if draw < 0.07:
        sentence = speaker.say(_HUNGRY)
    elif draw < 0.35:
        sentence = _eat(speaker, arguments)
    else:
        if speaker.chance(0.2):
            noun = _any_food(speaker)
        else:
            arguments["cuisine"], noun = cuisines.place(speaker)
        what = speaker.pick(_COUNT) + _before(speaker, arguments) + noun
        sentence = speaker.say(_WANT).replace("{what}", what)
    return sentence + _after(speaker, arguments), tools.call(tools.RESTAURANT_FIND, arguments)


def show(speaker: Speaker) -> tuple[str, Call]:
    """A question about one restaurant by name."""
    frame = speaker.say(_SHOW)
    named = "这家" in frame or "餐" in frame or "饭" in frame or "好吃" in frame
    name = names.chinese_any_restaurant(speaker) if named else names.chinese_restaurant(speaker)
    return frame.replace("{r}", speaker.shield(name)), tools.call(tools.RESTAURANT_SHOW, {"restaurant": name})
