//! A site is brought over by the command line: from Blogger, WordPress and Ghost.

use std::fs;
use std::path::PathBuf;

use serde_json::Value;

use crate::outlet::{Outlet, Reply};
use crate::place::{Place, Server, on_both, until};

const PHOTO: &[u8] = include_bytes!("../../samples/slipway/steaming.jpg");

/// One entry of an old Blogger backup.
fn entry(kind: &str, id: u32, published: &str, rest: &str) -> String {
    format!(
        "<entry><id>tag:blogger.com,1999:blog-77.post-{id}</id><published>{published}</published><updated>{published}</updated>\
         <category scheme='http://schemas.google.com/g/2005#kind' term='http://schemas.google.com/blogger/2008/kind#{kind}'/>\
         {rest}<author><name>Anna River</name><email>noreply@blogger.com</email></author></entry>\n"
    )
}

fn post(id: u32, published: &str, path: &str, title: &str, labels: &[&str], html: &str) -> String {
    let labels: String = labels
        .iter()
        .map(|label| format!("<category scheme='http://www.blogger.com/atom/ns#' term='{label}'/>"))
        .collect();
    let html = html.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    entry(
        "post",
        id,
        published,
        &format!(
            "{labels}<title type='text'>{title}</title><content type='html'>{html}</content>\
             <link rel='alternate' type='text/html' href='http://old-river.blogspot.com{path}' title='{title}'/>"
        ),
    )
}

fn comment(id: u32, post: u32, parent: Option<u32>, name: &str, words: &str) -> String {
    let related = parent.map_or(String::new(), |parent| {
        format!("<link rel='related' type='application/atom+xml' href='http://www.blogger.com/feeds/77/{post}/comments/default/{parent}'/>")
    });
    format!(
        "<entry><id>tag:blogger.com,1999:blog-77.post-{id}</id><published>2019-02-0{day}T10:00:00.000+02:00</published>\
         <updated>2019-02-01T10:00:00.000+02:00</updated>\
         <category scheme='http://schemas.google.com/g/2005#kind' term='http://schemas.google.com/blogger/2008/kind#comment'/>\
         <title type='text'>{words}</title><content type='html'>{words}</content>{related}\
         <link rel='alternate' type='text/html' href='http://old-river.blogspot.com/2019/01/the-price.html?showComment=154901520{id}#c{id}'/>\
         <author><name>{name}</name></author>\
         <thr:in-reply-to href='http://old-river.blogspot.com/2019/01/the-price.html' ref='tag:blogger.com,1999:blog-77.post-{post}' type='text/html'/></entry>\n",
        day = id % 9 + 1,
    )
}

/// A whole backup; `pictures` is where its pictures are.
fn backup(pictures: &str) -> String {
    let mut all = String::from(
        "<?xml version='1.0' encoding='UTF-8'?>\n<feed xmlns='http://www.w3.org/2005/Atom' xmlns:thr='http://purl.org/syndication/thread/1.0'>\
         <id>tag:blogger.com,1999:blog-77.archive</id><title type='text'>The Old River</title>\
         <link rel='alternate' type='text/html' href='http://old-river.blogspot.com/'/>\n",
    );
    // A child before its parent, and both before their post.
    all += &comment(12, 1, Some(11), "Second", "An answer to the first");
    all += &comment(11, 1, None, "First", "The first remark");
    all += &post(
        1,
        "2019-01-15T12:00:00.000+02:00",
        "/2019/01/the-price.html",
        "The price of a river",
        &["Rivers", "Κόσμος"],
        &format!(
            "<div dir=\"ltr\" style=\"text-align: left;\" trbidi=\"on\"><p>The council met at dawn, and what was said there is known only in part. \
             See <a href=\"http://old-river.blogspot.com/2019/01/other.html\">the other post</a>, \
             <a href=\"http://old-river.blogspot.com/2011/05/never-came.html#x\">one that never came</a> and \
             <a href=\"https://elsewhere.example/page\">elsewhere</a>.</p>\
             <div class=\"separator\"><a href=\"{pictures}/photo.jpg\"><img alt=\"Steam\" src=\"{pictures}/photo.jpg\"/></a></div>\
             <p><img src=\"{pictures}/gone.jpg\" alt=\"Gone\"/></p>\
             <p>Source: <a href=\"https://gazette.example/river\">The Gazette</a></p></div>"
        ),
    );
    all += &post(
        2,
        "2019-01-20T09:00:00.000+02:00",
        "/2019/01/other.html",
        "Το άλλο κείμενο",
        &["Rivers"],
        "<p>Το συμβούλιο συνεδρίασε την αυγή και όσα ειπώθηκαν εκεί είναι γνωστά μόνο εν μέρει, γιατί κανείς δεν κρατούσε πρακτικά.</p>",
    );
    all += &entry(
        "page",
        3,
        "2018-01-01T00:00:00.000+02:00",
        "<title type='text'>About this river</title><content type='html'>&lt;p&gt;Who we are.&lt;/p&gt;</content>\
         <link rel='alternate' type='text/html' href='http://old-river.blogspot.com/p/about.html'/>",
    );
    all += &entry(
        "post",
        4,
        "2020-01-01T00:00:00.000+02:00",
        "<app:control xmlns:app='http://purl.org/atom/app#'><app:draft>yes</app:draft></app:control>\
         <title type='text'>Not yet</title><content type='html'>&lt;p&gt;A draft.&lt;/p&gt;</content>",
    );
    all += &comment(13, 1, Some(999), "Third", "An answer to nobody");
    all += &comment(14, 1234, None, "Lost", "About a post that is not there");
    all + "</feed>\n"
}

