// Command load opens many WebSockets on loopback, sends what it is told, and counts and times what it receives. It is the
// client of every benchmark: one thread that waits with epoll, cheap enough that the server is what is measured.
//
// It reads commands from standard input, one JSON object a line, and answers each with one line on standard output once it
// is done; see command in commands.go. It ends when standard input does.
//
//	load            the client
//	load zstd FILE  sizes of FILE's messages, each after its length as a 32-bit big-endian number, under zstd
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"runtime"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "load:", err)
		os.Exit(1)
	}
}

func run(arguments []string) error {
	if len(arguments) == 2 && arguments[0] == "zstd" {
		sizes, err := zstdSizes(arguments[1])
		if err != nil {
			return err
		}
		return json.NewEncoder(os.Stdout).Encode(sizes)
	}
	if len(arguments) > 0 {
		return fmt.Errorf("say nothing, or zstd and a file, not %q", arguments)
	}
	// The loop is one goroutine; a second thread would only move it about.
	runtime.GOMAXPROCS(1)
	runtime.LockOSThread()
	loop, err := newLoop()
	if err != nil {
		return err
	}
	return loop.run()
}
