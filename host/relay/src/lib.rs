//! Passes calls of capabilities on from one process to another.
//!
//! A skill may run in a process that has no capability itself. There, [`relay!`] links every function of a capability to a
//! [`Relay`], which sends the call to the host; in the host, [`Serve`] makes it of a context, as if the skill ran there. So
//! limits, budgets and providers stay in the host, whatever becomes of the other process. A call crosses as the values of
//! its parameters in postcard: what does not decode to them reaches no capability.
//!
//! This deliberately knows neither the processes nor what is between them ([`Exchange`]), and no capability.

mod message;
mod relay;

pub use message::{decode, encode};
pub use relay::{Exchange, Relay, RelayView, Relayed, Serve};

/// Makes calls of a capability cross processes, from the signatures of its functions.
///
/// `relay! { Host for PlacesCtx { find(query: Query) -> Result<Vec<Place>, Error>; } }` stands in the crate of a capability,
/// where `Host` is the trait of its interface, made with `imports: { default: async | trappable }`, and `PlacesCtx` implements
/// it. All types that cross must be of serde. The crate has an `INTERFACE` and its bindings in `bindings`.
///
/// It implements [`Serve`] for the context and `Host` for [`Relay`], and defines `add_relay_to_linker`.
#[macro_export]
#[expect(clippy::crate_in_macro_def, reason = "the interface is that of whoever calls this")]
macro_rules! relay {
    ($host:ident for $context:ty {
        $($function:ident($($parameter:ident: $ty:ty),* $(,)?) -> $answer:ty;)*
    }) => {
        /// A call, as it crosses.
        #[derive(serde::Serialize, serde::Deserialize)]
        #[expect(non_camel_case_types, reason = "they are named after the functions")]
        enum Call {
            $($function { $($parameter: $ty),* },)*
        }

        impl $crate::Serve for $context {
            async fn serve(&mut self, call: &[u8]) -> wasmtime::Result<Vec<u8>> {
                match $crate::decode(call)? {
                    $(Call::$function { $($parameter),* } => {
                        $crate::encode(&$host::$function(self, $($parameter),*).await?)
                    })*
                }
            }
        }

        impl $host for $crate::Relay {
            $(async fn $function(&mut self, $($parameter: $ty),*) -> wasmtime::Result<$answer> {
                self.ask(crate::INTERFACE, &Call::$function { $($parameter),* })
            })*
        }

        /// Links the capability to whoever serves it in another process.
        pub fn add_relay_to_linker<T: $crate::RelayView + 'static>(
            linker: &mut wasmtime::component::Linker<T>,
        ) -> wasmtime::Result<()> {
            crate::bindings::Imports::add_to_linker::<T, $crate::Relayed>(linker, T::relay)
        }
    };
}
