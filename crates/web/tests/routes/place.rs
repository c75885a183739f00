//! A site for one test, in this process, and the people who come to it. They act through routes alone.

use std::collections::HashMap;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex};

use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, Method, Request, header};
use bytes::Bytes;
use desk::{Desk, Error, FiledPage, LedgerKey, Limits};
use dom_query::Document;
use http_body_util::BodyExt;
use model::{Actor, Capture, Change, Clipping, How, ListedFeed, ManualClock, Moment, PostId, Role, Scope};
use pages::Pages;
use serde_json::{Value, json};
use store::Store;
use tokio::runtime::Runtime;
use tower::ServiceExt;
use web::front::Front;
use web::{App, Clipper, Filed, Seen, Serving};

pub const ORIGIN: &str = "https://courant.example";
pub const PASSWORD: &str = "a sentence is easy to remember";
const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

/// What someone who means harm writes into a field.
pub const HARM: &str =
    "</textarea></title></script><script>alert(1)</script>\"'><img src=x onerror=alert(1)>";

/// Files what a browser sent without looking into it: reading pages is tried elsewhere.
struct Shears(Desk);

impl Clipper for Shears {
    fn canonical(&self, url: &str) -> String {
        url.split("?utm_").next().unwrap_or(url).to_owned()
    }

    fn file_seen(&self, actor: &Actor, seen: &Seen) -> Result<Filed, Error> {
        if seen.html.contains("unreadable") {
            let problems = model::Problems::one("html", "there is nothing to read on this page");
            return Err(Error::Invalid(problems));
        }
        // A test that needs a text says it behind a title.
        let titled = seen.html.strip_prefix("<title>").and_then(|rest| rest.split_once("</title>"));
        let headline = titled.map_or_else(|| "Seen in a browser".into(), |(title, _)| title.to_owned());
        let clipping = Clipping {
            url: seen.url.clone(),
            // What it shows is the desk's to guard, so a headline may be anything.
            headline: if seen.html.contains("HARM") { HARM.into() } else { headline },
            html: format!("<p>What the browser showed.{}</p>", seen.selection.clone().unwrap_or_default()),
            text: titled.map_or_else(|| "What the browser showed.".into(), |(_, text)| text.to_owned()),
            ..Clipping::default()
        };
        let page = FiledPage {
            address: self.canonical(&seen.url),
            bytes: seen.html.clone().into(),
            how: How::Seen,
            final_url: seen.url.clone(),
            led_here: Vec::new(),
            status: 200,
            headers: Vec::new(),
            robots: None,
            clipping,
            pictures: Vec::new(),
            missing: Vec::new(),
            evidence: desk::Evidence::default(),
        };
        self.0.file(actor, &page).map(|filed| Filed { post: filed.post, existing: filed.existing })
    }

    fn text_of(&self, bytes: &[u8], _: Option<&str>) -> String {
        String::from_utf8_lossy(bytes).into_owned()
    }

    fn read_list(&self, bytes: &[u8]) -> Option<Vec<ListedFeed>> {
        let text = std::str::from_utf8(bytes).ok().filter(|text| text.contains("<opml"))?;
        let address = |line: &str| Some(line.split("xmlUrl=\"").nth(1)?.split('"').next()?.to_owned());
        let listed = text.lines().filter_map(address);
        Some(listed.map(|address| ListedFeed { address, ..ListedFeed::default() }).collect())
    }

    fn write_list(&self, title: &str, feeds: &[ListedFeed]) -> String {
        let lines = feeds.iter().map(|feed| format!("<outline xmlUrl=\"{}\"/>\n", feed.address));
        format!("<opml><!-- {title} -->\n{}</opml>", lines.collect::<String>())
    }

    fn read_again(&self, capture: &Capture, bytes: &[u8]) -> Result<Clipping, String> {
        let text = String::from_utf8_lossy(bytes).into_owned();
        if text.contains("nothing") {
            return Err("there is nothing to read on this page".into());
        }
        Ok(Clipping {
            url: capture.final_url.clone(),
            headline: "Read again".into(),
            html: text.clone(),
            text,
            ..Clipping::default()
        })
    }
}

