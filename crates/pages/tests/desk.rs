//! Every desk page from its samples: it renders, it is whole, and nothing in it can break out.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use model::{Capture, How, Language, NoArchive, Permission, Robots, Role};
use pages::desk::sample::{HOSTILE, Samples};
use pages::{EditPage, Pages, PreviewFragment};

fn render(samples: Samples) -> Vec<(&'static str, String)> {
    samples.render_all(&Pages::new().unwrap()).unwrap()
}

/// The values of every attribute of a name, in order.
fn attributes<'a>(html: &'a str, name: &str) -> Vec<&'a str> {
    let start = format!(" {name}=\"");
    html.split(start.as_str()).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

#[test]
fn every_page_has_one_heading_one_main_and_a_way_past_the_navigation() {
    for (name, html) in render(Samples::honest()) {
        assert_eq!(html.matches("<h1").count(), 1, "{name}");
        assert_eq!(html.matches("<main id=\"main\"").count(), 1, "{name}");
        let body = html.split("<body>").nth(1).unwrap().trim_start();
        assert!(body.starts_with("<a class=\"skip\" href=\"#main\">"), "{name}");
    }
}

#[test]
fn text_that_tries_to_break_out_stays_text() {
    for (name, html) in render(Samples::hostile()) {
        assert!(!html.contains("<script>"), "{name}: a script got in");
        assert!(!html.contains("alert(1)</script"), "{name}: an element got in");
        // Not “49” alone: the names of our own files have digits.
        assert!(!html.contains("49&amp;"), "{name}: a text was taken for a template");
        assert!(html.contains("&lt;script&gt;"), "{name}: the samples say nothing hostile here");
        assert!(HOSTILE.contains("&amp;") && html.contains("&amp;amp;"), "{name}: text was taken for HTML");
    }
}

#[test]
fn pages_hold_no_styles_scripts_or_handlers_of_their_own_and_nothing_of_other_hosts() {
    for (name, html) in render(Samples::honest()) {
        assert!(!html.contains("<style") && !html.contains(" style="), "{name}");
        for handler in [" onclick=", " onload=", " onsubmit=", " oninput="] {
            assert!(!html.contains(handler), "{name}: {handler}");
        }
        for script in html.split("<script").skip(1) {
            assert!(script.starts_with(" src=\"/assets/desk."), "{name}: {script:.60}");
        }
        for source in attributes(&html, "src") {
            let own = ["/assets/", "/media/", "/desk/captures/"];
            assert!(own.iter().any(|path| source.starts_with(path)), "{name}: {source}");
        }
    }
}

#[test]
fn ids_are_unique_and_every_description_leads_to_one() {
    for (name, html) in render(Samples::honest()) {
        let mut ids = attributes(&html, "id");
        let all = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), all, "{name}: an id twice");
        for reference in ["aria-describedby", "aria-labelledby", "for", "form", "list"] {
            for id in attributes(&html, reference).iter().flat_map(|value| value.split(' ')) {
                assert!(ids.contains(&id), "{name}: {reference} names {id}, which is not there");
            }
        }
        for target in attributes(&html, "href").iter().filter_map(|href| href.strip_prefix('#')) {
            assert!(ids.contains(&target), "{name}: a link to #{target}, which is not there");
        }
    }
}

#[test]
fn every_problem_is_shown_at_its_field_and_in_the_summary() {
    let html = Pages::new().unwrap().edit(&Samples::honest().edit_published()).unwrap();
    assert!(html.contains("2 things need a look"));
    assert!(html.contains("<a href=\"#f-slug\">Address</a>"));
    let field = html.split("id=\"f-slug\"").nth(1).unwrap().split('>').next().unwrap();
    assert!(field.contains("aria-describedby=\"p-slug h-slug\"") && field.contains("aria-invalid=\"true\""));
    assert!(html.contains("id=\"p-slug\""));
    assert!(html.contains("<details class=\"sheet\" open>"), "a folded field with a problem is unfolded");
}

