"""Asking for somewhere to eat or drink, in English."""

from __future__ import annotations

from typing import Any

from compact import Call
from generate import names, numbers, tools
from generate.english import cuisines
from generate.speaker import Speaker

Arguments = dict[str, Any]

_WANT = (
    "find [me|us] {what}", "[can you|could you|would you] find [me|us] {what}", "(look|search) for {what}",
    "(i'm|i am|we're|we are) looking for {what}", "(i want|i'd like|we want|i would like) {what}", "show me {what}",
    "where can (i|we) (get|find|have|eat) {what}", "(is there|are there) {what}", "do you know {what}",
    "(i|we) need {what}", "(i|we) (fancy|feel like) {what}", "(i'm|i am) in the mood for {what}",
    "(i'm|we're) craving {what}", "let's (get|have|grab|go for) {what}", "(can|could) you (recommend|suggest) {what}",
    "{what}", "{what} please", "i could (eat|go for|murder) {what}", "(point|direct) me to {what}", "get me {what}",
    "any chance of {what}", "what about {what}", "we should (get|have) {what}", "take us to {what}",
    "(recommend|suggest) {what}", "give me {what}", "i would love {what}", "help me find {what}", "list {what}",
    "where do (i|we) get {what}", "got {what}", "any idea where to get {what}", "(i|we) wanna (eat|get|have) {what}",
    "(book|reserve) [me|us] a table at {what}", "(book|reserve) {what}", "make a reservation at {what}",
    "order [me|us] {what}", "what's a good place for {what}", "i have a craving for {what}",
    "who (has|does|sells|serves) {what}",
    "somewhere (with|that does|that serves) {what}", "i'm dying for {what}", "can (i|we) (get|have) {what}",
    "is there anywhere that (does|serves|sells) {what}", "the kids want {what}", "my wife (wants|would like) {what}",
    "could we stop for {what}", "let's stop for {what}", "time for {what}", "bring me to {what}", "check for {what}",
)
_ANY_FOOD = (
    "(somewhere|a place|some place) to eat", "(a|some|any) restaurant", "restaurants", "(some|any) food",
    "something to eat",
    "lunch", "dinner", "breakfast", "brunch", "a bite [to eat]", "somewhere to (have|get) (lunch|dinner|breakfast)",
    "a place for (lunch|dinner|breakfast|brunch|supper)", "a (nice|good) restaurant", "a (bar|pub)", "a snack",
    "places to eat",
    "an eatery", "a meal", "takeaway", "a diner", "somewhere (nice|good) to eat", "a {foreign} (restaurant|place)",
    "{foreign} food",
    "a place that (serves|has|does) {dish}", "{dish}", "a restaurant (with|that has|for) {dish}",
)
_HUNGRY = (
    "(i'm|i am|we're|we are) [so|very|really|getting] hungry", "(i'm|we're) starving",
    "i (need|want) to eat [something]",
    "what's (good|there) to eat [around here|nearby]", "where (should|can|shall) (i|we) eat [tonight|today]",
    "feed me", "where's good to eat", "what restaurants are [there] (nearby|around here|close by|around me)",
    "i haven't eaten all day", "my stomach is (rumbling|growling)", "we could use some food", "(let's|shall we) eat",
    "what can (i|we) eat around here", "i'd kill for a meal", "(i|we) want to (have|get) (lunch|dinner)",
)
_FOREIGN = (
    "greek", "spanish", "vietnamese", "turkish", "lebanese", "russian", "african", "ethiopian", "peruvian", "brazilian",
    "american", "polish", "moroccan", "persian", "cuban", "caribbean", "irish", "british", "swedish", "argentinian",
)
_OTHER_DISHES = (
    "tapas", "paella", "wings", "chicken wings", "a sandwich", "soup", "salad", "eggs", "pancakes", "waffles",
    "ice cream",
    "fried chicken", "couscous", "beer", "wine", "cocktails", "juice", "a milkshake", "moussaka", "goulash", "rice",
    "duck",
)
_NEAR = (
    "near [the] {n}", "close to [the] {n}", "around [the] {n}", "by the {n}", "next to [the] {n}", "at [the] {n}",
    "in the area of [the] {n}", "not far from [the] {n}", "in {n}", "in the vicinity of [the] {n}",
    "over by [the] {n}", "nearby [the] {n}", "near to [the] {n}", "beside the {n}", "around the {n} area",
    "within reach of [the] {n}", "across from [the] {n}", "opposite [the] {n}", "on {n}", "in the {n} area",
)
_HERE = (
    "near me", "nearby", "around here", "near here", "close by", "in the area", "near my location", "around me", "here",
    "close to me", "in this area", "in the neighbourhood", "on the way", "in town", "locally", "somewhere round here",
)
_DISTANCE = (
    "within {d}", "(no|not) (more|further) than {d} away", "less than {d} away", "in a {d} radius",
    "within a {d} radius",
    "up to {d} away", "(not|no) (further|farther) than {d}", "at most {d} away", "under {d} away", "{d} away at most",
    "{d} max", "inside {d}", "within {d} of here", "maximum {d} away", "no more than {d} from here",
)
_STARS = (
    "with at least {s} stars", "(with|rated) {s} stars or (more|better|higher|above)",
    "rated {s} [stars] (and up|or above)",
    "with (a rating of|) at least {s}", "with a rating (above|over|of) {s}", "at least {s} stars", "with {s} stars",
    "with more than {s} stars", "that has [at least] {s} stars", "{s} stars and up",
    "with a {s} star rating [or better]",
    "minimum {s} stars", "rated [at least] {s} stars",
)
_PRICE_WORD = (
    ("cheap", "budget"), ("inexpensive", "budget"), ("affordable", "budget"), ("low cost", "budget"),
    ("budget", "budget"),
    ("really cheap", "budget"), ("cheap and cheerful", "budget"), ("low priced", "budget"), ("economical", "budget"),
    ("mid range", "moderate"), ("moderately priced", "moderate"), ("reasonably priced", "moderate"),
    ("not too expensive", "moderate"), ("medium priced", "moderate"), ("decently priced", "moderate"),
    ("fancy", "expensive"), ("expensive", "expensive"), ("upscale", "expensive"), ("posh", "expensive"),
    ("high end", "expensive"), ("luxury", "expensive"), ("classy", "expensive"), ("pricey", "expensive"),
)
_PRICE_AFTER = (
    ("that's cheap", "budget"), ("for little money", "budget"), ("that won't break the bank", "budget"),
    ("on a budget", "budget"), ("on the cheap", "budget"), ("that doesn't cost much", "budget"),
    ("not expensive", "budget"),
    ("but cheap", "budget"), ("something cheap", "budget"), ("i don't want to spend much", "budget"),
    ("it should be cheap", "budget"), ("we're on a tight budget", "budget"), ("that is affordable", "budget"),
    ("that isn't too expensive", "moderate"), ("not too pricey", "moderate"),
    ("at a (reasonable|moderate|fair) price", "moderate"),
    ("that's not too expensive", "moderate"), ("in the middle price range", "moderate"),
    ("for a normal price", "moderate"),
    ("money is no object", "expensive"), ("for a special occasion", "expensive"), ("it can be expensive", "expensive"),
    ("price doesn't matter", "expensive"), ("where (i|we) can splurge", "expensive"),
)
_OPEN = (
    "[that's|that is] open now", "[that's|that is] open right now", "that's [still] open", "still open",
    "open at the moment",
    "that (is|are) open [now]", "which (is|are) open", "currently open", "it (must|has to|should) be open now",
    "open now",
    "that hasn't closed [yet]", "that i can go to right now", "serving right now", "that's not closed",
    "open at this hour",
)
_OPEN_WORD = ("open", "currently open", "still open")
_SUPERLATIVE = (
    ("nearest", "distance"), ("closest", "distance"), ("cheapest", "price"), ("best", "rating"),
    ("best rated", "rating"),
    ("top rated", "rating"), ("highest rated", "rating"), ("least expensive", "price"), ("most popular", "rating"),
    ("lowest priced", "price"),
)
_RATED_WORD = (
    ("well rated", "rating"), ("highly rated", "rating"), ("well reviewed", "rating"), ("popular", "rating"),
    ("highly recommended", "rating"), ("good rated", "rating"),
)
_ORDER_AFTER = (
    ("sorted by (distance|how close it is)", "distance"), ("nearest first", "distance"), ("closest first", "distance"),
    ("the closer the better", "distance"), ("as close as possible", "distance"),
    ("shortest distance first", "distance"),
    ("sorted by rating", "rating"), ("best [rated] first", "rating"),
    ("with the best (reviews|ratings|rating)", "rating"),
    ("with good reviews first", "rating"), ("with (good|great|high|top) (reviews|ratings)", "rating"),
    ("with a (good|high) rating", "rating"), ("that (is|are) (highly|well) rated", "rating"),
    ("that people (like|love|recommend)", "rating"), ("that everybody raves about", "rating"), ("ordered by rating", "rating"), ("by rating", "rating"),
    ("cheapest first", "price"), ("sorted by price", "price"), ("ordered by price", "price"),
    ("the cheaper the better", "price"),
)
_SUPERLATIVE_FRAMES = (
    "where is {what}", "where's {what}", "what is {what}", "what's {what}", "find [me] {what}", "show me {what}",
    "{what}",
    "which is {what}", "take me to {what}", "i want {what}", "(i'm|we're) looking for {what}", "get me to {what}",
    "how far is {what}", "search for {what}", "tell me {what}", "i need {what}", "locate {what}", "{what} please",
)
_SHOW = (
    "is the restaurant {r} [still] open [now]", "show me the restaurant [called] {r}",
    "when does the restaurant {r} (open|close)",
    "what's the (rating|address|price) of the restaurant {r}", "(tell me about|look up) the restaurant {r}",
    "how (good|expensive) is the restaurant {r}", "(is|how is) a place called {r} [restaurant] any good",
    "show me [the] {r}", "tell me [more] about [the] {r}", "is [the] {r} [still] open [now|today]",
    "when does [the] {r} (close|open)",
    "what are the opening hours of [the] {r}", "how (good|expensive) is [the] {r}",
    "what's the (address|rating|phone number) of [the] {r}",
    "how many stars does [the] {r} have", "where is [the] restaurant {r}", "details (for|of|about) [the] {r}",
    "i want to know more about [the] restaurant {r}", "what do people say about [the] {r}",
    "how late is [the] {r} open",
    "give me (information|info|details) (on|about) [the] {r}", "is [the] {r} any good",
    "what time does [the] {r} (close|open)",
    "book a table at [the] {r}", "(open|pull up) the page of [the] {r}", "does [the] {r} have good reviews",
    "reserve a table at [the] {r}", "what is [the] restaurant {r} like", "has [the] {r} closed already",
    "look up [the] {r}",
    "how is [the] restaurant [called] {r}", "what does it cost to eat at [the] {r}",
    "book [the] {r} for (two|three|four|us|tonight)",
)
_NOUN_AFTER_OPEN = ("restaurant", "place", "spot")
_PARTY = (
    "for {count}", "for {count} people", "for a party of {count}", "for my {who} and (me|i)",
    "for {count} (tonight|tomorrow|at noon|at seven)",
    "tonight", "for (lunch|dinner)", "this evening", "for the (family|kids)", "with my {who}", "for me and my {who}",
)
_WHO = ("wife", "husband", "friends", "parents", "kids", "boss", "colleagues", "mother", "grandfather", "sister")

