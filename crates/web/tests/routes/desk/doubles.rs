//! The same story, offered on the desk: to whom, and what can be done about it.

use model::Role;
use serde_json::json;

use crate::place::{HARM, Site, Visitor, on_both};

/// Clips a text as if seen at an address; the draft's id.
fn clip(site: &Site, person: &Visitor<'_>, url: &str, headline: &str, text: &str) -> String {
    let seen = json!({ "url": url, "html": format!("<title>{headline}</title>{text}") });
    let id = person.json("POST", "/api/clippings", &seen).expect(201).as_json()["draft"]
        .as_str()
        .unwrap()
        .to_owned();
    site.work();
    id
}

/// Enough words to be compared.
fn story(of: &str) -> String {
    (0..90).map(|n| format!("{of}{} ", n * n % 83)).collect()
}

#[test]
fn a_story_told_twice_is_offered_with_a_choice() {
    on_both(|site| {
        let program = site.program(Role::Editor);
        let first = clip(site, &program, "https://gazette.example/a", "The river", &story("river"));
        let second = clip(site, &program, "https://post.example/a", HARM, &story("river"));
        let third = clip(site, &program, "https://post.example/b", "The bridge", &story("bridge"));
        let editor = site.person(Role::Editor);
        let inbox = editor.get("/desk").expect(200);
        inbox.is_harmless();
        assert_eq!(inbox.attributes(".row .alike a", "href").len(), 2, "{}", inbox.text());
        assert!(inbox.text().contains("Same story as"));
        let place = format!("/desk/posts/{second}");
        let page = editor.get(&place).expect(200);
        page.is_harmless();
        assert_eq!(page.attributes(".alike li > p > a", "href"), [format!("/desk/posts/{first}")]);
        assert!(page.of(".alike").contains("% alike"), "{}", page.of(".alike"));
        editor.get(&format!("/desk/posts/{first}")).expect(200).is_harmless();
        assert!(!editor.get(&format!("/desk/posts/{third}")).expect(200).has(".alike"));

        // Two stories after all.
        let done = editor.post(&format!("{place}/apart"), &[("other", &first)]).expect(303);
        assert_eq!(done.location(), format!("{place}?done=apart"));
        assert!(editor.get(done.location()).expect(200).text().contains("two stories"));
        assert!(!editor.get("/desk").expect(200).has(".row .alike"));

        // One story: the draft goes, the other is opened.
        let fourth = clip(site, &program, "https://post.example/c", "Bridges", &story("bridge"));
        let done = editor.post(&format!("/desk/posts/{fourth}/removal"), &[("other", &third)]).expect(303);
        assert_eq!(done.location(), format!("/desk/posts/{third}?done=discarded"));
        assert!(editor.get(done.location()).expect(200).text().contains("tells its story"));
        editor.get(&format!("/desk/posts/{fourth}")).expect(404);
        for wrong in ["", "x", HARM] {
            editor.post(&format!("{place}/apart"), &[("other", wrong)]).expect(404);
        }
    });
}

#[test]
fn nobody_hears_of_drafts_that_are_not_theirs_to_see() {
    on_both(|site| {
        let editor = site.program(Role::Editor);
        let theirs = clip(site, &editor, "https://gazette.example/a", "The river", &story("river"));
        let author = site.person(Role::Author);
        // An author's draft, made by the author at the desk's own door: through a token of the same account.
        let name = author.get("/desk/you").expect(200).of(".self bdi");
        let account = site.desk().accounts(&model::Actor::System).unwrap();
        let account = account.into_iter().find(|account| account.name == name).unwrap();
        let token =
            site.desk().add_token(&model::Actor::System, &account.name, "test", model::Scope::All).unwrap();
        let own =
            clip(site, &Visitor::with_token(site, &token), "https://post.example/a", "Ours", &story("river"));
        let place = format!("/desk/posts/{own}");
        assert!(!author.get("/desk").expect(200).has(".row .alike"));
        assert!(!author.get(&place).expect(200).has(".alike"));
        author.post(&format!("/desk/posts/{theirs}/apart"), &[("other", &own)]).expect(403);

        editor.json("POST", &format!("/api/posts/{theirs}/publication"), &json!({}));
        let seen = author.get(&place).expect(200);
        let links = seen.attributes(".alike li > p > a", "href");
        assert_eq!(links.len(), 1, "{}", seen.text());
        assert!(
            links[0].starts_with("/2026/11/"),
            "on the site, for the desk's page is not theirs: {links:?}"
        );
        site.reader().get(&links[0]).expect(200);
        // Who may not open the other one on the desk comes back to the inbox.
        let done = author.post(&format!("{place}/removal"), &[("other", &theirs)]).expect(303);
        assert_eq!(done.location(), "/desk?done=removed");
        for role in [Role::Moderator, Role::Author] {
            let other = site.person(role);
            other.post(&format!("/desk/posts/{theirs}/apart"), &[("other", &own)]).expect(403);
        }
    });
}
