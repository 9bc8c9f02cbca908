package main

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"syscall"
	"time"
	"unsafe"
)

// Bytes that are read from a socket at once, and sockets that one wait reports.
const (
	readBytes    = 256 * 1024
	eventsAtOnce = 1024
)

// How long a wait lasts at most, so that times are kept.
const tick = 5 * time.Millisecond

// A client waits a random time up to the first before it comes back, doubled after each failure up to the last: SPEC.md,
// GW-30.
const (
	firstBackoff = 500 * time.Millisecond
	lastBackoff  = 30 * time.Second
)

// loop is all sockets and what is to be done with them.
type loop struct {
	epoll   int
	sockets []*socket
	byFd    map[int]*socket
	options openCommand
	target  target
	scanner *scanner
	hellos  [][2][]byte
	beat    []byte
	stats   *stats
	buffer  []byte
	input   []byte
	now     time.Time
	// The one command that is under way; it gives its answer once it is done. It is due at a time, besides whenever
	// something was received.
	task func() any
	due  time.Time
	// Sockets that wait to come back, by the time at which they do.
	returning map[*socket]time.Time
	ready     int
	// Sockets that are open but not ready, and those that were refused or lost on the way.
	opening, again int
	// Which heartbeat comes next, counted from a time.
	nextBeat  int
	beatsFrom time.Time
	// The last stamp that was written.
	lastStamp int64
	// When the last event or answer came.
	lastEvent time.Time
}

func newLoop() (*loop, error) {
	epoll, err := syscall.EpollCreate1(syscall.EPOLL_CLOEXEC)
	if err != nil {
		return nil, err
	}
	l := &loop{epoll: epoll, byFd: map[int]*socket{}, stats: newStats(), buffer: make([]byte, readBytes)}
	l.returning = map[*socket]time.Time{}
	if err := syscall.SetNonblock(0, true); err != nil {
		return nil, err
	}
	return l, l.watch(0, syscall.EPOLL_CTL_ADD, syscall.EPOLLIN)
}

// run serves until standard input ends.
func (l *loop) run() error {
	events := make([]syscall.EpollEvent, eventsAtOnce)
	for {
		count, err := waitFor(l.epoll, events, l.timeout())
		if err != nil && err != syscall.EINTR {
			return err
		}
		l.now = time.Now()
		for _, event := range events[:max(count, 0)] {
			if event.Fd == 0 {
				ended, err := l.readCommands()
				if ended || err != nil {
					return err
				}
				continue
			}
			if socket := l.byFd[int(event.Fd)]; socket != nil {
				if err := l.serve(socket, event.Events); err != nil {
					return err
				}
			}
		}
		if err := l.keepTimes(); err != nil {
			return err
		}
		if l.task != nil {
			if answer := l.task(); answer != nil {
				l.task, l.due = nil, time.Time{}
				if err := respond(answer); err != nil {
					return err
				}
			}
		}
	}
}

// timeout is how long to wait: to the moment at which a command has something to do, or else one tick.
func (l *loop) timeout() time.Duration {
	if l.task == nil || l.due.IsZero() {
		return tick
	}
	return max(0, min(tick, time.Until(l.due)))
}

// waitFor is epoll_wait with nanoseconds: with milliseconds, a thousand messages in a second would go out in pairs.
func waitFor(epoll int, events []syscall.EpollEvent, timeout time.Duration) (int, error) {
	const epollPwait2 = 441
	limit := syscall.NsecToTimespec(int64(timeout))
	count, _, errno := syscall.Syscall6(epollPwait2, uintptr(epoll), uintptr(unsafe.Pointer(&events[0])),
		uintptr(len(events)), uintptr(unsafe.Pointer(&limit)), 0, 0)
	if errno != 0 {
		return 0, errno
	}
	return int(count), nil
}

func (l *loop) watch(fd, operation int, events uint32) error {
	return syscall.EpollCtl(l.epoll, operation, fd, &syscall.EpollEvent{Events: events, Fd: int32(fd)})
}

// keepTimes sends what heartbeats are due, and lets sockets come back.
func (l *loop) keepTimes() error {
	for socket, at := range l.returning {
		if l.now.After(at) {
			delete(l.returning, socket)
			if err := l.connect(socket); err != nil {
				return err
			}
		}
	}
	if len(l.beat) == 0 || l.ready == 0 {
		return nil
	}
	// Heartbeats are spread over their interval.
	due := int(int64(l.now.Sub(l.beatsFrom)) * int64(len(l.sockets)) / int64(l.options.BeatMs*int(time.Millisecond)))
	for ; l.nextBeat < due; l.nextBeat++ {
		if socket := l.sockets[l.nextBeat%len(l.sockets)]; socket.state == ready {
			l.send(socket, l.beat)
		}
	}
	return nil
}

func (l *loop) connect(socket *socket) error {
	fd, err := l.target.connect()
	if err != nil {
		return err
	}
	socket.fd, socket.state = fd, connecting
	socket.partial, socket.pending = nil, nil
	l.byFd[fd] = socket
	l.opening++
	return l.watch(fd, syscall.EPOLL_CTL_ADD, syscall.EPOLLOUT)
}

