//! The public site as files: a crawler that knows files and nothing else finds no dead link.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use dom_query::Document;
use model::Role;
use serde_json::json;
use url::Url;

use crate::place::{Made, ORIGIN, Site, on_both};
use crate::public::pictures::pictured;

type Files = BTreeMap<String, Vec<u8>>;

fn copy(site: &Site) -> Files {
    let mut files = Files::new();
    let walked = site
        .runtime
        .block_on(web::copy(&site.app, &mut |path, content| {
            assert!(files.insert(path.to_owned(), content.to_vec()).is_none(), "{path} came twice");
            Ok(())
        }))
        .unwrap();
    assert_eq!(walked.dead_count, 0, "{:?}", walked.dead);
    files
}

/// What a plain server gives for an address: the file, or the directory's index.
fn served<'f>(files: &'f Files, url: &Url) -> Option<(&'f str, &'f [u8])> {
    let path = model::permalink::percent_decode(url.path());
    let path = path.trim_start_matches('/');
    let names = [
        path.to_owned(),
        format!(
            "{}index.html",
            if path.is_empty() || path.ends_with('/') { path.to_owned() } else { format!("{path}/") }
        ),
    ];
    names.iter().find_map(|name| files.get_key_value(name)).map(|(name, bytes)| (name.as_str(), &bytes[..]))
}

/// Every address on a page or in a file, as it stands.
fn addresses(name: &str, bytes: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(bytes);
    let mut found = Vec::new();
    if name.ends_with(".html") {
        let page = Document::from(&*text);
        for (selector, attribute) in [("[href]", "href"), ("[src]", "src"), ("[poster]", "poster")] {
            for element in page.select(selector).iter().filter(|element| !element.is("link[rel=canonical]")) {
                found.extend(element.attr(attribute).map(|value| value.to_string()));
            }
        }
        for element in page.select("[srcset]").iter() {
            let set = element.attr("srcset").unwrap().to_string();
            found.extend(set.split(", ").filter_map(|part| part.split(' ').next()).map(str::to_owned));
        }
    } else if name.ends_with(".css") {
        let parts = text.split("url(").skip(1).filter_map(|rest| rest.split(')').next());
        found.extend(parts.map(|part| part.trim_matches(['"', '\'']).to_owned()));
    } else if name.ends_with(".atom")
        || name.ends_with(".rss")
        || name.ends_with(".xml")
        || name.ends_with(".json")
    {
        // Whole addresses of the site, wherever they stand.
        let parts = text.split(ORIGIN).skip(1);
        let ends = |c: char| "\"'<>& \\\n)]#?".contains(c);
        found.extend(parts.filter_map(|rest| rest.split(ends).next()).map(|path| format!("{ORIGIN}{path}")));
    }
    found
}

/// Walks the copy from its front page and its sitemap; what was reached, and links that lead nowhere.
fn crawl(files: &Files) -> (BTreeSet<String>, Vec<String>) {
    let start = Url::parse(&format!("{ORIGIN}/")).unwrap();
    let seeds = ["", "sitemap.xml", "feed.atom", "feed.rss", "feed.json", "comments.atom", "404.html"];
    let mut waiting: VecDeque<Url> = seeds.iter().map(|seed| start.join(seed).unwrap()).collect();
    let (mut reached, mut dead, mut met) = (BTreeSet::new(), Vec::new(), BTreeSet::new());
    while let Some(url) = waiting.pop_front() {
        let Some((name, bytes)) = served(files, &url) else {
            dead.push(url.to_string());
            continue;
        };
        if !reached.insert(name.to_owned()) {
            continue;
        }
        // A page is found by its directory, and its links are read from there.
        for address in addresses(name, bytes) {
            let Ok(mut to) = url.join(&address) else { panic!("{name}: {address}") };
            let fragment = to.fragment().map(str::to_owned);
            to.set_fragment(None);
            if to.origin() != start.origin() {
                continue;
            }
            assert!(to.query().is_none(), "{name} links to {address}, and files have no queries");
            if let (Some(fragment), Some((target, bytes))) = (fragment, served(files, &to))
                && target.ends_with(".html")
                && !fragment.is_empty()
                // A retracted post's page says why, and has nothing else to lead to.
                && !fragment.starts_with("correction-")
            {
                let page = Document::from(&*String::from_utf8_lossy(bytes));
                assert!(
                    page.select(&format!("[id=\"{fragment}\"]")).exists(),
                    "{name}: no {fragment} on {target}"
                );
            }
            if met.insert(to.to_string()) {
                waiting.push_back(to);
            }
        }
    }
    (reached, dead)
}

