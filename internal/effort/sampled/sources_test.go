package main

import (
	"go/parser"
	"go/token"
	"slices"
	"testing"
)

func TestSampled(t *testing.T) {
	var all sources
	for name, text := range map[string]string{
		"a": `package a
			import ("testing"; "motoconsole/internal/effort")
			func TestItself(t *testing.T) { effort.Whole(t) }
			func TestByAFunction(t *testing.T) { cases() }
			func cases() int { return more() }
			func more() int { return effort.Of(2, 1) }
			type bank struct{}
			func (bank) many() int { return effort.Of(2, 1) }
			func TestByAMethod(t *testing.T) { bank{}.many() }
			var table = effort.Some([]int{1, 2}, 2)
			func TestByAVariable(t *testing.T) { t.Run("x", func(t *testing.T) { _ = table }) }
			func TestByAValue(t *testing.T) { try(more) }
			func try(func() int) {}
			func TestNot(t *testing.T) { try(nil) }
			func BenchmarkNot(b *testing.B) { more() }`,
		"b": `package b
			import ("testing"; "motoconsole/helper")
			func TestByAnotherPackage(t *testing.T) { helper.Seeds() }
			func TestByItsMethod(t *testing.T) { helper.New().Run() }
			func TestNot(t *testing.T) { helper.New() }`,
		"c": `package c
			import "testing"
			func TestShort(t *testing.T) { if testing.Short() { return } }
			func FuzzRace(f *testing.F) { if raceEnabled { return } }
			func TestNot(t *testing.T) { many() }
			func many() {}`,
		"d": `package d
			import ("os"; "testing"; short "motoconsole/internal/effort")
			func TestMain(m *testing.M) { os.Exit(short.Of(1, 0)) }
			func TestAfterAll(t *testing.T) {}`,
	} {
		all = append(all, parsed(t, name, text, true)...)
	}
	all = append(all, parsed(t, "helper", `package helper
		import "motoconsole/internal/effort"
		type Helper struct{}
		func New() Helper { return Helper{} }
		func (Helper) Run() { Seeds() }
		func Seeds() int { return effort.Of(9, 1) }`, false)...)
	all = append(all, parsed(t, "internal/effort", `package effort
		import "testing"
		func Of(all, short int) int { if testing.Short() { return short }; return all }
		func Some(all []int, nth int) []int { if testing.Short() { return nil }; return all }
		func Whole(t testing.TB) { if testing.Short() { t.Skip() } }`, false)...)
	var got []string
	for _, test := range all.sampled() {
		got = append(got, test.folder+" "+test.name)
	}
	want := []string{
		"a TestByAFunction", "a TestByAMethod", "a TestByAValue", "a TestByAVariable", "a TestItself",
		"b TestByAnotherPackage", "b TestByItsMethod", "c FuzzRace", "c TestShort", "d TestAfterAll",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	if missed := all.missed(); len(missed) > 0 {
		t.Errorf("%q ask and are not reached", missed)
	}
	lonely := append(all, parsed(t, "e", `package e
		import "motoconsole/internal/effort"
		type clock struct{}
		func (clock) Now() int { return effort.Of(2, 1) }
		func unused() int { return effort.Of(2, 1) }`, true)...)
	if missed := lonely.missed(); !slices.Equal(missed, []string{"e .Now", "e unused"}) {
		t.Errorf("%q ask and are not reached", missed)
	}
}

func parsed(t *testing.T, folder, text string, tests bool) sources {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), folder+".go", text, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	return declared(file, folder, tests)
}
