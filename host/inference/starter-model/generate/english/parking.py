"""Asking for somewhere to park, in English."""

from __future__ import annotations

from typing import Any

from compact import Call
from generate import names, numbers, tools
from generate.english import restaurants
from generate.speaker import Speaker

Arguments = dict[str, Any]

_WANT = (
    "find [me|us] {what}", "[can you|could you|would you] find [me|us] {what}", "(look|search) for {what}",
    "(i'm|i am|we're|we are) looking for {what}", "(i want|i'd like|we want) {what}", "show me {what}",
    "where can (i|we) (find|get) {what}", "(is there|are there) {what}", "do you know {what}", "(i|we) need {what}",
    "{what}", "{what} please", "(point|direct) me to {what}", "get me {what}", "any {what}", "take me to {what}",
    "help me find {what}", "list {what}", "where's {what}", "(can|could) you (recommend|suggest) {what}",
    "give me {what}",
    "(is there|got) any {what}", "check for {what}", "how about {what}", "let's find {what}", "we have to find {what}",
)
_THING = (
    "parking", "(a|some|any) parking [space|spot|lot|place|garage|option]", "a car park", "somewhere to park",
    "a place to park",
    "parking (spaces|spots|lots)", "car parks", "a garage", "somewhere to leave the car", "a space to park [the car]",
    "a (multi storey|parking garage|parking structure)", "a spot for (my|the) (car|van)", "parking garages",
    "parking for my (car|van|truck|suv)",
    "a free (space|spot|parking space)", "a place where (i|we) can (park|leave the car)", "a parking",
    "somewhere (i|we) can park",
    "a carpark", "carparks",
)
_PARK = (
    "where can (i|we) park [the car|my car]", "(i|we) (want|need|have|would like) to park [the car|here]",
    "where (should|do|could) (i|we) park",
    "where (can|should) (i|we) leave the car", "can (i|we) park [somewhere]", "where is it possible to park",
    "help me park", "(i|we) need to get rid of the car", "where's the parking", "park the car",
    "park [my|the] car somewhere",
    "what parking is there", "let's park [somewhere]", "is it possible to park [the car]", "where to park",
    "how do (i|we) get a parking space", "where do people park", "i gotta park",
)
_PRICE = (
    "for (under|less than) {m} an hour", "under {m} [an hour|per hour]", "(no|not) more than {m} (an|per) hour",
    "max {m} [an hour|per hour|hourly]",
    "at most {m} (an|per) hour", "up to {m} (an|per) hour", "for {m} an hour or less", "below {m} an hour",
    "cheaper than {m} an hour",
    "that costs (less than|at most|under|no more than) {m} an hour", "for maximum {m} an hour", "{m} per hour max",
    "i pay at most {m} an hour",
    "that's under {m} an hour", "not above {m} an hour", "with a price under {m}",
    "i don't want to pay more than {m} [an hour]",
)
_HEIGHT = (
    "my (van|car|truck|camper) is {h} [high|tall]", "for a {h} [high|tall] (van|car|truck|vehicle|camper)",
    "with a clearance of [at least] {h}",
    "with at least {h} clearance", "that fits {h}", "height {h}", "where a {h} (van|vehicle|car) fits",
    "(i'm|we're) {h} (high|tall)",
    "the (van|car|roof box) is {h} [high|tall]", "clearance {h}", "the height is {h}", "i'm driving a {h} van",
    "that takes {h} vehicles",
    "for a vehicle of {h}", "with a height limit (above|over|of at least) {h}", "for [a height of] {h}",
    "my car has a height of {h}",
    "with {h} headroom", "with the roof box i'm {h}", "with space for {h} in height",
)
_COVERED_WORD = ("covered", "indoor", "underground", "roofed", "sheltered", "undercover", "inside")
_COVERED = (
    "[that's|that is|which is] covered", "under a roof", "[that's] indoors", "with a roof", "out of the rain",
    "so the car stays dry",
    "under cover", "it should be covered", "[that's] underground", "sheltered from the (rain|snow|sun|hail)",
    "where it's dry",
    "not in the open", "so it doesn't get wet",
)
_SUPERLATIVE = (
    ("nearest", "distance"), ("closest", "distance"), ("cheapest", "price"), ("emptiest", "free-spaces"),
    ("least full", "free-spaces"), ("least expensive", "price"), ("best priced", "price"), ("lowest cost", "price"),
)
_CHEAP_WORD = ("cheap", "inexpensive", "affordable", "low cost", "low priced")
_ORDER_AFTER = (
    ("with the most [free] (spaces|spots)", "free-spaces"), ("with [the] most free spaces", "free-spaces"),
    ("that has the most space", "free-spaces"), ("with plenty of [free] (space|spaces)", "free-spaces"),
    ("sorted by free spaces", "free-spaces"), ("that's not full", "free-spaces"),
    ("with lots of (room|space|free spots)", "free-spaces"),
    ("cheapest first", "price"), ("as cheap as possible", "price"), ("sorted by price", "price"),
    ("that's cheap", "price"),
    ("that doesn't cost much", "price"), ("the cheaper the better", "price"), ("not expensive", "price"),
    ("for little money", "price"),
    ("nearest first", "distance"), ("as close as possible", "distance"), ("sorted by distance", "distance"),
    ("with the shortest walk", "distance"), ("so (i|we) don't have to walk far", "distance"),
    ("closest first", "distance"),
    ("with a short walk", "distance"),
)
_FREE_OF_CHARGE = (
    "free parking", "parking for free", "parking that costs nothing", "parking without paying",
    "parking free of charge", "a free car park",
)
_SUPERLATIVE_FRAMES = (
    "where is {what}", "where's {what}", "what is {what}", "what's {what}", "find [me] {what}", "show me {what}",
    "{what}",
    "which is {what}", "take me to {what}", "(i'm|we're) looking for {what}", "i need {what}", "{what} please",
    "i want {what}",
    "how far is {what}", "search for {what}", "locate {what}",
)
_SUPERLATIVE_NOUN = (
    "parking", "car park", "parking (lot|spot|space|garage|place)", "garage", "place to park", "parking",
)
_SHOW_FIRST = (
    "show me the (car park|garage) {c}", "how (full|expensive|busy) is the (car park|garage) {c}",
    "is the (car park|garage) {c} full",
    "(are there|is there) [any] (space|spaces|room) [left] in the (car park|garage) {c}",
    "what does the (car park|garage) {c} cost",
    "tell me about the (car park|garage) {c}", "what's the height limit of the (car park|garage) {c}",
)
"""The word for it stands before the name and is no part of it."""
_SHOW = (
    "(how many|are there any|are there) [free] (spaces|spots) [are free|are left] (at|in) [the] {c}",
    "is there [any|still] (space|room) (at|in) [the] {c}",
    "how (full|busy|expensive) is [the] {c}", "how much (is|does it cost at) [the] {c}", "is [the] {c} full",
    "tell me [more] about [the] {c}",
    "show me [the] {c}", "what does [the] {c} cost", "what's the height limit (at|of|in) [the] {c}",
    "does my van fit (in|into) [the] {c}",
    "how (far|high) is [the] {c}", "details (of|for|on|about) [the] {c}",
    "any (spaces|room|spots) left (at|in) [the] {c}",
    "what's the price (at|of|in) [the] {c}", "is [the] {c} open", "how far (do i have to|must i) walk from [the] {c}",
    "can i [still] get into [the] {c}",
    "what about the {c}", "give me (information|info|details) (on|about) [the] {c}", "look up [the] {c}",
    "has [the] {c} got space",
    "how many cars fit (in|into) [the] {c}", "do they have (space|room) at [the] {c}", "check [the] {c}",
)