// serve does what a socket is ready for. Only what makes this program useless is an error; a lost connection is counted.
func (l *loop) serve(socket *socket, events uint32) error {
	if socket.state == connecting {
		if events&(syscall.EPOLLERR|syscall.EPOLLHUP) != 0 {
			l.lose(socket, 0)
			return nil
		}
		socket.state = upgrading
		socket.pending = l.target.request
	}
	if events&syscall.EPOLLOUT != 0 {
		if err := l.flush(socket); err != nil {
			return err
		}
	}
	if events&(syscall.EPOLLIN|syscall.EPOLLERR|syscall.EPOLLHUP) == 0 {
		return nil
	}
	count, err := syscall.Read(socket.fd, l.buffer)
	if err == syscall.EAGAIN || err == syscall.EINTR {
		return nil
	}
	if err != nil || count == 0 {
		l.lose(socket, 0)
		return nil
	}
	received := l.buffer[:count]
	if len(socket.partial) > 0 {
		received = append(socket.partial, received...)
	}
	rest, err := l.receive(socket, received)
	if err != nil {
		return fmt.Errorf("socket %d: %w", socket.index, err)
	}
	if len(rest) == 0 {
		socket.partial = nil
	} else {
		socket.partial = bytes.Clone(rest)
	}
	return nil
}

func (l *loop) receive(socket *socket, received []byte) ([]byte, error) {
	if socket.state == upgrading {
		rest, ok, err := upgraded(received)
		if err != nil || !ok {
			return rest, err
		}
		received = rest
		socket.state = greeting
		if greeting := l.options.Kind.greet(); greeting != nil {
			l.sendMessage(socket, greeting)
		}
		if l.options.Kind == plain {
			l.becomeReady(socket)
		}
	}
	for socket.state == greeting || socket.state == ready {
		opcode, payload, rest, ok, err := nextMessage(received)
		if err != nil || !ok {
			return received, err
		}
		length := len(received) - len(rest)
		received = rest
		switch opcode {
		case wsText, wsBinary:
			if err := l.take(socket, payload, length); err != nil {
				return nil, err
			}
		case wsPing:
			l.send(socket, frame(wsPong, payload))
		case wsClose:
			l.lose(socket, 0)
		}
	}
	return received, nil
}

// take counts a message, and answers it where the server's way of speaking asks for that.
func (l *loop) take(socket *socket, payload []byte, length int) error {
	stats := l.stats
	stats.messages++
	stats.bytes += int64(length)
	if answer, isReady := l.options.Kind.reply(payload); answer != nil {
		l.sendMessage(socket, answer)
	} else if isReady && socket.state == greeting {
		l.becomeReady(socket)
	}
	found, err := l.scanner.scan(payload)
	if err != nil {
		return err
	}
	stats.inflated += found.inflated
	stats.events += found.events
	stats.marked += int64(len(found.stamps))
	stats.answers += found.answers
	stats.errors += found.errors
	now := l.now.UnixMicro()
	for _, stamp := range found.stamps {
		record(stats.delivery, now-stamp)
		l.lastEvent = l.now
	}
	for _, stamp := range found.answerStamps {
		record(stats.answer, now-stamp)
	}
	if found.answers > 0 {
		if len(found.answerStamps) == 0 {
			record(stats.answer, now-socket.askedAt)
		}
		l.lastEvent = l.now
	}
	switch {
	case found.invalid:
		l.lose(socket, time.Duration(found.retry*float64(time.Second)))
	case found.ready && socket.state == greeting:
		l.becomeReady(socket)
	case found.hello && len(l.hellos) > 0:
		l.send(socket, l.hellos[socket.index%len(l.hellos)][0])
	}
	return nil
}

func (l *loop) becomeReady(socket *socket) {
	socket.state = ready
	socket.failures = 0
	l.opening--
	l.ready++
	if len(l.hellos) == 0 {
		return
	}
	if after := l.hellos[socket.index%len(l.hellos)][1]; len(after) > 0 {
		l.send(socket, after)
	}
}

// lose forgets a connection, and lets it come back: all are to be ready.
func (l *loop) lose(socket *socket, retry time.Duration) {
	if socket.state == closed || socket.state == waiting {
		return
	}
	if socket.state == ready {
		l.ready--
		l.stats.lost++
	} else {
		l.opening--
		l.again++
	}
	l.drop(socket)
	socket.state = waiting
	backoff := min(firstBackoff<<min(socket.failures, 10), lastBackoff)
	socket.failures++
	l.returning[socket] = l.now.Add(retry + time.Duration(rand.Int64N(int64(backoff))))
}

func (l *loop) drop(socket *socket) {
	delete(l.byFd, socket.fd)
	// Closing takes it out of epoll as well. What was still to be sent is of no interest.
	_ = syscall.Close(socket.fd)
	socket.state = closed
	socket.partial, socket.pending = nil, nil
}

// sendMessage sends a message in the server's way.
func (l *loop) sendMessage(socket *socket, payload []byte) {
	opcode := byte(wsText)
	if l.options.Kind.binary() {
		opcode = wsBinary
	}
	l.send(socket, frame(opcode, payload))
}

// send writes bytes, or keeps what the kernel does not take. A broken connection is found when it is read.
func (l *loop) send(socket *socket, data []byte) {
	if len(socket.pending) > 0 {
		socket.pending = append(socket.pending, data...)
		return
	}
	count, err := syscall.Write(socket.fd, data)
	if err != nil && err != syscall.EAGAIN && err != syscall.EINTR {
		return
	}
	if rest := data[max(count, 0):]; len(rest) > 0 {
		socket.pending = bytes.Clone(rest)
		_ = l.watch(socket.fd, syscall.EPOLL_CTL_MOD, syscall.EPOLLIN|syscall.EPOLLOUT)
	}
}

func (l *loop) flush(socket *socket) error {
	pending := socket.pending
	socket.pending = nil
	if err := l.watch(socket.fd, syscall.EPOLL_CTL_MOD, syscall.EPOLLIN); err != nil {
		return err
	}
	if len(pending) > 0 {
		l.send(socket, pending)
	}
	return nil
}
