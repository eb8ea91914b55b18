// Moto is a terminal console for call-centre agents who take card payments
// over the telephone.
package main

import (
	"os"
	_ "time/tzdata" // for systems without a database of time zones, such as Windows

	"motoconsole/internal/cli"
)

// version is set at build time.
var version = ""

func main() { os.Exit(cli.Run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr, os.Getenv, version)) }
