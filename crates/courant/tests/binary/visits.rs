//! Readers are counted, and the power fails.

use crate::http;
use crate::place::{Place, Server, on_both, until};

const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

/// So many readers, from a network of their own.
fn visit(server: &Server, path: &str, network: usize, readers: std::ops::Range<usize>) {
    std::thread::scope(|scope| {
        for hand in 0..4 {
            let mine = readers.clone().filter(move |reader| reader % 4 == hand);
            scope.spawn(move || {
                for reader in mine {
                    let from = format!("10.{network}.{}.{}", reader / 250, reader % 250 + 1);
                    let headers = [("User-Agent", FIREFOX), ("X-Forwarded-For", from.as_str())];
                    http::send(server.address, "GET", path, &headers, "").unwrap().expect(200);
                }
            });
        }
    });
}

fn readers(place: &Place) -> i64 {
    place
        .store()
        .read::<_, store::Error>(|conn| {
            let all = store::visits::most_ever(conn, 10_000)?;
            let by_day: i64 = store::visits::per_day(conn, 0)?.into_iter().map(|(_, count)| count).sum();
            assert_eq!(all.iter().map(|(_, count)| count).sum::<i64>(), by_day, "days and totals differ");
            Ok(by_day)
        })
        .unwrap()
}

#[test]
fn counts_add_up_over_kills_and_servers() {
    on_both(|place| {
        let token = place.token("editor");
        let server = place.serve().with_token(&token);
        let path = server.publish("Much read");
        visit(&server, &path, 1, 0..300);
        // Nobody is counted twice.
        visit(&server, &path, 1, 0..300);
        until("the counts are written", || (readers(&place) == 300).then_some(()));
        // What was not written yet may be lost, what was written may not, and nothing is counted that was not.
        visit(&server, &path, 2, 0..40);
        server.kill();
        let after = readers(&place);
        assert!((300..=340).contains(&after), "{after}");

        // Two servers at once, and one is asked to stop: it writes what it has counted.
        let (one, other) = (place.serve(), place.serve());
        visit(&one, &path, 3, 0..50);
        visit(&other, &path, 4, 0..60);
        assert_eq!(one.end("-TERM"), Some(0));
        assert_eq!(other.end("-TERM"), Some(0));
        assert_eq!(readers(&place), after + 110);
    });
}