#[test]
fn pressing_enter_in_the_editor_saves_and_never_publishes() {
    let pages = Pages::new().unwrap();
    let samples = Samples::honest();
    for page in [samples.edit_draft(), samples.edit_published(), samples.edit_new(), samples.edit_conflict()]
    {
        let html = pages.edit(&page).unwrap();
        let buttons: Vec<_> = html.split("name=\"then\" value=\"").skip(1).collect();
        assert!(buttons[0].starts_with("save"), "browsers press a form's first button");
    }
}

#[test]
fn only_those_who_may_publish_are_offered_it_and_only_for_what_is_not_out() {
    let pages = Pages::new().unwrap();
    let offers = |page: &EditPage, then: &str| {
        pages.edit(page).unwrap().contains(&format!("name=\"then\" value=\"{then}\""))
    };
    let draft = Samples::honest().edit_draft();
    let published = Samples::honest().edit_published();
    assert!(offers(&draft, "publish") && offers(&draft, "schedule") && !offers(&draft, "retract"));
    assert!(!offers(&published, "publish") && offers(&published, "retract"));
    for page in [draft, published] {
        let page = EditPage { may_publish: false, ..page };
        assert!(!["publish", "schedule", "retract"].into_iter().any(|then| offers(&page, then)));
    }
}

#[test]
fn what_the_outlet_asked_of_programs_is_said_in_plain_words() {
    let pages = Pages::new().unwrap();
    let draft = Samples::honest().edit_draft();
    let said = |how: How, robots: Option<Robots>, noarchive: Option<NoArchive>| {
        let capture = Capture { how, robots, noarchive, ..draft.capture.clone().unwrap() };
        let html = pages.edit(&EditPage { capture: Some(capture), ..draft.clone() }).unwrap();
        html.split("id=\"capture\">").nth(1).unwrap().split("</p>").next().unwrap().to_owned()
    };
    let rule = Robots::Allowed { line: 12, rule: "Allow: /<b>/".into() };
    let allowed = said(How::Fetched, Some(rule), None);
    assert!(allowed.starts_with("Fetched <time"), "{allowed}");
    assert!(
        allowed.contains("robots.txt of landeszeitung.example allows this page (line 12: “Allow: "),
        "{allowed}"
    );
    assert!(!allowed.contains("<b>") && !allowed.contains("noarchive"), "{allowed}");
    for (robots, words) in [
        (Robots::Silent, "has nothing against it"),
        (Robots::Absent { status: Some(404) }, "has no robots.txt"),
        (Robots::Absent { status: Some(403) }, "it answered 403"),
        (Robots::Absent { status: None }, "leads nowhere"),
    ] {
        let html = said(How::Fetched, Some(robots), Some(NoArchive::Header));
        assert!(html.contains(words) && html.contains("readers never see it"), "{html}");
    }
    assert!(said(How::Seen, None, None).contains("it was not asked"));
    assert!(said(How::Seen, None, Some(NoArchive::Page)).contains("in the page"));
    let file = said(How::File, None, None);
    assert!(file.starts_with("Read from a file") && !file.contains("robots"), "{file}");
    assert!(!pages.edit(&EditPage { capture: None, ..draft.clone() }).unwrap().contains("id=\"capture\""));
}

#[test]
fn a_conflict_keeps_the_text_and_names_the_newer_revision() {
    let mut page = Samples::honest().edit_conflict();
    page.raw.body = "\nMine, with an empty line before it".into();
    page.post.as_mut().unwrap().revision = 7;
    let html = Pages::new().unwrap().edit(&page).unwrap();
    assert!(html.contains("Ben Ito saved this piece"));
    assert!(html.contains("name=\"revision\" value=\"7\""));
    assert!(
        html.contains(">\n\nMine, with an empty line"),
        "parsers drop the first line break of a text area"
    );
}

