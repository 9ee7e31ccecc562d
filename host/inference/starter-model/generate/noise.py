"""How speech differs from the sentence meant: politeness, hesitation, lost words, what a recogniser mishears.

Shielded names and numbers are single private characters here and pass through untouched.
"""

from __future__ import annotations

from generate.speaker import Speaker

_ENGLISH_BEFORE = (
    "hey", "hi", "okay", "ok", "please", "uh", "um", "so", "well", "hello", "excuse me", "listen", "alright", "now",
    "right",
    "hey car", "could you please", "can you", "i think", "you know what", "quick question", "actually", "maybe",
    "uhm", "hey computer",
)
_ENGLISH_AFTER = (
    "please", "thanks", "thank you", "for me", "now", "then", "quickly", "if you can", "if possible", "right now",
    "today", "would you", "will you", "asap", "okay", "you know", "mate",
)
_ENGLISH_FILLERS = ("uh", "um", "uhm", "like", "you know", "er", "eh", "well", "hmm", "i mean")
_ENGLISH_LOST = frozenset(
    "a an the me is for to of in at with any some that's that i can you are there where by us it do "
    "please find".split(),
)
_ENGLISH_MISHEARD = {
    "thai": ("tie", "tai", "ty"), "sushi": ("su she", "sushy"), "two": ("to", "too"), "four": ("for",),
    "light": ("lite", "like", "lights"), "lights": ("light", "lites"),
    "ramen": ("raymond", "rahmen"), "near": ("neer", "nier"), "green": ("grin", "greene"),
    "burger": ("burgher", "berger"), "steak": ("stake", "stack"), "red": ("read", "rad"),
    "parking": ("park in", "barking", "parkin"), "park": ("bark", "parc"), "car": ("kar", "card"),
    "noodles": ("noodle", "new dolls"), "noodle": ("noodles",), "coffee": ("coffey", "cofee"),
    "cheap": ("sheep", "cheep"), "cheaper": ("cheeper", "cheap or"), "pizza": ("peter", "piza"),
    "indian": ("in dian",), "bakery": ("bakeri", "baker e"), "find": ("fine", "fined"),
    "garage": ("gararge", "garages"),
    "hot": ("hut",), "pot": ("part",), "dumplings": ("dumpling", "dumb links"), "open": ("opening", "oh pen"),
    "place": ("plays", "plaice"), "where": ("wear", "were"), "there": ("their", "they're"),
    "metres": ("meters", "meter"), "closest": ("close est", "closes"), "nearest": ("near est", "nearby"),
    "italian": ("italien",), "mexican": ("mexico",), "covered": ("cover", "covert"), "alerts": ("alert", "a lerts"),
    "warn": ("worn", "war"), "speed": ("speech", "speeds"), "fast": ("vast", "first"),
    "restaurant": ("restaurants", "rest or aunt", "resturant"), "seafood": ("sea food", "see food"),
    "korean": ("career in", "core ian"),
    "french": ("friends", "trench"), "german": ("germane",), "vegetarian": ("vegetarians",),
    "barbecue": ("bar b q", "barbeque"), "space": ("spice", "spaces"), "cheapest": ("cheap est",),
    "hungry": ("hungary", "angry"),
}
_CHINESE_BEFORE = (
    "你好", "请问", "那个", "嗯", "呃", "麻烦", "喂", "我说", "你好 ", "请", "劳驾", "哎", "那么", "现在", "诶", "小车", "您好 ", "额", "好的 ", "快",
    "亲 ", "请你", "对了", "哎呀",
)
_CHINESE_AFTER = (
    "吧", "啊", "呗", "谢谢", "好吗", "可以吗", "行吗", "呀", "哈", " 谢谢", " 快点", "行不行", "啦", "好不好", " 麻烦了", "哦", " 谢谢你",
)
_CHINESE_FILLERS = ("嗯", "呃", "那个", "就是", "这个", "啊", "额", "就那个")
_CHINESE_LOST = frozenset("的了一个家请我帮吗有在点吧么")
_CHINESE_MISHEARD = (
    ("停车", "挺车"), ("停车", "听车"), ("面馆", "面管"), ("火锅", "活锅"), ("火锅", "火过"), ("红灯", "洪灯"), ("红灯", "红登"), ("绿灯", "率灯"),
    ("绿灯", "路灯"), ("附近", "副近"), ("附近", "付近"), ("餐厅", "参厅"), ("餐厅", "餐听"),
    ("便宜", "便易"), ("便宜", "片宜"), ("寿司", "受司"), ("寿司", "瘦司"), ("披萨", "批萨"), ("披萨", "皮萨"), ("咖啡", "咖非"), ("公里", "工里"),
    ("提醒", "题醒"), ("提醒", "体型"), ("车位", "车味"), ("车位", "车为"), ("饺子", "脚子"), ("烧烤", "烧考"),
    ("最近", "最进"), ("最近", "嘴近"), ("营业", "迎业"), ("评分", "平分"), ("距离", "巨离"), ("停车场", "停车厂"), ("红绿灯", "红路灯"),
    ("红绿灯", "宏绿灯"), ("餐馆", "参馆"), ("地下", "底下"), ("室内", "市内"), ("海鲜", "海仙"), ("面包", "面报"), ("牛排", "牛派"),
    ("汉堡", "汗堡"), ("素食", "速食"), ("日料", "日聊"), ("路口", "入口"), ("关闭", "关币"), ("打开", "大开"), ("多快", "多块"), ("减速", "简速"),
    ("加速", "家速"), ("还有", "海有"), ("几秒", "记秒"), ("找", "早"), ("饭店", "范店"), ("推荐", "推见"), ("空位", "空味"),
)