fn number(report: &Value, kind: &str, what: &str) -> u64 {
    report["counts"][kind][what].as_u64().unwrap_or_default()
}

/// Imports, and reads the report.
fn import(place: &Place, platform: &str, path: &str, more: &[&str]) -> (String, Value) {
    let file = place.directory.path().join("report.json");
    let mut words = vec!["import", platform, path, "--report", file.to_str().unwrap()];
    words.extend(more);
    let out = place.run(&words).expect(0).out;
    let report: Value = serde_json::from_slice(&fs::read(&file).unwrap()).unwrap();
    assert_eq!(report["adds_up"], true, "{report}");
    assert!(out.contains("The sums add up"), "{out}");
    (out, report)
}

fn leads(server: &Server, from: &str, to: &str) {
    let answer = server.get(from).expect(301);
    assert_eq!(answer.header("location"), to, "{from}");
}

#[test]
fn a_blogger_site_comes_over_with_its_threads_pictures_and_addresses() {
    on_both(|place| {
        let outlet = Outlet::open(|path| match path {
            "/photo.jpg" => Reply::Page(200, "image/jpeg", PHOTO.to_vec()),
            _ => Reply::Page(404, "text/html", b"no".to_vec()),
        });
        let place = place.with("COURANT_FETCH_ALLOW", &outlet.address.to_string());
        let file = place.directory.path().join("blog-11-20-2026.xml");
        fs::write(&file, backup(&outlet.url(""))).unwrap();
        let path = file.to_str().unwrap();

        let (out, report) = import(&place, "blogger", path, &["--dry-run"]);
        assert!(out.contains("would come over"), "{out}");
        assert_eq!(number(&report, "post: published", "found"), 2);
        let server = place.serve();
        server.get("/2019/01/the-price.html").expect(404);
        drop(server);

        let (_, report) = import(&place, "blogger", path, &[]);
        assert_eq!(report["state"], "done", "{report}");
        assert_eq!(
            (number(&report, "post: published", "found"), number(&report, "post: draft", "found")),
            (2, 1),
            "{report}"
        );
        assert_eq!(number(&report, "comment: approved", "dropped"), 1, "{report}");
        assert_eq!(
            (number(&report, "picture", "kept"), number(&report, "picture", "dropped")),
            (1, 1),
            "{report}"
        );
        assert!(report["lost_pictures"][0]["address"].as_str().unwrap().ends_with("/gone.jpg"), "{report}");

        let server = place.serve();
        let page = server.get("/2019/01/the-price.html").expect(200).body;
        for there in [
            "The price of a river",
            "datetime=\"2019-01-15T10:00:00Z\"",
            "href=\"/2019/01/other.html\"",
            "href=\"http://old-river.blogspot.com/2011/05/never-came.html#x\"",
            "href=\"https://elsewhere.example/page\"",
            "id=\"c11\"",
            "An answer to nobody",
            "<img src=\"/media/",
        ] {
            assert!(page.contains(there), "{there} is not in {page}");
        }
        // The answer stands under what it answers, though it came first.
        let (first, answer) =
            (page.rfind("The first remark").unwrap(), page.rfind("An answer to the first").unwrap());
        assert!(first < answer && page[first..answer].contains("level-2"), "{page}");
        assert!(!page.contains("About a post that is not there"));
        assert!(
            server
                .get("/2019/01/other.html")
                .expect(200)
                .body
                .contains("<article class=\"post\" lang=\"el\"")
        );
        server.get("/2019/01/the-price.html?m=1").expect(200);
        let home = server.get("/").expect(200).body;
        assert!(home.contains("The Old River") && !home.contains("Who we are"), "{home}");
        assert!(home.contains("href=\"/p/about.html\""), "the pages are named on every page");
        assert!(server.get("/p/about.html").expect(200).body.contains("Who we are"));
        assert!(server.get("/sitemap.xml").expect(200).body.contains("/p/about.html"));
        leads(&server, "/search/label/Rivers", "/labels/rivers");
        leads(
            &server,
            "/search/label/%CE%9A%CF%8C%CF%83%CE%BC%CE%BF%CF%82",
            "/labels/%CE%BA%CF%8C%CF%83%CE%BC%CE%BF%CF%82",
        );
        leads(&server, "/feeds/posts/default", "/feed.atom");
        leads(&server, "/feeds/posts/default?alt=rss", "/feed.rss");
        leads(&server, "/2019/01/", "/archive/2019/01");
        leads(&server, "/2019/01", "/archive/2019/01");
        server.get("/nothing-at-all").expect(404);
        drop(server);

        let (_, again) = import(&place, "blogger", path, &[]);
        for (kind, count) in again["counts"].as_object().unwrap() {
            if kind != "picture" {
                assert_eq!(count["known"], count["found"], "{kind}: {again}");
            }
        }
        place.run(&["verify"]).expect(0);
    });
}

