package config

import (
	"errors"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/BurntSushi/toml"

	"motoconsole/gateway"
)

// document is a TOML file that has been parsed but not yet understood. It
// knows the line of each key.
type document struct {
	path     string
	meta     toml.MetaData
	sections map[string]toml.Primitive
	tables   map[string]map[string]toml.Primitive // those that were looked into, by their paths
}

// parse reads the source as TOML. It translates the parser's messages, which quote
// the source, and never passes them on.
func parse(path, source string) (*document, error) {
	d := &document{path: path, tables: map[string]map[string]toml.Primitive{}}
	meta, err := toml.Decode(source, &d.sections)
	if err != nil {
		return nil, syntaxError(path, err)
	}
	d.meta = meta
	return d, nil
}

// decode fills a schema, to which it gets a pointer, key by key, so that each error names
// its key. It compares names exactly, which the TOML package does not.
func (d *document) decode(schema any) error {
	leaves := leavesOfSchema(schema)
	if err := d.checkKeys(leaves); err != nil {
		return err
	}
	for _, name := range sections(leaves) {
		primitive, has := d.sections[name]
		if !has {
			continue
		}
		if _, table := d.children(primitive); !table {
			if holdsNamed(leaves, name) {
				name += ".NAME"
			}
			return d.fail(sectionOf(name), "must be a section of its own", "write ["+name+"] on a line by itself and its keys below it")
		}
	}
	for _, l := range leaves {
		if l.named {
			continue
		}
		if err := d.decodeLeaf(l, toml.Key{l.section, l.name}, l.key()); err != nil {
			return err
		}
	}
	return d.decodeNamed(schema)
}

// decodeLeaf decodes one key, which stands at a path. Errors call it name.
func (d *document) decodeLeaf(l leaf, path toml.Key, as string) error {
	primitive, has := d.lookup(path...)
	if !has {
		return nil
	}
	_, table := d.children(primitive)
	err := d.meta.PrimitiveDecode(primitive, l.value.Addr().Interface())
	if err != nil || table != (l.value.Kind() == reflect.Map) {
		problem, fix := wanted(l)
		return d.failAt(path, as, problem, fix)
	}
	return nil
}

// decodeNamed decodes the tables that the user names.
func (d *document) decodeNamed(schema any) error {
	fields := reflect.ValueOf(schema).Elem()
	for i := range fields.NumField() {
		field, section := fields.Field(i), fields.Type().Field(i).Tag.Get("toml")
		if field.Kind() != reflect.Map || !d.has(section) {
			continue
		}
		primitive, _ := d.lookup(section)
		members, _ := d.children(primitive)
		if len(members) == 0 {
			return d.fail(section, "is empty", "write ["+section+".NAME] on a line by itself and its keys below it, or take it out")
		}
		field.Set(reflect.MakeMap(field.Type()))
		for _, name := range slices.Sorted(maps.Keys(members)) {
			at := toml.Key{section, name}
			if _, table := d.children(members[name]); !table {
				return d.failAt(at, memberKey(section, name, ""), "must be a section of its own", "write ["+section+".NAME] on a line by itself and its keys below it")
			}
			member := reflect.New(field.Type().Elem()).Elem()
			for _, l := range leavesOf(member, section, true) {
				if err := d.decodeLeaf(l, toml.Key{section, name, l.name}, memberKey(section, name, l.name)); err != nil {
					return err
				}
			}
			field.SetMapIndex(reflect.ValueOf(name), member)
		}
	}
	return nil
}

// memberKey is the name in errors of a key in a table that the user names. A table's
// name that does not look like a name may be anything, so it is left out.
func memberKey(section, name, key string) string {
	for _, part := range []string{shown(name), key} {
		if part != "" {
			section += "." + part
		}
	}
	return section
}

// sectionOf is the section of [section.NAME].
func sectionOf(key string) string {
	section, _, _ := strings.Cut(key, ".")
	return section
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
	for n, name := range path[:len(path)-1] {
		primitive, has := level[name]
		if !has {
			return toml.Primitive{}, false
		}
		// A table of thousands of agents is decoded once, and not for each of their keys.
		at := strings.Join(path[:n+1], "\x00")
		if level, has = d.tables[at]; !has {
			level, _ = d.children(primitive)
			d.tables[at] = level
		}
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

// maxMessage is the longest message shown; a path can be very long.
const maxMessage = 600

// Error says what is wrong with the configuration and how to put it right. It
// never holds a value from the file.
type Error struct {
	File    string // as the user named it; "" if no file was found
	Line    int    // 0 if the fault is in no line
	Key     string // such as "payment.max_amount"; "" if the fault is in no key
	Problem string
	Fix     string
}

// Error is one sentence: config.toml:12: payment.max_amount: problem; fix.
func (e *Error) Error() string {
	var b strings.Builder
	if e.File != "" {
		b.WriteString(e.File)
		if e.Line > 0 {
			b.WriteString(":" + strconv.Itoa(e.Line))
		}
		b.WriteString(": ")
	}
	if e.Key != "" {
		b.WriteString(e.Key + ": ")
	}
	b.WriteString(e.Problem)
	if e.Fix != "" {
		b.WriteString("; " + e.Fix)
	}
	// The file's name comes from outside and could hold an escape sequence.
	return gateway.Clean(b.String(), maxMessage)
}
