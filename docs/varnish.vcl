# Varnish in front of Courant. Needs Varnish 6 or newer and the vmod xkey (Debian: packages varnish and varnish-modules).
#
#   varnishd -a :80 -a purge=127.0.0.1:6082 -f varnish.vcl -s malloc,256m
#   COURANT_PURGE=http://127.0.0.1:6082 courant serve --address https://example.org
#
# What ends TLS in front of Varnish should speak the PROXY protocol to it (-a :8443,PROXY): then Courant learns from
# where its readers come, which the speed limits of comments need.
vcl 4.1;

import std;
import xkey;

backend default {
    .host = "127.0.0.1";
    .port = "8080";
}

# The machines on which Courant runs.
acl courant {
    "127.0.0.1";
    "::1";
}

sub vcl_recv {
    if (req.method == "PURGE") {
        # Only at the inner door: a program on this machine that passes readers on would look like Courant.
        if (local.socket != "purge" || client.ip !~ courant) {
            return (synth(405, "Not here"));
        }
        if (!req.http.Surrogate-Key) {
            return (synth(400, "Surrogate-Key is missing"));
        }
        # Gone at once, not merely stale: a page that was retracted must not be shown even once more.
        set req.http.X-Gone = xkey.purge(req.http.Surrogate-Key);
        return (synth(200, "Purged " + req.http.X-Gone));
    }
    # Whoever has a cookie of Courant's is signed in, or a guest who is remembered, and is answered by Courant itself.
    # No other cookie means anything to it.
    if (req.method == "GET" || req.method == "HEAD") {
        if (req.http.Cookie ~ "(^|;\s*)courant_") {
            return (pass);
        }
        unset req.http.Cookie;
    }
}

sub vcl_backend_response {
    if (beresp.http.Surrogate-Key) {
        set beresp.http.xkey = beresp.http.Surrogate-Key;
    }
    # All that is neither a page with keys nor a file that never changes is answered by Courant each time. It says so
    # itself; this is for what something in between may answer.
    else if (beresp.http.Cache-Control !~ "immutable") {
        set beresp.uncacheable = true;
        set beresp.ttl = 120s;
        return (deliver);
    }
}

sub vcl_deliver {
    # What was said to this cache is not for those further out: nobody tells them when a page changes.
    if (resp.http.Surrogate-Key) {
        unset resp.http.Surrogate-Key;
        unset resp.http.xkey;
        set resp.http.Cache-Control = "public, max-age=0, must-revalidate";
    }
}