_ARTICLES = ("", "a ", "some ")
_NOUNS = ("parking", "car park", "garage", "parking space")
_NEAR_SHARE, _PRICE_SHARE, _HEIGHT_SHARE, _COVERED_SHARE, _ORDER_SHARE = 0.5, 0.17, 0.17, 0.12, 0.12


def price(speaker: Speaker, arguments: Arguments) -> str:
    """What an hour may cost."""
    words, arguments["price-per-hour-max"] = numbers.english_money(speaker)
    return speaker.say(_PRICE).replace("{m}", speaker.shield(words))


def height(speaker: Speaker, arguments: Arguments) -> str:
    """How high the car is."""
    words, arguments["height-cm-min"] = numbers.english_height(speaker)
    return speaker.say(_HEIGHT).replace("{h}", speaker.shield(words))


def covered(speaker: Speaker, arguments: Arguments) -> str:
    """Only under a roof."""
    arguments["covered"] = True
    return speaker.say(_COVERED)


def _after(speaker: Speaker, arguments: Arguments) -> list[str]:
    said = []
    if speaker.chance(_NEAR_SHARE):
        said.append(restaurants.near(speaker, arguments))
    if "price-per-hour-max" not in arguments and speaker.chance(_PRICE_SHARE):
        said.append(price(speaker, arguments))
    if speaker.chance(_HEIGHT_SHARE):
        said.append(height(speaker, arguments))
    if "covered" not in arguments and speaker.chance(_COVERED_SHARE / 2):
        said.append(covered(speaker, arguments))
    if "order" not in arguments and speaker.chance(_ORDER_SHARE):
        words, arguments["order"] = speaker.mean(_ORDER_AFTER)
        said.append(words)
    speaker.random.shuffle(said)
    return said


