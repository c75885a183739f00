//! The addresses and names set aside for something other than the public Internet.
//!
//! Facts from the IANA IPv4 and IPv6 Special-Purpose Address Registries, the IPv6 unicast assignments and
//! the Special-Use Domain Names registry. A range is listed whole even where a registry marks single
//! addresses inside it as reachable: no outlet publishes from one, and each could hide another address.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

type Range4 = (Ipv4Addr, u8, &'static str);
type Range6 = (Ipv6Addr, u8, &'static str);

const fn v4(a: u8, b: u8, c: u8, d: u8) -> Ipv4Addr {
    Ipv4Addr::new(a, b, c, d)
}

const fn v6(a: u16, b: u16, c: u16, d: u16) -> Ipv6Addr {
    Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0)
}

const RANGES4: &[Range4] = &[
    (v4(0, 0, 0, 0), 8, "this network, RFC 791"),
    (v4(10, 0, 0, 0), 8, "private use, RFC 1918"),
    (v4(100, 64, 0, 0), 10, "shared by a provider's customers, RFC 6598"),
    (v4(127, 0, 0, 0), 8, "this machine, RFC 1122"),
    (v4(169, 254, 0, 0), 16, "link-local, RFC 3927"),
    (v4(172, 16, 0, 0), 12, "private use, RFC 1918"),
    (v4(192, 0, 0, 0), 24, "protocol assignments, RFC 6890"),
    (v4(192, 0, 2, 0), 24, "documentation, RFC 5737"),
    (v4(192, 31, 196, 0), 24, "AS112 name service, RFC 7535"),
    (v4(192, 52, 193, 0), 24, "multicast tunnels, RFC 7450"),
    (v4(192, 88, 99, 0), 24, "6to4 relays, RFC 7526"),
    (v4(192, 168, 0, 0), 16, "private use, RFC 1918"),
    (v4(192, 175, 48, 0), 24, "AS112 name service, RFC 7534"),
    (v4(198, 18, 0, 0), 15, "benchmarks, RFC 2544"),
    (v4(198, 51, 100, 0), 24, "documentation, RFC 5737"),
    (v4(203, 0, 113, 0), 24, "documentation, RFC 5737"),
    (v4(224, 0, 0, 0), 4, "multicast, RFC 5771"),
    (v4(240, 0, 0, 0), 4, "reserved or broadcast, RFC 1112 and RFC 8190"),
];

const RANGES6: &[Range6] = &[
    (Ipv6Addr::LOCALHOST, 128, "this machine, RFC 4291"),
    (Ipv6Addr::UNSPECIFIED, 128, "no address, RFC 4291"),
    (Ipv6Addr::new(0, 0, 0, 0, 0, 0xffff, 0, 0), 96, "an IPv4 address in IPv6 dress, RFC 4291"),
    (Ipv6Addr::UNSPECIFIED, 96, "an IPv4 address in IPv6 dress, RFC 4291"),
    (v6(0x64, 0xff9b, 0, 0), 96, "NAT64, hides an IPv4 address, RFC 6052"),
    (v6(0x64, 0xff9b, 1, 0), 48, "NAT64 of one network, RFC 8215"),
    (v6(0x100, 0, 0, 0), 64, "discard only, RFC 6666"),
    (v6(0x100, 0, 0, 1), 64, "dummy prefix, RFC 9780"),
    (v6(0x2001, 0, 0, 0), 32, "Teredo, hides an IPv4 address, RFC 4380"),
    (v6(0x2001, 2, 0, 0), 48, "benchmarks, RFC 5180"),
    (v6(0x2001, 3, 0, 0), 32, "multicast tunnels, RFC 7450"),
    (v6(0x2001, 4, 0x112, 0), 48, "AS112 name service, RFC 7535"),
    (v6(0x2001, 0x10, 0, 0), 28, "ORCHID, RFC 4843"),
    (v6(0x2001, 0x20, 0, 0), 28, "ORCHIDv2, RFC 7343"),
    (v6(0x2001, 0x30, 0, 0), 28, "drone identities, RFC 9374"),
    (v6(0x2001, 0, 0, 0), 23, "protocol assignments, RFC 2928"),
    (v6(0x2001, 0xdb8, 0, 0), 32, "documentation, RFC 3849"),
    (v6(0x2002, 0, 0, 0), 16, "6to4, hides an IPv4 address, RFC 3056"),
    (v6(0x2620, 0x4f, 0x8000, 0), 48, "AS112 name service, RFC 7534"),
    (v6(0x3fff, 0, 0, 0), 20, "documentation, RFC 9637"),
    (v6(0x5f00, 0, 0, 0), 16, "segment routing, RFC 9602"),
    (v6(0xfc00, 0, 0, 0), 7, "unique local, RFC 4193"),
    (v6(0xfe80, 0, 0, 0), 10, "link-local, RFC 4291"),
    (v6(0xfec0, 0, 0, 0), 10, "site-local, RFC 3879"),
    (v6(0xff00, 0, 0, 0), 8, "multicast, RFC 4291"),
];

/// All public IPv6 unicast space assigned so far (RFC 4291, section 2.4, and the IANA assignments).
const UNICAST6: Range6 = (v6(0x2000, 0, 0, 0), 3, "");

/// Endings of names that never mean a public host: RFC 6761 (localhost), RFC 6762 with its appendix G,
/// RFC 8375 (home.arpa), RFC 7686 (onion), and ICANN's reservation of `internal` of 2024.
const NAMES: &[&str] = &[
    "localhost",
    "localdomain",
    "local",
    "internal",
    "intranet",
    "private",
    "corp",
    "home",
    "lan",
    "home.arpa",
    "onion",
];

/// What an address is set aside for; `None` for a public one.
pub(crate) fn why_special(address: IpAddr) -> Option<&'static str> {
    match address {
        IpAddr::V4(ip) => RANGES4.iter().find(|range| holds4(range, ip)).map(|range| range.2),
        IpAddr::V6(ip) => match RANGES6.iter().find(|range| holds6(range, ip)) {
            Some(range) => Some(range.2),
            None if holds6(&UNICAST6, ip) => None,
            None => Some("unassigned, RFC 4291"),
        },
    }
}

