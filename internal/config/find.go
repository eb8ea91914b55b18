package config

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"motoconsole/internal/trust"
)

const (
	pathVariable     = "MOTO_CONFIG"
	passwordVariable = "MOTO_GATEWAY_PASSWORD"
	localPath        = "config.toml"

	// copyThere tells a user without a configuration what to do.
	copyThere = "copy config.toml.example there, or try `moto --sandbox`, which needs no configuration"
)

// Find says which configuration file to load: the one named by the flag, the one
// named by $MOTO_CONFIG, or the first that exists of ./config.toml, if it is the
// user's own, moto/config.toml in the user's configuration folder, and the same in the
// system's (/etc, or %ProgramData% on Windows). If a named file is missing, Find looks no further:
// charging with another configuration than the one asked for is worse than not
// starting.
func Find(flag string, getenv func(string) string) (string, error) {
	if flag != "" {
		return named(flag, "the file named by --config does not exist")
	}
	if path := getenv(pathVariable); path != "" {
		return named(path, "the file named by $"+pathVariable+" does not exist")
	}
	looked := []string{localPath}
	folders := foldersOf(runtime.GOOS, getenv)
	for _, dir := range []string{folders.user, folders.system} {
		if dir != "" {
			looked = append(looked, filepath.Join(dir, "moto", "config.toml"))
		}
	}
	for _, path := range looked {
		// Load reports any error except "does not exist": a file that exists but
		// cannot be read must not be skipped silently.
		if exists(path) && (path != localPath || trust.Mine(path)) {
			return path, nil
		}
	}
	problem := "no configuration found: looked for " + strings.Join(looked, ", ")
	if passed := PassedOver(flag, getenv); passed != "" {
		problem += " (" + passed + ")"
	}
	return "", &Error{
		Problem: problem,
		Fix:     "copy config.toml.example to one of them, or try `moto --sandbox`, which needs no configuration",
	}
}

// PassedOver says that Find skips a ./config.toml because it belongs to another
// user. The folder in which a program starts is arbitrary, and a file there may be
// meant for another user, or be a trap.
func PassedOver(flag string, getenv func(string) string) string {
	if flag != "" || getenv(pathVariable) != "" || !exists(localPath) || trust.Mine(localPath) {
		return ""
	}
	if !trust.Known() {
		return "./" + localPath + " is not read, because moto cannot tell who owns it on this system: name it by --config"
	}
	return "./" + localPath + " is another user's and is not read: name it by --config if you want it"
}

func named(path, problem string) (string, error) {
	if !exists(path) {
		return "", &Error{File: path, Problem: problem, Fix: copyThere}
	}
	return path, nil
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return !errors.Is(err, fs.ErrNotExist)
}

// folders are where a system keeps configurations, and data that a program must not
// lose. A folder that the system does not name is "".
type folders struct{ user, system, state string }

// foldersOf are the folders of an operating system, by its name in Go.
func foldersOf(goos string, getenv func(string) string) folders {
	home := getenv("HOME")
	under := func(base string, names ...string) string {
		if base == "" {
			return ""
		}
		return filepath.Join(append([]string{base}, names...)...)
	}
	switch goos {
	case "windows":
		return folders{getenv("AppData"), getenv("ProgramData"), getenv("LocalAppData")}
	case "darwin":
		support := under(home, "Library", "Application Support")
		return folders{support, "/etc", support}
	}
	// The standard says that a relative path is to be ignored.
	xdg := func(variable string, names ...string) string {
		if dir := getenv(variable); filepath.IsAbs(dir) {
			return dir
		}
		return under(home, names...)
	}
	return folders{xdg("XDG_CONFIG_HOME", ".config"), "/etc", xdg("XDG_STATE_HOME", ".local", "state")}
}
