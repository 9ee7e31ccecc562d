//! Finds somewhere to eat or drink, near the car or near a place, and shows one restaurant in detail.
//!
//! | file | question that it answers |
//! |---|---|
//! | `find` | where can I eat? |
//! | `wish` | which places fit, and which comes first? |
//! | `dish` | what is each cuisine called, and how does the map spell it? |
//! | `show` | what about this one? |
//! | `favourite` | what does the driver like to eat? |
//! | `facts` | how do prices, ratings and opening read? |
//!
//! The answer is predictable: it is in the order that was asked for. Only if none was asked for, and no cuisine
//! either, what the driver chose last goes before what is about as far away. Places whose data leave a condition open
//! come after those that surely fit, and the answer says what is not known. It calls one the nearest, the cheapest or
//! the best rated only if no other on the card can be more so.
//!
//! Capabilities are called in `find`, `show` and `favourite`, each in a few lines; everything else takes plain data,
//! so that it runs in a test without a car. Odd data lead to a shorter answer, never to none.
//!
//! The skill deliberately does not book tables. It finds, shows and remembers no place that serves neither food nor
//! drinks: restaurants, fast food, cafés and bars do, and of all shops only those whose cuisine the map names, such as
//! bakeries.

mod dish;
mod facts;
mod favourite;
mod find;
#[cfg(test)]
mod sample;
mod show;
mod wish;

use jumpseat_sdk::{Failure, Reply};

jumpseat_sdk::skill!(jumpseat_skills::restaurant_finder);

impl tools::Guest for Skill {
    fn find(request: tools::FindRequest) -> Result<Reply, Failure> {
        find::answer(&request)
    }

    fn show(request: tools::ShowRequest) -> Result<Reply, Failure> {
        show::answer(&request)
    }
}
