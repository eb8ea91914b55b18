package listing

import (
	"bufio"
	"encoding/json"
	"io"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/statement"
)

// jsonLines writes one JSON object a line.
type jsonLines struct {
	buffer     *bufio.Writer
	encode     *json.Encoder
	currencies []gateway.Currency
	reserved   Reserved
	now        time.Time
}

// JSONLines lists one JSON object a line, with the gateway's names.
func JSONLines(out io.Writer, confirmed []gateway.Currency, reserved Reserved, now time.Time) Listing {
	buffer := bufio.NewWriter(out)
	encode := json.NewEncoder(buffer)
	encode.SetEscapeHTML(false)
	return jsonLines{buffer, encode, confirmed, reserved, now}
}

// Record implements Listing.
func (j jsonLines) Record(r gateway.Record) error {
	r = r.Cleaned()
	r.AcquirerSecret = "" // only for the payer's browser
	return j.encode.Encode(struct {
		Outcome string       `json:"outcome"` // what errorcode and settle status mean together
		Kind    string       `json:"kind"`
		Amount  *json.Number `json:"amount"`       // the money that moves; null if not known
		Asked   *json.Number `json:"asked_amount"` // the amount in the request
		State   string       `json:"state"`        // as the screens have it
		gateway.Record
	}{
		r.Outcome().String(), statement.KindOf(r).String(),
		jsonAmount(statement.Moved(r, j.currencies...)), jsonAmount(statement.Asked(r, j.currencies...)), statement.State(r, j.reserved.of(r), j.now), r,
	})
}

// jsonAmount is an amount in major units as a number, or nil if it is not known.
func jsonAmount(m gateway.Money, ok bool) *json.Number {
	if !ok {
		return nil
	}
	n := json.Number(m.Decimal())
	return &n
}

// End implements Listing.
func (j jsonLines) End() error { return j.buffer.Flush() }
