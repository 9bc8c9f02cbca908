package main

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"net"
	"net/url"
	"syscall"
)

// state is where a socket is: closed, waiting until it comes back, connecting, upgrading, greeting, or ready.
type state int

const (
	closed state = iota
	waiting
	connecting
	upgrading
	greeting
	ready
)

// Opcodes of WebSocket, https://www.rfc-editor.org/rfc/rfc6455#section-5.2
const (
	wsText   = 1
	wsBinary = 2
	wsClose  = 8
	wsPing   = 9
	wsPong   = 10
)

// The key and its answer of RFC 6455, section 1.3. One key for all will do: it guards against caches between the two.
const (
	wsKey    = "dGhlIHNhbXBsZSBub25jZQ=="
	wsAccept = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="
)

// socket is one WebSocket.
type socket struct {
	fd    int
	state state
	// Position among the sockets; says what it sends as hello.
	index int
	// Bytes of a message that is not complete yet, and bytes that the kernel did not take yet.
	partial, pending []byte
	// Tries without success in a row.
	failures int
	// When the request was sent whose answer is awaited, for answers without a stamp.
	askedAt int64
}

// target is where all sockets connect to.
type target struct {
	address syscall.SockaddrInet4
	request []byte
}

// parseTarget takes an address of loopback: this program is to measure one's own server, not to burden another's.
func parseTarget(address string) (target, error) {
	parsed, err := url.Parse(address)
	if err != nil {
		return target{}, err
	}
	resolved, err := net.ResolveTCPAddr("tcp4", parsed.Host)
	if err != nil {
		return target{}, err
	}
	if parsed.Scheme != "ws" || !resolved.IP.IsLoopback() {
		return target{}, fmt.Errorf("%s is not ws:// on loopback", address)
	}
	request := fmt.Sprintf("GET %s HTTP/1.1\r\nHost: %s\r\nOrigin: http://%s\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"+
		"Sec-WebSocket-Key: %s\r\nSec-WebSocket-Version: 13\r\nUser-Agent: cozy-bench\r\n\r\n",
		parsed.RequestURI(), parsed.Host, parsed.Host, wsKey)
	return target{
		address: syscall.SockaddrInet4{Port: resolved.Port, Addr: [4]byte(resolved.IP.To4())},
		request: []byte(request),
	}, nil
}

// connect begins to connect, without waiting.
func (t *target) connect() (int, error) {
	fd, err := syscall.Socket(syscall.AF_INET, syscall.SOCK_STREAM|syscall.SOCK_NONBLOCK|syscall.SOCK_CLOEXEC, 0)
	if err != nil {
		return 0, err
	}
	if err := syscall.SetsockoptInt(fd, syscall.IPPROTO_TCP, syscall.TCP_NODELAY, 1); err != nil {
		return 0, errors.Join(err, syscall.Close(fd))
	}
	if err := syscall.Connect(fd, &t.address); err != nil && err != syscall.EINPROGRESS {
		return 0, errors.Join(err, syscall.Close(fd))
	}
	return fd, nil
}

// upgraded checks the answer to the upgrade, and gives what follows it; ok is false while it is not complete.
func upgraded(received []byte) (rest []byte, ok bool, err error) {
	end := bytes.Index(received, []byte("\r\n\r\n"))
	if end < 0 {
		return received, false, nil
	}
	head := received[:end]
	if !bytes.HasPrefix(head, []byte("HTTP/1.1 101")) || !bytes.Contains(head, []byte(wsAccept)) {
		line, _, _ := bytes.Cut(head, []byte("\r\n"))
		return nil, false, fmt.Errorf("the server did not upgrade: %s", line)
	}
	return received[end+4:], true, nil
}

// nextMessage takes one message off the front; ok is false while it is not complete.
func nextMessage(received []byte) (opcode byte, payload, rest []byte, ok bool, err error) {
	opcode, payload, rest, isLast, ok, err := nextFrame(received)
	if err != nil || !ok || isLast {
		return opcode, payload, rest, ok, err
	}
	// A message in fragments, which a server sends without anything between.
	whole := append([]byte(nil), payload...)
	for !isLast {
		_, payload, rest, isLast, ok, err = nextFrame(rest)
		if err != nil || !ok {
			return 0, nil, received, false, err
		}
		whole = append(whole, payload...)
	}
	return opcode, whole, rest, true, nil
}

// nextFrame takes a frame off what was received; isLast tells whether it ends its message.
func nextFrame(received []byte) (opcode byte, payload, rest []byte, isLast, ok bool, err error) {
	if len(received) < 2 {
		return 0, nil, received, false, false, nil
	}
	if received[0]&0x70 != 0 || received[1]&0x80 != 0 {
		return 0, nil, nil, false, false, fmt.Errorf("an extension or a mask: % x", received[:2])
	}
	length, head := int(received[1]), 2
	switch {
	case length == 126:
		head = 4
		if len(received) < head {
			return 0, nil, received, false, false, nil
		}
		length = int(binary.BigEndian.Uint16(received[2:]))
	case length == 127:
		head = 10
		if len(received) < head {
			return 0, nil, received, false, false, nil
		}
		length = int(binary.BigEndian.Uint64(received[2:]))
	}
	if len(received) < head+length {
		return 0, nil, received, false, false, nil
	}
	return received[0] & 0x0f, received[head : head+length], received[head+length:], received[0]&0x80 != 0, true, nil
}

// frame makes a message as a client sends it. The mask is 0, so that stamps can be written into it.
func frame(opcode byte, payload []byte) []byte {
	var head []byte
	switch length := len(payload); {
	case length < 126:
		head = []byte{0x80 | opcode, 0x80 | byte(length)}
	case length < 1<<16:
		head = binary.BigEndian.AppendUint16([]byte{0x80 | opcode, 0x80 | 126}, uint16(length))
	default:
		head = binary.BigEndian.AppendUint64([]byte{0x80 | opcode, 0x80 | 127}, uint64(length))
	}
	head = append(head, 0, 0, 0, 0)
	return append(head, payload...)
}
