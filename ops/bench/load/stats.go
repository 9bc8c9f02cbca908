package main

import "github.com/HdrHistogram/hdrhistogram-go"

// Latencies are kept in microseconds up to a minute, with three digits.
const (
	longest = 60_000_000
	digits  = 3
)

// stats is what all sockets together have received since the last reset.
type stats struct {
	// WebSocket messages, and their bytes on the wire with their headers.
	messages, bytes int64
	// Bytes after decompression; the same as bytes where nothing is compressed.
	inflated int64
	// Events, those of them that carry a stamp, and answers to requests with those that are errors.
	events, marked, answers, errors int64
	// Connections that the server closed, or that broke, while they were to live.
	lost int64
	// From a stamp to the receipt of its event, and from a request to its answer.
	delivery, answer *hdrhistogram.Histogram
}

func newStats() *stats {
	return &stats{
		delivery: hdrhistogram.New(1, longest, digits),
		answer:   hdrhistogram.New(1, longest, digits),
	}
}

// latencies is a histogram in milliseconds.
type latencies struct {
	Count int64   `json:"count"`
	P50   float64 `json:"p50"`
	P99   float64 `json:"p99"`
	Max   float64 `json:"max"`
}

func summary(histogram *hdrhistogram.Histogram) latencies {
	const inMs = 1000
	return latencies{
		Count: histogram.TotalCount(),
		P50:   float64(histogram.ValueAtQuantile(50)) / inMs,
		P99:   float64(histogram.ValueAtQuantile(99)) / inMs,
		Max:   float64(histogram.Max()) / inMs,
	}
}

func record(histogram *hdrhistogram.Histogram, micros int64) {
	// It fails only beyond its bounds, which are kept here.
	_ = histogram.RecordValue(max(1, min(longest, micros)))
}
