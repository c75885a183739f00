//! Search by headline, in any script.

use model::Role;

use crate::place::{encoded, on_both};

#[test]
fn headlines_are_found_in_any_script() {
    on_both(|site| {
        let program = site.program(Role::Editor);
        let greek = program.publish_headline("Το ποτάμι και η πόλη").permalink;
        let chinese = program.publish_headline("河流的代价").permalink;
        let arabic = program.publish_headline("ثمن النهر").permalink;
        let english = program.publish_headline("The river’s price").permalink;
        let reader = site.reader();
        let find = |words: &str| {
            let page = reader.get(&format!("/search?{}", encoded(&[("q", words)]))).expect(200);
            assert_eq!(page.attributes("input[name=q]", "value"), [words]);
            page.attributes("main article h2 a, main article h3 a", "href")
        };
        for (words, found) in [
            ("ποταμι", &greek),
            ("ΠΌΛΗ", &greek),
            ("πόλη ποτα", &greek),
            ("代价", &chinese),
            ("河", &chinese),
            ("النهر", &arabic),
            ("pric", &english),
            ("THE RIVER", &english),
        ] {
            let hits = find(words);
            assert!(hits.contains(found), "{words}: {hits:?}");
        }
        assert!(find("nothing of the kind").is_empty());
        assert!(find("' OR 1=1; -- %").is_empty());
        assert!(find("").is_empty());
        reader.get("/search").expect(200);
        reader.get(&format!("/search?{}", encoded(&[("q", &"λέξη ".repeat(500))]))).expect(200);
    });
}
