"""English words for what is served, and noun phrases made of them."""

from __future__ import annotations

from dataclasses import dataclass

from generate.speaker import Speaker


@dataclass(frozen=True)
class Words:
    """How one cuisine is named."""

    kinds: tuple[str, ...] = ()
    """Adjectives, which need a noun: chinese food."""
    dishes: tuple[str, ...] = ()
    """What is eaten or drunk, without an article."""
    venues: tuple[str, ...] = ()
    """Kinds of places, singular."""


CUISINES: dict[str, Words] = {
    "chinese": Words(
        kinds=("chinese", "sichuan", "szechuan", "cantonese", "hunan"),
        dishes=("chow mein", "kung pao chicken", "mapo tofu", "fried rice", "peking duck"),
        venues=("chinese", "chinese takeaway"),
    ),
    "noodles": Words(
        kinds=("noodle", "ramen", "udon"),
        dishes=(
            "noodles", "noodle soup", "ramen", "hand pulled noodles", "beef noodles", "udon", "pho", "lamian",
            "rice noodles", "noodle",
        ),
        venues=("noodle bar", "noodle shop", "noodle house", "ramen shop", "ramen bar"),
    ),
    "hotpot": Words(
        kinds=("hot pot", "hotpot"),
        dishes=("hot pot", "hotpot", "a hot pot", "spicy hot pot", "mala hotpot"),
        venues=("hot pot place", "hotpot restaurant"),
    ),
    "dumplings": Words(
        kinds=("dumpling", "dim sum"),
        dishes=("dumplings", "dim sum", "jiaozi", "gyoza", "wontons", "steamed buns", "potstickers"),
        venues=("dumpling house", "dim sum place", "dumpling shop"),
    ),
    "japanese": Words(
        kinds=("japanese", "teppanyaki", "bento"),
        dishes=("tempura", "teriyaki", "tonkatsu", "a bento", "donburi"),
        venues=("izakaya", "japanese"),
    ),
    "sushi": Words(
        kinds=("sushi",),
        dishes=("sushi", "sashimi", "maki", "nigiri", "sushi rolls"),
        venues=("sushi bar", "sushi place"),
    ),
    "korean": Words(
        kinds=("korean",),
        dishes=("kimchi", "bibimbap", "bulgogi", "korean fried chicken", "tteokbokki"),
        venues=("korean",),
    ),
    "thai": Words(
        kinds=("thai",),
        dishes=("pad thai", "green curry", "thai curry", "tom yum", "tom yum soup"),
        venues=("thai", "thai takeaway"),
    ),
    "indian": Words(
        kinds=("indian", "punjabi", "tandoori"),
        dishes=("curry", "a curry", "tikka masala", "biryani", "naan", "butter chicken", "samosas"),
        venues=("curry house", "indian"),
    ),
    "italian": Words(
        kinds=("italian", "pasta"),
        dishes=("pasta", "spaghetti", "lasagne", "risotto", "carbonara", "ravioli", "gnocchi"),
        venues=("trattoria", "osteria", "italian"),
    ),
    "pizza": Words(
        kinds=("pizza",),
        dishes=("pizza", "a pizza", "pizzas", "a slice of pizza", "margherita", "a pepperoni pizza"),
        venues=("pizzeria", "pizza place", "pizza joint", "pizza parlour"),
    ),
    "french": Words(
        kinds=("french",),
        dishes=("crepes", "escargots", "coq au vin", "ratatouille", "quiche"),
        venues=("brasserie", "french bistro", "creperie"),
    ),
    "german": Words(
        kinds=("german", "bavarian"),
        dishes=("schnitzel", "bratwurst", "sauerkraut", "sausages", "pork knuckle"),
        venues=("beer garden", "german"),
    ),
    "mexican": Words(
        kinds=("mexican", "tex mex"),
        dishes=("tacos", "burritos", "a burrito", "quesadillas", "enchiladas", "nachos", "fajitas"),
        venues=("taqueria", "taco stand", "mexican"),
    ),
    "burger": Words(
        kinds=("burger", "hamburger"),
        dishes=(
            "burgers", "a burger", "a hamburger", "burger and fries", "a cheeseburger", "hamburgers", "fries",
            "a big juicy burger",
        ),
        venues=("burger joint", "burger place", "burger bar"),
    ),
    "steak": Words(
        kinds=("steak",),
        dishes=("steak", "a steak", "a good steak", "ribeye", "a sirloin", "steaks", "grilled meat"),
        venues=("steakhouse", "steak house", "grill"),
    ),
    "barbecue": Words(
        kinds=("barbecue", "bbq"),
        dishes=(
            "barbecue", "bbq", "ribs", "skewers", "kebabs", "spare ribs", "grilled skewers", "brisket", "a kebab",
        ),
        venues=("barbecue place", "bbq joint", "smokehouse", "kebab shop"),
    ),
    "seafood": Words(
        kinds=("seafood", "fish"),
        dishes=("seafood", "fish", "fish and chips", "lobster", "oysters", "prawns", "crab", "fresh fish", "mussels"),
        venues=("fish restaurant", "seafood place", "oyster bar", "chippy"),
    ),
    "vegetarian": Words(
        kinds=("vegetarian", "vegan", "veggie", "plant based", "meat free"),
        dishes=(
            "vegetarian food", "something vegan", "something vegetarian", "tofu", "something without meat",
            "falafel",
        ),
        venues=("veggie place", "vegan cafe", "salad bar"),
    ),
    "coffee": Words(
        kinds=("coffee",),
        dishes=(
            "coffee", "a coffee", "some cake", "a cappuccino", "a latte", "an espresso", "tea", "a cup of tea",
            "a cup of coffee", "a flat white",
        ),
        venues=("cafe", "coffee shop", "coffee house", "tea house", "espresso bar", "coffee bar", "tea room"),
    ),
    "bakery": Words(
        kinds=("bakery",),
        dishes=(
            "bread", "croissants", "pastries", "fresh bread", "a croissant", "rolls", "donuts", "bagels", "a bagel",
            "pretzels",
        ),
        venues=("bakery", "baker", "baker's", "bakery shop", "pastry shop", "bake shop", "patisserie"),
    ),
}

