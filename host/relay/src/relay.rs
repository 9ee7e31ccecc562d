//! Both ends: who passes a call on, and who serves it.

use std::future::Future;

use serde::{Serialize, de::DeserializeOwned};
use wasmtime::component::HasData;

use crate::{decode, encode};

/// What is between the two processes, seen from the one that has no capability.
pub trait Exchange: Send {
    /// Sends a call of a function of an interface. If it is answered, waits for that, with the whole process: whoever calls
    /// has nothing else to do.
    fn exchange(&mut self, interface: &'static str, call: &[u8], is_answered: bool) -> wasmtime::Result<Vec<u8>>;
}

/// Passes calls on. Implements every interface that [`relay!`](crate::relay!) was used for.
pub struct Relay(Box<dyn Exchange>);

impl Relay {
    /// Passes calls on over this.
    pub fn new(exchange: impl Exchange + 'static) -> Self {
        Self(Box::new(exchange))
    }

    /// What a call is answered. A function that answers nothing is not waited for: its calls arrive in order all the same.
    pub fn ask<A: DeserializeOwned>(&mut self, interface: &'static str, call: &impl Serialize) -> wasmtime::Result<A> {
        let answer = self.0.exchange(interface, &encode(call)?, size_of::<A>() > 0)?;
        decode(&answer)
    }
}

/// Implemented by the state of a store whose capabilities are in another process.
pub trait RelayView: Send {
    /// Who passes the calls on.
    fn relay(&mut self) -> &mut Relay;
}

/// Names the relay to the linker.
pub struct Relayed;

impl HasData for Relayed {
    type Data<'a> = &'a mut Relay;
}

/// Makes calls that come from another process, as if they were made here. Implemented by [`relay!`](crate::relay!) for the
/// contexts of capabilities.
pub trait Serve {
    /// Makes a call and encodes what it answers: nothing if the function has no answer.
    fn serve(&mut self, call: &[u8]) -> impl Future<Output = wasmtime::Result<Vec<u8>>> + Send;
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use super::*;

    /// Writes down what is passed on, and answers with the number 7.
    #[derive(Clone, Default)]
    struct Notebook(Arc<Mutex<Vec<String>>>);

    impl Exchange for Notebook {
        fn exchange(&mut self, interface: &'static str, call: &[u8], is_answered: bool) -> wasmtime::Result<Vec<u8>> {
            self.0.lock().unwrap().push(format!("{interface} {call:?} {is_answered}"));
            if is_answered { encode(&7_u8) } else { Ok(Vec::new()) }
        }
    }

    #[test]
    fn a_function_that_answers_nothing_is_not_waited_for() {
        let notebook = Notebook::default();
        let mut relay = Relay::new(notebook.clone());
        assert_eq!(relay.ask::<u8>("a:b/c", &"x").unwrap(), 7);
        relay.ask::<()>("a:b/c", &"y").unwrap();
        assert_eq!(*notebook.0.lock().unwrap(), ["a:b/c [1, 120] true", "a:b/c [1, 121] false"]);
    }
}