pub struct Site {
    pub app: App,
    pub clock: Arc<ManualClock>,
    router: axum::Router,
    pub runtime: Runtime,
}

/// Runs a test on a fresh site over each engine, with no limit on comments and sign-ins.
pub fn on_both(test: impl Fn(&Site)) {
    with_limits(Limits::lifted(), test);
}

/// The same on a site that sends letters.
pub fn mailing(test: impl Fn(&Site)) {
    trial::on_both_engines(|store| {
        test(&Site::over(store, Limits::lifted(), Some("news@courant.example"), Front::default()))
    });
}

/// The same on a site behind a cache that may keep its pages, and who hears what has changed.
pub fn behind(test: impl Fn(&Site, &Mutex<Vec<String>>)) {
    trial::on_both_engines(|store| {
        let told: Arc<Mutex<Vec<String>>> = Arc::default();
        let ear = told.clone();
        let hear = move |changes: &[Change]| ear.lock().unwrap().extend(changes.iter().map(web::front::key));
        let front = Front { seconds: 600, tags: false, stale: Some(Arc::new(hear)) };
        test(&Site::over(store, Limits::lifted(), None, front), &told);
    });
}

pub fn with_limits(limits: Limits, test: impl Fn(&Site)) {
    trial::on_both_engines(|store| test(&Site::over(store, limits, None, Front::default())));
}

impl Site {
    fn over(store: Store, limits: Limits, mails_as: Option<&str>, front: Front) -> Site {
        let clock = Arc::new(ManualClock::at(model::sample::noon()));
        let pem = LedgerKey::fresh().and_then(|key| key.to_pem()).unwrap();
        let desk = Desk::new(store, clock.clone())
            .with_limits(limits)
            .mailing_as(mails_as)
            .signing(move |_| LedgerKey::from_pem(&pem));
        Site::serving(desk, clock, front)
    }

    fn serving(desk: Desk, clock: Arc<ManualClock>, front: Front) -> Site {
        let serving = Serving { origin: ORIGIN.into(), cache_bytes: 64 << 20, front };
        let app = App::new(desk.clone(), Pages::new().unwrap(), Box::new(Shears(desk)), serving);
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        Site { router: web::router(app.clone()), app, clock, runtime }
    }

    /// A second server, with a memory of its own.
    pub fn another_server(&self) -> Site {
        Site::serving(self.desk().clone(), self.clock.clone(), Front::default())
    }

    pub fn desk(&self) -> &Desk {
        self.app.desk()
    }

