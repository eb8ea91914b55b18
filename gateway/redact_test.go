package gateway

import (
	"bytes"
	"context"
	"database/sql/driver"
	"encoding"
	"encoding/gob"
	"encoding/hex"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"log/slog"
	"reflect"
	"regexp"
	"strings"
	"sync"
	"testing"
	"text/template"
)

// canaries are secrets whose digits must not appear in any notation.
type canaries struct {
	Number   CardNumber
	Code     SecurityCode
	Password Password
}

const (
	canaryPAN      = "4929137684205932"
	canaryCode     = "7391"
	canaryPassword = "zq8Vx-hunter2"
)

func newCanaries(t testing.TB) canaries {
	t.Helper()
	return canaries{number(t, canaryPAN), securityCode(t, canaryCode), NewPassword(canaryPassword)}
}

// leaks are the notations a leak would have: text, hexadecimal, and the
// decimal bytes fmt prints of a slice.
var leaks = sync.OnceValue(func() []string {
	var out []string
	for _, secret := range []string{canaryPAN, canaryPAN[6:12], canaryCode, canaryPassword, canaryPassword[:6]} {
		b := []byte(secret)
		list := strings.Trim(fmt.Sprint(b), "[]")
		out = append(out, secret, fmt.Sprintf("%x", b), fmt.Sprintf("%X", b), fmt.Sprintf("% x", b), list,
			strings.ReplaceAll(list, " ", ","), strings.Trim(fmt.Sprintf("%#v", b), "[]byte{}"), fmt.Sprintf("%q", b))
	}
	return out
})

// addresses are those of the heap, in decimal or hexadecimal. Printing a pointer prints
// one, which by chance may have the four digits of a code.
var addresses = sync.OnceValue(func() *regexp.Regexp {
	at := reflect.ValueOf(new(canaries)).Pointer()
	decimal, hexadecimal := fmt.Sprintf("%d", at), fmt.Sprintf("%x", at)
	return regexp.MustCompile(fmt.Sprintf(`(?i)\b(0x)?0*(%s\d{%d}|%s[0-9a-f]{%d})\b`,
		decimal[:2], len(decimal)-2, hexadecimal[:2], len(hexadecimal)-2))
})

func checkHidden(t *testing.T, route, out string) {
	t.Helper()
	out = addresses().ReplaceAllString(out, "address")
	for _, leak := range leaks() {
		if strings.Contains(out, leak) {
			t.Errorf("%s shows a secret: %.300q", route, out)
			return
		}
	}
}

// holders are the secrets in everything that can hold them, also in unexported fields,
// on which fmt cannot call a method.
func holders(c canaries) map[string]any {
	type nested struct {
		hidden   canaries
		Inner    *canaries
		anything any
	}
	card := Card{Number: c.Number, Code: c.Code, Expiry: Expiry{12, 2030}}
	return map[string]any{
		"number": c.Number, "code": c.Code, "password": c.Password,
		"number pointer": &c.Number, "code pointer": &c.Code, "password pointer": &c.Password,
		"digits": c.Number.d, "digits pointer": &c.Code.d,
		"struct": c, "struct pointer": &c, "card": card, "card pointer": &card,
		"slice": []CardNumber{c.Number}, "passwords": []Password{c.Password}, "array": [2]SecurityCode{c.Code},
		"of any": []any{c.Number, &c.Code, c.Password, card}, "map": map[string]any{"k": c},
		"keys": map[CardNumber]SecurityCode{c.Number: c.Code}, "key password": map[Password]int{c.Password: 1},
		"nested": nested{c, &c, c}, "nested pointer": &nested{c, &c, &card}, "double": []*nested{{hidden: c}},
	}
}

func TestAddressesAreNoSecrets(t *testing.T) {
	at := new(canaries)
	for _, format := range []string{"%d", "%x", "%X", "%+d", "%20d", "%.16d", "%#x"} {
		if got := addresses().ReplaceAllString(fmt.Sprintf("["+format+"]", reflect.ValueOf(at).Pointer()), ""); strings.ContainsAny(got, "0123456789") {
			t.Errorf("%s leaves %q", format, got)
		}
	}
	for _, leak := range []string{canaryPAN, canaryCode, "x" + canaryCode, hex.EncodeToString([]byte(canaryPAN))} {
		if got := addresses().ReplaceAllString(leak, ""); got != leak {
			t.Errorf("%q is taken for an address", leak)
		}
	}
}

