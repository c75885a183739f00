//! The guard alone: nothing is resolved, nothing is connected.

use wire::{Guard, Refusal};

const REFUSED: &[&str] = &[
    // This machine, in every way of writing it.
    "http://127.0.0.1/",
    "http://127.0.0.1:80/",
    "https://127.0.0.1/",
    "http://127.1/",
    "http://127.0.1/",
    "http://127.255.255.254/",
    "http://2130706433/",
    "http://0x7f000001/",
    "http://0x7f.0.0.1/",
    "http://0x7F.1/",
    "http://0177.0.0.1/",
    "http://017700000001/",
    "http://0177.0x0.0.01/",
    "http://127.0.0.1./",
    "http://%31%32%37.0.0.1/",
    "http://１２７.０.０.１/",
    "http://①②⑦.⓪.⓪.①/",
    "http://127。0。0。1/",
    "http:127.0.0.1/",
    "http:\\\\127.0.0.1\\",
    "http://0/",
    "http://0.0.0.0/",
    "http://[::1]/",
    "http://[0:0:0:0:0:0:0:1]/",
    "http://[::]/",
    // IPv4 in IPv6 dress.
    "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:7f00:1]/",
    "http://[::ffff:8.8.8.8]/",
    "http://[::127.0.0.1]/",
    "http://[2002:7f00:1::]/",
    "http://[2002:a00:1::1]/",
    "http://[64:ff9b::127.0.0.1]/",
    "http://[64:ff9b::a00:1]/",
    "http://[64:ff9b:1::1]/",
    "http://[2001:0:4136:e378:8000:63bf:3fff:fdd2]/",
    // Other special ranges.
    "http://10.0.0.1/",
    "http://10.1/",
    "http://172.16.0.1/",
    "http://172.31.255.255/",
    "http://192.168.1.1/",
    "http://192.168.257/",
    "http://169.254.169.254/latest/meta-data/",
    "http://2852039166/",
    "http://0xA9FEA9FE/",
    "http://100.64.0.1/",
    "http://192.0.0.8/",
    "http://192.0.2.1/",
    "http://198.18.0.1/",
    "http://198.51.100.7/",
    "http://203.0.113.9/",
    "http://224.0.0.1/",
    "http://240.0.0.1/",
    "http://255.255.255.255/",
    "http://[fe80::1]/",
    "http://[fe80::1%25eth0]/",
    "http://[fe80::1%eth0]/",
    "http://[fc00::1]/",
    "http://[fd12:3456:789a::1]/",
    "http://[fec0::1]/",
    "http://[ff02::1]/",
    "http://[2001:db8::1]/",
    "http://[3fff::1]/",
    "http://[100::1]/",
    "http://[4000::1]/",
    // Names of this machine and this network.
    "http://localhost/",
    "http://LOCALHOST/",
    "http://localhost./",
    "http://a.localhost/",
    "http://localhost:8080/",
    "http://printer.local/",
    "http://metadata.google.internal/",
    // Ports, user-info, and what is not the web.
    "http://example.org:8080/",
    "https://example.org:22/",
    "http://93.184.215.14:6379/",
    "http://user@example.org/",
    "http://user:secret@example.org/",
    "http://example.org@127.0.0.1/",
    "http://:secret@example.org/",
    "ftp://example.org/",
    "file:///etc/passwd",
    "gopher://example.org/",
    "data:text/html,hello",
    "javascript:alert(1)",
    "http://",
    "example.org/page",
    "//example.org/page",
    "",
    "http://exa mple.org/",
    "http://256.256.256.256/",
    "http://1.2.3.4.5/",
];

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
];

#[test]
fn no_spelling_of_a_special_address_passes() {
    let guard = Guard::default();
    for address in REFUSED {
        assert!(guard.address(address).is_err(), "{address} was let through");
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