    /// Someone without an account.
    pub fn reader(&self) -> Visitor<'_> {
        self.reader_from("192.0.2.1")
    }

    pub fn reader_from(&self, address: &str) -> Visitor<'_> {
        Visitor { site: self, from: address.parse().unwrap(), cookie: None, token: None }
    }

    fn account(&self, role: Role) -> String {
        let name = format!("{role} {}", self.desk().accounts(&Actor::System).unwrap().len());
        self.desk().add_account(&Actor::System, &name, role, PASSWORD).unwrap();
        name
    }

    /// Someone who has signed in at the door.
    pub fn person(&self, role: Role) -> Visitor<'_> {
        let name = self.account(role);
        let mut visitor = self.reader_from("192.0.2.50");
        let answer = visitor.post("/sign-in", &[("name", &name), ("password", PASSWORD)]).expect(303);
        assert_eq!(answer.location(), "/desk");
        let cookie = answer.header("set-cookie");
        assert!(
            cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax") && cookie.contains("; Secure"),
            "{cookie}"
        );
        visitor.cookie = cookie.split(';').next().map(str::to_owned);
        visitor
    }

    /// A program with a token.
    pub fn program(&self, role: Role) -> Visitor<'_> {
        self.program_that_may(role, Scope::All)
    }

    /// A program whose token is good for a part of what the account may.
    pub fn program_that_may(&self, role: Role, scope: Scope) -> Visitor<'_> {
        let token = self.desk().add_token(&Actor::System, &self.account(role), "test", scope).unwrap();
        Visitor { token: Some(token), ..self.reader_from("192.0.2.60") }
    }

    /// Writes the visits counted so far, then does every job that is due, as the worker does.
    pub fn work(&self) {
        let counts = self.app.visits().take();
        self.desk().record_visits(&counts).unwrap();
        while let Some(record) = self.desk().claim_job(60).unwrap() {
            self.desk().run_job(&record.job).unwrap();
            self.desk().finish_job(record.id, None).unwrap();
            self.app.ring();
        }
    }

    pub fn at(&self, time: &str) {
        self.clock.set(Moment::parse(time).unwrap());
    }

    /// The site's settings, some of them changed.
    pub fn settle(&self, change: impl FnOnce(&mut model::Site)) {
        let mut site = self.desk().site().unwrap();
        change(&mut site);
        self.desk().save_site(&Actor::System, &site).unwrap();
    }

    /// How many rows of what there are: nothing was written when this is what it was.
    pub fn census(&self) -> String {
        let counted = self.desk().store().read::<_, store::Error>(|c| {
            Ok(format!(
                "{:?} {:?} {:?} {} {:?}",
                store::posts::count_by_standing(c)?,
                store::comments::counts(c, 1_000)?,
                store::jobs::counts(c)?,
                store::accounts::count(c)?,
                store::settings::site(c)?,
            ))
        });
        let media = self.desk().store().read(|c| store::media::newest(c, 10)).unwrap().len();
        format!("{} {media}", counted.unwrap())
    }
}

#[derive(Clone)]
pub struct Visitor<'a> {
    site: &'a Site,
    from: IpAddr,
    cookie: Option<String>,
    token: Option<String>,
}

/// A post as the API named it.
#[derive(Clone, Debug)]
pub struct Made {
    pub id: String,
    pub permalink: String,
}

impl Made {
    pub fn post(&self) -> PostId {
        self.id.parse().unwrap()
    }
}

