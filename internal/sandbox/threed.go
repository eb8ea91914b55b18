package sandbox

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"strings"
	"time"

	"motoconsole/gateway"
)

// threeD is the 3-D Secure part of a THREEDQUERY, and of the AUTH after it.
type threeD struct {
	version  byte // 1: 1.0.2, 2: 2.1.0, 3: 2.2.0; 0 is no 3-D Secure
	enrolled byte // Y, N, U or B
	status   byte // Y, N, A, U, R or C; 0 is None
	refuses  bool // the AUTH after it is Unauthenticated
}

// String and readThreeD are the way to the state file and back.
func (d threeD) String() string {
	if d.version == 0 {
		return ""
	}
	return fmt.Sprintf("%d%c%s", d.version, d.enrolled, text(d.status)) + map[bool]string{true: "!"}[d.refuses]
}

func readThreeD(v string) (d threeD) {
	v, d.refuses = strings.CutSuffix(v, "!")
	if len(v) > 1 {
		d.version, d.enrolled, d.status = v[0]-'0', v[1], first(v[2:])
	}
	return d
}

// threeDQuery answers a THREEDQUERY with what the vendor's test cards stand for.
func (b *Bank) threeDQuery(e element, now time.Time) answer {
	var bad complaints
	e.checkFormats(&bad, b.authFields, "accounttypedescription", "sitereference", "currencyiso3a", "baseamount")
	e.checkFormats(&bad, pageFields(), "termurl")
	e.checkPerson(&bad, "billing")
	e.checkPerson(&bad, "customer")
	c := b.readCard(e, &bad, true, now)
	if len(bad) > 0 {
		return reject(now, "30000", bad...)
	}
	if !b.servesSite(e.value("sitereference")) {
		return reject(now, "30001")
	}
	if name := e.value("paymenttypedescription"); name != "" && !c.isOf(name) {
		return reject(now, "10103", "paymenttypedescription")
	}
	if c.brand == gateway.PIBA || c.brand == gateway.AstroPay {
		return reject(now, "60031")
	}
	t := b.newTransaction(typeThreeDQuery, e, now)
	t.account, t.threeD = e.value("accounttypedescription"), c.threeD
	t.useCard(c)
	if parent := e.value("parenttransactionreference"); parent != "" {
		p, ok := b.book.see(parent, now)
		switch {
		case !ok || p.site != t.site:
			return reject(now, "20004")
		case p.currency != "" && p.currency != t.currency:
			return reject(now, "20015", "currencyiso3a")
		}
		t.parent = p.reference
		t.inheritTexts(&p)
	}
	key := randomText(24)
	if t.redirects() {
		t.texts = t.texts.with(mdKey, key)
	}
	a := b.enter(t, now)
	if a.RequestType == typeThreeDQuery && t.redirects() {
		a.ACSURL = "https://webapp.securetrading.net/acs/visa.cgi"
		a.MD = base64.StdEncoding.EncodeToString([]byte(a.Reference + ":" + key))
		a.PaReq = base64.StdEncoding.EncodeToString([]byte(randomText(32)))
	}
	return a
}

// redirects reports whether the cardholder has to go to the card issuer's page.
func (d threeD) redirects() bool {
	return d.enrolled == 'Y' && (d.version == 1 || d.status == 'C')
}

// redirects reports whether a transaction sends the cardholder to that page.
func (t *transaction) redirects() bool {
	return t.requestType == typeThreeDQuery && t.threeD.redirects()
}

// authenticate brings what 3-D Secure found into the AUTH or ACCOUNTCHECK after
// it. The card issuer's page is not part of the bank, so the card decides how
// the cardholder did; a pares of one letter decides it for any card.
func (t *transaction) authenticate(p *transaction, pares string) {
	d := p.threeD
	switch {
	case d.version == 0 || p.requestType == typeAuth: // of another payment
		return
	case !p.redirects():
	case pares == "Y" || pares == "A" || pares == "U" || pares == "N":
		d.status, d.refuses = pares[0], pares == "N"
	case d.refuses:
		d.status = 'N'
	case d.status == 0 || d.status == 'C':
		d.status = 'Y'
	}
	t.threeD = d
	if d.refuses {
		t.errorCode = "60022"
	}
}

// wantsSecureCode reports an AUTH that the schemes refuse without 3-D Secure:
// Maestro in a shop on the internet.
func (t *transaction) wantsSecureCode() bool {
	return t.requestType == typeAuth && t.account == accountShop && t.paymentType == string(gateway.Maestro) && t.threeD.version == 0
}

// describeThreeD adds what 3-D Secure found.
func (t *transaction) describeThreeD(a *answer) {
	d := t.threeD
	if d.version == 0 {
		return
	}
	a.Enrolled, a.ThreeDStatus = text(d.enrolled), text(d.status)
	query := t.requestType == typeThreeDQuery
	if query {
		a.ThreeDVersion = [...]string{"", "1.0.2", "2.1.0", "2.2.0"}[d.version]
	}
	if authenticated := d.status == 'Y' || d.status == 'A'; authenticated && !query {
		a.ECI, a.CAVV, a.XID = t.eci(), "Q0FWVkNBVlZDQVZWQ0FWVkNBVlY=", xid(t.parent)
	} else if query && d.enrolled == 'Y' {
		a.XID = xid(t.reference)
	}
}

// eci is the schemes' figure for how far the cardholder was authenticated.
func (t *transaction) eci() string {
	mastercard := strings.HasPrefix(t.paymentType, string(gateway.Mastercard)) || t.paymentType == string(gateway.Maestro)
	switch {
	case t.threeD.status == 'Y' && mastercard:
		return "02"
	case t.threeD.status == 'Y':
		return "05"
	case mastercard:
		return "01"
	}
	return "06"
}

// xid is the number of a 3-D Secure attempt, the same in the AUTH after it.
func xid(reference string) string {
	sum := sha256.Sum256([]byte(reference))
	return base64.StdEncoding.EncodeToString(sum[:20])
}

// first is the one character of a flag, 0 for none; text is the way back.
func first(flag string) byte {
	if flag == "" {
		return 0
	}
	return flag[0]
}

func text(flag byte) string {
	if flag == 0 {
		return ""
	}
	return string(rune(flag))
}
