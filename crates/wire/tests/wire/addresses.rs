//! The guard alone: nothing is resolved, nothing is connected.

use wire::{Guard, Refusal};

/// Every address here is refused, and these words are in the reason.
pub const REFUSED: &[(&str, &str)] = &[
    // This machine, in every way of writing it.
    ("http://127.0.0.1/", "this machine"),
    ("http://127.0.0.1:80/", "this machine"),
    ("https://127.0.0.1/", "this machine"),
    ("http://127.1/", "this machine"),
    ("http://127.0.1/", "this machine"),
    ("http://127.65535/", "this machine"),
    ("http://127.255.255.254/", "this machine"),
    ("http://2130706433/", "this machine"),
    ("http://2130706433./", "this machine"),
    ("http://0x7f000001/", "this machine"),
    ("http://0x00000000000007f000001/", "this machine"),
    ("http://0x7f.0.0.1/", "this machine"),
    ("http://0x7F.1/", "this machine"),
    ("http://0177.0.0.1/", "this machine"),
    ("http://017700000001/", "this machine"),
    ("http://0000177.1/", "this machine"),
    ("http://0177.0x0.0.01/", "this machine"),
    ("http://127.0.0.1./", "this machine"),
    ("http://%31%32%37.0.0.1/", "this machine"),
    ("http://127%2E0%2E0%2E1/", "this machine"),
    ("http:127.0.0.1/", "this machine"),
    ("http:/127.0.0.1/", "this machine"),
    ("http:////127.0.0.1/", "this machine"),
    ("http:\\\\127.0.0.1\\", "this machine"),
    ("http://127.0.0.1\\@example.org/", "this machine"),
    ("http://127.0.0.1?@example.org/", "this machine"),
    ("http://127.0.0.1#@example.org/", "this machine"),
    ("\u{1}\u{20}http://127.0.0.1/", "this machine"),
    ("ht\ntp://127.\t0.0.\r1/", "this machine"),
    ("http://[::1]/", "this machine"),
    ("http://[0:0:0:0:0:0:0:1]/", "this machine"),
    ("http://[0000:0000::0.0.0.1]/", "this machine"),
    ("http://0/", "this network"),
    ("http://0.0.0.0/", "this network"),
    ("http://00000000000/", "this network"),
    ("http://[::]/", "no address"),
    // Digits and dots of other scripts and widths, and what is not seen.
    ("http://１２７.０.０.１/", "this machine"),
    ("http://①②⑦.⓪.⓪.①/", "this machine"),
    ("http://𝟏𝟐𝟕.𝟎.𝟎.𝟏/", "this machine"),
    ("http://¹²⁷.₀.₀.₁/", "this machine"),
    ("http://127。0。0。1/", "this machine"),
    ("http://127．0．0．1/", "this machine"),
    ("http://127｡0｡0｡1｡/", "this machine"),
    ("http://127.0.0\u{ad}.1/", "this machine"),
    ("http://127.0\u{200b}.0.1/", "this machine"),
    ("http://０ｘ７ｆ.１/", "this machine"),
    ("http://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ/", "this machine or its own network"),
    ("http://ｌｏｃａｌｈｏｓｔ/", "this machine or its own network"),
    ("http://local\u{ad}host/", "this machine or its own network"),
    ("http://localhost。/", "this machine or its own network"),
    ("http://%6c%6f%63alhost/", "this machine or its own network"),
    ("http://loc\talhost/", "this machine or its own network"),
    // IPv4 in IPv6 dress.
    ("http://[::ffff:127.0.0.1]/", "IPv6 dress"),
    ("http://[::ffff:7f00:1]/", "IPv6 dress"),
    ("http://[0:0:0:0:0:FFFF:7F00:0001]/", "IPv6 dress"),
    ("http://[::ffff:8.8.8.8]/", "IPv6 dress"),
    ("http://[::ffff:169.254.169.254]/", "IPv6 dress"),
    ("http://[::127.0.0.1]/", "IPv6 dress"),
    ("http://[::10.0.0.1]/", "IPv6 dress"),
    ("http://[::ffff:0:127.0.0.1]/", "unassigned"),
    ("http://[2002:7f00:1::]/", "6to4"),
    ("http://[2002:a00:1::1]/", "6to4"),
    ("http://[2002:a9fe:a9fe::]/", "6to4"),
    ("http://[64:ff9b::127.0.0.1]/", "NAT64"),
    ("http://[64:ff9b::a00:1]/", "NAT64"),
    ("http://[64:ff9b::a9fe:a9fe]/", "NAT64"),
    ("http://[64:ff9b:1::1]/", "NAT64 of one network"),
    ("http://[64:ff9b:1:fffe:7f00:1::]/", "NAT64 of one network"),
    ("http://[2001:0:4136:e378:8000:63bf:3fff:fdd2]/", "Teredo"),
    ("http://[2001:0:7f00:1:0:0:80ff:fffe]/", "Teredo"),
    // Other special ranges.
    ("http://10.0.0.1/", "private use"),
    ("http://10.1/", "private use"),
    ("http://012.1/", "private use"),
    ("http://172.16.0.1/", "private use"),
    ("http://172.31.255.255/", "private use"),
    ("http://192.168.1.1/", "private use"),
    ("http://192.168.257/", "private use"),
    ("http://0xc0a80101/", "private use"),
    ("http://100.64.0.1/", "shared by a provider"),
    ("http://192.0.0.8/", "protocol assignments"),
    ("http://192.0.2.1/", "documentation"),
    ("http://198.18.0.1/", "benchmarks"),
    ("http://198.51.100.7/", "documentation"),
    ("http://203.0.113.9/", "documentation"),
    ("http://224.0.0.1/", "multicast"),
    ("http://240.0.0.1/", "reserved"),
    ("http://255.255.255.255/", "broadcast"),
    ("http://4294967295/", "broadcast"),
    ("http://[fe80::1]/", "link-local"),
    ("http://[fc00::1]/", "unique local"),
    ("http://[fd12:3456:789a::1]/", "unique local"),
    ("http://[fec0::1]/", "site-local"),
    ("http://[ff02::1]/", "multicast"),
    ("http://[2001:db8::1]/", "documentation"),
    ("http://[3fff::1]/", "documentation"),
    ("http://[100::1]/", "discard"),
    ("http://[4000::1]/", "unassigned"),
    // Where clouds tell machines their secrets.
    ("http://169.254.169.254/latest/meta-data/", "link-local"),
    ("http://169.254.43518/", "link-local"),
    ("http://2852039166/", "link-local"),
    ("http://0xA9FEA9FE/", "link-local"),
    ("http://0251.0376.0251.0376/", "link-local"),
    ("http://169.254.170.2/v2/credentials", "link-local"),
    ("http://[fd00:ec2::254]/", "unique local"),
    ("http://[fd20:ce::254]/", "unique local"),
    ("http://100.100.100.200/", "shared by a provider"),
    ("http://192.0.0.192/", "protocol assignments"),
    ("http://metadata.google.internal/", "this machine or its own network"),
    // Zones of an address, which only this machine knows.
    ("http://[fe80::1%25eth0]/", "not a web address"),
    ("http://[fe80::1%eth0]/", "not a web address"),
    ("http://[::1%25lo]/", "not a web address"),
    ("http://[::1%lo]/", "not a web address"),
    // Names of this machine and this network.
    ("http://localhost/", "this machine or its own network"),
    ("http://LOCALHOST/", "this machine or its own network"),
    ("http://localhost./", "this machine or its own network"),
    ("http://localhost../", "this machine or its own network"),
    ("http://a.localhost/", "this machine or its own network"),
    ("http://localhost.localdomain/", "this machine or its own network"),
    ("http://localhost:8080/", "this machine or its own network"),
    ("http://printer.local/", "this machine or its own network"),
    ("http://nas.home.arpa/", "this machine or its own network"),
    ("http://hidden.onion/", "this machine or its own network"),
    // Ports.
    ("http://example.org:8080/", "Port 8080"),
    ("https://example.org:22/", "Port 22"),
    ("http://example.org:0/", "Port 0"),
    ("http://93.184.215.14:6379/", "Port 6379"),
    ("http://example.org:65536/", "not a web address"),
    // Names before the host.
    ("http://user@example.org/", "user name or password"),
    ("http://user:secret@example.org/", "user name or password"),
    ("http://:secret@example.org/", "user name or password"),
    ("http://example.org@127.0.0.1/", "user name or password"),
    ("http://example.org:80@127.0.0.1/", "user name or password"),
    ("http://example.org%2F@127.0.0.1/", "user name or password"),
    ("http://a@b@127.0.0.1/", "user name or password"),
    ("http://127.0.0.1@example.org/", "user name or password"),
    // What is not the web.
    ("ftp://example.org/", "not a web address"),
    ("file:///etc/passwd", "not a web address"),
    ("file://127.0.0.1/etc/passwd", "not a web address"),
    ("gopher://example.org/", "not a web address"),
    ("dict://127.0.0.1:11211/stat", "not a web address"),
    ("ldap://127.0.0.1/", "not a web address"),
    ("ws://example.org/", "not a web address"),
    ("view-source:http://example.org/", "not a web address"),
    ("blob:http://example.org/1", "not a web address"),
    ("data:text/html,hello", "not a web address"),
    ("javascript:alert(1)", "not a web address"),
    ("http://", "not a web address"),
    ("http://exa mple.org/", "not a web address"),
    ("http://example.org%00.internal/", "not a web address"),
    ("http://256.256.256.256/", "not a web address"),
    ("http://1.2.3.4.5/", "not a web address"),
    ("http://127.0.0.0x/", "this machine"),
    ("http://[::1/", "not a web address"),
    ("http://[127.0.0.1]/", "not a web address"),
    ("http://xn--/", "not a web address"),
];

