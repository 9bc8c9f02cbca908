package main

import (
	"bytes"
	"fmt"
	"strconv"
	"time"
)

// outgoing is a message that one socket sends, with the places of its stamps.
type outgoing struct {
	at     time.Duration
	socket int
	data   []byte
	stamps []int
}

func (l *loop) outgoing(at time.Duration, socketText, encoded string) (outgoing, error) {
	socket, err := strconv.Atoi(socketText)
	if err != nil || socket < 0 || socket >= len(l.sockets) {
		return outgoing{}, fmt.Errorf("no socket %q", socketText)
	}
	data, err := l.options.message(encoded)
	if err != nil {
		return outgoing{}, err
	}
	message := outgoing{at: at, socket: socket, data: data}
	for _, mark := range []string{mark, nonceMark} {
		for from := 0; ; {
			at := bytes.Index(data[from:], []byte(mark))
			if at < 0 || len(data) < from+at+stampLength {
				break
			}
			message.stamps = append(message.stamps, from+at)
			from += at + stampLength
		}
	}
	return message, nil
}

// emit stamps and sends a message. Two stamps are never the same, so that they can be nonces.
func (l *loop) emit(message *outgoing) {
	now := max(time.Now().UnixMicro(), l.lastStamp+1)
	l.lastStamp = now
	for _, at := range message.stamps {
		writeStamp(message.data[at:], now)
	}
	socket := l.sockets[message.socket]
	socket.askedAt = now
	if socket.state == ready {
		l.send(socket, message.data)
	}
}

// play sends messages at their times.
func (l *loop) play(command *command) error {
	var schedule []outgoing
	err := eachLine(command.File, func(fields []string) error {
		micros, err := strconv.ParseInt(fields[0], 10, 64)
		if err != nil {
			return err
		}
		message, err := l.outgoing(time.Duration(micros)*time.Microsecond, fields[1], fields[2])
		schedule = append(schedule, message)
		return err
	})
	if err != nil {
		return err
	}
	since := time.Now()
	next := 0
	l.task = func() any {
		for next < len(schedule) && l.now.Sub(since) >= schedule[next].at {
			l.emit(&schedule[next])
			next++
		}
		if next == len(schedule) {
			l.task, l.due = l.finish(command, next, since), time.Time{}
		} else {
			l.due = since.Add(schedule[next].at)
		}
		return nil
	}
	return nil
}

// pump keeps a number of messages under way.
func (l *loop) pump(command *command) error {
	var messages []outgoing
	err := eachLine(command.File, func(fields []string) error {
		message, err := l.outgoing(0, fields[0], fields[1])
		messages = append(messages, message)
		return err
	})
	if err != nil {
		return err
	}
	since := time.Now()
	until := since.Add(time.Duration(command.ForMs) * time.Millisecond)
	before := *l.stats
	sent := 0
	l.task = func() any {
		done := int(l.stats.marked-before.marked) / len(l.sockets)
		if command.Answers {
			done = int(l.stats.answers - before.answers)
		}
		if l.now.After(until) {
			command.Expect = before.marked + int64(sent*len(l.sockets))
			if command.Answers {
				command.Expect = before.answers + int64(sent)
			}
			l.task = l.finish(command, sent, since)
			return nil
		}
		if sent-done > command.Low {
			return nil
		}
		for ; sent-done < command.High; sent++ {
			l.emit(&messages[sent%len(messages)])
		}
		return nil
	}
	return nil
}

// finish waits for what is expected, or for the end of the time for it.
func (l *loop) finish(command *command, sent int, since time.Time) func() any {
	from := time.Now()
	return func() any {
		received := l.stats.marked
		if command.Answers {
			received = l.stats.answers
		}
		isComplete := command.Expect > 0 && received >= command.Expect
		isLate := command.GraceMs > 0 && l.now.Sub(from) > time.Duration(command.GraceMs)*time.Millisecond
		last := l.lastEvent
		if last.Before(from) {
			last = from
		}
		isQuiet := command.QuietMs > 0 && l.now.Sub(last) > time.Duration(command.QuietMs)*time.Millisecond
		if !isComplete && !isLate && !isQuiet {
			return nil
		}
		return l.answer(sent, since)
	}
}
