//! How much one address may do in a while.

/// Bounds on what the outside may ask for. The default suits a public site; tests and measurements lift it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Comments one address may send at once.
    pub comment_burst: u32,
    /// Seconds until it may send one more.
    pub comment_seconds: u32,
    /// Comments a network (an IPv4 /24, an IPv6 /48) may send at once.
    pub network_burst: u32,
    /// Seconds until it may send one more.
    pub network_seconds: u32,
    /// Comments in a minute, of authors whom the site doesn't know, above which those without work are held.
    pub rush: u32,
    /// Failed sign-ins a name or an address has in [`Limits::sign_in_seconds`].
    pub sign_in_tries: i64,
    /// Seconds for which a failed sign-in counts.
    pub sign_in_seconds: i64,
    /// Passwords hashed at one time; each takes 19 MiB.
    pub hashes_at_once: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            comment_burst: 5,
            comment_seconds: 20,
            network_burst: 30,
            network_seconds: 4,
            rush: 60,
            sign_in_tries: 10,
            sign_in_seconds: 15 * 60,
            hashes_at_once: 2,
        }
    }
}

impl Limits {
    /// No limit on comments and sign-ins.
    pub fn lifted() -> Self {
        Limits {
            comment_burst: u32::MAX,
            comment_seconds: 0,
            network_burst: u32::MAX,
            network_seconds: 0,
            rush: u32::MAX,
            sign_in_tries: i64::MAX,
            ..Limits::default()
        }
    }
}
