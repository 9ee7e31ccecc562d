//! Which addresses belong to the public internet.
//!
//! Everything that the IANA keeps for special purposes is none of it: what lies there is this car, its networks, or nothing
//! that answers. The ranges are those of the two registries "IANA IPv4/IPv6 Special-Purpose Address Space", and those for
//! multicast.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// A range: its first address, and how many bits all of it share.
type Range4 = (Ipv4Addr, u32);
type Range6 = (Ipv6Addr, u32);

const fn v4(a: u8, b: u8, c: u8, d: u8, bits: u32) -> Range4 {
    (Ipv4Addr::new(a, b, c, d), bits)
}

const fn v6(a: u16, b: u16, c: u16, bits: u32) -> Range6 {
    (Ipv6Addr::new(a, b, c, 0, 0, 0, 0, 0), bits)
}

const SPECIAL_4: [Range4; 18] = [
    v4(0, 0, 0, 0, 8),       // this network, RFC 791
    v4(10, 0, 0, 0, 8),      // private, RFC 1918
    v4(100, 64, 0, 0, 10),   // behind the address translation of a carrier, RFC 6598
    v4(127, 0, 0, 0, 8),     // loopback, RFC 1122
    v4(169, 254, 0, 0, 16),  // link-local, where clouds answer questions about a machine, RFC 3927
    v4(172, 16, 0, 0, 12),   // private, RFC 1918
    v4(192, 0, 0, 0, 24),    // protocol assignments, RFC 6890
    v4(192, 0, 2, 0, 24),    // documentation, RFC 5737
    v4(192, 31, 196, 0, 24), // AS112, RFC 7535
    v4(192, 52, 193, 0, 24), // AMT, RFC 7450
    v4(192, 88, 99, 0, 24),  // relays of 6to4, RFC 7526
    v4(192, 168, 0, 0, 16),  // private, RFC 1918
    v4(192, 175, 48, 0, 24), // AS112, RFC 7534
    v4(198, 18, 0, 0, 15),   // benchmarks, RFC 2544
    v4(198, 51, 100, 0, 24), // documentation, RFC 5737
    v4(203, 0, 113, 0, 24),  // documentation, RFC 5737
    v4(224, 0, 0, 0, 4),     // multicast, RFC 5771
    v4(240, 0, 0, 0, 4),     // reserved, and broadcast, RFC 1112 and RFC 919
];

/// Global unicast, RFC 4291. Whatever lies outside is loopback, unspecified, unique-local (RFC 4193), link-local, multicast,
/// or not assigned.
const UNICAST_6: Range6 = v6(0x2000, 0, 0, 3);

const SPECIAL_6: [Range6; 5] = [
    v6(0x2001, 0, 0, 23),         // protocol assignments, with Teredo, benchmarks and ORCHID, RFC 2928
    v6(0x2001, 0xdb8, 0, 32),     // documentation, RFC 3849
    v6(0x2002, 0, 0, 16),         // 6to4, which leads to any IPv4 address, RFC 3056
    v6(0x2620, 0x4f, 0x8000, 48), // AS112, RFC 7534
    v6(0x3fff, 0, 0, 20),         // documentation, RFC 9637
];

/// Names of IPv4 addresses in IPv6: those of sockets (RFC 4291), and those that networks without IPv4 translate (NAT64, RFC
/// 6052), which is how a phone's network reaches many hosts. They are as public as what they name.
const NAMES_OF_4: [Range6; 2] =
    [(Ipv6Addr::new(0, 0, 0, 0, 0, 0xffff, 0, 0), 96), (Ipv6Addr::new(0x64, 0xff9b, 0, 0, 0, 0, 0, 0), 96)];

/// Whether an address belongs to the public internet.
pub(crate) fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_4(address),
        IpAddr::V6(address) if NAMES_OF_4.iter().any(|range| lies_in_6(address, range)) => {
            let [.., a, b, c, d] = address.octets();
            is_public_4(Ipv4Addr::new(a, b, c, d))
        }
        IpAddr::V6(address) => {
            lies_in_6(address, &UNICAST_6) && !SPECIAL_6.iter().any(|range| lies_in_6(address, range))
        }
    }
}

fn is_public_4(address: Ipv4Addr) -> bool {
    !SPECIAL_4.iter().any(|(first, bits)| (address.to_bits() ^ first.to_bits()).leading_zeros() >= *bits)
}

