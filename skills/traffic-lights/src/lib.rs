//! Tells what the traffic lights ahead show, at which speed to reach them on green, and warns of red ones.
//!
//! | file | question that it answers |
//! |---|---|
//! | `check` | what does the light show, and when does it change? |
//! | `advise` | how fast should I drive? |
//! | `advice` | at which speed is the light green on arrival? (arithmetic only) |
//! | `alerts` | should a red light be announced, and how? |
//! | `ahead` | which light is meant? |
//! | `timing` | how do seconds read that nobody can know exactly? |
//!
//! Every number errs on the safe side: a wait is rounded up, what is left of green is rounded down, and a speed is
//! never above the limit. Where the limit or the time is not known, the answer says so.
//!
//! Capabilities are called in `ahead` and `alerts`; everything else takes plain data, so that it runs in a test
//! without a car.
//!
//! The skill deliberately knows nothing of acceleration, of traffic in front, or of lights between the car and the
//! one that was asked for. It advises; the driver drives.

mod advice;
mod advise;
mod ahead;
mod alerts;
mod check;
#[cfg(test)]
mod sample;
mod timing;

use jumpseat_sdk::{Failure, Reply};

jumpseat_sdk::skill!(jumpseat_skills::traffic_lights, events);

impl tools::Guest for Skill {
    fn check(request: tools::CheckRequest) -> Result<Reply, Failure> {
        check::answer(request)
    }

    fn advise_speed(request: tools::AdviseSpeedRequest) -> Result<Reply, Failure> {
        advise::answer(request)
    }

    fn set_alerts(request: tools::SetAlertsRequest) -> Result<Reply, Failure> {
        alerts::set(request)
    }
}

impl events::Guest for Skill {
    fn handle(event: events::Event) -> Option<Reply> {
        match event {
            events::Event::SignalAhead(signal) => alerts::announce(&signal),
        }
    }
}