_VOWELS = "aeiou"
_SOME = ("", "some ", "some ")
_FOOD = ("food", "cuisine", "food", "dishes")
_PLACES = ("restaurant", "place", "restaurant", "place", "spot", "joint", "eatery")
_PLACE_FOR = (
    "a place (with|for|that does|that serves) {dish}", "somewhere for {dish}",
    "a restaurant (with|that serves|serving) {dish}", "a good {dish} place",
)


def with_article(speaker: Speaker, noun: str, definite: bool) -> str:
    """The noun with the, a or an; careless speakers leave it out or say some."""
    if definite:
        return f"the {noun}" if speaker.chance(0.85) else noun
    draw = speaker.random.random()
    if draw < 0.72:
        return f"{'an' if noun[0] in _VOWELS else 'a'} {noun}"
    if draw < 0.86:
        return noun
    return f"{speaker.pick(('any', 'some'))} {noun}"


def word(speaker: Speaker) -> tuple[str, str]:
    """A cuisine and a bare word for it, for short follow-ups."""
    cuisine = speaker.pick(tuple(CUISINES))
    words = CUISINES[cuisine]
    if words.kinds and speaker.chance(0.5):
        kind = speaker.pick(words.kinds)
        return cuisine, kind + speaker.pick(("", "", " food", " place", " restaurant"))
    return cuisine, speaker.pick(words.dishes)


def thing(speaker: Speaker, adjectives: str, definite: bool) -> tuple[str, str]:
    """A cuisine and a noun phrase that names it, with adjectives before it (each with a space behind)."""
    cuisine = speaker.pick(tuple(CUISINES))
    words = CUISINES[cuisine]
    draw = speaker.random.random()
    if draw < 0.4:
        kind = speaker.pick(words.kinds)
        if not definite and speaker.chance(0.3):
            return cuisine, f"{speaker.pick(_SOME)}{adjectives}{kind} {speaker.pick(_FOOD)}"
        noun = f"{adjectives}{kind} {speaker.pick(_PLACES)}"
        if not definite and speaker.chance(0.25):
            return cuisine, f"{speaker.pick(('', 'any ', 'some ', 'all '))}{noun}s"
        return cuisine, with_article(speaker, noun, definite)
    if draw < 0.72:
        dish = speaker.pick(words.dishes)
        if definite:
            return cuisine, f"the {adjectives}{dish.removeprefix('a ').removeprefix('an ')}"
        if adjectives or speaker.chance(0.3):
            dish = dish.removeprefix("a ").removeprefix("an ")
            return cuisine, f"{speaker.pick(_SOME)}{adjectives}{dish}"
        if speaker.chance(0.15):
            return cuisine, speaker.say(_PLACE_FOR).replace("{dish}", dish)
        return cuisine, dish
    venue = speaker.pick(words.venues)
    if not definite and speaker.chance(0.25) and not venue.endswith("'s"):
        return cuisine, f"{speaker.pick(('', 'any ', 'some '))}{adjectives}{venue}s"
    return cuisine, with_article(speaker, adjectives + venue, definite)