fn lies_in_6(address: Ipv6Addr, (first, bits): &Range6) -> bool {
    (address.to_bits() ^ first.to_bits()).leading_zeros() >= *bits
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The registries, multicast, and what older documents kept for links and sites: "first last RFC".
    const REGISTRY: &str = "
        0.0.0.0 0.255.255.255 RFC791
        10.0.0.0 10.255.255.255 RFC1918
        100.64.0.0 100.127.255.255 RFC6598
        127.0.0.0 127.255.255.255 RFC1122
        169.254.0.0 169.254.255.255 RFC3927
        172.16.0.0 172.31.255.255 RFC1918
        192.0.0.0 192.0.0.255 RFC6890
        192.0.2.0 192.0.2.255 RFC5737
        192.31.196.0 192.31.196.255 RFC7535
        192.52.193.0 192.52.193.255 RFC7450
        192.88.99.0 192.88.99.255 RFC7526
        192.168.0.0 192.168.255.255 RFC1918
        192.175.48.0 192.175.48.255 RFC7534
        198.18.0.0 198.19.255.255 RFC2544
        198.51.100.0 198.51.100.255 RFC5737
        203.0.113.0 203.0.113.255 RFC5737
        224.0.0.0 239.255.255.255 RFC5771
        240.0.0.0 255.255.255.255 RFC1112
        :: ::1 RFC4291
        ::2 ::fffe:ffff:ffff RFC4291
        64:ff9b:1:: 64:ff9b:1:ffff:ffff:ffff:ffff:ffff RFC8215
        100:: 100::ffff:ffff:ffff:ffff RFC6666
        100:0:0:1:: 100:0:0:1:ffff:ffff:ffff:ffff RFC9780
        2001:: 2001:0:ffff:ffff:ffff:ffff:ffff:ffff RFC4380
        2001:1::1 2001:1::3 RFC7723
        2001:2:: 2001:2:0:ffff:ffff:ffff:ffff:ffff RFC5180
        2001:3:: 2001:3:ffff:ffff:ffff:ffff:ffff:ffff RFC7450
        2001:4:112:: 2001:4:112:ffff:ffff:ffff:ffff:ffff RFC7535
        2001:10:: 2001:1f:ffff:ffff:ffff:ffff:ffff:ffff RFC4843
        2001:20:: 2001:2f:ffff:ffff:ffff:ffff:ffff:ffff RFC7343
        2001:30:: 2001:3f:ffff:ffff:ffff:ffff:ffff:ffff RFC9374
        2001:db8:: 2001:db8:ffff:ffff:ffff:ffff:ffff:ffff RFC3849
        2002:: 2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff RFC3056
        2620:4f:8000:: 2620:4f:8000:ffff:ffff:ffff:ffff:ffff RFC7534
        3fff:: 3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff RFC9637
        5f00:: 5f00:ffff:ffff:ffff:ffff:ffff:ffff:ffff RFC9602
        fc00:: fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff RFC4193
        fe80:: febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff RFC4291
        fec0:: feff:ffff:ffff:ffff:ffff:ffff:ffff:ffff RFC3879
        ff00:: ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff RFC4291
    ";

    #[test]
    fn no_range_of_the_registries_is_public() {
        for line in REGISTRY.lines().map(str::trim).filter(|line| !line.is_empty()) {
            let mut words = line.split(' ');
            for address in [words.next(), words.next()] {
                assert!(!is_public(address.unwrap().parse().unwrap()), "{line}");
            }
        }
    }

    #[test]
    fn what_lies_beside_a_range_is_public() {
        for address in [
            "1.0.0.0",
            "9.255.255.255",
            "11.0.0.0",
            "100.63.255.255",
            "100.128.0.0",
            "126.255.255.255",
            "128.0.0.0",
            "169.253.255.255",
            "169.255.0.0",
            "172.15.255.255",
            "172.32.0.0",
            "192.0.1.0",
            "192.0.3.0",
            "192.167.255.255",
            "192.169.0.0",
            "198.17.255.255",
            "198.20.0.0",
            "203.0.112.255",
            "203.0.114.0",
            "223.255.255.255",
            "2001:200::",
            "2001:db7:ffff::",
            "2001:db9::",
            "2001:4860:4860::8888",
            "2003::",
            "2606:4700:4700::1111",
            "2620:4f:8001::",
            "3ffe::",
            "3fff:1000::",
            "::ffff:8.8.8.8",
            "64:ff9b::8.8.8.8",
        ] {
            assert!(is_public(address.parse().unwrap()), "{address}");
        }
    }

    #[test]
    fn an_address_inside_is_none_of_the_internet_however_it_is_named() {
        for address in [
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "::127.0.0.1",
            "64:ff9b::127.0.0.1",
            "64:ff9b::169.254.169.254",
            "64:ff9b::192.168.1.1",
            "2002:7f00:1::",
            "2002:c0a8:101::1",
            "2001:0:7f00:1::",
        ] {
            assert!(!is_public(address.parse().unwrap()), "{address}");
        }
    }

    proptest! {
        #[test]
        fn a_name_of_an_ipv4_address_is_as_public_as_the_address(bits: u32) {
            let address = Ipv4Addr::from_bits(bits);
            let public = is_public(address.into());
            for (first, _) in NAMES_OF_4 {
                let name = Ipv6Addr::from_bits(first.to_bits() | u128::from(bits));
                prop_assert_eq!(is_public(name.into()), public, "{}", name);
            }
            // What the standard library knows by now agrees.
            let inside = address.is_private() || address.is_loopback() || address.is_link_local()
                || address.is_multicast() || address.is_broadcast() || address.is_documentation()
                || address.is_unspecified();
            prop_assert!(!(inside && public), "{}", address);
        }

        #[test]
        fn nothing_outside_of_global_unicast_is_public(bits: u128) {
            let address = Ipv6Addr::from_bits(bits);
            let names_4 = NAMES_OF_4.iter().any(|range| lies_in_6(address, range));
            prop_assert!(!is_public(address.into()) || names_4 || bits >> 125 == 1, "{}", address);
        }
    }
}