/// Posts in four scripts, pictures, a long conversation, a correction, a retraction.
fn lively(site: &Site) -> Made {
    let editor = site.program(Role::Editor);
    for (language, headline) in [
        ("el", "Η τιμή του ποταμού"),
        ("zh", "河流的代价"),
        ("ar", "ثمن النهر"),
        ("en", "The price of rivers"),
    ] {
        site.clock.advance_seconds(60);
        editor.publish(json!({
            "headline": headline, "language": language, "labels": format!("Rivers, {headline}"),
            "source": { "url": format!("https://outlet.example/{language}"), "outlet": "The Outlet" },
        }));
    }
    for number in 0..15 {
        site.clock.advance_seconds(60);
        site.program(Role::Editor).publish_headline(&format!("Number {number}"));
    }
    let gone = site.program(Role::Editor).publish_headline("Wrong");
    editor
        .json("DELETE", &format!("/api/posts/{}/publication", gone.id), &json!({ "reason": "No." }))
        .expect(200);
    pictured(site);
    let talk = editor.publish(json!({
        "headline": "Talk", "comments": "open", "labels": "Rivers",
        "body": format!("See [the feed](/feed.atom), [this](/?utm_source=x) and [that]({ORIGIN}/archive#main)."),
    }));
    let reader = site.reader();
    for number in 0..55 {
        site.clock.advance_seconds(1);
        reader.comment(&talk, &format!("Remark {number}"));
    }
    site.work();
    talk
}

#[test]
fn every_link_of_a_copy_leads_to_a_file_and_every_file_is_linked() {
    on_both(|site| {
        let talk = lively(site);
        let files = copy(site);
        let (reached, dead) = crawl(&files);
        assert!(dead.is_empty(), "{dead:?}");
        let page =
            |path: &str| format!("{}/index.html", model::permalink::percent_decode(path).trim_matches('/'));
        for name in [
            "index.html".to_owned(),
            "page/2/index.html".to_owned(),
            page(&talk.permalink),
            page("/labels/rivers"),
            page("/archive/2026/11"),
            page("/sources/outlet.example"),
            page("/2026/11/河流的代价"),
            "popular/q-window-7d/index.html".to_owned(),
        ] {
            assert!(reached.contains(&name), "{name} is not reached: {:?}", files.keys());
        }
        // A conversation's further pages, in each order.
        let talk_folder = page(&talk.permalink).trim_end_matches("index.html").to_owned();
        let further = files.keys().filter(|name| name.starts_with(&format!("{talk_folder}q-comments-")));
        assert!(further.clone().count() >= 5, "{:?}", further.collect::<Vec<_>>());
        // Nothing lies there that nobody can find, but for what browsers and robots ask for by themselves.
        let known = ["robots.txt", "favicon.ico", "manifest.webmanifest"];
        let lost: Vec<_> =
            files.keys().filter(|name| !reached.contains(*name) && !known.contains(&name.as_str())).collect();
        assert!(lost.is_empty(), "{lost:?}");
        for (name, bytes) in files.iter().filter(|(name, _)| name.ends_with(".html")) {
            let text = String::from_utf8_lossy(bytes);
            assert!(!text.contains("<form"), "{name} has a form");
        }
        let text = String::from_utf8_lossy(&files[&page(&talk.permalink)]).into_owned();
        assert!(
            text.contains("This copy is read-only") && text.contains(&format!("{ORIGIN}{}", talk.permalink))
        );
        assert!(text.contains(&format!("rel=\"canonical\" href=\"{ORIGIN}{}\"", talk.permalink)));
        assert!(files.keys().any(|name| name.starts_with("media/") && name.ends_with(".webp")));
        assert_eq!(copy(site), files, "a second copy is another");
    });
}

#[test]
fn one_remark_more_changes_its_own_pages_and_no_others() {
    on_both(|site| {
        let talk = lively(site);
        let before = copy(site);
        site.reader().comment(&talk, "One more");
        let after = copy(site);
        let folder = model::permalink::percent_decode(&talk.permalink);
        let folder = folder.trim_matches('/');
        for (name, bytes) in &after {
            // Its address finds it, as the newest fifty of the feed are found.
            let is_its_own =
                name.starts_with(folder) || name == "comments.atom" || name.starts_with("comments/");
            assert!(is_its_own || before.get(name) == Some(bytes), "{name} changed");
        }
        assert!(before[&format!("{folder}/index.html")] != after[&format!("{folder}/index.html")]);
        let gone: Vec<_> = before
            .keys()
            .filter(|name| {
                !after.contains_key(*name) && !name.starts_with(folder) && !name.starts_with("comments/")
            })
            .collect();
        assert!(gone.is_empty(), "{gone:?}");
    });
}

#[test]
fn a_copy_speaks_the_sites_language_where_it_says_what_it_is() {
    on_both(|site| {
        site.program(Role::Editor).publish_headline("Νερό");
        for (language, said) in
            [("el", "μόνο για ανάγνωση"), ("zh", "只读"), ("ar", "للقراءة فقط"), ("de", "nur zum Lesen")]
        {
            site.settle(|settings| settings.language = model::Language::parse(language).unwrap());
            let files = copy(site);
            for name in ["read-only/index.html", "404.html"] {
                let text = String::from_utf8_lossy(&files[name]).into_owned();
                assert!(text.contains(said) && text.contains(ORIGIN), "{language} {name}: {text}");
            }
        }
    });
}
