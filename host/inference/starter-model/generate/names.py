"""Names of places, restaurants and car parks, mostly invented, so that the model learns to copy and not to know.

A name is built from stems. Invented stems are checked against the held-out hash, so that test names never occur in
the training, and the share of pure inventions is large enough that every token of the vocabulary occurs in a name.
"""

from __future__ import annotations

from generate.speaker import Speaker, Split, held_out

_ONSETS = (
    "b", "br", "c", "ch", "cl", "d", "dr", "f", "fl", "g", "gr", "h", "j", "k", "kr", "l", "m", "n", "p", "pl",
    "r", "s", "sh", "st", "t", "th", "tr", "v", "w", "wh", "y", "z", "",
)
_VOWELS = ("a", "e", "i", "o", "u", "ai", "ea", "ee", "oo", "ou", "ie", "y")
_CODAS = ("", "", "n", "r", "l", "s", "m", "t", "ck", "ng", "rd", "st", "x", "nd", "w", "gh", "lt")
_ENDINGS = ("", "", "ton", "ham", "ford", "field", "wood", "ley", "berg", "bury", "stein", "ville", "mouth", "dale")
_ENGLISH_WORDS = (
    "city", "central", "old", "new", "north", "south", "east", "west", "royal", "grand", "king", "queen", "green",
    "red", "golden", "silver", "blue", "white", "black", "river", "lake", "harbour", "garden", "park", "forest",
    "hill", "castle", "market", "mill", "church", "abbey", "bridge", "station", "victoria", "albert", "liberty",
    "union", "national", "science", "history", "art", "natural", "modern", "town", "high", "main", "long", "first",
    "second", "spring", "summer", "winter", "sunny", "rose", "oak", "maple", "cedar", "willow", "crystal", "lotus",
    "dragon", "phoenix", "panda", "tiger", "lion", "eagle", "swan", "fox", "moon", "star", "sun", "ocean", "pearl",
    "jade", "bamboo", "lucky", "happy", "little", "big", "two", "three", "seven", "saint", "mary", "george", "james",
    "anna", "maria", "lincoln", "washington", "mozart", "people", "republic", "olympic", "technology", "university",
    "international", "civic", "corner", "stone", "copper", "iron", "lantern", "olive", "basil", "pepper", "noodle",
    "spice", "rice", "tea", "coffee", "bread", "cellar", "vine", "anchor", "sail", "bell", "clock", "tower", "crown",
    "concert", "riverside", "door", "paper", "table", "classic", "great", "wall", "fresh", "library", "bay",
    "cathedral",
    "hot pot", "grand", "charcoal", "harbor", "hall", "museum", "square", "station", "street", "opera", "lane", "wharf",
)
_ENGLISH_KINDS = (
    "museum", "station", "train station", "bus station", "airport", "street", "road", "avenue", "square", "park",
    "bridge", "hospital", "university", "school", "library", "theatre", "cinema", "mall", "shopping centre",
    "market", "stadium", "arena", "tower", "plaza", "hotel", "church", "cathedral", "castle", "palace", "zoo",
    "gallery", "opera house", "town hall", "city hall", "harbour", "pier", "beach", "lake", "garden", "gardens",
    "centre", "office", "court", "district", "quarter", "terminal", "gate", "hall", "exhibition centre", "science park",
    "aquarium", "swimming pool", "post office", "police station", "court house", "business park", "campus",
)
_ENGLISH_KNOWN = (
    "berlin", "london", "paris", "new york", "boston", "chicago", "shanghai", "beijing", "munich", "vienna", "rome",
    "madrid", "oxford", "cambridge", "chinatown", "downtown", "soho", "old town", "city centre", "town centre",
    "main station", "central station", "city museum", "city hall", "train station", "airport", "waterfront",
    "times square", "market square", "town hall", "university", "harbour", "shopping mall", "stadium", "hospital",
    "cathedral", "conference centre", "my hotel", "the office", "station", "museum", "opera", "zoo", "library",
)
_ENGLISH_NUMBERED = ("terminal", "gate", "platform", "pier", "hall", "exit")
_ENGLISH_EATERIES = (
    "kitchen", "house", "garden", "palace", "cafe", "bistro", "grill", "bar", "diner", "restaurant", "noodle house",
    "noodle bar", "pizzeria", "trattoria", "tavern", "inn", "bakery", "coffee", "steakhouse", "burger", "sushi",
    "kebab", "tea house", "tea room", "canteen", "eatery", "brasserie", "ristorante", "taqueria", "ramen",
    "curry house",
)
_ENGLISH_GARAGES = (
    "car park", "parking", "garage", "parking garage", "parking lot", "multi storey", "park and ride", "parking deck",
)