def style(speaker: Speaker, utterance: str, chinese: bool) -> str:
    """Politeness and the like around a sentence; more often nothing."""
    joint = "" if chinese else " "
    if speaker.chance(0.16):
        utterance = speaker.pick(_CHINESE_BEFORE if chinese else _ENGLISH_BEFORE) + joint + utterance
    if speaker.chance(0.12):
        utterance = utterance + joint + speaker.pick(_CHINESE_AFTER if chinese else _ENGLISH_AFTER)
    return utterance


def _swapped(speaker: Speaker, word: str) -> str:
    """Two neighbouring letters in the wrong order, or one lost."""
    at = speaker.random.randint(1, len(word) - 3)
    if speaker.chance(0.5):
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return word[:at] + word[at + 1 :]


def _roughen_english(speaker: Speaker, utterance: str) -> str:
    words = utterance.split(" ")
    for _ in range(speaker.pick((1, 1, 2))):
        at = speaker.random.randrange(len(words))
        draw = speaker.random.random()
        if draw < 0.25:
            words.insert(at, speaker.pick(_ENGLISH_FILLERS))
        elif draw < 0.5:
            lost = [index for index, word in enumerate(words) if word in _ENGLISH_LOST]
            if lost and len(words) > 2:
                del words[speaker.pick(lost)]
        elif draw < 0.8:
            known = [index for index, word in enumerate(words) if word in _ENGLISH_MISHEARD]
            if known:
                index = speaker.pick(known)
                words[index] = speaker.pick(_ENGLISH_MISHEARD[words[index]])
        elif draw < 0.87:
            words.insert(at, words[at])
        elif len(words[at]) > 4 and words[at].isascii():
            words[at] = _swapped(speaker, words[at])
    return " ".join(words)


def _roughen_chinese(speaker: Speaker, utterance: str) -> str:
    for _ in range(speaker.pick((1, 1, 2))):
        at = speaker.random.randrange(len(utterance) + 1)
        draw = speaker.random.random()
        if draw < 0.3:
            utterance = utterance[:at] + speaker.pick(_CHINESE_FILLERS) + utterance[at:]
        elif draw < 0.55:
            lost = [index for index, character in enumerate(utterance) if character in _CHINESE_LOST]
            if lost and len(utterance) > 3:
                index = speaker.pick(lost)
                utterance = utterance[:index] + utterance[index + 1 :]
        elif draw < 0.9:
            known = [pair for pair in _CHINESE_MISHEARD if pair[0] in utterance]
            if known:
                right, wrong = speaker.pick(known)
                utterance = utterance.replace(right, wrong, 1)
        elif utterance[at : at + 1].strip() and ord(utterance[at]) < 0xE000:
            utterance = utterance[:at] + utterance[at] + utterance[at:]
    return utterance


def roughen(speaker: Speaker, utterance: str, chinese: bool) -> str:
    """One or two slips of the tongue or of the recogniser. The meaning must stay clear, so content words stay."""
    return _roughen_chinese(speaker, utterance) if chinese else _roughen_english(speaker, utterance)