#[test]
fn the_desk_offers_each_role_what_it_may_do() {
    let pages = Pages::new().unwrap();
    for role in Role::ALL {
        let mut page = Samples::honest().inbox();
        page.desk.account.role = role;
        let html = pages.inbox(&page).unwrap();
        for (part, permission) in [
            ("href=\"/desk/comments\"", Permission::Judge),
            ("href=\"/desk/jobs\"", Permission::SeeJobs),
            ("href=\"/desk/settings\"", Permission::Configure),
            ("href=\"/desk/accounts\"", Permission::ManageAccounts),
            ("action=\"/desk/clippings\"", Permission::Write),
        ] {
            assert_eq!(html.contains(part), role.may(permission), "{role}: {part}");
        }
    }
}

#[test]
fn drafts_say_in_words_how_they_were_read_and_what_is_out_does_not() {
    let pages = Pages::new().unwrap();
    let html = pages.inbox(&Samples::honest().inbox()).unwrap();
    for words in ["Read with confidence", "Worth a look", "Check this one"] {
        assert_eq!(html.matches(words).count(), 1, "{words}");
    }
    assert!(html.contains("only subscribers read all of it") && html.contains("no headline, no date"));
    let page = Samples::honest().edit_draft();
    let html = pages.edit(&page).unwrap();
    assert!(html.contains("Worth a look") && html.contains("nobody credited"));
    assert!(html.contains("as a browser showed it, 1.4 MB <b>This piece was read from it.</b>"));
    assert_eq!(html.matches("/readings\"").count(), 1, "it need not be read again from the same");
    assert!(!pages.edit(&Samples::honest().edit_new()).unwrap().contains("/readings"));
}

#[test]
fn a_player_is_asked_for_only_where_there_is_a_video() {
    let pages = Pages::new().unwrap();
    let video = pages.edit(&Samples::honest().edit_video()).unwrap();
    assert!(
        video.contains("id=\"p-film_player\"") && video.contains("name=\"film_size\" value=\"1280x720\"")
    );
    assert!(video.contains("<details class=\"sheet\" open>"));
    assert!(!pages.edit(&Samples::honest().edit_draft()).unwrap().contains("film_player"));
}

#[test]
fn headlines_carry_their_language_and_direction() {
    let html = Pages::new().unwrap().inbox(&Samples::honest().inbox()).unwrap();
    assert!(html.contains("lang=\"ar\" dir=\"rtl\">ثمن"));
    assert!(html.contains("lang=\"zh-Hans\" dir=\"ltr\">河流"));
    assert!(html.contains("lang=\"en\" dir=\"ltr\">No headline yet"));
}

#[test]
fn a_page_that_waits_looks_again_without_scripts_and_one_that_is_done_does_not() {
    let pages = Pages::new().unwrap();
    let waits = |state| pages.waiting(&Samples::honest().waiting(state)).unwrap();
    assert!(
        waits(model::JobState::Running).contains("<noscript><meta http-equiv=\"refresh\" content=\"2\">")
    );
    let failed = waits(model::JobState::Failed);
    assert!(!failed.contains("http-equiv=\"refresh\"") && failed.contains("/retry\""));
    assert!(failed.contains("answered 503 three times"));
}

#[test]
fn a_verdict_form_can_only_be_sent_with_one_of_the_verdicts_that_change_something() {
    let html = Pages::new().unwrap().comments(&Samples::honest().comments()).unwrap();
    let verdicts: Vec<_> = attributes(&html, "value");
    assert!(["approved", "rejected", "spam"].iter().all(|verdict| verdicts.contains(verdict)));
    assert!(!html.contains("<button name=\"verdict\" value=\"held\""), "held comments are held already");
    // Three comments, the selected ones, and what can be undone.
    assert_eq!(html.matches("name=\"back\" value=\"held\"").count(), 5);
}