_HAN_RARE_IN_NAMES = set("的了吗呢吧啊呀嘛么")
_HAN = [
    character
    for row in range(0xB0, 0xD8)
    for cell in range(0xA1, 0xFF)
    if (character := bytes((row, cell)).decode("gb2312", errors="ignore")) and character not in _HAN_RARE_IN_NAMES
]
_HAN_USUAL = (
    "人民解放中山东西南北大新华光明和平建国文化科技江河湖海山城市民生福安康宁长春龙凤金银玉宝天地星月朝阳青红白云"
    "花园林松柳梅兰竹桂石桥门口台塔寺古老上下前后万达银泰世纪国际时代广场虹滨港湾洋泉溪谷川峰高平顺德义仁信"
)
_CHINESE_KINDS = (
    "路", "大街", "大道", "街", "巷", "广场", "公园", "医院", "大学", "中学", "小学", "博物馆", "图书馆", "体育馆", "体育场", "美术馆",
    "火车站", "高铁站", "地铁站", "汽车站", "站", "机场", "商场", "购物中心", "大厦", "大楼", "小区", "花园", "桥", "大桥", "寺",
    "塔", "古镇", "步行街", "万达广场", "银泰城", "科技园", "软件园", "会展中心", "剧院", "电影院", "酒店", "宾馆", "市场", "码头",
    "湖", "山", "动物园", "植物园", "政府", "法院", "派出所", "邮局", "写字楼", "国际中心", "新村", "家园", "镇", "区", "湿地公园",
)
_CHINESE_KNOWN = (
    "火车站", "高铁站", "机场", "市博物馆", "博物馆", "人民广场", "市中心", "体育馆", "图书馆", "市政府", "中央公园", "老城区", "大学城",
    "公司", "会展中心", "外滩", "天安门", "西湖", "春熙路", "三里屯", "陆家嘴", "中关村", "国贸", "望京", "五道口", "南京路", "解放碑",
    "t3航站楼", "2号航站楼", "人民医院", "第一人民医院", "万达", "市民中心", "科技馆", "美术馆", "城市广场", "中央车站", "港口", "大剧院",
)
_CHINESE_EATERIES = (
    "饭店", "餐厅", "面馆", "拉面", "火锅", "火锅店", "饺子馆", "小吃店", "酒楼", "大酒楼", "菜馆", "咖啡", "咖啡馆", "面包房", "烧烤", "烤肉店",
    "寿司", "料理", "披萨", "汉堡", "牛排", "海鲜酒楼", "素食馆", "烤鸭店", "食府", "小馆", "茶餐厅", "食堂", "私房菜", "包子铺", "牛肉面", "酒家", "餐馆",
)
_CHINESE_GARAGES = ("停车场", "地下停车场", "停车楼", "车库", "地下车库", "立体停车库")


def _allowed(speaker: Speaker, stem: str) -> bool:
    return held_out(stem) == (speaker.split is not Split.TRAIN)


def _invented_word(speaker: Speaker) -> str:
    while True:
        syllables = speaker.pick((1, 1, 2, 2, 3))
        stem = "".join(
            speaker.pick(_ONSETS) + speaker.pick(_VOWELS) + speaker.pick(_CODAS) for _ in range(syllables)
        ) + speaker.pick(_ENDINGS)
        if len(stem) > 2 and _allowed(speaker, stem):
            return stem


def _invented_han(speaker: Speaker) -> str:
    while True:
        source = _HAN if speaker.chance(0.6) else _HAN_USUAL
        stem = "".join(speaker.pick(source) for _ in range(speaker.pick((1, 2, 2, 2, 3, 3, 4))))
        if _allowed(speaker, stem):
            return stem