#[test]
fn an_import_that_is_killed_goes_on_and_loses_and_doubles_nothing() {
    on_both(|place| {
        let mut all = backup("http://pictures.invalid");
        all.truncate(all.len() - "</feed>\n".len());
        for id in 100..1_600 {
            let body =
                format!("<p>Text number {id}, {}.</p>", "and a sentence that makes it longer ".repeat(40));
            all += &post(
                id,
                "2018-03-01T00:00:00.000Z",
                &format!("/2018/03/post-{id}.html"),
                &format!("Post {id}"),
                &["Many"],
                &body,
            );
            all += &comment(id + 10_000, id, None, "Reader", "A remark");
            all += &comment(id + 20_000, id, Some(id + 10_000), "Other", "Its answer");
        }
        all += "</feed>\n";
        let file = place.directory.path().join("long.xml");
        fs::write(&file, all).unwrap();
        let path = file.to_str().unwrap();
        let words = ["import", "blogger", path, "--without-pictures"];
        let known = |place: &Place| place.store().read(store::posts::count_published).unwrap_or_default();
        place.run(&["account", "list"]).expect(0);
        for round in 1..=3 {
            let mut child = place.command(&words).stdout(std::process::Stdio::null()).spawn().unwrap();
            until("some posts", || (known(&place) >= 200 * round).then_some(()));
            child.kill().unwrap();
            child.wait().unwrap();
        }
        let (_, report) = import(&place, "blogger", path, &["--without-pictures"]);
        assert_eq!(
            (number(&report, "post: published", "found"), number(&report, "comment: approved", "found")),
            (1_502, 3_004),
            "{report}"
        );
        assert_eq!(known(&place), 1_502);
        let server = place.serve();
        let page = server.get("/2018/03/post-700.html").expect(200).body;
        assert_eq!(page.matches("class=\"comment level-").count(), 2, "{page}");
        assert!(page.find("A remark").unwrap() < page.find("Its answer").unwrap());
        drop(server);
        place.run(&["verify"]).expect(0);
    });
}

#[test]
fn a_file_that_is_cut_says_where_and_what_came_before_stays() {
    on_both(|place| {
        let whole = backup("http://pictures.invalid");
        let cut = whole.find("About this river").unwrap();
        let file = place.directory.path().join("cut.xml");
        fs::write(&file, &whole[..cut]).unwrap();
        let path = file.to_str().unwrap();
        place.run(&["import", "blogger", path, "--without-pictures"]).fails_with(&[
            "cut.xml, line",
            "column",
            "What came before this place is here",
        ]);
        let server = place.serve();
        server.get("/2019/01/the-price.html").expect(200);
        drop(server);
        fs::write(&file, &whole).unwrap();
        let (_, report) = import(&place, "blogger", path, &["--without-pictures"]);
        assert_eq!(number(&report, "post: published", "found"), 2, "{report}");
        let server = place.serve();
        assert!(server.get("/2019/01/the-price.html").expect(200).body.contains("An answer to the first"));
        server.get("/p/about.html").expect(200);
    });
}

