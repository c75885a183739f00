//! The site's own key, with which it signs the lines of its ledger (Ed25519, RFC 8032).

use std::fmt;

use aws_lc_rs::encoding::{AsDer, Pkcs8V1Der, PublicKeyX509Der};
use aws_lc_rs::signature::{ED25519, Ed25519KeyPair, KeyPair, UnparsedPublicKey};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use store::sha256_hex;

const BEGIN: &str = "-----BEGIN PRIVATE KEY-----";
const END: &str = "-----END PRIVATE KEY-----";

/// A key pair.
pub struct LedgerKey {
    pair: Ed25519KeyPair,
    public: String,
}

impl LedgerKey {
    /// A new one.
    ///
    /// # Errors
    /// When the system gives no random numbers.
    pub fn fresh() -> Result<LedgerKey, String> {
        let pair = Ed25519KeyPair::generate().map_err(|_| "a signing key could not be made".to_owned())?;
        LedgerKey::of(pair)
    }

    /// The key of a text as `openssl genpkey -algorithm ed25519` writes it: PKCS#8 in PEM.
    ///
    /// # Errors
    /// When there is none in it, in a sentence that does not repeat the text.
    pub fn from_pem(text: &str) -> Result<LedgerKey, String> {
        let odd = || {
            "this is not a signing key: expected an Ed25519 key in PEM, which begins with -----BEGIN PRIVATE KEY-----"
                .to_owned()
        };
        let (_, rest) = text.split_once(BEGIN).ok_or_else(odd)?;
        let (inner, _) = rest.split_once(END).ok_or_else(odd)?;
        let inner: String = inner.split_whitespace().collect();
        let der = STANDARD.decode(inner).map_err(|_| odd())?;
        LedgerKey::of(Ed25519KeyPair::from_pkcs8_maybe_unchecked(&der).map_err(|_| odd())?)
    }

    fn of(pair: Ed25519KeyPair) -> Result<LedgerKey, String> {
        let der: PublicKeyX509Der = pair
            .public_key()
            .as_der()
            .map_err(|_| "the public half of the signing key can't be written".to_owned())?;
        let public = STANDARD.encode(der.as_ref());
        Ok(LedgerKey { pair, public })
    }

    /// The key as PEM. Whoever has this text signs for the site.
    ///
    /// # Errors
    /// When it can't be written.
    pub fn to_pem(&self) -> Result<String, String> {
        let der: Pkcs8V1Der =
            self.pair.as_der().map_err(|_| "the signing key can't be written".to_owned())?;
        Ok(format!("{BEGIN}\n{}\n{END}\n", STANDARD.encode(der.as_ref())))
    }

    /// The public half: SubjectPublicKeyInfo (RFC 8410), base64.
    pub fn public(&self) -> &str {
        &self.public
    }

    /// The signature of bytes, base64.
    pub(crate) fn sign(&self, bytes: &[u8]) -> Result<String, String> {
        let signature =
            self.pair.try_sign(bytes).map_err(|_| "the signing key refused to sign".to_owned())?;
        Ok(STANDARD.encode(signature.as_ref()))
    }
}

/// Without the secret.
impl fmt::Debug for LedgerKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "LedgerKey({})", fingerprint(&self.public))
    }
}

/// By what people compare public keys: the SHA-256 of the key's DER, in lower-case hex. A text that is no
/// base64 has the fingerprint of nothing.
pub fn fingerprint(public: &str) -> String {
    sha256_hex(&STANDARD.decode(public).unwrap_or_default())
}

/// A public key as PEM.
pub fn public_pem(public: &str) -> String {
    format!("-----BEGIN PUBLIC KEY-----\n{public}\n-----END PUBLIC KEY-----\n")
}

/// Whether a signature of bytes is by this public key; both in base64.
pub(super) fn is_signed_by(public: &str, bytes: &[u8], signature: &str) -> bool {
    let (Ok(key), Ok(signature)) = (STANDARD.decode(public), STANDARD.decode(signature)) else {
        return false;
    };
    UnparsedPublicKey::new(&ED25519, key).verify(bytes, &signature).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_survives_its_text_and_keeps_its_secret_out_of_logs() {
        let key = LedgerKey::fresh().unwrap();
        let pem = key.to_pem().unwrap();
        let again = LedgerKey::from_pem(&pem).unwrap();
        assert_eq!(again.public(), key.public());
        let signature = again.sign(b"words").unwrap();
        assert!(is_signed_by(key.public(), b"words", &signature));
        assert!(!is_signed_by(key.public(), b"Words", &signature));
        assert!(!is_signed_by(LedgerKey::fresh().unwrap().public(), b"words", &signature));
        let secret = pem.lines().nth(1).unwrap();
        assert!(!format!("{key:?}").contains(&secret[..20]));
    }

    #[test]
    fn what_is_no_key_is_told_without_repeating_it() {
        for text in ["", "secret", "-----BEGIN PRIVATE KEY-----\nsecret\n-----END PRIVATE KEY-----"] {
            let said = LedgerKey::from_pem(text).unwrap_err();
            assert!(said.contains("not a signing key") && !said.contains("secret"), "{said}");
        }
    }
}