def _english_stem(speaker: Speaker) -> str:
    draw = speaker.random.random()
    if draw < 0.4:
        return _invented_word(speaker)
    if draw < 0.55:
        return f"{_invented_word(speaker)} {speaker.pick(_ENGLISH_WORDS)}"
    if draw < 0.6:
        return f"{_invented_word(speaker)}{speaker.pick((chr(39) + 's', ''))} {_invented_word(speaker)}"
    if draw < 0.85:
        return f"{speaker.pick(_ENGLISH_WORDS)} {speaker.pick(_ENGLISH_WORDS)}"
    if draw < 0.87:
        return f"{speaker.pick(_ENGLISH_WORDS)}{speaker.random.randint(2, 99)}"
    return speaker.pick(_ENGLISH_WORDS)


def english_word(speaker: Speaker) -> str:
    """A word that means nothing here."""
    return _invented_word(speaker) if speaker.chance(0.5) else speaker.pick(_ENGLISH_WORDS)


def english_title(speaker: Speaker) -> str:
    """The title of a book, a song or a film."""
    words = [english_word(speaker) for _ in range(speaker.random.randint(1, 4))]
    joint = speaker.pick((" ", " of the ", " and ", " in the ", " for ", " to "))
    return speaker.pick(("", "", "the ", "a ", "my ")) + joint.join((words[0], " ".join(words[1:]))).strip()


def english_place(speaker: Speaker) -> str:
    """A place that something can be near."""
    draw = speaker.random.random()
    if draw < 0.2:
        return speaker.pick(_ENGLISH_KNOWN).removeprefix("the ")
    if draw < 0.3:
        return _english_stem(speaker)
    if draw < 0.36:
        return f"{speaker.pick(_ENGLISH_NUMBERED)} {speaker.random.randint(1, 30)}"
    return f"{_english_stem(speaker)} {speaker.pick(_ENGLISH_KINDS)}"


def english_restaurant(speaker: Speaker) -> str:
    """A restaurant whose name says that it is one."""
    if speaker.chance(0.1):
        return f"{speaker.pick(_ENGLISH_EATERIES)} {_english_stem(speaker)}"
    return f"{_english_stem(speaker)} {speaker.pick(_ENGLISH_EATERIES)}"


def english_any_restaurant(speaker: Speaker) -> str:
    """A restaurant under any name."""
    return _english_stem(speaker) if speaker.chance(0.4) else english_restaurant(speaker)


def english_car_park(speaker: Speaker) -> str:
    """A car park with the word for it."""
    place = english_place(speaker) if speaker.chance(0.5) else _english_stem(speaker)
    return f"{place} {speaker.pick(_ENGLISH_GARAGES)}"


def _chinese_stem(speaker: Speaker) -> str:
    draw = speaker.random.random()
    if draw < 0.65:
        return _invented_han(speaker)
    if draw < 0.8:
        return speaker.pick(_CHINESE_KNOWN)
    if draw < 0.9:
        return speaker.pick(("老", "小", "新", "大")) + _invented_han(speaker)
    if draw < 0.95:
        return _invented_han(speaker) + speaker.pick(("一", "二", "三", "1", "2", "3", "8"))
    return _invented_word(speaker)


def chinese_word(speaker: Speaker) -> str:
    """A word that means nothing here."""
    return _invented_han(speaker)


def chinese_place(speaker: Speaker) -> str:
    """A place that something can be near."""
    draw = speaker.random.random()
    if draw < 0.2:
        return speaker.pick(_CHINESE_KNOWN)
    if draw < 0.27:
        return _invented_han(speaker)
    if draw < 0.31:
        return english_place(speaker)
    return _chinese_stem(speaker) + speaker.pick(_CHINESE_KINDS)


def chinese_restaurant(speaker: Speaker) -> str:
    """A restaurant whose name says that it is one."""
    name = _chinese_stem(speaker) + speaker.pick(_CHINESE_EATERIES)
    if speaker.chance(0.12):
        return f"{name}({_invented_han(speaker)}店)"
    return name


def chinese_any_restaurant(speaker: Speaker) -> str:
    """A restaurant under any name."""
    return _invented_han(speaker) if speaker.chance(0.25) else chinese_restaurant(speaker)


def chinese_car_park(speaker: Speaker) -> str:
    """A car park with the word for it."""
    place = chinese_place(speaker) if speaker.chance(0.6) else _chinese_stem(speaker)
    return place + speaker.pick(_CHINESE_GARAGES)
