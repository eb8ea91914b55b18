package gateway

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"reflect"
	"strings"
	"testing"

	"motoconsole/gateway/internal/secmem"
)

// The runtime prints the value of a panic that nothing recovers.
func TestRedactedByPanic(t *testing.T) {
	if which := os.Getenv("GATEWAY_TEST_PANIC"); which != "" {
		panic(holders(newCanaries(t))[which])
	}
	for name, v := range holders(newCanaries(t)) {
		func() {
			defer func() { checkHidden(t, name+" recovered", fmt.Sprintf("%v %+v %#v", recover(), v, v)) }()
			panic(v)
		}()
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"number", "password", "card", "code pointer", "nested", "of any"} {
		cmd := exec.Command(self, "-test.run=^TestRedactedByPanic$")
		cmd.Env = append(cmd.Environ(), "GATEWAY_TEST_PANIC="+name)
		out, err := cmd.CombinedOutput()
		if err == nil || !bytes.Contains(out, []byte("panic")) {
			t.Errorf("%s: no panic: %v %s", name, err, out)
		}
		checkHidden(t, name+" panic", string(out))
	}
}

// Code that walks values finds the digits only behind one unexported pointer, and no
// field of a secret is exported.
func TestRedactedFromReflection(t *testing.T) {
	for name, v := range holders(newCanaries(t)) {
		var found strings.Builder
		walk(t, reflect.ValueOf(v), &found)
		checkHidden(t, name, found.String())
	}
	var found strings.Builder
	walk(t, reflect.ValueOf(struct{ Open []any }{[]any{map[string]any{"k": []byte(canaryPAN)}}}), &found)
	if !strings.Contains(found.String(), canaryPAN) {
		t.Error("the walk would not find an open number")
	}
}

// walk notes every value it reaches.
func walk(t *testing.T, v reflect.Value, found *strings.Builder) {
	switch v.Kind() { //nolint:exhaustive // the others hold nothing
	case reflect.String:
		found.WriteString(v.String() + "\n")
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() {
			walk(t, v.Elem(), found)
		}
	case reflect.Slice, reflect.Array:
		if v.Type().Elem().Kind() == reflect.Uint8 && v.Kind() == reflect.Slice {
			found.Write(v.Bytes())
		}
		for i := range v.Len() {
			walk(t, v.Index(i), found)
		}
	case reflect.Map:
		for it := v.MapRange(); it.Next(); {
			walk(t, it.Key(), found)
			walk(t, it.Value(), found)
		}
	case reflect.Struct:
		switch v.Type() {
		case reflect.TypeFor[CardNumber](), reflect.TypeFor[SecurityCode](), reflect.TypeFor[Password](), reflect.TypeFor[secmem.Digits]():
			for i := range v.NumField() {
				f := v.Type().Field(i)
				safe := f.Type == reflect.TypeFor[redacted]() || f.Type == reflect.TypeFor[secmem.Digits]() || f.Type.Kind() == reflect.Pointer
				if f.IsExported() || !safe {
					t.Errorf("%s has the field %s", v.Type(), f.Name)
				}
			}
			return
		}
		for i := range v.NumField() {
			walk(t, v.Field(i), found)
		}
	}
}

func TestPassword(t *testing.T) {
	var none Password
	if !none.IsZero() || !NewPassword("").IsZero() || NewPassword("x").IsZero() || !none.Equal("") || none.Equal("x") {
		t.Error("an empty password is not empty")
	}
	if p := NewPassword(canaryPassword); !p.Equal(canaryPassword) || p.Equal("") || p.Equal(canaryPassword+"x") || p.reveal() != canaryPassword {
		t.Error("the password is not what was given")
	}
}
