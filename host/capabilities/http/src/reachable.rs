//! What a call may reach.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::PathBuf,
};

use jumpseat_package::HostName;
use serde::{Deserialize, Serialize};
use url::{Host, Url};

use crate::{HeaderName, Method, method};

/// The hosts that a call of a skill may reach, each with how it may. By default none.
///
/// Who decides, and from what, is not known here.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reachable {
    sites: BTreeMap<HostName, Site>,
}

/// How a host may be reached. By default over TLS, at a public address, to read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "kebab-case", deny_unknown_fields)]
pub struct Site {
    /// By which methods.
    #[serde(with = "method::names")]
    pub methods: BTreeSet<Method>,
    /// By which scheme.
    pub scheme: Scheme,
    /// At which addresses.
    pub addresses: Addresses,
    /// Headers that are added to what a skill sends there, which the skill never sees.
    pub secrets: BTreeMap<HeaderName, SecretSource>,
}

/// The scheme of a URL.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Scheme {
    /// Over TLS.
    #[default]
    Https,
    /// Without: anybody on the way reads and changes what is sent.
    Http,
}

/// Addresses that the name of a host may stand for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Addresses {
    /// Those of the public internet alone.
    #[default]
    Public,
    /// Those of the car itself and of private networks, too.
    Any,
}

/// Where the value of a secret header is kept: never in a policy file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SecretSource {
    /// In an environment variable of this name.
    Env(String),
    /// In a file, whose last line break does not count.
    File(PathBuf),
}

impl Default for Site {
    fn default() -> Self {
        Self {
            methods: [Method::Get, Method::Head].into(),
            scheme: Scheme::default(),
            addresses: Addresses::default(),
            secrets: BTreeMap::new(),
        }
    }
}

impl Reachable {
    /// These hosts.
    pub fn new(sites: impl IntoIterator<Item = (HostName, Site)>) -> Self {
        Self { sites: sites.into_iter().collect() }
    }

    /// The hosts.
    pub fn hosts(&self) -> impl ExactSizeIterator<Item = &HostName> {
        self.sites.keys()
    }

    /// How the host of a URL may be reached; nothing if it may not, or not by the URL's scheme and port.
    ///
    /// Hosts are compared as the parser of URLs spells them, and it is that spelling which is connected to. So it does not
    /// matter how the skill wrote the name.
    pub fn site(&self, url: &Url) -> Option<&Site> {
        let Some(Host::Domain(name)) = url.host() else { return None };
        let host = match url.port() {
            Some(port) => format!("{name}:{port}").parse(),
            None => name.parse(),
        };
        self.sites.get(&host.ok()?).filter(|site| site.scheme.name() == url.scheme())
    }
}

impl Scheme {
    /// As URLs spell it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Https => "https",
            Self::Http => "http",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reachable() -> Reachable {
        let plain = Site { scheme: Scheme::Http, ..Site::default() };
        let sites = [
            ("api.example.com", Site::default()),
            ("api.example.com:8443", Site::default()),
            ("xn--bcher-kva.example", Site::default()),
            ("nas.local", plain),
        ];
        Reachable::new(sites.map(|(host, site)| (host.parse().unwrap(), site)))
    }

    fn is_reachable(url: &str) -> bool {
        reachable().site(&Url::parse(url).unwrap()).is_some()
    }

    #[test]
    fn a_host_is_reached_however_its_name_is_written() {
        for url in [
            "https://api.example.com/a?b",
            "https://API.Example.COM",
            "https://api.example.com:443/",
            "https://api.example.com:8443/",
            "https://ａｐｉ.example.com/",
            "https://api%2Eexample.com/",
            "https://bücher.example/",
            "http://nas.local/",
            "http://nas.local:80/",
        ] {
            assert!(is_reachable(url), "{url}");
        }
    }

    #[test]
    fn what_only_looks_like_the_host_is_not_reached() {
        for url in [
            "https://example.com/",
            "https://api.example.com.evil.com/",
            "https://evil.com/api.example.com",
            "https://evil.com#api.example.com",
            "https://api.example.com@evil.com/",
            "https://evil-api.example.com/",
            "https://api.example.com./",
            "https://аpi.example.com/",
            "https://api.examp1e.com/",
            "https://bucher.example/",
        ] {
            assert!(!is_reachable(url), "{url}");
        }
    }

    #[test]
    fn port_and_scheme_are_part_of_what_is_allowed() {
        for url in [
            "http://api.example.com/",
            "https://api.example.com:80/",
            "https://api.example.com:444/",
            "http://api.example.com:8443/",
            "https://nas.local/",
            "http://nas.local:443/",
            "ftp://api.example.com/",
            "file://api.example.com/etc/passwd",
            "wss://api.example.com/",
            "data:text/plain,api.example.com",
        ] {
            assert!(!is_reachable(url), "{url}");
        }
    }

    #[test]
    fn an_address_is_nobodys_name() {
        for url in [
            "https://127.0.0.1/",
            "https://[::1]/",
            "https://2130706433/",
            "https://0x7f.1/",
            "https://[::ffff:7f00:1]/",
        ] {
            assert!(!is_reachable(url), "{url}");
        }
    }

    #[test]
    fn a_policy_names_methods_addresses_and_where_secrets_are() {
        let site: Site = toml::from_str(
            r#"
            methods = ["get", "post"]
            addresses = "any"
            secrets.Authorization = { env = "TOKEN" }
            secrets.x-key = { file = "/etc/key" }
            "#,
        )
        .unwrap();
        assert_eq!(site.methods, [Method::Get, Method::Post].into());
        assert_eq!((site.scheme, site.addresses), (Scheme::Https, Addresses::Any));
        let secrets: Vec<_> = site.secrets.iter().map(|(name, source)| (name.as_str(), source.clone())).collect();
        let sources = [SecretSource::Env("TOKEN".to_owned()), SecretSource::File("/etc/key".into())];
        assert_eq!(secrets, ["authorization", "x-key"].into_iter().zip(sources).collect::<Vec<_>>());
        assert_eq!(toml::from_str::<Site>("").unwrap(), Site::default());
        for wrong in [
            r#"methods = ["GET"]"#,
            r#"methods = ["trace"]"#,
            r#"scheme = "ftp""#,
            r#"secrets.host = { env = "X" }"#,
            r#"secrets.key = "plain text""#,
            r#"adresses = "any""#,
        ] {
            assert!(toml::from_str::<Site>(wrong).is_err(), "{wrong}");
        }
    }
}
