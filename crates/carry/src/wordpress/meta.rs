//! What WordPress and its plugins note beside a post, by key.

/// What a note says of a post.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    /// Nothing that a reader or an importer misses: locks, caches, marks of work done.
    Nothing,
    /// Id of the picture that stands for it.
    LeadImage,
    /// What a picture shows.
    Alt,
    /// File of an attachment, below the folder of uploads.
    File,
    /// Sizes of an attachment, in PHP's notation.
    Sizes,
    /// A slug it had before.
    OldSlug,
    /// Name of a page template.
    Template,
    /// A line for search engines.
    Description,
    /// A headline for search engines.
    SearchTitle,
    /// Another address as the original.
    Canonical,
    /// Whether search engines are kept away.
    Hidden,
    /// A sound or film for subscribers.
    Enclosure,
    /// Footnotes of its blocks.
    Footnotes,
    Latitude,
    Longitude,
    Place,
    /// Whether the place is shown.
    PlaceShown,
    /// Name of a guest author.
    GuestName,
    /// What a guest author is called in addresses.
    GuestLogin,
    /// Nobody here knows.
    Unknown,
}

/// What a key means.
pub(super) fn meaning(key: &str) -> Meaning {
    match key {
        "_thumbnail_id" => Meaning::LeadImage,
        "_wp_attachment_image_alt" => Meaning::Alt,
        "_wp_attached_file" => Meaning::File,
        "_wp_attachment_metadata" => Meaning::Sizes,
        "_wp_old_slug" => Meaning::OldSlug,
        "_wp_page_template" => Meaning::Template,
        "_yoast_wpseo_metadesc"
        | "rank_math_description"
        | "_aioseo_description"
        | "_aioseop_description"
        | "_seopress_titles_desc"
        | "_genesis_description"
        | "advanced_seo_description"
        | "_headspace_description"
        | "_su_description"
        | "_msp_description" => Meaning::Description,
        "_yoast_wpseo_title"
        | "rank_math_title"
        | "_aioseo_title"
        | "_aioseop_title"
        | "_seopress_titles_title"
        | "_genesis_title"
        | "jetpack_seo_html_title"
        | "_su_title"
        | "_headspace_page_title" => Meaning::SearchTitle,
        "_yoast_wpseo_canonical"
        | "rank_math_canonical_url"
        | "_seopress_robots_canonical"
        | "_genesis_canonical_uri" => Meaning::Canonical,
        "_yoast_wpseo_meta-robots-noindex"
        | "_seopress_robots_index"
        | "_genesis_noindex"
        | "jetpack_seo_noindex" => Meaning::Hidden,
        "enclosure" => Meaning::Enclosure,
        "footnotes" => Meaning::Footnotes,
        "geo_latitude" => Meaning::Latitude,
        "geo_longitude" => Meaning::Longitude,
        "geo_address" => Meaning::Place,
        "geo_public" => Meaning::PlaceShown,
        "cap-display_name" => Meaning::GuestName,
        "cap-user_login" => Meaning::GuestLogin,
        _ if NOTHING.contains(&key) || NOTHING_BEGINS.iter().any(|begin| key.starts_with(begin)) => {
            Meaning::Nothing
        }
        _ => Meaning::Unknown,
    }
}

const NOTHING: [&str; 15] = [
    "_edit_last",
    "_edit_lock",
    "_encloseme",
    "_pingme",
    "_wp_old_date",
    "_wp_desired_post_slug",
    "_thumbnail_bak",
    "_wp_attachment_backup_sizes",
    "_attachment_original_parent_id",
    "_attached_image",
    "_wp_attachment_context",
    "_publicize_pending",
    "_wpas_done_all",
    "_rest_api_published",
    "_rest_api_client_id",
];

const NOTHING_BEGINS: [&str; 8] = [
    "_oembed_",
    "_wp_trash_meta_",
    "_menu_item_",
    "_wpas_",
    "_publicize_",
    "_jetpack_",
    "_wp_attachment_is_",
    "_imagemagick_",
];

/// What a plugin's line says when it is words, and not a pattern to be filled in.
pub(super) fn words(value: &str) -> Option<&str> {
    let value = value.trim();
    let pattern = value.contains("%%")
        || value.starts_with('#') && value.contains("_")
        || value.split('%').skip(1).step_by(2).any(|inner| {
            !inner.is_empty() && inner.len() < 30 && inner.chars().all(|c| c.is_ascii_lowercase() || c == '_')
        });
    (!value.is_empty() && !pattern).then_some(value)
}

/// Names of the files that PHP's notation of an attachment's sizes holds, each once.
pub(super) fn sizes(serialized: &str) -> Vec<&str> {
    let mut found = Vec::new();
    for (key, mark) in [("file", "s:4:\"file\";s:"), ("original", "s:14:\"original_image\";s:")] {
        for behind in serialized.split(mark).skip(1) {
            let Some(name) = behind.split_once(":\"").and_then(|(_, rest)| rest.split_once("\";")) else {
                continue;
            };
            let name = if key == "file" { name.0.rsplit('/').next().unwrap_or(name.0) } else { name.0 };
            if found.len() < 60 && !name.is_empty() && !found.contains(&name) {
                found.push(name);
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_are_no_words() {
        for (value, expected) in [
            ("A fine line, 100% true", Some("A fine line, 100% true")),
            ("50% of 20% is 10%", Some("50% of 20% is 10%")),
            ("%%title%% %%sep%% %%sitename%%", None),
            ("%title% – %sitename%", None),
            ("#post_title #separator_sa", None),
            ("  ", None),
        ] {
            assert_eq!(words(value), expected, "{value}");
        }
    }

    #[test]
    fn sizes_are_found_in_phps_notation() {
        let text = r#"a:5:{s:5:"width";i:9;s:4:"file";s:14:"2019/01/a.jpg";s:5:"sizes";a:1:{s:9:"thumbnail";a:1:{s:4:"file";s:13:"a-150x150.jpg";}}s:14:"original_image";s:8:"a-or.jpg";}"#;
        assert_eq!(sizes(text), ["a.jpg", "a-150x150.jpg", "a-or.jpg"]);
        assert_eq!(sizes("s:4:\"file\";s:"), [""; 0]);
    }
}
