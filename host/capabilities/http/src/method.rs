//! Methods as policy files name them.

use crate::Method;

/// Every method.
const METHODS: [Method; 6] = [Method::Get, Method::Head, Method::Post, Method::Put, Method::Patch, Method::Delete];

impl Method {
    /// The name in lower case.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Get => "get",
            Self::Head => "head",
            Self::Post => "post",
            Self::Put => "put",
            Self::Patch => "patch",
            Self::Delete => "delete",
        }
    }
}

/// A set of methods as a list of their names, for serde.
pub(crate) mod names {
    use std::collections::BTreeSet;

    use serde::{Deserialize, Deserializer, Serializer, de::Error as _};

    use super::METHODS;
    use crate::Method;

    pub(crate) fn serialize<S: Serializer>(methods: &BTreeSet<Method>, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(methods.iter().map(|method| method.name()))
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<BTreeSet<Method>, D::Error> {
        let names = Vec::<String>::deserialize(deserializer)?;
        let parse = |name: &String| {
            let known = METHODS.into_iter().find(|method| method.name() == name);
            let all = || METHODS.map(Method::name).join(", ");
            known.ok_or_else(|| D::Error::custom(format!("{name:?} is no method; methods are {}", all())))
        };
        names.iter().map(parse).collect()
    }
}
