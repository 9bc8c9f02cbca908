package main

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"os"

	"github.com/klauspost/compress/zstd"
)

// zstdResult is the total of bytes when each message is compressed by itself, and as one stream that is flushed after
// each, as a connection of its own would.
type zstdResult struct {
	Each   int `json:"each"`
	Stream int `json:"stream"`
}

// zstdSizes compresses every message of a file at zstd's default level.
func zstdSizes(path string) (zstdResult, error) {
	content, err := os.ReadFile(path)
	if err != nil {
		return zstdResult{}, err
	}
	each, err := zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1))
	if err != nil {
		return zstdResult{}, err
	}
	var streamed bytes.Buffer
	stream, err := zstd.NewWriter(&streamed, zstd.WithEncoderConcurrency(1), zstd.WithEncoderCRC(false))
	if err != nil {
		return zstdResult{}, err
	}
	var result zstdResult
	for reader := bytes.NewReader(content); ; {
		var size uint32
		if err := binary.Read(reader, binary.BigEndian, &size); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return zstdResult{}, err
		}
		message := make([]byte, size)
		if _, err := io.ReadFull(reader, message); err != nil {
			return zstdResult{}, err
		}
		result.Each += len(each.EncodeAll(message, nil))
		if _, err := stream.Write(message); err != nil {
			return zstdResult{}, err
		}
		if err := stream.Flush(); err != nil {
			return zstdResult{}, err
		}
	}
	result.Stream = streamed.Len()
	return result, nil
}
