package main

import (
	"bytes"
	"compress/flate"
	"fmt"
	"hash/maphash"
	"io"
	"os"
)

// A stamp is a mark and the time at which its message was sent: 16 digits, microseconds since 1970. Stamps with the other
// mark are filled in as well, which makes a nonce of them, but not looked for.
const (
	mark        = "~t"
	nonceMark   = "~n"
	stampDigits = 16
	stampLength = len(mark) + stampDigits
)

// Opcodes of Cozy's frames that matter here.
const (
	opDispatch = 0
	opInvalid  = 9
	opHello    = 10
	opResponse = 21
)

// Payloads that are remembered with what is in them: an event comes to thousands of sockets with the same bytes.
const remembered = 512

// content is what is in one message.
type content struct {
	inflated                int64
	events, answers, errors int64
	// Stamps of events; those of answers are told apart.
	stamps, answerStamps []int64
	hello, ready         bool
	// Set when the server says Invalid Session: seconds after which to come back.
	invalid bool
	retry   float64
}

// scanner finds events and stamps in messages.
type scanner struct {
	kind       kind
	dictionary []byte
	version    byte
	inflater   io.ReadCloser
	buffer     bytes.Buffer
	seed       maphash.Seed
	known      map[uint64]*content
	order      []uint64
	next       int
}

func newScanner(kind kind, dictionary string, version byte) (*scanner, error) {
	scanner := &scanner{kind: kind, version: version, seed: maphash.MakeSeed(), known: map[uint64]*content{}}
	scanner.order = make([]uint64, remembered)
	if dictionary == "" {
		return scanner, nil
	}
	bytes, err := os.ReadFile(dictionary)
	scanner.dictionary = bytes
	return scanner, err
}

// scan reads a message, or remembers it.
func (s *scanner) scan(payload []byte) (*content, error) {
	key := maphash.Bytes(s.seed, payload)
	if found := s.known[key]; found != nil {
		return found, nil
	}
	plain, err := s.inflate(payload)
	if err != nil {
		return nil, err
	}
	found := &content{inflated: int64(len(plain))}
	if s.kind.frames() {
		s.scanFrames(plain, found)
	} else {
		for rest := plain; ; {
			stamp, after, ok := firstStamp(rest)
			if !ok {
				break
			}
			found.stamps = append(found.stamps, stamp)
			rest = after
		}
		found.events = int64(len(found.stamps))
	}
	delete(s.known, s.order[s.next])
	s.known[key], s.order[s.next] = found, key
	s.next = (s.next + 1) % remembered
	return found, nil
}

// inflate undoes `compress=dict` (SPEC.md, GW-49): a byte that names the dictionary, or 0, then the frames.
func (s *scanner) inflate(payload []byte) ([]byte, error) {
	if s.dictionary == nil || len(payload) == 0 {
		return payload, nil
	}
	if payload[0] == 0 {
		return payload[1:], nil
	}
	if payload[0] != s.version {
		return nil, fmt.Errorf("a message is compressed with dictionary %d, not %d", payload[0], s.version)
	}
	source := bytes.NewReader(payload[1:])
	if s.inflater == nil {
		s.inflater = flate.NewReaderDict(source, s.dictionary)
	} else if err := s.inflater.(flate.Resetter).Reset(source, s.dictionary); err != nil {
		return nil, err
	}
	s.buffer.Reset()
	if _, err := s.buffer.ReadFrom(s.inflater); err != nil {
		return nil, err
	}
	return s.buffer.Bytes(), nil
}

// scanFrames finds the frames by the key `op` that each begins with.
func (s *scanner) scanFrames(plain []byte, found *content) {
	opening := s.kind.opening()
	for at := bytes.Index(plain, opening); at >= 0; {
		frame := plain[at+len(opening):]
		next := bytes.Index(frame, opening)
		if next >= 0 {
			at += len(opening) + next
			frame = frame[:next]
		} else {
			at = -1
		}
		switch s.kind.opcode(frame) {
		case opDispatch:
			found.events++
			if stamp, _, ok := firstStamp(frame); ok {
				found.stamps = append(found.stamps, stamp)
			}
			head := frame[:min(len(frame), 24)]
			found.ready = found.ready || bytes.Contains(head, []byte("READY")) || bytes.Contains(head, []byte("RESUMED"))
		case opHello:
			found.hello = true
		case opInvalid:
			found.invalid = true
			found.retry = retryAfter(frame)
		case opResponse:
			found.answers++
			if stamp, _, ok := firstStamp(frame); ok {
				found.answerStamps = append(found.answerStamps, stamp)
			}
			if s.kind.refused(frame) {
				found.errors++
			}
		}
	}
}

// firstStamp finds a stamp, and gives what follows it.
func firstStamp(plain []byte) (stamp int64, after []byte, ok bool) {
	for {
		at := bytes.Index(plain, []byte(mark))
		if at < 0 || len(plain) < at+stampLength {
			return 0, nil, false
		}
		after = plain[at+stampLength:]
		if stamp, ok = readDigits(plain[at+len(mark) : at+stampLength]); ok {
			return stamp, after, true
		}
		plain = after
	}
}

func readDigits(text []byte) (int64, bool) {
	var value int64
	for _, digit := range text {
		if digit < '0' || digit > '9' {
			return 0, false
		}
		value = value*10 + int64(digit-'0')
	}
	return value, true
}

// writeStamp puts a time into the stamp that text begins with.
func writeStamp(text []byte, micros int64) {
	for i := stampLength - 1; i >= len(mark); i-- {
		text[i] = byte('0' + micros%10)
		micros /= 10
	}
}
