package floor

import (
	"errors"
	"fmt"
	"io"
	"os"

	"golang.org/x/crypto/ssh"
	"motoconsole/internal/config"
	"motoconsole/internal/sshd"
	"motoconsole/internal/trust"
)

const (
	hostKeyKey   = "serve.host_key"
	revokedKey   = "serve.revoked"
	userCAKey    = "serve.user_ca"
	agentsKey    = "agents"
	mostKeyFile  = 64 << 10
	mostRevoked  = 4 << 20
	withoutAgent = "write [agents.NAME] for each agent, as docs/serve.md says"
)

// MakeHostKey makes the server's key. It never replaces a key: clients know it.
func MakeHostKey(out io.Writer, s config.Settings) error {
	if s.Serve.HostKey == "" {
		return s.Fault(hostKeyKey, "is missing", `name the file to make in [serve], such as host_key = "host_key"`)
	}
	found, err := trust.Look(s.Serve.HostKey, trust.Rule{})
	switch {
	case err != nil:
		return fileFault(s, hostKeyKey, err)
	case found.Info != nil:
		return s.Fault(hostKeyKey, "the file exists already, and clients know the key in it", "keep it, or move it away first")
	}
	text, public, err := sshd.NewHostKey()
	if err != nil {
		return err
	}
	f, err := trust.Beside(found.Path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return fileFault(s, hostKeyKey, err)
	}
	_, err = f.Write(text)
	clear(text)
	if err = errors.Join(err, f.Sync(), f.Close()); err == nil {
		err = trust.Private(found.Path)
	}
	if err != nil {
		return fmt.Errorf("the key cannot be written: check the disk it is on: %w", err)
	}
	_, err = fmt.Fprintf(out, "Made %s. Clients will ask whether they know this key:\n%s\n%s", found.Path, ssh.FingerprintSHA256(public), ssh.MarshalAuthorizedKey(public))
	return err
}

// fileFault is the error for a file that a key names.
func fileFault(s config.Settings, key string, err error) error {
	switch fault := trust.FaultIn(err); {
	case fault != nil:
		return s.Fault(key, fault.Error(), fault.Fix)
	case errors.Is(err, os.ErrNotExist):
		fix := "name a file that exists"
		if key == hostKeyKey {
			fix = "run moto serve --init"
		}
		return s.Fault(key, "the file does not exist", fix)
	case errors.Is(err, trust.ErrNotFile):
		return s.Fault(key, "is not a file", "name a file")
	default:
		return s.Fault(key, "the file cannot be read or made", "let the user who runs moto do that")
	}
}

// hostKey reads the server's key, which no other user may read.
func hostKey(s config.Settings) (ssh.Signer, error) {
	if s.Serve.HostKey == "" {
		return nil, s.Fault(hostKeyKey, "is missing", `name the file of the server's key in [serve], such as host_key = "host_key", and run moto serve --init`)
	}
	text, err := readFile(s, hostKeyKey, s.Serve.HostKey, trust.Rule{Closed: 0o077}, mostKeyFile)
	if err != nil {
		return nil, err
	}
	defer clear(text)
	key, err := sshd.ParseHostKey(text)
	if err != nil {
		return nil, s.Fault(hostKeyKey, err.Error(), "move the file away and run moto serve --init")
	}
	return key, nil
}

// RunsServer reports that the user runs the server of the settings, or could: the user can read
// its private key, as root can too.
func RunsServer(s config.Settings) bool {
	if info, err := os.Stat(s.Serve.HostKey); err != nil || !info.Mode().IsRegular() {
		return false
	}
	f, err := os.Open(s.Serve.HostKey)
	if err != nil {
		return false
	}
	return f.Close() == nil
}

func readFile(s config.Settings, key, path string, r trust.Rule, most int64) ([]byte, error) {
	f, err := trust.Open(path, r)
	if err != nil {
		return nil, fileFault(s, key, err)
	}
	defer func() { _ = f.Close() }() // it was only read
	text, err := io.ReadAll(io.LimitReader(f, most+1))
	if err != nil || int64(len(text)) > most {
		return nil, s.Fault(key, "the file cannot be read, or is too long", "check the file and the disk it is on")
	}
	return text, nil
}