_NEAR_SHARE, _OPEN_SHARE, _DISTANCE_SHARE, _STARS_SHARE, _PRICE_SHARE = 0.32, 0.16, 0.12, 0.1, 0.22


def near(speaker: Speaker, arguments: Arguments) -> str:
    """Where to look."""
    if speaker.chance(0.35):
        return speaker.say(_HERE)
    place = names.english_place(speaker)
    arguments["near"] = place
    return speaker.say(_NEAR).replace("{n}", speaker.shield(place))


def distance(speaker: Speaker, arguments: Arguments) -> str:
    """How far at most."""
    words, arguments["distance-m-max"] = numbers.english_distance(speaker)
    return speaker.say(_DISTANCE).replace("{d}", speaker.shield(words))


def stars(speaker: Speaker, arguments: Arguments) -> str:
    """How good at least."""
    words, arguments["stars-min"] = numbers.english_stars(speaker)
    return speaker.say(_STARS).replace("{s}", speaker.shield(words))


def price(speaker: Speaker, arguments: Arguments) -> str:
    """What it may cost, said after the noun."""
    words, arguments["price-max"] = speaker.mean(_PRICE_AFTER)
    return words


def _any_food(speaker: Speaker) -> str:
    return (
        speaker.say(_ANY_FOOD)
        .replace("{foreign}", speaker.pick(_FOREIGN))
        .replace("{dish}", speaker.pick(_OTHER_DISHES))
    )


