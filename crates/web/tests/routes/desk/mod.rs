//! What people do at the desk.

mod doors;
mod editing;
mod people;
mod seen;