/// Refused as a first address; a redirect is read from where it was sent, and there these are places of
/// the outlet itself.
const INCOMPLETE: &[&str] = &["example.org/page", "//example.org/page", "/page", "?page", ""];

const ACCEPTED: &[(&str, &str)] = &[
    ("https://example.org/a?b=c#d", "https://example.org/a?b=c"),
    ("  http://example.org/  ", "http://example.org/"),
    ("HTTP://EXAMPLE.ORG:80/", "http://example.org/"),
    ("https://example.org:443/", "https://example.org/"),
    ("http://example.org:443/", "http://example.org:443/"),
    ("https://εφημερίδα.example/νέα", "https://xn--kxaeical9a3b2b.example/%CE%BD%CE%AD%CE%B1"),
    ("https://93.184.215.14/", "https://93.184.215.14/"),
    ("http://8.8.8.8/", "http://8.8.8.8/"),
    ("http://[2606:4700::6810:84e5]/", "http://[2606:4700::6810:84e5]/"),
    ("https://thelocal.example.org/", "https://thelocal.example.org/"),
    ("https://example.org./", "https://example.org./"),
    ("https://10.example.org/", "https://10.example.org/"),
    // What stands behind the host is no part of it.
    ("http://example.org\\@127.0.0.1/", "http://example.org/@127.0.0.1/"),
    ("http://example.org/@127.0.0.1/", "http://example.org/@127.0.0.1/"),
    ("http://example.org?@127.0.0.1", "http://example.org/?@127.0.0.1"),
];