def _after(speaker: Speaker, arguments: Arguments, named_enough: bool) -> list[str]:
    """What is said behind the noun, in any order."""
    said = []
    if speaker.chance(_NEAR_SHARE + 0.2):
        said.append(near(speaker, arguments))
    if speaker.chance(_OPEN_SHARE):
        arguments["open-now"] = True
        said.append(speaker.say(_OPEN))
    if speaker.chance(_DISTANCE_SHARE):
        said.append(distance(speaker, arguments))
    if speaker.chance(_STARS_SHARE):
        said.append(stars(speaker, arguments))
    if "price-max" not in arguments and speaker.chance(_PRICE_SHARE / 2):
        said.append(price(speaker, arguments))
    if "order" not in arguments and not named_enough and speaker.chance(0.07):
        words, arguments["order"] = speaker.mean(_ORDER_AFTER)
        said.append(words)
    if speaker.chance(0.05):
        said.append(speaker.say(_PARTY).replace("{count}", speaker.pick(("two", "four", "5", "10", "one"))).replace(
            "{who}", speaker.pick(_WHO)))
    speaker.random.shuffle(said)
    return said


def _adjectives(speaker: Speaker, arguments: Arguments) -> str:
    """What is said before the noun, with a space behind."""
    words = ""
    if speaker.chance(_PRICE_SHARE / 1.5):
        word, arguments["price-max"] = speaker.mean(_PRICE_WORD)
        words += f"{word} "
    elif speaker.chance(0.05):
        number = speaker.pick((3, 4, 5))
        arguments["stars-min"] = number
        words += speaker.shield(f"{speaker.pick((str(number), numbers.english_words(number)))} star") + " "
    elif speaker.chance(0.04):
        arguments["open-now"] = True
        words += speaker.say(_OPEN_WORD) + " "
    elif speaker.chance(0.05):
        word, arguments["order"] = speaker.mean(_RATED_WORD)
        words += f"{word} "
    elif speaker.chance(0.08):
        words += speaker.pick(("good ", "nice ", "decent ", "great ", "proper ", "authentic ", "tasty "))
    return words


