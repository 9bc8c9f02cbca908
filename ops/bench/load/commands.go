package main

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"syscall"
	"time"
)

// command is one line of standard input; which fields count is said by Do.
type command struct {
	// open, close, reset, stats, await, play or pump.
	Do   string
	Open openCommand
	// Of await: sends nothing and waits. Of play: a file of lines `MICROSECONDS SOCKET FRAME`, sent at their times. Of pump:
	// a file of lines `SOCKET FRAME`, sent in turn. Frames are in base64, and their stamps are filled in.
	File string
	// Of pump: whenever no more than Low are under way, so many are sent that there are High.
	Low, High int
	// Of pump: what ends one that is under way: its answer, or else its event on all sockets.
	Answers bool
	// Of pump: milliseconds for which it sends.
	ForMs int `json:"for_ms"`
	// Of await and play: stamped events to wait for since the last reset.
	Expect int64
	// Of await, play and pump: milliseconds to wait for what is still under way after the last was sent, and milliseconds
	// of silence after which that is over too; 0 for no such end.
	GraceMs int `json:"grace_ms"`
	QuietMs int `json:"quiet_ms"`
}

// openCommand connects all sockets, and is answered once all are ready.
type openCommand struct {
	Url     string
	Kind    kind
	Sockets int
	// Sockets that connect at the same time.
	AtOnce int `json:"at_once"`
	// Milliseconds after which it is given up.
	WithinMs int `json:"within_ms"`
	// File of lines `FRAME [FRAME]`: what a socket says to Hello, and once it is ready. The sockets take them in turn.
	Hellos string
	// Heartbeat in base64, and milliseconds between two of one socket.
	Beat   string
	BeatMs int `json:"beat_ms"`
	// The dictionary of compress=dict, and its version.
	Dictionary string
	Version    byte
}

type openAnswer struct {
	Ready   int     `json:"ready"`
	Again   int     `json:"again"`
	Seconds float64 `json:"seconds"`
}

type statsAnswer struct {
	Sent     int       `json:"sent"`
	Seconds  float64   `json:"seconds"`
	Ready    int       `json:"ready"`
	Messages int64     `json:"messages"`
	Bytes    int64     `json:"bytes"`
	Inflated int64     `json:"inflated"`
	Events   int64     `json:"events"`
	Marked   int64     `json:"marked"`
	Answers  int64     `json:"answers"`
	Errors   int64     `json:"errors"`
	Lost     int64     `json:"lost"`
	Delivery latencies `json:"delivery"`
	Answer   latencies `json:"answer"`
}

func respond(answer any) error {
	return json.NewEncoder(os.Stdout).Encode(answer)
}

func (l *loop) readCommands() (ended bool, err error) {
	count, err := syscall.Read(0, l.buffer)
	if err == syscall.EAGAIN || err == syscall.EINTR {
		return false, nil
	}
	if err != nil || count == 0 {
		return true, err
	}
	l.input = append(l.input, l.buffer[:count]...)
	for {
		line, rest, found := bytes.Cut(l.input, []byte("\n"))
		if !found {
			return false, nil
		}
		l.input = rest
		var command command
		if err := json.Unmarshal(line, &command); err != nil {
			return false, err
		}
		if err := l.do(&command); err != nil {
			return false, err
		}
	}
}

func (l *loop) do(command *command) error {
	switch command.Do {
	case "open":
		return l.open(&command.Open)
	case "close":
		for _, socket := range l.sockets {
			if socket.state != closed && socket.state != waiting {
				l.drop(socket)
			}
		}
		clear(l.returning)
		l.sockets, l.ready, l.opening = nil, 0, 0
		return respond(struct{}{})
	case "reset":
		l.stats = newStats()
		return respond(struct{}{})
	case "stats":
		return respond(l.answer(0, l.now))
	case "await":
		l.task = l.finish(command, 0, l.now)
		return nil
	case "play":
		return l.play(command)
	case "pump":
		return l.pump(command)
	}
	return fmt.Errorf("no command %q", command.Do)
}

func (l *loop) open(options *openCommand) (err error) {
	if err := options.Kind.check(); err != nil {
		return err
	}
	if l.target, err = parseTarget(options.Url); err != nil {
		return err
	}
	if l.scanner, err = newScanner(options.Kind, options.Dictionary, options.Version); err != nil {
		return err
	}
	l.options = *options
	if l.beat, err = l.options.message(options.Beat); err != nil {
		return err
	}
	l.hellos = nil
	if options.Hellos != "" {
		err = eachLine(options.Hellos, func(fields []string) error {
			var hello [2][]byte
			for i, field := range fields {
				if hello[i], err = l.options.message(field); err != nil {
					return err
				}
			}
			l.hellos = append(l.hellos, hello)
			return nil
		})
		if err != nil {
			return err
		}
	}
	l.again, l.nextBeat, l.beatsFrom = 0, 0, time.Now()
	l.sockets = make([]*socket, 0, options.Sockets)
	since := time.Now()
	l.task = func() any {
		for len(l.sockets) < options.Sockets && l.opening < options.AtOnce {
			socket := &socket{index: len(l.sockets)}
			l.sockets = append(l.sockets, socket)
			if err := l.connect(socket); err != nil {
				return map[string]string{"error": err.Error()}
			}
		}
		if l.now.Sub(since) > time.Duration(options.WithinMs)*time.Millisecond {
			return map[string]string{"error": fmt.Sprintf("only %d of %d sockets became ready", l.ready, options.Sockets)}
		}
		if l.ready < options.Sockets {
			return nil
		}
		return openAnswer{Ready: l.ready, Again: l.again, Seconds: l.now.Sub(since).Seconds()}
	}
	return nil
}

// message makes a WebSocket message of a frame in base64; nil for an empty text.
func (o *openCommand) message(encoded string) ([]byte, error) {
	if encoded == "" {
		return nil, nil
	}
	payload, err := base64.StdEncoding.DecodeString(encoded)
	if err != nil {
		return nil, err
	}
	if o.Kind.binary() {
		return frame(wsBinary, payload), nil
	}
	return frame(wsText, payload), nil
}

func (l *loop) answer(sent int, since time.Time) statsAnswer {
	until := l.lastEvent
	if until.Before(since) {
		until = l.now
	}
	stats := l.stats
	return statsAnswer{
		Sent:     sent,
		Seconds:  until.Sub(since).Seconds(),
		Ready:    l.ready,
		Messages: stats.messages,
		Bytes:    stats.bytes,
		Inflated: stats.inflated,
		Events:   stats.events,
		Marked:   stats.marked,
		Answers:  stats.answers,
		Errors:   stats.errors,
		Lost:     stats.lost,
		Delivery: summary(stats.delivery),
		Answer:   summary(stats.answer),
	}
}

// eachLine gives the fields of every line of a file.
func eachLine(path string, use func(fields []string) error) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		if err := use(strings.Fields(lines.Text())); err != nil {
			return err
		}
	}
	return lines.Err()
}
