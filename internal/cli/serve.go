package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/crypto/ssh"

	"motoconsole/internal/config"
	"motoconsole/internal/panics"
	"motoconsole/internal/sshd"
	"motoconsole/internal/trust"
)

// serveCommand is `moto serve`.
func (p program) serveCommand() *cobra.Command {
	var configPath string
	var makeKey bool
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Serve consoles over SSH",
		Long: `Serve the console over SSH to the agents of the table: each signs in with a key of
their own, or with a certificate of serve.user_ca, and works in a terminal as at a
desk. Over the same connection an agent may run lookup (also as find), resolve and
check. There are no passwords, and nothing else is served.

A signal to end (SIGTERM) ends the sessions; moto completes the payments that are on
their way, records their outcomes, and then exits. SIGHUP has it look at serve.revoked
at once, and ends nothing. docs/serve.md takes you from a
bare machine to agents who sign in.`,
		Example: `  moto serve --init       make the server's key, once
  moto serve
  ssh -p 2222 pay.example.net
  ssh -p 2222 pay.example.net lookup A17`,
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if makeKey {
				return p.makeHostKey(cmd.OutOrStdout(), configPath)
			}
			s, err := p.load(configPath)
			if err != nil {
				return err
			}
			return p.serve(cmd.Context(), cmd.OutOrStdout(), s)
		},
	}
	cmd.Flags().StringVar(&configPath, "config", "", "configuration `file`")
	cmd.Flags().BoolVar(&makeKey, "init", false, "make the server's key in the file that serve.host_key names, and exit")
	return cmd
}

const (
	hostKeyKey   = "serve.host_key"
	revokedKey   = "serve.revoked"
	agentsKey    = "agents"
	mostKeyFile  = 64 << 10
	mostRevoked  = 4 << 20
	withoutAgent = "write [agents.NAME] for each agent, as docs/serve.md says"
)

// makeHostKey is `moto serve --init`. It never replaces a key: clients know it.
func (p program) makeHostKey(out io.Writer, configPath string) error {
	path, err := config.Find(configPath, p.getenv)
	if err != nil {
		return usageError{err}
	}
	s, err := config.LoadWithoutPassword(path, p.getenv)
	if err != nil {
		return err
	}
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

// signers is who may sign in, without the list of revoked keys.
func signers(s config.Settings) ([]sshd.Agent, error) {
	switch {
	case s.Agents == nil:
		return nil, s.Fault(agentsKey, "is missing: a server has to know its agents", withoutAgent)
	case len(s.Served()) == 0:
		return nil, s.Fault(agentsKey, "no agent can sign in", "give agents their keys, or set serve.user_ca, as docs/serve.md says")
	}
	var agents []sshd.Agent
	for _, a := range s.Served() {
		agent := sshd.Agent{Name: a.Name, Principals: a.Principals}
		for _, text := range a.Keys {
			key, _, _, _, err := ssh.ParseAuthorizedKey([]byte(text))
			if err != nil || sshd.Weak(key) {
				return nil, s.Fault(agentsKey+"."+config.Key(a.Name)+".keys", "a key is too weak", "use ed25519: ssh-keygen -t ed25519")
			}
			agent.Keys = append(agent.Keys, key)
		}
		agents = append(agents, agent)
	}
	if _, err := sshd.NewAccess(agents, nil, nil); err != nil {
		return nil, s.Fault(agentsKey, err.Error(), "a key or a principal belongs to one agent only: take it out elsewhere")
	}
	return agents, nil
}

// serve serves consoles until the context ends.
func (p program) serve(ctx context.Context, out io.Writer, s config.Settings) error {
	s.UI.CardIdle, s.UI.LockAfter = p.testTimes(s.UI.CardIdle, s.UI.LockAfter)
	agents, err := signers(s)
	if err != nil {
		return err
	}
	if s.Log.File == "" {
		return s.Fault("log.file", "is missing: a server records who signs in", `name a file in [log], such as file = "moto.log"`)
	}
	key, err := hostKey(s)
	if err != nil {
		return err
	}
	door, err := newDoor(s, agents)
	if err != nil {
		return err
	}
	house := newHouse(p, s)
	defer house.close()
	var room int
	if room, house.lacks = lockable(s.Serve.MaxSessions); room < s.Serve.MaxSessions {
		return s.Fault("serve.max_sessions", fmt.Sprintf("the system locks memory for the cards of %d sessions only", room), "raise its limit (LimitMEMLOCK=, ulimit -l) by 16 KiB for each session, or lower max_sessions")
	}
	if door.log, door.audit, err = house.opened(ctx); err != nil {
		return err
	}
	l, err := new(net.ListenConfig).Listen(ctx, "tcp", s.Serve.Listen)
	if err != nil {
		return s.Fault("serve.listen", "moto cannot listen there: "+reasonOf(err), "free the port, or choose another")
	}
	server := sshd.New(sshd.Options{
		HostKey: key, Access: door.access, Event: door.event, Log: door.log, Handle: house.handle, Gone: house.forget,
		Limits: sshd.Limits{
			Sessions: s.Serve.MaxSessions, PerAgent: s.Serve.PerAgent, PerAddress: s.Serve.PerAddress,
			Handshake: s.Serve.HandshakeTimeout, Idle: s.Serve.IdleTimeout, Longest: s.Serve.Longest,
		},
	})
	_, _ = fmt.Fprintf(out, "moto serves consoles on %s, with the key %s\n", l.Addr(), ssh.FingerprintSHA256(key.PublicKey()))
	go panics.Caught(door.log, "the list of revoked keys", func() { door.watch(ctx, p.hangups, server.Recheck) })
	stop := context.AfterFunc(ctx, func() { _ = l.Close() })
	defer stop()
	err = server.Serve(l)
	server.Close() // waits for the payments on their way
	if err != nil {
		return fmt.Errorf("moto cannot take connections any more: %s", reasonOf(err))
	}
	return nil
}

// reasonOf is the system's reason, without the addresses that it repeats.
func reasonOf(err error) string {
	if e, is := errors.AsType[*os.SyscallError](err); is {
		return e.Err.Error()
	}
	if e, is := errors.AsType[*net.OpError](err); is {
		return e.Err.Error()
	}
	return strings.TrimPrefix(filepath.Base(err.Error()), "listen ")
}
