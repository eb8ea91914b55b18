// Package built builds moto for the tests that run it as a program.
package built

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
)

// Ready is the variable of the environment that names a moto which is there already.
// `make test` builds one for all packages.
const Ready = "MOTO_BINARY"

// Moto puts moto into the folder, and returns its path. The program is the one that the
// environment names, or it is built as `make build` does.
func Moto(folder string) (string, error) {
	path := filepath.Join(folder, "moto")
	ready := os.Getenv(Ready) //nolint:forbidigo // only tests import this package
	if ready == "" {
		return path, Tagged(path, "", "-X=runtime.godebugDefault=clobberfree=1")
	}
	// The go command keeps the results of a test until a file changes that the test
	// read. A copy can be run by another user, who may not see this folder.
	return path, copyTo(path, ready)
}

// Tagged builds moto to that path, with build tags and flags of the linker. Beside the
// program that the environment names it keeps what it built: the go command does not link
// again what has not changed, not even after a commit, and compiles for it only what the
// tags change. The tests of a package give each program a name of its own.
func Tagged(path, tags, flags string) error {
	// The go command keeps the results of a test until a file changes that the test read.
	if _, err := os.ReadFile(filepath.Join("..", "..", "main.go")); err != nil {
		return err
	}
	kept := path
	if ready := os.Getenv(Ready); ready != "" { //nolint:forbidigo // only tests import this package
		here, err := os.Getwd()
		if err != nil {
			return err
		}
		kept = filepath.Join(filepath.Dir(ready), filepath.Base(here)+"-"+filepath.Base(path))
	}
	build := exec.CommandContext(context.Background(), "go", "build", "-trimpath", "-buildvcs=false", "-ldflags=-w "+flags, "-tags", tags, "-o", kept, "motoconsole") //nolint:gosec // what `make test` names
	if out, err := build.CombinedOutput(); err != nil {
		return fmt.Errorf("%w\n%s", err, out)
	}
	if kept == path {
		return nil
	}
	// Not read here: the go command has just given the file a new time, for which it
	// would run the test again.
	if out, err := exec.CommandContext(context.Background(), "cp", kept, path).CombinedOutput(); err != nil { //nolint:gosec // as above
		return fmt.Errorf("%w\n%s", err, out)
	}
	return nil
}

func copyTo(path, from string) error {
	source, err := os.Open(from) //nolint:gosec // what `make test` has built
	if err != nil {
		return err
	}
	defer func() { _ = source.Close() }()
	target, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o755) //nolint:gosec // a program
	if err != nil {
		return err
	}
	_, err = io.Copy(target, source)
	if later := target.Close(); err == nil {
		err = later
	}
	return err
}
