//! Whole turns with a scripted model, a fake skill host and a recorded transcript: no wasm, no audio.

mod acts;
mod broken;
mod consent;
mod dialogue;
mod distrust;
mod fakes;
mod hearing;
mod logging;
mod paths;
