package sandbox

import (
	"crypto/rand"
	"crypto/subtle"
	"fmt"
	"io"
	"log/slog"
	"net/http"

	"motoconsole/gateway"
	"motoconsole/internal/sandbox/faults"
)

// RandomPassword is a generated password, for a bank that lives as long as one
// process.
func RandomPassword() string { return rand.Text() }

// signedIn checks the sign-in of a client that gives the bank orders, against the
// bank's first password.
func (b *Bank) signedIn(r *http.Request) bool { return b.signedInWith(r, b.password) }

// callerSignedIn checks the sign-in of a request.
func (b *Bank) callerSignedIn(r *http.Request) bool {
	if changed := b.changed.Load(); changed != nil {
		return b.signedInWith(r, *changed)
	}
	return b.signedInWith(r, b.password)
}

// signedInWith checks HTTP Basic. Both halves are always compared, so that
// timing does not tell a wrong name from a wrong password.
func (b *Bank) signedInWith(r *http.Request, valid gateway.Password) bool {
	username, password, ok := r.BasicAuth()
	goodName := sameText(username, b.username)
	goodPassword := valid.Equal(password)
	return ok && goodName && goodPassword && b.username != "" && !valid.IsZero()
}

func sameText(x, y string) bool {
	return subtle.ConstantTimeCompare([]byte(x), []byte(y)) == 1
}

// refuse answers outside the API with an HTML page, as the gateway does for a
// wrong sign-in: a client must not expect JSON there.
func (b *Bank) refuse(w http.ResponseWriter, r *http.Request, status int) {
	b.show(w, r, faults.Page{Status: status})
}

// show answers with an HTML page.
func (b *Bank) show(w http.ResponseWriter, r *http.Request, p faults.Page) {
	text := http.StatusText(p.Status)
	if p.Status == http.StatusUnauthorized {
		text = "Authorization Required" // the vendor's wording of 401
		if !p.Bare {
			w.Header().Set("WWW-Authenticate", `Basic realm="Webservices"`)
		}
	}
	w.Header().Del("Content-Encoding") // belongs to the answer that this page replaces
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(p.Status)
	_, _ = io.WriteString(w, fmt.Sprintf(
		"<!DOCTYPE html>\n<html><head><title>%[1]d %[2]s</title></head>\n<body><h1>%[1]d %[2]s</h1></body></html>\n", p.Status, text))
	b.log.LogAttrs(r.Context(), slog.LevelInfo, "refused", slog.Int("status", p.Status))
}