def find(speaker: Speaker) -> tuple[str, Call]:
    """A request with any of the fields."""
    arguments: Arguments = {}
    if speaker.chance(0.06):
        said = [speaker.say(_HUNGRY)]
        if speaker.chance(0.4):
            said += _after(speaker, arguments, named_enough=True)
        return " ".join(said), tools.call(tools.RESTAURANT_FIND, arguments)
    superlative = speaker.chance(0.2)
    adjectives = "" if superlative else _adjectives(speaker, arguments)
    if superlative:
        word, arguments["order"] = speaker.mean(_SUPERLATIVE)
        adjectives = f"{word} "
    if speaker.chance(0.14):
        thing = "restaurant" if adjectives else _any_food(speaker)
        thing = cuisines.with_article(speaker, adjectives + thing, superlative) if adjectives else thing
    else:
        arguments["cuisine"], thing = cuisines.thing(speaker, adjectives, superlative)
    said = _after(speaker, arguments, named_enough=superlative)
    if superlative:
        what = " ".join([thing, *said])
        return speaker.say(_SUPERLATIVE_FRAMES).replace("{what}", what), tools.call(tools.RESTAURANT_FIND, arguments)
    frame = speaker.say(_WANT)
    if said and speaker.chance(0.08):
        first = said.pop(0)
        frame = f"{first} {frame}"
    return frame.replace("{what}", " ".join([thing, *said])), tools.call(tools.RESTAURANT_FIND, arguments)


def show(speaker: Speaker) -> tuple[str, Call]:
    """A question about one restaurant by name."""
    frame = speaker.say(_SHOW)
    named = "table" in frame or "book " in frame or "restaurant" in frame
    name = names.english_any_restaurant(speaker) if named else names.english_restaurant(speaker)
    return frame.replace("{r}", speaker.shield(name)), tools.call(tools.RESTAURANT_SHOW, {"restaurant": name})
