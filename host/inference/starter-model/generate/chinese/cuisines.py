"""Chinese words for what is served, and noun phrases made of them."""

from __future__ import annotations

from dataclasses import dataclass

from generate.speaker import Speaker


@dataclass(frozen=True)
class Words:
    """How one cuisine is named."""

    dishes: tuple[str, ...]
    """What is eaten or drunk; also kinds of cooking, as these stand alone in Chinese."""
    venues: tuple[str, ...]
    """Kinds of places."""


CUISINES: dict[str, Words] = {
    "chinese": Words(
        dishes=("中餐", "中国菜", "川菜", "粤菜", "湘菜", "炒菜", "家常菜", "东北菜", "烤鸭", "北京烤鸭", "鲁菜", "江浙菜", "chinese"),
        venues=("中餐馆", "中餐厅", "川菜馆", "湘菜馆", "粤菜馆", "家常菜馆", "烤鸭店", "中国餐馆"),
    ),
    "noodles": Words(
        dishes=("面", "面条", "拉面", "牛肉面", "兰州拉面", "手擀面", "米线", "刀削面", "炸酱面", "粉面", "noodles", "热干面", "担担面"),
        venues=("面馆", "拉面馆", "面店", "拉面店", "牛肉面馆", "米线店", "面馆儿"),
    ),
    "hotpot": Words(
        dishes=("火锅", "重庆火锅", "涮羊肉", "麻辣火锅", "四川火锅", "涮肉", "串串", "hotpot", "麻辣烫"),
        venues=("火锅店", "涮肉馆", "火锅城"),
    ),
    "dumplings": Words(
        dishes=("饺子", "水饺", "点心", "小笼包", "包子", "馄饨", "蒸饺", "早茶", "锅贴", "抄手", "dumplings"),
        venues=("饺子馆", "饺子店", "包子铺", "馄饨店", "点心店", "早茶店"),
    ),
    "japanese": Words(
        dishes=("日本菜", "日料", "日本料理", "天妇罗", "日式料理", "鳗鱼饭", "日餐", "日式", "牛丼"),
        venues=("日料店", "日本料理店", "居酒屋", "日式餐厅", "日本餐厅"),
    ),
    "sushi": Words(
        dishes=("寿司", "刺身", "生鱼片", "寿司卷", "sushi"),
        venues=("寿司店", "寿司馆", "寿司吧", "回转寿司店"),
    ),
    "korean": Words(
        dishes=("韩国菜", "韩餐", "韩国料理", "石锅拌饭", "泡菜", "部队锅", "韩式", "韩料"),
        venues=("韩餐馆", "韩国餐厅", "韩国料理店", "韩式餐厅"),
    ),
    "thai": Words(
        dishes=("泰国菜", "泰餐", "冬阴功", "泰式", "泰式料理", "泰式咖喱", "thai food"),
        venues=("泰国餐厅", "泰餐馆", "泰国菜馆", "泰式餐厅"),
    ),
    "indian": Words(
        dishes=("印度菜", "咖喱", "印度咖喱", "印度飞饼", "印度料理"),
        venues=("印度餐厅", "印度菜馆", "咖喱店", "印度餐馆"),
    ),
    "italian": Words(
        dishes=("意大利菜", "意大利面", "意面", "意餐", "意式", "千层面", "意大利料理"),
        venues=("意大利餐厅", "意式餐厅", "意大利餐馆", "意面馆"),
    ),
    "pizza": Words(
        dishes=("披萨", "比萨", "比萨饼", "匹萨", "pizza", "披萨饼"),
        venues=("披萨店", "比萨店", "必胜客那样的店", "pizza店"),
    ),
    "french": Words(
        dishes=("法国菜", "法餐", "法式大餐", "鹅肝", "法式料理", "法式"),
        venues=("法国餐厅", "法餐厅", "法式餐厅"),
    ),
    "german": Words(
        dishes=("德国菜", "德餐", "德国香肠", "德国猪肘", "德式"),
        venues=("德国餐厅", "德式餐厅", "德国啤酒屋"),
    ),
    "mexican": Words(
        dishes=("墨西哥菜", "墨西哥卷饼", "塔可", "墨西哥料理", "taco"),
        venues=("墨西哥餐厅", "塔可店", "墨西哥餐馆"),
    ),
    "burger": Words(
        dishes=("汉堡", "汉堡包", "薯条", "burger", "汉堡薯条", "牛肉汉堡"),
        venues=("汉堡店", "汉堡王那样的店", "汉堡餐厅"),
    ),
    "steak": Words(
        dishes=("牛排", "西冷牛排", "烤牛排", "战斧牛排", "steak"),
        venues=("牛排店", "牛排馆", "扒房", "牛排餐厅"),
    ),
    "barbecue": Words(
        dishes=("烧烤", "烤串", "烤肉", "羊肉串", "撸串", "bbq", "肉串"),
        venues=("烧烤店", "烤肉店", "烧烤摊", "烤串店"),
    ),
    "seafood": Words(
        dishes=("海鲜", "鱼", "烤鱼", "螃蟹", "大闸蟹", "小龙虾", "龙虾", "生蚝", "虾", "酸菜鱼"),
        venues=("海鲜店", "海鲜餐厅", "海鲜馆", "鱼馆", "海鲜酒楼"),
    ),
    "vegetarian": Words(
        dishes=("素食", "素菜", "斋菜", "素的", "全素", "没有肉的"),
        venues=("素食餐厅", "素菜馆", "素食馆", "素餐厅"),
    ),
    "coffee": Words(
        dishes=("咖啡", "拿铁", "奶茶", "茶", "下午茶", "蛋糕", "喝的", "美式", "coffee", "卡布奇诺", "甜品"),
        venues=("咖啡馆", "咖啡店", "咖啡厅", "茶馆", "奶茶店", "甜品店", "茶楼"),
    ),
    "bakery": Words(
        dishes=("面包", "糕点", "牛角包", "吐司", "烘焙", "可颂", "西点"),
        venues=("面包店", "面包房", "烘焙店", "糕点店", "蛋糕房", "西饼屋"),
    ),
}

DRINKS = frozenset(("拿铁", "奶茶", "茶", "咖啡", "美式", "卡布奇诺", "coffee", "喝的"))


def word(speaker: Speaker) -> tuple[str, str]:
    """A cuisine and a word for it."""
    cuisine = speaker.pick(tuple(CUISINES))
    words = CUISINES[cuisine]
    return cuisine, speaker.pick(words.dishes if speaker.chance(0.6) else words.venues)


def dish(speaker: Speaker) -> tuple[str, str]:
    """A cuisine and something to eat or drink."""
    cuisine = speaker.pick(tuple(CUISINES))
    return cuisine, speaker.pick(CUISINES[cuisine].dishes)


def place(speaker: Speaker) -> tuple[str, str]:
    """A cuisine and a phrase for a place that serves it."""
    cuisine = speaker.pick(tuple(CUISINES))
    words = CUISINES[cuisine]
    if speaker.chance(0.5):
        return cuisine, speaker.pick(words.venues)
    what = speaker.pick(words.dishes)
    verb = "喝" if what in DRINKS else "吃"
    return cuisine, speaker.pick((
        f"{verb}{what}的地方", f"{what}店", f"{what}馆", what, what, f"卖{what}的", f"{what}餐厅", f"做{what}的店",
        f"{verb}{what}的店",
    ))
