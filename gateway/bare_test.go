package gateway

import (
	"bytes"
	"log/slog"
	"strings"
	"testing"
)

// TestABareRequestIsLoggedOnce: the log says what the system could not give the memory of a
// request, and says it once.
func TestABareRequestIsLoggedOnce(t *testing.T) {
	var log bytes.Buffer
	c, err := New(Config{URL: "http://127.0.0.1:1/json/", Username: "u", Password: NewPassword("p"), Log: slog.New(slog.NewTextHandler(&log, nil))})
	if err != nil {
		t.Fatal(err)
	}
	c.noteBare(nil)
	if log.Len() > 0 {
		t.Errorf("%s", log.String())
	}
	for range 3 {
		c.noteBare([]string{"it may be swapped to disk"})
	}
	if strings.Count(log.String(), "it may be swapped to disk") != 1 {
		t.Errorf("%s", log.String())
	}
}
