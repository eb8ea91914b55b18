package config

import (
	"errors"
	"reflect"
	"strings"

	"github.com/BurntSushi/toml"
)

// document is a TOML file that has been parsed but not yet understood. It
// knows the line of each key.
type document struct {
	path     string
	meta     toml.MetaData
	sections map[string]toml.Primitive
}

// parse reads the source as TOML. It translates the parser's messages, which quote
// the source, and never passes them on.
func parse(path, source string) (*document, error) {
	d := &document{path: path}
	meta, err := toml.Decode(source, &d.sections)
	if err != nil {
		return nil, syntaxError(path, err)
	}
	d.meta = meta
	return d, nil
}

// decode fills f, key by key, so that each error names its key. It compares names
// exactly, which the TOML package does not.
func (d *document) decode(f *file) error {
	leaves := f.leaves()
	if err := d.checkKeys(leaves); err != nil {
		return err
	}
	for _, name := range sections(leaves) {
		primitive, has := d.sections[name]
		if !has {
			continue
		}
		if _, table := d.children(primitive); !table {
			return d.fail(name, "must be a section of its own", "write ["+name+"] on a line by itself and its keys below it")
		}
	}
	for _, l := range leaves {
		primitive, has := d.lookup(l.section, l.name)
		if !has {
			continue
		}
		_, table := d.children(primitive)
		err := d.meta.PrimitiveDecode(primitive, l.value.Addr().Interface())
		if err != nil || table != (l.value.Kind() == reflect.Map) {
			problem, fix := wanted(l)
			return d.fail(l.key(), problem, fix)
		}
	}
	return nil
}

// has reports whether the file sets the key.
func (d *document) has(key string) bool {
	_, has := d.lookup(strings.Split(key, ".")...)
	return has
}

// fail is the error for a key, with its line. For a missing key it names the line
// of the section.
func (d *document) fail(key, problem, fix string) error {
	path := strings.Split(key, ".")
	line := d.line(path...)
	for n := len(path) - 1; line == 0 && n > 0; n-- {
		line = d.line(path[:n]...)
	}
	return &Error{File: d.path, Line: line, Key: key, Problem: problem, Fix: fix}
}

// lookup finds the undecoded value of a key.
func (d *document) lookup(path ...string) (toml.Primitive, bool) {
	level := d.sections
	for _, name := range path[:len(path)-1] {
		primitive, has := level[name]
		if !has {
			return toml.Primitive{}, false
		}
		level, _ = d.children(primitive)
	}
	primitive, has := level[path[len(path)-1]]
	return primitive, has
}

// children are the keys of a table. It checks first that the value is a table,
// because the TOML package decodes anything into a map.
func (d *document) children(p toml.Primitive) (map[string]toml.Primitive, bool) {
	var value any
	if d.meta.PrimitiveDecode(p, &value) != nil {
		return nil, false
	}
	if _, table := value.(map[string]any); !table {
		return nil, false
	}
	var level map[string]toml.Primitive
	err := d.meta.PrimitiveDecode(p, &level)
	return level, err == nil
}

// line is the line of the key's value, or 0; for a text over several lines it is
// the last. The TOML package gives positions only in errors, so line provokes one.
func (d *document) line(path ...string) int {
	primitive, has := d.lookup(path...)
	if !has {
		return 0
	}
	var parseError toml.ParseError
	if errors.As(d.meta.PrimitiveDecode(primitive, &objector{}), &parseError) {
		return parseError.Position.Line
	}
	return 0
}

// objector refuses every value it is decoded from.
type objector struct{}

var errObjection = errors.New("objection")

// UnmarshalTOML implements toml.Unmarshaler.
func (*objector) UnmarshalTOML(any) error { return errObjection }
