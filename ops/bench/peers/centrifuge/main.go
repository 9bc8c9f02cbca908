// Command centrifuge is a peer of the benchmark fanout: a server on the Go library that Centrifugo is made of. Every
// client is subscribed to one channel, into which every client may publish.
//
//	centrifuge PORT
package main

import (
	"context"
	"fmt"
	"log"
	"net/http"
	"os"

	"github.com/centrifugal/centrifuge"
)

const channel = "all"

func main() {
	if err := serve(os.Args[1]); err != nil {
		log.Fatal(err)
	}
}

func serve(port string) error {
	node, err := centrifuge.New(centrifuge.Config{LogLevel: centrifuge.LogLevelError, LogHandler: say})
	if err != nil {
		return err
	}
	node.OnConnecting(func(context.Context, centrifuge.ConnectEvent) (centrifuge.ConnectReply, error) {
		return centrifuge.ConnectReply{
			Credentials:   &centrifuge.Credentials{UserID: "bench"},
			Subscriptions: map[string]centrifuge.SubscribeOptions{channel: {}},
		}, nil
	})
	node.OnConnect(func(client *centrifuge.Client) {
		client.OnPublish(func(_ centrifuge.PublishEvent, answer centrifuge.PublishCallback) {
			answer(centrifuge.PublishReply{}, nil)
		})
	})
	if err := node.Run(); err != nil {
		return err
	}
	http.Handle("/", centrifuge.NewWebsocketHandler(node, centrifuge.WebsocketConfig{}))
	return http.ListenAndServe("127.0.0.1:"+port, nil)
}

func say(entry centrifuge.LogEntry) {
	fmt.Fprintln(os.Stderr, entry.Message, entry.Fields)
}
