//! Sources and links looked at again by the real program: an outlet that changes one word, moves, dies and
//! returns, and outlets that say one thing and mean another.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use model::{AlertKind, Cause, PostId, Watch, WatchState};
use store::Page;

use crate::http;
use crate::outlet::{Outlet, Reply, article};
use crate::place::{PASSWORD, Place, Server, on_both, until};

const SENTENCE: &str = "The pilots count one hundred and nine years of light on the mole.";

fn page(text: String) -> Reply {
    Reply::Page(200, "text/html; charset=utf-8", text.into_bytes())
}

fn lamp() -> String {
    article("The lamp", SENTENCE)
}

/// An outlet whose answers can be changed while it is open.
#[derive(Clone)]
struct Fickle(Arc<Mutex<Answering>>);

type Answering = Arc<dyn Fn(&str) -> Reply + Send + Sync>;

impl Fickle {
    fn open(answer: impl Fn(&str) -> Reply + Send + Sync + 'static) -> (Fickle, Outlet) {
        let fickle = Fickle(Arc::new(Mutex::new(Arc::new(answer))));
        let answering = fickle.clone();
        let outlet = Outlet::open(move |path| {
            let answer = answering.0.lock().unwrap().clone();
            answer(path)
        });
        (fickle, outlet)
    }

    fn answers(&self, answer: impl Fn(&str) -> Reply + Send + Sync + 'static) {
        *self.0.lock().unwrap() = Arc::new(answer);
    }
}

struct Owner<'a> {
    server: &'a Server,
    cookie: String,
}

impl Owner<'_> {
    fn of(server: &Server) -> Owner<'_> {
        let secret = server.greeting.trim().rsplit('/').next().unwrap();
        let form = format!("site_name=Paper&name=Ada&password={}", PASSWORD.replace(' ', "+"));
        let answer = send(server.address, "", "POST", &format!("/welcome/{secret}"), &form).expect(303);
        let cookie = answer.header("set-cookie").split(';').next().unwrap().to_owned();
        Owner { server, cookie }
    }

    fn get(&self, path: &str) -> String {
        send(self.server.address, &self.cookie, "GET", path, "").expect(200).body
    }

    fn post(&self, path: &str, form: &str) {
        send(self.server.address, &self.cookie, "POST", path, form).expect(303);
    }
}

fn send(to: SocketAddr, cookie: &str, method: &str, path: &str, form: &str) -> http::Answer {
    let headers = [("Content-Type", "application/x-www-form-urlencoded"), ("Cookie", cookie)];
    http::send(to, method, path, &headers, form).expect("the server answers")
}

/// Publishes a clip of an address; its id.
fn publish(place: &Place, outlet: &Outlet, path: &str) -> PostId {
    let line = place.run(&["clip", "--publish", &outlet.url(path)]).expect(0).lines()[0].clone();
    let id = line["draft"].as_str().unwrap_or_else(|| panic!("{line}"));
    id.parse().unwrap()
}

fn watch(place: &Place, address: &str) -> Watch {
    place
        .store()
        .read(|c| store::watches::by_address(c, address))
        .unwrap()
        .unwrap_or_else(|| panic!("{address}"))
}

/// Has an address looked at again by its button, and waits for the look.
fn look(place: &Place, owner: &Owner<'_>, address: &str) -> Watch {
    let before = watch(place, address);
    owner.post("/desk/watch", &format!("id={}&then=look&back=all", before.id));
    until("the look", || Some(watch(place, address)).filter(|watch| watch.looked > before.looked))
}

fn open_kinds(place: &Place) -> Vec<AlertKind> {
    let page = Page { before: None, limit: 99 };
    let open = place.store().read(|c| store::alerts::open(c, None, page)).unwrap();
    open.into_iter().map(|(alert, _)| alert.kind).collect()
}

fn captures(place: &Place, post: PostId) -> usize {
    let source = place.store().read(|c| store::posts::by_id(c, post)).unwrap().unwrap().source.unwrap().id;
    place.store().read(|c| store::captures::of_source(c, source)).unwrap().len()
}

