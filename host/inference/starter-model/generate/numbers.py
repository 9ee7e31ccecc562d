"""Numbers as people say them, in digits and in words, with the value that a tool gets.

Each function returns the words and the value. Rounding is always to the safe side of a limit: a price of 2.50 at
most becomes 2. Sentence punctuation is gone by then, so 2.10 is spelled "2 10", as the normal form has it.
"""

from __future__ import annotations

from generate.speaker import Speaker

METRES_PER_MILE = 1600
"""Drivers' miles: near enough, and round."""
CENTIMETRES_PER_FOOT = 30.48

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
).split()
_TENS = "_ _ twenty thirty forty fifty sixty seventy eighty ninety".split()
_HAN_DIGITS = "零一二三四五六七八九"


def english_words(number: int) -> str:
    """A number below 100,000 in words."""
    if number < 20:
        return _ONES[number]
    if number < 100:
        return _TENS[number // 10] + (f" {_ONES[number % 10]}" if number % 10 else "")
    if number < 1000:
        rest = f" {english_words(number % 100)}" if number % 100 else ""
        return f"{_ONES[number // 100]} hundred{rest}"
    rest = f" {english_words(number % 1000)}" if number % 1000 else ""
    return f"{english_words(number // 1000)} thousand{rest}"


def chinese_words(number: int) -> str:
    """A number below 100,000 in hanzi."""
    if number < 10:
        return _HAN_DIGITS[number]
    words = ""
    pending_zero = False
    for unit, name in ((10_000, "万"), (1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, unit)
        if digit:
            words += ("零" if pending_zero else "") + _HAN_DIGITS[digit] + name
            pending_zero = False
        elif words and number:
            pending_zero = True
    return words.removeprefix("一") if words.startswith("一十") else words


def _spoken_chinese(speaker: Speaker, number: int) -> str:
    """Hanzi as spoken: two before a unit is 两."""
    words = chinese_words(number)
    if number == 2:
        return "两"
    if words.startswith("二") and not words.startswith("二十") and speaker.chance(0.7):
        words = "两" + words[1:]
    return words


def _english(speaker: Speaker, number: int) -> str:
    return str(number) if speaker.chance(0.5) else english_words(number)


def _chinese(speaker: Speaker, number: int) -> str:
    return str(number) if speaker.chance(0.5) else _spoken_chinese(speaker, number)


def _metres(speaker: Speaker) -> int:
    draw = speaker.random.random()
    if draw < 0.5:
        return speaker.pick((100, 150, 200, 250, 300, 400, 500, 600, 700, 800, 900, 1000, 1500, 2000, 3000))
    if draw < 0.9:
        return 10 * speaker.random.randint(5, 99)
    return 50 * speaker.random.randint(2, 60)


def english_distance(speaker: Speaker) -> tuple[str, int]:
    """A distance in metres, 50 to 20,000."""
    draw = speaker.random.random()
    kilometre = speaker.pick(("kilometre", "kilometer", "km", "k"))
    plural = speaker.pick(("kilometres", "kilometers", "km", "kms", "k"))
    if draw < 0.45:
        metres = _metres(speaker)
        unit = speaker.pick(("metres", "meters", "metre", "meter", "m"))
        return f"{_english(speaker, metres)} {unit}", metres
    if draw < 0.62:
        kilometres = speaker.pick((2, 2, 3, 3, 4, 5, 5, 6, 7, 8, 9, 10, 12, 15, 20))
        return f"{_english(speaker, kilometres)} {plural}", kilometres * 1000
    if draw < 0.72:
        return f"{speaker.pick(('a', 'one', '1'))} {kilometre}", 1000
    if draw < 0.78:
        words, metres = speaker.pick((("half a", 500), ("half", 500), ("one and a half", 1500), ("1 and a half", 1500)))
        return f"{words} {kilometre}", metres
    if draw < 0.86:
        whole, tenth = speaker.random.randint(0, 5), speaker.random.randint(1, 9)
        words = f"{whole} {tenth}" if speaker.chance(0.5) else f"{english_words(whole)} point {english_words(tenth)}"
        return f"{words} {plural}", whole * 1000 + tenth * 100
    if draw < 0.92:
        return f"{speaker.pick(('a', 'one', '1'))} mile", METRES_PER_MILE
    if draw < 0.97:
        miles = speaker.random.randint(2, 10)
        return f"{_english(speaker, miles)} miles", miles * METRES_PER_MILE
    return speaker.pick(("half a mile", "half mile")), METRES_PER_MILE // 2


def chinese_distance(speaker: Speaker) -> tuple[str, int]:
    """A distance in metres, 50 to 20,000."""
    draw = speaker.random.random()
    if draw < 0.45:
        metres = _metres(speaker)
        return _chinese(speaker, metres) + speaker.pick(("米", "米", "m")), metres
    if draw < 0.75:
        kilometres = speaker.pick((1, 1, 1, 2, 2, 2, 3, 3, 4, 5, 5, 6, 7, 8, 9, 10, 12, 15, 20))
        return _chinese(speaker, kilometres) + speaker.pick(("公里", "公里", "千米", "km")), kilometres * 1000
    if draw < 0.82:
        kilometres = speaker.random.randint(1, 5)
        return _chinese(speaker, kilometres) + "公里半", kilometres * 1000 + 500
    if draw < 0.87:
        return speaker.pick(("半公里", "半千米")), 500
    whole, tenth = speaker.random.randint(0, 5), speaker.random.randint(1, 9)
    if speaker.chance(0.5):
        return f"{whole} {tenth}公里", whole * 1000 + tenth * 100
    return f"{chinese_words(whole)}点{chinese_words(tenth)}公里", whole * 1000 + tenth * 100


def _hourly(speaker: Speaker) -> int:
    return speaker.random.randint(1, 12) if speaker.chance(0.7) else speaker.random.randint(1, 100)


def english_money(speaker: Speaker) -> tuple[str, int]:
    """A price for an hour in whole units of the currency, 1 to 100."""
    price = _hourly(speaker)
    if price == 1 and speaker.chance(0.7):
        return f"{speaker.pick(('a', 'one', '1'))} {speaker.pick(('euro', 'dollar', 'pound', 'buck'))}", 1
    if speaker.chance(0.08):
        return f"{price} {speaker.pick((50, 20, 80, 90))} {speaker.pick(('euros', 'dollars', 'pounds'))}", price
    draw = speaker.random.random()
    words = _english(speaker, price)
    if draw < 0.12:
        return f"{speaker.pick(('$', '€', '£'))}{price}", price
    if draw < 0.25:
        return words, price
    return f"{words} {speaker.pick(('euros', 'dollars', 'bucks', 'pounds', 'yuan', 'euro'))}", price


def chinese_money(speaker: Speaker) -> tuple[str, int]:
    """A price for an hour in whole units of the currency, 1 to 100."""
    price = _hourly(speaker)
    return _chinese(speaker, price) + speaker.pick(("块", "块", "块钱", "元", "元钱", "欧元")), price


def english_height(speaker: Speaker) -> tuple[str, int]:
    """The height of a vehicle in centimetres, 100 to 500."""
    height = speaker.random.randint(150, 340)
    metres, rest = divmod(height, 100)
    unit = speaker.pick(("metres", "meters", "m", "metre", "meter"))
    draw = speaker.random.random()
    if draw < 0.22:
        return (f"{metres} {unit} {rest:02d}", height) if rest >= 10 else (f"{metres} {unit}", metres * 100)
    if draw < 0.36:
        tens = rest // 10 * 10
        return f"{metres} {tens // 10} {unit}", metres * 100 + tens
    if draw < 0.5:
        return f"{metres} {rest:02d} {unit}", height
    if draw < 0.62:
        tens = rest // 10
        return f"{english_words(metres)} point {english_words(tens)} {unit}", metres * 100 + tens * 10
    if draw < 0.74:
        rest = max(rest, 10)
        joint = speaker.pick((f" {unit} ", " metres ", " meters ", " metre "))
        return f"{english_words(metres)}{joint}{english_words(rest)}", metres * 100 + rest
    if draw < 0.88:
        return f"{_english(speaker, height)} {speaker.pick(('centimetres', 'centimeters', 'cm'))}", height
    if draw < 0.95:
        return f"{_english(speaker, metres)} {unit}", metres * 100
    feet = speaker.random.randint(5, 12)
    return f"{_english(speaker, feet)} {speaker.pick(('feet', 'foot', 'ft'))}", round(feet * CENTIMETRES_PER_FOOT)


def chinese_height(speaker: Speaker) -> tuple[str, int]:
    """The height of a vehicle in centimetres, 100 to 500."""
    height = speaker.random.randint(150, 340)
    metres, rest = divmod(height, 100)
    draw = speaker.random.random()
    spoken = _chinese(speaker, metres)
    if draw < 0.3:
        tenth = max(rest // 10, 1)
        return f"{spoken}米{tenth if spoken.isdigit() else chinese_words(tenth)}", metres * 100 + tenth * 10
    if draw < 0.5:
        rest = max(rest, 11)
        digits = "".join(chinese_words(int(digit)) for digit in f"{rest:02d}")
        return f"{spoken}米{f'{rest:02d}' if spoken.isdigit() else digits}", metres * 100 + rest
    if draw < 0.62:
        return f"{metres} {rest // 10}米", metres * 100 + rest // 10 * 10
    if draw < 0.72:
        return f"{chinese_words(metres)}点{chinese_words(rest // 10)}米", metres * 100 + rest // 10 * 10
    if draw < 0.8:
        return f"{metres} {rest:02d}米", height
    if draw < 0.93:
        return _chinese(speaker, height) + speaker.pick(("厘米", "公分", "cm")), height
    return f"{spoken}米", metres * 100


def english_stars(speaker: Speaker) -> tuple[str, int]:
    """A number of stars, 1 to 5; a half is left out."""
    stars = speaker.pick((1, 2, 3, 3, 3, 4, 4, 4, 4, 4, 5, 5))
    if stars < 5 and speaker.chance(0.12):
        word = english_words(stars)
        return speaker.pick((f"{stars} 5", f"{word} and a half", f"{word} point five")), stars
    return _english(speaker, stars), stars


def chinese_stars(speaker: Speaker) -> tuple[str, int]:
    """A number of stars, 1 to 5; a half is left out."""
    stars = speaker.pick((1, 2, 3, 3, 3, 4, 4, 4, 4, 4, 5, 5))
    if stars < 5 and speaker.chance(0.2):
        return speaker.pick((f"{stars} 5", f"{chinese_words(stars)}点五")), stars
    return _chinese(speaker, stars), stars