/// Whether a name, with or without dots at its end, is one of [`NAMES`] or below one.
pub(crate) fn is_local_name(name: &str) -> bool {
    let name = name.trim_end_matches('.').to_ascii_lowercase();
    NAMES.iter().any(|ending| match name.strip_suffix(ending) {
        Some(rest) => rest.is_empty() || rest.ends_with('.'),
        None => false,
    })
}

fn holds4((base, bits, _): &Range4, ip: Ipv4Addr) -> bool {
    let shift = 32 - u32::from(*bits);
    base.to_bits() >> shift == ip.to_bits() >> shift
}

fn holds6((base, bits, _): &Range6, ip: Ipv6Addr) -> bool {
    let shift = 128 - u32::from(*bits);
    base.to_bits() >> shift == ip.to_bits() >> shift
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_range_begins_at_its_own_base_and_ends_where_it_should() {
        for range in RANGES4 {
            let hosts = u32::MAX >> range.1;
            assert_eq!(range.0.to_bits() & hosts, 0, "{range:?} has bits below its mask");
            assert!(why_special(Ipv4Addr::from_bits(range.0.to_bits() | hosts).into()).is_some());
        }
        for range in RANGES6 {
            let hosts = u128::MAX.checked_shr(u32::from(range.1)).unwrap_or(0);
            if range.1 < 128 {
                assert_eq!(range.0.to_bits() & hosts, 0, "{range:?} has bits below its mask");
            }
            assert!(why_special(Ipv6Addr::from_bits(range.0.to_bits() | hosts).into()).is_some());
        }
    }

    #[test]
    fn the_neighbours_of_private_ranges_are_public() {
        for public in ["9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "172.15.255.255"] {
            assert_eq!(why_special(public.parse().unwrap()), None, "{public}");
        }
        for public in ["2001:200::1", "2003::1", "2606:4700::6810", "3ffe:ffff::1"] {
            assert_eq!(why_special(public.parse().unwrap()), None, "{public}");
        }
    }

    #[test]
    fn a_name_is_local_by_whole_labels_only() {
        for local in
            ["localhost", "LOCALHOST.", "a.localhost", "printer.local", "x.y.internal.", "nas.home.arpa"]
        {
            assert!(is_local_name(local), "{local}");
        }
        for public in ["notlocalhost", "local.example.org", "thelocal.se", "homes", "example.org"] {
            assert!(!is_local_name(public), "{public}");
        }
    }
}
