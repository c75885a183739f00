//! A site is brought over on the desk: the upload, its page, and the lines that name a source.

use model::import::{CreditLine, ImportState};
use model::{Actor, Role, SourceFields};
use serde_json::json;

use crate::place::{HARM, ORIGIN, on_both};

const MULTIPART: [(&str, &str); 2] =
    [("content-type", "multipart/form-data; boundary=x"), ("origin", ORIGIN)];

fn form(platform: &str, export: Option<&str>) -> String {
    let field = |name: &str, value: &str| {
        format!("--x\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
    };
    let mut body = field("platform", platform) + &field("host", HARM) + &field("pictures", "stay");
    if let Some(export) = export {
        body += &format!(
            "--x\r\ncontent-disposition: form-data; name=\"export\"; filename=\"{}\"\r\n\r\n{export}\r\n",
            "old.xml"
        );
    }
    body + "--x--\r\n"
}

#[test]
fn an_export_is_uploaded_and_a_job_promised() {
    on_both(|site| {
        let owner = site.person(Role::Owner);
        let page = owner.get("/desk/imports").expect(200);
        assert!(page.text().contains("Nothing yet"));
        // More than a form may have, for an export is no form.
        let export = format!("<feed>{}</feed>", "x".repeat(9 << 20));
        let sent =
            owner.send("POST", "/desk/imports", &MULTIPART, form("blogger", Some(&export))).expect(303);
        let address = sent.location().split('?').next().unwrap().to_owned();
        let page = owner.get(&address).expect(200);
        page.is_harmless();
        assert!(page.text().contains("being read") && page.of("h1").contains("old.xml"));
        let import = site.desk().imports(&Actor::System).unwrap().remove(0);
        assert!(import.choices.without_pictures);
        let kept = site.desk().store().files().incoming(&import.id.to_string()).unwrap().unwrap();
        assert_eq!(std::fs::metadata(&kept).unwrap().len(), export.len() as u64);
        owner.get("/desk/imports").expect(200).is_harmless();
        owner.post(&address, &[]).expect(303);
        assert_eq!(site.desk().import(&Actor::System, import.id).unwrap().state, ImportState::Reading);
        owner.get("/desk/imports/nonsense").expect(404);

        let page = owner.send("POST", "/desk/imports", &MULTIPART, form("blogger", None)).expect(422);
        assert!(page.text().contains("choose the file"));
        page.is_harmless();
        assert!(
            owner
                .send("POST", "/desk/imports", &MULTIPART, form("tumblr", Some("x")))
                .expect(422)
                .text()
                .contains("not a system")
        );
        assert_eq!(site.desk().imports(&Actor::System).unwrap().len(), 1);
        site.person(Role::Editor)
            .send("POST", "/desk/imports", &MULTIPART, form("ghost", Some("{}")))
            .expect(403);
    });
}

#[test]
fn lines_that_name_a_source_are_taken_in_bulk() {
    on_both(|site| {
        let program = site.program(Role::Editor);
        let editor = site.person(Role::Editor);
        assert!(editor.get("/desk/credits").expect(200).text().contains("No line waits"));
        let body = "<p>Text.</p><p>Source: <a href=\"https://gazette.example/1\">The Gazette</a></p>";
        let post = program.publish(json!({ "headline": "Old", "body": body, "format": "html" }));
        let source = SourceFields {
            url: "https://gazette.example/1".into(),
            outlet: format!("The Gazette{HARM}"),
            ..SourceFields::default()
        };
        let line = CreditLine { post: post.post(), line: "Source: The Gazette".into(), source };
        let now = site.desk().clock().now();
        site.desk().store().write(|tx| store::credit_lines::add(tx, &line, now)).unwrap();
        let page = editor.get("/desk/credits").expect(200);
        page.is_harmless();
        assert!(page.text().contains("Source: The Gazette"));
        editor.post("/desk/credits", &[("post", &post.id), ("act", "take")]).expect(303);
        let page = site.reader().get(&post.permalink).expect(200);
        assert!(page.of("#source").contains("The Gazette"));
        assert!(!page.of("article .body").contains("Source"));
        assert!(editor.get("/desk/credits").expect(200).text().contains("No line waits"));
    });
}

#[test]
fn old_addresses_of_lists_and_feeds_lead_on_in_one_step() {
    on_both(|site| {
        let program = site.program(Role::Editor);
        let post = program.publish(json!({ "headline": "Rivers", "labels": ["Two words"] }));
        let reader = site.reader();
        let leads = |from: &str, to: &str| assert_eq!(reader.get(from).expect(301).location(), to, "{from}");
        leads("/search/label/Two%20words", "/labels/two-words");
        leads("/category/two-words/", "/labels/two-words");
        leads("/tag/two-words/feed/", "/labels/two-words/feed.atom");
        leads("/feeds/posts/default/-/Two%20words", "/labels/two-words/feed.atom");
        leads("/feeds/posts/default?alt=json", "/feed.json");
        leads("/feed/", "/feed.rss");
        leads("/?feed=atom", "/feed.atom");
        leads("/2019/", "/archive");
        leads("/2019/01/05/", "/archive/2019/01");
        leads(&format!("{}/", post.permalink), &post.permalink);
        leads(&format!("{}/feed/", post.permalink), &format!("{}/comments.atom", post.permalink));
        leads(&format!("{}/amp", post.permalink), &post.permalink);
        reader.get("/search/label/nobody-has-this").expect(404);
        reader.get("/?p=99").expect(200);
        reader.get("/?m=1").expect(200);
        reader.get("/desk/category/two-words").expect(404);
    });
}
