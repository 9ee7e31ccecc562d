//! What crosses crates, through the command line that people use: whole turns, installed skills, hostile input, a
//! model that dies.
//!
//! The tests run the `jumpseat` binary and the skill files that `cargo xtask test` has just built; they know no
//! crate of the host.

#[cfg(test)]
mod acts;
#[cfg(test)]
mod audit;
#[cfg(test)]
mod bad_input;
#[cfg(test)]
mod car;
#[cfg(test)]
mod cases;
#[cfg(test)]
mod compiling;
#[cfg(test)]
mod confined;
#[cfg(test)]
mod data;
#[cfg(test)]
mod drive;
#[cfg(test)]
mod failures;
#[cfg(test)]
mod listen;
#[cfg(test)]
mod made;
#[cfg(test)]
mod model;
#[cfg(test)]
mod permissions;
#[cfg(test)]
mod quarantine;
#[cfg(test)]
mod runners;
#[cfg(test)]
mod skills;
#[cfg(test)]
mod turns;
