//! Runs skills: loads them, links what is granted, calls their tools within limits and a deadline.
//!
//! A skill is a component that someone outside wrote. It gets a fresh store for every call, and nothing but the
//! capabilities that it imports and that are granted. Whatever it does (crash, loop, wait, flood), the call ends with
//! an [`Outcome`](jumpseat_assistant::Outcome), and nothing of it acts after that.
//!
//! This deliberately knows nothing of how a tool was chosen, of who grants, and of where skills are kept.
//!
//! ```no_run
//! use jumpseat_assistant::{Circumstances, Outcome};
//! use jumpseat_package::Package;
//! use jumpseat_policy::Grant;
//! use jumpseat_runtime::{Cache, Engine, Limits, Providers, Runtime, SkillFile};
//!
//! # async fn example(providers: Providers, circumstances: Circumstances) -> Result<(), Box<dyn std::error::Error>> {
//! let cache = Cache::open("/var/cache/jumpseat".as_ref())?;
//! let runtime = Runtime::new(Engine::new()?, cache, providers);
//!
//! let component = std::fs::read("parking.wasm")?;
//! let package = Package::read(&component)?;
//! let file = SkillFile { component: &component, package: &package, path: None };
//! let skill = runtime.load(file, &Grant::all(), Limits::default())?;
//!
//! let find = &skill.tools()[0];
//! let arguments = find.arguments(&serde_json::json!({ "near": "city museum" }))?;
//! if let Outcome::Reply(reply) = skill.call(find, &arguments, &circumstances, &Grant::all()).await {
//!     println!("{}", reply.speech);
//! }
//! # Ok(())
//! # }
//! ```

mod answer;
mod cache;
mod call;
mod capabilities;
mod circumstances;
mod code;
mod compiler;
mod deadline;
mod engine;
mod error;
mod events;
mod imports;
pub mod limits;
mod linked;
mod process;
mod runner;
mod runtime;
mod skill;
mod skills;
mod state;
mod stop;
mod supervision;
mod thinking;
mod usage;
mod values;

pub use cache::{Cache, CacheError};
pub use capabilities::{Providers, capability_names};
pub use compiler::compiler_main;
pub use engine::{Allocation, Engine, EngineError};
pub use error::LoadError;
pub use jumpseat_policy::Grant;
pub use limits::Limits;
pub use process::ProcessCommand;
#[doc(hidden)]
pub use runner::fuzzing;
pub use runner::{RunnerError, runner_main, runner_walls};
pub use runtime::{Runtime, SkillFile, check};
pub use skill::Skill;
pub use skills::{DuplicateSkill, Skills};
pub use supervision::{ConductKeeper, ConductReport, Consequence};
