//! Backup, restore and verify by the command line.

use crate::place::{Place, on_both};

#[test]
fn a_site_is_backed_up_while_it_serves_and_comes_back_on_the_other_engine() {
    on_both(|place| {
        let token = place.token("editor");
        let server = place.serve().with_token(&token);
        let path = server.publish("Carried home");
        server.comment(&path, "192.0.2.1", "Take me with you").expect(303);
        let file = place.directory.path().join("site.backup");
        let name = file.to_str().unwrap();
        let said = place.run(&["backup", "--to", name]).expect(0).out;
        assert!(said.contains("not encrypted"), "{said}");
        // Written again, after a run that was killed: what stood there is replaced as a whole.
        std::fs::write(place.directory.path().join("site.backup.unfinished"), "half of one").unwrap();
        place.run(&["backup", "--to", name]).expect(0);
        assert!(!place.directory.path().join("site.backup.unfinished").exists());
        drop(server);
        assert!(place.run(&["verify", name]).expect(0).out.contains("whole"));
        place.run(&["restore", name]).fails_with(&["there is a site in this database already"]);

        let other = Place::sqlite();
        assert!(other.run(&["restore", name]).expect(0).out.contains("restored"));
        assert!(other.run(&["verify"]).expect(0).out.contains("were checked"));
        let server = other.serve().with_token(&token);
        assert!(server.get(&path).expect(200).body.contains("Take me with you"));
        // The token still opens the door, and the key that came along signs what is new.
        server.publish("And on it goes");
        drop(server);
        other.run(&["verify"]).expect(0);
    });
}

#[test]
fn an_encrypted_backup_opens_with_its_passphrase_alone() {
    let with = |phrase: &str| Place::sqlite().with("COURANT_BACKUP_PASSPHRASE", phrase);
    let place = with("lantern herring sixty one");
    let token = place.token("editor");
    place.serve().with_token(&token).publish("A secret place");
    let file = place.directory.path().join("site.backup");
    let name = file.to_str().unwrap();
    assert!(place.run(&["backup", "--to", name]).expect(0).out.contains(", encrypted"));
    let bytes = std::fs::read(&file).unwrap();
    assert!(bytes.starts_with(b"age-encryption.org/v1"));
    assert!(place.run(&["verify", name]).expect(0).out.contains("whole"));
    Place::sqlite().run(&["restore", name]).fails_with(&["encrypted", "COURANT_BACKUP_PASSPHRASE"]);
    with("another").run(&["restore", name]).fails_with(&["can't be opened with this passphrase"]);
    with("lantern herring sixty one").run(&["restore", name]).expect(0);
    // A byte that changed on the way is found.
    let mut bent = bytes.clone();
    let middle = bent.len() / 2;
    bent[middle] ^= 1;
    std::fs::write(&file, bent).unwrap();
    place.run(&["verify", name]).fails_with(&["site.backup"]);
    std::fs::write(&file, b"no backup at all").unwrap();
    Place::sqlite().run(&["restore", name]).fails_with(&["no backup"]);
}
