//! What may be said of a video, and which player may stand in a post's page.

use url::{Host, Url};

use crate::{Film, Problems};

/// Longest address of a player, in bytes.
const ADDRESS_LIMIT: usize = 2_000;
/// Longest video, in seconds: a week.
const DURATION_LIMIT: u32 = 7 * 86_400;
/// Largest side of a player, in pixels.
const SIDE_LIMIT: u32 = 16_384;

impl Film {
    /// What of it can be kept with a post taken from `source`: a player that [`player`] refuses is left
    /// out, and so is a duration or a size that makes no sense.
    #[must_use]
    pub fn fitting(self, source: Option<&str>) -> Film {
        Film {
            duration: self.duration.filter(|seconds| (1..=DURATION_LIMIT).contains(seconds)),
            player: self.player.and_then(|address| player(&address, source).ok()),
            size: self.size.filter(|(width, height)| is_side(*width) && is_side(*height)),
        }
    }

    /// Whether nothing is known.
    pub fn is_empty(&self) -> bool {
        *self == Film::default()
    }

    /// The origin of the player, `https://player.example`, as a content security policy names it.
    pub fn origin(&self) -> Option<String> {
        let url = Url::parse(self.player.as_deref()?).ok()?;
        Some(url.origin().ascii_serialization())
    }

    /// The host of the player, for people.
    pub fn host(&self) -> Option<String> {
        self.player.as_deref().map(crate::source::host_of).filter(|host| !host.is_empty())
    }

    /// The duration as ISO 8601 has it: `PT12M34S`.
    pub fn iso_duration(&self) -> Option<String> {
        let seconds = self.duration?;
        let (hours, minutes, rest) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
        let mut text = "PT".to_owned();
        for (number, unit) in [(hours, 'H'), (minutes, 'M'), (rest, 'S')] {
            if number > 0 {
                text.push_str(&format!("{number}{unit}"));
            }
        }
        Some(text)
    }

    /// The duration as people write it: `12:34`, `1:02:03`.
    pub fn clock(&self) -> Option<String> {
        let seconds = self.duration?;
        let (hours, minutes, rest) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
        Some(match hours {
            0 => format!("{minutes}:{rest:02}"),
            _ => format!("{hours}:{minutes:02}:{rest:02}"),
        })
    }

    /// A film read off a form's lines; all empty is none.
    pub(crate) fn from_lines(
        address: &str,
        duration: &str,
        size: &str,
        source: Option<&str>,
        problems: &mut Problems,
    ) -> Option<Film> {
        let mut film = Film::default();
        if !address.trim().is_empty() {
            match player(address, source) {
                Ok(address) => film.player = Some(address),
                Err(message) => problems.add("film_player", message),
            }
        }
        if !duration.trim().is_empty() {
            film.duration = seconds(duration);
            if film.duration.is_none() {
                problems.add("film_duration", "write the length like 12:34 or 1:02:03");
            }
        }
        film.size = size.split_once('x').and_then(|(width, height)| {
            let sides = (width.trim().parse().ok()?, height.trim().parse().ok()?);
            (is_side(sides.0) && is_side(sides.1)).then_some(sides)
        });
        Some(film).filter(|film| !film.is_empty())
    }
}

fn is_side(pixels: u32) -> bool {
    (1..=SIDE_LIMIT).contains(&pixels)
}

/// The address of a player that may stand in a frame of a post's page, as the URL standard writes it.
///
/// It is loaded into the page of whoever presses play, so it is `https`, has a host with a name and carries
/// no password. One exception keeps the demo and an outlet on one's own machine watchable: `http` on the
/// loopback address, and only for a post whose source stands at that very origin.
///
/// # Errors
/// A sentence for the person who wrote it.
pub fn player(address: &str, source: Option<&str>) -> Result<String, String> {
    let wrong = || "the player’s address must start with https:// and name a host".to_owned();
    let address = address.trim();
    let url = Url::parse(address).map_err(|_| wrong())?;
    if address.len() > ADDRESS_LIMIT {
        return Err(format!("the player’s address can have {ADDRESS_LIMIT} bytes"));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err("a player’s address can’t carry a name or a password".to_owned());
    }
    let is_at_home = source
        .and_then(|source| Url::parse(source).ok())
        .is_some_and(|source| source.origin() == url.origin());
    let allowed = match (url.scheme(), url.host()) {
        // A policy is a line of words: no host may bring a separator into it.
        ("https", Some(Host::Domain(host))) => {
            host.contains('.') && host.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._".contains(&b))
        }
        ("http", Some(Host::Ipv4(ip))) => ip.is_loopback() && is_at_home,
        ("http", Some(Host::Ipv6(ip))) => ip.is_loopback() && is_at_home,
        ("http", Some(Host::Domain("localhost"))) => is_at_home,
        _ => false,
    };
    if allowed { Ok(url.into()) } else { Err(wrong()) }
}

