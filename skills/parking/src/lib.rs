//! Finds a place to park: near the car or near a place, with free spaces, price, height limit and the walk.
//!
//! | file | question that it answers |
//! |---|---|
//! | `find` | where can I park? |
//! | `wish` | which car parks fit, and which comes first? |
//! | `show` | what about this one? |
//! | `reference` | which car park did the driver pick from an earlier answer? |
//! | `facts` | how do spaces, prices and heights read? |
//!
//! Only `find` and `show` call capabilities, and each in one function; everything else takes plain data, so that it
//! runs in a test without a car. Car parks whose data leave a condition open come after those that surely fit, and
//! the answer says everything that is wanted and not known. It calls one the cheapest or the emptiest only if no other
//! on the card can be more so. Odd data (no names, no numbers, nothing at all) lead to a shorter answer, never to none.
//!
//! The skill deliberately keeps nothing between calls and does not book or pay.

mod facts;
mod find;
mod reference;
#[cfg(test)]
mod sample;
mod show;
mod wish;

use jumpseat_sdk::{Failure, Reply};

jumpseat_sdk::skill!(jumpseat_skills::parking);

impl tools::Guest for Skill {
    fn find(request: tools::FindRequest) -> Result<Reply, Failure> {
        find::answer(&request)
    }

    fn show(request: tools::ShowRequest) -> Result<Reply, Failure> {
        show::answer(&request)
    }
}