func TestRedactedByFmt(t *testing.T) {
	for name, v := range holders(newCanaries(t)) {
		for _, flags := range []string{"", "+", "#", " ", "-", "0", "20", ".3", "+#", "-20.10", "# "} {
			for verb := rune('!'); verb <= 'z'; verb++ {
				if verb == '%' || strings.ContainsRune("+-# 0123456789.*[]", verb) {
					continue
				}
				format := "%" + flags + string(verb)
				checkHidden(t, name+" "+format, fmt.Sprintf(format, v))
			}
		}
		checkHidden(t, name+" Sprint", fmt.Sprint(v)+fmt.Sprintln(v))
		checkHidden(t, name+" as an error", fmt.Errorf("failed with %v: %w", v, errors.New("x")).Error())
		for _, wrong := range []string{"no verb", "%d%!", "%[2]d", "%*d", "%.*d", "%"} {
			checkHidden(t, name+" "+wrong, fmt.Sprintf(wrong, v))
		}
	}
	c := newCanaries(t)
	for verb, got := range map[string]string{
		"%v": fmt.Sprintf("%v", c.Number), "%s": fmt.Sprintf("%s", c.Code), "%x": fmt.Sprintf("%x", c.Password),
		"String": c.Number.String() + c.Code.String() + c.Password.String(), "GoString": c.Number.GoString(),
	} {
		if strings.ReplaceAll(got, "[redacted]", "") != "" || got == "" {
			t.Errorf("%s is %q", verb, got)
		}
	}
}

func TestRedactedByEncoders(t *testing.T) {
	for name, v := range holders(newCanaries(t)) {
		out, err := json.Marshal(v)
		checkHidden(t, name+" json", fmt.Sprint(string(out), err))
		out, err = xml.Marshal(v)
		checkHidden(t, name+" xml", fmt.Sprint(string(out), err))
		var buf bytes.Buffer
		err = gob.NewEncoder(&buf).Encode(v)
		checkHidden(t, name+" gob", fmt.Sprint(buf.String(), err))
		value, err := driver.DefaultParameterConverter.ConvertValue(v)
		checkHidden(t, name+" sql", fmt.Sprint(value, err))
		if m, ok := v.(encoding.TextMarshaler); ok {
			out, err = m.MarshalText()
			checkHidden(t, name+" text", fmt.Sprint(string(out), err))
		}
		var page strings.Builder
		err = template.Must(template.New("").Parse(`{{.}} {{printf "%d" .}} {{js .}} {{html .}}`)).Execute(&page, v)
		checkHidden(t, name+" template", fmt.Sprint(page.String(), err))
	}
	out, err := json.Marshal(newCanaries(t))
	if want := `{"Number":"[redacted]","Code":"[redacted]","Password":"[redacted]"}`; string(out) != want || err != nil {
		t.Errorf("json is %s, %v", out, err)
	}
	var back canaries
	if err := json.Unmarshal(out, &back); err == nil {
		t.Error("a redaction was read back as a card number")
	}
}

func TestRedactedByLoggers(t *testing.T) {
	// A time has enough digits to look like a security code now and then.
	timeless := &slog.HandlerOptions{ReplaceAttr: func(groups []string, a slog.Attr) slog.Attr {
		if len(groups) == 0 && a.Key == slog.TimeKey {
			return slog.Attr{}
		}
		return a
	}}
	for name, v := range holders(newCanaries(t)) {
		var buf bytes.Buffer
		for _, h := range []slog.Handler{slog.NewTextHandler(&buf, timeless), slog.NewJSONHandler(&buf, timeless)} {
			l := slog.New(h).With("with", v).WithGroup("group")
			l.Info(fmt.Sprint(v), "card", v, slog.Group("g", "inner", v), slog.Any("any", []any{v}))
			l.LogAttrs(context.Background(), slog.LevelError, "x", slog.Any("card", v))
		}
		logger := slog.NewLogLogger(slog.NewTextHandler(&buf, timeless), slog.LevelInfo)
		logger.Print(v)
		logger.Printf("%+v", v)
		if buf.Len() == 0 {
			t.Fatal("nothing was logged")
		}
		checkHidden(t, name+" log", buf.String())
	}
}
