package gateway

import (
	"bytes"
	"log/slog"
	"strings"
	"testing"
)

// TestTheLogHasNoReason: the line of a refusal has the same code whatever its reason is,
// and nothing of the bank's own answer.
func TestTheLogHasNoReason(t *testing.T) {
	for _, code := range []string{"30002", "60044", "70000"} {
		url, _ := serve(t, jsonAnswer(strings.NewReplacer(
			`"errorcode":"0"`, `"errorcode":"`+code+`"`, `"acquirerresponsecode":"00"`, `"acquirerresponsecode":"41"`, `"settlestatus":"0"`, `"settlestatus":"3"`,
		).Replace(goodAnswer)))
		var log bytes.Buffer
		c := testClient(t, url, ample)
		c.cfg.Log = slog.New(slog.NewTextHandler(&log, nil))
		if result, err := c.Auth(t.Context(), testRequest()); err != nil || result.Outcome != OutcomeDeclined || result.Code.Code != code || result.Record.AcquirerResponseCode != "41" {
			t.Fatalf("%s: %v %v", code, result.Outcome, err)
		}
		if text := log.String(); !strings.Contains(text, "errorcode=70000") || code != CodeDeclined && strings.Contains(text, code) || strings.Contains(text, "acquirer") {
			t.Errorf("%s", text)
		}
	}
}