def _noun(speaker: Speaker, arguments: Arguments) -> str:
    """A noun phrase without a superlative."""
    if speaker.chance(0.06):
        arguments["price-per-hour-max"] = 0
        return speaker.say(_FREE_OF_CHARGE)
    if speaker.chance(0.12):
        arguments["covered"] = True
        return f"{speaker.pick(_ARTICLES)}{speaker.say(_COVERED_WORD)} {speaker.pick(_NOUNS)}"
    if speaker.chance(0.1):
        arguments["order"] = "price"
        return f"{speaker.pick(_ARTICLES)}{speaker.say(_CHEAP_WORD)} {speaker.pick((*_NOUNS, 'place to park'))}"
    return speaker.say(_THING)


def find(speaker: Speaker) -> tuple[str, Call]:
    """A request with any of the fields."""
    arguments: Arguments = {}
    if speaker.chance(0.25):
        frame = speaker.say(_PARK)
        sentence = " ".join([frame, *_after(speaker, arguments)])
    elif speaker.chance(0.2):
        word, arguments["order"] = speaker.mean(_SUPERLATIVE)
        adjective = ""
        if speaker.chance(0.2):
            arguments["covered"] = True
            adjective = speaker.say(_COVERED_WORD) + " "
        what = " ".join([f"the {word} {adjective}{speaker.say(_SUPERLATIVE_NOUN)}", *_after(speaker, arguments)])
        sentence = speaker.say(_SUPERLATIVE_FRAMES).replace("{what}", what)
    else:
        noun = _noun(speaker, arguments)
        said = _after(speaker, arguments)
        frame = speaker.say(_WANT)
        if said and speaker.chance(0.1):
            frame = f"{said.pop(0)} {frame}"
        sentence = frame.replace("{what}", " ".join([noun, *said]))
    return sentence, tools.call(tools.PARKING_FIND, arguments)


def show(speaker: Speaker) -> tuple[str, Call]:
    """A question about one car park by name."""
    if speaker.chance(0.25):
        name = names.english_place(speaker)
        frame = speaker.say(_SHOW_FIRST)
    else:
        name = names.english_car_park(speaker)
        frame = speaker.say(_SHOW)
    return frame.replace("{c}", speaker.shield(name)), tools.call(tools.PARKING_SHOW, {"car-park": name})
