//! Parts of a query that only tell who sent the reader, or how the page is to be shown.

/// Names that are trackers wherever they occur.
const TRACKERS: &[&str] = &[
    "fbclid",
    "gclid",
    "gclsrc",
    "dclid",
    "wbraid",
    "gbraid",
    "gad_source",
    "gad_campaignid",
    "srsltid",
    "msclkid",
    "yclid",
    "ysclid",
    "twclid",
    "ttclid",
    "li_fat_id",
    "rb_clickid",
    "sfnsn",
    "mibextid",
    "igshid",
    "igsh",
    "epik",
    "__twitter_impression",
    "__tn__",
    "mc_cid",
    "mc_eid",
    "mkt_tok",
    "_hsenc",
    "_hsmi",
    "_ga",
    "_gl",
    "_openstat",
    "__s",
    "ref_src",
    "ref_url",
    "cmpid",
    "icid",
    "intcmp",
    "int_cmp",
    "s_cid",
    "smid",
    "smtyp",
    "sc_campaign",
    "trkcampaign",
    "soc_src",
    "soc_trk",
    "sr_share",
    "wt_mc",
    "wt.mc_id",
    "xtor",
    "vero_id",
    "vero_conv",
    "oly_enc_id",
    "oly_anon_id",
    "ns_mchannel",
    "ns_source",
    "ns_campaign",
    "ns_linkname",
    "guccounter",
    "guce_referrer",
    "guce_referrer_sig",
    "amp_js_v",
    "amp_gsa",
    "usqp",
];
const TRACKER_FAMILIES: &[&str] = &[
    "utm_",
    "at_campaign",
    "at_medium",
    "at_link",
    "at_custom",
    "at_bbc",
    "pk_",
    "piwik_",
    "mtm_",
    "matomo_",
    "hsa_",
    "fb_action_",
    "fb_ref",
    "fb_source",
    "action_object_map",
    "action_type_map",
    "action_ref_map",
];

/// Names that hold a word of whoever sent the reader, or a number of the page's own.
const SENDERS: &[&str] = &[
    "ref", "referer", "referrer", "source", "src", "from", "via", "share", "shared", "campaign", "feature",
    "rss",
];
/// Names that ask for another look of the same page, with `1`, `true` or nothing behind them.
const LOOKS: &[&str] =
    &["amp", "print", "printable", "printview", "printer", "m", "mobile", "nomobile", "isamp"];
/// Names whose value may ask for another look.
const LOOK_CHOICES: &[&str] =
    &["outputtype", "output", "view", "format", "mode", "type", "layout", "device", "display", "action"];
const LOOK_WORDS: &[&str] = &["amp", "print", "printable", "printer", "printview", "mobile"];
const SESSIONS: &[&str] = &["sid", "phpsessid", "jsessionid", "sessionid", "session_id", "session", "s"];
/// Characters that no number of a page has, and every session has.
const SESSION_LENGTH: usize = 16;

fn name_of(pair: &str) -> String {
    pair.split('=').next().unwrap_or(pair).to_ascii_lowercase()
}

/// Whether a `name=value` of a query says nothing about the page.
pub(super) fn is_tracker(pair: &str) -> bool {
    let name = name_of(pair);
    TRACKERS.contains(&name.as_str()) || TRACKER_FAMILIES.iter().any(|family| name.starts_with(family))
}

/// Whether it only asks for another look of the page, carries a session, or may be a word of the sender's:
/// enough to leave it out of a comparison.
pub(super) fn is_decoration(name: &str, value: &str) -> bool {
    let (name, value) = (name.to_ascii_lowercase(), value.to_ascii_lowercase());
    let (name, value) = (name.as_str(), value.as_str());
    let is_word = !value.is_empty() && value.bytes().all(|b| b.is_ascii_alphabetic() || b"-_.".contains(&b));
    is_tracker(name)
        || SENDERS.contains(&name) && (is_word || matches!(value, "" | "1"))
        || LOOKS.contains(&name) && matches!(value, "" | "0" | "1" | "true" | "false" | "yes" | "y" | "on")
        || LOOK_CHOICES.contains(&name) && LOOK_WORDS.contains(&value)
        || name.starts_with("amp_")
        || is_session(name, value)
}

/// Whether it carries a visitor's session: of a name in use for that, and long.
pub(super) fn is_session(name: &str, value: &str) -> bool {
    let named = SESSIONS.contains(&name) || name.starts_with("aspsessionid");
    named
        && value.len() >= SESSION_LENGTH
        && value.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.!".contains(&b))
}
