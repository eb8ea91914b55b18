package config

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"motoconsole/internal/trust"
)

const (
	pathVariable     = "MOTO_CONFIG"
	passwordVariable = "MOTO_GATEWAY_PASSWORD"
	systemPath       = "/etc/moto/config.toml"
	localPath        = "config.toml"

	// copyThere tells a user without a configuration what to do.
	copyThere = "copy config.toml.example there, or try `moto --sandbox`, which needs no configuration"
)

// Find says which configuration file to load: the one named by the flag, the one
// named by $MOTO_CONFIG, or the first that exists of ./config.toml, if it is the
// user's own, moto/config.toml in the user's configuration folder, and
// /etc/moto/config.toml. If a named file is missing, Find looks no further:
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
	if dir := userFolder(getenv); dir != "" {
		looked = append(looked, filepath.Join(dir, "moto", "config.toml"))
	}
	looked = append(looked, systemPath)
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

// userFolder is the user's configuration folder, or "".
func userFolder(getenv func(string) string) string {
	// The standard says that a relative path is to be ignored.
	if dir := getenv("XDG_CONFIG_HOME"); filepath.IsAbs(dir) {
		return dir
	}
	if home := getenv("HOME"); home != "" {
		return filepath.Join(home, ".config")
	}
	return ""
}
