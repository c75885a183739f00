//! Outlets: the list of all, and what the site can say of one.

use model::Role;
use serde_json::json;

use crate::place::{Site, on_both};

fn fill(site: &Site, host: &str, count: usize) {
    let program = site.program(Role::Editor);
    for number in 0..count {
        site.clock.advance_seconds(60);
        program.publish(json!({
            "headline": format!("{host} {number}"),
            "source": {
                "url": format!("https://{host}/{number}"), "outlet": format!("The {host}"),
                "byline": ["Ada Park", format!("Writer {number}")],
            },
        }));
    }
}

#[test]
fn an_outlets_record_is_all_that_the_site_can_say_of_it() {
    on_both(|site| {
        let reader = site.reader();
        fill(site, "gazette.example", 2);
        let page = reader.get("/sources/gazette.example").expect(200);
        assert!(page.of("h1").contains("The gazette.example"));
        let figures: Vec<String> =
            page.page().select(".record .figure dd").iter().map(|dd| dd.text().to_string()).collect();
        assert_eq!(figures, ["2", "2", "0"], "posts, pages, copies");
        let writers = page.of(".record .wide dd");
        assert!(writers.starts_with("Ada Park 2"), "{writers}");
        // The next post makes it stale.
        fill(site, "gazette.example", 3);
        let page = reader.get("/sources/gazette.example").expect(200);
        assert_eq!(page.page().select(".record .figure dd").iter().next().unwrap().text().as_ref(), "5");
        reader.get("/sources/nowhere.example").expect(404);
    });
}

#[test]
fn the_list_of_outlets_begins_with_the_most_posts_and_is_linked_from_every_page() {
    on_both(|site| {
        let reader = site.reader();
        assert!(reader.get("/sources").expect(200).of("main").contains("No outlet has been credited yet."));
        for (host, count) in [("b.example", 1), ("a.example", 1), ("c.example", 2)] {
            fill(site, host, count);
        }
        let links = reader.get("/sources").expect(200).attributes("main .outlets a", "href");
        assert_eq!(links, ["/sources/c.example", "/sources/a.example", "/sources/b.example"]);
        assert!(reader.get("/").attributes("footer a", "href").contains(&"/sources".to_owned()));
        let rest = reader.get("/sources?after=2.c.example").expect(200);
        assert_eq!(rest.attributes("main .outlets a", "href"), &links[1..]);
        let last = reader.get("/sources?after=1.a.example").expect(200);
        assert_eq!(last.attributes("main .outlets a", "href"), &links[2..]);
        reader.get("/sources?after=x").expect(404);
    });
}