#[test]
fn no_spelling_of_a_special_address_passes() {
    let guard = Guard::default();
    for (address, reason) in REFUSED {
        match guard.address(address) {
            Ok(url) => panic!("{address:?} was let through as {url}"),
            Err(refusal) => assert!(refusal.to_string().contains(reason), "{address:?}: {refusal}"),
        }
    }
    for address in INCOMPLETE {
        assert!(matches!(guard.address(address), Err(Refusal::NotWeb { .. })), "{address:?}");
    }
}

#[test]
fn public_addresses_pass_in_their_standard_spelling() {
    let guard = Guard::default();
    for (address, standard) in ACCEPTED {
        let url = guard.address(address).map_err(|refusal| refusal.to_string());
        assert_eq!(url.as_ref().map(url::Url::as_str), Ok(*standard), "{address}");
    }
}

#[test]
fn an_overlong_address_is_refused_and_quoted_short() {
    let refusal =
        Guard::default().address(&format!("https://example.org/{}", "a".repeat(9_000))).unwrap_err();
    assert!(refusal.to_string().len() < 400, "{refusal}");
}

#[test]
fn a_listed_pair_opens_exactly_itself() {
    let guard = Guard::new(vec!["127.0.0.1:8081".parse().unwrap(), "[::1]:9000".parse().unwrap()]);
    for address in
        ["http://127.0.0.1:8081/a", "http://0x7f.1:8081/", "http://localhost:8081/", "http://[::1]:9000/"]
    {
        assert!(guard.address(address).is_ok(), "{address}");
    }
    for address in [
        "http://127.0.0.1/",
        "http://127.0.0.1:8082/",
        "http://127.0.0.2:8081/",
        "http://[::1]:8081/",
        "http://localhost/",
    ] {
        assert!(guard.address(address).is_err(), "{address}");
    }
    assert!(guard.address("http://me:secret@127.0.0.1:8081/").is_err(), "user-info stays refused");
    assert!(guard.address("ftp://127.0.0.1:8081/").is_err(), "the scheme stays judged");
}

#[test]
fn a_refusal_says_what_where_and_what_to_do() {
    let refusal = Guard::default().address("http://2130706433/admin").unwrap_err();
    assert_eq!(
        refusal.to_string(),
        "127.0.0.1 is not a public address (this machine, RFC 1122) and is not fetched. \
         An operator can list the exact address:port pair in COURANT_FETCH_ALLOW."
    );
    assert!(!refusal.is_passing());
    assert!(Refusal::Status { address: String::new(), status: 503, wait: None }.is_passing());
    assert!(!Refusal::Status { address: String::new(), status: 404, wait: None }.is_passing());
}
