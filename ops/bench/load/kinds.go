package main

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math"
	"strconv"
)

// kind is what a server speaks above WebSocket.
type kind string

const (
	// Nothing: every socket is ready once it is open.
	plain kind = "plain"
	// Cozy with encoding=msgpack and encoding=json, see protocol/SPEC.md.
	cozy     kind = "cozy"
	cozyJSON kind = "cozy-json"
	// https://github.com/socketio/socket.io-protocol, revision 5 over engine.io's revision 4.
	socketIO kind = "socket.io"
	// https://centrifugal.dev/docs/transports/client_protocol, JSON.
	centrifuge kind = "centrifuge"
)

func (k kind) check() error {
	switch k {
	case plain, cozy, cozyJSON, socketIO, centrifuge:
		return nil
	}
	return fmt.Errorf("no kind %q", k)
}

// binary tells whether frames go in binary messages.
func (k kind) binary() bool { return k == plain || k == cozy }

// frames tells whether messages hold Cozy's frames.
func (k kind) frames() bool { return k == cozy || k == cozyJSON }

// opening is what every frame of Cozy begins with, up to its opcode.
func (k kind) opening() []byte {
	if k == cozyJSON {
		return []byte(`{"op":`)
	}
	return []byte("\xa2op")
}

// opcode reads what follows opening.
func (k kind) opcode(frame []byte) int {
	if k == cozy {
		if len(frame) == 0 {
			return -1
		}
		return int(frame[0])
	}
	end := bytes.IndexAny(frame, ",}")
	opcode, err := strconv.Atoi(string(frame[:max(end, 0)]))
	if err != nil {
		return -1
	}
	return opcode
}

// refused tells whether a Response carries an error.
func (k kind) refused(frame []byte) bool {
	head := frame[:min(len(frame), 24)]
	if k == cozyJSON {
		return bytes.Contains(head, []byte(`"e":{`))
	}
	at := bytes.Index(head, []byte("\xa1e"))
	return at >= 0 && at+2 < len(head) && head[at+2]&0xf0 == 0x80
}

// greet tells what a socket sends on opening.
func (k kind) greet() []byte {
	if k == centrifuge {
		return []byte(`{"id":1,"connect":{}}`)
	}
	return nil
}

// reply tells what a socket answers to a message of the server's own, and whether that made it ready.
func (k kind) reply(message []byte) (answer []byte, ready bool) {
	switch k {
	case socketIO:
		switch {
		case bytes.HasPrefix(message, []byte("40")):
			return nil, true
		case bytes.HasPrefix(message, []byte("0")):
			return []byte("40"), false
		case bytes.Equal(message, []byte("2")):
			return []byte("3"), false
		}
	case centrifuge:
		if bytes.Equal(message, []byte("{}")) {
			return message, false
		}
		return nil, bytes.Contains(message, []byte(`"connect":`))
	}
	return nil, false
}

// retryAfter reads the field retry_after, in seconds; 0 when there is none.
func retryAfter(frame []byte) float64 {
	const key = "retry_after"
	at := bytes.Index(frame, []byte(key))
	if at < 0 {
		return 0
	}
	value := frame[at+len(key):]
	if end := bytes.IndexAny(value, ",}"); bytes.HasPrefix(value, []byte(`":`)) && end > 0 {
		seconds, err := strconv.ParseFloat(string(value[2:end]), 64)
		if err == nil {
			return seconds
		}
	}
	switch {
	case len(value) > 0 && value[0] < 0x80:
		return float64(value[0])
	case len(value) > 1 && value[0] == 0xcc:
		return float64(value[1])
	case len(value) > 2 && value[0] == 0xcd:
		return float64(binary.BigEndian.Uint16(value[1:]))
	case len(value) > 4 && value[0] == 0xca:
		return float64(math.Float32frombits(binary.BigEndian.Uint32(value[1:])))
	case len(value) > 8 && value[0] == 0xcb:
		return math.Float64frombits(binary.BigEndian.Uint64(value[1:]))
	}
	return 1
}