impl Visitor<'_> {
    /// Sends a request as it is. What holds for every answer is looked at here.
    pub fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: impl Into<Body>) -> Answer {
        let mut request = Request::builder().method(method).uri(path).header(header::USER_AGENT, FIREFOX);
        request = request.header(header::HOST, "courant.example");
        request = request.extension(ConnectInfo(SocketAddr::new(self.from, 40_000)));
        if let Some(cookie) = &self.cookie {
            request = request.header(header::COOKIE, cookie);
        }
        if let Some(token) = &self.token {
            request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
        }
        for (name, value) in headers {
            if name.eq_ignore_ascii_case("user-agent") {
                request.headers_mut().unwrap().remove(header::USER_AGENT);
            }
            request = request.header(*name, *value);
        }
        let request = request.body(body.into()).unwrap();
        let (parts, body) = self.site.runtime.block_on(async {
            let answer = self.site.router.clone().oneshot(request).await.unwrap();
            let (parts, body) = answer.into_parts();
            (parts, body.collect().await.unwrap().to_bytes())
        });
        let answer = Answer {
            status: parts.status.as_u16(),
            headers: parts.headers,
            body,
            asked: format!("{method} {path}"),
        };
        answer.is_guarded();
        // A reader has a cookie only if he asks for it.
        let comes_in = path.starts_with("/mail/")
            || path == "/sign-in"
            || path == "/sign-out"
            || path.starts_with("/welcome/");
        if self.cookie.is_none() && !comes_in {
            assert!(!answer.headers.contains_key(header::SET_COOKIE), "{method} {path} sets a cookie");
        }
        answer
    }

    pub fn get(&self, path: &str) -> Answer {
        self.send("GET", path, &[], Body::empty())
    }

    /// A form, sent the way a browser does.
    pub fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let form = [
            ("content-type", "application/x-www-form-urlencoded"),
            ("origin", ORIGIN),
            ("sec-fetch-site", "same-origin"),
        ];
        self.send("POST", path, &form, encoded(fields))
    }

    /// A form with a page in it, sent the way a browser does.
    pub fn hand_over(&self, fields: &[(&str, &str)]) -> Answer {
        let mut body = String::new();
        for (name, value) in fields {
            body.push_str(&format!(
                "--cut\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
            ));
        }
        body.push_str("--cut--\r\n");
        let headers = [
            ("content-type", "multipart/form-data; boundary=cut"),
            ("origin", ORIGIN),
            ("sec-fetch-site", "same-origin"),
        ];
        self.send("POST", "/desk/clippings/seen", &headers, body)
    }

    pub fn json(&self, method: &str, path: &str, value: &Value) -> Answer {
        self.send(method, path, &[("content-type", "application/json")], value.to_string())
    }

    /// Publishes through the API.
    pub fn publish(&self, mut post: Value) -> Made {
        post["publish"] = json!(true);
        if post.get("body").is_none() {
            post["body"] = json!(format!("{} is what this is about.", post["headline"].as_str().unwrap()));
        }
        let made = self.json("POST", "/api/posts", &post).expect(201).as_json();
        let text = |key: &str| made[key].as_str().unwrap().to_owned();
        Made { id: text("id"), permalink: text("permalink") }
    }

    pub fn publish_headline(&self, headline: &str) -> Made {
        self.publish(json!({ "headline": headline }))
    }

    /// Comments, and gives the id by which an approved comment stands on the page.
    pub fn comment(&self, post: &Made, body: &str) -> Answer {
        self.post(&format!("{}/comments", post.permalink), &[("name", "Ada"), ("body", body)])
    }
}

pub fn encoded(fields: &[(&str, &str)]) -> String {
    url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish()
}

#[derive(Clone, Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Bytes,
    asked: String,
}

