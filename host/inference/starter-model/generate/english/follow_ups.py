"""English sentences that only make sense after another one."""

from __future__ import annotations

from generate import names
from generate.english import cuisines, parking, restaurants
from generate.follow_ups import FollowUps

FOLLOW_UPS = FollowUps(
    cheaper=(
        "[what about|how about|and|anything|something] cheaper [ones|please]",
        "(do you have|is there) (anything|something) cheaper", "cheaper [please]",
        "(that's|they're|it's) too expensive", "[show me] cheaper ones", "and [what about] (cheap|cheaper) ones",
        "i want something cheaper", "only cheap ones",
        "make it cheaper", "less expensive [ones|please]", "too pricey", "i don't want to spend that much",
        "a cheaper one", "the cheap ones",
    ),
    open_now=(
        "[and] [only|just] (open now|the open ones|what's open)", "and open now",
        "(which|which ones|which of them|what) (is|are) open [now|right now]", "but open now",
        "it (must|has to|should) be open [now]",
        "only the ones that are open", "are they open", "are any [of them] open", "and still open", "one that's open",
        "is it open now", "that's open now please",
    ),
    closer=(
        "[anything|something|what about something|how about] (closer|nearer)", "closer [please|ones]",
        "(that's|it's|they're) too far [away]", "is there (one|anything|something) (closer|nearer)",
        "the (nearest|closest) [one]", "which (one|of them) is [the] (closest|nearest)",
        "i don't want to (drive|go) that far", "not so far [away]", "sort by distance",
    ),
    better=(
        "(better|best) rated [ones]", "which (one|of them) is [the] best [rated]", "the best [one]", "sort by rating",
        "anything better", "which has the best reviews", "the top rated one",
    ),
    cheapest=(
        "the cheapest [one]", "which (one|of them) is [the] cheapest", "sort by price", "cheapest first",
        "which costs the least",
    ),
    switch=(
        "[and] (what|how) about {x}", "[or] {x} instead", "(no|nope|sorry) {x}",
        "(actually|rather|i'd rather have|i mean|i meant) {x}", "no i (said|want|meant) {x}", "make it {x}",
        "or [maybe] {x}",
        "and {x}", "{x} then", "let's try {x}", "not that {x}", "change it to {x}", "show me {x} instead",
        "and for {x}", "i'd prefer {x}", "do they have {x}", "then {x}",
    ),
    switch_place=(
        "no near the {n}", "no i mean near [the] {n}", "no (by|close to) the {n}", "rather (near|around) the {n}",
        "(near|around|by) the {n} instead",
        "[and|what about|how about] (near|close to|around|by) [the] {n} [instead]",
        "(no|sorry) (near|around|at) [the] {n}", "i mean[t] near [the] {n}", "near [the] {n} instead",
        "(actually|rather) near [the] {n}",
        "and near [the] {n}", "look (near|around) [the] {n}", "not there near [the] {n}", "search around [the] {n}",
        "but near [the] {n}", "and [what about] at [the] {n}", "in {n} then",
    ),
    here=(
        "[what about|how about|and] (near here|near me|around here) [instead]", "here instead", "no near me",
        "and close to me", "i mean around here", "near my location instead",
    ),
    park_there=(
        "[and] (where can i park|is there parking|parking|can i park|a car park|find parking) "
        "(there|near there|close to it|near it|around there)",
        "and where do i park there",
        "and somewhere to park (there|near it)", "i need to park there [too]", "is there a car park close to it",
    ),
    eat_there=(
        "[and] [is there|find] (somewhere|something) to eat (there|near there|near it|around there)",
        "and a restaurant (there|near there|near it)", "what can i eat (there|around there)",
        "any restaurants (there|near it)",
        "and [some] food (there|near there)",
    ),
    covered=(
        "[and|but] covered [please|ones]", "only covered ones", "something (covered|indoors|underground)",
        "with a roof", "it should be covered", "and under a roof", "a covered one", "one that's covered",
    ),
    free_spaces=(
        "which (one|of them) has the most [free] (spaces|space)", "the emptiest [one]",
        "the one with the most spaces", "anything with more (space|spaces|room)", "one that's not full",
        "sort by free spaces",
    ),
    next_light=(
        "and the (one after that|second one|one after|following one)",
        "what about the (second one|one after that|second light|light after that)", "and the second light",
        "and after that", "and then", "the one after",
    ),
    then_speed=(
        "how fast should i go then", "so how fast [should i drive]", "what speed (do i need|then)", "and how fast",
        "can i make it", "will i make it", "should i slow down", "do i have to stop",
    ),
    then_check=(
        "and when does it turn green", "how long is it red", "is it red now", "and what colour is it",
        "how long until it changes", "is it green",
    ),
    stop_alerts=(
        "(turn|switch) (them|it|that) off [again]", "stop (it|that)", "no [turn it] off", "off again",
        "that's annoying turn it off", "no more of that",
    ),
    start_alerts=(
        "(turn|switch) (them|it|that) [back] on [again]", "on again [please]", "no [turn it] on", "i want them back",
    ),
    bare_place=(
        "{n}", "near [the] {n}", "[the] {n}", "what's (near|around) [the] {n}", "around [the] {n}", "at [the] {n}",
        "something near [the] {n}", "the {n} please", "over at [the] {n}", "close to [the] {n}",
    ),
    leads=("", "", "and ", "but ", "something ", "only "),
    tails=("", "", " please", " then"),
    place=names.english_place,
    cuisine=cuisines.word,
    restaurants=restaurants,
    parking=parking,
)
