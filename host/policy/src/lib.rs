//! What skills may do, and the record of what they did.
//!
//! A skill reaches a capability if it imports it, the car maker's policy lets it, the driver agrees where the policy
//! wants to be asked, and the car is in a state that fits:
//!
//! ```text
//! grant = imports ∩ policy of the car maker ∩ consent of the driver ∩ driving state
//! ```
//!
//! [`Policy::verdict`] answers for one call, in three ways: it is allowed, the driver must be asked first, or it is refused
//! with a reason that driver and log each understand. It is asked at every call, so a consent that is withdrawn and a car
//! that begins to move count at once.
//!
//! What was decided and done is kept in the [`audit`] log.
//!
//! This deliberately knows no clock, no capability's code, no model and no dialogue: it is told what a skill imports and what the
//! driver answered. Whoever asks the driver is the assistant; whoever keeps a skill to its grant is the runtime.

mod act;
pub mod audit;
mod consent;
mod driving_state;
pub mod file_lock;
mod grant;
pub mod limits;
mod oem;
mod policy;
mod skill_limits;
mod subject;
mod verdict;
mod wording;

pub use act::{ActRefusal, ActRequest};
pub use consent::{Consent, ConsentError, ConsentFile, Consents, Lasting, Said, Withdrawal, Withdrawn};
pub use driving_state::DrivingState;
pub use grant::Grant;
pub use jumpseat_location::Precision;
pub use oem::{Access, CAPABILITIES, OemPolicy, PolicyFileError, Rule, Setting, While};
pub use policy::{Policy, Standing};
pub use skill_limits::Limits;
pub use subject::{Fingerprint, Need, Subject};
pub use verdict::{Because, ConsentRequest, DriverAnswer, Refusal, Verdict};

#[cfg(test)]
mod samples;
