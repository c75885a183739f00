//! Where a piece is about, in words and degrees.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Characters of a location's name.
pub const NAME_LIMIT: usize = 200;
/// The namespace of [`Location::georss`]'s elements.
pub const GEORSS: &str = "http://www.georss.org/georss";
/// Parts of a degree that are kept; one is some eleven centimetres at the equator.
const PARTS: f64 = 1_000_000.0;

/// Where something happened or was written, as an editor says it: a name, a point, or both. In one line
/// `Piraeus (37.94, 23.64)`, latitude before longitude (ISO 6709), `37.94, 23.64` where it has no name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Location {
    name: String,
    point: Option<Point>,
}

/// A point of the earth (WGS 84), in millionths of a degree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Point {
    latitude: i32,
    longitude: i32,
}

impl Location {
    /// Its name; empty where only the point is known.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Latitude and longitude in degrees.
    pub fn degrees(&self) -> Option<(f64, f64)> {
        self.point.map(|point| (f64::from(point.latitude) / PARTS, f64::from(point.longitude) / PARTS))
    }
}

impl Location {
    /// Elements of GeoRSS Simple (<https://www.ogc.org/standard/georss/>) with their texts, as Blogger's feeds have
    /// them.
    pub fn georss(&self) -> impl Iterator<Item = (&'static str, String)> {
        let name = Some(&self.name).filter(|name| !name.is_empty());
        let point = self.degrees().map(|(latitude, longitude)| format!("{latitude} {longitude}"));
        let elements = [("georss:featurename", name.cloned()), ("georss:point", point)];
        elements.into_iter().filter_map(|(element, text)| Some((element, text?)))
    }
}

impl FromStr for Location {
    type Err = String;

    /// Reads what [`Display`](fmt::Display) writes. Numbers that can be no degrees are part of a name.
    fn from_str(line: &str) -> Result<Self, String> {
        let line = line.split_whitespace().collect::<Vec<_>>().join(" ").replace('\0', "");
        let behind = line.strip_suffix(')').and_then(|line| line.rsplit_once('('));
        let (name, point) = match (degrees(&line), behind) {
            (Some(point), _) => (String::new(), Some(point)),
            (None, Some((name, inner))) if degrees(inner).is_some() => {
                (name.trim_end().to_owned(), degrees(inner))
            }
            _ => (line, None),
        };
        if name.is_empty() && point.is_none() {
            return Err("a place has a name, or a latitude and a longitude".to_owned());
        }
        if name.chars().count() > NAME_LIMIT {
            return Err(format!("the name of a place can have {NAME_LIMIT} characters"));
        }
        Ok(Location { name, point })
    }
}

/// `37.94, 23.64`
fn degrees(text: &str) -> Option<Point> {
    let (latitude, longitude) = text.split_once(',')?;
    let parts = |text: &str, most: f64| {
        let text = text.trim();
        let is_number = text.chars().all(|c| c.is_ascii_digit() || matches!(c, '-' | '+' | '.'));
        let degree: f64 = text.parse().ok().filter(|_| is_number)?;
        // At most 180 million, so it is a whole number that fits.
        (degree.abs() <= most).then(|| (degree * PARTS).round() as i32)
    };
    Some(Point { latitude: parts(latitude, 90.0)?, longitude: parts(longitude, 180.0)? })
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.name.is_empty(), self.degrees()) {
            (true, Some((latitude, longitude))) => write!(f, "{latitude}, {longitude}"),
            (false, Some((latitude, longitude))) => write!(f, "{} ({latitude}, {longitude})", self.name),
            (_, None) => f.write_str(&self.name),
        }
    }
}

impl TryFrom<String> for Location {
    type Error = String;

    fn try_from(line: String) -> Result<Self, String> {
        line.parse()
    }
}

impl From<Location> for String {
    fn from(location: Location) -> String {
        location.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_names_a_place_a_point_or_both() {
        for (line, name, degrees, written) in [
            ("  Πειραιάς ( 37.940, +23.64 )", "Πειραιάς", Some((37.94, 23.64)), "Πειραιάς (37.94, 23.64)"),
            ("-33.8688197,151.2092955", "", Some((-33.868_82, 151.209_296)), "-33.86882, 151.209296"),
            ("0, 0", "", Some((0.0, 0.0)), "0, 0"),
            ("Springfield (Ohio)", "Springfield (Ohio)", None, "Springfield (Ohio)"),
            ("Room (91, 23)", "Room (91, 23)", None, "Room (91, 23)"),
            ("inf, nan", "inf, nan", None, "inf, nan"),
            ("A (1, 2) (3, 4)", "A (1, 2)", Some((3.0, 4.0)), "A (1, 2) (3, 4)"),
        ] {
            let location: Location = line.parse().unwrap();
            assert_eq!((location.name(), location.degrees()), (name, degrees), "{line}");
            assert_eq!(location.to_string(), written);
            assert_eq!(written.parse(), Ok(location));
        }
        for line in ["", "  ", &"x".repeat(NAME_LIMIT + 1)] {
            assert!(line.parse::<Location>().is_err(), "{line}");
        }
    }
}