impl Answer {
    #[track_caller]
    pub fn expect(self, status: u16) -> Answer {
        assert_eq!(
            self.status,
            status,
            "{}: {}",
            self.asked,
            self.text().chars().take(2_000).collect::<String>()
        );
        self
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    pub fn location(&self) -> &str {
        self.header("location")
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    #[track_caller]
    pub fn as_json(&self) -> Value {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|error| panic!("{}: {error}: {}", self.asked, self.text()))
    }

    pub fn page(&self) -> Document {
        Document::from(self.text())
    }

    /// The text of the first element that matches, white space folded.
    #[track_caller]
    pub fn of(&self, selector: &str) -> String {
        let page = self.page();
        let found = page.select_single(selector);
        assert!(found.exists(), "{}: no {selector} in {}", self.asked, self.text());
        found.text().split_whitespace().collect::<Vec<_>>().join(" ")
    }

    pub fn has(&self, selector: &str) -> bool {
        self.page().select(selector).exists()
    }

    pub fn attributes(&self, selector: &str, name: &str) -> Vec<String> {
        self.page().select(selector).iter().map(|found| found.attr_or(name, "").to_string()).collect()
    }

    /// The id of the comment a redirect leads to.
    #[track_caller]
    pub fn comment_id(&self) -> String {
        let (_, id) = self
            .location()
            .split_once("#comment-")
            .unwrap_or_else(|| panic!("{} leads to no comment", self.location()));
        id.to_owned()
    }

    /// An API error's code, and its fields.
    #[track_caller]
    pub fn refusal(&self) -> (String, HashMap<String, String>) {
        let value = self.as_json();
        let error = &value["error"];
        assert!(error["message"].as_str().is_some_and(|m| m.len() > 10), "{}: {value}", self.asked);
        let fields = error["fields"].as_object().into_iter().flatten();
        let fields = fields.map(|(name, message)| (name.clone(), message.as_str().unwrap().to_owned()));
        (error["code"].as_str().unwrap().to_owned(), fields.collect())
    }

    /// Nothing that someone wrote has become a program.
    #[track_caller]
    pub fn is_harmless(&self) {
        let page = self.page();
        for script in page.select("script").iter() {
            let ours = script.attr_or("src", "").starts_with("/assets/")
                || &*script.attr_or("type", "") == "application/ld+json";
            assert!(ours, "{}: {}", self.asked, script.html());
        }
        for element in page.select("*").iter() {
            for attribute in element.attrs() {
                let (name, value) = (attribute.name.local.to_string(), attribute.value.to_string());
                assert!(!name.starts_with("on") && name != "style", "{}: {name}", self.asked);
                // The one bookmark that is offered to be dragged away; a policy keeps it from running here.
                let ours = element.has_attr("data-lift")
                    && value.starts_with(&format!("javascript:(()=%3E{{const%20home=%22{ORIGIN}%22,"));
                let program = !ours && value.trim_start().to_ascii_lowercase().starts_with("javascript:");
                assert!(
                    !(program && ["href", "src", "action", "formaction"].contains(&name.as_str())),
                    "{}: {value}",
                    self.asked
                );
            }
        }
        assert!(!page.select("iframe, object, embed, base, style").exists(), "{}", self.asked);
    }

    #[track_caller]
    fn is_guarded(&self) {
        let policy = self.header("content-security-policy");
        if let Some(fence) = policy.strip_prefix("sandbox ") {
            // Somebody else's page, kept here: it has no origin, runs nothing and asks for nothing but pictures.
            let fenced = fence.contains("default-src 'none'") && fence.contains("frame-ancestors 'self'");
            assert!(fenced && !fence.contains("script") && !fence.contains("same-origin"), "{policy}");
            assert_eq!(self.header("cross-origin-opener-policy"), "unsafe-none", "{}", self.asked);
            assert!(self.header("x-robots-tag").contains("noindex"), "{}", self.asked);
            return;
        }
        assert!(
            policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"),
            "{}: {policy}",
            self.asked
        );
        assert!(!policy.contains("unsafe"), "{policy}");
        assert_eq!(self.header("x-content-type-options"), "nosniff", "{}", self.asked);
        assert!(!self.header("referrer-policy").is_empty(), "{}", self.asked);
    }
}

/// The parts of a well-formed XML document, as text: every element's name and all text.
#[track_caller]
pub fn well_formed(text: &str) -> (Vec<String>, String) {
    use quick_xml::events::Event;
    let mut reader = quick_xml::Reader::from_str(text);
    let (mut names, mut words, mut open) = (Vec::new(), String::new(), 0);
    loop {
        match reader.read_event().unwrap_or_else(|error| panic!("{error}: {text}")) {
            Event::Start(start) => {
                open += 1;
                names.push(start.name().as_ref().to_owned());
            }
            Event::Empty(start) => names.push(start.name().as_ref().to_owned()),
            Event::End(_) => open -= 1,
            Event::Text(part) => words.push_str(&part),
            Event::CData(part) => words.push_str(&part),
            Event::Eof => break,
            _ => {}
        }
    }
    assert_eq!(open, 0, "{text}");
    (names, words)
}

/// The methods that change something.
pub fn changes(method: &str) -> bool {
    !matches!(method.parse(), Ok(Method::GET | Method::HEAD))
}

impl<'a> Visitor<'a> {
    /// Someone with a cookie, as a browser keeps it.
    pub fn with_cookie(site: &'a Site, cookie: &str) -> Visitor<'a> {
        Visitor { cookie: Some(cookie.to_owned()), ..site.reader() }
    }

    /// A program with a token, its own or not.
    pub fn with_token(site: &'a Site, token: &str) -> Visitor<'a> {
        Visitor { token: Some(token.to_owned()), ..site.reader() }
    }
}