#[test]
fn an_outlet_changes_one_word_moves_dies_and_returns() {
    on_both(|place| {
        let (fickle, outlet) = Fickle::open(|_| page(lamp()));
        let place = place.with("COURANT_FETCH_ALLOW", &outlet.address.to_string());
        let server = place.serve();
        let owner = Owner::of(&server);
        let post = publish(&place, &outlet, "/2026/the-lamp");
        let address = outlet.url("/2026/the-lamp");
        let permalink =
            place.store().read(|c| store::posts::by_id(c, post)).unwrap().unwrap().permalink.unwrap();
        let readers = || send(server.address, "", "GET", &permalink.encoded(), "").expect(200).body;
        owner.post("/desk/settings", "name=Paper&language=en&time_zone=UTC&comments=held&popular_window=30d&popular_length=5&per_page=12&source_notes=on&typo_minutes=15");

        assert_eq!(look(&place, &owner, &address).state, WatchState::Alive);
        assert_eq!((captures(&place, post), open_kinds(&place)), (1, vec![]));
        assert!(owner.get("/desk/watch").contains("Nothing to see to."));

        // Another character set, other ads, the same words: no change.
        fickle.answers(|_| {
            let text = lamp().replace("</article>", "</article><aside>Buy now</aside>");
            let utf16: Vec<u8> =
                std::iter::once(0xfeff_u16).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
            Reply::Page(200, "text/html; charset=utf-16le", utf16)
        });
        assert_eq!(look(&place, &owner, &address).state, WatchState::Alive);
        assert_eq!((captures(&place, post), open_kinds(&place)), (1, vec![]));

        let changed = || article("The lamp", &SENTENCE.replace("nine", "ten"));
        fickle.answers(move |_| page(changed()));
        let seen = look(&place, &owner, &address);
        assert_eq!((seen.state, captures(&place, post)), (WatchState::Changed, 2));
        assert_eq!(open_kinds(&place), [AlertKind::Quoted]);
        let list = owner.get("/desk/watch");
        assert!(
            list.contains("Quoted words changed") && list.contains("one hundred and nine years"),
            "{list}"
        );
        let shown = owner.get(&format!("/desk/watch/{}", seen.id));
        assert!(
            shown.contains("Removed: </span>nine</del>") && shown.contains("Added: </span>ten</ins>"),
            "{shown}"
        );
        assert!(readers().contains("The source was changed after we quoted it"), "{}", readers());

        let to = outlet.url("/archive/the-lamp");
        let moves = to.clone();
        fickle.answers(move |path| match path {
            "/archive/the-lamp" => page(changed()),
            _ => Reply::MovedForGood(moves.clone()),
        });
        let seen = look(&place, &owner, &address);
        assert_eq!((seen.state, seen.moved.as_deref()), (WatchState::Changed, Some(to.as_str())));
        assert_eq!(
            (captures(&place, post), open_kinds(&place)),
            (2, vec![AlertKind::Moved, AlertKind::Quoted])
        );

        fickle.answers(|_| Reply::Page(404, "text/plain", b"gone".to_vec()));
        for state in [WatchState::Changed, WatchState::Changed, WatchState::Gone] {
            assert_eq!(look(&place, &owner, &address).state, state);
        }
        assert!(owner.get("/desk/watch?show=gone").contains("answered 404"));
        assert!(readers().contains("The source can no longer be reached since"), "{}", readers());

        fickle.answers(|_| page(lamp()));
        let seen = look(&place, &owner, &address);
        assert_eq!((seen.state, seen.moved), (WatchState::Alive, None));
        assert_eq!(open_kinds(&place), [AlertKind::Moved], "what is over needs nobody");
        assert!(!readers().contains("The source"), "{}", readers());
        // The words are those of the first copy, and so are the bytes.
        assert_eq!(captures(&place, post), 2);
    });
}

#[test]
fn what_says_one_thing_and_means_another_is_said_as_what_it_is() {
    let (fickle, outlet) = Fickle::open(|path| match path {
        "/login" => page("<title>Sign in</title><form><input type=password></form>".into()),
        "/shut" | "/soft" | "/tide" | "/stub" | "/fast" => page(article(
            &format!("A story {path}"),
            &format!("What is told under {path} is told nowhere else."),
        )),
        _ => Reply::Page(404, "text/plain", Vec::new()),
    });
    let place = Place::sqlite().with("COURANT_FETCH_ALLOW", &outlet.address.to_string());
    let server = place.serve();
    let owner = Owner::of(&server);
    let paths = ["/shut", "/soft", "/tide", "/stub", "/fast"];
    for path in paths {
        publish(&place, &outlet, path);
        assert_eq!(look(&place, &owner, &outlet.url(path)).state, WatchState::Alive, "{path}");
    }
    let (login, home) = (outlet.url("/login"), outlet.url("/"));
    fickle.answers(move |path| match path {
        "/shut" => Reply::Moved(login.clone()),
        "/tide" => Reply::Moved(home.clone()),
        "/fast" => Reply::Later(7_200),
        "/login" | "/" => {
            page(article("Welcome", "Everything that is new stands here, and more comes every hour."))
        }
        "/stub" => page("<title>A story</title><div id=app></div><script src=app.js></script>".into()),
        // Two hundred for everything.
        _ => {
            page(article("Sorry", "This page is not to be found here, but have a look around all the same."))
        }
    });
    for (path, state, cause) in [
        ("/shut", WatchState::Barred, Cause::Login),
        ("/soft", WatchState::Alive, Cause::Soft),
        ("/tide", WatchState::Alive, Cause::Home),
        ("/stub", WatchState::Barred, Cause::Unreadable),
        ("/fast", WatchState::Alive, Cause::Slow),
    ] {
        let seen = look(&place, &owner, &outlet.url(path));
        assert_eq!((seen.state, seen.cause), (state, Some(cause)), "{path}: {:?}", seen.trouble);
        if cause == Cause::Slow {
            let wait = seen.next_look.unwrap().seconds() - seen.looked.unwrap().seconds();
            assert!(wait >= 7_200, "Retry-After is kept: {wait}");
        }
    }
    let soft = outlet.url("/soft");
    look(&place, &owner, &soft);
    let gone = look(&place, &owner, &soft);
    assert_eq!(gone.state, WatchState::Gone);
    let said = owner.get(&format!("/desk/watch/{}", gone.id));
    assert!(said.contains("as if all were well (200)"), "{said}");
}