#[test]
fn what_is_no_export_is_refused_and_nothing_is_made() {
    let place = Place::sqlite();
    let file = place.directory.path().join("x.xml");
    fs::write(&file, "<html><body>No export</body></html>").unwrap();
    let path = file.to_str().unwrap();
    for platform in ["blogger", "wordpress", "ghost"] {
        place.run(&["import", platform, path]).fails_with(&["x.xml"]);
    }
    place.run(&["import", "blogger", "/nowhere/at/all.xml"]).fails_with(&["/nowhere/at/all.xml"]);
    place.run(&["import", "tumblr", path]).expect(2);
}

/// Real exports that lie beside the project where it is worked on; the project stands without them.
#[expect(clippy::print_stderr, reason = "a test that is skipped must be seen")]
fn real(name: &str) -> Option<PathBuf> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpora/import").join(name);
    if path.is_file() {
        return Some(path);
    }
    eprintln!("NOT RUN: {name} is not beside this project, so it was not imported");
    None
}

#[test]
fn real_exports_come_over_and_add_up() {
    for (platform, name, published, looked_at) in [
        ("blogger", "blogger-backup.xml", None, None),
        ("wordpress", "wordpress-small.wxr.xml", None, None),
        ("wordpress", "wordpress-theme-test.wxr.xml", Some(38), None::<&str>),
    ] {
        let Some(path) = real(name) else { continue };
        on_both(|place| {
            let (out, report) = import(&place, platform, path.to_str().unwrap(), &["--without-pictures"]);
            assert_eq!(report["state"], "done", "{out}");
            if let Some(published) = published {
                assert!(number(&report, "post: published", "found") >= published, "{out}");
            }
            let (_, again) = import(&place, platform, path.to_str().unwrap(), &["--without-pictures"]);
            assert_eq!(again["total"]["known"], again["total"]["found"], "{again}");
            let server = place.serve();
            server.get("/").expect(200);
            if let Some(path) = looked_at {
                server.get(path).expect(200);
            }
            drop(server);
            place.run(&["verify"]).expect(0);
        });
    }
}

#[test]
fn a_ghost_site_comes_over_from_a_folder_with_its_pictures_and_redirects() {
    on_both(|place| {
        let folder = place.directory.path().join("ghost");
        let images = folder.join("content/images/2020/01");
        fs::create_dir_all(&images).unwrap();
        fs::write(images.join("steam.jpg"), PHOTO).unwrap();
        let post = |id: &str, slug: &str, kind: &str, html: &str| {
            serde_json::json!({
                "id": id, "uuid": id, "title": format!("On {slug}"), "slug": slug, "html": html, "status": "published", "type": kind,
                "visibility": "public", "feature_image": "__GHOST_URL__/content/images/size/w600/2020/01/steam.jpg",
                "created_at": "2020-01-02T03:04:05.000Z", "updated_at": "2020-01-02T03:04:05.000Z", "published_at": "2020-01-02T03:04:05.000Z",
            })
        };
        let body = "<p>Steam bends planks. <a href=\"__GHOST_URL__/about/\">About</a></p><img src=\"__GHOST_URL__/content/images/2020/01/steam.jpg\" alt=\"Steam\">";
        let data = serde_json::json!({
            "posts": [post("p1", "planks", "post", body), post("p2", "about", "page", "<p>Us.</p>")],
            "tags": [{ "id": "t1", "name": "Wood", "slug": "wood" }, { "id": "t2", "name": "#secret", "slug": "hash-secret" }],
            "posts_tags": [{ "post_id": "p1", "tag_id": "t1", "sort_order": 0 }, { "post_id": "p1", "tag_id": "t2", "sort_order": 1 }],
            "users": [{ "id": "u1", "name": "Ada Park", "slug": "ada", "email": "ada@mail.example" }],
            "posts_authors": [{ "post_id": "p1", "author_id": "u1", "sort_order": 0 }],
            "settings": [{ "key": "title", "value": "Planks and Sails" }],
        });
        let export = serde_json::json!({ "db": [{ "meta": { "version": "5.80.0" }, "data": data }] });
        fs::write(folder.join("site.ghost.json"), export.to_string()).unwrap();
        fs::write(folder.join("redirects.json"), r#"[{"from":"^/old-planks/?$","to":"/planks/","permanent":true},{"from":"/woods","to":"/tag/wood/"}]"#).unwrap();

        let (_, report) = import(&place, "ghost", folder.to_str().unwrap(), &["--host", "planks.example"]);
        assert_eq!(
            (number(&report, "picture", "kept"), number(&report, "picture", "dropped")),
            (1, 0),
            "{report}"
        );
        assert!(report["private"]["mail address"].as_u64() >= Some(1), "{report}");
        let server = place.serve();
        let page = server.get("/planks").expect(200).body;
        for there in
            ["<img src=\"/media/", "href=\"/about\"", "By <bdi>Ada Park</bdi>", "href=\"/labels/wood\""]
        {
            assert!(page.contains(there), "{there} is not in {page}");
        }
        assert!(!page.contains("secret") && !page.contains("ada@mail"));
        assert!(server.get("/").expect(200).body.contains("Planks and Sails"));
        leads(&server, "/planks/", "/planks");
        leads(&server, "/tag/wood/", "/labels/wood");
        leads(&server, "/rss/", "/feed.rss");
        let old = server.get("/content/images/2020/01/steam.jpg").expect(301);
        assert!(old.header("location").starts_with("/media/"), "{}", old.head);
        drop(server);
        // What tells who people are does not leave with what is public.
        let away = place.directory.path().join("away");
        place.run(&["export", "--to", away.to_str().unwrap(), "--without-private"]).expect(0);
        let mut all = Vec::new();
        let mut folders = vec![away];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
                if entry.path().is_dir() {
                    folders.push(entry.path())
                } else {
                    all.extend(fs::read(entry.path()).unwrap())
                }
            }
        }
        assert!(!String::from_utf8_lossy(&all).contains("ada@mail"));
    });
}

