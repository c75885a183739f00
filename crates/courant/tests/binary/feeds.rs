//! A feed from subscription to clipping: found on a page, fetched, unchanged at the second look, one item
//! clipped with one click.

use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

use crate::http::{self, Answer};
use crate::outlet::article;
use crate::place::{PASSWORD, Place, Server, on_both, until};

/// An outlet with a front page that names its feed. Remembers each request's path and its condition.
struct Gazette {
    address: SocketAddr,
    asked: Arc<Mutex<Vec<(String, String)>>>,
}

impl Gazette {
    fn open() -> Gazette {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let asked = Arc::new(Mutex::new(Vec::new()));
        let seen = asked.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let seen = seen.clone();
                std::thread::spawn(move || serve(stream, &seen));
            }
        });
        Gazette { address, asked }
    }

    /// The conditions under which the feed was asked for, in order.
    fn looks(&self) -> Vec<String> {
        let asked = self.asked.lock().unwrap();
        asked.iter().filter(|(path, _)| path == "/feed.xml").map(|(_, condition)| condition.clone()).collect()
    }
}

fn serve(mut stream: TcpStream, seen: &Mutex<Vec<(String, String)>>) {
    let mut lines = BufReader::new(stream.try_clone().unwrap()).lines().map_while(Result::ok);
    let Some(path) = lines.next().and_then(|first| first.split(' ').nth(1).map(str::to_owned)) else {
        return;
    };
    let mut condition = String::new();
    for line in lines.by_ref().take_while(|line| !line.is_empty()) {
        if let Some(("if-none-match", tag)) = line.to_lowercase().split_once(": ") {
            tag.clone_into(&mut condition);
        }
    }
    seen.lock().unwrap().push((path.clone(), condition.clone()));
    let feed = "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>Η Εφημερίδα</title><link>/</link>\
        <item><title>Thirty carriages &amp; a kettle</title><link>/night-train?utm_source=rss</link>\
        <guid isPermaLink=\"false\">1</guid><pubDate>Thu, 19 Nov 2026 08:00:00 GMT</pubDate></item></channel></rss>";
    let page =
        "<!doctype html><title>Front</title><link rel=alternate type=application/rss+xml href=feed.xml>";
    let (status, more, body) = match path.as_str() {
        "/feed.xml" if condition == "\"one\"" => ("304 Not Modified", "etag: \"one\"\r\n", String::new()),
        "/feed.xml" => ("200 OK", "etag: \"one\"\r\ncontent-type: application/rss+xml\r\n", feed.to_owned()),
        "/" => ("200 OK", "content-type: text/html\r\n", page.to_owned()),
        "/robots.txt" => ("404 Not Found", "", String::new()),
        _ => {
            let text =
                article("Thirty carriages & a kettle", "The night train left with a kettle on the boil.");
            ("200 OK", "content-type: text/html\r\n", text)
        }
    };
    let head =
        format!("HTTP/1.1 {status}\r\nconnection: close\r\ncontent-length: {}\r\n{more}\r\n", body.len());
    // Who has had enough hangs up.
    let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(body.as_bytes()));
}

struct Owner<'a> {
    server: &'a Server,
    cookie: String,
}

impl Owner<'_> {
    /// Claims a new site by the link it printed.
    fn of(server: &Server) -> Owner<'_> {
        let secret = server.greeting.trim().rsplit('/').next().unwrap();
        let form = format!("site_name=Paper&name=Ada&password={}", PASSWORD.replace(' ', "+"));
        let answer = send(server, "", "POST", &format!("/welcome/{secret}"), &form).expect(303);
        let cookie = answer.header("set-cookie").split(';').next().unwrap().to_owned();
        Owner { server, cookie }
    }

    fn get(&self, path: &str) -> String {
        send(self.server, &self.cookie, "GET", path, "").expect(200).body
    }

    fn post(&self, path: &str, form: &str) -> Answer {
        send(self.server, &self.cookie, "POST", path, form).expect(303)
    }
}

fn send(server: &Server, cookie: &str, method: &str, path: &str, form: &str) -> Answer {
    let headers = [("Content-Type", "application/x-www-form-urlencoded"), ("Cookie", cookie)];
    http::send(server.address, method, path, &headers, form).expect("the server answers")
}

/// The id after the first occurrence of an address's beginning.
fn id_after(page: &str, path: &str) -> String {
    page.split(path).nth(1).unwrap_or_else(|| panic!("no {path} in {page}")).chars().take(13).collect()
}

#[test]
fn a_feed_is_found_fetched_unchanged_at_the_second_look_and_an_item_clipped() {
    on_both(|place: Place| {
        let gazette = Gazette::open();
        let place = place.with("COURANT_FETCH_ALLOW", &gazette.address.to_string());
        let server = place.serve();
        let owner = Owner::of(&server);

        // A person gives the address of the site; the request waits for the first look.
        owner.post("/desk/feeds", &format!("address=http%3A%2F%2F{}%2F", gazette.address));
        let feeds = owner.get("/desk/feeds");
        assert!(feeds.contains("Η Εφημερίδα") && feeds.contains("Looked at"), "{feeds}");
        assert_eq!(gazette.looks(), [""]);

        let feed = id_after(&feeds, "action=\"/desk/feeds/");
        owner.post(&format!("/desk/feeds/{feed}"), "then=look");
        until("the second look asks under a condition", || (gazette.looks().len() == 2).then_some(()));
        assert_eq!(gazette.looks()[1], "\"one\"");
        let feeds = owner.get("/desk/feeds");
        assert!(!feeds.contains("class=\"problem\""), "{feeds}");

        let items = owner.get("/desk/feeds/items");
        assert_eq!(items.matches("data-item").count(), 1, "{items}");
        assert!(items.contains("Thirty carriages &amp; a kettle"), "{items}");
        let item = id_after(&items, "action=\"/desk/feeds/items/");
        owner.post(&format!("/desk/feeds/items/{item}"), "then=clip");
        let clipped = until("the item shows its draft", || {
            let all = owner.get("/desk/feeds/items?show=all");
            all.contains("href=\"/desk/posts/").then_some(all)
        });
        let draft = id_after(&clipped, "href=\"/desk/posts/");
        assert!(owner.get(&format!("/desk/posts/{draft}")).contains("Thirty carriages &amp; a kettle"));
        assert!(owner.get("/desk/feeds/items").contains("You have seen everything."));
    });
}
