//! Pictures that are missing leave a link, and come back to where it stands.

use markup::{Picture, restore_images, rewrite_images, sanitize};

const ADDRESS: &str = "https://cdn.example/a.jpg?w=1&h=2";

fn kept(address: &str) -> Option<Picture> {
    (address == ADDRESS).then(|| Picture { src: "/media/aa.jpg".into(), width: 30, height: 20 })
}

fn nothing(_: &str) -> Option<Picture> {
    None
}

#[test]
fn what_left_as_a_link_comes_back_as_it_was() {
    for alt in [
        "",
        "Low &quot;water&quot; &lt;b&gt;",
        "ثمن النهر",
        "低水位",
        "Picture: of a picture",
        "Picture at noon",
    ] {
        let html = format!(
            "<p>Before</p><figure><img src=\"https://cdn.example/a.jpg?w=1&amp;h=2\" alt=\"{alt}\"><figcaption>The bend</figcaption></figure>"
        );
        let missing = rewrite_images(&html, &nothing);
        assert!(!missing.contains("<img") && missing.contains(">Picture"), "{missing}");
        let back = restore_images(&missing, &kept).unwrap();
        assert_eq!(back, rewrite_images(&html, &kept), "{missing}");
        assert_eq!(sanitize(&back, None), back, "clean as it is");
        assert_eq!(restore_images(&back, &kept), None, "a second time there is nothing to do");
    }
}

#[test]
fn only_a_link_that_stands_for_the_picture_is_taken() {
    let own_words = "<p>See <a href=\"https://cdn.example/a.jpg?w=1&amp;h=2\">the map</a> and \
                     <a href=\"https://cdn.example/other.jpg\">Picture: other</a></p>";
    assert_eq!(restore_images(own_words, &kept), None);
    assert_eq!(restore_images("<p>Picture: none</p>", &kept), None);
    assert_eq!(restore_images("", &kept), None);
}

#[test]
fn a_missing_picture_that_led_to_a_larger_one_can_come_back() {
    let linked = |target: &str| {
        format!(
            "<p><a href=\"{target}\"><img src=\"https://cdn.example/a.jpg?w=1&amp;h=2\" alt=\"Ice\"></a></p>"
        )
    };
    let missing = rewrite_images(&linked("https://cdn.example/A-LARGE.JPEG?x#y"), &nothing);
    assert!(restore_images(&missing, &kept).unwrap().contains("<img src=\"/media/aa.jpg\" alt=\"Ice\""));
    // A link to something else is worth more than the picture's address: it stays, with the words.
    let missing = rewrite_images(&linked("https://shop.example/ice"), &nothing);
    assert!(missing.contains("<a href=\"https://shop.example/ice\">Picture: Ice</a>"), "{missing}");
    // A kept one stays in its link, whatever that leads to.
    assert!(
        rewrite_images(&linked("https://cdn.example/b.png"), &kept)
            .contains("b.png\"><img src=\"/media/aa.jpg\"")
    );
}

#[test]
fn a_file_that_is_not_here_leaves_its_words_and_no_way_to_nowhere() {
    let html = "<p><img src=\"/media/gone.jpg\" alt=\"The old bridge\"></p>";
    assert_eq!(rewrite_images(html, &nothing), "<p>Picture: The old bridge</p>\n");
}
