package trust

import (
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// LookProgram walks to a program, and to what runs it: a script's first line names
// an interpreter, which may be a script itself, or env, which looks for one on its
// PATH. LookProgram does not check what those programs read.
func LookProgram(path, searchPath string, r Rule) (Found, error) {
	c := here(r)
	found, err := c.look(path)
	if _, has := lists(r); err == nil && Known() && !has { // Windows runs no scripts by their first line
		err = c.interpreters(found, searchPath)
	}
	return found, err
}

// maxInterpreters is how many scripts that run each other are followed. Linux
// follows fewer.
const maxInterpreters = 8

// interpreters checks what runs a program, if it is a script.
func (c checker) interpreters(program Found, path string) error {
	for range maxInterpreters {
		words, script := firstWords(program)
		if !script || len(words) == 0 {
			return nil // the system runs it, or refuses to
		}
		found, err := c.look(words[0])
		if err != nil {
			return err
		}
		if filepath.Base(words[0]) == "env" {
			name, ok := startedByEnv(words[1:])
			if !ok {
				return &Fault{
					Path: program.Path, What: string(file), Problem: "has env start a program in a way that moto does not follow",
					Fix: "name the program in its first line, as in #!/bin/sh or #!/usr/bin/env sh",
				}
			}
			if found, err = c.onPath(name, path); err != nil {
				return err
			}
		}
		program = found
	}
	return &Fault{
		Path: program.Path, What: string(file), Problem: "is run by a script that is run by a script, and so on",
		Fix: "name a program that is not a script in its first line",
	}
}

// firstLine is how much of a script the system reads for its interpreter.
const firstLine = 256

// firstWords are the words of a script's first line after #!. An unreadable file is
// not a script: its interpreter would have to read it.
func firstWords(program Found) (words []string, script bool) {
	if program.Info == nil || !program.Info.Mode().IsRegular() {
		return nil, false
	}
	f, err := Beside(program.Path, os.O_RDONLY, 0)
	if err != nil {
		return nil, false
	}
	defer func() { _ = f.Close() }() // nothing was written
	line, err := io.ReadAll(io.LimitReader(f, firstLine))
	if err != nil {
		return nil, false
	}
	line, script = bytes.CutPrefix(line, []byte("#!"))
	line, _, _ = bytes.Cut(line, []byte("\n"))
	return strings.FieldsFunc(string(line), func(r rune) bool { return r == ' ' || r == '\t' }), script
}

// startedByEnv is the program that env starts with these words, "" for none. env
// may split them itself, and set variables. Other options, and another PATH, are
// not followed.
func startedByEnv(words []string) (name string, ok bool) {
	for i, word := range words {
		switch {
		case i == 0 && word == "-S", word == "--":
		case i == 0 && strings.HasPrefix(word, "-S") && !strings.ContainsAny(word, `"'\$`):
			rest := append([]string{strings.TrimPrefix(word, "-S")}, words[1:]...)
			return startedByEnv(rest)
		case strings.HasPrefix(word, "-"), strings.HasPrefix(word, "PATH="), strings.ContainsAny(word, `"'\$`):
			return "", false
		case strings.Contains(word, "="):
		default:
			return word, true
		}
	}
	return "", true
}

// onPath walks to a program as env finds it: in the first folder of the PATH that
// has it. A user who can write an earlier folder could put another program there,
// so each of them must pass. A relative folder counts from where moto was started.
func (c checker) onPath(name, path string) (Found, error) {
	switch {
	case name == "":
		return Found{}, nil
	case strings.Contains(name, "/"):
		return c.look(name)
	}
	for _, folder := range filepath.SplitList(path) {
		if folder == "" {
			folder = "."
		}
		if err := c.closedToOthers(folder); FaultIn(err) != nil {
			return Found{}, err
		}
		found, err := c.look(folder + "/" + name) // not cleaned, as in look
		if FaultIn(err) != nil {
			return Found{}, err
		}
		if err == nil && runs(found) {
			return found, nil
		}
	}
	return Found{}, nil // env finds nothing
}

// closedToOthers walks to a folder of the PATH, which must let no other user add a
// program. A sticky folder would.
func (c checker) closedToOthers(folder string) error {
	found, err := c.look(folder)
	if err != nil || found.Info == nil || !found.Info.IsDir() {
		return err
	}
	s, err := c.step(found.Path)
	if err != nil || s.info.Mode()&fs.ModeSticky == 0 || c.closed(s) { // a folder that is not sticky has passed
		return err
	}
	return s.fault(fmt.Sprintf("is on the PATH and lets other users add programs (mode %04o)", octal(s.info.Mode())), "take it out of the PATH")
}

// runs reports a file that a user may run.
func runs(f Found) bool {
	return f.Info != nil && f.Info.Mode().IsRegular() && f.Info.Mode().Perm()&0o111 != 0
}
