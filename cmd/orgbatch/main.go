package main

import (
	"context"
	"os"
)

func main() {
	os.Exit(execute(context.Background(), process{
		args: os.Args[1:], stdin: os.Stdin,
		stdout: os.Stdout, stderr: os.Stderr,
		env: os.Getenv,
	}))
}