/// Seconds of a duration: ISO 8601 (`PT1H2M3S`), a clock (`12:34`), or plain seconds. `None` for anything
/// else, for nothing at all and for more than a week.
pub fn seconds(text: &str) -> Option<u32> {
    let text = text.trim();
    let total = if let Some(period) = text.strip_prefix(['P', 'p']) {
        iso_seconds(period)?
    } else if text.contains(':') {
        let parts: Vec<u32> = text.split(':').map(|part| part.parse().ok()).collect::<Option<_>>()?;
        if parts.len() > 3 || parts.iter().skip(1).any(|part| *part > 59) {
            return None;
        }
        parts.into_iter().try_fold(0_u32, |sum, part| sum.checked_mul(60)?.checked_add(part))?
    } else {
        whole(text)?
    };
    (1..=DURATION_LIMIT).contains(&total).then_some(total)
}

fn iso_seconds(period: &str) -> Option<u32> {
    let (days, time) = period.split_once(['T', 't']).unwrap_or((period, ""));
    let mut total = 0_u32;
    for (part, units) in [(days, &[('D', 86_400)][..]), (time, &[('H', 3_600), ('M', 60), ('S', 1)][..])] {
        let mut number = String::new();
        for letter in part.chars() {
            let unit = units.iter().find(|(name, _)| letter.eq_ignore_ascii_case(name));
            match unit {
                Some((_, weight)) => {
                    total = total.checked_add(whole(&number)?.checked_mul(*weight)?)?;
                    number.clear();
                }
                None => number.push(letter),
            }
        }
        if !number.is_empty() {
            return None;
        }
    }
    Some(total)
}

/// A number whose fraction, if it has one, is dropped.
fn whole(text: &str) -> Option<u32> {
    let (number, fraction) = text.split_once(['.', ',']).unwrap_or((text, ""));
    fraction.bytes().all(|b| b.is_ascii_digit()).then(|| number.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_named_https_host_may_play() {
        for good in ["https://player.example/e/1?x=a%20b", " https://www.tube.example:8443/embed/ab "] {
            assert!(player(good, None).is_ok(), "{good}");
        }
        for bad in [
            "",
            "/embed/1",
            "http://player.example/e/1",
            "javascript:alert(1)",
            "data:text/html,x",
            "https://10.0.0.1/admin",
            "https://[::1]/",
            "https://router/",
            "https://a;script-src.example/",
            "https://me:secret@player.example/",
            "https://exa mple.example/",
            "http://127.0.0.1:9000/e/1",
        ] {
            assert!(player(bad, Some("https://player.example/watch")).is_err(), "{bad}");
        }
        let home = "http://127.0.0.1:9000/watch";
        assert!(player("http://127.0.0.1:9000/e/1", Some(home)).is_ok());
        assert!(player("http://127.0.0.1:9001/e/1", Some(home)).is_err(), "another port is another origin");
        let long = format!("https://player.example/{}", "a".repeat(3_000));
        assert!(player(&long, None).is_err());
    }

    #[test]
    fn durations_are_read_in_every_common_spelling() {
        for (text, expected) in [
            ("PT12M34S", Some(754)),
            ("PT1H", Some(3_600)),
            ("P0DT0H3M7.5S", Some(187)),
            ("P1DT1S", Some(86_401)),
            ("12:34", Some(754)),
            ("1:02:03", Some(3_723)),
            ("754", Some(754)),
            ("754.9", Some(754)),
            ("", None),
            ("0", None),
            ("PT", None),
            ("PT3X", None),
            ("P3Y", None),
            ("1:99", None),
            ("1:2:3:4", None),
            ("99999999999999", None),
            ("PT99999999999H", None),
            ("soon", None),
        ] {
            assert_eq!(seconds(text), expected, "{text}");
        }
    }

    #[test]
    fn a_film_says_its_length_to_machines_and_people() {
        for (seconds, iso, clock) in [
            (754, "PT12M34S", "12:34"),
            (3_600, "PT1H", "1:00:00"),
            (3_723, "PT1H2M3S", "1:02:03"),
            (7, "PT7S", "0:07"),
        ] {
            let film = Film { duration: Some(seconds), ..Film::default() };
            assert_eq!((film.iso_duration().as_deref(), film.clock().as_deref()), (Some(iso), Some(clock)));
            assert_eq!(super::seconds(iso), Some(seconds));
        }
        let odd =
            Film { duration: Some(u32::MAX), player: Some("http://a.example/".into()), size: Some((0, 9)) };
        assert!(odd.fitting(None).is_empty());
        let film = Film { player: Some("https://Player.example/e/1".into()), ..Film::default() };
        assert_eq!(film.origin().as_deref(), Some("https://player.example"));
    }
}
