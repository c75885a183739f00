#!/bin/sh
# Checks the ledger of a site made with Courant, with nothing of Courant's:
#
#   sh ledger.sh https://example.org [KEYS.pem]
#
# Needs curl, jq, openssl 3 and sha256sum. KEYS.pem is a copy of the site's /.well-known/courant-key that you
# kept earlier, or have from somebody you trust; without one the keys are taken from the site itself.
set -eu
site=${1:?give the address of a site, like https://example.org}
known=${2:+$(cat "$2")}
known=${known:-$(curl -fsS "$site/.well-known/courant-key")}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

fail() { echo "line $number: $1" >&2; exit 1; }
pem() { printf -- '-----BEGIN PUBLIC KEY-----\n%s\n-----END PUBLIC KEY-----\n' "$1"; }
signed() { # KEY FILE SIGNATURE
  printf %s "$3" | base64 -d >signature
  openssl pkeyutl -verify -pubin -inkey "$1" -rawin -in "$2" -sigfile signature >/dev/null 2>&1
}

# All rows, a thousand at a time.
number=0
: >rows
while curl -fsS "$site/ledger.jsonl?after=$number" >some && [ -s some ]; do
  cat some >>rows
  number=$(($(wc -l <rows)))
done

# Each line: its number, the line before it, its hash, its signature.
number=0
prev=0000000000000000000000000000000000000000000000000000000000000000
while IFS= read -r row; do
  number=$((number + 1))
  printf %s "$row" >row
  jq -j .line row >line
  hash=$(sha256sum line | cut -d ' ' -f 1)
  [ "$(jq -r .number line)" = "$number" ] || fail "another number stands in its place"
  [ "$(jq -r .prev line)" = "$prev" ] || fail "it does not follow the line before it"
  [ "$(jq -r .hash row)" = "$hash" ] || fail "its bytes hash to $hash"
  signature=$(jq -r .signature row)
  if [ "$(jq -r .kind line)" = key ]; then
    # A new key. The one before signs this line, unless it was lost, which everybody may read.
    pem "$(jq -r .key line)" >next.pem
    printf %s "$prev" >held
    signed next.pem held "$(jq -r .proof line)" || fail "nobody showed that they hold the new key"
    lost=$(jq -r '.lost // empty' line)
    [ -z "$lost" ] || echo "line $number: the key before was lost, and the site says: $lost"
    if [ ! -e key.pem ] || [ -n "$lost" ]; then cp next.pem key.pem; fi
    signed key.pem line "$signature" || fail "it is not signed by the key before it"
    mv next.pem key.pem
  else
    [ -e key.pem ] || fail "no key was entered before it"
    signed key.pem line "$signature" || fail "it is not signed by the site's key"
  fi
  prev=$hash
done <rows
[ -e key.pem ] || { echo "the ledger has no lines yet"; exit 1; }
case $known in
*"$(sed -n 2p key.pem)"*) ;;
*) fail "the key that signs it is not among the site's keys" ;;
esac
echo "$number lines, each in its place and signed. The newest hashes to $prev"
