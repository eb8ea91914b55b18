package config

import (
	"reflect"

	"motoconsole/internal/script"
)

// This file reads [script]: the lines to say, as a merchant words them.

// scriptTable is [script]. Its keys are the names of the lines, and its values are in
// their order.
type scriptTable struct{ values []string }

// leaves are the keys of the table.
func (t *scriptTable) leaves(section string) []leaf {
	names := script.Names()
	if t.values == nil {
		t.values = make([]string, len(names))
	}
	values := reflect.ValueOf(t.values)
	all := make([]leaf, len(names))
	for i, name := range names {
		all[i] = leaf{section: section, name: string(name), value: values.Index(i)}
	}
	return all
}

// script checks [script].
func (l *loader) script() error {
	if !l.doc.has("script") {
		return nil
	}
	own := script.Lines{}
	for i, name := range script.Names() {
		key := "script." + string(name)
		if !l.doc.has(key) {
			continue
		}
		words := l.raw.Script.values[i]
		fix := "write the words to say, or take it out for moto's own"
		if err := l.require(key, words, fix); err != nil {
			return err
		}
		if problem := spokenProblem(words, maxWords); problem != "" {
			return l.fail(key, problem, fix)
		}
		if problem, fix := script.Problem(name, words, near); problem != "" {
			return l.fail(key, problem, fix)
		}
		if words != script.Words(name) {
			own[name] = words
		}
	}
	if len(own) > 0 {
		l.out.Script = own
	}
	return nil
}
