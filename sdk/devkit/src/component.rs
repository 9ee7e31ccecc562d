//! A component as the toolchain left it: from a core module, and what it imports and exports.

#![expect(clippy::indexing_slicing, reason = "an id indexes the arena of the `Resolve` that gave it")]

use wasmparser::{Parser, Payload};
use wit_component::ComponentEncoder;
use wit_parser::{
    InterfaceId, Resolve, WorldId, WorldItem,
    decoding::{DecodedWasm, decode},
};

use crate::description::Interface;

/// Makes a component of a core module that carries the WIT of its world, as `wit-bindgen` leaves it.
pub(crate) fn component_of(module: &[u8]) -> Result<Vec<u8>, String> {
    let encode = || ComponentEncoder::default().validate(true).module(module)?.encode();
    encode().map_err(|error| format!("{error:#}"))
}

/// The first import that is named by an address or a digest, such as `url=<https://…>`, instead of by an interface. The
/// decoder of worlds gives up on those with a panic, so they are looked for before.
pub(crate) fn addressed_import(component: &[u8]) -> Option<String> {
    let mut depth = 0_usize;
    for payload in Parser::new(0).parse_all(component) {
        // What is damaged is the decoder's to complain about.
        let payload = payload.ok()?;
        if matches!(payload, Payload::Version { .. }) {
            depth += 1;
        } else if matches!(payload, Payload::End(_)) {
            depth = depth.saturating_sub(1);
        } else if let Payload::ComponentImportSection(section) = payload
            && depth == 1
        {
            let mut names = section.into_iter().map_while(Result::ok).map(|import| import.name.name);
            // No name of an interface, a function or a type holds this character.
            if let Some(name) = names.find(|name| name.contains('=')) {
                return Some(name.to_owned());
            }
        }
    }
    None
}

/// A component's world.
pub(crate) struct World {
    resolve: Resolve,
    id: WorldId,
}

impl World {
    /// Decodes the world of a component.
    pub(crate) fn of(component: &[u8]) -> Result<Self, String> {
        match decode(component) {
            Ok(DecodedWasm::Component(resolve, id)) => Ok(Self { resolve, id }),
            Ok(DecodedWasm::WitPackage(..)) => Err("it is a package of WIT and holds no code".to_owned()),
            Err(error) => Err(format!("{error:#}")),
        }
    }

    /// The exported interfaces named `tools`.
    pub(crate) fn tools(&self) -> Vec<Interface<'_>> {
        let tools = self.exports().filter(|id| self.resolve.interfaces[*id].name.as_deref() == Some("tools"));
        tools.map(|id| Interface { resolve: &self.resolve, id }).collect()
    }

    /// Whether `jumpseat:skill/events` is exported.
    pub(crate) fn exports_events(&self) -> bool {
        self.exports().any(|id| {
            let is_events = self.resolve.interfaces[id].name.as_deref() == Some("events");
            is_events && self.resolve.id_of(id).is_some_and(|name| name.starts_with("jumpseat:skill/"))
        })
    }

    /// What it imports: the full name of each interface, or the name of whatever else it is; and whether any function
    /// of it can be called.
    pub(crate) fn imports(&self) -> Vec<(String, bool)> {
        let imports = &self.resolve.worlds[self.id].imports;
        let import = |(key, item): (&wit_parser::WorldKey, &WorldItem)| {
            let callable = match item {
                WorldItem::Interface { id, .. } => !self.resolve.interfaces[*id].functions.is_empty(),
                WorldItem::Function(_) => true,
                WorldItem::Type { .. } => false,
            };
            (self.resolve.name_world_key(key), callable)
        };
        imports.iter().map(import).collect()
    }

    /// The interfaces that it exports.
    fn exports(&self) -> impl Iterator<Item = InterfaceId> {
        let items = self.resolve.worlds[self.id].exports.values();
        items.filter_map(|item| if let WorldItem::Interface { id, .. } = item { Some(*id) } else { None })
    }
}
