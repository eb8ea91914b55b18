package config

import (
	"net/netip"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"motoconsole/gateway"
)

// MaxTimeout is the longest gateway.timeout allowed.
const MaxTimeout = 120 * time.Second

const (
	endpoint    = "/json/"
	minTimeout  = 5 * time.Second
	maxUsername = 255

	urlFix      = `write url = "https://webservices.securetrading.net"`
	usernameFix = "write the Webservices user that Trust Payments gave you, such as " + `username = "ws@merchant.example"`
	siteFix     = `write the site reference that Trust Payments gave you, such as site = "test_site12345"`
	sitesFix    = `write them in brackets, such as sites = ["test_site12345", "site67890"]`
	timeoutFix  = `write timeout = "60s"`
)

var (
	siteShape = regexp.MustCompile(`^[A-Za-z0-9_]{1,50}$`)
	hostShape = regexp.MustCompile(`^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$`)
)

// gateway checks [gateway], except the password.
func (l *loader) gateway() error {
	in, out := l.raw.Gateway, &l.out.Gateway

	if err := l.require("gateway.url", in.URL, urlFix); err != nil {
		return err
	}
	address, problem, fix := endpointURL(in.URL)
	if problem != "" {
		return l.fail("gateway.url", problem, fix)
	}
	out.URL = address

	if err := l.require("gateway.username", in.Username, usernameFix); err != nil {
		return err
	}
	if problem := usernameProblem(in.Username); problem != "" {
		return l.fail("gateway.username", problem, usernameFix)
	}
	out.Username = in.Username

	if err := l.require("gateway.site", in.Site, siteFix); err != nil {
		return err
	}
	if !isSite(in.Site) {
		return l.fail("gateway.site", "must be 1 to 50 letters, digits and underscores", siteFix)
	}
	out.Site, out.Sites = in.Site, []string{in.Site}
	if l.doc.has("gateway.sites") {
		if err := l.sites(in.Sites); err != nil {
			return err
		}
	}

	if l.doc.has("gateway.timeout") {
		timeout, err := time.ParseDuration(in.Timeout)
		if err != nil {
			return l.fail("gateway.timeout", "must be a number and its unit", timeoutFix)
		}
		if timeout < minTimeout || timeout > MaxTimeout {
			return l.fail("gateway.timeout", "must be from 5s to 120s", timeoutFix)
		}
		out.Timeout = timeout
	}
	return l.authorities()
}

// sites checks the sites to choose from.
func (l *loader) sites(all []string) error {
	seen := map[string]bool{}
	for _, site := range all {
		switch {
		case !isSite(site):
			return l.fail("gateway.sites", "each must be 1 to 50 letters, digits and underscores", sitesFix)
		case seen[site]:
			return l.fail("gateway.sites", "a site is in this twice", "keep one of them")
		}
		seen[site] = true
	}
	if !seen[l.out.Gateway.Site] {
		return l.fail("gateway.sites", "must hold gateway.site", "add it: gateway.site is where a console begins")
	}
	l.out.Gateway.Sites = all
	return nil
}

func isSite(site string) bool {
	return siteShape.MatchString(site) && !gateway.HoldsCardNumber(site)
}

// endpointURL completes the address. It is strict about the address: moto sends
// cards wherever it points.
func endpointURL(text string) (address, problem, fix string) {
	u, err := url.Parse(text)
	switch {
	case err != nil || u.Host == "" || u.Opaque != "":
		return "", "is not a web address", urlFix
	case u.User != nil:
		return "", "must not hold a user or a password", "take out the part before the @"
	case strings.ContainsAny(text, "?#"):
		return "", "must end with the path", "take out the ? or # and everything after it"
	case u.Scheme != "https" && u.Scheme != "http":
		return "", "must begin with https://", urlFix
	case !hostOK(u):
		return "", "does not name a host", urlFix
	case u.Scheme == "http" && !loopback(u.Hostname()):
		return "", "http:// would send cards unencrypted and is accepted only for this machine", "write https://"
	}
	path := strings.TrimRight(u.Path, "/")
	if strings.HasSuffix(path+"/", endpoint) {
		path = strings.TrimSuffix(path+"/", endpoint)
	}
	u.Path, u.RawPath = path+endpoint, ""
	return u.String(), "", ""
}

// hostOK refuses hosts that a URL may hold but the DNS may not. These include hosts
// outside ASCII, which can look like another host.
func hostOK(u *url.URL) bool {
	if _, port, has := strings.Cut(u.Host[strings.LastIndexByte(u.Host, ']')+1:], ":"); has {
		if n, err := strconv.Atoi(port); err != nil || n < 1 || n > 65535 {
			return false
		}
	}
	if _, err := netip.ParseAddr(u.Hostname()); err == nil {
		return true
	}
	return hostShape.MatchString(u.Hostname()) && !strings.Contains(u.Hostname(), "..")
}

func loopback(host string) bool {
	if strings.EqualFold(host, "localhost") {
		return true
	}
	address, err := netip.ParseAddr(host)
	return err == nil && address.IsLoopback()
}

func usernameProblem(name string) string {
	switch {
	case gateway.HoldsCardNumber(name):
		return "must be a user's name"
	case strings.Contains(name, ":"):
		return "must not hold a colon, because the sign-in could not carry it"
	case strings.IndexFunc(name, func(r rune) bool { return !unicode.IsPrint(r) || unicode.IsSpace(r) }) >= 0:
		return "must not hold spaces or control characters"
	case utf8.RuneCountInString(name) > maxUsername:
		return "must be at most 255 characters"
	}
	return ""
}