#[test]
fn the_preview_fragment_is_the_part_between_the_frames() {
    let greek = Language::parse("el").unwrap();
    let pages = Pages::new().unwrap();
    let site = model::sample::site();
    let preview = PreviewFragment {
        html: "<p>Νερό</p>",
        headline: "Τίτλος <b>",
        dek: "",
        byline: "Άννα, Li",
        language: &greek,
        site: &site,
        quotations: None,
        post: None,
    };
    let html = pages.preview_fragment(&preview).unwrap();
    assert!(html.starts_with("<article lang=\"el\" dir=\"ltr\">"), "{html}");
    assert!(html.contains("Τίτλος &lt;b&gt;") && html.contains("<p>Νερό</p>"));
    assert!(html.contains("<bdi>Άννα</bdi>, <bdi>Li</bdi>"));
}

#[test]
fn what_is_quoted_is_told_with_what_needs_a_person_first() {
    let pages = Pages::new().unwrap();
    let mut page = Samples::honest().edit_draft();
    let html = pages.edit(&page).unwrap();
    let part = html.split("id=\"quotations\"").nth(1).unwrap().split("</section>").next().unwrap();
    let order = ["not found", "found with changes", "translated", "letter by letter"];
    let places: Vec<_> = order.iter().map(|words| part.find(words).unwrap()).collect();
    assert!(places.is_sorted(), "{places:?}");
    assert!(part.contains("<del>") && part.contains("<ins>") && part.contains("<mark>"), "{part}");
    assert!(part.contains("Quotes <b>12&nbsp;%</b>") && part.contains("<b>31&nbsp;%</b>"), "{part}");
    assert!(html.contains("href=\"#quotations\""), "it is told beside the button that publishes");
    assert!(!part.contains("<form"), "nothing is left to be captured");

    page.quotations = None;
    let html = pages.edit(&page).unwrap();
    assert!(
        html.contains("id=\"quotations\" aria-labelledby=\"quotations-title\" data-doubt=\"\" hidden"),
        "no source, no word"
    );
    let copy = pages.edit(&Samples::honest().edit_published()).unwrap();
    assert!(copy.contains("This text carries <b>97&nbsp;%</b> of the article: it is a copy of it"), "{copy}");
}

#[test]
fn what_is_not_checked_can_be_captured_and_a_doubt_can_be_overruled() {
    let pages = Pages::new().unwrap();
    let page = Samples::honest().edit_unchecked();
    let html = pages.edit(&page).unwrap();
    assert!(html.contains("has not been captured yet") && html.contains("/captures\"><button>"), "{html}");
    let unsaved = pages.edit(&EditPage { post: None, ..page }).unwrap();
    assert!(!unsaved.contains("/captures\"") && unsaved.contains("Save this piece"), "{unsaved}");
    let asked = pages.edit(&Samples::honest().edit_asked()).unwrap();
    assert!(asked.contains("<input type=\"hidden\" form=\"edit\" name=\"seen\" value=\"3\">"), "{asked}");
    assert!(asked.contains("<button form=\"edit\" name=\"then\" value=\"schedule\">Schedule it as it is"));
    assert!(asked.contains("name=\"at\" value=\"2026-12-01T09:00\""), "the moment is kept");
}

#[test]
fn a_token_is_shown_in_a_field_that_can_be_copied_and_only_when_there_is_one() {
    let pages = Pages::new().unwrap();
    let mut page = Samples::honest().you();
    assert!(pages.you(&page).unwrap().contains("value=\"courant_7m2k9q4v8x1b3n5d7f0h2j4l6p8r\" readonly"));
    page.secret = None;
    assert!(!pages.you(&page).unwrap().contains("f-secret"));
}

#[test]
fn the_editor_passes_on_what_the_outlet_says_of_terms_section_and_picture() {
    let pages = Pages::new().unwrap();
    let html = pages.edit(&Samples::honest().edit_draft()).unwrap();
    // The terms have a field of their own, filled in; the others are for a person to use or not.
    let terms = html.split("name=\"source_licence\"").nth(1).and_then(|rest| rest.split('>').next()).unwrap();
    assert!(terms.contains("https://creativecommons.org/licenses/by-sa/4.0/deed.de"), "{terms}");
    assert!(html.contains("Section there: ") && html.contains("Picture by: "), "{html}");
}
