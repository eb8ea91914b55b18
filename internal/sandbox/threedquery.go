package sandbox

import (
	"encoding/base64"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/sandbox/book"
)

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
	t := b.newTransaction(book.TypeThreeDQuery, e, now)
	t.Account, t.ThreeD = e.value("accounttypedescription"), c.threeD
	useCard(&t, c)
	if parent := e.value("parenttransactionreference"); parent != "" {
		p, ok := b.book.See(parent, now)
		switch {
		case !ok || p.Site != t.Site:
			return reject(now, "20004")
		case p.Currency != "" && p.Currency != t.Currency:
			return reject(now, "20015", "currencyiso3a")
		}
		t.Parent = p.Reference
		t.InheritTexts(&p)
	}
	key := randomText(24)
	if t.Redirects() {
		t.Texts = t.Texts.With(book.MDKey, key)
	}
	a := b.enter(t, now)
	if a.RequestType == book.TypeThreeDQuery && t.Redirects() {
		a.ACSURL = "https://webapp.securetrading.net/acs/visa.cgi"
		a.MD = base64.StdEncoding.EncodeToString([]byte(a.Reference + ":" + key))
		a.PaReq = base64.StdEncoding.EncodeToString([]byte(randomText(32)))
	}
	return a
}