/// A post of a WordPress export; `html` is what stands in it.
fn wordpress(site: &str, html: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rss version=\"2.0\" xmlns:excerpt=\"http://wordpress.org/export/1.2/excerpt/\" \
         xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" \
         xmlns:wp=\"http://wordpress.org/export/1.2/\"><channel><title>Lanterns</title><link>{site}</link><language>en-GB</language>\
         <wp:wxr_version>1.2</wp:wxr_version><wp:base_site_url>{site}</wp:base_site_url><wp:base_blog_url>{site}</wp:base_blog_url>\
         <item><title>On lanterns</title><link>{site}/2014/03/on-lanterns/</link><dc:creator>ada</dc:creator>\
         <content:encoded><![CDATA[{html}]]></content:encoded><excerpt:encoded></excerpt:encoded><wp:post_id>7</wp:post_id>\
         <wp:post_date>2014-03-04 10:00:00</wp:post_date><wp:post_date_gmt>2014-03-04 10:00:00</wp:post_date_gmt>\
         <wp:post_name>on-lanterns</wp:post_name><wp:status>publish</wp:status><wp:post_type>post</wp:post_type></item></channel></rss>\n"
    )
}

#[test]
fn a_picture_is_had_in_its_original_size_or_by_the_only_name_it_has_and_all_its_addresses_lead_to_it() {
    on_both(|place| {
        let outlet = Outlet::open(|path| match path {
            "/wp-content/uploads/2014/03/lamp.jpg" | "/wp-content/uploads/2014/03/square-100x100.jpg" => {
                Reply::Page(200, "image/jpeg", PHOTO.to_vec())
            }
            _ => Reply::Page(404, "text/html", b"no".to_vec()),
        });
        let place = place.with("COURANT_FETCH_ALLOW", &outlet.address.to_string());
        let site = outlet.url("");
        let show =
            |name: &str| format!("<p><img src=\"{site}/wp-content/uploads/2014/03/{name}\" alt=\"\"></p>");
        let html = show("lamp-300x200.jpg") + &show("square-100x100.jpg") + &show("never-40x40.jpg");
        let file = place.directory.path().join("lanterns.xml");
        fs::write(&file, wordpress(&site, &html)).unwrap();

        let (_, report) = import(&place, "wordpress", file.to_str().unwrap(), &[]);
        let pictures = (number(&report, "picture", "kept"), number(&report, "picture", "dropped"));
        assert_eq!(pictures, (2, 1), "{report}");
        assert!(report["lost_pictures"][0]["address"].as_str().unwrap().ends_with("/never.jpg"), "{report}");
        let server = place.serve();
        let page = server.get("/2014/03/on-lanterns").expect(200).body;
        assert_eq!(page.matches("<img src=\"/media/").count(), 2, "{page}");
        for name in ["lamp.jpg", "lamp-300x200.jpg", "lamp-1024x683.jpg", "square-100x100.jpg"] {
            let old = server.get(&format!("/wp-content/uploads/2014/03/{name}")).expect(301);
            assert!(old.header("location").starts_with("/media/"), "{name}: {}", old.head);
        }
        server.get("/wp-content/uploads/2014/03/never-40x40.jpg").expect(404);
    });
}
